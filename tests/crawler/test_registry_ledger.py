"""A portal's row is retired and never deleted: its captures are evidence, and refer to it."""

from __future__ import annotations

from pathlib import Path

from crawler import registry

LEDGER = Path(__file__).parent.parent / "fixtures" / "portal_ids.txt"


def test_no_portal_has_disappeared_from_the_registry() -> None:
    ids = {portal.id for portal in registry.load()}
    gone = sorted(set(LEDGER.read_text("utf-8").split()) - ids)
    assert gone == [], "set status to retired, with date and reason in the note, and leave the row"


def test_the_ledger_knows_every_portal() -> None:
    listed = LEDGER.read_text("utf-8").split()
    new = sorted({portal.id for portal in registry.load()} - set(listed))
    assert new == [], f"append to {LEDGER.name}"
    assert listed == sorted(set(listed))
