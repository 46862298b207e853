"""Whole elections and ceremonies in memory, for demonstrations and tests."""
