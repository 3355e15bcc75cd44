create view archive_counts as
select
  (select max(fetched_at) from captures) as snapshot_at,
  count(*) as report_count,
  count(distinct publisher_id) as publisher_count,
  min(year) as first_year,
  max(year) as last_year,
  sum(figure_count) as figure_count,
  count(*) filter (where figure_count = 0) as without_figures_count,
  count(*) filter (where ambiguous_count > 0) as with_ambiguous_count,
  count(*) filter (where failed_check_count > 0) as with_failed_checks_count,
  count(*) filter (where version_count > 1) as revised_count,
  (select count(*) from documents) as document_count,
  (select count(*) from documents where state = 'pending') as pending_document_count,
  (select count(*) from documents where state = 'quarantined') as quarantined_document_count,
  (select count(*) from portals) as portal_count,
  (select count(distinct portal_id) from captures) as crawled_portal_count
from reports
