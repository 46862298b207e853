"""From what a member chose to what is answered: docs/formats.md, "Going through".

The phone does the same (``static/js/campaign/questionnaire/answering.js``). Answers are named by
their identities, ``NOT_APPLICABLE`` and ``PREFER_NOT``, and stand in the order in which the
question offers them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from msgspec import UnsetType

from voteapp.campaign.questionnaire.document import Bin, Question, Questionnaire
from voteapp.campaign.questionnaire.rules import (
    NOT_APPLICABLE,
    PREFER_NOT,
    Condition,
    Derive,
    Fill,
    Forbid,
    Rule,
    list_sources,
    list_targets,
)
from voteapp.errors import MisuseError

Answers = tuple[str, ...]
"""Those given to one question; none at all is an answer, too, where the least number is 0."""

Given = Mapping[str, Answers]
"""Answers by question."""

How = Literal["asked", "filled", "unasked"]
Fault = Literal["unknown", "none", "few", "many", "alone"]


@dataclass(frozen=True)
class Leaf:
    """Where a member belongs: the code under which limits stand, the variant of the questions."""

    code: str
    variant: str = ""


@dataclass(frozen=True)
class Step:
    """What becomes of one question.

    ``how``: it is asked; a rule fills it in (``rule`` is its identity); or this variant is not
    asked it. ``answers`` is None as long as it is not answered, or what a rule needs is not.
    """

    question: str
    how: How
    rule: str | None
    answers: Answers | None


class Interview:
    """The way of members of one leaf through a questionnaire that was checked.

    ``limit``: as if that were the leaf's limit, to see what another would change.
    """

    def __init__(self, questionnaire: Questionnaire, leaf: Leaf, limit: int | None = None) -> None:
        self.questionnaire = questionnaire
        found = questionnaire.limits.get(leaf.code)
        self._limit = limit if limit is not None or found is None else found.limit
        asked = questionnaire.asked.get(leaf.variant)
        self._known = {question.id: question for question in questionnaire.questions}
        self._unasked = set() if asked is None else self._known.keys() - set(asked)
        self._deciding: dict[str, list[Rule]] = {name: [] for name in self._known}
        for rule in questionnaire.rules:
            for name in list_targets(rule):
                self._deciding[name].append(rule)

    def go_through(self, chosen: Given) -> list[Step]:
        """A step for each question, in order; a rule that applies wins over what was chosen."""
        given: dict[str, Answers] = {}
        steps = []
        for question in self.questionnaire.questions:
            step = self.take_step(question.id, given)
            if step.how == "asked" and question.id in chosen:
                step = Step(question.id, "asked", None, chosen[question.id])
            if step.answers is not None:
                given[question.id] = step.answers
            steps.append(step)
        return steps

    def take_step(self, name: str, given: Given) -> Step:
        """By the first rule of the list that decides a question and applies; else it is asked."""
        if name in self._unasked:
            return Step(name, "unasked", None, (NOT_APPLICABLE,))
        for rule in self._deciding[name]:
            if isinstance(rule, Derive):
                return Step(name, "filled", rule.id, self.derive(rule, given))
            if applies(rule, given):
                answer = rule.answer if isinstance(rule, Fill) else NOT_APPLICABLE
                return Step(name, "filled", rule.id, (answer,))
        return Step(name, "asked", None, None)

    def derive(self, rule: Derive, given: Given) -> Answers | None:
        """How the number in the rule's source stands to the leaf's limit; None without one."""
        if rule.source not in given:
            return None
        answer = next(iter(given[rule.source]), NOT_APPLICABLE)
        if answer == PREFER_NOT:
            return (PREFER_NOT,)
        source = self._known[rule.source]
        found = next((a.bin for a in source.answers if a.id == answer), None)
        if found is None:
            return (NOT_APPLICABLE,)
        if self._limit is None:
            return (rule.no_limit,)
        over = found.low - self._limit
        reached = [step.answer for step in rule.over if step.by <= over]
        return (reached[-1],) if reached else (rule.within,)

    def find_contradictions(self, given: Given) -> list[str]:
        """The identities of the rules that forbid what was answered."""
        rules = self.questionnaire.rules
        return [rule.id for rule in rules if isinstance(rule, Forbid) and applies(rule, given)]


def applies(rule: Rule, given: Given) -> bool:
    """Whether everything that a rule looks at is answered, and its condition, if any, holds."""
    if not all(source in given for source in list_sources(rule)):
        return False
    return isinstance(rule, Derive) or holds(rule.when, given)


def holds(condition: Condition, given: Given) -> bool:
    """Whether a condition is true of these answers."""
    if not isinstance(condition.all, UnsetType):
        return all(holds(part, given) for part in condition.all)
    if not isinstance(condition.any, UnsetType):
        return any(holds(part, given) for part in condition.any)
    if not isinstance(condition.negated, UnsetType):
        return not holds(condition.negated, given)
    found = given.get(condition.question or "", ())
    return any(answer in found for answer in condition.answers or ())


def list_given(steps: Sequence[Step]) -> dict[str, Answers]:
    """The answers by question, of those that have one."""
    return {step.question: step.answers for step in steps if step.answers is not None}


def find_fault(question: Question, answers: Answers) -> Fault | None:
    """Why answers cannot be given to a question; None where they can.

    "Not applicable", "prefer not to answer" and answers that stand alone are given alone, and then
    one is enough.
    """
    if [answer for answer in list_offered(question) if answer in answers] != list(answers):
        return "unknown"
    alone = {a.id for a in question.answers if a.alone} | {NOT_APPLICABLE, PREFER_NOT}
    if alone.intersection(answers):
        return None if len(answers) == 1 else "alone"
    if not answers:
        return None if question.min == 0 else "none"
    if len(answers) < question.min:
        return "few"
    return "many" if len(answers) > question.max else None


def list_offered(question: Question) -> list[str]:
    """Everything that a question offers: its answers, "not applicable", "prefer not to answer"."""
    words = [NOT_APPLICABLE] * question.not_applicable + [PREFER_NOT] * question.prefer_not
    return [*(answer.id for answer in question.answers), *words]


def find_bin(question: Question, number: int) -> str | None:
    """The answer into which a typed number falls, if any."""
    bins = [(a.id, a.bin) for a in question.answers if a.bin is not None]
    return next((name for name, found in bins if _is_within(found, number)), None)


def _is_within(found: Bin, number: int) -> bool:
    return found.low <= number and (found.high is None or number <= found.high)


def create_choices(questionnaire: Questionnaire, steps: Sequence[Step]) -> list[list[int]]:
    """The 0/1 choices that a ballot encrypts, the blank first where a question has one.

    Raises MisuseError where a question is not answered, or cannot be answered so.
    """
    pairs = zip(questionnaire.questions, steps, strict=True)
    return [_create_row(question, step.answers) for question, step in pairs]


def _create_row(question: Question, answers: Answers | None) -> list[int]:
    fault = "not answered" if answers is None else find_fault(question, answers)
    if answers is None or fault is not None:
        raise MisuseError(f"question {question.id}: {fault}")
    names = [name for name in list_offered(question) if name != PREFER_NOT]
    blank = [int(PREFER_NOT in answers)] * question.prefer_not
    return [*blank, *(int(name in answers) for name in names)]
