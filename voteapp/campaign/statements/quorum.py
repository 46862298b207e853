"""How many must have signed the same closing before a factor leaves.

ADR 31 has the rules, ``models/closing.pml`` searches them; PAPER, "Closing". The same as
``static/js/campaign/statements/quorum.js``.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from voteapp.campaign.statements.people import Signer


class Sizes(NamedTuple):
    """How many there are: trustees, of whom ``threshold`` decrypt, witnesses, mirrors."""

    trustees: int
    threshold: int
    witnesses: int = 0
    mirrors: int = 0

    @property
    def everybody(self) -> int:
        """Those who sign closings, N."""
        return self.trustees + self.witnesses

    @property
    def lying(self) -> int:
        """How many of them may lie, f."""
        return self.threshold - 1 + self.witnesses // 3


class Missing(NamedTuple):
    """What there is too little of; nothing where all three are 0."""

    statements: int
    trustees: int
    mirrors: int

    @property
    def enough(self) -> bool:
        """Whether factors may leave."""
        return not any(self)


def compute_quorum(sizes: Sizes, outs: int = 0) -> int:
    """The statements needed of those who are not out: more than (N - outs + f) / 2, and t."""
    return max((sizes.everybody - outs + sizes.lying) // 2 + 1, sizes.threshold)


def compute_missing(
    sizes: Sizes, signed: Collection[Signer], outs: Collection[Signer], ends: int
) -> Missing:
    """What is missing of one closing.

    ``signed``: who signed it; ``outs``: who is out, whose statement never counts; ``ends``: how
    many mirrors signed its EndBallots. With mirrors: t trustees and most mirrors, or everybody.
    """
    counted = set(signed) - set(outs)
    of_trustees = sum(signer.role == "trustee" for signer in counted)
    trustees = max(sizes.threshold - of_trustees, 0)
    if not sizes.mirrors:
        needed = compute_quorum(sizes, len(set(outs)))
        return Missing(max(needed - len(counted), 0), trustees, 0)
    if len(counted) == sizes.everybody:
        return Missing(0, 0, 0)
    return Missing(0, trustees, max(sizes.mirrors // 2 + 1 - ends, 0))


def count_absent(sizes: Sizes) -> int:
    """How many of all may say nothing at all, and the totals still open: without mirrors those
    beyond the quorum, with them those beyond t trustees and all witnesses."""
    if sizes.mirrors:
        return sizes.everybody - sizes.threshold
    return sizes.everybody - compute_quorum(sizes)
