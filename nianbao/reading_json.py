"""A reading as one JSON object: the form that `nianbao read` prints (section 2 of the contract)."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

from archive.models import Reading


def to_json(path: Path, reading: Reading) -> dict[str, Any]:
    """The object for one document; ``path`` comes first, as it was given."""
    return {"path": str(path), **_plain(reading)}


def not_read(path: Path, code: str, message: str) -> dict[str, Any]:
    """The object for a path whose bytes could not be had."""
    issue = {"code": code, "severity": "error", "message": message, "locator": None}
    return {"path": str(path), "sha256": None, "media_type": None, "issues": [issue]}


def _plain(value: Any) -> Any:
    """Records, whether dataclasses or named tuples, as objects by field name; other tuples as lists."""
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if not isinstance(value, tuple):
        return value
    names = getattr(value, "_fields", None)
    plain = map(_plain, value)
    return dict(zip(names, plain, strict=True)) if names else list(plain)
