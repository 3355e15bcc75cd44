create view questions as
select
  k.report_id,
  p.name as publisher,
  d.full_name as division,
  r.year,
  r.scope,
  k.check_code,
  c.rule,
  c.basis,
  k.message,
  k.cells,
  k.left_value,
  k.right_value,
  r.document_sha256,
  r.url
from check_results k
join checks c on c.code = k.check_code and c.kind = 'question'
join reports r on r.id = k.report_id
left join publishers p on p.id = r.publisher_id
left join divisions d on d.code = p.division_code
where k.outcome = 'fail' and k.is_current = 1
