"""From a survey template to questionnaires: one a part, with its rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import msgspec
from msgspec import UnsetType

from voteapp.campaign.questionnaire import document
from voteapp.campaign.questionnaire.document import (
    Answer,
    Limit,
    Question,
    Questionnaire,
    Section,
    Source,
    Text,
)
from voteapp.campaign.questionnaire.identities import create_id
from voteapp.campaign.questionnaire.rules import Condition, Derive, Fill, Rule, Skip
from voteapp.protocol.encoding import RandomBytes
from voteapp.survey.format import (
    Part,
    Template,
    TemplateAnswer,
    TemplateQuestion,
    Texts,
    list_questions,
    list_rules,
)

CreateId = Callable[[], str]

_replace = msgspec.structs.replace


@dataclass(frozen=True)
class _Names:
    """The identities that were drawn, by what the template calls a question and its answers."""

    questions: Mapping[str, str]
    answers: Mapping[tuple[str, str], str]

    def find_answer(self, question: str, answer: str) -> str:
        """An answer's identity; "not applicable" and "prefer not" are called so everywhere."""
        return self.answers.get((question, answer), answer)


def write_questionnaires(
    template: Template, limit: int | None, variant: str, leaf: str, random_bytes: RandomBytes
) -> list[Questionnaire]:
    """One for each of the template's parts, as one variant asks it; every identity is new.

    ``limit``: of patients for one nurse, in the leaf of that code; None: nobody said one.
    """
    draw = partial(create_id, random_bytes)
    return [_write_part(template, part, limit, variant, leaf, draw) for part in template.parts]


def _write_part(
    template: Template, part: Part, limit: int | None, variant: str, leaf: str, draw: CreateId
) -> Questionnaire:
    asked = list(list_questions(part, variant))
    scales = {scale.code: draw() for scale in part.scales}
    questions = [_write_question(question, scales, draw) for question in asked]
    names = _Names(
        {question.code: question.id for question in questions},
        {
            (found.code, answer.code): written.id
            for found, question in zip(asked, questions, strict=True)
            for answer, written in zip(found.answers, question.answers, strict=True)
        },
    )
    rules = [_write_rule(rule, names, draw) for rule in list_rules(part, variant)]
    chosen = template.find_variant(variant)
    limits: dict[str, Limit | None] = {}
    if limit is not None and chosen is not None and any(isinstance(r, Derive) for r in rules):
        limits[leaf] = _replace(create_limit(limit), counted=chosen.counted)
    return Questionnaire(
        part=draw(),
        kind="survey",
        language=template.language,
        texts=_write_texts(part.title, _join(part.introduction, chosen.for_whom if chosen else {})),
        words=dict(template.words),
        sections=_write_sections(part, asked, names, draw),
        questions=questions,
        limits=limits,
        asked={},
        rules=rules,
    )


def create_limit(number: int, source: Source | None = None, citation: str = "") -> Limit:
    """A limit of which the committee said the number, and perhaps who says so and where."""
    return Limit(
        limit=number,
        counted="patient",
        source=source,
        citation=citation,
        address="",
        condition="",
        shift="",
        roles=[],
        since=None,
        until=None,
        checked=None,
        checked_by="",
    )


def _join(introduction: Texts, more: Texts) -> Texts:
    """Two texts, one under the other."""
    names = [*introduction, *(name for name in more if name not in introduction)]
    found = {name: [text[name] for text in (introduction, more) if name in text] for name in names}
    return {name: "\n".join(texts) for name, texts in found.items()}


def _write_texts(text: Texts, more: Texts) -> document.Texts:
    return {name: Text(text=words, help=more.get(name, "")) for name, words in text.items()}


def _write_question(
    question: TemplateQuestion, scales: Mapping[str, str], draw: CreateId
) -> Question:
    return Question(
        id=draw(),
        code=question.code,
        kind=question.kind,
        scale=None if question.scale is None else scales[question.scale],
        texts=_write_texts(question.text, question.help),
        min=question.min,
        max=question.max,
        answers=[_write_answer(answer, draw) for answer in question.answers],
        not_applicable=question.not_applicable,
        prefer_not=question.prefer_not,
        reversed=question.reversed,
    )


def _write_answer(answer: TemplateAnswer, draw: CreateId) -> Answer:
    found = None if answer.bin is None else document.Bin(low=answer.bin[0], high=answer.bin[1])
    return Answer(
        id=draw(),
        texts=_write_texts(answer.text, answer.help),
        alone=answer.alone,
        substantive=answer.substantive,
        bin=found,
    )


def _write_sections(
    part: Part, asked: Sequence[TemplateQuestion], names: _Names, draw: CreateId
) -> list[Section]:
    """A section begins with its first question that is asked; one without any is left out."""
    order = [question.code for question in part.questions]
    starts = [order.index(section.first) for section in part.sections]
    places = [order.index(question.code) for question in asked]
    ends = [*starts[1:], len(order)][: len(starts)]
    written = []
    for section, start, end in zip(part.sections, starts, ends, strict=True):
        first = next((place for place in places if start <= place < end), None)
        if first is not None:
            texts = _write_texts(section.title, section.introduction)
            written.append(Section(id=draw(), first=names.questions[order[first]], texts=texts))
    return written


def _write_rule(rule: Rule, names: _Names, draw: CreateId) -> Rule:
    """With identities in the place of codes."""
    if isinstance(rule, Derive):
        answers = partial(names.find_answer, rule.question)
        return _replace(
            rule,
            id=draw(),
            source=names.questions[rule.source],
            question=names.questions[rule.question],
            within=answers(rule.within),
            over=[_replace(step, answer=answers(step.answer)) for step in rule.over],
            no_limit=answers(rule.no_limit),
        )
    when = _write_condition(rule.when, names)
    if isinstance(rule, Skip):
        skipped = [names.questions[code] for code in rule.questions]
        return _replace(rule, id=draw(), when=when, questions=skipped)
    if isinstance(rule, Fill):
        answer = names.find_answer(rule.question, rule.answer)
        target = names.questions[rule.question]
        return _replace(rule, id=draw(), when=when, question=target, answer=answer)
    return _replace(rule, id=draw(), when=when)


def _write_condition(condition: Condition, names: _Names) -> Condition:
    if isinstance(condition.question, str) and isinstance(condition.answers, list):
        answers = [names.find_answer(condition.question, code) for code in condition.answers]
        return Condition(question=names.questions[condition.question], answers=answers)
    if isinstance(condition.negated, Condition):
        return Condition(negated=_write_condition(condition.negated, names))
    if not isinstance(condition.all, UnsetType):
        return Condition(all=[_write_condition(part, names) for part in condition.all])
    parts = [] if isinstance(condition.any, UnsetType) else condition.any
    return Condition(any=[_write_condition(part, names) for part in parts])
