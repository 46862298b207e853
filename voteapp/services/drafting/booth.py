"""What the booth gets beside the record's questions: the questionnaire's rules, by place.

The phone reads a few of the rules that a questionnaire can hold (``static/js/booth/answers.js``):
one condition on one question for a skip, and steps of one and two over a limit. Other rules are
not given to it; the questions that they would answer are asked.
"""

from __future__ import annotations

from voteapp.campaign.questionnaire.document import Question, Questionnaire
from voteapp.campaign.questionnaire.edits import find_question
from voteapp.campaign.questionnaire.rules import NOT_APPLICABLE, Derive, Skip
from voteapp.services.drafting.shift_survey import LEAF_CODE
from voteapp.survey import templates
from voteapp.survey.templates import BoothQuestion, Derived


def describe_for_booth(questionnaire: Questionnaire) -> templates.Questionnaire | None:
    """None where every question is simply asked. A question's code there is its identity."""
    if not any(question.not_applicable for question in questionnaire.questions):
        return None
    limit = questionnaire.limits.get(LEAF_CODE)
    return templates.Questionnaire(
        prefer_not=questionnaire.words[questionnaire.language].prefer_not,
        limit=limit.limit if limit is not None else None,
        questions=[_describe(questionnaire, question) for question in questionnaire.questions],
        skips=[
            found
            for rule in questionnaire.rules
            if isinstance(rule, Skip) and (found := _describe_skip(questionnaire, rule)) is not None
        ],
    )


def _describe(questionnaire: Questionnaire, question: Question) -> BoothQuestion:
    if not question.not_applicable:
        return BoothQuestion(code="", not_applicable=-1)
    last = len(question.answers)
    alone = [place for place, answer in enumerate(question.answers) if answer.alone]
    bins = [(a.bin.low, a.bin.high) for a in question.answers if a.bin is not None]
    return BoothQuestion(
        code=question.id,
        not_applicable=last,
        exclusive=[*alone, last] if question.kind == "several" else [],
        bins=bins if len(bins) == last else None,
        derived=next(
            (
                found
                for rule in questionnaire.rules
                if isinstance(rule, Derive)
                and rule.question == question.id
                and (found := _describe_derived(questionnaire, rule)) is not None
            ),
            None,
        ),
    )


def _describe_derived(questionnaire: Questionnaire, rule: Derive) -> Derived | None:
    source = find_question(questionnaire, rule.source)
    target = find_question(questionnaire, rule.question)
    if source is None or target is None or [over.by for over in rule.over] != [1, 2]:
        return None
    if not source.not_applicable or any(answer.bin is None for answer in source.answers):
        return None
    places = {answer.id: place for place, answer in enumerate(target.answers)}
    return Derived(
        kind="over-limit",
        source=source.id,
        within=places[rule.within],
        over_by_1=places[rule.over[0].answer],
        over_by_2=places[rule.over[1].answer],
        no_limit=places[rule.no_limit],
    )


def _describe_skip(questionnaire: Questionnaire, rule: Skip) -> templates.Skip | None:
    name, answers = rule.when.question, rule.when.answers
    if not isinstance(name, str) or not isinstance(answers, list):
        return None
    source = find_question(questionnaire, name)
    if source is None or not source.not_applicable:
        return None
    places = {answer.id: place for place, answer in enumerate(source.answers)}
    places[NOT_APPLICABLE] = len(source.answers)
    return templates.Skip(name, [places[a] for a in answers if a in places], rule.questions)
