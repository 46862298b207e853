"""Edits of what stands around questions, and copies."""
