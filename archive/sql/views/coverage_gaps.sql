create view coverage_gaps as
with recursive
published as (select distinct publisher_id, year from reports where publisher_id is not null and year is not null),
years as (
  select publisher_id, min(year) as year, max(year) as last_year from published group by publisher_id
  union all
  select publisher_id, year + 1, last_year from years where year < last_year
)
select
  y.publisher_id,
  p.name as publisher,
  p.kind,
  d.full_name as division,
  y.year,
  (select max(b.year) from published b where b.publisher_id = y.publisher_id and b.year < y.year) as year_before,
  (select min(a.year) from published a where a.publisher_id = y.publisher_id and a.year > y.year) as year_after
from years y
join publishers p on p.id = y.publisher_id
left join divisions d on d.code = p.division_code
where not exists (select 1 from reports r where r.publisher_id = y.publisher_id and r.year = y.year)
