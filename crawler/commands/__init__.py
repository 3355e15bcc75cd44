"""Scrapy's own commands where they must say more than Scrapy has them say."""
