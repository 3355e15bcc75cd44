create view reason_mix as
select
  o.report_id,
  p.name as publisher,
  d.full_name as division,
  r.year,
  r.scope,
  r.edition,
  o."row" as outcome,
  f.zh as label_zh,
  f.en as label_en,
  o.value as numerator,
  c.applications_total_handled_total as denominator,
  round(o.value * 1.0 / nullif(c.applications_total_handled_total, 0), 6) as share,
  c.applications_total_handled_total < 10 as is_small
from observations o
join reports r on r.id = o.report_id
join report_cells c on c.report_id = o.report_id
left join publishers p on p.id = r.publisher_id
left join divisions d on d.code = p.division_code
left join form_cells f on f."table" = o."table" and f."row" = o."row" and f."column" = o."column"
where o."table" = 'applications' and o."column" = 'total' and o.is_current = 1 and o.status = 'reported'
  and o."row" not in ('new_received', 'carried_in', 'total_handled', 'carried_forward')
