create view portal_status as
with last_run as (
  select p.*, lag(found_count) over of_portal as found_before,
    row_number() over (partition by portal_id order by run_id desc) as age
  from portal_runs p
  window of_portal as (partition by portal_id order by run_id)
),
last_good as (
  select portal_id, max(run_id) as run_id from portal_runs where outcome <> 'failed' group by portal_id
),
broken as (
  select r.portal_id, min(r.started_at) as since, count(*) as run_count
  from portal_runs r left join last_good g on g.portal_id = r.portal_id
  where r.outcome = 'failed' and (g.run_id is null or r.run_id > g.run_id)
  group by r.portal_id
),
captured as (
  select portal_id, max(id) as id, max(fetched_at) as fetched_at, count(*) as capture_count from captures
  where portal_id is not null group by portal_id
),
documents_of as (
  select distinct c.portal_id, c.document_sha256 from captures c
  where c.portal_id is not null and c.document_sha256 is not null
),
contents as (
  select
    o.portal_id,
    count(distinct d.sha256) as document_count,
    count(distinct v.report_id) as report_count,
    count(distinct r.year) as year_count,
    min(r.year) as oldest_year,
    max(r.year) as newest_year,
    count(distinct d.sha256) filter (where d.state = 'pending') as pending_document_count,
    count(distinct d.sha256) filter (where d.state = 'quarantined') as quarantined_document_count
  from documents_of o
  join documents d on d.sha256 = o.document_sha256
  left join report_versions v on v.document_sha256 = d.sha256
  left join reports r on r.id = v.report_id
  group by o.portal_id
)
select
  portals.id as portal_id,
  portals.name as portal,
  divisions.full_name as division,
  portals.platform,
  portals.status,
  case
    when portals.status in ('paused', 'retired') then 'resting'
    when l.run_id is null then 'never'
    when l.outcome = 'failed' then 'broken'
    when l.outcome = 'partial' then 'partial'
    else 'well'
  end as health,
  case
    when portals.status in ('paused', 'retired') then 0
    when l.outcome = 'failed' then 3
    when l.outcome = 'partial' then 2
    else 1
  end as urgency,
  l.run_id,
  l.started_at as run_started_at,
  l.outcome as run_outcome,
  l.reason,
  l.message,
  b.since as broken_since,
  b.run_count as failed_run_count,
  good.started_at as last_good_at,
  good.found_count as last_good_found_count,
  c.fetched_at as last_fetched_at,
  l.found_count,
  l.found_before as found_before_count,
  l.new_count,
  l.revised_count,
  l.unchanged_count,
  l.not_due_count,
  l.deferred_count,
  l.missing_count,
  l.blocked_count,
  l.robots_count,
  l.unreachable_count,
  l.failed_count,
  l.unread_count,
  t.report_count,
  t.year_count,
  t.oldest_year,
  t.newest_year,
  portals.first_year,
  t.document_count,
  t.pending_document_count,
  t.quarantined_document_count,
  c.capture_count,
  l.request_count,
  l.vantage,
  (select count(*) from issues i where i.portal_id = portals.id) as issue_count
from portals
left join divisions on divisions.code = portals.division_code
left join last_run l on l.portal_id = portals.id and l.age = 1
left join last_good g on g.portal_id = portals.id
left join portal_runs good on good.portal_id = portals.id and good.run_id = g.run_id
left join broken b on b.portal_id = portals.id
left join captured c on c.portal_id = portals.id
left join contents t on t.portal_id = portals.id
