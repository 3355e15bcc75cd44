"""What a line of prose speaks of at one place: whose year, which proceeding, which row of the form."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from extract.mentions_words import Word

_THIS, _OTHER = "this", "other"
_OF_PUBLISHING = frozenset(("proactive", "publish"))
_OF_REQUESTS = frozenset(("request", "receive", "result"))
_OF_TIME = frozenset(("year", "this_year", "other_year", "cumulative"))


class Scope:
    """The state that words leave behind for the figures after them, sentence by sentence.

    ``block`` (the proceeding spoken of) and ``row`` (the row that applicants and channels split) hold until
    something else is spoken of, ``stated`` (what was counted already) to the end of a line; years, places
    and ``fee`` (the fee or the notice of it) hold to the end of a sentence.
    """

    def __init__(self, year: int | None) -> None:
        self.year = year
        self.block: tuple[str, ...] = ()
        self.new_line()

    def new_line(self) -> None:
        """Forget what held for one paragraph."""
        self.row = ""
        self.is_about_requests = False
        self.stated: set[str] = set()
        self.new_sentence()

    def new_sentence(self) -> None:
        """Forget what held for one sentence."""
        self._speaks_of = ""
        self._is_cut_off = False
        self.fee = ""
        self.places: list[Word] = []  # of publication, named in the clause or the one before
        self._places_before: list[Word] = []

    def observe(self, words: Sequence[Word]) -> None:
        """Take in the words of a clause, up to a figure or to its end."""
        if not words:
            self._places_before = []
            return
        kinds = {word.kind for word in words}
        if not kinds.isdisjoint(_OF_TIME):
            self._observe_years(words)
        places = [word for word in words if word.kind == "place"] if "place" in kinds else []
        if not kinds.isdisjoint(_OF_PUBLISHING):
            self.places = self._places_before + places
        self._places_before = places
        if "fee" in kinds:
            self.fee = next(word.code for word in reversed(words) if word.kind == "fee")
        if "block" in kinds:
            self.is_about_requests = False
        elif not kinds.isdisjoint(_OF_REQUESTS):
            self.is_about_requests, self.block = True, ()
        elif "proactive" in kinds:
            self.is_about_requests, self.block, self.row = False, (), ""

    def is_this_year(self, clause: Iterable[Word]) -> bool:
        """Whether a figure behind these words of its clause is one of the report's own year."""
        if self._speaks_of == _OTHER:
            return False
        totals = any((word.kind, word.code) == ("cumulative", "total") for word in clause)
        return not totals or (self._speaks_of == _THIS and not self._is_cut_off)

    def _observe_years(self, words: Sequence[Word]) -> None:
        for word in words:
            if word.kind == "year":
                self._speaks_of = _THIS if self.year in (None, int(word.code)) else _OTHER
            elif word.kind == "this_year" and (word.code == "reset" or not self._speaks_of):
                self._speaks_of = _THIS
            elif word.kind == "other_year":
                self._speaks_of = _OTHER
            elif (word.kind, word.code) == ("cumulative", "until"):
                self._is_cut_off = True
