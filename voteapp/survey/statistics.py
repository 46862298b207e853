"""Statistics that people may be shown, exact wherever a number can be.

Numbers in are counts of ballots and members; numbers out are ``Fraction``s between 0 and 1 (or
counts). The unit of analysis is "respondents' most recent shifts". A result is never called HPPD
(hours per patient day): a survey of members does not measure it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, isqrt

from voteapp.errors import MisuseError

Z = Fraction(196, 100)
"""Two-sided 95 percent."""

_SCALE = 10**12


@dataclass(frozen=True)
class Interval:
    """A closed interval of shares."""

    low: Fraction
    high: Fraction


@dataclass(frozen=True)
class Share:
    """A share with everything that must stand beside it; lead with ``floor`` of ``members``."""

    floor: int
    """At least so many of the members."""
    members: int
    """N: the roster."""
    accepted: int
    """n: ballots that were counted."""
    base: int
    """Ballots with a substantive answer: the share's denominator."""
    share: Fraction | None
    """x / base; None when nobody gave a substantive answer."""
    interval: Interval | None
    """If those who did not answer resemble those who did."""
    bounds: Interval
    """What is certain without any assumption."""


@dataclass(frozen=True)
class Quantile:
    """A quantile; ``open`` means "this or more" (printed with a plus sign)."""

    value: Fraction
    open: bool


@dataclass(frozen=True)
class Group:
    """One group of a post-stratified share: its roster, and x of base."""

    members: int
    count: int
    base: int


@dataclass(frozen=True)
class PostStratified:
    """The weighted share beside the unweighted one; weights add up to 1.

    Groups without a substantive answer cannot be weighted; ``left_out`` names them.
    """

    weighted: Fraction
    unweighted: Fraction
    weights: Mapping[str, Fraction]
    left_out: Sequence[str]


def compute_response_rate(accepted: int, members: int) -> Fraction:
    """Accepted ballots by roster size."""
    if not 0 <= accepted <= members or members == 0:
        raise MisuseError("more ballots than members, or nobody on the roster")
    return Fraction(accepted, members)


def compute_wilson(count: int, base: int, members: int, z: Fraction = Z) -> Interval:
    """Wilson's interval for count of base, drawn from a finite population of ``members``.

    z² is replaced by z²(N-n)/(N-1). Ends are rounded outwards at the twelfth decimal.
    """
    if not (0 <= count <= base <= members) or base == 0:
        raise MisuseError("counts do not fit each other")
    z2 = z * z * Fraction(members - base, members - 1) if members > 1 else Fraction(0)
    centre = count + z2 / 2
    square = z2 * (Fraction(count * (base - count), base) + z2 / 4)
    low = (centre - _root(square)) / (base + z2)
    high = (centre + _root(square)) / (base + z2)
    # The outward rounding must not leave [0, 1], nor miss an end that is exactly 0 or 1.
    return Interval(max(low, Fraction(0)), min(high, Fraction(1)))


def compute_bounds(count: int, unknown: int, members: int) -> Interval:
    """From "no other member" to "every member whose answer is unknown": x/N to (x+unknown)/N."""
    if count < 0 or unknown < 0 or count + unknown > members or members == 0:
        raise MisuseError("counts do not fit each other")
    return Interval(Fraction(count, members), Fraction(count + unknown, members))


def compute_share(
    count: int,
    accepted: int,
    members: int,
    not_applicable: int = 0,
    prefer_not: int = 0,
) -> Share:
    """Everything to print about ``count`` ballots of ``accepted``, of ``members``.

    The denominator leaves out "not applicable" and "prefer not to answer"; the bounds count
    "prefer not to answer" among the unknown, like those who did not answer at all.
    """
    base = accepted - not_applicable - prefer_not
    if min(count, not_applicable, prefer_not) < 0 or count > base or accepted > members:
        raise MisuseError("counts do not fit each other")
    return Share(
        floor=count,
        members=members,
        accepted=accepted,
        base=base,
        share=Fraction(count, base) if base else None,
        interval=compute_wilson(count, base, members - not_applicable) if base else None,
        bounds=compute_bounds(count, members - accepted + prefer_not, members),
    )


def compute_quantile(
    bins: Sequence[tuple[int, int | None]], counts: Sequence[int], p: Fraction
) -> Quantile | None:
    """A quantile of counted numbers; None without any count.

    Bins are (low, high), rising; None: open. At a rank between two ballots (the median of an even
    number) the mean of both is taken. Single numbers are exact; a bin of several numbers is
    interpolated; a value that an open bin touches is "this or more".
    """
    if len(bins) != len(counts) or any(c < 0 for c in counts) or not 0 < p < 1:
        raise MisuseError("bins and counts do not fit each other")
    total = sum(counts)
    if total == 0:
        return None
    rank = p * total
    if rank.denominator == 1:
        ends = [
            _at_rank(bins, counts, int(rank)),
            _at_rank(bins, counts, int(rank) + 1),
        ]
    else:
        ends = [_at_rank(bins, counts, ceil(rank))]
    value = sum((end.value for end in ends), Fraction(0)) / len(ends)
    return Quantile(value, any(end.open for end in ends))


def compute_median(
    bins: Sequence[tuple[int, int | None]], counts: Sequence[int]
) -> Quantile | None:
    """The median; see ``compute_quantile``."""
    return compute_quantile(bins, counts, Fraction(1, 2))


def compute_percentile_90(
    bins: Sequence[tuple[int, int | None]], counts: Sequence[int]
) -> Quantile | None:
    """The 90th percentile; see ``compute_quantile``."""
    return compute_quantile(bins, counts, Fraction(9, 10))


def compute_post_stratified(groups: Mapping[str, Group]) -> PostStratified | None:
    """The sum of N_g/N times p_g over the groups; None without any substantive answer."""
    used = {code: g for code, g in groups.items() if g.base}
    if any(not 0 <= g.count <= g.base <= g.members for g in groups.values()):
        raise MisuseError("counts do not fit each other")
    if not used:
        return None
    members = sum(g.members for g in used.values())
    weights = {code: Fraction(g.members, members) for code, g in used.items()}
    weighted = sum((weights[c] * Fraction(g.count, g.base) for c, g in used.items()), Fraction(0))
    count, base = (
        sum(g.count for g in used.values()),
        sum(g.base for g in used.values()),
    )
    left_out = sorted(set(groups) - set(used))
    return PostStratified(weighted, Fraction(count, base), weights, left_out)


def compute_comparable_groups(
    before: Mapping[str, Sequence[str]], after: Mapping[str, Sequence[str]]
) -> list[str]:
    """Codes of the groups that hold exactly the same leaves in both waves, sorted."""
    return sorted(c for c in before if c in after and sorted(before[c]) == sorted(after[c]))


def _at_rank(bins: Sequence[tuple[int, int | None]], counts: Sequence[int], rank: int) -> Quantile:
    before = 0
    for (low, high), count in zip(bins, counts, strict=True):
        if before < rank <= before + count:
            if high is None:
                return Quantile(Fraction(low), True)
            # The ballots of a bin are spread evenly over it, each in the middle of its place.
            place = Fraction(2 * (rank - before) - 1, 2 * count)
            width = high - low
            return Quantile(low + place * width, False)
        before += count
    raise MisuseError("a rank outside of the counts")


def _root(square: Fraction) -> Fraction:
    """A square root, to twelve decimals, rounded up; exact for 0."""
    scaled = square * _SCALE * _SCALE
    root = isqrt(scaled.numerator // scaled.denominator)
    exact = Fraction(root * root) == scaled
    return Fraction(root + int(not exact), _SCALE)
