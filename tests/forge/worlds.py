"""Honest elections to attack, each with every secret that anybody has."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from tests.forge.documents import AUDITOR, read_documents
from tests.forge.plans import (
    GROUP,
    MIRROR_KEYS,
    PLANS,
    SERVER_KEY,
    STAGES,
    WITNESS_KEY,
    Plan,
    Trustee,
    World,
)
from tests.forge.steps import change, count, void
from tests.players.campaign.elections import NO, RULE, YES
from tests.players.campaign.questionnaires import LEAF, create_example
from tests.support.randomness import RandomStream
from voteapp.campaign.bundle.archive import AUDITOR_PATH
from voteapp.campaign.ceremony.agreement import Ceremony, RefusedEntry
from voteapp.campaign.playing.election import PlayedElection
from voteapp.campaign.playing.questionnaires import create_plain_questionnaire
from voteapp.campaign.playing.tellers import PlayedTeller
from voteapp.campaign.playing.trustees import hold_ceremony
from voteapp.campaign.questionnaire.checks import encode_questionnaire
from voteapp.campaign.questionnaire.document import Questionnaire, read_help, read_text
from voteapp.campaign.questionnaire.record import create_record_questions
from voteapp.campaign.setup.manifest import (
    Campaign,
    Manifest,
    Release,
    encode_manifest,
    encode_public_credentials,
)
from voteapp.campaign.setup.opening import ElectionTexts, create_setup
from voteapp.campaign.signed import compute_server_key
from voteapp.campaign.statements.people import Mirror, Signer, Witness
from voteapp.campaign.statements.texts import compute_end_text, compute_out_text
from voteapp.campaign.units.strata import create_leaf, create_node
from voteapp.protocol.ballots import create_ballot
from voteapp.protocol.encoding import create_uuid, hash_hex
from voteapp.protocol.keys.trustees import create_trustee_public_key
from voteapp.protocol.questions import Question


@cache
def create_world(name: str) -> World:
    """An honest world by its plan's name, the same bytes every time."""
    plan = next(plan for plan in PLANS if plan.name == name)
    *_, attacked = worlds = _Maker(plan).play()
    sibling = worlds[0] if len(worlds) > 1 else _Maker(plan, "another").play()[0]
    return World(**{**vars(attacked), "sibling": sibling.documents})


def _element(key: int) -> str:
    return GROUP.encode(GROUP.base_power(key))


