"""Which answer a vote's rule is about: it follows the answer's identity, not its place."""

from __future__ import annotations

from voteapp.campaign.setup.rules import Quorum, Rule
from voteapp.errors import MisuseError
from voteapp.services.values.drafts import AnswerDraft, ElectionDraft


def find_deciding_answer(election: ElectionDraft) -> AnswerDraft | None:
    """The answer that the rule is about, as it stands now; None where it is gone."""
    rule = election.rule
    if rule is None:
        return None
    answers = (a for q in election.questions if q.id == rule.question for a in q.answers)
    return next((answer for answer in answers if answer.id == rule.answer), None)


def create_rule(election: ElectionDraft) -> Rule | None:
    """The rule as the manifest holds it, by places. MisuseError where its answer is gone."""
    draft = election.rule
    if draft is None:
        return None
    quorum = None
    if draft.quorum_numerator > 0:
        quorum = Quorum(
            comparison="at-least",
            numerator=draft.quorum_numerator,
            denominator=draft.quorum_denominator,
        )
    question, answer = _find_places(election, draft.question, draft.answer)
    return Rule(
        question=question,
        answer=answer,
        comparison=draft.comparison,
        numerator=draft.numerator,
        denominator=draft.denominator,
        of=draft.of,
        quorum=quorum,
    )


def _find_places(election: ElectionDraft, question: str, answer: str) -> tuple[int, int]:
    for place, asked in enumerate(election.questions):
        offered = [found.id for found in asked.answers]
        if asked.id == question and answer in offered:
            return place, offered.index(answer)
    raise MisuseError("a draft was locked although its rule is about nothing")
