"""A webhook: one POST of JSON, no redirect followed."""

from __future__ import annotations

import http.client
import urllib.error
import urllib.request
from collections.abc import Mapping
from typing import IO, Any

from nianbao.notify.forms import Form
from nianbao.notify.message import text

_ANSWER_BYTES = 10_000


class NotTaken(RuntimeError):
    """Raised by `post` where the other side did not take the message."""


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A redirect would turn the POST into a GET without its message, which is then taken for success."""

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> None:
        """Follow none."""


def post(url: str, form: Form, summary: Mapping[str, Any], timeout_s: float) -> None:
    """Send one message.

    Raises:
        NotTaken: for any answer but success, with what it said.
        OSError: where there was no answer.
    """
    headers = {"Content-Type": "application/json; charset=utf-8"}
    request = urllib.request.Request(url, form.render(text(summary), summary), headers, method="POST")
    try:
        with urllib.request.build_opener(_NoRedirect).open(request, timeout=timeout_s) as answer:
            refusal = form.refusal(answer.read(_ANSWER_BYTES))
    except urllib.error.HTTPError as error:
        with error:
            raise NotTaken(f"HTTP {error.code} {error.reason}") from error
    except http.client.HTTPException as error:
        raise NotTaken(f"expected an HTTP answer, found {type(error).__name__}: {error}") from error
    if refusal is not None:
        raise NotTaken(refusal)
