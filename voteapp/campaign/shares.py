"""Shares as everybody is shown them: in per cent with one decimal, half to even, exact.

docs/formats.md, "Results". A share is for reading; a rule compares fractions (``setup/rules.py``).
"""

from __future__ import annotations

from voteapp.errors import MisuseError


def compute_permille(part: int, whole: int) -> int:
    """``part`` of ``whole`` in tenths of a per cent, rounded half to even, in integers.

    Raises MisuseError for a part of nothing, or below 0.
    """
    if part < 0 or whole <= 0:
        raise MisuseError("a share is of something")
    permille, rest = divmod(part * 1000, whole)
    return permille + (2 * rest > whole or (2 * rest == whole and permille % 2 == 1))
