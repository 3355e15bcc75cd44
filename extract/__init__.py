"""Pure extraction: bytes in, a Reading out. No network, no database, no Scrapy."""

from extract.reading import UNREAD, read, reader_names

__all__ = ["UNREAD", "read", "reader_names"]
