"""A survey from slip to sheet, clicked: who answered what is known to the test alone.

The shift survey and the burnout question under one slip; members in browser contexts of their own
with codes from the printed slips, two of three trustees, dashboard, sheet and exports. Every figure
equals what is computed here from the answers. ``test_story.py`` walks the same way with fewer in
every run; this one is for ``make long``.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from random import Random
from xml.etree import ElementTree

import pytest

from tests.browser.ceremony.test_ceremony import decrypt
from tests.players.browser.browser import labelled
from tests.players.browser.people import Committee, People, Slip
from tests.players.browser.signers.trustees import Trustee, gather, name_trustees
from tests.players.browser.site import Site
from tests.support.independent import verify
from tests.survey.exports.ddi import find_faults
from voteapp.campaign.audit import verify_bundle
from voteapp.campaign.questionnaire.answering import (
    NOT_APPLICABLE,
    PREFER_NOT,
    Given,
    Interview,
    Leaf,
    create_choices,
    find_fault,
    list_given,
    list_offered,
)
from voteapp.campaign.questionnaire.document import Question, Questionnaire
from voteapp.campaign.questionnaire.rules import Derive
from voteapp.protocol.archive import BytesSource
from voteapp.services.drafting.shift_survey import LEAF_CODE
from voteapp.services.overview import get_campaign

pytestmark = pytest.mark.long

TITLE = "How was our last shift?"
MEMBERS = 40
NAMES = ["Ana Ruiz", "Ben Okafor", "Chloé Martin"]
ROSTER, LIMIT = 48, 4

Said = dict[str, tuple[str, ...]]
"""What a member presses: by the question's text the answers' texts."""


def draw(questionnaire: Questionnaire, chance: Random) -> tuple[Given, list[list[int]]]:
    """What somebody answers who contradicts nothing, and the ballot's rows."""
    interview = Interview(questionnaire, Leaf(LEAF_CODE))
    while True:
        chosen = {q.id: draw_answer(q, chance) for q in questionnaire.questions}
        steps = interview.go_through(chosen)
        if not interview.find_contradictions(list_given(steps)):
            asked = {s.question: s.answers or () for s in steps if s.how == "asked"}
            return asked, create_choices(questionnaire, steps)


def draw_answer(question: Question, chance: Random) -> tuple[str, ...]:
    offered = list_offered(question)
    for _try in range(20):
        some = set(chance.sample(offered, chance.randint(1, min(question.max, 3, len(offered)))))
        answers = tuple(answer for answer in offered if answer in some)
        if find_fault(question, answers) is None:
            return answers
    return (offered[0],)


def tell(questionnaire: Questionnaire, asked: Given) -> Said:
    words = questionnaire.words["en"]
    beside = {NOT_APPLICABLE: words.not_applicable, PREFER_NOT: words.prefer_not}
    said: Said = {}
    for question in questionnaire.questions:
        if question.id in asked:
            texts = {a.id: a.texts["en"].text for a in question.answers} | beside
            said[question.texts["en"].text] = tuple(texts[a] for a in asked[question.id])
    return said


class Play:
    """The survey's parts, and what every member answered to each."""

    def __init__(self, site: Site, committee: Committee) -> None:
        draft = get_campaign(site.context, committee.code).draft
        self.parts = [election.questionnaire for election in draft.elections]
        self.titles = [election.title for election in draft.elections]
        self.rows: list[list[list[list[int]]]] = [[] for _part in self.parts]
        self.uuids: list[str] = []

    def answer(self, people: People, slip: Slip, number: int) -> None:
        """A member answers both parts by clicks, in a context of her own."""
        chance = Random(number)
        member = people.member(f"member {number}")
        member.scan(slip.address)
        for place, questionnaire in enumerate(self.parts):
            asked, rows = draw(questionnaire, chance)
            if place:
                member.press("Go on with this slip")
            member.answer(self.titles[place], tell(questionnaire, asked))
            member.send("answers")
            member.tracker()
            self.rows[place].append(rows)
        self.uuids = [sent.address.split("/")[-2] for sent in member.posts("/ballots")]
        member.browser.close()


@pytest.mark.timeout(3600)
def test_a_survey_from_slip_to_sheet(people: People, site: Site, belenios_tool: Path) -> None:
    members = MEMBERS
    committee = people.committee()
    committee.set_up()
    kind = "A ready-made survey Choose"
    committee.draft(kind, TITLE, slips=ROSTER, roster=ROSTER, limit=str(LIMIT))
    committee.lock()
    trustees = gather(people, NAMES, name_trustees(committee, NAMES, 2))
    files = make_keys(trustees)
    slips = committee.make_slips()
    committee.open_vote()
    play = Play(site, committee)
    for number in range(members):
        play.answer(people, slips[number], number)
    committee.close("Everybody has answered.")
    committee.count_slips(printed=ROSTER, handed_out=members)
    site.tick()
    decrypt(committee, trustees[:2], files)
    opened = [place for place, k in enumerate((10, 20)) if members >= k]
    check_records(committee, play, opened, members, belenios_tool)
    check_figures(committee, play, opened, members)
    check_sheet(committee, play, members)


