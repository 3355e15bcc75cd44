"""LibreOffice behind a boundary: files in, files out, in a process group with its own profile.

The one place where extraction starts a program.  A profile belongs to one converter, because two
LibreOffice processes on the same profile end each other without a word; macros, links to the net and
recovery are off in it; time, memory and file size are bound, and on the time limit the whole group is
killed.  Nothing is written outside one temporary folder.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from extract.errors import DamagedDocument, NeedsLibreOffice, ReadError

BATCH_SECONDS = 20  # of one call, and …
SECONDS_A_FILE = 5  # … for each file in it
MAX_MEMORY_KB = 4 * 2**20
MAX_FILE_BLOCKS = 2 * 2**18  # of 512 bytes: 256 MB
_LIMITED = 'ulimit -v "$1"; ulimit -f "$2"; ulimit -c 0; shift 2; exec "$@"'

# Macros off, no links followed, and a proxy that is not there, so that no document makes it call the net.
_COMMON = "/org.openoffice.Office.Common/Security/Scripting"
_INTERNET = "/org.openoffice.Inet/Settings"
_SETTINGS = (
    (_COMMON, "MacroSecurityLevel", "3"),
    (_COMMON, "DisableMacrosExecution", "true"),
    (_COMMON, "BlockUntrustedRefererLinks", "true"),
    ("/org.openoffice.Office.Writer/Content/Update", "Link", "0"),
    ("/org.openoffice.Office.Calc/Content/Update", "Link", "2"),
    (_INTERNET, "ooInetProxyType", "2"),
    (_INTERNET, "ooInetHTTPProxyName", "127.0.0.1"),
    (_INTERNET, "ooInetHTTPProxyPort", "9"),
    (_INTERNET, "ooInetHTTPSProxyName", "127.0.0.1"),
    (_INTERNET, "ooInetHTTPSProxyPort", "9"),
)
_ITEM = '<item oor:path="{}"><prop oor:name="{}" oor:op="fuse"><value>{}</value></prop></item>'
_PROFILE = '<?xml version="1.0"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">{}</oor:items>'


def program() -> str | None:
    """The path of LibreOffice's program, None where it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def convert(paths: Sequence[Path], to: str, folder: Path, *, import_filter: str = "") -> Mapping[Path, Path]:
    """Convert files in one call; gives each file that was converted and where its result lies.

    ``to`` is a suffix (``docx``) or ``suffix:filter``; results go into ``folder`` under the same stem.
    A file that LibreOffice cannot read, or does not finish in time, is missing from the answer.

    Raises:
        NeedsLibreOffice: where it is not installed.
    """
    soffice = program()
    if soffice is None:
        raise NeedsLibreOffice("these documents")
    with tempfile.TemporaryDirectory(prefix="nianbao-office-", ignore_cleanup_errors=True) as name:
        profile = Path(name)
        _write_settings(profile)
        options = ["--headless", "--norestore", "--nolockcheck", "--convert-to", to, "--outdir", str(folder)]
        filters = [f"--infilter={import_filter}"] if import_filter else []
        command = [soffice, f"-env:UserInstallation={profile.as_uri()}", *options, *filters]
        _run([*command, *map(str, paths)], profile, BATCH_SECONDS + SECONDS_A_FILE * len(paths))
    suffix = to.partition(":")[0]
    results = {path: folder / f"{path.stem}.{suffix}" for path in paths}
    return {path: result for path, result in results.items() if result.is_file()}


def convert_document(data: bytes, suffix: str, to: str, *, reason: ReadError | None = None) -> bytes:
    """Convert one document; ``reason`` is why no reader of our own took it.

    Raises:
        NeedsLibreOffice: where it is not installed.
        DamagedDocument: where LibreOffice makes nothing of the document either.
    """
    if program() is None:
        raise NeedsLibreOffice(f"{suffix.upper()} documents{f' like this ({reason})' if reason else ''}")
    with tempfile.TemporaryDirectory(prefix="nianbao-") as folder:
        source, results = Path(folder, f"document.{suffix}"), Path(folder, "results")
        source.write_bytes(data)
        converted = convert([source], to, results).get(source)
        if converted is None:
            raise DamagedDocument(f"LibreOffice could not read it{f'; {reason}' if reason else ''}")
        return converted.read_bytes()


def _write_settings(profile: Path) -> None:
    settings = "".join(_ITEM.format(*setting) for setting in _SETTINGS)
    (profile / "user").mkdir()
    (profile / "user/registrymodifications.xcu").write_text(_PROFILE.format(settings), encoding="utf-8")


def _run(command: list[str], home: Path, seconds: int) -> None:
    """Run to the end or to the time limit, then see that no process of the group is left."""
    limits = [str(MAX_MEMORY_KB), str(MAX_FILE_BLOCKS)]
    environment = {**os.environ, "HOME": str(home), "SAL_USE_VCLPLUGIN": "svp"}
    process = subprocess.Popen(
        ["/bin/sh", "-c", _LIMITED, "sh", *limits, *command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environment,
        start_new_session=True,
    )
    try:
        with suppress(subprocess.TimeoutExpired):
            process.wait(seconds)
    finally:
        with suppress(ProcessLookupError):  # where all of them have ended by themselves
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
