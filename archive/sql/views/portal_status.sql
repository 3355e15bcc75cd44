create view portal_status as
with last_capture as (
  select portal_id, max(id) as id, count(*) as capture_count from captures
  where portal_id is not null group by portal_id
),
last_run as (
  select l.portal_id, l.capture_count, c.run_id, c.fetched_at
  from last_capture l join captures c on c.id = l.id
),
answers as (
  select
    c.portal_id,
    count(*) filter (where c.disposition = 'ok') as ok_count,
    count(*) filter (where c.disposition = 'not-modified') as not_modified_count,
    count(*) filter (where c.disposition = 'missing') as missing_count,
    count(*) filter (where c.disposition = 'blocked') as blocked_count,
    count(*) filter (where c.disposition = 'robots') as robots_count,
    count(*) filter (where c.disposition = 'unreachable') as unreachable_count,
    count(*) filter (where c.disposition = 'failed') as failed_count
  from last_run l join captures c on c.run_id = l.run_id and c.portal_id = l.portal_id
  group by c.portal_id
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
    count(distinct d.sha256) filter (where d.state = 'pending') as pending_document_count,
    count(distinct d.sha256) filter (where d.state = 'quarantined') as quarantined_document_count
  from documents_of o
  join documents d on d.sha256 = o.document_sha256
  left join report_versions v on v.document_sha256 = d.sha256
  group by o.portal_id
)
select
  portals.id as portal_id,
  portals.name as portal,
  divisions.full_name as division,
  portals.platform,
  portals.status,
  l.run_id,
  runs.started_at as run_started_at,
  runs.outcome as run_outcome,
  l.fetched_at as last_fetched_at,
  a.ok_count,
  a.not_modified_count,
  a.missing_count,
  a.blocked_count,
  a.robots_count,
  a.unreachable_count,
  a.failed_count,
  l.capture_count,
  c.document_count,
  c.report_count,
  c.pending_document_count,
  c.quarantined_document_count,
  (select count(*) from issues i where i.portal_id = portals.id) as issue_count
from portals
left join divisions on divisions.code = portals.division_code
left join last_run l on l.portal_id = portals.id
left join runs on runs.id = l.run_id
left join answers a on a.portal_id = portals.id
left join contents c on c.portal_id = portals.id
