"""What ``paths`` finds, in words, and at which question."""

from __future__ import annotations

from voteapp.campaign.questionnaire.document import Answer, Question, Questionnaire, read_text
from voteapp.campaign.questionnaire.paths import PathFault
from voteapp.campaign.questionnaire.rules import list_sources, list_targets
from voteapp.errors import Sentence
from voteapp.errors import gettext as _


def find_fault_place(
    questionnaire: Questionnaire, fault: PathFault
) -> tuple[Question, Answer | None]:
    """The question that a fault is about, or that its rule decides; and the answer, if it is one.

    A rule that decides nothing stands at the last question that it looks at.
    """
    name = fault.question or _find_question_of_rule(questionnaire, fault.rules[0])
    question = next(question for question in questionnaire.questions if question.id == name)
    answer = next((one for one in question.answers if one.id == fault.answer), None)
    return question, answer


def _find_question_of_rule(questionnaire: Questionnaire, name: str) -> str:
    rule = next(rule for rule in questionnaire.rules if rule.id == name)
    return [*list_sources(rule), *list_targets(rule)][-1]


def describe_fault(questionnaire: Questionnaire, fault: PathFault) -> Sentence:
    """One fault as a sentence, in the words of the language that was written first."""
    found, chosen = find_fault_place(questionnaire, fault)
    question = read_text(found.texts, questionnaire.language)
    answer = read_text(chosen.texts, questionnaire.language) if chosen else ""
    if fault.kind == "dead-end":
        return _(
            "Some members could not answer “%(question)s”: each of its answers would contradict "
            "what they answered before.",
            question=question,
        )
    if fault.kind == "question":
        return _("“%(question)s” is never asked, whatever members answer.", question=question)
    if fault.kind == "answer":
        return _(
            "Nobody can give the answer “%(answer)s” to “%(question)s”.",
            answer=answer,
            question=question,
        )
    if fault.kind == "rule":
        return _(
            "A rule about “%(question)s” never applies, whatever members answer.",
            question=question,
        )
    return _(
        "Up to “%(question)s”, the rules tell more cases apart than can be tried out. Leave some "
        "rules out, or make them simpler.",
        question=question,
    )
