"""Intervals: their definition in every small case, how often they hold, and other programs."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import cache
from math import comb, sqrt
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voteapp.errors import MisuseError
from voteapp.survey.statistics.intervals import (
    MOST_EXACT,
    Interval,
    compute_hypergeometric,
    compute_interval,
    compute_wilson,
)
from voteapp.survey.statistics.shares import compute_bounds

SMALL = [(x, n, N) for N in range(1, 15) for n in range(1, N + 1) for x in range(n + 1)]
MOST_COVERED, MOST_COVERED_UNKNOWN = 60, 30


def weigh(x: int, n: int, K: int, N: int) -> int:
    """In how many of the C(N, n) draws x have what K of N have."""
    return comb(K, x) * comb(N - K, n - x) if 0 <= n - x <= N - K else 0


def is_likely(x: int, n: int, K: int, N: int) -> bool:
    """The definition: more than 2.5 percent on either side."""
    above = Fraction(sum(weigh(i, n, K, N) for i in range(x, n + 1)), comb(N, n))
    below = Fraction(sum(weigh(i, n, K, N) for i in range(x + 1)), comb(N, n))
    return above > Fraction(25, 1000) and below > Fraction(25, 1000)


def list_likely(x: int, n: int, N: int) -> list[int]:
    return [K for K in range(N + 1) if is_likely(x, n, K, N)]


def cover(intervals: list[Interval], n: int, K: int, N: int) -> Fraction:
    """How often the interval of what was drawn holds K/N."""
    share = Fraction(K, N)
    held = (x for x, interval in enumerate(intervals) if interval.low <= share <= interval.high)
    return Fraction(sum(weigh(x, n, K, N) for x in held), comb(N, n))


def test_every_small_interval_is_the_definition() -> None:
    for x, n, N in SMALL:
        likely = list_likely(x, n, N)
        assert likely == list(range(likely[0], likely[-1] + 1))
        found = compute_hypergeometric(x, n, N)
        assert found == Interval(Fraction(likely[0], N), Fraction(likely[-1], N)), (x, n, N)
        assert compute_interval(x, n, N) == found


def test_a_population_of_unknown_size_holds_the_interval_of_every_size() -> None:
    single = cache(compute_hypergeometric)
    for x, n, most in SMALL:
        for fewest in range(n, most + 1):
            each = [single(x, n, size) for size in range(fewest, most + 1)]
            hull = Interval(min(i.low for i in each), max(i.high for i in each))
            assert compute_interval(x, n, most, fewest) == hull, (x, n, most, fewest)


@pytest.mark.slow
def test_the_truth_is_held_in_95_of_100_draws(length: Callable[[int, int], int]) -> None:
    sizes = range(1, MOST_COVERED + 1)
    for N in Random(1906).sample(sizes, length(12, len(sizes))):
        for n in range(1, N + 1):
            intervals = [compute_interval(x, n, N) for x in range(n + 1)]
            least = min(cover(intervals, n, K, N) for K in range(N + 1))
            assert least >= Fraction(95, 100), (n, N)


@pytest.mark.slow
def test_the_truth_is_held_whoever_is_concerned(length: Callable[[int, int], int]) -> None:
    sizes = range(1, MOST_COVERED_UNKNOWN + 1)
    for most in Random(1907).sample(sizes, length(8, len(sizes))):
        for n in range(1, most + 1):
            intervals = [compute_interval(x, n, most, n) for x in range(n + 1)]
            for N in range(n, most + 1):
                least = min(cover(intervals, n, K, N) for K in range(N + 1))
                assert least >= Fraction(95, 100), (n, N, most)


def test_the_largest_population_alone_would_not_hold_it() -> None:
    intervals = [compute_interval(x, 24, 27) for x in range(25)]
    assert round(cover(intervals, 24, 2, 26), 2) == Fraction(85, 100)


def test_wilson_is_not_enough_for_few() -> None:
    intervals = [compute_wilson(x, 10, 12) for x in range(11)]
    assert min(cover(intervals, 10, K, 12) for K in range(13)) < Fraction(84, 100)


# scipy 1.17.1: the first and last k of range(N + 1) with hypergeom.sf(x - 1, N, k, n) > .025 and
# hypergeom.cdf(x, N, k, n) > .025.
@pytest.mark.parametrize(
    "x, n, N, first, last",
    [
        (0, 10, 12, 0, 1),
        (3, 10, 12, 3, 5),
        (7, 10, 41, 16, 37),
        (23, 30, 41, 28, 34),
        (1, 5, 60, 1, 42),
        (50, 80, 120, 67, 82),
        (17, 60, 250, 47, 99),
        (100, 250, 500, 179, 222),
        (499, 499, 500, 500, 500),
        (0, 40, 500, 0, 42),
        (12, 40, 500, 86, 229),
    ],
)
def test_exact_intervals_agree_with_scipy(x: int, n: int, N: int, first: int, last: int) -> None:
    assert compute_interval(x, n, N) == Interval(Fraction(first, N), Fraction(last, N))


# statsmodels 0.15.0: proportion_confint(x, n, alpha=0.05, method="wilson").
@pytest.mark.parametrize(
    "x, n, low, high",
    [
        (0, 10, 0.0, 0.2775327999),
        (8, 10, 0.4901624715, 0.9433178485),
        (23, 41, 0.4104052722, 0.7010986826),
        (1, 700, 0.0002522225, 0.0080471733),
        (350, 700, 0.4630613794, 0.5369386206),
        (2999, 3000, 0.9981141811, 0.9999411561),
    ],
)
def test_wilson_without_end_agrees_with_statsmodels(
    x: int, n: int, low: float, high: float
) -> None:
    found = compute_wilson(x, n, 10**15)
    assert (float(found.low), float(found.high)) == pytest.approx((low, high), abs=1e-7)


# statsmodels 0.15.0 and scipy 1.17.1: proportion_confint(x, n, method="wilson",
# alpha=2 * norm.sf(1.959964 * sqrt((N - n) / (N - 1)))).
@pytest.mark.parametrize(
    "x, n, N, low, high",
    [
        (300, 400, 900, 0.7170816453, 0.7802618964),
        (20, 100, 501, 0.1392352028, 0.2786974202),
        (0, 50, 1000, 0.0, 0.0680863386),
        (2000, 2500, 6000, 0.7877570675, 0.8117055204),
        (17, 17, 5000, 0.8161633468, 1.0),
    ],
)
def test_intervals_of_many_agree_with_statsmodels(
    x: int, n: int, N: int, low: float, high: float
) -> None:
    found = compute_interval(x, n, N)
    assert (float(found.low), float(found.high)) == pytest.approx((low, high), abs=2e-10)


@st.composite
def counts(draw: st.DrawFn) -> tuple[int, int, int]:
    members = draw(st.integers(1, 5000))
    base = draw(st.integers(1, members))
    return draw(st.integers(0, base)), base, members


@pytest.mark.slow
@given(counts())
def test_wilson_holds_the_share_and_the_textbook_formula(c: tuple[int, int, int]) -> None:
    x, n, members = c
    interval = compute_wilson(x, n, members)
    assert 0 <= interval.low <= Fraction(x, n) <= interval.high <= 1
    z2 = 1.959964**2 * (members - n) / (members - 1) if members > 1 else 0.0
    p = x / n
    half = sqrt(z2) * sqrt(p * (1 - p) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    centre = (p + z2 / (2 * n)) / (1 + z2 / n)
    assert float(interval.low) == pytest.approx(max(0.0, centre - half), abs=1e-9)
    assert float(interval.high) == pytest.approx(min(1.0, centre + half), abs=1e-9)


@given(counts())
def test_a_full_count_leaves_no_doubt(c: tuple[int, int, int]) -> None:
    x, n, _members = c
    exactly = Interval(Fraction(x, n), Fraction(x, n))
    assert compute_wilson(x, n, n) == compute_interval(x, n, n) == exactly


@pytest.mark.slow
@given(counts())
def test_intervals_hold_the_share_and_only_what_is_possible(c: tuple[int, int, int]) -> None:
    x, n, members = c
    bounds = compute_bounds(x, n, members - n)
    assert bounds is not None
    for fewest in (None, n):
        interval = compute_interval(x, n, members, fewest)
        assert bounds.low <= interval.low <= Fraction(x, n) <= interval.high <= bounds.high


@given(counts())
def test_intervals_are_the_same_from_either_side(c: tuple[int, int, int]) -> None:
    x, n, members = c
    interval, other = compute_interval(x, n, members, n), compute_interval(n - x, n, members, n)
    assert abs(interval.low - (1 - other.high)) <= Fraction(1, 10**11)
    assert members > MOST_EXACT or interval.low == 1 - other.high


def test_the_share_is_taken_in() -> None:
    only = Interval(Fraction(1, 80), Fraction(1, 80))
    assert list_likely(1, 79, 80) == [1]
    assert compute_hypergeometric(1, 79, 80) == only
    assert compute_interval(1, 79, 80) == Interval(Fraction(1, 80), Fraction(1, 79))
    assert compute_interval(78, 79, 80) == Interval(Fraction(78, 79), Fraction(79, 80))


def test_wilson_is_cut_to_what_is_certain() -> None:
    assert compute_wilson(250, 500, 501).high > Fraction(251, 501)
    assert compute_interval(250, 500, 501) == Interval(Fraction(250, 501), Fraction(251, 501))


def test_exact_up_to_500() -> None:
    assert compute_interval(10, 20, 500) == compute_hypergeometric(10, 20, 500)
    assert compute_interval(10, 20, 501) == compute_wilson(10, 20, 501)


@pytest.mark.parametrize("numbers", [(3, 2, 10, 2), (-1, 2, 10, 2), (0, 0, 10, 0), (1, 2, 1, 2)])
def test_counts_that_do_not_fit(numbers: tuple[int, int, int, int]) -> None:
    with pytest.raises(MisuseError):
        compute_interval(*numbers)
    with pytest.raises(MisuseError):
        compute_wilson(*numbers[:3])


def test_fewest_is_between_those_who_answered_and_all() -> None:
    for fewest in (4, 11):
        with pytest.raises(MisuseError):
            compute_interval(3, 5, 10, fewest)
