create view revisions as
with contents as (
  -- one version stands for each content seen at the report's place; re-renders share its ordinal
  select id, report_id, ordinal, document_sha256, url, first_seen_at, last_seen_at
  from report_versions where kind in ('source', 'superseded')
),
pairs as (
  select
    later.report_id,
    later.url,
    earlier.id as old_id,
    later.id as new_id,
    earlier.ordinal as old_ordinal,
    later.ordinal as new_ordinal,
    earlier.last_seen_at as old_last_seen_at,
    later.first_seen_at as new_first_seen_at,
    earlier.document_sha256 as old_document_sha256,
    later.document_sha256 as new_document_sha256
  from contents later
  join contents earlier on earlier.report_id = later.report_id and earlier.ordinal = later.ordinal - 1
),
changes as (
  select
    pairs.*, n."table", n."row", n."column",
    o.value as old_value, o.status as old_status, o.raw as old_raw,
    n.value as new_value, n.status as new_status, n.raw as new_raw
  from pairs
  join observations n on n.version_id = pairs.new_id
  left join observations o on o.version_id = pairs.old_id
    and o."table" = n."table" and o."row" = n."row" and o."column" = n."column"
  where o.value is not n.value or o.status is not n.status
  union all
  select
    pairs.*, o."table", o."row", o."column",
    o.value, o.status, o.raw, null, null, null
  from pairs
  join observations o on o.version_id = pairs.old_id
  where not exists (
    select 1 from observations n where n.version_id = pairs.new_id
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
