"""A trustee whose command is lied to by a server that chooses what it gets to read.

Every lie gives an election of which a factor would tell the server what it must not know.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec

from tests.players.campaign.elections import AUDITOR, GROUP, README, VOTES, Stream, Workshop
from tests.players.cli.command import PASSPHRASE, voteapp
from voteapp.campaign.counting.tallying import Tally, compute_tally
from voteapp.campaign.keys.single import protect_trustee_key
from voteapp.campaign.playing.election import PlayedElection
from voteapp.campaign.playing.trustees import hold_ceremony
from voteapp.campaign.units.release import compute_plan
from voteapp.protocol.ballots import decode_ballot, decode_pairs
from voteapp.protocol.encoding import encode_json, hash_hex
from voteapp.protocol.proofs import Pair
from voteapp.protocol.tally import (
    SizedEncryptedTally,
    encode_tally,
)

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
            self.workshop.signing = self.signing
            self.digest = self.ceremony.certs_hash
            data = keys.protect(1, PASSPHRASE, Stream("file"), n=WORK)
        else:
            public = self.workshop.public_keys[0]
            self.ceremony = None
            self.digest = hash_hex(encode_json(public))
            secret = self.workshop.private_keys[0]
            data = protect_trustee_key(public, secret, PASSPHRASE, Stream("file"), n=WORK)
        self.workshop.signing = self.signing
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
        done = voteapp("trustee", *command, typed=["y"], expect=expect)
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
