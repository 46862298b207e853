"""``voteapp receipt`` on what people keep: all receipts of a slip, and the answers of the page on
which a slip is given up."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest

from tests.players.campaign.elections import AUDITOR, README, SERVER_KEY, VOTES, Workshop
from tests.players.cli.command import assert_sentence, voteapp
from voteapp.campaign.board.receipt_addresses import write_fragment
from voteapp.campaign.board.refusals import Refusal
from voteapp.campaign.board.signing import Receipt
from voteapp.campaign.canonical import encode_canonical
from voteapp.campaign.playing.election import PlayedElection
from voteapp.campaign.signed import sign
from voteapp.campaign.words import compute_commitment_words
from voteapp.protocol.ballots import compute_tracker, decode_ballot

pytestmark = pytest.mark.slow

GIVEN_UP = 5
SIBLING = "11111111111111"


class Slip:
    """A voting in progress, and what a server signs for its slips."""

    def __init__(self, folder: Path) -> None:
        self.workshop = Workshop("kept", slips=8)
        self.election: PlayedElection = self.workshop.open()
        ballots = [self.workshop.vote(self.election, i, VOTES[i]) for i in range(4)]
        self.election.seal(ballots)
        self.ballots = ballots
        self.folder = folder

    @property
    def own(self) -> dict[str, str]:
        fingerprint = self.election.context.fingerprint
        return {"uuid": self.workshop.uuid, "fingerprint": fingerprint}

    def promise(self, ballot: bytes, **fields: object) -> Receipt:
        credential, tracker = decode_ballot(ballot).credential, compute_tracker(ballot)
        receipt = Receipt(**self.own, credential=credential, tracker=tracker, batch=1)
        return sign(msgspec.structs.replace(receipt, **fields), SERVER_KEY)

    def void(self, number: int, **fields: object) -> Refusal:
        """What the server answers to the slip that is given up."""
        credential = self.workshop.public[number]
        given = self.workshop.void(self.election, number)
        answer = Refusal(
            **self.own, credential=credential, tracker=None, reason="voided", void=given
        )
        return sign(msgspec.structs.replace(answer, **fields), SERVER_KEY)

    def keep(self, **answers: Refusal) -> Path:
        """``answers.json`` as the page saves it."""
        path = self.folder / "answers.json"
        named = {uuid: encode_canonical(one).decode() for uuid, one in answers.items()}
        path.write_bytes(encode_canonical(named))
        return path

    def bundle(self) -> Path:
        path = self.folder / "e.zip"
        path.write_bytes(self.election.bundle(AUDITOR, README))
        return path


@pytest.fixture
def slip(tmp_path: Path) -> Slip:
    return Slip(tmp_path)


def test_answers_to_a_void_are_judged(slip: Slip) -> None:
    answer = slip.void(GIVEN_UP)
    kept = slip.keep(**{slip.workshop.uuid: answer})
    told = voteapp("receipt", kept, slip.bundle()).stdout
    assert "this slip is void: it was given up" in told and "too old to tell" in told
    assert "whoever gave the slip up held it" in told and "prove" not in told
    slip.election.replace(voided=[answer.void])
    assert "TRUE" in voteapp("receipt", kept, slip.bundle()).stdout


def test_a_void_that_the_end_lacks_is_false_but_not_proven(slip: Slip) -> None:
    kept = slip.keep(**{slip.workshop.uuid: slip.void(GIVEN_UP)})
    slip.election.close(slip.workshop.slips())
    told = voteapp("receipt", kept, slip.bundle(), expect=1).stdout
    assert "FALSE" in told and "does not prove it" in told


def test_a_void_of_a_slip_that_voted_is_proven_false(slip: Slip) -> None:
    kept = slip.keep(**{slip.workshop.uuid: slip.void(2)})
    told = voteapp("receipt", kept, slip.bundle(), expect=1).stdout
    assert "FALSE" in told and "together they prove it" in told
    record = slip.folder / "e.bel"
    record.write_bytes(slip.election.record)
    told = voteapp("receipt", kept, record, expect=1).stdout
    assert "cannot tell whether the server signed" in told and "does not prove it" in told
    assert "signature stands in this answer" not in told


def test_each_election_has_its_own_answer(slip: Slip) -> None:
    """Used in this one, void in no other: what stands for the other is not judged here."""
    ballot = slip.ballots[2]
    receipt = slip.promise(ballot)
    used = slip.void(2, reason="used", void=None, receipt=receipt)
    other = slip.void(2, uuid=SIBLING)
    kept = slip.keep(**{slip.workshop.uuid: used, SIBLING: other})
    told = voteapp("receipt", kept, slip.bundle()).stdout
    assert "did not void this slip: something was sent with it before" in told and "TRUE" in told
    assert "The file holds 2 answers" in told and "only where all of them say so" in told
    answer = json.loads(voteapp("receipt", "--json", kept, slip.bundle()).stdout)
    assert answer == {"state": "true", "proven": False, "signature": True}
    kept = slip.keep(**{SIBLING: other, "2" * 14: slip.void(2, uuid="2" * 14)})
    done = voteapp("receipt", kept, slip.bundle(), expect=2)
    assert "nothing in it is of this election" in done.stderr


def test_answers_that_nobody_signed(slip: Slip) -> None:
    answer = slip.void(GIVEN_UP)
    kept = slip.keep(**{slip.workshop.uuid: msgspec.structs.replace(answer, signature="0" * 128)})
    assert "NOT signed" in voteapp("receipt", kept, slip.bundle(), expect=1).stdout
    for said in (b"{}", b"null", b'{"error":"no"}', b'{"state":"voided","tracker":null}'):
        kept.write_bytes(said)
        assert_sentence(voteapp("receipt", kept, slip.bundle(), expect=2))


def test_all_receipts_of_a_slip(slip: Slip) -> None:
    """The text that a member saves: of each part title, words, and the address."""
    ballot = slip.ballots[2]
    mine = slip.promise(ballot)
    other = slip.promise(ballot, uuid=SIBLING)
    kept = slip.folder / "receipts.txt"
    addresses = [f"https://v.example/check#{write_fragment(one)}" for one in (other, mine)]
    kept.write_text("\n".join(f"Strike #1\nacorn album\n{one}\n" for one in addresses))
    told = voteapp("receipt", kept, slip.bundle()).stdout
    assert "Your ballot is in the election" in told
    # The words of the ballot in the record, whatever the phone wrote into the text.
    words = compute_commitment_words(decode_ballot(ballot).signature.hash)
    assert f"sealed with these sixteen words: {words}." in told
    answer = json.loads(voteapp("receipt", "--json", kept, slip.bundle()).stdout)
    assert answer["sealed_as"] == words
    kept.write_text("\n".join([*addresses, addresses[1]]))
    done = voteapp("receipt", kept, slip.bundle(), expect=2)
    assert "more than one receipt in it is of this election" in done.stderr
