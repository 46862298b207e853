"""Scales: scores from totals, items turned, and what is certain about a mean."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import product
from statistics import mean, pvariance

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voteapp.errors import MisuseError
from voteapp.survey.statistics.groups import Group, compute_missing
from voteapp.survey.statistics.intervals import Interval
from voteapp.survey.statistics.scales import Item, ItemScore, compute_scales

ROWS = st.lists(st.integers(0, 30), min_size=5, max_size=5)


def ask(counts: Sequence[int], reversed: bool = False, unknown: int = 0) -> Item:
    return Item(Group(sum(counts) + unknown, sum(counts)), counts, reversed)


def score(item: Item) -> ItemScore:
    return compute_scales({"": {"i": item}})[""].items["i"]


# numpy 2.4.6, v = np.repeat(np.arange(1, 6), counts): v.mean(), v.var(), (6 - v).mean().
@pytest.mark.parametrize(
    "counts, expected, variance, turned",
    [
        ((4, 7, 9, 3, 1), 2.5833333333333335, 1.076388888888889, 3.4166666666666665),
        ((0, 0, 6, 2, 9), 4.176470588235294, 0.8512110726643598, 1.8235294117647058),
    ],
)
def test_scores_agree_with_numpy(
    counts: tuple[int, ...], expected: float, variance: float, turned: float
) -> None:
    plain, reversed = score(ask(counts)), score(ask(counts, reversed=True))
    found = (plain.mean, plain.variance, reversed.mean, reversed.variance)
    assert [float(number or -1) for number in found] == pytest.approx(
        [expected, variance, turned, variance], abs=1e-14
    )


@pytest.mark.slow
@given(ROWS.filter(any), st.booleans())
def test_scores_are_those_of_the_listed_answers(counts: list[int], reversed: bool) -> None:
    values = [
        Fraction(6 - place if reversed else place)
        for place, count in enumerate(counts, 1)
        for _ in range(count)
    ]
    found = score(ask(counts, reversed))
    assert (found.mean, found.variance) == (mean(values), pvariance(values))


def test_bounds_are_reached_and_never_passed(length: Callable[[int, int], int]) -> None:
    most = length(6, 14)
    rows = (row for row in product(range(most + 1), repeat=4) if sum(row) <= most)
    for *counts, unknown in rows:
        added = (row for row in product(range(unknown + 1), repeat=3) if sum(row) <= unknown)
        possible = [
            Fraction(
                sum(v * (c + a) for v, c, a in zip((1, 2, 3), counts, more, strict=True)), whole
            )
            for more in added
            if (whole := sum(counts) + sum(more))
        ]
        expected = Interval(min(possible), max(possible)) if possible else None
        assert score(ask(counts, unknown=unknown)).bounds == expected, (counts, unknown)
        turned = score(ask(counts[::-1], reversed=True, unknown=unknown))
        assert turned.bounds == expected


@given(st.lists(st.tuples(*[st.integers(1, 4)] * 3), min_size=1, max_size=30))
def test_a_scales_mean_is_the_mean_of_the_persons(people: list[tuple[int, ...]]) -> None:
    """Everybody answered every item; the third is reversed."""
    columns = list(zip(*people, strict=True))
    items = {
        str(number): ask([column.count(place) for place in range(1, 5)], reversed=number == 2)
        for number, column in enumerate(columns)
    }
    (found,) = compute_scales({"ward": items}).values()
    assert found.mean == mean(Fraction(a + b + 5 - c, 3) for a, b, c in people)
    assert found.bounds == Interval(found.mean, found.mean)
    assert found.places == 4


def test_items_weigh_the_same_and_are_shown() -> None:
    group = Group(members=20, accepted=12, not_applicable=2, prefer_not=4, not_substantive=1)
    items = {"a": ask([2, 0, 2], unknown=2), "b": Item(group, [0, 0, 5], reversed=True)}
    found = compute_scales({"w": items, "v": {"a": items["a"]}})
    assert list(found) == ["w", "v"]
    assert found["w"].mean == Fraction(3, 2)
    assert found["w"].bounds == Interval(
        (Fraction(8 + 2, 6) + Fraction(5 + 13, 18)) / 2,
        (Fraction(8 + 6, 6) + Fraction(5 + 39, 18)) / 2,
    )
    assert found["v"].mean == Fraction(2)
    shown = found["w"].items["b"]
    assert (shown.base, shown.missing) == (5, compute_missing(group))
    assert (shown.mean, shown.variance) == (1, 0)


def test_an_item_that_nobody_answered() -> None:
    silent, others = Item(Group(3, 0), [0, 0]), Item(Group(3, 3, not_applicable=3), [0, 0])
    found = compute_scales({"g": {"a": ask([1, 1]), "b": silent}, "h": {"b": silent, "c": others}})
    assert found["g"].mean is None
    assert found["g"].bounds == Interval(Fraction(5, 4), Fraction(7, 4))
    assert (found["h"].mean, found["h"].bounds) == (None, None)
    score = found["h"].items["c"]
    assert (score.mean, score.variance, score.bounds) == (None, None, None)
    assert compute_scales({}) == {}


def test_the_spread_of_persons_is_not_in_the_totals() -> None:
    """The same totals, from people who all have the mean and from people who have not."""
    agree, differ = [(1, 3), (3, 1)], [(1, 1), (3, 3)]
    totals = [sorted(column) for column in zip(*agree, strict=True)]
    assert totals == [sorted(column) for column in zip(*differ, strict=True)]
    assert pvariance([sum(person) for person in agree]) == 0
    assert pvariance([sum(person) for person in differ]) == 4


@pytest.mark.parametrize(
    "items",
    [
        {},
        {"a": ask([])},
        {"a": ask([1, 1]), "b": ask([1, 1, 0])},
        {"a": Item(Group(3, 2), [1, 2])},
        {"a": Item(Group(3, 2), [3, -1])},
        {"a": Item(Group(3, 4), [2, 2])},
    ],
)
def test_items_that_do_not_fit(items: dict[str, Item]) -> None:
    with pytest.raises(MisuseError):
        compute_scales({"g": {"a": ask([1, 1])}, "h": items})
