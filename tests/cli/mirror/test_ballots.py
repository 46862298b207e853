"""A mirror verifies every ballot, once, before it takes a record."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from tests.players.campaign.elections import VOTES, Workshop
from tests.players.campaign.spoiling import spoil_proof
from tests.players.cli.mirror_host import Host
from tests.players.cli.signers import MIRROR
from voteapp.campaign.canonical import encode_canonical
from voteapp.campaign.playing.election import PlayedElection
from voteapp.protocol.encoding import hash_hex

pytestmark = pytest.mark.slow


def seal_wrong(host: Host, spoil: Callable[[bytes], bytes]) -> PlayedElection:
    """Its third ballot is one that no phone could have sent; the server signs all the same."""
    other = host.open()
    ballots = [host.table.workshop.vote(other, i, VOTES[i]) for i in range(5)]
    other.seal([*ballots[:2], spoil(ballots[2]), *ballots[3:]])
    return other


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
    for _ in range(2):
        said = host.look(expect=1)
        assert f"ballot-{kind}" in said and "Tell the trustees" in said
        assert "history-forked" not in said
    assert not list(host.folder.rglob("*.end.json")) and host.board.taken == []
    assert not list(host.folder.rglob(f"{host.election.uuid}.bel"))
    (kept,) = host.folder.rglob("*.bel.from-0")
    assert kept.read_bytes() == wrong.record
    assert not host.table.signed(MIRROR).exists()


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
