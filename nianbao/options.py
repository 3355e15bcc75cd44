"""Options that several commands share, and how a command ends."""

from __future__ import annotations

import socket
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from traceback import clear_frames
from typing import TYPE_CHECKING, NoReturn

import click

from archive import years

if TYPE_CHECKING:
    from archive.store import Archive

data_option = click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    envvar="NIANBAO_DATA",
    default="var",
    show_default=True,
    help="The data root: archive.db, blobs/, warc/, corrections/, exports/, runs/. 存档所在的文件夹。",
)
registry_option = click.option(
    "--registry",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    envvar="NIANBAO_REGISTRY",
    help="Registry of portals (CSV); default: the one in the package.",
)
ocr_option = click.option(
    "--ocr-seconds",
    type=click.FloatRange(min=1),
    envvar="NIANBAO_OCR_SECONDS",
    metavar="N",
    help="Processor time for recognising one scanned document; more than the default also takes up the pages"
    " that earlier runs had to leave. 每份扫描件的识别时间（秒）。",
)


@contextmanager
def recognising(seconds: float | None) -> Iterator[None]:
    """Let documents read within take that time, where one was asked for."""
    from extract.readers.ocr.budget import allowing

    if seconds is None:
        yield
        return
    with allowing(seconds):
        yield


revisit_option = click.option(
    "--revisit",
    type=click.Choice(["calendar", "always"]),
    help="Pages that the archive holds: on the calendar (new reports weekly, older ones every August), or all"
    " of them. Default: what each row says. 已存页面：按复查日历，或全部重取。",
)
since_option = click.option(
    "--since",
    type=click.IntRange(years.FIRST, years.LAST),
    metavar="YEAR",
    help="Only reports of this year and later. 只要该年及以后的年报。",
)
night_option = click.option(
    "--night", is_flag=True, help="Ask only from 22:00 to 07:00 China time. 只在夜间抓取。"
)
due_option = click.option(
    "--due", is_flag=True, help="Only portals that are due, see `nianbao plan`. 只抓到期的门户。"
)

port_option = click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=8001,
    show_default=True,
    help="Port of Datasette on 127.0.0.1. 网站的端口。",
)


def need_port(port: int) -> None:
    """End with status 1 where a port of this machine is taken, before anything is done for it."""
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the server: a past one's may be had
        try:
            trial.bind(("127.0.0.1", port))
        except OSError as error:
            raise click.ClickException(
                f"端口 {port} 打不开，请用 --port 另选一个"
                f" · port {port} on 127.0.0.1 cannot be opened: {error.strerror}; choose another --port"
            ) from error


def finish(failures: Iterable[str]) -> None:
    """End with status 1 where something needs a person, listing it on standard error."""
    failures = list(failures)
    for failure in failures:
        click.echo(f"需要处理 · needs a person: {failure}", err=True)
    if failures:
        raise SystemExit(1)


def refuse(message: str) -> NoReturn:
    """End with status 2: what was asked cannot be done."""
    raise click.UsageError(message)


@contextmanager
def writing(data: Path, *, is_new: bool = True) -> Iterator[Archive]:
    """Open a data root for writing, made where there is none, or, unless it may be new, end with status 2.

    Where another process holds it, a correction is wrong, a stored document is gone or Ctrl+C is pressed,
    end with 1.
    """
    from archive import runs
    from archive.correction_files import CorrectionError
    from archive.store import BlobMissing

    archive = opened(data) if is_new else existing(data)
    try:
        with runs.lock(archive):
            yield archive
    except KeyboardInterrupt as error:
        clear_frames(error.__traceback__)  # a transaction cut short is undone while the database is open
        raise click.ClickException(
            "已中断；已存下的都在，再次运行同一命令会接着做"
            " · interrupted; what was stored is kept, and the same command goes on from there"
        ) from error
    except (runs.ArchiveBusy, CorrectionError) as error:
        raise click.ClickException(str(error)) from error
    except BlobMissing as error:
        raise blob_is_missing(error) from error
    finally:
        archive.close()


def blob_is_missing(error: LookupError) -> click.ClickException:
    """How a command ends that needs a stored document which is gone."""
    return click.ClickException(
        f"存档缺少文件，`nianbao verify` 列出全部；请从备份取回 · {error};"
        " `nianbao verify` lists all that are missing, take them from a backup"
    )


def opened(data: Path) -> Archive:
    """Open a data root, made where there is none; where its database is damaged, end with 1."""
    from sqlite3 import DatabaseError

    from archive.store import Archive
    from nianbao.troubles import known

    try:
        return Archive.open(data)
    except DatabaseError as error:
        zh, _ = known(error) or ("不是本程序的数据库", "")
        raise click.ClickException(
            f"数据库打不开（{zh}）· expected a database in {data}/archive.db, found: {error}"
        ) from error


def existing(data: Path) -> Archive:
    """Open a data root for reading; where there is none, end with status 2 and say what makes one."""
    if not (data / "archive.db").exists():
        refuse(
            f"{data} 里没有存档，请先运行 `nianbao demo`、`nianbao import` 或 `nianbao update`，或改正 --data"
            f" · expected an archive in {data}/archive.db, found none;"
            " run `nianbao demo`, `nianbao import` or `nianbao update` first"
        )
    return opened(data)
