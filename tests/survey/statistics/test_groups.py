"""Who answered and who did not: everybody is counted once."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voteapp.errors import MisuseError
from voteapp.survey.statistics.groups import (
    Group,
    check_groups,
    check_same_groups,
    compute_missing,
    compute_response_rates,
    compute_total,
)

WARD = Group(members=41, accepted=33, not_applicable=4, prefer_not=2, not_substantive=1)


@st.composite
def groups(draw: st.DrawFn) -> Group:
    base, no_ballot, prefer_not, not_substantive = (draw(st.integers(0, 50)) for _ in range(4))
    not_applicable = draw(st.none() | st.integers(0, 50))
    accepted = base + (not_applicable or 0) + prefer_not + not_substantive
    return Group(accepted + no_ballot, accepted, not_applicable, prefer_not, not_substantive)


@pytest.mark.slow
@given(groups())
def test_everybody_is_in_the_base_or_missing_for_one_reason(group: Group) -> None:
    missing = compute_missing(group)
    reasons = (missing.no_ballot, missing.prefer_not, missing.not_substantive)
    assert group.base + sum(reasons) + (missing.not_applicable or 0) == group.members
    assert group.unknown == sum(reasons)


def test_known_counts() -> None:
    assert (WARD.base, WARD.unknown) == (26, 11)
    missing = compute_missing(WARD)
    assert (missing.no_ballot, missing.not_applicable) == (8, 4)
    assert (missing.prefer_not, missing.not_substantive) == (2, 1)


@pytest.mark.slow
@given(st.lists(groups(), max_size=5))
def test_a_total_is_the_sum(listed: list[Group]) -> None:
    total = compute_total({str(number): group for number, group in enumerate(listed)})
    assert total.members == sum(group.members for group in listed)
    assert total.accepted == sum(group.accepted for group in listed)
    assert total.base == sum(group.base for group in listed)
    assert total.unknown == sum(group.unknown for group in listed)
    offered = any(group.not_applicable is not None for group in listed)
    assert (total.not_applicable is not None) == offered


def test_response_rates() -> None:
    assert compute_response_rates({"a": WARD, "b": Group(9, 0)}) == {
        "a": Fraction(33, 41),
        "b": Fraction(0),
    }
    assert compute_response_rates({}) == {}
    with pytest.raises(MisuseError):
        compute_response_rates({"a": WARD, "b": Group(0, 0)})


@pytest.mark.parametrize(
    "group",
    [
        Group(10, 11),
        Group(10, 5, not_applicable=6),
        Group(10, 5, not_applicable=-1),
        Group(10, 5, not_applicable=2, prefer_not=2, not_substantive=2),
        Group(10, 5, prefer_not=-1),
        Group(10, 5, not_substantive=-1),
        Group(10, -1),
    ],
)
def test_counts_that_do_not_fit(group: Group) -> None:
    check_groups({"a": WARD})
    for function in (check_groups, compute_total, compute_response_rates):
        with pytest.raises(MisuseError):
            function({"a": WARD, "b": group})


def test_counts_of_other_groups() -> None:
    check_same_groups({"a": WARD, "b": WARD}, {"b": 1, "a": 2})
    for others in ({}, {"b": 1}, {"a": 1, "b": 1}):
        with pytest.raises(MisuseError):
            check_same_groups({"a": WARD}, others)
