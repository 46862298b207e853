"""Hashes that people compare, in words."""

from __future__ import annotations

from voteapp.campaign.words import compute_hash_words


def hash_words(digest: str | None) -> list[str]:
    """The sixteen words of a hash (hex); none before there is one."""
    return compute_hash_words(digest).split() if digest else []
