create view failed_checks as
select
  k.report_id,
  p.name as publisher,
  d.full_name as division,
  r.year,
  r.scope,
  k.check_code,
  c.rule,
  c.basis,
  k.left_value,
  k.right_value,
  case when typeof(k.left_value - k.right_value) = 'integer' then k.left_value - k.right_value
    when k.left_value is not null then round(k.left_value - k.right_value, 6) end as difference,
  k.cells,
  k.message,
  r.document_sha256,
  r.url
from check_results k
join reports r on r.id = k.report_id
join checks c on c.code = k.check_code and c.kind <> 'question'
left join publishers p on p.id = r.publisher_id
left join divisions d on d.code = p.division_code
where k.outcome = 'fail' and k.is_current = 1
