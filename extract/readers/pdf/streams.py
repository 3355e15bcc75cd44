"""Files that would keep PDFium busy for hours or fill all memory, told before PDFium opens them.

Deflate packs a thousand to one at most (RFC 1951), so that only long streams can be bombs.  What cannot be
told from outside (forms within forms, which may multiply; filters in a row; encrypted streams) is opened
first by `extract.readers.pdf.trial`, a program with limits of its own.
"""

from __future__ import annotations

import re
import subprocess
import sys
import zlib
from pathlib import Path

from extract.errors import BoundExceeded

MAX_PICTURE = 64 * 2**20  # unpacked bytes of a picture or font; a colour page at 300 dpi has 26 MB
MAX_CONTENT = 8 * 2**20  # unpacked bytes of anything else; PDFium needs eighteen times that for its objects
MAX_TOTAL = 256 * 2**20  # unpacked bytes of all long streams
TRIAL_SECONDS = 20.0

_STREAM = re.compile(rb"stream\r?\n")
_DICTIONARY = 400  # bytes in front of a stream that hold its dictionary
_PICTURE_OR_FONT = re.compile(
    rb"/Subtype\s{0,9}/Image|/Length1\b|/Subtype\s{0,9}/(?:CIDFontType0C|Type1C|OpenType)"
)
_MOST_PACKED = 1032  # unpacked bytes to one packed, at most
_CHUNK = 2**20
_OPAQUE = re.compile(rb"/Encrypt\b|/LZWDecode|/Filter\s{0,9}(?:\[\s{0,9}/\w{1,20}\s{0,9}/|\d)")
_FORM = re.compile(rb"/Subtype\s{0,9}/Form\b")
_FEW_FORMS = 2  # a stamp and a watermark
_TRIAL = Path(__file__).with_name("trial.py")


def refuse_bombs(data: bytes) -> None:
    """Raise `extract.errors.BoundExceeded` where a file needs more time or memory than any report does."""
    total = 0
    for match in _STREAM.finditer(data):
        start = match.end()
        end = data.find(b"endstream", start)
        packed = memoryview(data)[start : end if end >= 0 else len(data)]
        is_picture = _PICTURE_OR_FONT.search(data, max(start - _DICTIONARY, 0), start)
        limit = MAX_PICTURE if is_picture else MAX_CONTENT
        if len(packed) * _MOST_PACKED > limit:
            total += _unpacked_size(packed, limit)
        if total > MAX_TOTAL:
            raise BoundExceeded(f"the streams of the PDF unpack to more than {MAX_TOTAL} bytes")
    if _OPAQUE.search(data) or len(_FORM.findall(data)) > _FEW_FORMS:
        _try(data)


def _unpacked_size(packed: memoryview, limit: int) -> int:
    """The size of a stream, unpacked as far as it is sound; raises `BoundExceeded` above the limit."""
    unpacker = zlib.decompressobj()
    size = position = 0
    pending: bytes | memoryview = b""
    try:
        while size <= limit and not unpacker.eof and (pending or position < len(packed)):
            if not pending:
                pending, position = packed[position : position + _CHUNK], position + _CHUNK
            size += len(unpacker.decompress(pending, _CHUNK))
            pending = unpacker.unconsumed_tail
    except zlib.error:
        size = max(size, len(packed))
    if size > limit:
        raise BoundExceeded(f"a stream of the PDF has more than {limit} bytes")
    return size


def _try(data: bytes) -> None:
    command = [sys.executable, "-I", str(_TRIAL)]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=TRIAL_SECONDS, check=False)
    except subprocess.TimeoutExpired as error:
        raise BoundExceeded(f"the pages of the PDF take more than {TRIAL_SECONDS:.0f} s to open") from error
    if done.returncode:
        raise BoundExceeded("the pages of the PDF take too much time or memory to open")
