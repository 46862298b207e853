"""Two elections that one slip opens, just opened, and everybody who makes them: so that an insider
can make the second another than the first, and sign all of it rightly."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

import msgspec

from tests.players.campaign.ceremony_table import honest
from tests.players.campaign.elections import (
    AUDITOR,
    GROUP,
    README,
    RULE,
    SERVER_KEY,
    STRATA,
    YES_NO,
    Stream,
)
from voteapp.campaign.board.voids import create_void
from voteapp.campaign.bundle.notes import create_note
from voteapp.campaign.ceremony.agreement import Ceremony
from voteapp.campaign.playing.election import PlayedElection
from voteapp.campaign.playing.questionnaires import create_plain_questionnaire
from voteapp.campaign.playing.tellers import PlayedTeller
from voteapp.campaign.questionnaire.checks import encode_questionnaire
from voteapp.campaign.questionnaire.document import Questionnaire
from voteapp.campaign.setup.amendments import Change, check_amendments, create_amendment
from voteapp.campaign.setup.manifest import (
    Campaign,
    Manifest,
    Release,
    encode_manifest,
    encode_public_credentials,
)
from voteapp.campaign.setup.opening import ElectionTexts, create_setup
from voteapp.campaign.setup.package import PackedElection, create_package
from voteapp.campaign.signed import compute_server_key, sign
from voteapp.campaign.slips.counts import SlipCount
from voteapp.campaign.statements.people import Mirror, Signer, Witness
from voteapp.campaign.statements.texts import compute_out_text
from voteapp.protocol.credentials import compute_secret
from voteapp.protocol.encoding import create_uuid, hash_hex
from voteapp.protocol.keys.trustees import create_trustee_public_key

SLIPS, ELECTIONS, WITNESS_KEY = 6, 2, 101
BEFORE, WHILE, AFTER = (f"2026-11-{day}T10:00:00-08:00" for day in (20, 22, 30))
TEXTS = ElectionTexts("A vote", "Vote once.", [YES_NO], "Committee", "Tellers")


def element(key: int) -> str:
    """A key of somebody who signs."""
    return GROUP.encode(GROUP.base_power(key))


class Keys(NamedTuple):
    """Trustees: what stands in the record and the evidence, and what each signs with."""

    items: Sequence[Any]
    ceremony: Ceremony | None
    signing: Mapping[Signer, int]


@cache
def hold(seed: str = "honest") -> Keys:
    """Threshold trustees and a single one."""
    held = honest(seed)
    signing = {Signer("trustee", one.number): one.signing_key for one in held.trustees}
    return Keys(held.assembled.items, held.assembled.ceremony, signing)


def create_singles(order: Sequence[int]) -> Keys:
    """Two single trustees in this order: their joint key is the same in each."""
    pairs = [
        (key, create_trustee_public_key(GROUP, key, Stream(f"single {key}"))) for key in (11, 13)
    ]
    signing = {Signer("trustee", n): pairs[i][0] for n, i in enumerate(order, 1)}
    return Keys([pairs[i][1] for i in order], None, signing)


class Joint:
    """The campaign; of the second election, ``fields`` stand otherwise in the manifest,
    and the list of elections is ``turned`` round."""

    def __init__(
        self,
        seed: str = "joint",
        *,
        fields: Mapping[str, Any] | None = None,
        keys: Sequence[Keys] = (),
        teller: str = "Teller",
        server_key: bytes = SERVER_KEY,
        turned: bool = False,
    ) -> None:
        self.random = Stream(seed)
        self.keys = keys or [hold()] * ELECTIONS
        self.server_keys = (SERVER_KEY, server_key)
        self.uuids = [create_uuid(self.random) for _ in range(ELECTIONS)]
        self.orders = [self.uuids, self.uuids[::-1] if turned else self.uuids]
        made = {"elections": ELECTIONS, "keys": Stream(f"{seed} teller")}
        tellers = [PlayedTeller(SLIPS, Stream(f"{seed} slips"), **made)] * ELECTIONS
        if teller != "Teller":
            tellers[1] = PlayedTeller(SLIPS, Stream(f"{seed} slips"), **made, name=teller)
        self.tellers = tellers
        self.elections = [self._open(i, {} if i == 0 else fields or {}) for i in range(ELECTIONS)]
        self.fingerprints = [one.context.fingerprint for one in self.elections]
        first, second = self.elections
        first.print_slips(self.fingerprints)
        second.print_slips(self.fingerprints[::-1] if turned else self.fingerprints)
        if first.openers == second.openers and not turned:
            self.tell(openings=first.evidence.openings)

    def tell(self, **fields: Any) -> None:
        """Say the same of both."""
        for election in self.elections:
            election.replace(**fields)

    def amend(self, election: PlayedElection, *changes: tuple[Change, str]) -> None:
        """Change, in this election's evidence, something that may be changed."""
        for change, at in changes:
            before = election.evidence.amendments
            held = check_amendments(before, election.manifest, election.context.fingerprint)
            made = create_amendment(before, held, self.fingerprints, change, at)
            election.replace(amendments=[*before, sign(made, election.server_key)])

    def note(self, election: PlayedElection, *texts: str) -> None:
        """Add notes of the committee to this election's evidence."""
        for text in texts:
            before = election.evidence.notes
            made = create_note(before, self.fingerprints, "committee", text, AFTER)
            election.replace(notes=[*before, sign(made, election.server_key)])

    def void(self, place: int, voter: int) -> None:
        """Let a member give the slip up in one of the elections."""
        election, teller = self.elections[place], self.tellers[place]
        public = teller.get_public_credentials(election.uuid)[voter]
        secret = compute_secret(GROUP, election.uuid, teller.get_credential(voter))
        fingerprint = election.context.fingerprint
        made = create_void(GROUP, fingerprint, public, secret, self.random)
        voided = [*election.evidence.voided, made]
        election.replace(voided=sorted(voided, key=lambda one: one.credential))

    def leave(self, election: PlayedElection, signer: Signer, key: int) -> None:
        """Let somebody sign to sign no closing, in this election's evidence."""
        election.sign("outs", compute_out_text(self.fingerprints), {signer: key})

    def pack_set_up(self) -> bytes:
        """CODE-setup.zip."""
        return create_package(
            [
                PackedElection(
                    one.setup.election,
                    one.setup.trustees,
                    one.setup.credentials,
                    one.papers.manifest or b"",
                    one.papers.questionnaire or b"",
                )
                for one in self.elections
            ]
        )

    def pack(self) -> list[bytes]:
        """Their bundles."""
        return [election.bundle(AUDITOR, README) for election in self.elections]

    def _split(self, place: int, uuid: str) -> dict[str, str]:
        listed = self.tellers[place].get_public_credentials(uuid)
        return {c: "icu" if i % 2 else "er" for i, c in enumerate(listed)}

    def _create_manifest(self, place: int, asked: Questionnaire) -> Manifest:
        uuid, teller, uuids = self.uuids[place], self.tellers[place], self.orders[place]
        parts = [self._split(place, one) for one in uuids]
        listed = encode_public_credentials(list(self._split(place, uuid)))
        return Manifest(
            uuid=uuid,
            campaign=Campaign(name="Spring", uuids=uuids),
            kind="vote",
            organizer="Local 1",
            opens="2026-11-21T08:00:00-08:00",
            closes="2026-11-28T20:00:00-08:00",
            decrypts=None,
            zone="America/Los_Angeles",
            rule=RULE,
            issuance="printed",
            revoting=False,
            trial=True,
            credentials=hash_hex(listed),
            questionnaire=hash_hex(encode_questionnaire(asked)),
            server_key=compute_server_key(self.server_keys[place]),
            booth={},
            release=Release(policy="total", k=5, variants=[""]),
            strata=STRATA,
            tellers=[teller.create_statement(uuids, parts)],
            witnesses=[Witness(name="Ines", key=element(WITNESS_KEY))],
            mirrors=[Mirror(name="M", address="https://m.example", key=element(203))],
        )

    def _open(self, place: int, fields: Mapping[str, Any]) -> PlayedElection:
        uuid, keys = self.uuids[place], self.keys[place]
        asked = create_plain_questionnaire(TEXTS, "vote", self.random)
        manifest = msgspec.structs.replace(self._create_manifest(place, asked), **fields)
        leaves = self._split(place, uuid)
        setup = create_setup(uuid, TEXTS, keys.items, list(leaves), encode_manifest(manifest))
        witnesses = {
            Signer("witness", n): WITNESS_KEY + n - 1 for n in range(1, 1 + len(manifest.witnesses))
        }
        election = PlayedElection(
            manifest=manifest,
            questionnaire=asked,
            setup=setup,
            server_key=self.server_keys[place],
            parts=[self.tellers[place].open_part(leaves, place)],
            tellers=[self.tellers[place].secret],
            timestamp=1_700_000_000,
            random_bytes=self.random,
            openers={**keys.signing, **witnesses},
        )
        election.replace(ceremony=keys.ceremony)
        return election


def count(handed_out: int) -> list[SlipCount]:
    """How many slips were handed out in one of the units."""
    create: Callable[..., SlipCount] = SlipCount
    rest = {"printed": 3, "spoiled": 0, "returned": 0}
    return [
        create(leaf="er", handed_out=3, **rest),
        create(leaf="icu", handed_out=handed_out, **rest),
    ]


def play() -> Joint:
    """An honest campaign in which everything that can be said of all of it was said."""
    joint = Joint()
    first, _second = joint.elections
    joint.amend(
        first,
        (Change("entitled", "13", "One was forgotten.", leaf="icu"), BEFORE),
        (Change("closes", "2026-11-29T20:00:00-08:00", "More time."), WHILE),
    )
    joint.note(first, "Six were handed out.", "A list was found.")
    joint.leave(first, Signer("trustee", 1), joint.keys[0].signing[Signer("trustee", 1)])
    told = first.evidence
    joint.tell(amendments=told.amendments, notes=told.notes, outs=told.outs, slips=count(3))
    for place in range(ELECTIONS):
        joint.void(place, 4)
    return joint