class _Maker:
    """Makes the elections of one plan, the attacked one last."""

    def __init__(self, plan: Plan, seed: str = "world") -> None:
        self.plan = plan
        self.random = RandomStream(f"{seed} {plan.name}")
        self.leaves = [create_leaf("icu", "ICU", 6), create_leaf("er", "ER", 7)]
        if plan.example:
            self.leaves.append(create_leaf(LEAF, "Unit 1", 5))
        self.uuids = [create_uuid(self.random) for _ in range(plan.elections)]
        self.slips = 4
        self.tellers = sorted(
            (self._create_teller(i) for i in range(plan.tellers)), key=lambda t: t[0]
        )
        self.trustees, self.items, self.ceremony = self._create_trustees()

    def _create_teller(self, number: int) -> tuple[str, PlayedTeller]:
        teller = PlayedTeller(
            self.slips + 4 * (self.plan.tellers == 1),
            self.random,
            elections=self.plan.elections,
            name=f"Teller {number}",
        )
        return compute_server_key(bytes.fromhex(teller.secret.key)), teller

    def _create_trustees(self) -> tuple[dict[int, Trustee], list[Any], Ceremony | None]:
        if not self.plan.threshold:
            secret = GROUP.random_scalar(self.random)
            key = create_trustee_public_key(GROUP, secret, self.random)
            return {1: Trustee(1, secret, secret)}, [key], None
        held = hold_ceremony(3, 2, self.random, singles=1)
        trustees = {
            one.number: Trustee(one.number, one.signing_key, one.private_key)
            for one in held.trustees
        }
        return trustees, held.assembled.items, held.assembled.ceremony

    def _ask(self) -> Questionnaire:
        if self.plan.example:
            return create_example()
        one = Question(
            answers=["Yes", "No"], blank=self.plan.blank, min=1, max=1, question="Strike?"
        )
        texts = ElectionTexts("Strike vote", "Vote once.", [one], "Committee", "Tellers", "en")
        if self.plan.kind == "vote":
            return create_plain_questionnaire(texts, "vote", self.random)
        many = Question(answers=["Pay", "Ratios"], min=0, max=2, question="Demands?")
        return create_plain_questionnaire(
            texts._replace(questions=[one, many]), "survey", self.random
        )

    def _split(self, uuid: str) -> list[dict[str, str]]:
        """The leaf of each credential, by teller."""
        codes = [leaf.code for leaf in self.leaves]
        return [
            {c: codes[i % len(codes)] for i, c in enumerate(teller.get_public_credentials(uuid))}
            for _, teller in self.tellers
        ]

    def _create_manifest(self, uuid: str, asked: Questionnaire) -> Manifest:
        parts = [self._split(one) for one in self.uuids]
        statements = [
            teller.create_statement(self.uuids, [part[i] for part in parts])
            for i, (_, teller) in enumerate(self.tellers)
        ]
        listed = [c for part in self._split(uuid) for c in part]
        booth = {AUDITOR_PATH: hash_hex(AUDITOR), "/static/js/booth.js": "1" * 64}
        return Manifest(
            uuid=uuid,
            campaign=Campaign(name="Spring", uuids=self.uuids),
            kind=asked.kind,
            organizer="Local 1",
            opens="2026-11-21T08:00:00-08:00",
            closes="2026-11-28T20:00:00-08:00",
            decrypts="2026-11-29T08:00:00-08:00" if self.plan.booth else None,
            zone="America/Los_Angeles",
            rule=RULE if asked.kind == "vote" else None,
            issuance="printed",
            revoting=False,
            trial=not self.plan.booth,
            credentials=hash_hex(encode_public_credentials(listed)),
            questionnaire=hash_hex(encode_questionnaire(asked)),
            server_key=compute_server_key(bytes.fromhex(SERVER_KEY)),
            booth=booth if self.plan.booth else {},
            release=Release(policy="total", k=5, variants=[""]),
            strata=create_node(
                "campaign", "Campaign", [create_node("north", "North", self.leaves)]
            ),
            tellers=statements,
            witnesses=[Witness(name="Ines", key=_element(WITNESS_KEY))] * self.plan.witnessed,
            mirrors=[
                Mirror(name=f"M{key}", address="https://m.example", key=_element(key))
                for key in MIRROR_KEYS * self.plan.witnessed
            ],
        )

    @property
    def people(self) -> dict[Signer, int]:
        """Trustees and witnesses, with what they sign with."""
        keys = {Signer("trustee", owner): one.signing for owner, one in self.trustees.items()}
        return keys | {Signer("witness", 1): WITNESS_KEY} if self.plan.witnessed else keys

    @property
    def mirrors(self) -> dict[Signer, int]:
        """Mirrors, with what they sign with."""
        listed = MIRROR_KEYS * self.plan.witnessed
        return {Signer("mirror", i): key for i, key in enumerate(listed, 1)}

    def open(self, uuid: str) -> PlayedElection:
        """One election, just opened."""
        asked = self._ask()
        texts = ElectionTexts(
            read_text(asked.texts, asked.language),
            read_help(asked.texts, asked.language),
            create_record_questions(asked),
            "Committee",
            "Tellers",
            asked.language,
        )
        manifest = self._create_manifest(uuid, asked)
        listed = [c for part in self._split(uuid) for c in part]
        setup = create_setup(uuid, texts, self.items, listed, encode_manifest(manifest))
        place = self.uuids.index(uuid)
        election = PlayedElection(
            manifest=manifest,
            questionnaire=asked,
            setup=setup,
            server_key=bytes.fromhex(SERVER_KEY),
            parts=[
                teller.open_part(part, place)
                for (_, teller), part in zip(self.tellers, self._split(uuid), strict=True)
            ],
            tellers=[teller.secret for _, teller in self.tellers],
            timestamp=1_700_000_000,
            random_bytes=self.random,
            openers=self.people,
        )
        if self.ceremony is not None:
            refused = RefusedEntry(trustee=1, step="share", code="trustee-proof", message="{}")
            ceremony = type(self.ceremony)(
                **{f: getattr(self.ceremony, f) for f in self.ceremony.__struct_fields__}
                | {"refused": [refused]}
            )
            election.replace(ceremony=ceremony)
        return election

    def play(self) -> list[World]:
        """All elections, as far as the plan says; the attacked one last."""
        elections = [self.open(uuid) for uuid in self.uuids]
        fingerprints = [election.context.fingerprint for election in elections]
        worlds = []
        for election in elections:
            election.print_slips(fingerprints)
            if self.plan.changed:
                change(election, fingerprints)
            worlds.append(self._run(election))
        attacked = worlds.pop(self.plan.attacked)
        return [*worlds, attacked]

    def _run(self, election: PlayedElection) -> World:
        uuid, plan, stage = election.uuid, self.plan, STAGES.index(self.plan.stage)
        slips = [
            teller.get_credential(i)
            for _, teller in self.tellers
            for i in range(len(teller.tokens))
        ]
        publics = [c for _, teller in self.tellers for c in teller.get_public_credentials(uuid)]
        votes = self._vote(election, slips, publics)
        made = [create_ballot(election.context, *vote, self.random) for vote in votes.values()]
        for batch in (made[:3], made[3:]):
            if batch:
                election.seal(batch)
        if plan.voided:
            given_up = sorted(zip(publics[6:8], slips[6:8], strict=True))
            election.replace(voided=[void(election, *one, self.random) for one in given_up])
        if stage >= STAGES.index("closed"):
            election.close(count(election, [leaf.code for leaf in self.leaves]))
        if stage >= STAGES.index("tallied"):
            election.compute_tally()
        coming = [1, 2, 4] if plan.threshold else [1]
        if stage >= STAGES.index("agreed"):
            self._agree(election)
        if stage >= STAGES.index("published"):
            for owner in coming:
                election.decrypt(owner, self.trustees[owner].private_key)
            election.publish()
            outs = {one.signer for one in election.evidence.outs}
            people = {one: key for one, key in self.people.items() if one not in outs}
            election.confirm({one: key for one, key in people.items() if key % 2})
        return World(
            name=plan.name,
            uuid=uuid,
            documents=read_documents(election.record, election.papers),
            tellers={key: teller.secret.key for key, teller in self.tellers},
            trustees=self.trustees,
            signing={str(one): key for one, key in (self.people | self.mirrors).items()},
            coming=coming,
            credentials=dict(zip(publics, slips, strict=True)),
            choices={public: vote[1] for public, vote in votes.items()},
        )

    def _agree(self, election: PlayedElection) -> None:
        """One is out, the mirrors saw the end, everybody else signs the closing."""
        people = dict(self.people)
        fingerprints = election.evidence.printed[0].fingerprints
        if self.plan.out:
            gone = Signer("trustee", self.plan.out)
            election.sign("outs", compute_out_text(fingerprints), {gone: people.pop(gone)})
        end = compute_end_text(election.context.fingerprint, election.end)
        election.sign("mirror_ends", end, self.mirrors)
        election.sign("closing_statements", election.closing_text, people)

    def _vote(
        self, election: PlayedElection, slips: Sequence[str], publics: Sequence[str]
    ) -> dict[str, tuple[str, list[list[int]]]]:
        firsts = [YES, YES, NO, YES, [[1, 0, 0]], NO]
        if not self.plan.blank:
            firsts = [[row[1:]] for ((row,),) in zip([*firsts[:4], NO, NO], strict=True)]
        seconds = [[[1, 1]], [[0, 1]], [[0, 0]], [[1, 0]], [[0, 1]]]
        several = len(election.context.election.questions) > 1
        return {
            publics[i]: (slips[i], firsts[i] + (seconds[i] if several else []))
            for i in range(self.plan.voters)
        }
