"""A survey with every kind of question, sections, rules and a limit, in English and Arabic; and a
vote beside it on the same slip."""

from __future__ import annotations

import dataclasses
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from msgspec.structs import replace

from tests.players.browser.site import Site
from voteapp.campaign.questionnaire.document import (
    Answer,
    Bin,
    Kind,
    Limit,
    Question,
    Questionnaire,
    Section,
    Text,
    Texts,
    Words,
)
from voteapp.campaign.questionnaire.identities import create_id
from voteapp.campaign.questionnaire.rules import (
    Condition,
    Derive,
    Fill,
    Forbid,
    Over,
    Skip,
    create_leaf_condition,
)
from voteapp.cli.server.fill_demo import create_campaign, create_vote
from voteapp.cli.server.fill_demo_play import Play
from voteapp.services.drafting.shift_survey import LEAF_CODE
from voteapp.services.values.drafts import ElectionDraft, RuleDraft

TITLE, TITLE_AR = "The last shift", "المناوبة الأخيرة"
VOTE, VOTE_AR = "Strike authorization", "تفويض الإضراب"
PREFACE = "Answer about your most recent completed shift."
INTRODUCTION = "Think of how it usually is."
ITEMS = tuple(
    f"I have {what}." for what in ("time", "help", "rest", "a say", "tools", "training", "calm")
)
CITATION = "22 CCR 70217(a)"
WORDS = {
    "en": Words(not_applicable="Not applicable", prefer_not="Prefer not to answer"),
    "ar": Words(not_applicable="لا ينطبق", prefer_not="أفضل عدم الإجابة"),
}
draw = partial(create_id, secrets.token_bytes)


def say(english: str, arabic: str, help: str = "") -> Texts:
    return {"en": Text(text=english, help=help), "ar": Text(text=arabic, help=help and arabic)}


def ask(
    kind: Kind, texts: Texts, answers: Sequence[Answer], *, most: int = 1, scale: str | None = None
) -> Question:
    return Question(
        id=draw(),
        code="",
        kind=kind,
        scale=scale,
        texts=texts,
        min=1,
        max=most,
        answers=list(answers),
        not_applicable=True,
        prefer_not=True,
        reversed=False,
    )


def offer(*pairs: tuple[str, str]) -> list[Answer]:
    return [Answer(id=draw(), texts=say(*pair)) for pair in pairs]


def create_questions() -> list[Question]:
    """Role, load, the load compared with the limit, how long, seven items of one scale, care."""
    load = [Answer(id=draw(), texts=say(str(n), str(n)), bin=Bin(low=n, high=n)) for n in range(10)]
    load.append(Answer(id=draw(), texts=say("10+", "10+"), bin=Bin(low=10, high=None)))
    scale = draw()
    steps = (("Never", "أبدا"), ("Sometimes", "أحيانا"), ("Often", "غالبا"), ("Always", "دائما"))
    care = offer(("Education", "تعليم"), ("Care plan", "خطة"), ("Hygiene", "نظافة"))
    none = Answer(id=draw(), texts=say("Nothing", "لا شيء"), alone=True)
    return [
        ask(
            "one",
            say("What was your role?", "ما دورك؟"),
            offer(("RN", "ممرض"), ("Pharmacy", "صيدلة")),
        ),
        ask("number", say("How many patients at most?", "كم مريضا؟", "At one time."), load),
        ask(
            "one",
            say("Compared with the limit?", "مقارنة بالحد؟"),
            offer(("Within", "ضمن"), ("Over", "فوق"), ("No limit", "بلا حد")),
        ),
        ask(
            "one",
            say("For how long were you above it?", "كم من الوقت؟"),
            offer(("At no time", "أبدا"), ("Some time", "بعض الوقت")),
        ),
        *(
            ask("scale", say(item, f"بند {place}"), offer(*steps), scale=scale)
            for place, item in enumerate(ITEMS)
        ),
        ask("several", say("What was left undone?", "ما الذي لم يتم؟"), [*care, none], most=3),
    ]


def create_survey() -> ElectionDraft:
    questions = create_questions()
    role, load, compared, how_long, *_items, _care = questions
    over = create_leaf_condition(compared.id, [compared.answers[1].id])
    never = create_leaf_condition(how_long.id, [how_long.answers[0].id])
    pharmacy = create_leaf_condition(role.id, [role.answers[1].id])
    within = create_leaf_condition(compared.id, [compared.answers[0].id])
    limit = Limit(
        limit=5,
        counted="patient",
        source="law",
        citation=CITATION,
        address="",
        condition="",
        shift="",
        roles=[],
        since=None,
        until=None,
        checked=None,
        checked_by="",
    )
    rules = [
        Skip(id=draw(), when=pharmacy, questions=[load.id, how_long.id]),
        Fill(id=draw(), when=within, question=how_long.id, answer=how_long.answers[0].id),
        Derive(
            id=draw(),
            source=load.id,
            question=compared.id,
            within=compared.answers[0].id,
            over=[Over(by=1, answer=compared.answers[1].id)],
            no_limit=compared.answers[2].id,
        ),
        Forbid(id=draw(), when=Condition(all=[over, never])),
    ]
    sections = [
        Section(id=draw(), first=role.id, texts=say("Your shift", "مناوبتك")),
        Section(id=draw(), first=questions[4].id, texts=say("Your work", "عملك", INTRODUCTION)),
    ]
    return ElectionDraft(
        Questionnaire(
            part=draw(),
            kind="survey",
            language="en",
            texts=say(TITLE, TITLE_AR, PREFACE),
            words=WORDS,
            sections=sections,
            questions=questions,
            limits={LEAF_CODE: limit},
            asked={},
            rules=rules,
        ),
        k=10,
    )


def translate_vote() -> ElectionDraft:
    """The vote, in the survey's languages."""
    vote = create_vote(VOTE, "Shall we strike?", RuleDraft())
    (question,) = vote.questionnaire.questions
    yes, no = question.answers
    answers = [replace(yes, texts=say("Yes", "نعم")), replace(no, texts=say("No", "لا"))]
    asked = replace(question, texts=say("Shall we strike?", "هل نضرب؟"), answers=answers)
    questionnaire = replace(
        vote.questionnaire, texts=say(VOTE, VOTE_AR), words=WORDS, questions=[asked]
    )
    return dataclasses.replace(vote, questionnaire=questionnaire)


@dataclass
class Opened:
    """An open campaign with the vote and the survey, and its slips' addresses."""

    site: Site
    play: Play
    used: int = 0

    def draw(self) -> str:
        """The address of a slip that nobody has used."""
        self.used += 1
        return f"{self.site.address}/b/{self.play.code}#{self.play.slip_codes[self.used - 1]}"


def open_campaign(site: Site, slips: int) -> Opened:
    vote = translate_vote()
    soon = site.now() + timedelta(minutes=1)
    play = Play(
        site.context, create_campaign(TITLE, soon, 1, (vote, create_survey()), slips), slips
    )
    play.prepare()
    site.advance(minutes=2)
    return Opened(site, play)
