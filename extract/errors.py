"""What can keep a document from being read at all; the caller turns each into an issue."""

from __future__ import annotations


class ReadError(ValueError):
    """Base of everything that `extract.readers.read_content` raises on purpose."""


class UnsupportedMediaType(ReadError):
    """No reader is registered for this media type; raised by `extract.readers.read_content`."""

    def __init__(self, media_type: str, known: tuple[str, ...]) -> None:
        super().__init__(f"no reader for {media_type!r}; there are readers for {', '.join(known)}")
        self.media_type = media_type


class DamagedDocument(ReadError):
    """The bytes are not a whole document of their kind; raised by the readers of container formats."""


class BoundExceeded(ReadError):
    """The document would unpack beyond a fixed size (a zip bomb); raised by the container readers."""
