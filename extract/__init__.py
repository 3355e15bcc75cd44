"""Pure extraction: bytes in, a Reading out. No network, no database, no Scrapy."""
