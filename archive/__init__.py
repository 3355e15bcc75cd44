"""The floor of the house: central types, storage, schema, checks and publishing.

Imports neither the crawler nor the extraction stage (docs/decisions/0001-rooms.md).
"""
