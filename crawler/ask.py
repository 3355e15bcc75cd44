"""One question to a portal: a URL, and what is posted to it where a URL is not enough.

Many lists exist only behind a POST.  Such a question needs a name by which the archive knows it again, or
all pages of the list would be one capture.  The name is that of pywb and of the IIPC's guideline for indexing
requests other than GET: the URL with the method and the body appended as a query
(``__wb_method=POST&page=2``).  So it is a URL wherever a URL is expected, in ``Page.url``, ``captures.url``
and ``parent_url``, and `Ask.named` reads it back.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urlencode

from crawler.urls import normal

Pairs = tuple[tuple[str, str], ...]

_METHOD = "__wb_method=POST"


def posted(url: str, body: str) -> str:
    """The name of a body posted to a URL, as pywb and cdxj-indexer write it, still percent-encoded."""
    return f"{url}{'&' if '?' in url else '?'}{_METHOD}&{body}"


@dataclass(frozen=True, slots=True)
class Ask:
    """What is asked: a URL, the form fields of a POST (None for a GET), further headers of the request."""

    url: str
    form: Pairs | None = None
    headers: Pairs = ()

    @classmethod
    def of(cls, target: str | Ask) -> Ask:
        """A plain URL, in its one spelling, as the question that it is."""
        return target if isinstance(target, Ask) else cls(normal(target))

    @classmethod
    def named(cls, name: str) -> Ask:
        """The question that a name stands for; headers are no part of a name."""
        for joint in ("?", "&"):
            url, found, body = name.partition(f"{joint}{_METHOD}&")
            if found:
                return cls(url, tuple(parse_qsl(body, keep_blank_values=True)))
        return cls(name)

    @property
    def method(self) -> str:
        """``POST`` where there is a form, even an empty one."""
        return "GET" if self.form is None else "POST"

    @property
    def body(self) -> str:
        """The form as it is sent (application/x-www-form-urlencoded, UTF-8)."""
        return urlencode(self.form or ())

    @property
    def name(self) -> str:
        """The URL by which the archive knows this question: of a GET its own, of a POST see `posted`."""
        return self.url if self.form is None else posted(self.url, self.body)

    @property
    def values(self) -> dict[str, str]:
        """The fields of the form, of a GET those of the query; of a repeated field the last."""
        return dict(self._pairs())

    def with_values(self, **values: str) -> Ask:
        """The same question with other values of some fields, each where it stood; new ones at the end."""
        kept = tuple((key, values.get(key, value)) for key, value in self._pairs())
        fields = kept + tuple(pair for pair in values.items() if pair[0] not in dict(kept))
        if self.form is not None:
            return replace(self, form=fields)
        return replace(self, url=f"{self.url.partition('?')[0]}?{urlencode(fields)}")

    def _pairs(self) -> Pairs:
        if self.form is not None:
            return self.form
        return tuple(parse_qsl(self.url.partition("?")[2], keep_blank_values=True))
