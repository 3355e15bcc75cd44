create view coverage as
with recursive
found_at as (
  -- which report was found at which portal, by any of its documents
  select distinct c.portal_id, r.id as report_id, r.year, r.publisher_id, r.figure_count, r.failed_check_count
  from captures c
  join report_versions v on v.document_sha256 = c.document_sha256
  join reports r on r.id = v.report_id
  where c.portal_id is not null
),
roster as (
  select portal_id, count(distinct publisher_id) as publisher_count, min(year) as first_year
  from found_at group by portal_id
),
years as (
  select
    portals.id as portal_id,
    case when portals.first_year is not null then portals.first_year else roster.first_year end as year,
    (select max(year) from reports) as last_year
  from portals left join roster on roster.portal_id = portals.id
  union all
  select portal_id, year + 1, last_year from years where year < last_year
),
found as (
  select
    years.portal_id,
    years.year,
    count(f.report_id) as report_count,
    count(distinct f.publisher_id) as publisher_count,
    count(*) filter (where f.figure_count = 0) as without_figures_count,
    count(*) filter (where f.failed_check_count > 0) as with_failed_checks_count
  from years left join found_at f on f.portal_id = years.portal_id and f.year = years.year
  where years.year is not null
  group by years.portal_id, years.year
),
latest as (
  -- what is held and was only left to the next run is not absent
  select portal_id, disposition, link_title from captures c
  where id in (
    select max(id) from captures where kind in ('article', 'attachment') and portal_id is not null
    group by portal_id, url
  ) and disposition not in ('ok', 'not-modified')
  and (disposition <> 'deferred' or not exists (
    select 1 from captures e where e.url = c.url and e.document_sha256 is not null))
),
absent as (
  -- what could not be had, told apart by reason; the year is that of the link's title
  select
    found.portal_id,
    found.year,
    count(*) filter (where l.disposition = 'missing') as missing_count,
    count(*) filter (where l.disposition = 'blocked') as blocked_count,
    count(*) filter (where l.disposition = 'robots') as robots_count,
    count(*) filter (where l.disposition = 'unreachable') as unreachable_count,
    count(*) filter (where l.disposition = 'failed') as failed_count,
    count(*) filter (where l.disposition = 'deferred') as deferred_count
  from found
  left join latest l on l.portal_id = found.portal_id and instr(l.link_title, found.year || '年')
  group by found.portal_id, found.year
)
select
  found.portal_id,
  portals.name as portal,
  divisions.full_name as division,
  found.year,
  roster.publisher_count as expected_count,
  case when roster.publisher_count is not null then 1 end as is_expected_estimated,
  found.publisher_count as found_count,
  roster.publisher_count - found.publisher_count as not_found_count,
  round(found.publisher_count * 1.0 / nullif(roster.publisher_count, 0), 6) as publication_rate,
  found.report_count,
  found.without_figures_count,
  found.with_failed_checks_count,
  absent.missing_count,
  absent.blocked_count,
  absent.robots_count,
  absent.unreachable_count,
  absent.failed_count,
  absent.deferred_count
from found
join portals on portals.id = found.portal_id
left join divisions on divisions.code = portals.division_code
left join roster on roster.portal_id = found.portal_id
left join absent on absent.portal_id = found.portal_id and absent.year = found.year
