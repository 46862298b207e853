"""Refusals and voids: each reason with what shows it; receipts against heads."""

from __future__ import annotations

import msgspec
import pytest

from tests.campaign.test_formats import read_example
from tests.players.campaign.elections import GROUP, VOTES, Stream, Workshop
from voteapp.campaign.board.receipts import find_receipt
from voteapp.campaign.board.refusals import Refusal, check_refusal, decode_refusal
from voteapp.campaign.board.signing import Head, Receipt, decode_head, decode_receipt
from voteapp.campaign.board.voids import check_void, create_void, decode_void
from voteapp.campaign.setup.manifest import decode_manifest
from voteapp.campaign.signed import compute_server_key, sign
from voteapp.errors import ProtocolError
from voteapp.protocol.archive import BytesSource
from voteapp.protocol.ballots import compute_tracker, decode_ballot

PRIVATE = bytes(32)
KEY = compute_server_key(PRIVATE)
GIVEN = decode_refusal(read_example("refusal"))
VOID = decode_void(read_example("void"))
RECEIPT = sign(
    msgspec.structs.replace(
        decode_receipt(read_example("receipt")), credential=GIVEN.credential, tracker="A" * 43
    ),
    PRIVATE,
)
HEAD = sign(msgspec.structs.replace(decode_head(read_example("head")), final=True), PRIVATE)


def refuse(reason: str, **shown: object) -> Refusal:
    bare = msgspec.structs.replace(GIVEN, reason=reason, receipt=None, void=None, head=None)
    return sign(msgspec.structs.replace(bare, **shown), PRIVATE)


def resign(value: Head | Receipt, **changes: object) -> Head | Receipt:
    return sign(msgspec.structs.replace(value, **changes), PRIVATE)


def test_the_example_holds() -> None:
    check_refusal(GIVEN, decode_manifest(read_example("manifest")).server_key)
    assert GIVEN.void == VOID
    with pytest.raises(ProtocolError) as caught:
        check_refusal(GIVEN, KEY)
    assert caught.value.code == "refusal-signature"


def test_each_reason_with_what_shows_it() -> None:
    check_refusal(refuse("used", receipt=RECEIPT), KEY)
    check_refusal(refuse("closed", head=HEAD), KEY)
    check_refusal(refuse("voided", void=VOID), KEY)


@pytest.mark.parametrize(
    "wrong",
    [
        refuse("used"),
        refuse("closed"),
        refuse("voided"),
        refuse("used", head=HEAD),
        refuse("used", receipt=RECEIPT, head=HEAD),
        refuse("used", receipt=decode_receipt(read_example("receipt"))),
        refuse("used", receipt=resign(RECEIPT, tracker=GIVEN.tracker)),
        refuse("used", receipt=resign(RECEIPT, uuid="another")),
        refuse("used", receipt=resign(RECEIPT, credential="0" * 64)),
        refuse("closed", head=resign(HEAD, final=False)),
        refuse("closed", head=resign(HEAD, fingerprint="another")),
        refuse("closed", head=decode_head(read_example("head"))),
        refuse("voided", void=msgspec.structs.replace(VOID, credential="0" * 64)),
        refuse("voided", void=msgspec.structs.replace(VOID, fingerprint="A" * 43)),
    ],
)
def test_what_shows_no_reason(wrong: Refusal) -> None:
    with pytest.raises(ProtocolError) as caught:
        check_refusal(wrong, KEY)
    assert caught.value.code == "refusal-reason"


def test_a_void_is_of_one_slip_in_one_election() -> None:
    secret = GROUP.random_scalar(Stream("slip"))
    credential = GROUP.encode(GROUP.base_power(secret))
    void = create_void(GROUP, "F", credential, secret, Stream("nonce"))
    check_void(GROUP, void, "F", credential)
    with pytest.raises(ProtocolError) as caught:
        check_void(GROUP, void, "G", credential)
    assert caught.value.code == "void-election"
    moved = msgspec.structs.replace(void, fingerprint="G")
    with pytest.raises(ProtocolError) as caught:
        check_void(GROUP, moved, "G", credential)
    assert caught.value.code == "void-signature"


def test_a_receipt_names_the_last_batch_that_may_hold_its_ballot() -> None:
    workshop = Workshop("promises", slips=6)
    election = workshop.open()
    ballots = [workshop.vote(election, i, VOTES[i]) for i in range(5)]

    def find(ballot: bytes, batch: int) -> str:
        receipt = Receipt(
            uuid=workshop.uuid,
            fingerprint=election.context.fingerprint,
            tracker=compute_tracker(ballot),
            credential=decode_ballot(ballot).credential,
            batch=batch,
        )
        source = BytesSource(election.record)
        return find_receipt(receipt, source, election.evidence.heads).state

    election.seal(ballots[:2])
    assert [find(ballots[0], 1), find(ballots[2], 2), find(ballots[2], 1)] == [
        "sealed",
        "waiting",
        "missing",
    ]
    election.seal(ballots[2:4])
    assert [find(ballots[2], 2), find(ballots[2], 3), find(ballots[2], 1), find(ballots[4], 2)] == [
        "sealed",
        "sealed",
        "late",
        "missing",
    ]
    election.close(workshop.slips())
    assert [find(ballots[2], 3), find(ballots[4], 3)] == ["sealed", "missing"]


def test_a_receipt_for_another_slips_ballot_is_refused() -> None:
    """Two people cannot be shown one tracker: each receipt names the slip that it is for."""
    workshop = Workshop("shown twice", slips=6)
    election = workshop.open()
    ballots = [workshop.vote(election, i, VOTES[i]) for i in range(3)]
    election.seal(ballots)
    first, second = ballots[:2]
    receipt = Receipt(
        uuid=workshop.uuid,
        fingerprint=election.context.fingerprint,
        tracker=compute_tracker(first),
        credential=decode_ballot(second).credential,
        batch=1,
    )
    with pytest.raises(ProtocolError) as caught:
        find_receipt(receipt, BytesSource(election.record), election.evidence.heads)
    assert caught.value.code == "receipt-credential"
