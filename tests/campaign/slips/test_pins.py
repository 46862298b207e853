"""The pin: what it depends on, how slips that fit two leaves or none are told."""

from __future__ import annotations

import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.randomness import RandomStream
from voteapp.campaign.slips.pins import (
    SlipCode,
    compute_pin,
    find_leaves,
    format_slip_code,
    read_slip_code,
)
from voteapp.campaign.slips.tokens import ALPHABET, TokenError, create_token

FINGERPRINTS = ["A" * 43, "b/+9" + "C" * 39]
TOKEN = "2BF2M998QCG3B0643SC8Z4FFJ"
LEAVES = [f"unit-{number}" for number in range(400)]


def test_it_is_the_first_25_bits_of_the_mac() -> None:
    key = hashlib.sha256(f"voteapp-pin|{TOKEN}".encode()).digest()
    message = f"voteapp-pin|{FINGERPRINTS[0]}|{FINGERPRINTS[1]}|unit-1".encode()
    bits = f"{int.from_bytes(hmac.digest(key, message, 'sha256'), 'big'):0256b}"[:25]
    expected = "".join(ALPHABET[int(bits[i : i + 5], 2)] for i in range(0, 25, 5))
    assert compute_pin(TOKEN, FINGERPRINTS, "unit-1") == expected


@given(st.binary(min_size=24, max_size=24), st.sampled_from(LEAVES))
def test_a_slip_knows_its_leaf_and_can_be_read_back(body: bytes, leaf: str) -> None:
    token = create_token(lambda n: body)
    code = SlipCode(token, compute_pin(token, FINGERPRINTS, leaf))
    assert leaf in find_leaves(code, FINGERPRINTS, LEAVES)
    assert read_slip_code(format_slip_code(code).lower()) == code
    assert read_slip_code(f"https://vote.example/b/7K3M9QTX#{code.text}") == code


@pytest.mark.parametrize(
    "other",
    [
        FINGERPRINTS[::-1],
        FINGERPRINTS[:1],
        [*FINGERPRINTS, FINGERPRINTS[0]],
        [FINGERPRINTS[0], FINGERPRINTS[1][:-1] + "D"],
    ],
)
def test_another_set_up_fits_no_slip(other: list[str]) -> None:
    """Reordered, hidden, added or changed: of 2,000 slips with 400 leaves none fits by its leaf."""
    stream = RandomStream("pins")
    for number in range(2_000):
        token = create_token(stream)
        leaf = LEAVES[number % 400]
        code = SlipCode(token, compute_pin(token, FINGERPRINTS, leaf))
        assert find_leaves(code, FINGERPRINTS, [leaf]) == [leaf]
        assert find_leaves(code, other, [leaf]) == []


@pytest.mark.slow
def test_the_chance_that_a_foreign_leaf_fits_is_that_of_25_bits() -> None:
    """60,000 slips and 400 leaves make 24 million pairs, of 2^25: about one stands on two leaves.
    Here 2,000 slips of one leaf each, looked up in 400: none with 97.6 %, never five."""
    stream = RandomStream("chance")
    doubles = 0
    for _ in range(2_000):
        token = create_token(stream)
        code = SlipCode(token, compute_pin(token, FINGERPRINTS, LEAVES[0]))
        doubles += len(find_leaves(code, FINGERPRINTS, LEAVES)) - 1
    assert doubles < 5


@pytest.mark.parametrize("change", ["", "0", "00000000"])
def test_the_length_is_thirty(change: str) -> None:
    code = SlipCode(TOKEN, compute_pin(TOKEN, FINGERPRINTS, "unit-1"))
    typed = TOKEN if change == "" else code.text + change
    with pytest.raises(TokenError, match="30 characters"):
        read_slip_code(typed)


def test_a_mistyped_token_is_found_before_any_pin() -> None:
    code = SlipCode("2BF2M998QCG3B0643SC8Z4FFK", "00000")
    with pytest.raises(TokenError, match="mistyped"):
        read_slip_code(code.text)
