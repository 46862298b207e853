"""From a survey template to questionnaires: one a part, with its rules."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from voteapp.campaign.questionnaire.document import (
    Answer,
    Bin,
    Limit,
    Question,
    Questionnaire,
    Source,
    Text,
    Words,
)
from voteapp.campaign.questionnaire.identities import create_id
from voteapp.campaign.questionnaire.rules import (
    NOT_APPLICABLE,
    Derive,
    Over,
    Rule,
    Skip,
    create_leaf_condition,
)
from voteapp.protocol.encoding import RandomBytes
from voteapp.survey.templates import Derived, Part, Template, TemplateQuestion

CreateId = Callable[[], str]


def write_questionnaires(
    template: Template, limit: int | None, variant: str, leaf: str, random_bytes: RandomBytes
) -> list[Questionnaire]:
    """One for each of the template's parts; every identity is new.

    ``limit``: of patients for one nurse, in the leaf of that code; None: nobody said one.
    """
    draw = partial(create_id, random_bytes)
    return [_write_part(template, part, limit, variant, leaf, draw) for part in template.parts]


def _write_part(
    template: Template, part: Part, limit: int | None, variant: str, leaf: str, draw: CreateId
) -> Questionnaire:
    language = template.language
    questions = [_write_question(question, variant, language, draw) for question in part.questions]
    rules: list[Rule] = _write_skips(part, variant, questions, draw)
    derived = [
        _write_derived(question.derived, question.code, questions, draw)
        for question in part.questions
        if question.derived is not None
    ]
    limits = {leaf: create_limit(limit)} if derived and limit is not None else {}
    words = Words(not_applicable=template.not_applicable, prefer_not=template.prefer_not)
    return Questionnaire(
        part=draw(),
        kind="survey",
        language=language,
        texts={language: Text(text=part.title, help=template.preface)},
        words={language: words},
        sections=[],
        questions=questions,
        limits=dict(limits),
        asked={},
        rules=[*rules, *derived],
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


def _write_question(
    question: TemplateQuestion, variant: str, language: str, draw: CreateId
) -> Question:
    wording = question.wording(variant)
    bins = [Bin(low=low, high=high) for low, high in wording.bins or ()]
    return Question(
        id=draw(),
        code=question.code,
        kind="several" if question.max > 1 else "one",
        scale=None,
        texts={language: Text(text=wording.text, help="")},
        min=1,
        max=question.max,
        answers=[
            Answer(
                id=draw(),
                texts={language: Text(text=option, help="")},
                alone=place in question.exclusive,
                bin=bins[place] if bins else None,
            )
            for place, option in enumerate(wording.options)
        ],
        not_applicable=True,
        prefer_not=True,
        reversed=False,
    )


def _find(questions: Sequence[Question], code: str) -> Question:
    return next(question for question in questions if question.code == code)


def _write_skips(
    part: Part, variant: str, questions: Sequence[Question], draw: CreateId
) -> list[Rule]:
    found: list[Rule] = []
    for skip in part.skips:
        if skip.variants is not None and variant not in skip.variants:
            continue
        source = _find(questions, skip.question)
        names = [*(answer.id for answer in source.answers), NOT_APPLICABLE]
        condition = create_leaf_condition(source.id, [names[place] for place in skip.answers])
        skipped = [_find(questions, code).id for code in skip.skipped]
        found.append(Skip(id=draw(), when=condition, questions=skipped))
    return found


def _write_derived(rule: Derived, code: str, questions: Sequence[Question], draw: CreateId) -> Rule:
    target = _find(questions, code)
    names = [answer.id for answer in target.answers]
    return Derive(
        id=draw(),
        source=_find(questions, rule.source).id,
        question=target.id,
        within=names[rule.within],
        over=[Over(by=1, answer=names[rule.over_by_1]), Over(by=2, answer=names[rule.over_by_2])],
        no_limit=names[rule.no_limit],
    )
