"""A mirror verifies every ballot, once, before it takes a record."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest

from tests.players.campaign.elections import VOTES, Workshop
from tests.players.campaign.spoiling import spoil_proof, spoil_signed
from tests.players.cli.mirror_host import Host
from tests.players.cli.signers import MIRROR
from voteapp.campaign.audit.openings import look_at_package
from voteapp.campaign.canonical import encode_canonical
from voteapp.campaign.playing.election import PlayedElection
from voteapp.cli.mirror.pulling import Puller
from voteapp.protocol.archive import ByteSource, BytesSource, Member
from voteapp.protocol.audit import structure
from voteapp.protocol.encoding import hash_hex

pytestmark = pytest.mark.slow


def seal_wrong(host: Host, spoil: Callable[[bytes], bytes]) -> PlayedElection:
    """Its third ballot is one that no phone could have sent; the server signs all the same."""
    other = host.open()
    ballots = [host.table.workshop.vote(other, i, VOTES[i]) for i in range(5)]
    other.seal([*ballots[:2], spoil(ballots[2]), *ballots[3:]])
    return other


def assert_not_taken(host: Host, wrong: PlayedElection, code: str, held: bytes = b"") -> None:
    """It is refused each time, kept as proof, and no end of it is signed."""
    for _ in range(2):
        said = host.look(expect=1)
        assert f"{code}: election" in said and "Tell the trustees" in said
        assert "history-forked" not in said
    assert not list(host.folder.rglob("*.end.json")) and host.board.taken == []
    assert b"".join(path.read_bytes() for path in host.place.glob("*.bel")) == held
    (kept,) = host.folder.rglob("*.bel.from-*")
    assert wrong.record.endswith(kept.read_bytes())
    assert not host.table.signed(MIRROR).exists()


def of_a_stranger(host: Host) -> bytes:
    """A ballot that verifies, of another vote."""
    made = Workshop("strangers")
    return made.vote(made.open(), 0, VOTES[0])


@pytest.mark.parametrize("kind", ["signature", "election"])
def test_ballots_that_nobody_could_send_are_not_taken(host: Host, kind: str) -> None:
    """Heads, chain and END are right: only who verifies the ballots sees that they are not."""
    spoil = spoil_proof if kind == "signature" else lambda _ballot: of_a_stranger(host)
    wrong = seal_wrong(host, spoil)
    if kind == "signature":
        host.table.close(wrong)
    host.board.publish(wrong)
    assert_not_taken(host, wrong, f"ballot-{kind}")


PROOFS = {
    "individual_proofs": "ballot-individual-proof",
    "overall_proof": "ballot-overall-proof",
    "blank_proof": "ballot-blank-proof",
}


@pytest.mark.parametrize("part", PROOFS)
def test_what_its_own_credential_signed_needs_its_proofs(host: Host, part: str) -> None:
    """A member's own program signs rightly what adds up to more than one vote. The batch before
    stays, nothing of this one is taken, though only one of its ballots is wrong."""
    table, election = host.table, host.election
    host.seal(election, 0, 1)
    host.board.publish(election)
    host.look()
    held, workshop = election.record, table.workshop
    assert host.record == held
    ballots = [workshop.vote(election, i, VOTES[i]) for i in range(2, 6)]
    own = (election.context, workshop.credentials[3], ballots[1], part, workshop.random_bytes)
    election.seal([ballots[0], spoil_signed(*own), *ballots[2:]])
    table.close(election)
    host.board.publish(election)
    assert_not_taken(host, election, PROOFS[part], held)


@pytest.mark.parametrize("same", [True, False])
def test_nobody_votes_twice(host: Host, same: bool) -> None:
    """The very same ballot again, or another one of its credential: each verifies by itself."""
    election, workshop = host.election, host.table.workshop
    host.seal(election, 0, 1)
    host.board.publish(election)
    host.look()
    held = election.record
    again = election.ballots[0] if same else workshop.vote(election, 0, VOTES[2])
    election.seal([again, *(workshop.vote(election, i, VOTES[i]) for i in range(2, 6))])
    host.table.close(election)
    host.board.publish(election)
    assert_not_taken(host, election, "archive-duplicate" if same else "credential-reused", held)


def test_each_ballot_is_verified_once(host: Host) -> None:
    """What was verified is remembered beside the copy; a wrong one never is."""
    uuid, path = host.election.uuid, host.place / "verified.json"
    host.seal(host.election, 0, 1, 2)
    host.board.publish(host.election)
    host.look()
    kept = json.loads(path.read_bytes())["ballots"]
    assert kept == sorted(hash_hex(ballot) for ballot in host.election.ballots)
    ballot = host.table.workshop.vote(host.election, 3, VOTES[3])
    wrong = spoil_proof(host.table.workshop.vote(host.election, 4, VOTES[4]))
    host.election.seal([ballot, wrong])
    host.board.publish(host.election)
    assert "ballot-signature" in host.look(expect=1)
    assert set(json.loads(path.read_bytes())["ballots"]) == {*kept, hash_hex(ballot)}
    assert len(host.record) < len(host.election.record)
    # Whoever may write here may say that the wrong one was verified: it is not looked at again.
    state = json.loads(path.read_bytes())
    state["ballots"] = sorted([*state["ballots"], hash_hex(wrong)])
    path.write_bytes(encode_canonical(state))
    host.look(expect=1)
    assert host.record == host.election.record
    assert (host.place / f"{uuid}.bel").stat().st_size == len(host.election.record)


def test_a_record_is_read_once(host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its members, from first to last: what is verified was not read anew."""
    read, members = list[int](), structure.read_members

    def count(source: ByteSource, offset: int, timestamp: int) -> Iterator[Member]:
        read.append(source.size)
        return members(source, offset, timestamp)

    monkeypatch.setattr(structure, "read_members", count)
    host.folder.mkdir()
    looked = look_at_package(BytesSource(host.package.read_bytes()))
    puller = Puller(host.folder, host.board.address, looked, 0, jobs=1)
    sizes = []
    for voters in ((0, 1, 2), (3, 4)):
        host.seal(host.election, *voters)
        host.board.publish(host.election)
        assert puller.pull() is not None
        sizes.append(len(host.election.record))
        assert host.record == host.election.record and read == sizes
