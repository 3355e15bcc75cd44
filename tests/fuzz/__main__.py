"""``python -m tests.fuzz N [SEED]``: read N hostile documents; print the slowest, the largest, the failures.

``--binary`` damages files of the other formats; ``--from`` starts at another number, so that one case can be
run alone; ``--save DIR`` keeps what failed.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.fuzz.binaries import binary_case
from tests.fuzz.cases import Case, case
from tests.fuzz.measure import Measured, measured

_SHOWN = 8


def main() -> int:
    """Exit status 1 where a document made the reader fail or broke a bound."""
    arguments = _arguments()
    make = binary_case if arguments.binary else case
    numbers = range(arguments.start, arguments.start + arguments.count)
    results = list(_run(make, arguments.seed, numbers, arguments.save))
    _print(results)
    return any(result.problem for _, _, result in results)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("count", type=int, metavar="N")
    parser.add_argument("seed", type=int, nargs="?", default=1)
    parser.add_argument("--from", type=int, default=0, dest="start", metavar="NUMBER")
    parser.add_argument("--binary", action="store_true", help="PDF, OFD, DOC, sheets and containers")
    parser.add_argument("--save", type=Path, metavar="DIR")
    return parser.parse_args()


def _run(
    make: Callable[[int, int], Case], seed: int, numbers: range, save: Path | None
) -> Iterator[tuple[int, str, Measured]]:
    for number in numbers:
        made = make(seed, number)
        result = measured(made)
        if result.problem:
            print(f"FAILED {seed}/{number} {made.name}: {result.problem}", flush=True)
            _save(save, number, made)
        yield number, made.name, result


def _save(folder: Path | None, number: int, failed: Case) -> None:
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{number}-{failed.name.split()[0]}").write_bytes(failed.data)


def _print(results: list[tuple[int, str, Measured]]) -> None:
    failed = sum(bool(result.problem) for _, _, result in results)
    bounded = sum(result.is_bound_hit for _, _, result in results)
    seconds = sum(result.seconds for _, _, result in results)
    print(f"{len(results)} documents, {seconds:.1f} s, {bounded} met a bound, {failed} failed")
    for field in ("seconds", "megabytes"):
        print(f"most {field}:")
        ranked = sorted(
            ((getattr(result, field), number, name) for number, name, result in results), reverse=True
        )
        for amount, number, name in ranked[:_SHOWN]:
            print(f"  {amount:8.2f}  {number} {name}")


if __name__ == "__main__":
    sys.exit(main())
