"""The page that shows where a figure is printed: a picture of the page or the table, and what leads to it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urlencode, urlsplit

from datasette.utils.asgi import Forbidden, NotFound, Response

from archive.metadata import DATABASE
from archive.models import Locator
from archive.plugins.links import cell_label
from archive.store import BlobMissing, BlobStore
from nianbao.embedded import PICTURES
from nianbao.plugins.renderings import Failed, Item, Renderer, Shown

KEY = ("report_id", "table", "row", "column")
_FIGURE = """
select o.*, v.document_sha256, v.title, v.reader, d.media_type, c.url, c.fetched_at, c.media_type as declared
from observations o
join report_versions v on v.id = o.version_id
join documents d on d.sha256 = v.document_sha256
left join captures c on c.id = (
  select id from captures where document_sha256 = d.sha256 and disposition = 'ok' order by url, id limit 1)
where o.report_id = :report_id and o."table" = :table and o."row" = :row and o."column" = :column
  and o.is_current = 1"""
_HEADERS = {"X-Robots-Tag": "noindex", "Cache-Control": "private, max-age=3600"}
_MISSING = "存档的原件不在数据库旁边，无法显示 / the stored document does not lie beside the database"
_renderers: dict[Path, Renderer] = {}


def url(datasette: Any, figure: Mapping[str, Any], *, is_picture: bool = False) -> str:
    """The address of a figure's source page, or of the picture on it."""
    query = urlencode({name: figure[name] for name in KEY})
    path: str = datasette.urls.path(f"/-/source{'.png' if is_picture else ''}?{query}")
    return path


async def page(request: Any, datasette: Any) -> Response:
    """The page of one figure; a figure that there is not is 404, a document that cannot be shown says why."""
    figure = await _figure(request, datasette)
    shown = await _shown(figure, datasette)
    context = {
        "figure": figure,
        "label": cell_label("/".join(figure[part] for part in KEY[1:])),
        "shown": shown,
        "table": _table(shown),
        "local_name": _local_name(figure["url"]),
        "is_sheet": figure["reader"].startswith("sheets/"),
        "picture_url": url(datasette, figure, is_picture=True),
    }
    html = await datasette.render_template("source.html", context, request=request, view_name="source")
    status = 503 if isinstance(shown, Failed) and shown.is_busy else 200
    return Response.html(html, status=status, headers=_HEADERS)


async def picture(request: Any, datasette: Any) -> Response:
    """The picture of the page on which a figure stands."""
    shown = await _shown(await _figure(request, datasette), datasette)
    if isinstance(shown, Failed):
        return Response.text(shown.reason, status=503 if shown.is_busy else 404)
    if not shown.is_picture:
        raise NotFound("the figure stands in no document with pages")
    return Response(shown.content, headers=_HEADERS, content_type="image/png")


def _table(shown: Shown | Failed) -> str | None:
    """The table to show, as HTML: instead of a picture, or below one without a frame."""
    if isinstance(shown, Failed):
        return None
    return shown.table if shown.is_picture else shown.content.decode()


def _local_name(address: str | None) -> str | None:
    """The name of a file that was imported; its folder is nobody's business.  None of what was fetched."""
    parts = urlsplit(address or "file:")
    return unquote(PurePosixPath(parts.path).name) or "—" if parts.scheme == "file" else None


async def _figure(request: Any, datasette: Any) -> dict[str, Any]:
    if DATABASE not in datasette.databases:
        raise NotFound(f"expected a database named {DATABASE}")
    allowed = await datasette.permission_allowed(
        request.actor, "view-table", resource=(DATABASE, "observations"), default=True
    )
    if not allowed:
        raise Forbidden("observations may not be viewed")
    key = {name: request.args.get(name) or "" for name in KEY}
    rows = (await datasette.get_database(DATABASE).execute(_FIGURE, key)).rows
    if not rows:
        raise NotFound(f"no current figure {'/'.join(key.values())}")
    return dict(rows[0])


async def _shown(figure: Mapping[str, Any], datasette: Any) -> Shown | Failed:
    database = datasette.get_database(DATABASE)
    root = Path(database.path or ".").absolute().parent
    blobs, sha256 = BlobStore((root / "blobs").as_uri()), figure["document_sha256"]
    beside = (await database.execute(PICTURES, {"sha256": sha256})).rows
    try:
        item = Item(
            blobs.get(sha256),
            sha256,
            figure["media_type"],
            figure["declared"],
            figure["url"],
            Locator(*(figure[f"{part}_index"] for part in ("page", "table", "row", "column"))),
            {url: blobs.get(digest) for url, digest in beside},
        )
    except BlobMissing:
        return Failed(_MISSING)
    return await _renderers.setdefault(root, Renderer(root / "renderings")).show(item)
