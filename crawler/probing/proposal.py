"""The registry row that a probe proposes: what was seen, nothing that was not."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from urllib.parse import urlsplit

from crawler.hosts import host, is_address, is_loopback, own_hosts
from crawler.probing.findings import Findings
from crawler.probing.identifier import proposed
from crawler.probing.sections import Choice

UNKNOWN_DIVISION = "000000"  # of a loopback row only, which may lie in no division


def row(found: Findings, today: date) -> Mapping[str, str] | None:
    """The row, by column, None where no section was found; ``today`` is the date for its note."""
    choice = found.choice
    if choice is None:
        return None
    start, options = _start(choice)
    code = found.place.code or (UNKNOWN_DIVISION if found.portal.is_loopback else "")
    return {
        "id": proposed(_naming_host(found, start), code, {portal.id for portal in found.registry}),
        "name": found.site_name or choice.main.title or host(start),
        "division_code": code,
        "level": found.place.level,
        "start_url": start,
        "platform": found.family,
        "options": options,
        "hosts": " ".join(_hosts(found, choice, start)),
        "first_year": str(found.years[0]) if found.years else "",
        "status": "active" if is_proven(found) else "unverified",
        "note": _note(found, choice, start, today),
    }


def is_proven(found: Findings) -> bool:
    """Whether the probe read a list and opened a report of it, by a family that it is sure of."""
    has_reports = bool(found.choice and found.choice.reports) and not found.is_front_only
    return (
        has_reports
        and found.evidence.articles > 0
        and not found.is_family_borrowed
        and found.place.code != ""
    )


def _start(choice: Choice) -> tuple[str, str]:
    """Where a crawl begins, and the option that names the section where its page does not say what it is."""
    url = choice.start.url
    if choice.start is not choice.main.top or choice.start.says_so:
        return url, ""
    return url, f"section_url={url}"


def _naming_host(found: Findings, start: str) -> str:
    """The host after which the portal is called: on a bare address that which the site's meta tag names."""
    name = host(start)
    if is_loopback(name) or is_address(name.partition(":")[0]):
        domains = (
            s.site.domain.removeprefix("http://").removeprefix("https://") for s in found.notebook.sights
        )
        return next((host(f"http://{domain.strip('/')}") for domain in domains if domain), name)
    return name


def _hosts(found: Findings, choice: Choice, start: str) -> list[str]:
    """The site's other hosts on which pages of the section or its reports lie."""
    pages = {host(s.url) for section in choice.sections for s in section.sights}
    return sorted((pages | found.report_hosts.keys()) & own_hosts(found.portal) - {host(start)})


def _note(found: Findings, choice: Choice, start: str, today: date) -> str:
    years = f"（{found.years[0]}—{found.years[-1]}年）" if found.years else ""
    parts = [
        "loopback。" if found.portal.is_loopback else "",
        f"{today.isoformat()} 试探所见：栏目“{choice.main.title}”，列表{found.pages}页，",
        f"年报{len(choice.reports)}篇{years}，机关{len(found.publishers)}个，打开正文{found.evidence.articles}篇。",
        *(f"主机 {name} 不在 gov.cn 之下，是否官方须人工确认。" for name in _outside(found, choice, start)),
    ]
    return "".join(parts)


def _outside(found: Findings, choice: Choice, start: str) -> list[str]:
    """Hosts of the row that the registry takes only with a reason."""
    named = [urlsplit(start).hostname or "", *_hosts(found, choice, start)]
    return [
        name for name in named if not name.partition(":")[0].endswith(".gov.cn") and not is_loopback(name)
    ]
