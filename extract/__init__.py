"""Pure extraction: bytes in, a Reading out. No network, no database, no Scrapy."""

from extract.containers import UNREAD
from extract.reading import members, read, reader_names

__all__ = ["UNREAD", "members", "read", "reader_names"]
