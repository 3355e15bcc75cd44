create view cell_statuses as
select
  o.report_id,
  p.name as publisher,
  d.full_name as division,
  r.year,
  r.scope,
  o."table",
  count(*) as cell_count,
  count(*) filter (where o.status = 'reported') as reported_cell_count,
  count(*) filter (where o.status = 'blank') as blank_cell_count,
  count(*) filter (where o.status = 'marker') as marker_cell_count,
  count(*) filter (where o.status = 'unreadable') as unreadable_cell_count,
  count(*) filter (where o.status = 'ambiguous') as ambiguous_cell_count
from observations o
join reports r on r.id = o.report_id
left join publishers p on p.id = r.publisher_id
left join divisions d on d.code = p.division_code
where o.is_current = 1
group by o.report_id, o."table"
