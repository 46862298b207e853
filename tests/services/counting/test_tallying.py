"""Tally, closing statements, decryptions: everything is checked before it is appended."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.players.services.world import GROUP, SURVEY, VOTE, World, create_draft
from voteapp.campaign.canonical import encode_canonical
from voteapp.campaign.statements.people import Signer
from voteapp.campaign.statements.signing import create_statement
from voteapp.errors import InvalidInputError, NotFoundError
from voteapp.protocol.archive import BytesSource
from voteapp.protocol.audit import verify_record
from voteapp.services.counting import disclosure, tallying
from voteapp.services.counting.tasks import get_decryption_task
from voteapp.services.errors import NotReadyError, WrongStateError
from voteapp.services.results import publishing
from voteapp.services.slips.counts import record_counts
from voteapp.services.trustees.seats import Seat
from voteapp.services.values.campaigns import SlipCounts

pytestmark = pytest.mark.slow

YES = [[0, 1, 0]]


@pytest.fixture
def closed(world: World) -> World:
    """A vote of six ballots, closed and added up."""
    world.open(create_draft(VOTE, SURVEY))
    for member in range(6):
        world.cast(world.uuids[0], member, YES)
    world.close()
    world.count_slips()
    world.tick()
    return world


def state_of(world: World, uuid: str) -> str:
    audit = verify_record(BytesSource(world.read_record(uuid)))
    assert audit.findings.items == []
    return audit.structure.state or ""


def test_each_election_by_itself(closed: World) -> None:
    vote, survey = closed.uuids
    assert (state_of(closed, vote), state_of(closed, survey)) == ("EncryptedTally", "EndBallots")
    task = get_decryption_task(closed.context, Seat(closed.code))
    assert [(e.skip, e.tallied, e.ballots) for e in task.elections] == [
        (None, True, 6),
        ("below-k", False, 0),
    ]
    closed.decrypt(vote)
    assert closed.state == "published"
    assert state_of(closed, vote) == "Result"


def test_the_tally_waits_for_the_slips_to_be_counted(world: World) -> None:
    world.open()
    for member in range(6):
        world.cast(world.uuids[0], member, YES)
    world.close()
    world.tick()
    assert state_of(world, world.uuids[0]) == "EndBallots"
    with pytest.raises(NotReadyError) as caught:
        world.decrypt(world.uuids[0])
    assert caught.value.missing == ("counts-final",)
    for handed_out in (11, 12):
        paper = SlipCounts(printed=12, handed_out=handed_out)
        record_counts(world.context, world.account, world.code, paper)
        world.tick()
    assert state_of(world, world.uuids[0]) == "EndBallots"
    world.finish_counts()
    world.tick()
    world.tick()
    assert state_of(world, world.uuids[0]) == "EncryptedTally"


def test_no_factor_without_a_closing_statement(closed: World) -> None:
    uuid = closed.uuids[0]
    decryption = closed.create_decryption(uuid)
    with pytest.raises(NotReadyError) as caught:
        tallying.post_decryption(closed.context, closed.seat, uuid, decryption)
    assert caught.value.missing == ("closing-statement",)
    closed.sign(uuid)
    closed.sign(uuid)
    tallying.post_decryption(closed.context, closed.seat, uuid, decryption)
    tallying.post_decryption(closed.context, closed.seat, uuid, decryption)
    assert state_of(closed, uuid) == "Result"


def test_no_factor_before_the_instant_that_was_fixed(world: World) -> None:
    draft = create_draft(VOTE)
    later = replace(draft, decrypts=draft.closing + timedelta(hours=6))
    world.open(later)
    (uuid,) = world.uuids
    for member in range(6):
        world.cast(uuid, member, YES)
    manifest = disclosure.get_manifest(world.context, uuid)
    assert json.loads(manifest)["decrypts"] == "2026-11-22T07:00:00-08:00"
    world.close()
    world.count_slips()
    world.tick()
    world.sign(uuid)
    assert get_decryption_task(world.context, Seat(world.code)).decrypts == later.decrypts
    world.clock.now = later.decrypts - timedelta(seconds=1)
    with pytest.raises(NotReadyError) as caught:
        world.post_decryption(uuid)
    assert caught.value.missing == ("decrypts",)
    assert world.state == "closed"
    world.clock.advance(seconds=1)
    world.post_decryption(uuid)
    assert world.state == "published"


def test_a_statement_about_something_else_is_refused(closed: World) -> None:
    uuid = closed.uuids[0]
    task = get_decryption_task(closed.context, Seat(closed.code))
    text, other = task.elections[0].closing_text or "", task.elections[1].closing_text or ""
    key = closed.private_key
    for owner, secret, message in ((1, key, other), (1, key + 1, text), (2, key, text)):
        statement = create_statement(
            GROUP, Signer("trustee", owner), secret, message, closed.random
        )
        with pytest.raises(InvalidInputError) as caught:
            tallying.post_closing_statement(
                closed.context, closed.seat, uuid, encode_canonical(statement)
            )
        assert caught.value.field == "closing_statement"
    with pytest.raises(InvalidInputError):
        tallying.post_closing_statement(closed.context, closed.seat, uuid, b"{}")


def _move_factor(posted: dict[str, Any]) -> None:
    row = posted["partial_decryption"]["decryption_factors"][0]
    row[0] = GROUP.encode(GROUP.multiply(GROUP.decode(row[0]), GROUP.generator))


def _drop_strong_proof(posted: dict[str, Any]) -> None:
    posted["strong_proofs"][0].pop()


def _swap_strong_proofs(posted: dict[str, Any]) -> None:
    posted["strong_proofs"][0].reverse()


def _use_format_proofs(posted: dict[str, Any]) -> None:
    posted["strong_proofs"] = posted["partial_decryption"]["decryption_proofs"]


def _change_owner(posted: dict[str, Any]) -> None:
    posted["owner"] = 2


def _change_group(posted: dict[str, Any]) -> None:
    posted["group"] = "0" * 12


def _change_uuid(posted: dict[str, Any]) -> None:
    posted["uuid"] = "1" * 14


@pytest.mark.parametrize(
    "change",
    [
        _move_factor,
        _drop_strong_proof,
        _swap_strong_proofs,
        _use_format_proofs,
        _change_group,
        _change_uuid,
    ],
)
def test_a_wrong_decryption_is_refused_and_nothing_is_appended(closed: World, change: Any) -> None:
    uuid = closed.uuids[0]
    closed.sign(uuid)
    posted = json.loads(closed.create_decryption(uuid))
    change(posted)
    with pytest.raises(InvalidInputError) as caught:
        tallying.post_decryption(closed.context, closed.seat, uuid, encode_canonical(posted))
    assert caught.value.field == "decryption"
    assert state_of(closed, uuid) == "EncryptedTally"


def test_nobody_decrypts_for_somebody_else(closed: World) -> None:
    uuid = closed.uuids[0]
    closed.sign(uuid)
    posted = json.loads(closed.create_decryption(uuid))
    _change_owner(posted)
    with pytest.raises(InvalidInputError, match="trustee 2's, not trustee 1's"):
        tallying.post_decryption(closed.context, closed.seat, uuid, encode_canonical(posted))


def test_the_public_record_ends_at_the_tally_until_publication(world: World) -> None:
    """The one part has its result; the campaign is published with the other's."""
    world.open(create_draft(VOTE, SURVEY))
    uuid, other = world.uuids
    for member in range(10):
        world.cast(uuid, member, YES)
        world.cast(other, member, [[0, 1, 0, 0], [0, 1, 1, 0]])
    world.close()
    world.count_slips()
    world.tick()
    world.decrypt(uuid)
    public = disclosure.get_record(world.context, uuid)
    whole = world.read_record(uuid)
    assert whole.startswith(public)
    assert len(whole) > len(public)
    assert b"decryption_factors" not in public
    assert json.loads(disclosure.get_evidence(world.context, uuid))["strong_proofs"] == []
    assert json.loads(world.read_evidence(uuid))["strong_proofs"] != []
    world.decrypt(other)
    assert disclosure.get_record(world.context, uuid) == whole
    assert disclosure.get_evidence(world.context, uuid) == world.read_evidence(uuid)


def test_the_tellers_parts_open_after_the_end_only(world: World) -> None:
    world.open()
    uuid = world.uuids[0]
    world.cast(uuid, 0, YES)
    for data in (disclosure.get_evidence(world.context, uuid), world.read_evidence(uuid)):
        evidence = json.loads(data)
        assert (evidence["parts"], evidence["plan"]) == (None, None)
    world.close()
    evidence = json.loads(disclosure.get_evidence(world.context, uuid))
    assert [len(part["leaves"]) for part in evidence["parts"]] == [12]


def test_nothing_can_be_read_before_opening(world: World) -> None:
    world.submit()
    for read in (
        disclosure.get_record,
        publishing.get_bundle,
        disclosure.get_manifest,
        disclosure.get_evidence,
    ):
        with pytest.raises(NotFoundError):
            read(world.context, world.uuids[0])
    for ask in (disclosure.get_record, disclosure.get_manifest, disclosure.get_evidence):
        with pytest.raises(NotFoundError):
            ask(world.context, world.uuids[0], world.seat)
    with pytest.raises(WrongStateError):
        tallying.post_closing_statement(world.context, world.seat, world.uuids[0], b"{}")
