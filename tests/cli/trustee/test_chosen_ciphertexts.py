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

from tests.players.campaign.elections import AUDITOR, GROUP, README, VOTES, Stream, Workshop
from tests.players.cli.command import PASSPHRASE, voteapp
from voteapp.campaign.bundle.archive import create_bundle
from voteapp.campaign.bundle.evidence import encode_evidence
from voteapp.campaign.counting.tallying import Tally, compute_tally
from voteapp.campaign.keys.rehearsal import compute_challenge
from voteapp.campaign.keys.single import protect_trustee_key
from voteapp.campaign.playing.election import PlayedElection
from voteapp.campaign.playing.trustees import hold_ceremony
from voteapp.campaign.units.release import compute_plan
from voteapp.protocol.ballots import decode_ballot, decode_pairs
from voteapp.protocol.encoding import encode_json, hash_hex
from voteapp.protocol.keys.pedersen import Voutput
from voteapp.protocol.proofs import Pair
from voteapp.protocol.tally import (
    SizedEncryptedTally,
    create_partial_decryption,
    encode_tally,
)

pytestmark = pytest.mark.slow

WORK = 2**14


class Victim:
    """Trustee 1, whose command is lied to, and a server that has everybody else's keys."""

    def __init__(self, kind: str, path: Path) -> None:
        self.kind, self.path = kind, path
        self.workshop = Workshop(f"chosen {kind}", trustees=2)
        self.key, self.bundle, self.out = path / "key.json", path / "e.zip", path / "out"
        self.signing = list(self.workshop.private_keys)
        if kind == "threshold":
            keys = hold_ceremony(3, 2, Stream("chosen"))
            self.keys, self.ceremony = keys, keys.assembled.ceremony
            self.workshop.public_keys = list(keys.assembled.items)
            self.workshop.private_keys = [trustee.private_key for trustee in keys.trustees]
            self.signing = [trustee.signing_key for trustee in keys.trustees]
            self.digest = self.ceremony.certs_hash
            data = keys.protect(1, PASSPHRASE, Stream("file"), n=WORK)
        else:
            public = self.workshop.public_keys[0]
            self.ceremony = None
            self.digest = hash_hex(encode_json(public))
            secret = self.workshop.private_keys[0]
            data = protect_trustee_key(public, secret, PASSPHRASE, Stream("file"), n=WORK)
        self.secret = self.workshop.private_keys[0]
        self.key.write_bytes(data)
        (path / "pass").write_text(PASSPHRASE + "\n")
        self.passphrase = ("--passphrase-file", path / "pass")

    def open(self) -> PlayedElection:
        election = self.workshop.open()
        election.replace(ceremony=self.ceremony)
        self.ballots = [self.workshop.vote(election, i, votes) for i, votes in enumerate(VOTES)]
        return election

    def close(self, ballots: slice = slice(None)) -> PlayedElection:
        """Closed after some of the ballots; everything as it should be."""
        election = self.open()
        election.seal(self.ballots[ballots])
        election.close(self.workshop.slips())
        return election

    def tally(self, election: PlayedElection, tally: Tally | None = None) -> None:
        """Append a tally, signed by everybody but the victim."""
        if tally is None:
            election.compute_tally()
        else:
            election.tally = tally
            election.append("EncryptedTally", tally.objects)
        for owner in range(2, len(self.signing) + 1):
            election.agree(owner, self.signing[owner - 1])

    def save(self, election: PlayedElection) -> None:
        self.bundle.write_bytes(election.bundle(AUDITOR, README))

    def pairs(self, election: PlayedElection) -> list[Pair]:
        """Every ciphertext that the server could want to have decrypted."""
        found = [pair for row in election.tally.totals for pair in row] if election.tally else []
        for ballot in self.ballots:
            rows = decode_pairs(election.context, decode_ballot(ballot))
            found += [pair for row in rows for pair in row]
        return found

    def run(self, *command: str | Path, expect: int | None = 2) -> str:
        done = voteapp("trustee", *command, expect=expect)
        return done.stdout + done.stderr

    def decrypt(self, expect: int | None = 2, out: Path | None = None) -> str:
        return self.run(
            "decrypt", self.key, self.bundle, out or self.out, *self.passphrase, expect=expect
        )

    def assert_nothing_left(self, election: PlayedElection, said: str) -> None:
        """No factor of any ciphertext in any file that is there now, nor in what was said."""
        powers = {
            GROUP.encode(GROUP.power(pair.alpha, self.secret)) for pair in self.pairs(election)
        }
        for path in self.path.rglob("*"):
            if path.is_file() and path.name != "tool.json":
                content = path.read_bytes().decode("latin-1")
                assert not [power for power in powers if power in content], path
        assert not [power for power in powers if power in said]
        assert not list(self.path.rglob("*.decryption.json"))
        assert str(self.secret) not in said


