"""What tellers sign: the shared vectors, and a set-up that comes back to one of several."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from tests.players.campaign.elections import Workshop
from tests.players.campaign.several_tellers import create_tellers, halve, open_with_parts
from tests.support.randomness import RandomStream
from voteapp.campaign.canonical import encode_canonical
from voteapp.campaign.playing.election import PlayedElection
from voteapp.campaign.questionnaire.checks import encode_questionnaire
from voteapp.campaign.setup.fixed import FixedSetup, FixedTexts, check_slips, read_fixed
from voteapp.campaign.setup.manifest import encode_public_credentials
from voteapp.campaign.slips.tellers import (
    TellerSecret,
    check_printed,
    check_tellers,
    create_statement,
    create_teller,
    sign_printed,
)
from voteapp.errors import ProtocolError
from voteapp.protocol.encoding import hash_hex

VECTORS = Path(__file__).parents[2] / "vectors-deterministic" / "tellers.json"


def test_both_implementations_sign_the_same() -> None:
    vectors = json.loads(VECTORS.read_bytes())
    assert [len(vector["uuids"]) for vector in vectors] == [1, 2]
    for vector in vectors:
        uuids, secret = vector["uuids"], msgspec.convert(vector["secret"], TellerSecret)
        stream = RandomStream(vector["seed"])
        assert create_teller(secret.name, secret.made, len(uuids), stream) == secret
        statement = create_statement(uuids, vector["parts"], secret)
        assert encode_canonical(statement).decode() == vector["statement"]
        printed = sign_printed(vector["fingerprints"], secret)
        assert encode_canonical(printed).decode() == vector["printed"]
        check_tellers([statement], uuids, ["unit-1", "a+b"], "0" * 64)
        check_printed(printed, "x")


def test_a_printed_word_names_its_set_up_and_its_key() -> None:
    first, second = create_tellers(2)
    word = sign_printed(["A" * 43], first)
    check_printed(word, "x")
    other = sign_printed(["A" * 43], second)
    for bent in (
        msgspec.structs.replace(word, fingerprints=["B" * 43]),
        msgspec.structs.replace(word, fingerprints=["A" * 43, "A" * 43]),
        msgspec.structs.replace(word, key=other.key),
    ):
        with pytest.raises(ProtocolError):
            check_printed(bent, "x")


Returned = tuple[FixedSetup, Workshop, list[TellerSecret], tuple[dict[str, str], dict[str, str]]]


def read(election: PlayedElection, workshop: Workshop) -> FixedSetup:
    asked = encode_questionnaire(election.questionnaire)
    setup = read_fixed([FixedTexts(election.setup.election, election.manifest_bytes, asked)])
    return setup._replace(lists=(tuple(sorted(workshop.public)),))


@pytest.fixture
def returned() -> Returned:
    """A set-up of two tellers, as one of them gets it back."""
    workshop = Workshop("comes back")
    parts = halve(workshop)
    setup = read(open_with_parts(workshop, parts), workshop)
    return setup, workshop, create_tellers(2), parts


def test_each_of_two_tellers_finds_her_part(returned: Returned) -> None:
    setup, workshop, tellers, parts = returned
    for teller, part in zip(tellers, parts, strict=True):
        check_slips(setup, teller, {workshop.uuid: part})
    with pytest.raises(ProtocolError, match="not the one of this file"):
        check_slips(setup._replace(lists=()), tellers[0], {workshop.uuid: parts[0]})


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda t: msgspec.structs.replace(t, name="Another"), id="name"),
        pytest.param(lambda t: msgspec.structs.replace(t, made="page"), id="made"),
        pytest.param(lambda t: msgspec.structs.replace(t, salts=["0" * 64]), id="salt"),
        pytest.param(lambda t: msgspec.structs.replace(t, key="1" * 64), id="key"),
    ],
)
def test_a_statement_that_is_not_as_she_signed_it(
    returned: Returned, change: Callable[[TellerSecret], TellerSecret]
) -> None:
    setup, workshop, tellers, parts = returned
    with pytest.raises(ProtocolError) as caught:
        check_slips(setup, change(tellers[0]), {workshop.uuid: parts[0]})
    assert caught.value.code == "setup-tellers"


def test_a_slip_of_hers_in_another_unit(returned: Returned) -> None:
    setup, workshop, tellers, parts = returned
    (first, second, *_rest) = parts[0]
    moved = {**parts[0], first: parts[0][second], second: parts[0][first]}
    with pytest.raises(ProtocolError) as caught:
        check_slips(setup, tellers[0], {workshop.uuid: moved})
    assert caught.value.code == "setup-tellers"


def with_list(change: Callable[[list[str]], list[str]]) -> Returned:
    """The server's list is another than what its tellers made."""
    workshop = Workshop("another list")
    parts = halve(workshop)
    workshop.public = change(workshop.public)
    listed = hash_hex(encode_public_credentials(workshop.public))
    workshop.manifest = msgspec.structs.replace(workshop.manifest, credentials=listed)
    setup = read(open_with_parts(workshop, parts), workshop)
    return setup, workshop, create_tellers(2), parts


def test_a_slip_of_hers_that_was_exchanged() -> None:
    """In a part's own list: the other teller notices nothing, and the numbers fit."""
    stranger = Workshop("stranger").public[0]
    setup, workshop, tellers, parts = with_list(lambda listed: [stranger, *listed[1:]])
    with pytest.raises(ProtocolError, match="a slip of yours is not on the list"):
        check_slips(setup, tellers[0], {workshop.uuid: parts[0]})
    check_slips(setup, tellers[1], {workshop.uuid: parts[1]})


def test_a_slip_more_than_all_tellers_made() -> None:
    stranger = Workshop("stranger").public[0]
    setup, workshop, tellers, parts = with_list(lambda listed: [stranger, *listed])
    for teller, part in zip(tellers, parts, strict=True):
        with pytest.raises(ProtocolError, match="other slips than the tellers made"):
            check_slips(setup, teller, {workshop.uuid: part})
