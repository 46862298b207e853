"""Small elections for tests, made from seeds: the same bytes every time."""

from __future__ import annotations

import hashlib
from pathlib import Path

from tests.support.randomness import RandomStream as Stream
from voteapp.campaign.board.voids import Void, create_void
from voteapp.campaign.canonical import decode_strict
from voteapp.campaign.ceremony.agreement import Ceremony
from voteapp.campaign.playing.election import PlayedElection
from voteapp.campaign.playing.questionnaires import create_plain_questionnaire
from voteapp.campaign.playing.tellers import PlayedTeller
from voteapp.campaign.questionnaire.checks import encode_questionnaire
from voteapp.campaign.setup.manifest import (
    Campaign,
    Manifest,
    Release,
    encode_manifest,
    encode_public_credentials,
)
from voteapp.campaign.setup.opening import ElectionTexts, create_setup
from voteapp.campaign.setup.rules import Rule
from voteapp.campaign.signed import compute_server_key
from voteapp.campaign.slips.counts import SlipCount
from voteapp.campaign.statements.people import Signer
from voteapp.campaign.units.strata import create_leaf, create_node
from voteapp.protocol.ballots import create_ballot
from voteapp.protocol.credentials import compute_secret
from voteapp.protocol.encoding import create_uuid, hash_hex
from voteapp.protocol.group import get_group
from voteapp.protocol.keys.trustees import create_trustee_public_key, decode_trustees
from voteapp.protocol.questions import Question

GROUP = get_group("Ed25519")
README = b"How to check this election.\n"
AUDITOR = b"<!doctype html><title>Auditor</title>\n"
YES_NO = Question(answers=["Yes", "No"], blank=True, min=1, max=1, question="Strike?")
SERVER_KEY = hashlib.sha256(b"server key").digest()
STRATA = create_node(
    "campaign",
    "Campaign",
    [
        create_node(
            "north",
            "North",
            [create_leaf("icu", "ICU", 12), create_leaf("er", "ER", 10)],
        )
    ],
)
RULE = Rule(
    question=0,
    answer=0,
    comparison="more-than",
    numerator=1,
    denominator=2,
    of="counted",
    quorum=None,
)


