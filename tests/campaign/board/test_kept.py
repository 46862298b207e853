"""What is kept, judged by a record: the sealed words are worked out, never read in a ballot."""

from __future__ import annotations

import pytest

from tests.players.campaign.elections import VOTES, Workshop
from tests.players.campaign.structures import read_whole
from voteapp.campaign.board.kept import find_commitment, pick_kept
from voteapp.campaign.board.receipts import find_uuid
from voteapp.campaign.board.signing import Receipt
from voteapp.errors import ProtocolError
from voteapp.protocol.ballots import compute_tracker, decode_ballot


def test_what_a_ballot_was_sealed_as_is_worked_out() -> None:
    """A server could keep a ballot that names another hash than its own."""
    workshop = Workshop("kept words")
    election = workshop.open()
    honest = workshop.vote(election, 0, VOTES[0])
    hash_ = decode_ballot(honest).signature.hash
    lying = honest.replace(hash_.encode(), b"B" * 42 + b"A")
    election.seal([lying])
    structure = read_whole(election.record)
    assert find_uuid(structure) == workshop.uuid
    assert find_commitment(structure, compute_tracker(lying)) == hash_
    assert find_commitment(structure, compute_tracker(honest)) is None


def test_of_several_the_one_of_the_election() -> None:
    def receipt(uuid: str) -> Receipt:
        text = "A" * 43
        return Receipt(uuid=uuid, fingerprint=text, tracker=text, credential="0" * 64, batch=1)

    one, two = receipt("one"), receipt("two")
    assert pick_kept([one, two], "two") is two
    assert pick_kept([one], "two") is one
    for kept, uuid in (([one, two], "three"), ([one, one], "one"), ([one, two], None)):
        with pytest.raises(ProtocolError) as caught:
            pick_kept(kept, uuid)
        assert caught.value.code == "receipt-election"
