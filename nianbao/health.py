"""What only reading shows of a crawl's health: articles that were fetched and show no figure."""

from __future__ import annotations

from collections.abc import Mapping

from archive import portal_runs
from archive.store import Archive
from crawler.health.ledger import judged
from crawler.outcomes import PortalOutcome

# Articles of the run whose bytes differ from those of the run before; of them, those of which neither the
# page nor a file of it, nor a member of such a file, shows a figure, in a table or in the prose.
_READ = """
with fresh as (
  select c.url from captures c
  where c.run_id = :run and c.portal_id = :portal and c.kind = 'article'
    and c.document_sha256 is not null and c.document_sha256 is not (
      select e.document_sha256 from captures e
      where e.url = c.url and e.run_id <> :run and e.id < c.id and e.document_sha256 is not null
      order by e.id desc limit 1)
),
shown as (
  select f.url, v.id from fresh f
  join captures m on m.url = f.url or m.parent_url = f.url or m.url between f.url || '#' and f.url || '$'
  join report_versions v on v.document_sha256 = m.document_sha256
  where m.id = (select max(id) from captures where url = m.url and document_sha256 is not null)
    and (v.figure_count > 0 or exists (select 1 from mentions where version_id = v.id))
)
select count(*), count(*) filter (where url not in (select url from shown)) from fresh"""


def judge_reading(
    archive: Archive, run_id: str, outcomes: Mapping[str, PortalOutcome]
) -> dict[str, PortalOutcome]:
    """Judge each portal's crawl anew now that its documents are read, and write that down."""
    return {portal: _judge(archive, run_id, outcome) for portal, outcome in outcomes.items()}


def _judge(archive: Archive, run_id: str, outcome: PortalOutcome) -> PortalOutcome:
    parameters = {"run": run_id, "portal": outcome.portal_id}
    read = outcome.read(*archive.db.conn.execute(_READ, parameters).fetchone())
    portal_runs.rejudge(archive, judged(run_id, read))
    return read
