"""Casting: who is let in, in which order things are checked, the receipt."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.players.services.world import ADA, GROUP, SURVEY, VOTE, World, create_draft
from voteapp.campaign.board.refusals import Refusal, check_refusal, decode_refusal
from voteapp.campaign.board.signing import decode_receipt
from voteapp.campaign.signed import check_signed
from voteapp.campaign.slips.tokens import compute_credential, create_token
from voteapp.errors import NotFoundError
from voteapp.protocol.ballots import compute_tracker, create_ballot, decode_ballot
from voteapp.protocol.credentials import compute_secret
from voteapp.protocol.encoding import encode_json, hash_base64
from voteapp.protocol.proofs import create_knowledge
from voteapp.services.errors import (
    BallotRefusedError,
    BallotTooLargeError,
    NotOpenYetError,
    ServerBusyError,
    SignedRefusalError,
    TooManyFailuresError,
    UnknownSlipError,
    UsedSlipError,
    VotingClosedError,
    VotingClosingError,
    VotingWithdrawnError,
)
from voteapp.services.results import publishing
from voteapp.services.setup import fixing
from voteapp.services.values.public import SlipState
from voteapp.services.voting import casting, entry
from voteapp.store import database

YES, NO = [[0, 1, 0]], [[0, 0, 1]]


@pytest.fixture
def opened(world: World) -> World:
    """An open vote."""
    world.open()
    return world


def test_the_receipt_is_signed_and_names_the_batch(opened: World) -> None:
    uuid = opened.uuids[0]
    ballot = opened.ballot(uuid, 0, YES)
    receipt = decode_receipt(casting.cast(opened.context, uuid, ballot))
    check_signed(receipt, opened.context.signer.public_key, "receipt")
    assert (receipt.uuid, receipt.batch) == (uuid, 2)  # the last that may hold it
    assert receipt.tracker == compute_tracker(ballot)
    assert receipt.fingerprint == opened.election(uuid).fingerprint
    manifest = json.loads(opened.get_row(uuid).manifest or b"")
    assert manifest["server_key"] == opened.context.signer.public_key


def test_the_same_ballot_gets_the_same_receipt_until_it_is_sealed(each_world: World) -> None:
    world = each_world
    world.open()
    uuid = world.uuids[0]
    ballot = world.ballot(uuid, 0, YES)
    first = casting.cast(world.context, uuid, ballot)
    assert casting.cast(world.context, uuid, ballot) == first
    world.restart()
    assert casting.cast(world.context, uuid, ballot) == first
    world.clock.advance(hours=5)
    world.tick()
    assert casting.cast(world.context, uuid, ballot) == first
    world.clock.advance(hours=24)
    assert casting.cast(world.context, uuid, ballot) == first
    world.tick()
    sealed = decode_receipt(casting.cast(world.context, uuid, ballot))
    assert (sealed.batch, sealed.tracker) == (1, compute_tracker(ballot))


@pytest.mark.slow
def test_another_ballot_with_the_same_slip_is_refused(each_world: World) -> None:
    world = each_world
    world.open()
    uuid = world.uuids[0]
    ballot = world.ballot(uuid, 0, YES)
    receipt = casting.cast(world.context, uuid, ballot)
    other = world.ballot(uuid, 0, NO)
    with pytest.raises(UsedSlipError) as caught:
        casting.cast(world.context, uuid, other)
    refusal = read_refusal(world, caught.value, other)
    assert refusal.reason == "used" and refusal.receipt is not None
    assert refusal.receipt == decode_receipt(receipt)
    assert refusal.receipt.credential == world.credential(uuid, 0)
    assert (refusal.receipt.tracker, refusal.receipt.batch) == (compute_tracker(ballot), 2)
    state = entry.get_slip_state(world.context, uuid, world.credential(uuid, 0))
    assert state == SlipState("unused")  # nobody is told before it is sealed
    world.close()
    state = entry.get_slip_state(world.context, uuid, world.credential(uuid, 0))
    assert (state.state, state.tracker, state.batch) == ("used", compute_tracker(ballot), 1)
    assert state.receipt == casting.cast(world.context, uuid, ballot).decode()


def read_refusal(world: World, error: SignedRefusalError, ballot: bytes) -> Refusal:
    """The refusal, checked as whoever sent the ballot checks it."""
    refusal = decode_refusal(error.refusal.encode())
    check_refusal(refusal, world.context.signer.public_key)
    sent = decode_ballot(ballot)
    assert (refusal.uuid, refusal.fingerprint) == (sent.election_uuid, sent.election_hash)
    assert (refusal.credential, refusal.tracker) == (sent.credential, compute_tracker(ballot))
    return refusal


@pytest.mark.slow
def test_one_slip_opens_every_election_by_itself(world: World) -> None:
    world.open(create_draft(VOTE, SURVEY))
    world.cast(world.uuids[1], 0, [[0, 1, 0, 0], [1, 0, 0, 0]])
    world.cast(world.uuids[0], 0, YES)
    with pytest.raises(BallotRefusedError) as caught:
        casting.cast(world.context, world.uuids[1], world.ballot(world.uuids[0], 1, YES))
    assert caught.value.finding == "ballot-election"


def test_times(world: World) -> None:
    world.submit()
    uuid = world.uuids[0]
    with pytest.raises(NotOpenYetError):
        casting.cast(world.context, uuid, b"{}")
    world.make_key()
    world.make_slips()
    world.fix()
    ballot = world.ballot(uuid, 0, YES)
    with pytest.raises(NotOpenYetError):
        casting.cast(world.context, uuid, ballot)
    assert entry.get_booth(world.context, world.code).phase == "not-open"
    world.clock.advance(hours=1)
    with pytest.raises(NotOpenYetError):
        casting.cast(world.context, uuid, ballot)
    world.tick()
    assert entry.get_booth(world.context, world.code).phase == "open"
    world.clock.advance(hours=24)
    with pytest.raises(VotingClosingError):
        casting.cast(world.context, uuid, ballot)
    assert entry.get_booth(world.context, world.code).phase == "closed"
    world.tick()
    with pytest.raises(VotingClosedError) as caught:
        casting.cast(world.context, uuid, ballot)
    refusal = read_refusal(world, caught.value, ballot)
    assert refusal.reason == "closed" and refusal.head is not None and refusal.head.final
    with pytest.raises(NotFoundError):
        casting.cast(world.context, "1" * 14, ballot)


def test_a_stale_page_after_closing_is_told(opened: World) -> None:
    uuid = opened.uuids[0]
    ballot = opened.ballot(uuid, 0, YES)
    opened.close("All have voted.")
    with pytest.raises(VotingClosedError):
        casting.cast(opened.context, uuid, ballot)


def test_a_stale_page_after_cancelling_is_told(opened: World) -> None:
    ballot = opened.ballot(opened.uuids[0], 0, YES)
    publishing.cancel(opened.context, ADA, opened.code, "Wrong question.", seen=opened.standing)
    with pytest.raises(VotingClosedError):
        casting.cast(opened.context, opened.uuids[0], ballot)


@pytest.mark.parametrize("fixed", [False, True])
def test_a_withdrawn_campaign_has_a_refusal_of_its_own(world: World, fixed: bool) -> None:
    world.submit()
    world.make_key()
    world.make_slips()
    ballot = b"{}"
    if fixed:
        world.fix()
        ballot = world.ballot(world.uuids[0], 0, YES)
    fixing.withdraw_campaign(
        world.context, ADA, world.code, "The offer changed.", seen=world.standing
    )
    assert entry.get_booth(world.context, world.code).phase == "withdrawn"
    for _ in range(2):
        with pytest.raises(VotingWithdrawnError):
            casting.cast(world.context, world.uuids[0], ballot)
        world.clock.advance(hours=2)
        world.tick()


def test_a_slip_of_another_campaign_is_unknown(opened: World) -> None:
    uuid = opened.uuids[0]
    token = create_token(opened.random)
    ballot = create_ballot(opened.election(uuid), compute_credential(token), YES, opened.random)
    with pytest.raises(UnknownSlipError):
        casting.cast(opened.context, uuid, ballot)


def swap_proofs(data: bytes) -> bytes:
    ballot = json.loads(data)
    ballot["answers"][0]["overall_proof"].reverse()
    return encode_json(ballot)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("change", "finding"),
    [
        (lambda data: b"", "ballot-encoding"),
        (lambda data: b"\xff", "ballot-encoding"),
        (lambda data: data + b"\n", "ballot-encoding"),
        (lambda data: data.replace(b'{"', b'{ "', 1), "ballot-encoding"),
        (lambda data: data.replace(b'"answers":[{', b'"answers":[{"x":1,', 1), "ballot-encoding"),
        (lambda data: data.replace(b'"answers":[', b'"answers":[],"answers":[', 1), None),
        (swap_proofs, "ballot-signature"),
    ],
)
def test_bytes_that_are_no_ballot(
    opened: World, change: Callable[[bytes], bytes], finding: str | None
) -> None:
    uuid = opened.uuids[0]
    with pytest.raises(BallotRefusedError) as caught:
        casting.cast(opened.context, uuid, change(opened.ballot(uuid, 0, YES)))
    assert caught.value.finding == (finding or "ballot-encoding")
    state = entry.get_slip_state(opened.context, uuid, opened.credential(uuid, 0))
    assert state.state == "unused"


def test_size_comes_first(opened: World) -> None:
    uuid = opened.uuids[0]
    longest = casting.compute_longest(opened.election(uuid))
    assert len(opened.ballot(uuid, 0, YES)) < longest < 20_000
    with pytest.raises(BallotTooLargeError):
        casting.cast(opened.context, uuid, b"{" * (longest + 1))


def sign_again(world: World, uuid: str, member: int, data: bytes) -> bytes:
    """A ballot with a broken proof under a valid signature of its own slip."""
    ballot = json.loads(swap_proofs(data))
    del ballot["signature"]
    digest = hash_base64(encode_json(ballot))
    secret = compute_secret(GROUP, uuid, compute_credential(world.tokens[member]))
    proof = create_knowledge(GROUP, f"sig|{digest}", secret, world.random)
    ballot["signature"] = {
        "hash": digest,
        "proof": {"challenge": proof.challenge, "response": proof.response},
    }
    return encode_json(ballot)


@pytest.mark.slow
def test_failures_count_only_under_a_valid_signature(opened: World) -> None:
    uuid = opened.uuids[0]
    good = opened.ballot(uuid, 0, YES)
    for _ in range(casting.MOST_FAILURES + 5):
        with pytest.raises(BallotRefusedError):
            casting.cast(opened.context, uuid, swap_proofs(good))
    broken = sign_again(opened, uuid, 0, good)
    for _ in range(casting.MOST_FAILURES):
        with pytest.raises(BallotRefusedError) as caught:
            casting.cast(opened.context, uuid, broken)
        assert caught.value.finding == "ballot-overall-proof"
    with pytest.raises(TooManyFailuresError):
        casting.cast(opened.context, uuid, good)
    opened.cast(uuid, 1, YES)


def test_a_full_server_says_so_and_nothing_is_lost(
    opened: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    uuid = opened.uuids[0]
    ballot = opened.ballot(uuid, 0, YES)
    monkeypatch.setattr(database, "BUSY_MILLISECONDS", 50)
    opened.restart()
    other = database.Database(opened.settings.board_url)
    with other.write(), pytest.raises(ServerBusyError):
        casting.cast(opened.context, uuid, ballot)
    other.close()
    assert decode_receipt(casting.cast(opened.context, uuid, ballot)).batch == 2


def test_the_booth_gets_no_list_of_credentials(opened: World) -> None:
    text = repr(entry.get_booth(opened.context, opened.code))
    assert opened.uuids[0] in text
    assert not any(opened.credential(opened.uuids[0], i) in text for i in range(12))


def test_the_default_survey_brings_its_rules_to_the_booth(world: World) -> None:
    from voteapp.services.drafting.shift_survey import default_survey

    world.open(create_draft(VOTE, *default_survey(world.random, limit=4), slips=30, roster_size=30))
    elections = entry.get_booth(world.context, world.code).elections
    for election in elections:
        document = election.questionnaire or ""
        pinned = json.loads(election.manifest)["questionnaire"]
        assert hashlib.sha256(document.encode()).hexdigest() == pinned
    _vote, main, burnout = (json.loads(election.questionnaire or "") for election in elections)
    assert {row["limit"] for row in main["limits"].values()} == {4}
    assert "derive" in {rule["do"] for rule in main["rules"]}
    assert len(burnout["questions"]) == 1


def test_no_table_keeps_who_when_or_where(opened: World, tmp_path: Path) -> None:
    """The stored bytes hold the ballot and nothing beside it."""
    uuid = opened.uuids[0]
    opened.cast(uuid, 0, YES)
    columns = database_columns(opened)
    assert columns["ballot"] == {"election_id", "credential", "hash", "batch", "height", "data"}
    # Whose part a credential is in is opened with all parts when voting is over.
    part = {"leaf_id", "teller"}
    assert columns["credential"] == {"election_id", "credential", "voided", "void", *part}
    kept = b"".join(path.read_bytes() for path in tmp_path.glob("*.sqlite*"))
    for token in opened.tokens:
        assert token.encode() not in kept
        assert compute_credential(token).encode() not in kept


def database_columns(world: World) -> dict[str, set[str]]:
    from sqlalchemy import inspect

    with world.context.board.engine.connect() as connection:
        inspector = inspect(connection)
        return {
            name: {column["name"] for column in inspector.get_columns(name)}
            for name in inspector.get_table_names()
        }


def test_a_ballot_of_the_survey_is_within_its_bound(world: World) -> None:
    from voteapp.services.drafting.shift_survey import default_survey

    world.open(create_draft(*default_survey(world.random, limit=4), slips=20))
    uuid = world.uuids[0]
    election = world.election(uuid)
    rows = [[0, 1] + [0] * (q.width - 2) for q in election.election.questions]
    ballot = world.ballot(uuid, 0, rows)
    assert len(ballot) < casting.compute_longest(election) < 2 * len(ballot)
    assert decode_ballot(ballot)
    casting.cast(world.context, uuid, ballot)
