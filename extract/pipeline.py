"""One document, step by step: content, who and when, figures, sections, checks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from archive import checks
from archive.models import Hints, Reading
from extract import editions, narrative
from extract.flattened import unflattened, without_tables
from extract.grid import Content
from extract.identity import identify
from extract.lexicon import lexicon
from extract.match import Match, match
from extract.mentions import mentions as find_mentions
from extract.one_table import laid_open
from extract.readers import NO_PICTURES, read_content
from extract.recognition import marked
from extract.several_reports import first_report


class Steps(NamedTuple):
    """A reading and what was found on the way to it; ``told`` is the content that tells who and when."""

    reading: Reading
    content: Content
    found: Match
    told: Content


def read_document(
    data: bytes, sha256: str, media_type: str, hints: Hints, pictures: Mapping[str, bytes] = NO_PICTURES
) -> Reading:
    """Read one document of a known media type; raises `extract.errors.ReadError` where it cannot be read."""
    return steps_of(data, sha256, media_type, hints, pictures).reading


def steps_of(
    data: bytes, sha256: str, media_type: str, hints: Hints, pictures: Mapping[str, bytes] = NO_PICTURES
) -> Steps:
    """Read one document and keep every step; raises as `read_document` does."""
    reader, content = read_content(data, media_type, hints.media_type, pictures, hints.url)
    known = editions.load()
    blocks, more = first_report(unflattened(content.blocks, known), hints.division)
    content = replace(content, blocks=blocks, issues=(*content.issues, *more))
    told = replace(content, blocks=laid_open(blocks, known))
    who = identify(told, hints)
    found = match(content.blocks, known, lexicon(), who.year)
    edition = found.edition or _edition_of(who.year)
    prose_in = without_tables(told.blocks, lexicon()) if found.is_from_text else told.blocks
    sections = narrative.sections(prose_in, known[edition]) if edition else ()
    prose, cut = narrative.searched(sections)
    mentions = find_mentions(prose, who.year)
    facts = checks.ReportFacts(
        found.observations, found.identities, mentions, sections, who.year, found.edition
    )
    results = checks.run(facts)
    observations = marked(found.observations, content.confidence, results, found.identities)
    if content.confidence:  # what is not verified cannot show that the publisher is wrong
        results = checks.run(replace(facts, observations=observations))
    reading = Reading(
        sha256=sha256,
        media_type=media_type,
        reader=reader,
        title=who.title,
        publisher=who.publisher,
        division=who.division,
        year=who.year,
        scope=who.scope,
        edition=found.edition,
        published_on=who.published_on,
        published_on_source=who.published_on_source,
        observations=observations,
        sections=sections,
        mentions=mentions,
        checks=results,
        issues=(*content.issues, *who.issues, *found.issues, *cut),
    )
    return Steps(reading, content, found, told)


def _edition_of(year: int | None) -> str | None:
    """The edition whose headings to look for where no table tells: the year's, else the newest."""
    known = list(editions.load().values())
    return next((edition.code for edition in known if edition.is_valid_in(year)), known[-1].code)
