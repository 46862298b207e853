"""What changed between two surveys of the same groups: only what is certain.

The same people answer twice and nobody knows who is who; so there is no test of significance, and
no interval that supposes two independent draws.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from voteapp.survey.statistics.groups import check_same_groups
from voteapp.survey.statistics.intervals import Interval


@dataclass(frozen=True)
class Wave:
    """One survey: which leaves each group holds, and the certain bounds of its figure."""

    leaves: Mapping[str, Sequence[str]]
    bounds: Mapping[str, Interval | None]


@dataclass(frozen=True)
class Changes:
    """How much a figure rose (over 0) or fell in each group that both waves know.

    ``left_out`` names the groups of either wave that are not the same in both, or of which one wave
    knows nothing.
    """

    bounds: Mapping[str, Interval]
    left_out: Sequence[str]


def compute_comparable_groups(
    before: Mapping[str, Sequence[str]], after: Mapping[str, Sequence[str]]
) -> list[str]:
    """Codes of the groups that hold exactly the same leaves in both waves, sorted."""
    return sorted(c for c in before if c in after and sorted(before[c]) == sorted(after[c]))


def compute_changes(before: Wave, after: Wave) -> Changes:
    """From low2 - high1 to high2 - low1, for each group that is identical in both waves.

    Of shares or of scores, as the waves' bounds are; sharp if those are. A change is certain where
    0 is outside. Raises MisuseError if a wave's bounds are of other groups than its leaves.
    """
    for wave in (before, after):
        check_same_groups(wave.leaves, wave.bounds)
    changes = {}
    for code in compute_comparable_groups(before.leaves, after.leaves):
        first, second = before.bounds[code], after.bounds[code]
        if first is not None and second is not None:
            changes[code] = Interval(second.low - first.high, second.high - first.low)
    left_out = sorted({*before.leaves, *after.leaves} - set(changes))
    return Changes(changes, left_out)
