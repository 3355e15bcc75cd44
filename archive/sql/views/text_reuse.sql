create view text_reuse as
with repeated as (
  select digest from section_digests where character_count >= 60 group by digest having count(*) > 1
),
members as (
  select x.digest, x.character_count, s.id as section_id, s.number, s.heading, s.report_id, s.text
  from repeated
  join section_digests x on x.digest = repeated.digest and x.character_count >= 60
  join sections s on s.id = x.section_id
  where s.is_current = 1
),
shared as (
  select digest, count(distinct report_id) as report_count from members
  group by digest having count(distinct report_id) > 1
)
select
  m.digest,
  shared.report_count,
  m.character_count,
  m.number,
  m.heading,
  m.report_id,
  p.name as publisher,
  d.full_name as division,
  r.year,
  substr(m.text, 1, 120) as excerpt,
  m.section_id
from shared
join members m on m.digest = shared.digest
join reports r on r.id = m.report_id
left join publishers p on p.id = r.publisher_id
left join divisions d on d.code = p.division_code
