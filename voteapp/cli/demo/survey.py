"""A whole shift survey: many units, two parts under one slip, and the truth beside the count."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import msgspec

from voteapp.campaign.playing.election import PlayedElection
from voteapp.campaign.playing.members import BallotTask, create_ballots
from voteapp.campaign.playing.tellers import PlayedTeller
from voteapp.campaign.protection import SCRYPT_N
from voteapp.campaign.questionnaire.checks import encode_questionnaire
from voteapp.campaign.questionnaire.document import (
    Questionnaire,
    read_help,
    read_text,
)
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
from voteapp.campaign.slips.counts import SlipCount
from voteapp.campaign.units.strata import Stratum, create_leaf, create_node
from voteapp.cli.demo.members import FACILITIES, Member, Unit, create_units, draw_members
from voteapp.cli.demo.play import BATCH_SIZE, DemoTrustees, MapFunction, create_trustees
from voteapp.protocol.encoding import RandomBytes, create_uuid, hash_hex
from voteapp.survey.questionnaires import create_limit, write_questionnaires
from voteapp.survey.templates import DEFAULT_VARIANT, load_template

_SURVEYS_A_TASK = 4
_CAME = 0.95
"""Of the members of a unit: those who took their slip, at least."""


@dataclass
class SurveyPart:
    """One election of the survey; ``k``: the fewest ballots that are opened."""

    questionnaire: Questionnaire
    k: int
    election: PlayedElection
    opened: bool = False


@dataclass
class SurveyDemo:
    """A survey under way, with its secrets."""

    seed: str
    title: str
    units: list[Unit]
    members: list[Member]
    teller: PlayedTeller
    trustees: DemoTrustees
    parts: list[SurveyPart]

    def count_ballots(self) -> int:
        """Of all parts."""
        return sum(sum(member.sent) for member in self.members)

    def cast(self, run: MapFunction, random_bytes: RandomBytes) -> Iterator[int]:
        """Make every ballot and seal them in batches; yields how many are made."""
        made = 0
        for number, part in enumerate(self.parts):
            votes = [
                (self.teller.get_credential(place), member.choices[number])
                for place, member in enumerate(self.members)
                if member.sent[number]
            ]
            tasks = [
                BallotTask(
                    part.election.setup.election, votes[i : i + _SURVEYS_A_TASK], random_bytes
                )
                for i in range(0, len(votes), _SURVEYS_A_TASK)
            ]
            waiting: list[bytes] = []
            for ballots in run(create_ballots, tasks):
                waiting += ballots
                made += len(ballots)
                yield made
                if len(waiting) >= BATCH_SIZE:
                    part.election.seal(waiting)
                    waiting = []
            if waiting:
                part.election.seal(waiting)

    def finish(self) -> None:
        """Close every part; where k ballots came, add up, decrypt and publish."""
        for part in self.parts:
            plan = part.election.close(self._count_slips())
            if not plan.groups:
                continue
            part.election.compute_tally()
            self.trustees.open_totals(part.election)
            part.opened = True

    def _count_slips(self) -> list[SlipCount]:
        """A slip opens every part: what people count of slips is the same in each."""
        counts = []
        for unit in sorted(self.units, key=lambda unit: unit.code.encode()):
            used = sum(any(member.sent) for member in self.members if member.unit == unit.code)
            handed = max(used, round(_CAME * unit.roster))
            left = unit.roster - handed
            counts.append(
                SlipCount(
                    leaf=unit.code,
                    printed=unit.roster,
                    handed_out=handed,
                    spoiled=0,
                    returned=left,
                )
            )
        return counts


def create_survey_demo(
    members: int,
    seed: str,
    now: datetime,
    random_bytes: RandomBytes,
    *,
    trustees: int,
    threshold: int,
    singles: int = 0,
    scrypt_n: int = SCRYPT_N,
) -> SurveyDemo:
    """Draw the members of ``seed``, make keys, slips and manifests, and open.

    Raises InvalidInputError ``trustees``, ``threshold`` or ``singles``.
    """
    keys = create_trustees(trustees, threshold, random_bytes, singles=singles, scrypt_n=scrypt_n)
    units = create_units(members)
    template = load_template()
    limits = {unit.code: create_limit(unit.limit) for unit in units}
    first = units[0]
    written = write_questionnaires(template, first.limit, DEFAULT_VARIANT, first.code, random_bytes)
    asked = [
        msgspec.structs.replace(part, limits=limits if part.limits else {}) for part in written
    ]
    people = draw_members(units, asked, seed)
    teller = PlayedTeller(members, random_bytes, elections=len(asked))
    uuids = [create_uuid(random_bytes) for _part in asked]
    title = read_text(asked[0].texts, asked[0].language)
    mapped = [_map_leaves(teller, uuid, people) for uuid in uuids]
    opening = _Opening(units, mapped, teller, uuids, title, now)
    parts = [
        SurveyPart(
            questionnaire,
            part.k,
            opening.open(uuid, questionnaire, part.k, keys, random_bytes),
        )
        for uuid, questionnaire, part in zip(uuids, asked, template.parts, strict=True)
    ]
    fingerprints = [part.election.context.fingerprint for part in parts]
    for part in parts:
        part.election.print_slips(fingerprints)
    return SurveyDemo(seed, opening.title, units, people, teller, keys, parts)


def _map_leaves(teller: PlayedTeller, uuid: str, people: Sequence[Member]) -> dict[str, str]:
    credentials = teller.get_public_credentials(uuid)
    return {c: member.unit for c, member in zip(credentials, people, strict=True)}


@dataclass(frozen=True)
class _Opening:
    """What all parts of the campaign share; ``mapped``: each part's {credential: unit}."""

    units: Sequence[Unit]
    mapped: Sequence[dict[str, str]]
    teller: PlayedTeller
    uuids: Sequence[str]
    title: str
    now: datetime

    def open(
        self,
        uuid: str,
        questionnaire: Questionnaire,
        k: int,
        keys: DemoTrustees,
        random_bytes: RandomBytes,
    ) -> PlayedElection:
        """One part, opened."""
        server_key, place = random_bytes(32), self.uuids.index(uuid)
        leaves = self.mapped[place]
        language = questionnaire.language
        texts = ElectionTexts(
            read_text(questionnaire.texts, language),
            read_help(questionnaire.texts, language),
            create_record_questions(questionnaire),
            "Demonstration committee",
            "Demonstration tellers",
            language,
        )
        start = self.now.astimezone(UTC).replace(microsecond=0)
        manifest = Manifest(
            uuid=uuid,
            campaign=Campaign(name=self.title, uuids=list(self.uuids)),
            kind="survey",
            organizer=texts.administrator,
            opens=start.isoformat(),
            closes=(start + timedelta(days=14)).isoformat(),
            decrypts=None,
            zone="UTC",
            rule=None,
            issuance="printed",
            revoting=False,
            trial=True,
            credentials=hash_hex(encode_public_credentials(list(leaves))),
            questionnaire=hash_hex(encode_questionnaire(questionnaire)),
            server_key=compute_server_key(server_key),
            booth={},
            release=Release(policy="total", k=k, variants=[""]),
            strata=self._plant(),
            tellers=[self.teller.create_statement(self.uuids, self.mapped)],
        )
        setup = create_setup(uuid, texts, keys.items, list(leaves), encode_manifest(manifest))
        election = PlayedElection(
            manifest=manifest,
            questionnaire=questionnaire,
            setup=setup,
            server_key=server_key,
            parts=[self.teller.open_part(leaves, place)],
            tellers=[self.teller.secret],
            timestamp=int(self.now.timestamp()),
            random_bytes=random_bytes,
            openers=keys.signing_keys,
        )
        election.replace(ceremony=keys.ceremony)
        return election

    def _plant(self) -> Stratum:
        """The tree of hospitals and units."""
        facilities = []
        for code, name in FACILITIES:
            units = [unit for unit in self.units if unit.facility == code]
            leaves = [create_leaf(unit.code, unit.name, unit.roster) for unit in units]
            if leaves:
                facilities.append(create_node(code, name, leaves))
        return create_node("campaign", "Demonstration", facilities)
