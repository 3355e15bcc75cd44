"""What can keep a document from being read at all; the caller turns each into an issue."""

from __future__ import annotations

from typing import ClassVar


class ReadError(ValueError):
    """Base of everything that `extract.readers.read_content` raises on purpose.

    ``code`` is the code of the issue that the document gets.
    """

    code: ClassVar[str] = "document-not-read"


class UnsupportedMediaType(ReadError):
    """No reader is registered for this media type; raised by `extract.readers.read_content`."""

    def __init__(self, media_type: str, known: tuple[str, ...]) -> None:
        super().__init__(f"no reader for {media_type!r}; there are readers for {', '.join(known)}")
        self.media_type = media_type


class DamagedDocument(ReadError):
    """The bytes are not a whole document of their kind; raised by the readers of container formats."""

    code = "damaged"


class BoundExceeded(ReadError):
    """The document would unpack beyond a fixed size (a zip bomb); raised by the container readers."""


class ProgramMissing(ReadError):
    """The format needs a program that this machine lacks; raised by the readers that call one.

    The document waits in quarantine and is tried again by every later run.
    """

    def __init__(self, program: str, what: str) -> None:
        super().__init__(f"{what} need the program {program}, which is not installed")


class NeedsLibreOffice(ProgramMissing):
    """LibreOffice alone could read the document, and is not installed."""

    code = "needs-libreoffice"

    def __init__(self, what: str) -> None:
        super().__init__("soffice (LibreOffice)", what)


class NeedsOcr(ReadError):
    """The document holds pictures of pages and no text."""

    code = "needs-ocr"


class EncryptedDocument(ReadError):
    """The document opens only with a password."""

    code = "encrypted"
