"""Write the generated files anew: Datasette's metadata and the reference pages (`make metadata`).

A test fails where a committed file differs from what this writes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from archive import metadata
from nianbao import checks_reference, health_reference, platforms_reference, reasons_reference, reference

ROOT = Path(__file__).parent.parent
WRITERS: Mapping[str, Callable[[], str]] = {  # path in the repository -> its content
    metadata.FILE_NAME: metadata.text,
    "docs/reference/tables.md": reference.tables_page,
    "docs/reference/indicators.md": reference.indicators_page,
    "docs/reference/checks.md": checks_reference.checks_page,
    "docs/reference/health.md": health_reference.health_page,
    "docs/reference/reasons.md": reasons_reference.reasons_page,
    "docs/reference/platforms.md": platforms_reference.platforms_page,
}


def main(root: Path = ROOT) -> list[Path]:
    """Write every generated file and give those that changed."""
    changed = []
    for name, write in WRITERS.items():
        path, content = root / name, write()
        if not path.exists() or path.read_text("utf-8") != content:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, "utf-8")
            changed.append(path)
    return changed


if __name__ == "__main__":
    for written in main():
        print(written.relative_to(ROOT))
