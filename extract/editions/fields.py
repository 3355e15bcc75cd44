"""The keys of one TOML table, taken one by one; whatever is wrong or left over is an `EditionError`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")
_EXPECTED: dict[type, str] = {
    str: "a text",
    bool: "true or false",
    int: "an integer",
    list: "an array",
    dict: "a table",
}


class EditionError(ValueError):
    """Raised by `read_edition` when an edition file is not one: names file, key, expected and found."""


class Fields:
    """One TOML table whose keys are taken one by one; what is left over is an error."""

    def __init__(self, data: object, where: str) -> None:
        if not isinstance(data, dict):
            raise EditionError(f"{where}: expected a table, found {data!r}")
        self._data: dict[str, object] = dict(data)
        self.where = where

    def text(self, key: str, default: str | None = None) -> str:
        """A text; without a default the key must be there."""
        return self._take(key, str, default)

    def flag(self, key: str) -> bool:
        """True or false, false where the key is absent."""
        return self._take(key, bool, default=False)

    def integer(self, key: str) -> int:
        """An integer that must be there."""
        return self._take(key, int, None)

    def optional_integer(self, key: str) -> int | None:
        """An integer, None where the key is absent."""
        return self.integer(key) if key in self._data else None

    def items(self, key: str, *, is_required: bool = False) -> list[object]:
        """An array, empty where the key is absent and not required."""
        found = self._take(key, list, None if is_required else [])
        if is_required and not found:
            raise EditionError(f"{self.where}.{key}: expected at least one item, found none")
        return found

    def texts(self, key: str) -> tuple[str, ...]:
        """An array of texts, empty where the key is absent."""
        return tuple(as_text(item, f"{self.where}.{key}") for item in self.items(key))

    def tables(self, key: str, build: Callable[[Fields], T], *, is_required: bool = False) -> tuple[T, ...]:
        """An array of tables, each built."""
        items = self.items(key, is_required=is_required)
        return tuple(_whole(build, item, f"{self.where}.{key}[{n}]") for n, item in enumerate(items))

    def table(self, key: str, build: Callable[[Fields], T]) -> T:
        """One table that must be there, built."""
        return _whole(build, self._take(key, dict, None), f"{self.where}.{key}")

    def close(self) -> None:
        """Raise where a key was left over."""
        if self._data:
            raise EditionError(f"{self.where}: expected no further key, found {', '.join(self._data)}")

    def _take(self, key: str, kind: type[T], default: T | None) -> T:
        found = self._data.pop(key, default)
        # A bool is an int to isinstance, not to the reader of the file.
        if type(found) is not kind:
            said = "nothing" if found is None else repr(found)
            raise EditionError(f"{self.where}.{key}: expected {_EXPECTED[kind]}, found {said}")
        return found


def _whole(build: Callable[[Fields], T], data: object, where: str) -> T:
    fields = Fields(data, where)
    built = build(fields)
    fields.close()
    return built


def as_text(item: object, where: str) -> str:
    """The item, which must be a text."""
    if not isinstance(item, str):
        raise EditionError(f"{where}: expected a text, found {item!r}")
    return item


def demand_known(found: str, known: frozenset[str] | set[str], where: str) -> None:
    """Raise where a code is none of those known."""
    if found not in known:
        raise EditionError(f"{where}: expected one of {', '.join(sorted(known - {''}))}, found {found!r}")


def demand_distinct(codes: Sequence[str], where: str) -> None:
    """Raise where a code stands twice."""
    twice = sorted({code for code in codes if codes.count(code) > 1})
    if twice:
        raise EditionError(f"{where}: expected each code once, found twice: {', '.join(twice)}")
