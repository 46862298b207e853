"""Shares: exact, half to even, whatever the size."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voteapp.campaign.shares import compute_permille
from voteapp.errors import MisuseError


@given(st.integers(0, 10**12), st.integers(1, 10**12))
def test_a_share_is_the_nearest_and_a_tie_goes_to_the_even(part: int, whole: int) -> None:
    permille = compute_permille(part, whole)
    assert abs(Fraction(1000 * part, whole) - permille) <= Fraction(1, 2)
    assert permille == round(Fraction(1000 * part, whole))


@pytest.mark.parametrize(
    ("part", "whole", "permille"),
    [(1, 2000, 0), (3, 2000, 2), (5, 2000, 2), (2, 3, 667), (1, 3, 333), (6, 5, 1200), (0, 7, 0)],
)
def test_shares_that_people_know(part: int, whole: int, permille: int) -> None:
    assert compute_permille(part, whole) == permille
    exact = Context(prec=60, rounding=ROUND_HALF_EVEN)
    ratio = exact.divide(Decimal(1000 * part), Decimal(whole))
    assert exact.quantize(ratio, Decimal(1)) == permille


@pytest.mark.parametrize(("part", "whole"), [(1, 0), (-1, 2), (1, -2)])
def test_a_share_of_nothing(part: int, whole: int) -> None:
    with pytest.raises(MisuseError):
        compute_permille(part, whole)
