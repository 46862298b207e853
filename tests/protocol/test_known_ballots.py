"""Verification that goes on where an earlier one stopped."""

from __future__ import annotations

import pytest

from tests.players.campaign.elections import VOTES, Workshop
from tests.players.campaign.spoiling import spoil_proof
from voteapp.campaign.playing.election import PlayedElection
from voteapp.errors import ConflictError
from voteapp.protocol import audit
from voteapp.protocol.archive import BytesSource
from voteapp.protocol.audit import ballots, verify_record
from voteapp.protocol.audit.known import KnownBallots
from voteapp.protocol.ballots import Ballot
from voteapp.protocol.encoding import hash_hex


@pytest.fixture
def checked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The signatures that were really checked, in order."""
    seen: list[str] = []
    check = ballots.check_signature

    def count(context: object, ballot: Ballot) -> None:
        seen.append(ballot.signature.hash)
        check(context, ballot)

    monkeypatch.setattr(ballots, "check_signature", count)
    return seen


def play(seed: str, count: int) -> tuple[Workshop, PlayedElection]:
    workshop = Workshop(seed)
    election = workshop.open()
    election.seal([workshop.vote(election, i, VOTES[i]) for i in range(count)])
    return workshop, election


def verify(election: PlayedElection, known: KnownBallots | None) -> audit.RecordAudit:
    return verify_record(BytesSource(election.record), known=known)


def test_each_ballot_is_checked_once(checked: list[str]) -> None:
    workshop, election = play("resumed", 3)
    known = KnownBallots()
    verify(election, known)
    assert known.fingerprint == election.context.fingerprint
    assert known.digests == {hash_hex(ballot) for ballot in election.ballots}
    assert len(checked) == 3
    election.seal([workshop.vote(election, i, VOTES[i]) for i in range(3, 7)])
    election.close(workshop.slips())
    workshop.finish(election)
    resumed = verify(election, known)
    assert len(checked) == 7
    whole = verify(election, None)
    assert resumed.create_report() == whole.create_report()
    assert resumed.findings.items == [] and resumed.decryption.result == [[1, 4, 2]]


def test_a_ballot_that_is_wrong_is_never_remembered() -> None:
    workshop, election = play("wrong", 2)
    bad = spoil_proof(workshop.vote(election, 2, VOTES[2]))
    election.seal([bad])
    known = KnownBallots()
    first = verify(election, known)
    assert [finding.height for finding in first.findings.items] == [3]
    assert hash_hex(bad) not in known.digests and len(known.digests) == 2
    assert verify(election, known).findings.items == first.findings.items


def test_a_known_ballot_still_needs_a_listed_credential() -> None:
    _, election = play("listed", 2)
    known = KnownBallots()
    verify(election, known)
    workshop = Workshop("listed")
    workshop.public = workshop.public[2:]
    workshop.leaves = {c: workshop.leaves[c] for c in workshop.public}
    other = workshop.open(manifest_bytes=election.manifest_bytes)
    other.append("Ballot", [election.ballots[0]])
    known.fingerprint = other.context.fingerprint
    assert other.context.fingerprint == election.context.fingerprint
    codes = {finding.code for finding in verify(other, known).findings.items}
    assert "ballot-credential" in codes


def test_another_election_is_refused() -> None:
    known = KnownBallots()
    verify(play("one", 1)[1], known)
    before = set(known.digests)
    with pytest.raises(ConflictError):
        verify(play("two", 1)[1], known)
    assert known.digests == before
