"""Full-text search that finds Chinese words of any length (Datasette's own search box uses it).

SQLite's tokenizers see a run of Chinese as one word.  Text is therefore indexed as overlapping pairs of
characters (bigrams): 信访局 becomes 信访 访局 局, and a search for 信访 is the phrase of its bigrams, one
for 信 a prefix.  Recall is that of a substring scan; punctuation is never crossed.  Letters and digits
are whole words.  The index holds no text (contentless FTS5): the text stands in ``sections``.
"""

from __future__ import annotations

import hashlib
import re
import sqlite3
import unicodedata
from collections.abc import Iterator

from archive.store import Archive

FTS_TABLE = "sections_fts"
MIN_REUSE_CHARACTERS = 60  # shorter sections are mostly the form's own phrases
_STALE_SHARE = 0.2  # of the index, above which it is built anew

_HAN = "〇々㐀-䶿一-鿿豈-﫿\U00020000-\U0003ffff"
_RUN = re.compile(f"([{_HAN}]+)|([^\\W_{_HAN}]+)")
_PHRASES = re.compile(r'"([^"]*)"?|([^\s"]+)')
_NOT_TEXT = re.compile(r"[\W_]+")
_TABLES = f"""
create virtual table if not exists {FTS_TABLE} using fts5(heading, text, content='', tokenize='unicode61');
create table if not exists section_digests (
  section_id INTEGER primary key, content_digest TEXT not null,
  digest TEXT not null, character_count INTEGER not null) strict;
create index if not exists section_digests_by_digest on section_digests (digest)
  where character_count >= {MIN_REUSE_CHARACTERS}"""
_CHANGED = """
select exists (select 1 from section_digests d join sections s on s.id = d.section_id
  where d.content_digest <> content_digest(s.heading, s.text))"""
_STALE = f"""
select count(*) > {_STALE_SHARE} * (select count(*) from section_digests)
from section_digests where section_id not in (select id from sections)"""
_ADD = (
    f"""insert into {FTS_TABLE} (rowid, heading, text)
    select id, bigrams(heading), bigrams(text) from sections
    where id not in (select section_id from section_digests) order by id""",
    """insert into section_digests
    select id, content_digest(heading, text), text_digest(text), text_length(text) from sections
    where id not in (select section_id from section_digests) order by id""",
)


def bigrams(text: str) -> str:
    """Text as the words that are indexed: each Chinese run as its pairs and its last character."""
    return " ".join(token for run in _runs(text) for token in run)


def match_expression(query: str) -> str:
    """What a person typed as an FTS5 expression: words are joined by and, quotes keep a phrase."""
    phrases = (quoted or plain for quoted, plain in _PHRASES.findall(query))
    return " ".join(filter(None, map(_phrase, phrases))) or '""'


def text_digest(text: str) -> str:
    """Digest of the letters and digits of a text: width, blanks and punctuation do not count."""
    return hashlib.sha256(_letters(text).encode()).hexdigest()[:16]


def refresh(archive: Archive) -> int:
    """Bring the index and the digests of ``text_reuse`` in step with the sections; gives those added.

    A section whose text changed under the same id makes the whole index new, as does a fifth of stale
    entries: a contentless index cannot forget single rows.  Other stale entries point nowhere.
    """
    with archive.db.atomic():
        connection = archive.db.conn
        _prepare(connection)
        if connection.execute(_CHANGED).fetchone()[0] or connection.execute(_STALE).fetchone()[0]:
            connection.execute(f"insert into {FTS_TABLE}({FTS_TABLE}) values ('delete-all')")
            connection.execute("delete from section_digests")
        return [connection.execute(statement).rowcount for statement in _ADD][-1]


def _prepare(connection: sqlite3.Connection) -> None:
    for statement in _TABLES.split(";\n"):
        connection.execute(statement)
    for arguments, function in ((1, bigrams), (1, text_digest), (2, _content_digest)):
        connection.create_function(function.__name__.strip("_"), arguments, function, deterministic=True)
    connection.create_function("text_length", 1, lambda text: len(_letters(text)), deterministic=True)


def _content_digest(heading: str, text: str) -> str:
    return hashlib.sha256(f"{heading}\n{text}".encode()).hexdigest()[:16]


def _letters(text: str) -> str:
    return _NOT_TEXT.sub("", unicodedata.normalize("NFKC", text))


def _runs(text: str) -> Iterator[list[str]]:
    for han, word in _RUN.findall(unicodedata.normalize("NFKC", text)):
        yield [han[i : i + 2] for i in range(len(han))] if han else [word]


def _phrase(text: str) -> str:
    runs = list(_runs(text))
    if not runs:
        return ""
    last = runs[-1]
    is_prefix = len(last) == 1 and re.match(f"[{_HAN}]", last[0]) is not None
    if len(last) > 1:
        last.pop()  # the last character alone: in the text another may follow it
    return f'"{" ".join(token for run in runs for token in run)}"' + (" *" if is_prefix else "")
