"""Pictures on a stored web page: the crawl fetched them beside it, and they are read as part of it."""

from __future__ import annotations

from archive.store import Archive

PICTURES = """
select c.url, c.document_sha256 from captures p
join captures c on c.parent_url in (p.url, p.final_url) and c.kind = 'attachment'
  and c.media_type like 'image/%' and c.document_sha256 is not null
where p.document_sha256 = :sha256 and p.kind = 'article'
group by c.url having c.id = max(c.id) order by c.url"""
_PAGES = """
select distinct p.document_sha256 from captures c
join captures p on p.portal_id is c.portal_id and c.parent_url in (p.url, p.final_url)
  and p.kind = 'article' and p.document_sha256 is not null and p.document_sha256 <> c.document_sha256
where c.document_sha256 = :sha256 and c.kind = 'attachment' and c.media_type like 'image/%'
order by 1"""


def pictures_of(archive: Archive, sha256: str) -> dict[str, bytes]:
    """The pictures of the page with a digest, by URL; none where it is no page."""
    rows = archive.db.conn.execute(PICTURES, {"sha256": sha256}).fetchall()
    return {url: archive.blobs.get(digest) for url, digest in rows}


def pages_around(archive: Archive, sha256: str) -> list[str]:
    """The digests of the pages on which a picture stands; none where a document is no such picture."""
    return [page for (page,) in archive.db.conn.execute(_PAGES, {"sha256": sha256})]
