"""Tally, partial decryptions and result, for any threshold."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.forgeries.workshop import stream
from voteapp.errors import MisuseError, ProtocolError
from voteapp.protocol.group import get_group
from voteapp.protocol.keys.trustees import Item
from voteapp.protocol.proofs import Pair, encrypt
from voteapp.protocol.tally import (
    TallyAccumulator,
    check_partial_decryption,
    check_result,
    combine_factors,
    compute_lagrange,
    compute_result,
    create_partial_decryption,
    has_enough,
    select_last_ballots,
)

GROUP = get_group("Ed25519")


def shares(secret: list[int], count: int) -> list[int]:
    """Values of the polynomial with these coefficients at 1..count."""
    return [
        sum(c * pow(i, k, GROUP.order) for k, c in enumerate(secret)) % GROUP.order
        for i in range(1, count + 1)
    ]


@settings(max_examples=10)
@given(st.lists(st.integers(0, 3), min_size=1, max_size=4), st.integers(1, 3), st.integers(0, 2))
def test_any_threshold_of_trustees_gives_the_numbers(
    numbers: list[int], threshold: int, more: int
) -> None:
    size = threshold + more
    random_bytes = stream(f"{numbers}{threshold}{more}")
    polynomial = [GROUP.random_scalar(random_bytes) for _ in range(threshold)]
    single = GROUP.random_scalar(random_bytes)
    keys = [single, *shares(polynomial, size)]
    publics = [GROUP.base_power(key) for key in keys]
    election_key = GROUP.multiply(GROUP.base_power(polynomial[0]), publics[0])
    tally = [[encrypt(GROUP, election_key, GROUP.random_scalar(random_bytes), n) for n in numbers]]
    items = [
        Item("Single", 1, [1], publics[:1], publics[0]),
        Item("Pedersen", threshold, list(range(2, size + 2)), publics[1:], election_key),
    ]
    for chosen in combinations(range(2, size + 2), threshold):
        factors = {}
        for owner in (1, *chosen):
            made = create_partial_decryption(GROUP, "f", keys[owner - 1], tally, random_bytes)
            factors[owner] = check_partial_decryption(GROUP, "f", publics[owner - 1], tally, made)
        combined = combine_factors(GROUP, items, factors)
        assert compute_result(GROUP, tally, combined, 5) == [numbers]
        check_result(GROUP, tally, combined, [numbers], 5)
        with pytest.raises(ProtocolError):
            check_result(GROUP, tally, combined, [[n + 1 for n in numbers]], 9)
        del factors[1]
        assert not has_enough(items, factors)
        with pytest.raises(MisuseError):
            combine_factors(GROUP, items, factors)


def test_the_search_is_bounded() -> None:
    tally = [[encrypt(GROUP, GROUP.base_power(3), 9, 7)]]
    factors = [[GROUP.power(tally[0][0].alpha, 3)]]
    assert compute_result(GROUP, tally, factors, 7) == [[7]]
    with pytest.raises(ProtocolError) as caught:
        compute_result(GROUP, tally, factors, 6)
    assert caught.value.code == "result-value"


def test_no_ballots_give_zeros() -> None:
    tally = TallyAccumulator(GROUP, [2, 1]).totals
    assert tally == [[Pair(GROUP.neutral, GROUP.neutral)] * 2, [Pair(GROUP.neutral, GROUP.neutral)]]
    made = create_partial_decryption(GROUP, "f", 5, tally, stream("none"))
    public = GROUP.base_power(5)
    factors = check_partial_decryption(GROUP, "f", public, tally, made)
    combined = combine_factors(GROUP, [Item("Single", 1, [1], [public], public)], {1: factors})
    assert compute_result(GROUP, tally, combined, 0) == [[0, 0], [0]]


@given(st.lists(st.integers(1, 8), min_size=2, max_size=6))
def test_weights_multiply(weights: list[int]) -> None:
    key = GROUP.base_power(4)
    totals = TallyAccumulator(GROUP, [1])
    for index, weight in enumerate(weights):
        totals.add([[encrypt(GROUP, key, index + 11, index % 2)]], weight)
    factors = [[GROUP.power(totals.totals[0][0].alpha, 4)]]
    expected = sum(weight for index, weight in enumerate(weights) if index % 2)
    assert compute_result(GROUP, totals.totals, factors, sum(weights)) == [[expected]]


@given(st.lists(st.sampled_from("abcd"), max_size=12))
def test_the_last_ballot_of_each_counts(credentials: list[str]) -> None:
    last = select_last_ballots(credentials)
    assert last == sorted(last)
    assert {credentials[index] for index in last} == set(credentials)
    for index in last:
        assert credentials[index] not in credentials[index + 1 :]


def test_lagrange_is_interpolation_at_zero() -> None:
    polynomial = [42, 17, 99]
    indices = [2, 5, 7]
    values = shares(polynomial, 7)
    total = sum(compute_lagrange(GROUP, indices, i) * values[i - 1] for i in indices)
    assert total % GROUP.order == 42
