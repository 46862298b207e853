"""Which of the waiting ballots a seal takes: all that waited before, a random part of the new.

PAPER, "Seals". Whoever watches the board learns of a ballot that it came before its seal and not
before the seal but one: some of the newest always stay, and nobody can tell which.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from voteapp.protocol.encoding import RandomBytes

_WORD = 8
"""Bytes of a number that is drawn."""


class Choice(NamedTuple):
    """Hashes (hex) that are sealed now, and those that stay for the next seal; both sorted."""

    sealed: list[str]
    staying: list[str]


def choose_sealed(
    kept: Sequence[str], new: Sequence[str], k: int, random_bytes: RandomBytes
) -> Choice | None:
    """Choose among ``kept``, which the last seal left, and ``new``, which came since.

    None while they are fewer than 2k. Else all of ``kept`` and all but k of ``new`` are sealed;
    every set of k has the same chance to stay, in whatever order ``new`` is given.
    """
    if len(kept) + len(new) < 2 * k:
        return None
    pool = sorted(new)
    stays = min(k, len(pool))  # fewer than k came only where an older version kept another number
    for place in range(stays):
        other = place + _draw_below(len(pool) - place, random_bytes)
        pool[place], pool[other] = pool[other], pool[place]
    return Choice(sorted([*kept, *pool[stays:]]), sorted(pool[:stays]))


def _draw_below(bound: int, random_bytes: RandomBytes) -> int:
    """A number from 0 to ``bound`` - 1, each with the same chance."""
    limit = 2 ** (8 * _WORD) // bound * bound
    while True:
        number = int.from_bytes(random_bytes(_WORD), "big")
        if number < limit:
            return number % bound
