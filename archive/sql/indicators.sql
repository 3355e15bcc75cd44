create view indicators as
with operands as (
  select
    reports.id as report_id,
    reports.publisher_id,
    publishers.name as publisher,
    publishers.kind,
    publishers.division_code,
    divisions.full_name as division,
    reports.year,
    reports.scope,
    reports.edition,
/* operands */
  from reports
  left join publishers on publishers.id = reports.publisher_id
  left join divisions on divisions.code = publishers.division_code
  left join report_cells cells on cells.report_id = reports.id
  left join reports earlier on earlier.publisher_id = reports.publisher_id
    and earlier.year = reports.year - 1 and earlier.scope is reports.scope
  left join report_cells prior on prior.report_id = earlier.id
)
select
  report_id,
  publisher_id,
  publisher,
  kind,
  division_code,
  division,
  year,
  scope,
  edition,
/* indicators */
from operands
