create view figures as
select
  o.report_id,
  p.name as publisher,
  d.full_name as division,
  r.year,
  r.scope,
  r.edition,
  f.zh as label_zh,
  f.en as label_en,
  o."table",
  o."row",
  o."column",
  o.value,
  o.status,
  o.raw,
  o.unit,
  o.confidence,
  o.is_verified,
  x.corrected_value,
  x.evidence_url as correction_evidence_url,
  o.page_index,
  o.table_index,
  o.row_index,
  o.column_index,
  v.document_sha256,
  v.url,
  v.first_seen_at as fetched_at,
  v.reader
from observations o
join report_versions v on v.id = o.version_id
join reports r on r.id = o.report_id
left join publishers p on p.id = r.publisher_id
left join divisions d on d.code = p.division_code
left join form_cells f on f."table" = o."table" and f."row" = o."row" and f."column" = o."column"
left join corrections x on x.is_applied = 1 and x.report_id = o.report_id
  and x."table" = o."table" and x."row" = o."row" and x."column" = o."column"
where o.is_current = 1
