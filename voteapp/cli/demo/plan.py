"""What ``voteapp demo`` plays: a vote or the default survey, with made-up answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from voteapp.campaign.playing.members import Answers, draw_answer
from voteapp.campaign.setup.manifest import Release
from voteapp.campaign.setup.opening import ElectionTexts
from voteapp.campaign.setup.rules import Rule
from voteapp.campaign.units.release import K_FLOOR
from voteapp.cli.texts import gettext as _
from voteapp.errors import MisuseError
from voteapp.protocol.encoding import RandomBytes
from voteapp.protocol.kinds import kind_of
from voteapp.protocol.questions import Question
from voteapp.survey.answers import Choice, compute_choices, create_answers
from voteapp.survey.templates import ElectionDraft, load_default_survey

PATIENTS_A_NURSE = 4
"""Patients a nurse, in the made-up unit of the demonstration survey."""


class DemoPlan(NamedTuple):
    """An election to play; ``blank`` is what people call the blank answer, ``draw`` makes up one
    member's answers."""

    kind: str
    title: str
    texts: ElectionTexts
    rule: Rule | None
    release: Release
    blank: str
    draw: Callable[[RandomBytes], Answers]


def create_vote_plan() -> DemoPlan:
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
        rule,
        release,
        _("(blank)"),
        lambda random_bytes: [draw_answer(2, random_bytes, blank=True)],
    )


def create_survey_plan() -> DemoPlan:
    """The main part of the default survey, 88 ciphertexts a ballot."""
    draft = load_default_survey(PATIENTS_A_NURSE)[0]
    texts = ElectionTexts(
        draft.name,
        draft.description or "A demonstration: the members and their answers are made up.",
        draft.questions,
        "Demonstration committee",
        "Demonstration tellers",
        "en",
    )
    release = Release(policy="total", k=draft.k, variants=[""])
    return DemoPlan(
        "survey",
        draft.name,
        texts,
        None,
        release,
        draft.questionnaire.prefer_not,
        lambda random_bytes: _draw_survey(draft, random_bytes),
    )


def _draw_survey(draft: ElectionDraft, random_bytes: RandomBytes) -> Answers:
    """Any answer to each question, now and then none; derived questions follow."""
    chosen: dict[str, Choice] = {}
    for question, booth in zip(draft.questions, draft.questionnaire.questions, strict=True):
        byte = random_bytes(1)[0]
        picked = [] if byte < 16 else [_pick(len(question.answers), random_bytes)]
        if question.max > 1 and picked and not set(picked) & set(booth.exclusive):
            second = _pick(len(question.answers), random_bytes)
            if second not in booth.exclusive and second != booth.not_applicable != picked[0]:
                picked.append(second)
        chosen[booth.code] = frozenset(picked)
    compute_choices(draft.questionnaire, chosen)
    return create_answers(draft, chosen)


def _pick(count: int, random_bytes: RandomBytes) -> int:
    return random_bytes(1)[0] % count


def create_plan(kind: str) -> DemoPlan:
    """The plan of a kind, ``vote`` or ``survey``."""
    makers: dict[str, Callable[[], DemoPlan]] = {
        "vote": create_vote_plan,
        "survey": create_survey_plan,
    }
    if kind not in makers:
        raise MisuseError("no such demonstration")
    return makers[kind]()


def describe_result(plan: DemoPlan, result: Sequence[Sequence[int]]) -> list[tuple[str, ...]]:
    """Lines (question, answer, number) of a result, the blank last."""
    lines: list[tuple[str, ...]] = []
    for question, numbers in zip(plan.texts.questions, result, strict=True):
        totals = kind_of(question).read_totals(question, numbers)
        blank = [] if totals.blank is None else [(plan.blank, totals.blank)]
        for place, (name, count) in enumerate([*totals.answers, *blank]):
            lines.append((question.question if place == 0 else "", name, str(count)))
    return lines
