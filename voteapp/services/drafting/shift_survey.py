"""The shift survey as parts of a campaign: a template's rules become the questionnaire's."""

from __future__ import annotations

from collections.abc import Sequence
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
from voteapp.campaign.questionnaire.identities import CreateId, create_id
from voteapp.campaign.questionnaire.rules import (
    NOT_APPLICABLE,
    Derive,
    Over,
    Rule,
    Skip,
    create_leaf_condition,
)
from voteapp.protocol.encoding import RandomBytes
from voteapp.services.values.drafts import ElectionDraft
from voteapp.survey import templates
from voteapp.survey.templates import DEFAULT_VARIANT, Derived, Part, Template, TemplateQuestion

LEAF_CODE = "unit-1"
"""The one unit of a campaign."""


def default_survey(
    random_bytes: RandomBytes, *, limit: int | None = None, variant: str = DEFAULT_VARIANT
) -> tuple[ElectionDraft, ...]:
    """The elections of the shift survey, to edit. InvalidInputError (``limit``, ``variant``)."""
    template = templates.load_template()
    templates.check_choices(template, limit, variant)
    draw = partial(create_id, random_bytes)
    return tuple(
        ElectionDraft(_write_part(template, part, limit, variant, draw), k=part.k)
        for part in template.parts
    )


def _write_part(
    template: Template, part: Part, limit: int | None, variant: str, draw: CreateId
) -> Questionnaire:
    language = template.language
    questions = [_write_question(question, variant, language, draw) for question in part.questions]
    rules: list[Rule] = _write_skips(part, variant, questions, draw)
    derived = [
        _write_derived(question.derived, question.code, questions, draw)
        for question in part.questions
        if question.derived is not None
    ]
    limits = {LEAF_CODE: create_limit(limit)} if derived and limit is not None else {}
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


def find_highest_limit(questionnaire: Questionnaire) -> int | None:
    """The highest limit with which a part's rules can say by how much it was exceeded: up to one
    more, an answer must stand for each number by itself. None: no rule looks at a limit."""
    known = {question.id: question for question in questionnaire.questions}
    highest = []
    for rule in questionnaire.rules:
        if isinstance(rule, Derive):
            bins = [a.bin for a in known[rule.source].answers if a.bin is not None]
            single = {found.low for found in bins if found.low == found.high}
            steps = (number for number in range(len(single) + 1) if number not in single)
            highest.append(next(steps) - 2)
    return min(highest, default=None)


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
