"""Tokens: creation, what people may type, the check, and the credential behind them."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voteapp.campaign.slips.tokens import (
    ALPHABET,
    TokenError,
    compute_credential,
    create_token,
    format_token,
    normalize_token,
)
from voteapp.protocol.credentials import is_credential

EXAMPLE = "2BF2M-998QC-G3B06-43SC8-Z4FFJ"
bodies = st.binary(min_size=24, max_size=24)


def test_the_example_of_the_formats():
    token = normalize_token(EXAMPLE)
    assert token == "2BF2M998QCG3B0643SC8Z4FFJ"
    assert format_token(token) == EXAMPLE
    assert compute_credential(token) == "Wx3nJ-p55DpC-Ah4VU-dm2tqV"


@pytest.mark.parametrize(
    "typed",
    [
        "2bf2m-998qc-g3b06-43sc8-z4ffj",
        "2BF2M998QCG3B0643SC8Z4FFJ",
        " 2bf2m 998qc\u00a0g3bo6\u201343sc8\u2212z4ffj\n".replace("\u2212", "\u2010"),
        "2BF2M-998QC-G3BO6-43SC8-Z4FFJ",
    ],
)
def test_other_ways_to_type_it(typed):
    assert normalize_token(typed) == "2BF2M998QCG3B0643SC8Z4FFJ"


def test_look_alikes_are_read_as_digits():
    token = create_token(lambda n: bytes([1] * n))
    assert set(token[:24]) == {"1"}
    assert normalize_token(token.replace("1", "I", 3).replace("1", "l", 3)) == token


@given(bodies)
def test_a_new_token_passes_its_check(body):
    token = create_token(lambda n: body)
    assert len(token) == 25 and set(token) <= set(ALPHABET)
    assert normalize_token(format_token(token).lower()) == token
    assert is_credential(compute_credential(token))


@given(bodies, st.integers(0, 24), st.sampled_from(ALPHABET))
def test_every_single_mistyped_character_is_found(body, place, character):
    token = create_token(lambda n: body)
    wrong = token[:place] + character + token[place + 1 :]
    if wrong == token:
        return
    with pytest.raises(TokenError) as caught:
        normalize_token(wrong)
    assert caught.value.place is None
    assert wrong not in str(caught.value)


@pytest.mark.parametrize(("typed", "place"), [("2BF2M-99UQC", 8), ("é", 1), ("2B!", 3)])
def test_a_character_that_cannot_be_is_named_by_its_place(typed, place):
    with pytest.raises(TokenError) as caught:
        normalize_token(typed)
    assert caught.value.place == place
    assert caught.value.field == "token"


@pytest.mark.parametrize("typed", ["", "2BF2M", EXAMPLE + "0"])
def test_wrong_length(typed):
    with pytest.raises(TokenError) as caught:
        normalize_token(typed)
    assert caught.value.place is None


def test_credential_is_the_base58_number_with_leading_ones():
    alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
    token = normalize_token(EXAMPLE)
    number = int(hashlib.sha256(f"voteapp-token|{token}".encode()).hexdigest(), 16) % 58**22
    back = 0
    for character in compute_credential(token).replace("-", ""):
        back = back * 58 + alphabet.index(character)
    assert back == number
