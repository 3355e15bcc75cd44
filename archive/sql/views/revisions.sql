create view revisions as
with changes as (
  -- one version stands for each content seen at the report's place; re-renders share its ordinal
  select
    later.report_id, later.url, n."table", n."row", n."column",
    o.value as old_value, o.status as old_status, o.raw as old_raw,
    n.value as new_value, n.status as new_status, n.raw as new_raw,
    earlier.ordinal as old_ordinal, later.ordinal as new_ordinal,
    earlier.last_seen_at as old_last_seen_at, later.first_seen_at as new_first_seen_at,
    earlier.document_sha256 as old_document_sha256, later.document_sha256 as new_document_sha256
  from report_versions later
  join report_versions earlier on earlier.report_id = later.report_id and earlier.ordinal = later.ordinal - 1
    and earlier.kind in ('source', 'superseded')
  join observations n on n.version_id = later.id
  left join observations o on o.version_id = earlier.id
    and o."table" = n."table" and o."row" = n."row" and o."column" = n."column"
  where later.kind in ('source', 'superseded') and (o.value is not n.value or o.status is not n.status)
  union all
  select
    later.report_id, later.url, o."table", o."row", o."column",
    o.value, o.status, o.raw,
    null, null, null,
    earlier.ordinal, later.ordinal,
    earlier.last_seen_at, later.first_seen_at,
    earlier.document_sha256, later.document_sha256
  from report_versions later
  join report_versions earlier on earlier.report_id = later.report_id and earlier.ordinal = later.ordinal - 1
    and earlier.kind in ('source', 'superseded')
  join observations o on o.version_id = earlier.id
  where later.kind in ('source', 'superseded') and not exists (
    select 1 from observations n where n.version_id = later.id
      and n."table" = o."table" and n."row" = o."row" and n."column" = o."column"
  )
)
select
  c.report_id,
  p.name as publisher,
  d.full_name as division,
  r.year,
  f.zh as label_zh,
  f.en as label_en,
  c."table",
  c."row",
  c."column",
  c.old_value,
  c.new_value,
  c.old_status,
  c.new_status,
  c.old_raw,
  c.new_raw,
  c.old_ordinal,
  c.new_ordinal,
  c.old_last_seen_at,
  c.new_first_seen_at,
  c.old_document_sha256,
  c.new_document_sha256,
  c.url
from changes c
join reports r on r.id = c.report_id
left join publishers p on p.id = r.publisher_id
left join divisions d on d.code = p.division_code
left join form_cells f on f."table" = c."table" and f."row" = c."row" and f."column" = c."column"
