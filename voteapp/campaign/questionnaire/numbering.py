"""The numbers under which people know the questions of a part, the same on every page."""

from __future__ import annotations

from voteapp.campaign.questionnaire.document import Questionnaire
from voteapp.campaign.questionnaire.rules import Derive


def number_questions(questionnaire: Questionnaire) -> dict[str, int | None]:
    """By identity: 1, 2, 3 ... in order. What the phone derives is asked of nobody and has None."""
    derived = {rule.question for rule in questionnaire.rules if isinstance(rule, Derive)}
    asked = [question.id for question in questionnaire.questions if question.id not in derived]
    numbers = {name: place for place, name in enumerate(asked, 1)}
    return {question.id: numbers.get(question.id) for question in questionnaire.questions}
