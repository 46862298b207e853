"""Quantiles: a bin that somebody answered, and what it may be among all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voteapp.errors import MisuseError
from voteapp.survey.statistics.groups import Group, compute_missing
from voteapp.survey.statistics.quantiles import (
    Bin,
    Quantile,
    compute_medians,
    compute_nine_in_ten,
    compute_quantiles,
)

OPEN: list[Bin] = [*((n, n) for n in range(10)), (10, None)]
WIDE: list[Bin] = [(0, 8), (9, 16), (17, None)]
TENTHS = [Fraction(i, 10) for i in range(1, 10)]


def find(bins: Sequence[Bin], counts: Sequence[int], p: Fraction, unknown: int = 0) -> Quantile:
    group = Group(sum(counts) + unknown, sum(counts))
    return compute_quantiles(bins, {"": group}, {"": counts}, p)[""]


def list_rows(places: int, most: int) -> Iterator[tuple[int, ...]]:
    """Every row of counts that adds up to at most so many."""
    return (row for row in product(range(most + 1), repeat=places) if sum(row) <= most)


def invert(counts: Sequence[int], p: Fraction) -> int | None:
    """The definition: the first place with F >= p."""
    total = sum(counts)
    places = (i for i in range(len(counts)) if total and Fraction(sum(counts[: i + 1]), total) >= p)
    return next(places, None)


@pytest.mark.slow
def test_every_small_quantile_is_the_definition() -> None:
    for counts in list_rows(3, 14):
        for p in TENTHS:
            place = invert(counts, p)
            found = find(WIDE, counts, p)
            assert found.bin == (None if place is None else WIDE[place])
            assert found.reached == (0 if place is None else sum(counts[: place + 1]))
            assert found.lowest == found.highest == found.bin
            assert place is None or counts[place] > 0


def test_bounds_are_reached_and_never_passed(length: Callable[[int, int], int]) -> None:
    for *counts, unknown in list_rows(4, length(6, 14)):
        completions = [
            [count + more for count, more in zip(counts, added, strict=True)]
            for added in list_rows(3, unknown)
        ]
        for p in (Fraction(1, 2), Fraction(9, 10), Fraction(1, 7)):
            possible = {place for row in completions if (place := invert(row, p)) is not None}
            found = find(WIDE, counts, p, unknown)
            lowest = WIDE[min(possible)] if possible else None
            highest = WIDE[max(possible)] if possible else None
            assert (found.lowest, found.highest) == (lowest, highest), (counts, unknown, p)


# numpy 2.4.6: [np.quantile(np.repeat(np.arange(11), counts), p, method="inverted_cdf")
# for p in (.1, .25, .5, .75, .9)].
@pytest.mark.parametrize(
    "counts, expected",
    [
        ((3, 5, 9, 4, 2, 0, 1, 0, 0, 0, 0), [0, 1, 2, 3, 4]),
        ((0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 8), [2, 10, 10, 10, 10]),
        ((4, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0), [0, 0, 0, 1, 1]),
        ((1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11), [3, 5, 7, 9, 10]),
        ((0, 9, 0, 0, 0, 0, 0, 0, 0, 1, 0), [1, 1, 1, 1, 1]),
    ],
)
def test_quantiles_agree_with_numpy(counts: tuple[int, ...], expected: list[int]) -> None:
    ps = [Fraction(1, 10), Fraction(1, 4), Fraction(1, 2), Fraction(3, 4), Fraction(9, 10)]
    assert [find(OPEN, counts, p).bin for p in ps] == [OPEN[n] for n in expected]


@pytest.mark.slow
@given(st.lists(st.integers(0, 20), min_size=11, max_size=11).filter(any), st.integers(0, 30))
def test_quantiles_rise_within_what_is_certain(counts: list[int], unknown: int) -> None:
    found = [find(OPEN, counts, p, unknown) for p in TENTHS]
    places = [[OPEN.index(b) for b in (q.lowest, q.bin, q.highest) if b] for q in found]
    assert [sorted(row) for row in places] == places
    assert [sorted(column) for column in zip(*places, strict=True)] == [
        list(column) for column in zip(*places, strict=True)
    ]
    assert all(Fraction(q.reached, q.base) >= q.p for q in found)


def test_two_in_the_middle_are_no_number_between_them() -> None:
    assert find(OPEN, [0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0], Fraction(1, 2)).bin == (3, 3)


def test_nine_in_ten_had_at_most_five() -> None:
    group = Group(members=30, accepted=24, not_applicable=2, prefer_not=1, not_substantive=1)
    counts = [0, 0, 0, 4, 6, 8, 0, 0, 2, 0, 0]
    (found,) = compute_nine_in_ten(OPEN, {"w": group}, {"w": counts}).values()
    assert found == Quantile(
        p=Fraction(9, 10),
        base=20,
        missing=compute_missing(group),
        reached=18,
        bin=(5, 5),
        lowest=(5, 5),
        highest=(10, None),
    )
    assert not found.open


def test_open_bin_says_or_more() -> None:
    groups = {"a": Group(10, 10), "b": Group(4, 0), "c": Group(3, 3, not_applicable=3)}
    counts = {"a": [0] * 9 + [1, 9], "b": [0] * 11, "c": [0] * 11}
    found = compute_medians(OPEN, groups, counts)
    assert (found["a"].bin, found["a"].open) == ((10, None), True)
    assert (found["b"].bin, found["b"].open, found["b"].reached) == (None, False, 0)
    assert (found["b"].lowest, found["b"].highest) == ((0, 0), (10, None))
    assert (found["c"].lowest, found["c"].highest) == (None, None)


def test_an_interval_comes_back_as_its_bin() -> None:
    found = find(WIDE, [0, 3, 0], Fraction(1, 2))
    assert (found.bin, found.open) == ((9, 16), False)


@pytest.mark.parametrize(
    "bins",
    [
        [],
        [(1, 2), (2, 3)],
        [(3, 4), (1, 2)],
        [(2, 1)],
        [(0, None), (1, 1)],
    ],
)
def test_bins_that_do_not_rise(bins: list[Bin]) -> None:
    with pytest.raises(MisuseError):
        compute_medians(bins, {}, {})


@pytest.mark.parametrize("counts", [[1, 1], [2, -1, 1], [1, 2, 0], [0, 1, 0], [1, 1, 0, 0]])
def test_counts_that_do_not_fit(counts: list[int]) -> None:
    good = {"a": Group(3, 2)}
    compute_medians(WIDE, good, {"a": [1, 1, 0]})
    with pytest.raises(MisuseError):
        compute_medians(WIDE, good, {"a": counts})
    with pytest.raises(MisuseError):
        compute_medians(WIDE, good, {"b": [1, 1, 0]})


@pytest.mark.parametrize("p", [Fraction(0), Fraction(1), Fraction(-1, 2), Fraction(3, 2)])
def test_quantiles_of_nothing_or_all(p: Fraction) -> None:
    with pytest.raises(MisuseError):
        find(WIDE, [1, 1, 1], p)
