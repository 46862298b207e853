"""Two trustees, a witness and a mirror at their command lines, and an election for their keys."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from tests.players.campaign.elections import (
    AUDITOR,
    GROUP,
    README,
    SERVER_KEY,
    VOTES,
    Stream,
    Workshop,
)
from tests.players.cli.command import PASSPHRASE, voteapp
from voteapp.campaign.keys.signing_keys import compute_signing_key, create_signing_file
from voteapp.campaign.keys.single import protect_trustee_key
from voteapp.campaign.playing.election import PlayedElection
from voteapp.campaign.questionnaire.checks import encode_questionnaire
from voteapp.campaign.setup.package import PackedElection, create_package
from voteapp.campaign.statements.people import Mirror, Signer, Witness
from voteapp.campaign.statements.signing import Statement, decode_statement, sort_statements

WORK = 2**14
SEED = "2222222222222222222222"
TRUSTEE, OTHER, WITNESS, MIRROR = (
    Signer("trustee", 1),
    Signer("trustee", 2),
    Signer("witness", 1),
    Signer("mirror", 1),
)
FIELDS = {
    "opening": "openings",
    "out": "outs",
    "statement": "closing_statements",
    "confirmation": "confirmations",
}
KINDS = {"statement": "closing-statement"}


class Table:
    """Everybody's files; ``keys`` are what they sign with."""

    def __init__(self, path: Path, *, mirrored: bool = False, seed: str = "table") -> None:
        self.path, self.out = path, path / "out"
        (path / "pass").write_text(PASSPHRASE + "\n")
        self.passphrase = ("--passphrase-file", path / "pass")
        self.workshop = Workshop(seed, trustees=2)
        self.keys = dict(zip((TRUSTEE, OTHER), self.workshop.private_keys, strict=True))
        self.keys[WITNESS] = compute_signing_key(GROUP, "witness", SEED)
        self.keys[MIRROR] = compute_signing_key(GROUP, "mirror", SEED)
        witness = Witness(name="Wanda", key=self.show(WITNESS))
        address = "http://127.0.0.1:1"
        mirror = Mirror(name="University", address=address, key=self.show(MIRROR))
        self.workshop.manifest = replace(
            self.workshop.manifest, witnesses=[witness], mirrors=[mirror] if mirrored else []
        )
        self.workshop.signing = []
        self.write_keys()

    def show(self, signer: Signer) -> str:
        return GROUP.encode(GROUP.base_power(self.keys[signer]))

    def write_keys(self) -> None:
        public = self.workshop.public_keys
        for signer in (TRUSTEE, OTHER):
            key = public[signer.number - 1]
            data = protect_trustee_key(key, self.keys[signer], PASSPHRASE, Stream("file"), n=WORK)
            self.key(signer).write_bytes(data)
        for role in ("witness", "mirror"):
            data = create_signing_file(role, "Wanda", SEED, PASSPHRASE, Stream("file"), n=WORK)
            self.key(Signer(role, 1)).write_bytes(data)

    def key(self, signer: Signer) -> Path:
        return self.path / f"{signer.role}-{signer.number}.json"

    def signed(self, signer: Signer) -> Path:
        return self.path / f"{signer.role}-{signer.number}.json.signed.json"

    def pack(self, election: PlayedElection) -> Path:
        """SPRING-setup.zip."""
        made, path = election.setup, self.path / "SPRING-setup.zip"
        asked = encode_questionnaire(election.questionnaire)
        papers = (election.manifest_bytes, asked)
        packed = PackedElection(made.election, made.trustees, made.credentials, *papers)
        path.write_bytes(create_package([packed]))
        return path

    def save(self, election: PlayedElection) -> Path:
        path = self.path / "e.zip"
        path.write_bytes(election.bundle(AUDITOR, README))
        return path

    def vote(self, election: PlayedElection, last: int = 7) -> PlayedElection:
        election.seal([self.workshop.vote(election, i, VOTES[i]) for i in range(last)])
        return election

    def close(self, election: PlayedElection) -> PlayedElection:
        election.close(self.workshop.slips())
        election.compute_tally()
        return election

    def play_to_tally(self, last: int = 7) -> PlayedElection:
        """Everybody looked; closed after some of the ballots."""
        self.workshop.signing = [self.keys[TRUSTEE], self.keys[OTHER]]
        election = self.workshop.open()
        [text] = {one.message for one in election.evidence.openings}
        election.sign("openings", text, {WITNESS: self.keys[WITNESS]})
        return self.close(self.vote(election, last))

    def run(
        self,
        signer: Signer,
        command: str,
        file: Path,
        *more: str | Path,
        typed: list[str] | None = None,
        out: Path | None = None,
        expect: int = 0,
    ) -> str:
        """One command of this signer; every question is answered with yes unless it is said."""
        own = (signer.role, command, self.key(signer), file, out or self.out)
        answers = ["y"] * 6 if typed is None else typed
        done = voteapp(*own, *self.passphrase, *more, typed=answers, expect=expect)
        return " ".join((done.stdout + done.stderr).split())

    def take(self, election: PlayedElection, name: str, kind: str) -> Statement:
        """Put what a command left into the evidence."""
        path = self.out / f"{name}.{kind}.json"
        statement = decode_statement(path.read_bytes(), KINDS.get(kind, kind))
        path.unlink()
        field = FIELDS[kind]
        given = [*getattr(election.evidence, field), statement]
        election.replace(**{field: sort_statements(given)})
        return statement


__all__ = ["MIRROR", "OTHER", "SEED", "SERVER_KEY", "TRUSTEE", "WITNESS", "Table"]