def make_keys(trustees: list[Trustee]) -> list[Path]:
    for trustee in trustees:
        trustee.make_key()
    assert len({trustee.words() for trustee in trustees}) == 1
    for trustee in trustees:
        trustee.say_same()
    files = [trustee.save_and_print() for trustee in trustees]
    for trustee, path in zip(trustees, files, strict=True):
        trustee.rehearse_from_file(path)
    return files


def check_records(
    committee: Committee, play: Play, opened: list[int], members: int, belenios_tool: Path
) -> None:
    """Bundles verify; the independent tool takes every ballot, and the record as a whole."""
    committee.open(f"/campaigns/{committee.code}/results")
    committee.unfold_all()
    for place, uuid in enumerate(play.uuids):
        report = verify_bundle(BytesSource(committee.download(f"/{uuid}.zip")))
        assert (report.findings, report.scope, report.counted) == ([], "election", members)
        assert verify(belenios_tool, uuid, committee.download(f"/{uuid}.bel")) == members
        if place in opened:
            totals = [
                [sum(column) for column in zip(*rows, strict=True)]
                for rows in zip(*play.rows[place], strict=True)
            ]
            assert report.result == totals


def list_counts(play: Play, place: int) -> Iterator[tuple[Question, dict[str, int], int]]:
    """Of each question the count of each answer, and of those concerned and answering."""
    outside = {rule.no_limit for rule in play.parts[place].rules if isinstance(rule, Derive)}
    for index, question in enumerate(play.parts[place].questions):
        names = [answer.id for answer in question.answers] + [NOT_APPLICABLE]
        rows = [row[index] for row in play.rows[place]]
        counts = {name: sum(row[column + 1] for row in rows) for column, name in enumerate(names)}
        counts[PREFER_NOT] = sum(row[0] for row in rows)
        saying = {a.id for a in question.answers if a.substantive} - outside
        base = sum(
            any(row[column + 1] for column, name in enumerate(names) if name in saying)
            for row in rows
        )
        yield question, counts, base


def check_figures(committee: Committee, play: Play, opened: list[int], members: int) -> None:
    """The figures' file, the spreadsheet and the codebook say what was answered."""
    for place in opened:
        committee.open(f"/campaigns/{committee.code}/figures")
        if len(opened) > 1:
            committee.browser.pick(labelled("Part"), play.titles[place])
            committee.press("Show")
        told = json.loads(committee.download(f"/{play.uuids[place]}/figures.json"))
        (group,) = told["groups"]
        assert (group["members"], group["accepted"]) == (ROSTER, members)
        known = {question["question"]: question for question in told["questions"]}
        for question, counts, base in list_counts(play, place):
            found = known[question.id]["groups"][group["code"]]
            assert found["base"] == base
            for answer in found["answers"]:
                assert answer["count"] == counts[answer["answer"]]
                share = answer["share"]
                if share is not None:
                    assert Fraction(share["share"]) == Fraction(counts[answer["answer"]], base)
            missing = found["missing"]
            assert missing["no_ballot"] == ROSTER - members
            assert missing["prefer_not"] == counts[PREFER_NOT]
    committee.open(f"/campaigns/{committee.code}/results")
    table = committee.download("/results.csv").decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(table)))
    for place in opened:
        for question, counts, _base in list_counts(play, place):
            for answer in question.answers:
                (line,) = [one for one in lines if one["answer_id"] == answer.id]
                assert int(line["votes"]) == counts[answer.id]
    assert find_faults(ElementTree.fromstring(committee.download("/codebook.xml"))) == []


def check_sheet(committee: Committee, play: Play, members: int) -> None:
    """Dashboard and sheet, as the committee walks to them, with the floor in words."""
    survey = play.parts[0]
    place = next(i for i, q in enumerate(survey.questions) if q.code == "2d")
    over = sum(row[place][2] + row[place][3] for row in play.rows[0])
    committee.open(f"/campaigns/{committee.code}/results")
    committee.see_in("main", f"{members} of {ROSTER}")
    committee.open(f"/campaigns/{committee.code}/figures")
    committee.see_in("main", f"At least {over} of {ROSTER} members")
    committee.open(f"/campaigns/{committee.code}/sheet")
    committee.see_in("main", f"At least {over} of {ROSTER} members")
