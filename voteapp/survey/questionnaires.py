"""The questionnaire of a draft that a committee may have edited.

Rules (derived answers, skips) are kept for questions that still have the template's answers;
everything else is asked as it stands. So an edited survey never skips or fills the wrong answer.
"""

from __future__ import annotations

from collections.abc import Sequence

from voteapp.survey.templates import (
    BoothQuestion,
    Part,
    Questionnaire,
    Skip,
    Template,
    TemplateQuestion,
    load_template,
)


def compute_questionnaire(
    questions: Sequence[tuple[str, Sequence[str]]],
    limit: int | None = None,
    template: Template | None = None,
) -> Questionnaire | None:
    """What the booth needs beside the questions (code, answers without the blank) of an election.

    None when no question comes from the template (``template``: the default survey): then every
    question is simply asked. ``not_applicable`` is -1 for questions that are not the template's.
    """
    template = template or load_template()
    for part in template.parts:
        for variant in template.variants:
            found = _match(template, part, variant, limit, questions)
            if found is not None:
                return found
    return None


def _match(
    template: Template,
    part: Part,
    variant: str,
    limit: int | None,
    questions: Sequence[tuple[str, Sequence[str]]],
) -> Questionnaire | None:
    known = {q.code: q for q in part.questions}
    kept = {
        code
        for code, answers in questions
        if code in known and _is_unchanged(template, known[code], variant, answers)
    }
    changed = {code for code, _ in questions if code in known} - kept
    if not kept or any(known[code].variants for code in changed):
        return None
    return Questionnaire(
        template=template.code,
        version=template.version,
        part=part.code,
        variant=variant,
        preface=template.preface,
        prefer_not=template.prefer_not,
        limit=limit,
        questions=[_question(known, kept, code, variant) for code, _ in questions],
        skips=_skips(part, kept, variant),
    )


def _is_unchanged(
    template: Template, question: TemplateQuestion, variant: str, answers: Sequence[str]
) -> bool:
    return list(answers) == [*question.wording(variant).options, template.not_applicable]


def _question(
    known: dict[str, TemplateQuestion], kept: set[str], code: str, variant: str
) -> BoothQuestion:
    if code not in kept:
        return BoothQuestion(code="", metric="", not_applicable=-1)
    question = known[code]
    wording = question.wording(variant)
    last = len(wording.options)
    derived = question.derived
    return BoothQuestion(
        code=code,
        metric=question.metric,
        not_applicable=last,
        exclusive=[*question.exclusive, last] if question.max > 1 else [],
        bins=wording.bins,
        derived=derived if derived is not None and derived.source in kept else None,
    )


def _skips(part: Part, kept: set[str], variant: str) -> list[Skip]:
    return [
        Skip(s.question, s.answers, [code for code in s.skipped if code in kept])
        for s in part.skips
        if s.question in kept and (s.variants is None or variant in s.variants)
    ]
