"""Refusals judged by a record: a false one is proven by the files alone."""

from __future__ import annotations

import msgspec
import pytest

from tests.players.campaign.elections import VOTES, Workshop
from tests.players.campaign.structures import read_whole
from voteapp.campaign.board.refusals import Reason, Refusal
from voteapp.campaign.board.refused import RefusalState, find_refusal
from voteapp.campaign.board.signing import Head, Receipt
from voteapp.campaign.playing.election import PlayedElection
from voteapp.campaign.signed import sign
from voteapp.errors import ProtocolError
from voteapp.protocol.ballots import compute_tracker, decode_ballot

TRUE, WAITING = RefusalState("true", False), RefusalState("waiting", False)
FALSE, PROVEN = RefusalState("false", False), RefusalState("false", True)


class Judge:
    """An election with three ballots in its first batch and a fourth that was never taken."""

    def __init__(self) -> None:
        self.workshop = Workshop("refused", slips=8)
        self.election: PlayedElection = self.workshop.open()
        self.ballots = [self.workshop.vote(self.election, i, VOTES[i]) for i in range(4)]
        self.election.seal(self.ballots[:3])

    def promise(self, ballot: bytes, **fields: object) -> Receipt:
        """A signed receipt for batch 1."""
        receipt = Receipt(
            uuid=self.workshop.uuid,
            fingerprint=self.election.context.fingerprint,
            tracker=compute_tracker(ballot),
            credential=decode_ballot(ballot).credential,
            batch=1,
        )
        return sign(msgspec.structs.replace(receipt, **fields), self.election.server_key)

    def refuse(self, voter: int, reason: Reason, **shown: object) -> Refusal:
        """A signed refusal of a second ballot of the voter."""
        second = self.workshop.vote(self.election, voter, VOTES[0])
        fields: dict[str, object] = {
            "uuid": self.workshop.uuid,
            "fingerprint": self.election.context.fingerprint,
            "credential": self.workshop.public[voter],
            "tracker": compute_tracker(second),
            "reason": reason,
        }
        return sign(Refusal(**{**fields, **shown}), self.election.server_key)  # type: ignore[arg-type]

    def end(self, **fields: object) -> Head:
        """The final head, resigned with other fields."""
        bare = msgspec.structs.replace(self.election.evidence.heads[-1], signature="", **fields)
        return sign(bare, self.election.server_key)

    def judge(self, refusal: Refusal) -> RefusalState:
        evidence = self.election.evidence
        return find_refusal(
            refusal,
            read_whole(self.election.record),
            self.election.manifest_bytes,
            evidence.heads,
            evidence.voided,
        )

    def close(self) -> None:
        self.election.close(self.workshop.slips())


@pytest.fixture
def judge() -> Judge:
    return Judge()


def test_a_used_is_as_good_as_its_receipt(judge: Judge) -> None:
    taken, never = judge.ballots[0], judge.ballots[3]
    assert judge.judge(judge.refuse(0, "used", receipt=judge.promise(taken))) == TRUE
    later = judge.refuse(3, "used", receipt=judge.promise(never, batch=2))
    assert judge.judge(later) == WAITING
    assert judge.judge(judge.refuse(3, "used", receipt=judge.promise(never))) == PROVEN
    judge.close()
    assert judge.judge(later) == PROVEN


def test_a_refused_ballot_that_stands_in_the_record(judge: Judge) -> None:
    other = judge.promise(judge.ballots[0], tracker="A" * 43, batch=9)
    refused = judge.refuse(0, "used", tracker=compute_tracker(judge.ballots[0]), receipt=other)
    assert judge.judge(refused) == PROVEN
    assert find_refusal(
        refused, read_whole(judge.election.record), judge.election.manifest_bytes, [], []
    ) == RefusalState("false", False)


def test_a_void_and_a_ballot_of_its_slip(judge: Judge) -> None:
    unused = judge.refuse(5, "voided", void=judge.workshop.void(judge.election, 5), tracker=None)
    assert judge.judge(unused) == WAITING
    used = judge.refuse(1, "voided", void=judge.workshop.void(judge.election, 1))
    assert judge.judge(used) == PROVEN
    judge.close()
    assert judge.judge(unused) == FALSE  # evidence is signed by nobody: it may have been cut
    judge.election.replace(voided=[unused.void])
    assert judge.judge(unused) == TRUE


def test_a_closed_is_the_end_of_this_record(judge: Judge) -> None:
    (sealed,) = judge.election.evidence.heads
    early = judge.refuse(4, "closed", head=judge.end(final=True))
    assert judge.judge(early) == PROVEN  # a last head over a ballot
    ahead = judge.end(final=True, height=sealed.height + 1, event="0" * 64)
    assert judge.judge(judge.refuse(4, "closed", head=ahead)) == WAITING
    judge.close()
    assert judge.judge(judge.refuse(4, "closed", head=judge.end())) == TRUE
    assert judge.judge(judge.refuse(4, "closed", head=ahead)) == PROVEN


def test_another_set_up_and_another_election(judge: Judge) -> None:
    void = judge.workshop.void(judge.election, 5)
    refused = judge.refuse(5, "voided", void=void)
    moved = msgspec.structs.replace(
        judge.promise(judge.ballots[0]), fingerprint="A" * 43, tracker="B" * 43, signature=""
    )
    shown = {"receipt": sign(moved, judge.election.server_key), "fingerprint": "A" * 43}
    assert judge.judge(judge.refuse(0, "used", **shown)) == RefusalState("other", True)
    for wrong, code in (
        (msgspec.structs.replace(refused, signature="0" * 128), "refusal-signature"),
        (judge.refuse(5, "used", void=void), "refusal-reason"),
    ):
        with pytest.raises(ProtocolError) as caught:
            judge.judge(wrong)
        assert caught.value.code == code
    bare = find_refusal(refused, read_whole(judge.election.record), None, [], [])
    assert bare == WAITING
