"""Playing a demonstration: keys, slips, ballots on all cores, sealing, decryption."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from voteapp.campaign.ceremony.agreement import Ceremony
from voteapp.campaign.ceremony.messages import check_singles, check_size
from voteapp.campaign.playing.election import PlayedElection
from voteapp.campaign.playing.members import Answers, BallotTask, create_ballots
from voteapp.campaign.playing.owners import PlayedOwner, PlayedSoleTrustee
from voteapp.campaign.playing.tellers import PlayedTeller
from voteapp.campaign.playing.trustees import hold_ceremony
from voteapp.campaign.protection import SCRYPT_N
from voteapp.campaign.questionnaire.checks import encode_questionnaire
from voteapp.campaign.setup.manifest import (
    Campaign,
    Manifest,
    encode_manifest,
    encode_public_credentials,
)
from voteapp.campaign.setup.opening import create_setup
from voteapp.campaign.signed import compute_server_key
from voteapp.campaign.slips.counts import SlipCount
from voteapp.campaign.statements.people import Signer
from voteapp.campaign.units.strata import create_leaf, create_node
from voteapp.cli.demo.plan import LEAF, DemoPlan
from voteapp.protocol.encoding import RandomBytes, create_uuid, hash_hex
from voteapp.protocol.keys.trustees import ThresholdParameters, TrusteePublicKey

BATCH_SIZE = 64
SPARE_SLIPS = 2
PASSPHRASE = "a passphrase for demonstrations only"  # noqa: S105 - it lies beside the key
MapFunction = Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]]


class DemoTrustees(NamedTuple):
    """Everybody, who all sign; those who come to decrypt; everybody's key file; the items of the
    trustees structure; their ceremony, if there was one."""

    everybody: list[PlayedOwner]
    coming: list[PlayedOwner]
    key_files: list[bytes]
    items: list[TrusteePublicKey | ThresholdParameters]
    ceremony: Ceremony | None

    @property
    def signing_keys(self) -> dict[Signer, int]:
        """What each signs with."""
        return {Signer("trustee", one.number): one.signing_key for one in self.everybody}

    def open_totals(self, election: PlayedElection) -> None:
        """Everybody signs the closing, who came decrypts, and everybody confirms the result."""
        for trustee in self.everybody:
            election.agree(trustee.number, trustee.signing_key)
        for trustee in self.coming:
            election.decrypt(trustee.number, trustee.private_key)
        election.publish()
        election.confirm(self.signing_keys)


def create_trustees(
    size: int,
    threshold: int,
    random_bytes: RandomBytes,
    *,
    singles: int = 0,
    scrypt_n: int = SCRYPT_N,
) -> DemoTrustees:
    """One trustee with a key of its own, or t of n and ``singles`` beside them after a ceremony.

    Raises InvalidInputError ``trustees``, ``threshold`` or ``singles``.
    """
    check_size(size, threshold)
    check_singles(singles)
    if size == 1 and not singles:
        sole = PlayedSoleTrustee(random_bytes)
        return DemoTrustees(
            [sole], [sole], [sole.protect(PASSPHRASE, n=scrypt_n)], [sole.key], None
        )
    keys = hold_ceremony(size, threshold, random_bytes, singles=singles)
    return DemoTrustees(
        list(keys.trustees),
        [*keys.trustees[:threshold], *keys.trustees[size:]],
        [
            keys.protect(trustee.number, PASSPHRASE, random_bytes, n=scrypt_n)
            for trustee in keys.trustees
        ],
        keys.assembled.items,
        keys.assembled.ceremony,
    )


@dataclass
class Demo:
    """A demonstration under way, with its secrets."""

    plan: DemoPlan
    election: PlayedElection
    teller: PlayedTeller
    trustees: DemoTrustees
    choices: list[Answers]

    def cast(self, ballots: int, run: MapFunction, random_bytes: RandomBytes) -> Iterator[int]:
        """Make ``ballots`` ballots and seal them in batches; yields how many are made."""
        self.choices = [self.plan.draw(random_bytes) for _ in range(ballots)]
        votes = [(self.teller.get_credential(i), made) for i, made in enumerate(self.choices)]
        size = 4 if self.plan.kind == "survey" else 16
        tasks = [
            BallotTask(self.election.setup.election, votes[i : i + size], random_bytes)
            for i in range(0, len(votes), size)
        ]
        made: list[bytes] = []
        for part in run(create_ballots, tasks):
            made += part
            yield len(made)
        for start in range(0, len(made), BATCH_SIZE):
            self.election.seal(made[start : start + BATCH_SIZE])

    def finish(self) -> bool:
        """Close and, where k ballots came, decrypt; says whether there is a result."""
        slips, voted = len(self.teller.tokens), len(self.choices)
        count = SlipCount(leaf=LEAF, printed=slips, handed_out=voted + 1, spoiled=0, returned=1)
        plan = self.election.close([count])
        if not plan.groups:
            return False
        self.election.compute_tally()
        self.trustees.open_totals(self.election)
        return True


@dataclass
class _Material:
    """What is drawn before the manifest can be written."""

    uuid: str
    server_key: bytes
    teller: PlayedTeller
    leaves: dict[str, str]


def _draw_material(slips: int, random_bytes: RandomBytes) -> _Material:
    uuid = create_uuid(random_bytes)
    teller = PlayedTeller(slips, random_bytes)
    leaves = dict.fromkeys(teller.get_public_credentials(uuid), LEAF)
    return _Material(uuid, random_bytes(32), teller, leaves)


def create_demo(
    plan: DemoPlan,
    ballots: int,
    now: datetime,
    random_bytes: RandomBytes,
    *,
    trustees: int = 1,
    threshold: int = 1,
    singles: int = 0,
    scrypt_n: int = SCRYPT_N,
) -> Demo:
    """Reserve a uuid, make keys, tokens and manifest, and open.

    Raises InvalidInputError ``trustees``, ``threshold`` or ``singles``.
    """
    material = _draw_material(ballots + SPARE_SLIPS, random_bytes)
    keys = create_trustees(trustees, threshold, random_bytes, singles=singles, scrypt_n=scrypt_n)
    manifest = _create_manifest(plan, material, now)
    setup = create_setup(
        manifest.uuid, plan.texts, keys.items, list(material.leaves), encode_manifest(manifest)
    )
    election = PlayedElection(
        manifest=manifest,
        questionnaire=plan.questionnaire,
        setup=setup,
        server_key=material.server_key,
        parts=[material.teller.open_part(material.leaves)],
        tellers=[material.teller.secret],
        timestamp=int(now.timestamp()),
        random_bytes=random_bytes,
        openers=keys.signing_keys,
    )
    election.replace(ceremony=keys.ceremony)
    return Demo(plan, election, material.teller, keys, [])


def _create_manifest(plan: DemoPlan, material: _Material, now: datetime) -> Manifest:
    start = now.astimezone(UTC).replace(microsecond=0)
    unit = create_leaf(LEAF, "Ward 3", len(material.teller.tokens))
    facility = create_node("facility", "General Hospital", [unit])
    return Manifest(
        uuid=material.uuid,
        campaign=Campaign(name=plan.title, uuids=[material.uuid]),
        kind="survey" if plan.kind == "survey" else "vote",
        organizer=plan.texts.administrator,
        opens=start.isoformat(),
        closes=(start + timedelta(days=1)).isoformat(),
        decrypts=None,
        zone="UTC",
        rule=plan.rule,
        issuance="printed",
        revoting=False,
        trial=True,
        credentials=hash_hex(encode_public_credentials(list(material.leaves))),
        questionnaire=hash_hex(encode_questionnaire(plan.questionnaire)),
        server_key=compute_server_key(material.server_key),
        booth={},
        release=plan.release,
        strata=create_node("campaign", "Demonstration", [facility]),
        tellers=[material.teller.create_statement([material.uuid], [material.leaves])],
    )
