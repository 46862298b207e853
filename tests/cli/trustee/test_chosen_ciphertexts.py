"""A server that chooses what a trustee's command gets to read never gets a factor of its choice.

Everything else in the bundle is made as well as a server with t - 1 trustees on its side can: the
heads are signed, the others' closing statements are there. After each run every file that is
there, and everything that was said, is searched for the trustee's power of every ciphertext of the
record.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from tests.players.campaign.elections import AUDITOR, GROUP, README, Stream, Workshop
from tests.players.cli.victim import (
    LIES,
    Victim,
    older_tally,
    single_ballot,
    tally_of_another_election,
)
from voteapp.campaign.bundle.archive import create_bundle
from voteapp.campaign.keys.rehearsal import compute_challenge
from voteapp.campaign.playing.election import PlayedElection
from voteapp.protocol.encoding import encode_json
from voteapp.protocol.keys.pedersen import Voutput
from voteapp.protocol.tally import (
    create_partial_decryption,
)

pytestmark = pytest.mark.slow


@pytest.fixture(params=["single", "threshold"])
def victim(request: pytest.FixtureRequest, tmp_path: Path) -> Victim:
    return Victim(request.param, tmp_path)


@pytest.mark.parametrize("lie", LIES, ids=lambda lie: lie.__name__)
def test_a_tally_of_the_servers_choice(
    victim: Victim, lie: Callable[[Victim], PlayedElection]
) -> None:
    election = lie(victim)
    victim.save(election)
    said = victim.decrypt()
    victim.assert_nothing_left(election, said)
    assert not victim.out.exists() and not list(victim.path.glob("*.signed.json"))


def test_the_honest_tally_is_decrypted(victim: Victim) -> None:
    """So that the tests above can fail."""
    election = victim.close()
    victim.tally(election)
    victim.save(election)
    said = victim.decrypt(expect=0)
    with pytest.raises(AssertionError):
        victim.assert_nothing_left(election, said)
    (path,) = victim.out.glob("*.decryption.json")
    given = {
        text
        for row in json.loads(path.read_bytes())["partial_decryption"]["decryption_factors"]
        for text in row
    }
    wanted = {
        GROUP.encode(GROUP.power(pair.alpha, victim.secret))
        for row in election.tally.totals
        for pair in row
    }
    assert given == wanted


def test_an_earlier_record_after_the_statement(victim: Victim) -> None:
    """The difference of two totals is the last two ballots."""
    whole = victim.close()
    whole.compute_tally()
    victim.save(whole)
    assert "too early to decrypt" in victim.decrypt(expect=0)
    earlier = victim.close(slice(5))
    victim.tally(earlier)
    victim.save(earlier)
    for folder in (victim.out, victim.path / "another folder"):
        said = victim.decrypt(out=folder)
        assert "never sign two" in said
        victim.assert_nothing_left(earlier, said)


def test_a_replay_after_the_decryption(victim: Victim) -> None:
    whole = victim.close()
    victim.tally(whole)
    victim.save(whole)
    victim.decrypt(expect=0)
    for path in victim.out.glob("*.decryption.json"):
        path.unlink()
    earlier = victim.close(slice(5))
    victim.tally(earlier)
    victim.save(earlier)
    victim.assert_nothing_left(earlier, victim.decrypt())


def test_another_elections_bundle_under_this_name(victim: Victim) -> None:
    election = victim.close()
    victim.tally(election)
    data = create_bundle(
        Workshop("elsewhere").uuid,
        election.record,
        election.papers,
        AUDITOR,
        README,
    )
    victim.bundle.write_bytes(data)
    victim.assert_nothing_left(election, victim.decrypt())


def write_tool_files(victim: Victim) -> list[str | Path]:
    """The victim's key as the independent tool keeps it."""
    if victim.kind == "single":
        path = victim.path / "1.privkey"
        path.write_text(f'"{victim.secret}"')
        return ["--privkey", path]
    said = next(
        entry.message
        for entry in victim.keys.assembled.ceremony.messages
        if (entry.trustee, entry.step) == (1, "share")
    )
    seed, share = victim.path / "1.key", victim.path / "1.dkey"
    seed.write_text(victim.keys.trustees[0].seed)
    share.write_text(msgspec.json.decode(said, type=Voutput).private_key)
    return ["--key", seed, "--decryption-key", share]


@pytest.mark.parametrize("lie", [single_ballot, older_tally, tally_of_another_election])
@pytest.mark.parametrize("honest_bundle", [False, True])
def test_strong_proofs_of_the_servers_choice(
    victim: Victim, lie: Callable[[Victim], PlayedElection], honest_bundle: bool
) -> None:
    """The tool was told a lie; our command neither signs nor proves, with or without the lie."""
    election = lie(victim)
    totals = election.tally.totals
    made = create_partial_decryption(
        GROUP, election.context.fingerprint, victim.secret, totals, Stream("tool")
    )
    decryption = victim.path / "tool.json"
    decryption.write_bytes(encode_json(made))
    if honest_bundle:
        election = victim.close()
        victim.tally(election)
    victim.save(election)
    files = write_tool_files(victim)
    said = victim.run("strong-proof", decryption, victim.bundle, victim.out, *files)
    victim.assert_nothing_left(election, said)
    assert not victim.out.exists()


def test_the_rehearsal_uses_its_own_number(victim: Victim) -> None:
    """Nothing of a server's comes into it: neither a file nor a changed key file."""
    election = victim.close()
    victim.tally(election)
    victim.save(election)
    answer = victim.path / "answer.json"
    said = victim.run("check", victim.key, "--answer", answer, *victim.passphrase, expect=0)
    alpha = compute_challenge(GROUP, victim.digest, 1)
    given = json.loads(answer.read_bytes())
    assert given["factor"] == GROUP.encode(GROUP.power(alpha, victim.secret))
    victim.assert_nothing_left(election, said)
    data = victim.key.read_bytes()
    field = "certs_hash" if victim.kind == "threshold" else "response"
    start = data.index(f'"{field}":"'.encode()) + len(field) + 4
    changed = b"1" if data[start : start + 1] != b"1" else b"2"
    victim.key.write_bytes(data[:start] + changed + data[start + 1 :])
    again = victim.path / "again.json"
    victim.run("check", victim.key, "--answer", again, *victim.passphrase)
    assert not again.exists()


def test_the_rehearsal_of_another_number_stays_a_rehearsal(victim: Victim) -> None:
    """A server that tells a single trustee a wrong number gets what everybody can compute."""
    answer = victim.path / "answer.json"
    arguments = ("--answer", answer, "--index", "7", *victim.passphrase)
    victim.run("check", victim.key, *arguments, expect=0)
    number = 1 if victim.kind == "threshold" else 7
    alpha = compute_challenge(GROUP, victim.digest, number)
    given = json.loads(answer.read_bytes())
    assert given["factor"] == GROUP.encode(GROUP.power(alpha, victim.secret))
