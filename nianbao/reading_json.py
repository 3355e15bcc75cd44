"""A reading as one JSON object: the form that `nianbao read` prints (section 2 of the contract)."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from archive.models import Reading


def to_json(path: Path, reading: Reading) -> dict[str, Any]:
    """The object for one document; ``path`` comes first, as it was given."""
    return {"path": str(path), **asdict(reading)}


def not_read(path: Path, code: str, message: str) -> dict[str, Any]:
    """The object for a path whose bytes could not be had."""
    issue = {"code": code, "severity": "error", "message": message, "locator": None}
    return {"path": str(path), "sha256": None, "media_type": None, "issues": [issue]}
