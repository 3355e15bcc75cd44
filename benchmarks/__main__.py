"""`make bench`: print every ratio against its peer, measured in this run."""

from __future__ import annotations

import sys

from rich.console import Console
from rich.table import Table

from benchmarks import crawling, loading, office, pdf, reading, scans, startup

PARTS = {
    "reading": reading,
    "pdf": pdf,
    "scans": scans,
    "loading": loading,
    "office": office,
    "crawling": crawling,
    "startup": startup,
}


def main() -> None:
    """Measure the named parts (default: all) and print one table."""
    table = Table("what", "ours", "peer", "ratio", "aim", title="make bench")
    for name in sys.argv[1:] or PARTS:
        for line in PARTS[name].lines():
            table.add_row(line.what, line.ours, line.peer, line.ratio, line.aim)
    Console(width=140).print(table)


if __name__ == "__main__":
    main()
