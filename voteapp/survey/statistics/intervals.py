"""What a share may be among all, if those who did not answer resemble those who did.

Two-sided 95 percent, for a draw without replacement from a population that is counted. Those who
answered drew themselves; so this is never shown without what is certain (``shares``).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import isqrt

from voteapp.errors import MisuseError

MOST_EXACT = 500
"""Populations up to so many people are inverted exactly; above, Wilson's formula is close."""

Z = Fraction(1_959_964, 1_000_000)
"""Standard deviations of the normal distribution that hold 95 percent, half on either side."""

_TAILS = 40
"""One tail, 2.5 percent, is one of so many equal parts."""

_SCALE = 10**12


@dataclass(frozen=True)
class Interval:
    """A closed interval; of shares, of their differences, or of scores."""

    low: Fraction
    high: Fraction


def compute_interval(count: int, base: int, most: int, fewest: int | None = None) -> Interval:
    """The interval for ``count`` of ``base``, drawn from at most ``most`` who are concerned.

    Whom a question concerns is known only of those who said so. "Not applicable" takes a member out
    of the population; somebody who did not answer may be in it or not. So the population has some
    size from ``fewest`` (those who answered) to ``most`` (and all the unknown), and none of these
    sizes is safe, not even the largest: where 24 of 26 people answer and 27 are supposed, the
    interval for 27 can miss the truth in 15 of 100 draws, as its ends are multiples of another
    fraction. So every size's interval is held. ``fewest`` None: the size is ``most``.

    Up to ``MOST_EXACT`` people it is exact (``compute_hypergeometric``): it holds the truth in at
    least 95 of 100 draws, whatever the size is. The share itself is taken in: of 1 among 79 who
    answered out of 80, 1/80 alone would be left, which is not 1/79. Above it is Wilson's, which
    grows with the population, so that the largest holds the others; it is cut to what is certain,
    which the formula does not know. Of shares near 0 and 1 it holds the truth less often than that:
    in 83 of 100 draws where 10 of 501 people answered. Raises MisuseError.
    """
    if most <= MOST_EXACT:
        exact = compute_hypergeometric(count, base, most, fewest)
        share = Fraction(count, base)
        return Interval(min(exact.low, share), max(exact.high, share))
    found = compute_wilson(count, base, most)
    lowest, highest = Fraction(count, most), Fraction(count + most - base, most)
    return Interval(max(found.low, lowest), min(found.high, highest))


def compute_hypergeometric(count: int, base: int, most: int, fewest: int | None = None) -> Interval:
    """All shares K/N that do not make ``count`` of ``base`` improbable, from the lowest to highest.

    N runs from ``fewest`` (None: only ``most``) to ``most``. With N people of whom K have what is
    counted, both P(X >= count) and P(X <= count) are over 2.5 percent: the inversion of two exact
    tests with equal tails. In integers throughout. Raises MisuseError.
    """
    start = most if fewest is None else fewest
    if not 0 <= count <= base <= start <= most or base == 0:
        raise MisuseError("counts do not fit each other")
    low = _find_lowest(count, base, start, most)
    return Interval(low, 1 - _find_lowest(base - count, base, start, most))


def compute_wilson(count: int, base: int, members: int, z: Fraction = Z) -> Interval:
    """Wilson's interval for ``count`` of ``base``, drawn from a finite population of ``members``.

    z² is replaced by z²(N-n)/(N-1). Ends are rounded outwards at the twelfth decimal. In a small
    population it holds the truth in fewer than 95 of 100 draws. Raises MisuseError.
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


def _find_lowest(count: int, base: int, start: int, most: int) -> Fraction:
    """The lowest K/N with P(X >= count) over one tail, over all N from ``start`` to ``most``.

    For every N the least K is enough, as P rises with K. It falls with N, and one person more who
    has what is counted makes up for one person more: so the least K stays or rises by 1, and both
    steps change the number of draws with X >= count by one product of two binomials, kept up too.
    """
    rest = base - count
    # Draws: all, those with X >= count, and those with X = count. At first all are drawn.
    have, draws, tail, exactly = count, 1, 1, 1
    lowest = (1, 1)
    for people in range(base, most + 1):
        while _TAILS * tail <= draws:
            # Draws with the one more who has it now, and count - 1 of the others who have it.
            gained = exactly * count * (people - have - rest)
            tail += gained // ((have + 1 - count) * (people - have))
            exactly = exactly * (have + 1) * (people - have - rest)
            exactly //= (have + 1 - count) * (people - have)
            have += 1
        if people >= start and have * lowest[1] < lowest[0] * people:
            lowest = (have, people)
        without = people + 1 - base
        tail = ((people + 1) * tail - count * exactly) // without
        draws = draws * (people + 1) // without
        exactly = exactly * (people + 1 - have) // (people + 1 - have - rest)
    return Fraction(*lowest)


def _root(square: Fraction) -> Fraction:
    """A square root, to twelve decimals, rounded up; exact for 0."""
    scaled = square * _SCALE * _SCALE
    root = isqrt(scaled.numerator // scaled.denominator)
    exact = Fraction(root * root) == scaled
    return Fraction(root + int(not exact), _SCALE)
