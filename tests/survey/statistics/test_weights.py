"""Post-stratified shares: each group weighs what it has in members."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voteapp.errors import MisuseError
from voteapp.survey.statistics.groups import Group
from voteapp.survey.statistics.weights import compute_post_stratified

GROUPS = {"a": Group(100, 25, 3, 2), "b": Group(300, 50), "c": Group(9, 1, 1)}
COUNTS = {"a": 10, "b": 5, "c": 0}


@st.composite
def counted(draw: st.DrawFn) -> tuple[Group, int]:
    base, missing, no_ballot = (draw(st.integers(0, 900)) for _ in range(3))
    group = Group(base + missing + no_ballot, base + missing, missing)
    return group, draw(st.integers(0, base))


def test_post_stratified() -> None:
    found = compute_post_stratified(GROUPS, COUNTS)
    assert found is not None
    assert found.weighted == Fraction(1, 4) * Fraction(1, 2) + Fraction(3, 4) * Fraction(1, 10)
    assert found.unweighted == Fraction(15, 70)
    assert found.weights == {"a": Fraction(1, 4), "b": Fraction(3, 4)}
    assert found.left_out == ["c"]
    assert compute_post_stratified({"c": Group(9, 0)}, {"c": 0}) is None
    assert compute_post_stratified({}, {}) is None


@pytest.mark.slow
@given(st.dictionaries(st.text(min_size=1, max_size=3), counted(), max_size=6))
def test_post_stratified_stays_between_the_groups(drawn: dict[str, tuple[Group, int]]) -> None:
    groups = {code: group for code, (group, _) in drawn.items()}
    counts = {code: count for code, (_, count) in drawn.items()}
    found = compute_post_stratified(groups, counts)
    shares = [Fraction(counts[code], group.base) for code, group in groups.items() if group.base]
    assert (found is None) == (not shares)
    if found is not None:
        assert sum(found.weights.values()) == 1
        assert min(shares) <= found.weighted <= max(shares)
        assert {*found.weights, *found.left_out} == set(groups)


def test_counts_that_do_not_fit() -> None:
    for wrong in ({"a": 21}, {"a": -1}, {"d": 0}):
        with pytest.raises(MisuseError):
            compute_post_stratified(GROUPS, COUNTS | wrong)
    with pytest.raises(MisuseError):
        compute_post_stratified({"a": Group(10, 11)}, {"a": 1})
