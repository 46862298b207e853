"""The seal rule: what goes, what stays, and that chance alone decides which."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from tests.support.randomness import RandomStream
from voteapp.campaign.board.seal_rule import choose_sealed


@given(st.integers(1, 12), st.lists(st.integers(0, 40), max_size=12), st.binary(max_size=4))
def test_any_sequence_of_seals(k: int, arrivals: list[int], seed: bytes) -> None:
    """P is 0 or k, at least k are sealed, exactly k of the new stay, nothing is lost or made."""
    random = RandomStream(seed.hex())
    kept: list[str] = []
    new: list[str] = []
    sealed: list[str] = []
    came = 0
    for count in arrivals:
        new += [f"{came + i:04d}" for i in range(count)]
        came += count
        choice = choose_sealed(kept, new, k, random)
        if len(kept) + len(new) < 2 * k:
            assert choice is None
            continue
        assert choice is not None
        assert len(choice.sealed) >= k
        assert len(choice.staying) == k
        assert set(choice.staying) <= set(new)
        assert set(kept) <= set(choice.sealed)
        assert choice.sealed == sorted(choice.sealed)
        sealed += choice.sealed
        kept, new = choice.staying, []
        assert len(kept) in (0, k)
    assert sorted(sealed + kept + new) == [f"{i:04d}" for i in range(came)]


@given(st.permutations([f"{i:02d}" for i in range(12)]), st.binary(max_size=4))
def test_the_order_of_arrival_decides_nothing(new: list[str], seed: bytes) -> None:
    wanted = choose_sealed([], sorted(new), 5, RandomStream(seed.hex()))
    assert choose_sealed([], new, 5, RandomStream(seed.hex())) == wanted


def test_every_set_has_the_same_chance_to_stay() -> None:
    random, draws = RandomStream("chance"), 10_000
    found: Counter[tuple[str, ...]] = Counter()
    for _ in range(draws):
        choice = choose_sealed(["x"], ["a", "b", "c", "d", "e"], 2, random)
        assert choice is not None
        found[tuple(choice.staying)] += 1
    sets = list(combinations("abcde", 2))
    expected = draws / len(sets)
    chi = sum((found[one] - expected) ** 2 / expected for one in sets)
    assert set(found) == set(sets)
    assert chi < 27.9  # nine degrees of freedom: one in a thousand is above


def test_numbers_that_would_favour_some_are_drawn_again() -> None:
    """The highest number of eight bytes has no equal share for five: it is thrown away."""
    asked: list[int] = []
    words = iter([b"\xff" * 8, *[bytes(8)] * 5])

    def random(length: int) -> bytes:
        asked.append(length)
        return next(words)

    choice = choose_sealed([], ["a", "b", "c", "d", "e"], 2, random)
    assert choice is not None and choice.staying == ["a", "b"]
    assert len(asked) == 3


def test_what_an_older_version_left_is_sealed_whole() -> None:
    """It promised just that batch; fewer than k that came since stay all."""
    choice = choose_sealed(["a", "b", "c", "d"], ["e"], 2, RandomStream("old"))
    assert choice is not None
    assert (choice.sealed, choice.staying) == (["a", "b", "c", "d"], ["e"])
