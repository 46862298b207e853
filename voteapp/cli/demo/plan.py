"""What ``voteapp demo`` plays: a vote or the default survey, with made-up answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from voteapp.campaign.playing.members import Answers, draw_answer, draw_survey
from voteapp.campaign.playing.questionnaires import create_plain_questionnaire
from voteapp.campaign.questionnaire.answering import Leaf
from voteapp.campaign.questionnaire.document import Questionnaire, read_help, read_text
from voteapp.campaign.questionnaire.record import create_record_questions
from voteapp.campaign.setup.manifest import Release
from voteapp.campaign.setup.opening import ElectionTexts
from voteapp.campaign.setup.rules import Rule
from voteapp.campaign.units.release import K_FLOOR
from voteapp.cli.texts import gettext as _
from voteapp.errors import MisuseError
from voteapp.protocol.encoding import RandomBytes
from voteapp.protocol.kinds import kind_of
from voteapp.protocol.questions import Question
from voteapp.survey.questionnaires import write_questionnaires
from voteapp.survey.templates import DEFAULT_VARIANT, load_template

LEAF = "unit"
PATIENTS_A_NURSE = 4
"""Patients a nurse, in the made-up unit of the demonstration survey."""


class DemoPlan(NamedTuple):
    """An election to play; ``blank`` is what people call the blank answer, ``draw`` makes up one
    member's answers."""

    kind: str
    title: str
    texts: ElectionTexts
    questionnaire: Questionnaire
    rule: Rule | None
    release: Release
    blank: str
    draw: Callable[[RandomBytes], Answers]


def create_vote_plan(random_bytes: RandomBytes) -> DemoPlan:
    """A yes/no strike vote with a blank; most members say yes."""
    question = Question(
        answers=["Yes", "No"],
        blank=True,
        min=1,
        max=1,
        question="Do you authorize the committee to call a strike?",
    )
    rule = Rule(
        question=0,
        answer=0,
        comparison="more-than",
        numerator=1,
        denominator=2,
        of="counted",
        quorum=None,
    )
    texts = ElectionTexts(
        "Strike authorization",
        "A demonstration: the members and their votes are made up.",
        [question],
        "Demonstration committee",
        "Demonstration tellers",
        "en",
    )
    release = Release(policy="total", k=K_FLOOR, variants=[""])
    return DemoPlan(
        "vote",
        texts.name,
        texts,
        create_plain_questionnaire(texts, "vote", random_bytes),
        rule,
        release,
        _("(blank)"),
        lambda random_bytes: [draw_answer(2, random_bytes, blank=True)],
    )


def create_survey_plan(random_bytes: RandomBytes) -> DemoPlan:
    """The main part of the default survey."""
    template = load_template()
    asked = write_questionnaires(template, PATIENTS_A_NURSE, DEFAULT_VARIANT, LEAF, random_bytes)
    questionnaire, language = asked[0], template.language
    texts = ElectionTexts(
        read_text(questionnaire.texts, language),
        read_help(questionnaire.texts, language),
        create_record_questions(questionnaire),
        "Demonstration committee",
        "Demonstration tellers",
        language,
    )
    release = Release(policy="total", k=template.parts[0].k, variants=[""])
    return DemoPlan(
        "survey",
        texts.name,
        texts,
        questionnaire,
        None,
        release,
        template.prefer_not,
        lambda random_bytes: draw_survey(questionnaire, Leaf(LEAF), random_bytes),
    )


def create_plan(kind: str, random_bytes: RandomBytes) -> DemoPlan:
    """The plan of a kind, ``vote`` or ``survey``."""
    makers = {"vote": create_vote_plan, "survey": create_survey_plan}
    if kind not in makers:
        raise MisuseError("no such demonstration")
    return makers[kind](random_bytes)


def describe_result(plan: DemoPlan, result: Sequence[Sequence[int]]) -> list[tuple[str, ...]]:
    """Lines (question, answer, number) of a result, the blank last."""
    lines: list[tuple[str, ...]] = []
    for question, numbers in zip(plan.texts.questions, result, strict=True):
        totals = kind_of(question).read_totals(question, numbers)
        blank = [] if totals.blank is None else [(plan.blank, totals.blank)]
        for place, (name, count) in enumerate([*totals.answers, *blank]):
            lines.append((question.question if place == 0 else "", name, str(count)))
    return lines
