"""Statistics: known values, and what must hold for any counts."""

from __future__ import annotations

from fractions import Fraction
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voteapp.errors import MisuseError
from voteapp.survey.statistics import (
    Group,
    compute_bounds,
    compute_comparable_groups,
    compute_median,
    compute_percentile_90,
    compute_post_stratified,
    compute_quantile,
    compute_response_rate,
    compute_share,
    compute_wilson,
)

SINGLE = [(n, n) for n in range(10)]
OPEN = [*SINGLE, (10, None)]


@st.composite
def counts(draw: st.DrawFn) -> tuple[int, int, int]:
    members = draw(st.integers(1, 5000))
    base = draw(st.integers(1, members))
    return draw(st.integers(0, base)), base, members


@given(counts())
def test_wilson_holds_the_share_and_the_textbook_formula(
    c: tuple[int, int, int],
) -> None:
    x, n, members = c
    interval = compute_wilson(x, n, members)
    assert 0 <= interval.low <= Fraction(x, n) <= interval.high <= 1
    z2 = 1.96**2 * (members - n) / (members - 1) if members > 1 else 0.0
    p = x / n
    half = sqrt(z2) * sqrt(p * (1 - p) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    centre = (p + z2 / (2 * n)) / (1 + z2 / n)
    assert float(interval.low) == pytest.approx(max(0.0, centre - half), abs=1e-9)
    assert float(interval.high) == pytest.approx(min(1.0, centre + half), abs=1e-9)


@given(counts())
def test_a_full_count_leaves_no_doubt(c: tuple[int, int, int]) -> None:
    x, n, _members = c
    interval = compute_wilson(x, n, n)
    assert interval.low == interval.high == Fraction(x, n)


def test_wilson_known_value() -> None:
    # 8 of 10 from a population without end: 0.4902 to 0.9433.
    interval = compute_wilson(8, 10, 10**9)
    assert (round(float(interval.low), 4), round(float(interval.high), 4)) == (
        0.4902,
        0.9433,
    )


@given(counts(), st.data())
def test_share_bounds_are_certain(c: tuple[int, int, int], data: st.DataObject) -> None:
    x, accepted, members = c
    not_applicable = data.draw(st.integers(0, accepted - x))
    prefer_not = data.draw(st.integers(0, accepted - x - not_applicable))
    share = compute_share(x, accepted, members, not_applicable, prefer_not)
    assert share.floor == x
    assert share.base == accepted - not_applicable - prefer_not
    assert share.bounds.low == Fraction(x, members)
    assert share.bounds.high == Fraction(x + members - accepted + prefer_not, members)
    assert (share.share is None) == (share.base == 0)
    if share.share is not None and share.interval is not None:
        assert share.interval.low <= share.share <= share.interval.high


@given(st.lists(st.integers(0, 20), min_size=10, max_size=10).filter(any))
def test_median_of_single_numbers_is_the_median(numbers: list[int]) -> None:
    values = sorted(v for v, count in enumerate(numbers) for _ in range(count))
    middle = Fraction(values[(len(values) - 1) // 2] + values[len(values) // 2], 2)
    median = compute_median(SINGLE, numbers)
    assert median is not None
    assert median.value == middle
    assert not median.open


@given(st.lists(st.integers(0, 20), min_size=11, max_size=11).filter(any))
def test_quantiles_rise(numbers: list[int]) -> None:
    found = [compute_quantile(OPEN, numbers, Fraction(i, 10)) for i in range(1, 10)]
    values = [q.value for q in found if q is not None]
    assert values == sorted(values)
    assert len(values) == 9


def test_open_bin_says_or_more() -> None:
    ninety = compute_percentile_90(OPEN, [0] * 9 + [1, 9])
    assert ninety is not None
    assert ninety.value == 10
    assert ninety.open
    assert compute_median(OPEN, [0] * 11) is None


def test_interval_bins_are_interpolated() -> None:
    median = compute_median([(0, 8), (9, 16), (17, None)], [0, 3, 0])
    assert median is not None
    assert median.value == Fraction(25, 2)
    assert not median.open


def test_post_stratified() -> None:
    found = compute_post_stratified(
        {"a": Group(100, 10, 20), "b": Group(300, 5, 50), "c": Group(9, 0, 0)}
    )
    assert found is not None
    assert found.weighted == Fraction(1, 4) * Fraction(1, 2) + Fraction(3, 4) * Fraction(1, 10)
    assert found.unweighted == Fraction(15, 70)
    assert sum(found.weights.values()) == 1
    assert found.left_out == ["c"]
    assert compute_post_stratified({"c": Group(9, 0, 0)}) is None


@given(st.dictionaries(st.text(min_size=1, max_size=3), counts(), min_size=1, max_size=6))
def test_post_stratified_stays_between_the_groups(
    groups: dict[str, tuple[int, int, int]],
) -> None:
    found = compute_post_stratified({k: Group(m, x, n) for k, (x, n, m) in groups.items()})
    shares = [Fraction(x, n) for x, n, _ in groups.values()]
    assert found is not None
    assert min(shares) <= found.weighted <= max(shares)


def test_waves_compare_identical_groups_only() -> None:
    before = {"g1": ["a", "b"], "g2": ["c"], "g3": ["d"]}
    after = {"g1": ["b", "a"], "g2": ["c", "d"]}
    assert compute_comparable_groups(before, after) == ["g1"]


def test_counts_that_do_not_fit() -> None:
    with pytest.raises(MisuseError):
        compute_response_rate(11, 10)
    with pytest.raises(MisuseError):
        compute_wilson(3, 2, 10)
    with pytest.raises(MisuseError):
        compute_bounds(6, 5, 10)
    with pytest.raises(MisuseError):
        compute_share(3, 5, 10, 2, 1)
    with pytest.raises(MisuseError):
        compute_median(SINGLE, [1])
    with pytest.raises(MisuseError):
        compute_post_stratified({"a": Group(1, 2, 1)})
    assert compute_response_rate(5, 10) == Fraction(1, 2)
