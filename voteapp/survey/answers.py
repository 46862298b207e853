"""From what a member chose to the answers that are encrypted: derived and skipped questions.

The booth's ``static/js/booth/answers.js`` does the same; both run tests/survey/answer_cases.json.
"""

from __future__ import annotations

from collections.abc import Mapping

from voteapp.errors import MisuseError
from voteapp.protocol.kinds import kind_of
from voteapp.survey.templates import BoothQuestion, ElectionDraft, Questionnaire

PREFER_NOT: frozenset[int] = frozenset()
"""A chosen answer: the set of answer indexes; the empty set is "prefer not to answer"."""

Choice = frozenset[int]


def compute_choices(survey: Questionnaire, chosen: Mapping[str, Choice]) -> dict[str, Choice]:
    """Complete what was chosen (question code to indexes) with skipped and derived questions.

    A skip wins over what was chosen. Questions that nobody answered and no rule fills: MisuseError.
    """
    complete: dict[str, Choice] = {}
    for question in survey.questions:
        if is_skipped(survey, question.code, complete):
            complete[question.code] = frozenset({question.not_applicable})
        elif question.derived is not None:
            complete[question.code] = _derive(survey, question, complete)
        elif question.code in chosen:
            complete[question.code] = chosen[question.code]
        else:
            raise MisuseError(f"question {question.code} was not answered")
    return complete


def is_skipped(survey: Questionnaire, code: str, complete: Mapping[str, Choice]) -> bool:
    """Whether the answers so far make a question "Not applicable" without asking."""
    return any(
        code in skip.skipped and bool(complete.get(skip.question, PREFER_NOT) & set(skip.answers))
        for skip in survey.skips
    )


def create_answers(draft: ElectionDraft, chosen: Mapping[str, Choice]) -> list[list[int]]:
    """The 0/1 answers that a ballot encrypts, the blank first in every question."""
    complete = compute_choices(draft.questionnaire, chosen)
    rows: list[list[int]] = []
    for question, booth in zip(draft.questions, draft.questionnaire.questions, strict=True):
        choice = complete[booth.code]
        if len(choice) > 1 and choice & set(booth.exclusive):
            raise MisuseError(f"question {booth.code}: an answer that stands alone")
        if len(choice) > question.max or not choice <= set(range(len(question.answers))):
            raise MisuseError(f"question {booth.code}: not an answer of this question")
        rows.append(kind_of(question).create_choices(question, choice or None))
    return rows


def _derive(
    survey: Questionnaire, question: BoothQuestion, complete: Mapping[str, Choice]
) -> Choice:
    rule = question.derived
    if rule is None or rule.kind != "over-limit":
        raise MisuseError(f"question {question.code}: no such rule")
    source = next(q for q in survey.questions if q.code == rule.source)
    choice = complete[rule.source]
    if not choice:
        return PREFER_NOT
    (index,) = choice
    if index == source.not_applicable:
        return frozenset({question.not_applicable})
    if survey.limit is None or source.bins is None:
        return frozenset({rule.no_limit})
    over = source.bins[index][0] - survey.limit
    if over <= 0:
        return frozenset({rule.within})
    return frozenset({rule.over_by_1 if over == 1 else rule.over_by_2})
