"""What part of those concerned gave an answer, and what is certain about all of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from voteapp.errors import MisuseError
from voteapp.survey.statistics.groups import (
    Group,
    Missing,
    check_groups,
    check_same_groups,
    compute_missing,
)
from voteapp.survey.statistics.intervals import Interval, compute_interval


@dataclass(frozen=True)
class Share:
    """A share with everything that must stand beside it; lead with ``floor`` of ``members``."""

    floor: int
    """At least so many of the members: those who said so."""
    members: int
    """N: the roster."""
    accepted: int
    """n: ballots that were counted."""
    base: int
    """Ballots with a substantive answer: the share's denominator."""
    missing: Missing
    """The members who are not in the base, by reason."""
    share: Fraction | None
    """x / base; None when nobody gave a substantive answer."""
    interval: Interval | None
    """If those who did not answer resemble those who did."""
    bounds: Interval | None
    """What is certain without any assumption; None when nobody can be concerned."""


def compute_shares(groups: Mapping[str, Group], counts: Mapping[str, int]) -> dict[str, Share]:
    """Everything to print about an answer that ``counts[group]`` ballots gave, for each group.

    The denominator leaves out "not applicable", "prefer not to answer" and answers that are not
    substantive. The bounds count the last two among the unknown, like those who sent no ballot.
    Raises MisuseError for counts that do not fit.
    """
    check_groups(groups)
    check_same_groups(groups, counts)
    return {code: _compute_share(group, counts[code]) for code, group in groups.items()}


def compute_bounds(count: int, base: int, unknown: int) -> Interval | None:
    """Every share that is possible among those concerned: x/(base+u) to (x+u)/(base+u).

    u members are unknown: each may have what is counted, or not, or not be concerned at all. Sharp:
    both ends happen, when all the unknown are concerned; who is not concerned moves the share back
    towards x/base. None if nobody can be concerned. Raises MisuseError.
    """
    if not 0 <= count <= base or unknown < 0:
        raise MisuseError("counts do not fit each other")
    most = base + unknown
    return Interval(Fraction(count, most), Fraction(count + unknown, most)) if most else None


def _compute_share(group: Group, count: int) -> Share:
    base, unknown = group.base, group.unknown
    bounds = compute_bounds(count, base, unknown)
    most = base + unknown
    fewest = None if group.not_applicable is None else base
    return Share(
        floor=count,
        members=group.members,
        accepted=group.accepted,
        base=base,
        missing=compute_missing(group),
        share=Fraction(count, base) if base else None,
        interval=compute_interval(count, base, most, fewest) if base else None,
        bounds=bounds,
    )
