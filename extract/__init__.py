"""Pure extraction: bytes in, a Reading out. No network, no database, no Scrapy."""

from extract.reading import UNREAD, members, read, reader_names

__all__ = ["UNREAD", "members", "read", "reader_names"]
