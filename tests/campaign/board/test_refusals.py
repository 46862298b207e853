"""Refusals and voids: each reason with what shows it; receipts against heads."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from tests.campaign.test_formats import read_example
from tests.players.campaign.elections import GROUP, VOTES, Stream, Workshop
from tests.players.campaign.structures import read_whole
from voteapp.campaign.board.receipts import find_receipt
from voteapp.campaign.board.refusals import Refusal, check_refusal, decode_refusal
from voteapp.campaign.board.signing import Head, Receipt, decode_head, decode_receipt
from voteapp.campaign.board.voids import check_void, create_void, decode_void
from voteapp.campaign.canonical import encode_canonical
from voteapp.campaign.playing.election import PlayedElection
from voteapp.campaign.setup.manifest import decode_manifest, encode_manifest
from voteapp.campaign.signed import compute_server_key, sign
from voteapp.errors import ProtocolError
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
        # Right in every field, but another server signed what is to show the reason.
        refuse("used", receipt=sign(RECEIPT, b"\1" * 32)),
        refuse("closed", head=sign(HEAD, b"\1" * 32)),
        refuse("voided", void=msgspec.structs.replace(VOID, credential="0" * 64)),
        refuse("voided", void=msgspec.structs.replace(VOID, fingerprint="A" * 43)),
    ],
)
def test_what_shows_no_reason(wrong: Refusal) -> None:
    with pytest.raises(ProtocolError) as caught:
        check_refusal(wrong, KEY)
    assert caught.value.code == "refusal-reason"


def test_an_answer_to_a_void_names_no_ballot() -> None:
    """Nor does it ever say that voting is over, and its numbers are in range."""
    answers = (
        refuse("voided", tracker=None, void=VOID),
        refuse("used", tracker=None, receipt=RECEIPT),
    )
    for answer in answers:
        assert decode_refusal(encode_canonical(answer)) == answer
        check_refusal(answer, KEY)
    for wrong in (
        refuse("closed", tracker=None, head=HEAD),
        refuse("used", receipt=resign(RECEIPT, batch=0)),
        refuse("closed", head=resign(HEAD, height=-1)),
        refuse("voided", void=VOID, credential="x"),
    ):
        with pytest.raises(ProtocolError) as caught:
            decode_refusal(encode_canonical(wrong))
        assert caught.value.code == "refusal-encoding"


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
        structure = read_whole(election.record)
        heads, manifest = election.evidence.heads, election.manifest_bytes
        signed = sign(receipt, election.server_key)
        found = find_receipt(signed, structure, manifest, heads)
        broken = found.state in ("late", "missing")
        assert found.proven is broken
        assert not find_receipt(receipt, structure, manifest, heads).proven  # nobody signed it
        assert not find_receipt(signed, structure, None, heads).proven  # nobody knows whose key
        zero = msgspec.structs.replace(signed, signature="0" * 128)
        assert not find_receipt(zero, structure, manifest, heads).proven
        return found.state

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
        find_receipt(receipt, read_whole(election.record), None, [])
    assert caught.value.code == "receipt-credential"


def create_missing(election: PlayedElection, **fields: Any) -> Receipt:
    """A signed promise of a ballot that never came."""
    receipt = Receipt(
        uuid=election.manifest.uuid,
        fingerprint=election.context.fingerprint,
        tracker="A" * 43,
        credential="0" * 64,
        batch=1,
    )
    return sign(msgspec.structs.replace(receipt, **fields), election.server_key)


def test_nothing_is_proven_by_heads_that_are_not_the_records() -> None:
    """A judge has the files alone: a head counts that is signed, and of this very record."""
    workshop = Workshop("judge", slips=6)
    election = workshop.open()
    election.seal([workshop.vote(election, i, VOTES[i]) for i in range(3)])
    structure, manifest = read_whole(election.record), election.manifest_bytes
    (head,) = election.evidence.heads
    receipt = create_missing(election)
    assert find_receipt(receipt, structure, manifest, [head]) == ("missing", None, True)
    for false in (
        msgspec.structs.replace(head, signature=""),
        msgspec.structs.replace(head, batch=2),
        sign(msgspec.structs.replace(head, event="0" * 64), election.server_key),
        sign(msgspec.structs.replace(head, height=2), election.server_key),
        sign(msgspec.structs.replace(head, uuid="LVT5DeUveUjg2b"), election.server_key),
        sign(head, bytes(32)),
    ):
        assert find_receipt(receipt, structure, manifest, [false]) == ("waiting", None, False)


def test_a_manifest_that_the_election_does_not_name_proves_nothing() -> None:
    """Somebody with a key of their own could sign receipts and heads, and write the manifest."""
    workshop = Workshop("judge", slips=6)
    election = workshop.open()
    election.seal([workshop.vote(election, 0, VOTES[0])])
    fields = msgspec.structs.replace(election.manifest, server_key=compute_server_key(bytes(32)))
    own = [sign(head, bytes(32)) for head in election.evidence.heads]
    receipt = sign(create_missing(election), bytes(32))
    with pytest.raises(ProtocolError) as caught:
        find_receipt(receipt, read_whole(election.record), encode_manifest(fields), own)
    assert caught.value.code == "manifest-hash"


def test_a_receipt_for_another_fingerprint_of_the_uuid_proves_two_elections() -> None:
    workshop = Workshop("judge", slips=6)
    election = workshop.open()
    structure, manifest = read_whole(election.record), election.manifest_bytes
    other = create_missing(election, fingerprint="B" * 43)
    assert find_receipt(other, structure, manifest, []) == ("other", None, True)
    for receipt, beside in (
        (msgspec.structs.replace(other, signature="0" * 128), manifest),
        (other, None),
        (create_missing(election, fingerprint="B" * 43, uuid="LVT5DeUveUjg2b"), manifest),
    ):
        with pytest.raises(ProtocolError) as caught:
            find_receipt(receipt, structure, beside, [])
        assert caught.value.code == "receipt-election"
