"""A seed on paper comes back, however it is typed; a mistake is noticed and nothing is repeated."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.players.campaign.elections import Stream
from voteapp.campaign.keys.paper import (
    decode_restore_code,
    encode_restore_code,
    encode_restore_qr,
)
from voteapp.campaign.slips.tokens import ALPHABET
from voteapp.errors import InvalidInputError, MisuseError
from voteapp.protocol.encoding import BASE58
from voteapp.protocol.keys.pki import create_seed

SEED = create_seed(Stream("restore code"))
SEEDS = st.text(alphabet=BASE58, min_size=22, max_size=22)


def test_the_code_of_a_known_seed() -> None:
    """Worked out by hand from docs/formats.md."""
    number = 0
    for digit in SEED:
        number = number * 58 + BASE58.index(digit)
    body = "".join(ALPHABET[number >> shift & 31] for shift in range(125, -1, -5))
    check = hashlib.sha256(b"voteapp-restore|" + body.encode()).digest()
    bits = int.from_bytes(check, "big") >> 236
    plain = body + "".join(ALPHABET[bits >> shift & 31] for shift in (15, 10, 5, 0))
    assert encode_restore_qr(SEED) == f"VOTEAPP-KEY-{plain}"
    code = encode_restore_code(SEED)
    assert code.replace("-", "") == plain and len(code) == 35
    assert [len(part) for part in code.split("-")] == [5] * 6


def test_the_example_of_the_page() -> None:
    page = (Path(__file__).parents[3] / "docs" / "formats.md").read_text(encoding="utf-8")
    seed = "2" * 22
    assert f"Seed `{seed}` gives `{encode_restore_code(seed)}`" in page


@given(SEEDS)
def test_every_seed_comes_back(seed: str) -> None:
    assert decode_restore_code(encode_restore_code(seed)) == seed
    assert decode_restore_code(encode_restore_qr(seed)) == seed


@pytest.mark.parametrize("seed", ["1" * 22, "z" * 22])
def test_the_first_and_the_last_seed(seed: str) -> None:
    assert decode_restore_code(encode_restore_code(seed)) == seed


def test_how_people_type() -> None:
    code = encode_restore_code(SEED)
    assert "0" in code or "1" in code
    for typed in (
        code.lower(),
        code.replace("-", ""),
        f"  {code.replace('-', ' ')}\n",
        code.replace("-", "\u2013"),
        code.replace("0", "O").replace("1", "I"),
        code.replace("0", "o").replace("1", "l"),
        encode_restore_qr(SEED).lower(),
    ):
        assert decode_restore_code(typed) == SEED


def test_any_one_wrong_character_is_noticed() -> None:
    code = encode_restore_code(SEED)
    for place, character in enumerate(code):
        if character == "-":
            continue
        other = "2" if character != "2" else "3"
        with pytest.raises(InvalidInputError) as caught:
            decode_restore_code(code[:place] + other + code[place + 1 :])
        assert caught.value.field == "restore_code"


def test_two_exchanged_neighbours_are_noticed() -> None:
    code = encode_restore_code(SEED).replace("-", "")
    for place in range(len(code) - 1):
        if code[place] == code[place + 1]:
            continue
        exchanged = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
        with pytest.raises(InvalidInputError):
            decode_restore_code(exchanged)


def check_digits(body: str) -> str:
    bits = int.from_bytes(hashlib.sha256(f"voteapp-restore|{body}".encode()).digest(), "big") >> 236
    return "".join(ALPHABET[bits >> shift & 31] for shift in (15, 10, 5, 0))


def test_a_number_that_is_no_seed_is_refused() -> None:
    def write(number: int) -> str:
        body = "".join(ALPHABET[number >> shift & 31] for shift in range(125, -1, -5))
        return body + check_digits(body)

    assert decode_restore_code(write(58**22 - 1)) == "z" * 22
    for number in (58**22, 32**26 - 1):
        with pytest.raises(InvalidInputError):
            decode_restore_code(write(number))


@pytest.mark.parametrize(
    "typed", ["", "VOTEAPP-KEY-", "U" * 30, "0" * 29, "0" * 31, "é" * 30, "\u0130" * 30, "😀" * 30]
)
def test_what_is_no_code(typed: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        decode_restore_code(typed)
    assert caught.value.field == "restore_code"
    assert not typed or typed not in str(caught.value)


@given(st.text(max_size=60))
def test_no_text_does_worse_than_be_refused(typed: str) -> None:
    with suppress(InvalidInputError):
        assert len(decode_restore_code(typed)) == 22


@pytest.mark.parametrize("seed", ["", "1" * 21, "1" * 23, "0" + "1" * 21, "é" * 22])
def test_what_is_no_seed(seed: str) -> None:
    with pytest.raises(MisuseError):
        encode_restore_code(seed)
