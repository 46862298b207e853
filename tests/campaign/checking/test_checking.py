"""Check instead of send: what a seed gives, and what opens a commitment."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.randomness import RandomStream
from voteapp.campaign.checking.codes import (
    Opened,
    pack_choices,
    read_code,
    read_commitment,
    read_opened,
    unpack_choices,
    write_commitment,
    write_opened,
)
from voteapp.campaign.checking.opening import create_from_seed, open_commitment
from voteapp.campaign.checking.seeds import create_seeded
from voteapp.campaign.words import compute_commitment_words
from voteapp.errors import MisuseError, ProtocolError
from voteapp.protocol.ballots import check_ballot, compute_ballot_hash, decode_ballot, sign_ballot
from voteapp.protocol.credentials import compute_public_credential
from voteapp.protocol.election import create_context
from voteapp.protocol.encoding import encode_json

FOLDER = Path(__file__).parents[2] / "vectors-deterministic"
CREDENTIAL = "Wx3nJ-p55DpC-Ah4VU-dm2tqV"


def load(name: str) -> list[dict[str, Any]]:
    vectors: list[dict[str, Any]] = json.loads((FOLDER / f"{name}.json").read_bytes())
    assert vectors
    return vectors


BALLOTS = load("checking")
CODES = load("check-codes")
CONTEXTS = {vector["name"]: create_context(vector["election"].encode()) for vector in BALLOTS}


@pytest.mark.parametrize("vector", BALLOTS, ids=lambda vector: vector["name"])
def test_a_seed_gives_the_same_ballot_in_both_languages(vector: dict[str, Any]) -> None:
    context, seed = CONTEXTS[vector["name"]], bytes.fromhex(vector["seed"])
    draw = create_seeded(seed, context.fingerprint, vector["credential"])
    assert [draw(64).hex() for _ in vector["blocks"]] == vector["blocks"]
    unsigned = create_from_seed(context, vector["credential"], vector["choices"], seed)
    assert encode_json(unsigned).decode() == vector["unsigned"]
    digest = compute_ballot_hash(unsigned)
    assert (digest, compute_commitment_words(digest)) == (vector["hash"], vector["words"])
    assert write_commitment(digest) == vector["first"]
    opened = read_opened(vector["second"])
    assert write_opened(opened) == vector["second"]
    assert opened.seed == seed
    found = open_commitment(context, [vector["credential"]], digest, opened)
    assert found == vector["choices"]


@pytest.mark.parametrize("vector", BALLOTS, ids=lambda vector: vector["name"])
def test_what_does_not_open_a_commitment(vector: dict[str, Any]) -> None:
    context = CONTEXTS[vector["name"]]
    for one in vector["refused"]:
        opened = read_opened(one["second"])
        if "code" not in one:
            # The choices are the same either way round.
            found = open_commitment(context, [vector["credential"]], vector["hash"], opened)
            assert found == one["choices"] == vector["choices"]
            continue
        with pytest.raises(ProtocolError) as caught:
            open_commitment(context, [vector["credential"]], vector["hash"], opened)
        assert caught.value.code == one["code"]


@pytest.mark.parametrize("vector", CODES, ids=lambda vector: vector["text"][:20])
def test_codes_are_read_alike(vector: dict[str, Any]) -> None:
    if vector["code"] is None:
        found = read_code(vector["text"])
        if isinstance(found, Opened):
            assert {**found._asdict(), "seed": found.seed.hex()} == vector["opened"]
        else:
            assert found == vector["hash"]
        return
    with pytest.raises(ProtocolError) as caught:
        read_code(vector["text"])
    assert caught.value.code == vector["code"]


def test_the_second_code_alone_is_refused() -> None:
    first, second = BALLOTS[0]["first"], BALLOTS[0]["second"]
    for read, text in ((read_commitment, second), (read_opened, first)):
        with pytest.raises(ProtocolError) as caught:
            read(text)
        assert caught.value.code == "check-order"


def test_a_block_is_what_the_page_of_formats_says() -> None:
    seed = bytes(range(32))
    draw = create_seeded(seed, "PHI", "ab" * 32)
    for i in range(12):
        text = f"voteapp-seed|{seed.hex()}|PHI|{'ab' * 32}|{i}"
        assert draw(64) == hashlib.sha512(text.encode()).digest()


def test_nothing_but_whole_blocks_is_drawn() -> None:
    with pytest.raises(MisuseError):
        create_seeded(bytes(31), "PHI", "ab" * 32)
    with pytest.raises(MisuseError):
        create_seeded(bytes(32), "PHI", "ab" * 32)(32)


def test_the_signature_draws_nothing_from_the_seed() -> None:
    """A ballot whose seed is shown gives its secret away if the nonce follows from the seed too."""
    context = CONTEXTS["yes"]
    public = compute_public_credential(context.group, context.election.uuid, CREDENTIAL)
    unsigned = create_from_seed(context, public, [[1, 0]], bytes(32))
    drawn: list[bytes] = []
    stream = RandomStream("a nonce of its own")

    def draw(size: int) -> bytes:
        drawn.append(stream(size))
        return drawn[-1]

    data = sign_ballot(context, CREDENTIAL, unsigned, draw)
    check_ballot(context, data, {public: 1})
    assert len(drawn) == 1
    assert decode_ballot(data).signature.hash == compute_ballot_hash(unsigned)
    assert sign_ballot(context, CREDENTIAL, unsigned, draw) != data


rows = st.lists(st.lists(st.integers(0, 1), min_size=1, max_size=12), min_size=1, max_size=9)


@pytest.mark.slow
@given(rows)
def test_choices_come_back(choices: list[list[int]]) -> None:
    packed = pack_choices(choices)
    assert unpack_choices(packed, [len(row) for row in choices]) == choices
    for other in (packed + "0", packed[:-1]):
        with pytest.raises(ProtocolError):
            unpack_choices(other, [len(row) for row in choices])


@given(st.text(max_size=200) | st.sampled_from([one["text"] for one in CODES]))
def test_any_text_is_a_code_or_is_refused(text: str) -> None:
    try:
        found = read_code(text)
    except ProtocolError as error:
        code = error.code
    else:
        code = ""
        written = write_opened(found) if isinstance(found, Opened) else write_commitment(found)
        assert written == text.strip(" \t\r\n")
    assert code in ("", "check-code", "check-half")


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(min_size=32, max_size=32), st.data())
def test_only_what_was_encrypted_opens_it(seed: bytes, data: st.DataObject) -> None:
    """Another choice, another seed, another slip: each gives another hash."""
    context, (one,) = CONTEXTS["not-blank-two"], [v for v in BALLOTS if v["name"] == "yes"]
    credential = one["credential"]
    allowed = [[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1], [0, 1, 1, 0], [0, 0, 1, 1]]
    chosen, claimed = data.draw(st.sampled_from(allowed)), data.draw(st.sampled_from(allowed))
    digest = compute_ballot_hash(create_from_seed(context, credential, [chosen], seed))
    opened = Opened(context.election.uuid, credential, seed, pack_choices([claimed]))
    if claimed == chosen:
        assert open_commitment(context, [credential], digest, opened) == [chosen]
        return
    with pytest.raises(ProtocolError) as caught:
        open_commitment(context, [credential], digest, opened)
    assert caught.value.code == "check-hash"
