"""Shares: what is certain, by every way in which the unknown may have answered."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product

import pytest

from voteapp.errors import MisuseError
from voteapp.survey.statistics.groups import Group, compute_missing
from voteapp.survey.statistics.intervals import Interval, compute_interval
from voteapp.survey.statistics.shares import compute_bounds, compute_shares

MOST = 14
WARD = Group(members=41, accepted=33, not_applicable=4, prefer_not=2, not_substantive=1)


def complete(count: int, base: int, unknown: int) -> Iterator[Fraction]:
    """The share for every number of the unknown who have it, have it not, or are not concerned."""
    for have, have_not in product(range(unknown + 1), repeat=2):
        if have + have_not <= unknown and base + have + have_not:
            yield Fraction(count + have, base + have + have_not)


def test_bounds_are_reached_and_never_passed() -> None:
    cases = [(x, b, u) for b in range(MOST + 1) for u in range(MOST + 1 - b) for x in range(b + 1)]
    assert len(cases) == 680
    for count, base, unknown in cases:
        possible = list(complete(count, base, unknown))
        expected = Interval(min(possible), max(possible)) if possible else None
        assert compute_bounds(count, base, unknown) == expected, (count, base, unknown)


def test_everything_beside_a_share() -> None:
    (share,) = compute_shares({"ward": WARD}, {"ward": 23}).values()
    assert (share.floor, share.members, share.accepted, share.base) == (23, 41, 33, 26)
    assert share.missing == compute_missing(WARD)
    assert share.share == Fraction(23, 26)
    assert share.bounds == Interval(Fraction(23, 37), Fraction(34, 37))
    assert share.interval == compute_interval(23, 26, 37, 26)


def test_a_question_that_concerns_everybody_has_a_population_of_known_size() -> None:
    everybody, some = Group(41, 30), Group(41, 30, not_applicable=0)
    shares = compute_shares({"everybody": everybody, "some": some}, {"everybody": 4, "some": 4})
    exact, wide = shares["everybody"].interval, shares["some"].interval
    assert exact == compute_interval(4, 30, 41)
    assert wide == compute_interval(4, 30, 41, 30)
    assert exact != wide


@pytest.mark.slow
def test_the_bounds_hold_the_share_in_every_small_group() -> None:
    """Parts of the roster would not: of 14 members 4 are concerned, and all 4 said so."""
    for members in range(1, 11):
        for no_ballot, na, prefer_not, said in product(range(members + 1), repeat=4):
            base = members - no_ballot - na - prefer_not - said
            if base < 0:
                continue
            group = Group(members, members - no_ballot, na, prefer_not, said)
            (share,) = compute_shares({"": group}, {"": base // 2}).values()
            assert share.bounds == compute_bounds(base // 2, base, no_ballot + prefer_not + said)
            assert (share.share is None) == (share.interval is None) == (base == 0)
            if share.share is not None and share.interval and share.bounds:
                assert share.interval.low <= share.share <= share.interval.high
                assert share.bounds.low <= share.interval.low
                assert share.interval.high <= share.bounds.high


def test_nobody_answered_or_nobody_is_concerned() -> None:
    groups = {"silent": Group(9, 0), "others": Group(9, 9, not_applicable=9)}
    shares = compute_shares(groups, {"silent": 0, "others": 0})
    assert shares["silent"].bounds == Interval(Fraction(0), Fraction(1))
    assert shares["others"].bounds is None
    assert [share.share for share in shares.values()] == [None, None]
    assert [share.interval for share in shares.values()] == [None, None]
    assert compute_shares({}, {}) == {}


@pytest.mark.parametrize("numbers", [(3, 2, 0), (-1, 2, 0), (1, 2, -1)])
def test_bounds_of_counts_that_do_not_fit(numbers: tuple[int, int, int]) -> None:
    with pytest.raises(MisuseError):
        compute_bounds(*numbers)


def test_shares_of_counts_that_do_not_fit() -> None:
    for counts in ({"ward": 27}, {"ward": -1}, {"other": 23}, {}):
        with pytest.raises(MisuseError):
            compute_shares({"ward": WARD}, counts)
    with pytest.raises(MisuseError):
        compute_shares({"ward": Group(10, 11)}, {"ward": 1})
