"""Spreadsheets: bytes, cells, columns, and remarks about them."""
