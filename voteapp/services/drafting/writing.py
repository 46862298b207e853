"""From what people type to the questionnaire: identities are kept, and given to what is new."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Literal

import msgspec

from voteapp.campaign.questionnaire.document import (
    WORDS,
    Answer,
    Kind,
    Question,
    Questionnaire,
    Text,
    Texts,
    read_help,
)
from voteapp.campaign.questionnaire.identities import CreateId, create_id
from voteapp.campaign.units.release import K_FLOOR
from voteapp.protocol.encoding import RandomBytes
from voteapp.services.values.drafts import (
    AnswerDraft,
    CampaignDraft,
    ElectionDraft,
    QuestionDraft,
    RuleDraft,
    ScaleDraft,
)


def ask(
    text: str,
    answers: Sequence[str],
    minimum: int = 1,
    maximum: int = 1,
    *,
    blank: bool = False,
    not_applicable: bool = False,
) -> QuestionDraft:
    """A question that was never kept: neither it nor its answers have identities yet."""
    listed = tuple(AnswerDraft(answer) for answer in answers)
    kind: Kind = "one" if (minimum, maximum) == (1, 1) else "several"
    return QuestionDraft(text, listed, minimum, maximum, blank, not_applicable, kind=kind)


def write_election(
    kind: Literal["vote", "survey"],
    title: str,
    questions: Sequence[QuestionDraft],
    random_bytes: RandomBytes,
    *,
    description: str = "",
    rule: RuleDraft | None = None,
    k: int = K_FLOOR,
    language: str = "en",
) -> ElectionDraft:
    """A new part of a campaign. ``rule`` is about the first question's first answer."""
    draw = partial(create_id, random_bytes)
    questionnaire = Questionnaire(
        part=draw(),
        kind=kind,
        language=language,
        texts={language: Text(text=title, help=description)},
        words={language: WORDS[kind]},
        sections=[],
        questions=[write_question(question, language, draw) for question in questions],
        limits={},
        asked={},
        rules=[],
    )
    election = ElectionDraft(questionnaire, k=k)
    if rule is None:
        return election
    first = election.questions[0]
    chosen = first.answers[0]
    about = replace(rule, question=first.id, answer=chosen.id, text=chosen.text)
    return replace(election, rule=about)


def rewrite_head(election: ElectionDraft, title: str, description: str, k: int) -> ElectionDraft:
    """A part with another title, introduction and k; a question that asks its title follows."""
    questionnaire = election.questionnaire
    language = questionnaire.language
    follows = set(list_followers(election))
    changed = msgspec.structs.replace(
        questionnaire,
        texts={**questionnaire.texts, language: Text(text=title, help=description)},
        questions=[
            msgspec.structs.replace(
                q, texts=write_text(title, read_help(q.texts, language), language, q.texts)
            )
            if q.id in follows
            else q
            for q in questionnaire.questions
        ],
    )
    return replace(election, questionnaire=changed, k=k)


def list_followers(election: ElectionDraft) -> list[str]:
    """The questions of a vote that ask its title word for word: they are corrected with it."""
    if election.kind != "vote":
        return []
    return [question.id for question in election.questions if question.text == election.title]


def retitle(draft: CampaignDraft, title: str) -> CampaignDraft:
    """A campaign with another title; parts that have its title, until they get their own, too."""
    elections = tuple(
        rewrite_head(e, title, e.description, e.k) if e.title == draft.title else e
        for e in draft.elections
    )
    return replace(draft, title=title, elections=elections)


def write_question(
    typed: QuestionDraft, language: str, draw: CreateId, before: Question | None = None
) -> Question:
    """What was typed, with everything of the question ``before`` that no form shows.

    An answer is the one whose identity it carries, in whatever place and words; one that carries
    none, or one that is not there, is new.
    """
    known = {answer.id: answer for answer in before.answers} if before else {}
    return Question(
        id=before.id if before else draw(),
        code=before.code if before else typed.code,
        kind=typed.kind,
        scale=typed.scale if typed.kind == "scale" else None,
        texts=write_text(typed.text, typed.help, language, before.texts if before else {}),
        min=typed.minimum,
        max=typed.maximum,
        answers=[
            _write_answer(one, language, draw, known.pop(one.id, None)) for one in typed.answers
        ],
        not_applicable=typed.not_applicable,
        prefer_not=typed.blank,
        reversed=typed.reversed,
    )


def write_scale(
    typed: ScaleDraft, language: str, draw: CreateId, scale: str, before: Sequence[Question]
) -> list[Question]:
    """The items of a scale as typed, each with everything of the one before that no form shows.

    An answer is, in every item, the one in whose place the first item's has the identity that the
    answer carries.
    """
    known = {item.id: item for item in before}
    shared = {answer.id: answer for answer in before[0].answers} if before else {}
    places = {answer.id: place for place, answer in enumerate(before[0].answers)} if before else {}
    written = []
    for item in typed.items:
        found = known.pop(item.id, None)
        own = [
            found.answers[places[a.id]].id if found and a.id in places else ""
            for a in typed.answers
        ]
        question = QuestionDraft(
            text=item.text,
            answers=tuple(replace(a, id=name) for a, name in zip(typed.answers, own, strict=True)),
            blank=typed.blank,
            not_applicable=typed.not_applicable,
            help=read_help(found.texts, language) if found else "",
            kind="scale",
            scale=scale,
            reversed=item.reversed,
        )
        item_written = write_question(question, language, draw, found)
        written.append(item_written if found else _translate_new(item_written, typed, shared))
    return written


def _translate_new(item: Question, typed: ScaleDraft, shared: Mapping[str, Answer]) -> Question:
    """A new statement's answers are translated as those of the others."""
    answers = [
        msgspec.structs.replace(new, texts={**shared[one.id].texts, **new.texts})
        if one.id in shared
        else new
        for new, one in zip(item.answers, typed.answers, strict=True)
    ]
    return msgspec.structs.replace(item, answers=answers)


def _write_answer(
    typed: AnswerDraft, language: str, draw: CreateId, before: Answer | None
) -> Answer:
    texts = before.texts if before else {}
    return Answer(
        id=before.id if before else draw(),
        texts=write_text(typed.text, read_help(texts, language), language, texts),
        alone=typed.alone,
        substantive=typed.substantive,
        bin=typed.bin,
    )


def write_text(text: str, help: str, language: str, before: Texts) -> Texts:
    """The texts ``before``, with what was typed in one language; the other languages stay."""
    return {**before, language: Text(text=text, help=help)}
