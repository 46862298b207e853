"""Trustees before opening: who holds the key, its ceremony, its rehearsal."""
