"""Offline: a whole election on disk."""