@pytest.fixture(params=["single", "threshold"])
def victim(request: pytest.FixtureRequest, tmp_path: Path) -> Victim:
    return Victim(request.param, tmp_path)


def write_tally(pairs: list[list[Pair]], counted: int) -> Tally:
    encrypted = encode_json(encode_tally(GROUP, pairs))
    sized = SizedEncryptedTally(counted, counted, hash_hex(encrypted))
    return Tally(pairs, counted, [encrypted, encode_json(sized)])


def single_ballot(victim: Victim) -> PlayedElection:
    election = victim.close()
    one = compute_tally(election.context, victim.ballots[:1])
    victim.tally(election, write_tally(one.totals, 7))
    return election


def single_ballot_that_says_so(victim: Victim) -> PlayedElection:
    election = victim.close()
    victim.tally(election, compute_tally(election.context, victim.ballots[:1]))
    return election


def older_tally(victim: Victim) -> PlayedElection:
    election = victim.close()
    victim.tally(election, compute_tally(election.context, victim.ballots[:5]))
    return election


def tally_with_one_ballot_twice(victim: Victim) -> PlayedElection:
    """The difference to the honest total is one ballot."""
    election = victim.close()
    whole = compute_tally(election.context, victim.ballots).totals
    one = compute_tally(election.context, victim.ballots[:1]).totals
    moved = [
        [
            Pair(GROUP.multiply(a.alpha, b.alpha), GROUP.multiply(a.beta, b.beta))
            for a, b in zip(left, right, strict=True)
        ]
        for left, right in zip(whole, one, strict=True)
    ]
    victim.tally(election, write_tally(moved, 7))
    return election


def tally_of_another_election(victim: Victim) -> PlayedElection:
    election = victim.close()
    other = Workshop("the campaign's other election")
    other.public_keys = victim.workshop.public_keys
    elsewhere = other.open()
    ballots = [other.vote(elsewhere, i, votes) for i, votes in enumerate(VOTES)]
    victim.tally(election, compute_tally(elsewhere.context, ballots))
    return election


def ciphertext_of_the_servers_own(victim: Victim) -> PlayedElection:
    election = victim.close()
    chosen = [GROUP.base_power(number) for number in (5, 7, 11)]
    victim.tally(election, write_tally([[Pair(alpha, alpha) for alpha in chosen]], 7))
    return election


def ballots_below_k(victim: Victim) -> PlayedElection:
    election = victim.close(slice(1))
    victim.tally(election)
    return election


def plan_below_k(victim: Victim) -> PlayedElection:
    """One ballot, and a plan that lets it be decrypted."""
    election = victim.close(slice(1))
    plan = compute_plan(election.manifest.strata, election.count_by_leaf(), "total", 1)
    election.plan = plan
    election.replace(plan=plan)
    victim.tally(election)
    return election


def ballot_copied_under_another_name(victim: Victim) -> PlayedElection:
    """Six copies of one member's answers, so that the total tells them."""
    election = victim.open()
    first = decode_ballot(victim.ballots[0])
    copies = [
        encode_json(msgspec.structs.replace(first, credential=decode_ballot(other).credential))
        for other in victim.ballots[1:6]
    ]
    election.seal([victim.ballots[0], *copies])
    election.close(victim.workshop.slips())
    victim.tally(election)
    return election


def statements_of_another_closing(victim: Victim) -> PlayedElection:
    """The others signed a shorter record; the victim is to decrypt the longer one."""
    shorter = victim.close(slice(5))
    victim.tally(shorter)
    election = victim.close()
    election.compute_tally()
    election.replace(closing_statements=shorter.evidence.closing_statements)
    return election


def record_without_its_last_ballots(victim: Victim) -> PlayedElection:
    """The batch was promised by a signed head; the record ends before it."""
    election = victim.open()
    election.seal(victim.ballots[:5])
    head = election.evidence.heads
    longer = victim.open()
    longer.seal(victim.ballots[:5])
    longer.seal(victim.ballots[5:])
    election.close(victim.workshop.slips())
    election.replace(heads=[*head, longer.evidence.heads[-1], election.evidence.heads[-1]])
    victim.tally(election)
    return election


LIES: list[Callable[[Victim], PlayedElection]] = [
    single_ballot,
    single_ballot_that_says_so,
    older_tally,
    tally_with_one_ballot_twice,
    tally_of_another_election,
    ciphertext_of_the_servers_own,
    ballots_below_k,
    plan_below_k,
    ballot_copied_under_another_name,
    statements_of_another_closing,
    record_without_its_last_ballots,
]


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
    assert "of 2 trustees signed" in victim.decrypt(expect=0)
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
        election.manifest_bytes,
        encode_evidence(election.evidence),
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
