"""Trustees and witnesses in their browsers."""
