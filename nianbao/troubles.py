"""What the machine refuses, told to a person: no room, no right, a locked or damaged database.

Only what a person can mend is told so; any other error is ours and keeps its traceback.
"""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Mapping

_DISK_FULL = (
    "磁盘已满：腾出空间，再运行同一命令，会接着做",
    "the disk is full; free some room and run the command again",
)
_NO_RIGHT = "没有权限", "permission denied"
_DAMAGED = "数据库已损坏：请从备份取回", "the database is damaged; take it from a backup"
_BUSY = "数据库正被别的程序占用：请关闭它再试", "another program holds the database; close it and try again"
_FILES: Mapping[int, tuple[str, str]] = {
    errno.ENOSPC: _DISK_FULL,
    errno.EDQUOT: _DISK_FULL,
    errno.EACCES: _NO_RIGHT,
    errno.EPERM: _NO_RIGHT,
    errno.EROFS: ("磁盘只读", "the disk is read-only"),
    errno.ENOENT: ("没有这个文件或文件夹", "no such file or folder"),
    errno.ENOTDIR: ("应为文件夹，实为文件", "expected a folder, found a file"),
    errno.EEXIST: ("应为文件夹，实为文件", "expected a folder, found a file"),
    errno.EISDIR: ("应为文件，实为文件夹", "expected a file, found a folder"),
    errno.EIO: ("磁盘读写出错", "the disk failed"),
}
_DATABASES: Mapping[int, tuple[str, str]] = {
    sqlite3.SQLITE_FULL: _DISK_FULL,
    sqlite3.SQLITE_IOERR: ("数据库读写出错，常因磁盘已满", "the disk failed, often because it is full"),
    sqlite3.SQLITE_READONLY: ("没有写入数据库的权限", "the database may not be written to"),
    sqlite3.SQLITE_CANTOPEN: ("数据库打不开", "the database cannot be opened"),
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
}


def known(error: OSError | sqlite3.Error) -> tuple[str, str] | None:
    """What a person can mend, in Chinese and in English; None for our own errors."""
    if isinstance(error, sqlite3.Error):
        return _DATABASES.get(
            getattr(error, "sqlite_errorcode", 0) & 0xFF
        )  # the rest tells finer kinds apart
    return _FILES.get(error.errno or 0)


def told(error: OSError | sqlite3.Error) -> str | None:
    """What happened, in Chinese and English, with the path or the system's words; None for our own errors."""
    zh, en = known(error) or (None, None)
    about = (error.filename or error.strerror) if isinstance(error, OSError) else error
    return f"{zh}（{about}）· {en}: {about}" if zh else None
