"""Changes between two waves: certain, and of the same groups only."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest

from voteapp.errors import MisuseError
from voteapp.survey.statistics.groups import Group
from voteapp.survey.statistics.intervals import Interval
from voteapp.survey.statistics.shares import compute_bounds, compute_shares
from voteapp.survey.statistics.waves import Wave, compute_changes, compute_comparable_groups

BEFORE = {"g1": ["a", "b"], "g2": ["c"], "g3": ["d"]}
AFTER = {"g1": ["b", "a"], "g2": ["c", "d"], "g4": ["e"]}


def test_waves_compare_identical_groups_only() -> None:
    assert compute_comparable_groups(BEFORE, AFTER) == ["g1"]
    zero = Interval(Fraction(0), Fraction(0))
    found = compute_changes(
        Wave(BEFORE, dict.fromkeys(BEFORE, zero)), Wave(AFTER, dict.fromkeys(AFTER, zero))
    )
    assert found.bounds == {"g1": zero}
    assert found.left_out == ["g2", "g3", "g4"]


@pytest.mark.slow
def test_changes_are_reached_and_never_passed() -> None:
    """Every completion of two small waves, in which all the unknown are concerned or some."""
    cases = [(x, b, u) for b in range(4) for u in range(4) for x in range(b + 1) if b + u]
    for first, second in product(cases, repeat=2):
        waves = [Wave({"g": ["a"]}, {"g": compute_bounds(*case)}) for case in (first, second)]
        shares = [
            {
                Fraction(x + have, b + have + have_not)
                for have, have_not in product(range(u + 1), repeat=2)
                if have + have_not <= u and b + have + have_not
            }
            for x, b, u in (first, second)
        ]
        changes = {after - before for before, after in product(*shares)}
        assert compute_changes(*waves).bounds == {"g": Interval(min(changes), max(changes))}


def test_a_fall_that_is_certain() -> None:
    waves = []
    for count in (38, 12):
        shares = compute_shares({"g": Group(41, 39)}, {"g": count})
        waves.append(Wave({"g": ["a"]}, {code: share.bounds for code, share in shares.items()}))
    assert compute_changes(*waves).bounds == {"g": Interval(Fraction(-28, 41), Fraction(-24, 41))}


def test_a_wave_that_knows_nothing() -> None:
    known = Wave({"g": ["a"]}, {"g": Interval(Fraction(0), Fraction(1))})
    silent = Wave({"g": ["a"]}, {"g": None})
    for waves in ((known, silent), (silent, known)):
        found = compute_changes(*waves)
        assert (found.bounds, found.left_out) == ({}, ["g"])


def test_bounds_of_other_groups() -> None:
    good, wrong = Wave({}, {}), Wave({"g": ["a"]}, {})
    for waves in ((good, wrong), (wrong, good)):
        with pytest.raises(MisuseError):
            compute_changes(*waves)