class Workshop:
    """Everything that makes one election: tokens, keys, and what tests like to change first.

    ``signing``: what each trustee signs with; ``manifest_fields`` replace fields of the manifest
    before the election is made; ``credentials`` changes the sorted list before it is written.
    """

    def __init__(
        self,
        seed: str = "vote",
        *,
        slips: int = 12,
        trustees: int = 1,
        manifest_fields: dict[str, object] | None = None,
        texts: ElectionTexts | None = None,
    ) -> None:
        self.random_bytes = Stream(seed)
        self.uuid = create_uuid(self.random_bytes)
        self.private_keys = [GROUP.random_scalar(self.random_bytes) for _ in range(trustees)]
        self.public_keys = [
            create_trustee_public_key(GROUP, key, self.random_bytes) for key in self.private_keys
        ]
        self.signing = list(self.private_keys)
        self.teller = PlayedTeller(slips, self.random_bytes, keys=Stream(f"{seed} teller"))
        self.tokens = self.teller.tokens
        self.credentials = [self.teller.get_credential(i) for i in range(slips)]
        self.public = self.teller.get_public_credentials(self.uuid)
        self.leaves = {c: "icu" if i % 2 else "er" for i, c in enumerate(self.public)}
        self.texts = texts or ElectionTexts(
            "Strike vote", "Vote once.", [YES_NO], "Committee", "Tellers"
        )
        fields = manifest_fields or {}
        kind = "survey" if fields.get("kind") == "survey" else "vote"
        self.questionnaire = create_plain_questionnaire(self.texts, kind, Stream(f"{seed} asks"))
        self.manifest = self._create_manifest(fields)

    def _create_manifest(self, fields: dict[str, object]) -> Manifest:
        values: dict[str, object] = {
            "uuid": self.uuid,
            "campaign": Campaign(name="Spring", uuids=[self.uuid]),
            "kind": "vote",
            "organizer": "Local 1",
            "opens": "2026-11-21T08:00:00-08:00",
            "closes": "2026-11-28T20:00:00-08:00",
            "decrypts": None,
            "zone": "America/Los_Angeles",
            "rule": RULE,
            "issuance": "printed",
            "revoting": False,
            "trial": True,
            "credentials": hash_hex(encode_public_credentials(self.public)),
            "questionnaire": hash_hex(encode_questionnaire(self.questionnaire)),
            "server_key": compute_server_key(SERVER_KEY),
            "booth": {},
            "release": Release(policy="total", k=5, variants=[""]),
            "strata": STRATA,
            "tellers": [self.teller.create_statement([self.uuid], [self.leaves])],
        }
        return Manifest(**{**values, **fields})

    def open(self, *, manifest_bytes: bytes | None = None) -> PlayedElection:
        """Setup; ``manifest_bytes``: what the description names (default: the manifest)."""
        setup = create_setup(
            self.uuid,
            self.texts,
            self.public_keys,
            self.public,
            manifest_bytes if manifest_bytes is not None else encode_manifest(self.manifest),
        )
        return PlayedElection(
            manifest=self.manifest,
            questionnaire=self.questionnaire,
            setup=setup,
            server_key=SERVER_KEY,
            parts=[self.teller.open_part(self.leaves)],
            tellers=[self.teller.secret],
            timestamp=1_700_000_000,
            random_bytes=self.random_bytes,
            openers=self.openers,
        )

    @property
    def openers(self) -> dict[Signer, int]:
        """The trustees, who all look at the set-up, with what they sign with."""
        return {Signer("trustee", owner): key for owner, key in enumerate(self.signing, 1)}

    def vote(self, election: PlayedElection, voter: int, choices: list[list[int]]) -> bytes:
        """A ballot of member ``voter``."""
        return create_ballot(election.context, self.credentials[voter], choices, self.random_bytes)

    def void(self, election: PlayedElection, voter: int) -> Void:
        """What member ``voter`` signs to give the slip up."""
        secret = compute_secret(GROUP, self.uuid, self.credentials[voter])
        fingerprint = election.context.fingerprint
        return create_void(GROUP, fingerprint, self.public[voter], secret, self.random_bytes)

    def slips(self) -> list[SlipCount]:
        """Counts that are right: everything was handed out."""
        made = {leaf: list(self.leaves.values()).count(leaf) for leaf in ("er", "icu")}
        return [
            SlipCount(leaf=leaf, printed=n, handed_out=n, spoiled=0, returned=0)
            for leaf, n in sorted(made.items())
        ]

    def play(self, election: PlayedElection, votes: list[list[list[int]]]) -> PlayedElection:
        """The usual course: two batches, closing, tally, decryption, result."""
        ballots = [self.vote(election, i, choices) for i, choices in enumerate(votes)]
        half = (len(ballots) + 1) // 2
        for batch in (ballots[:half], ballots[half:]):
            if batch:
                election.seal(batch)
        election.close(self.slips())
        if election.plan is not None and election.plan.groups:
            self.finish(election)
        return election

    def finish(self, election: PlayedElection) -> None:
        """Tally to result, with every trustee."""
        election.compute_tally()
        for owner, key in enumerate(self.private_keys, 1):
            election.agree(owner, key)
        for owner, key in enumerate(self.private_keys, 1):
            election.decrypt(owner, key)
        election.publish()
        election.confirm(self.openers)


YES, NO, BLANK = [[0, 1, 0]], [[0, 0, 1]], [[1, 0, 0]]
VOTES = [YES, YES, NO, YES, BLANK, NO, YES]


def play_to_tally(seed: str, folder: Path, signing: list[int]) -> PlayedElection:
    """An election for the key that a ceremony's folder holds, up to its tally; ``signing``: what
    each of its trustees signs with."""
    workshop = Workshop(seed)
    workshop.signing = signing
    workshop.public_keys = decode_trustees((folder / "trustees.json").read_bytes())
    election = workshop.open()
    ceremony = (folder / "ceremony.json").read_bytes()
    election.replace(ceremony=decode_strict(ceremony, Ceremony, "x", "the ceremony"))
    election.seal([workshop.vote(election, i, choices) for i, choices in enumerate(VOTES)])
    election.close(workshop.slips())
    election.compute_tally()
    return election
