"""The shapes of webhook messages (webhooks.toml): the JSON summary, and the robots of three messengers."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

_CUT = "……"


@dataclass(frozen=True, slots=True)
class Form:
    """One shape: what is sent, and the member of the answer that is 0 where it was taken."""

    body: Any
    hosts: tuple[str, ...] = ()
    text_bytes: int | None = None
    ok: str | None = None

    def render(self, text: str, summary: Mapping[str, Any]) -> bytes:
        """The body of the request, JSON in UTF-8."""
        parts = {"{text}": cut(text, self.text_bytes), "{summary}": summary}
        return json.dumps(_filled(self.body, parts), ensure_ascii=False).encode()

    def refusal(self, answer: bytes) -> str | None:
        """What an answer with status 200 says against the message; None where it was taken."""
        if self.ok is None:
            return None
        try:
            said = json.loads(answer)
        except ValueError:
            said = None
        taken = isinstance(said, dict) and said.get(self.ok) == 0
        return None if taken else answer[:200].decode("utf-8", "replace")


@cache
def forms() -> Mapping[str, Form]:
    """All shapes by name."""
    text = resources.files("nianbao.notify").joinpath("webhooks.toml").read_text("utf-8")
    return {
        name: Form(body["body"], tuple(body.get("hosts", ())), body.get("text"), body.get("ok"))
        for name, body in tomllib.loads(text).items()
    }


def cut(text: str, limit: int | None) -> str:
    """A text of at most so many bytes, cut between characters."""
    data = text.encode()
    if limit is None or len(data) <= limit:
        return text
    return data[: limit - len(_CUT.encode())].decode("utf-8", "ignore") + _CUT


def _filled(body: Any, parts: Mapping[str, Any]) -> Any:
    if isinstance(body, dict):
        return {key: _filled(value, parts) for key, value in body.items()}
    return parts.get(body, body)
