"""From a questionnaire to the questions that stand in the record: docs/formats.md."""

from __future__ import annotations

from voteapp.campaign.questionnaire.document import Question, Questionnaire, read_text
from voteapp.protocol.questions import Question as RecordQuestion


def create_record_questions(questionnaire: Questionnaire) -> list[RecordQuestion]:
    """Every question, in the language that was written first; ``blank`` is always written."""
    return [_create_question(questionnaire, question) for question in questionnaire.questions]


def _create_question(questionnaire: Questionnaire, question: Question) -> RecordQuestion:
    language = questionnaire.language
    answers = [read_text(answer.texts, language) for answer in question.answers]
    if question.not_applicable:
        answers.append(questionnaire.words[language].not_applicable)
    # An answer that stands alone could not be given where the record asks for two.
    alone = question.not_applicable or any(answer.alone for answer in question.answers)
    return RecordQuestion(
        answers=answers,
        blank=question.prefer_not,
        min=min(question.min, 1) if alone else question.min,
        max=question.max,
        question=read_text(question.texts, language),
    )
