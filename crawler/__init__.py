"""Scrapy: finds and fetches; never looks inside a document."""
