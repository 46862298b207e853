"""A questionnaire's rules checked: what they name is there, and stands before what they decide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import UnsetType

from voteapp.campaign.canonical import check_count
from voteapp.campaign.questionnaire.answering import list_offered
from voteapp.campaign.questionnaire.document import Question, Questionnaire
from voteapp.campaign.questionnaire.rules import (
    NOT_APPLICABLE,
    PREFER_NOT,
    Condition,
    Derive,
    Fill,
    Forbid,
    Rule,
    Skip,
    list_leaves,
    list_sources,
    list_targets,
)
from voteapp.errors import ProtocolError

MOST_DEPTH = 16
"""Conditions within conditions."""

_CODE = "questionnaire-rule"


class _Known:
    """The questions by their ids, and what each offers. It is remembered: rules and answers may be
    thousands, and every rule may name every answer."""

    def __init__(self, questions: Mapping[str, Question]) -> None:
        self.questions = questions
        self._offered: dict[str, frozenset[str]] = {}
        self._numbers: dict[str, bool] = {}

    def list_offered(self, name: str) -> frozenset[str]:
        """Everything that can be answered to a question."""
        if name not in self._offered:
            self._offered[name] = frozenset(list_offered(self.questions[name]))
        return self._offered[name]

    def has_numbers(self, name: str) -> bool:
        """Whether some of its answers stand for numbers."""
        if name not in self._numbers:
            answers = self.questions[name].answers
            self._numbers[name] = any(answer.bin is not None for answer in answers)
        return self._numbers[name]


def check_rules(questionnaire: Questionnaire) -> None:
    """Raises ProtocolError ``questionnaire-rule``."""
    known = _Known({question.id: question for question in questionnaire.questions})
    for rule in questionnaire.rules:
        _check_references(rule, known)
    if find_misplaced(questionnaire):
        raise ProtocolError(_CODE, "a rule looks at a question that comes later")


def find_misplaced(questionnaire: Questionnaire) -> list[str]:
    """Questions that a rule decides before everything that it looks at was answered."""
    place = {question.id: number for number, question in enumerate(questionnaire.questions)}
    return [target for rule in questionnaire.rules for target in _list_early(rule, place)]


def looks_back(rule: Rule, place: Mapping[str, int]) -> bool:
    """Whether all that a rule looks at stands before all that it decides, in these places."""
    return not _list_early(rule, place)


def _list_early(rule: Rule, place: Mapping[str, int]) -> list[str]:
    """What a rule decides too early."""
    last = max((place[source] for source in list_sources(rule)), default=-1)
    return [target for target in list_targets(rule) if place[target] <= last]


def check_references(rule: Rule, known: Mapping[str, Question]) -> None:
    """Check everything of a rule but the order. Raises ProtocolError ``questionnaire-rule``."""
    _check_references(rule, _Known(known))


def _check_references(rule: Rule, known: _Known) -> None:
    if not all(name in known.questions for name in [*list_sources(rule), *list_targets(rule)]):
        raise ProtocolError(_CODE, "a rule names a question that is not there")
    if isinstance(rule, Derive):
        _check_derive(rule, known)
        return
    _check_condition(rule.when, known)
    if isinstance(rule, Skip):
        _check_skip(rule, known)
    elif isinstance(rule, Fill):
        _check_answer(known, rule.question, rule.answer)
    elif not isinstance(rule, Forbid):
        raise ProtocolError(_CODE, "no such rule")


def _check_condition(condition: Condition, known: _Known) -> None:
    _check_form(condition, MOST_DEPTH)
    for name, answers in list_leaves(condition):
        if not answers or len(set(answers)) != len(answers):
            raise ProtocolError(_CODE, "a condition names no answer, or one twice")
        for answer in answers:
            _check_answer(known, name, answer)


def _check_form(condition: Condition, depth: int) -> None:
    forms = [condition.all, condition.any, condition.negated, condition.question]
    given = [form for form in forms if not isinstance(form, UnsetType)]
    leaf = not isinstance(condition.question, UnsetType)
    if depth == 0 or len(given) != 1 or leaf == isinstance(condition.answers, UnsetType):
        raise ProtocolError(_CODE, "a condition is not one of its forms, or too deep")
    if isinstance(condition.negated, Condition):
        _check_form(condition.negated, depth - 1)
    for group in (condition.all, condition.any):
        if isinstance(group, UnsetType):
            continue
        if not group:
            raise ProtocolError(_CODE, "a condition has no parts")
        for part in group:
            _check_form(part, depth - 1)


def _check_skip(rule: Skip, known: _Known) -> None:
    if not rule.questions or len(set(rule.questions)) != len(rule.questions):
        raise ProtocolError(_CODE, "a rule skips nothing, or a question twice")
    if not all(known.questions[name].not_applicable for name in rule.questions):
        raise ProtocolError(_CODE, "a question that is skipped has no “not applicable”")


def _check_answer(known: _Known, question: str, answer: str) -> None:
    if answer not in known.list_offered(question):
        raise ProtocolError(_CODE, "a rule names an answer that is not offered")


def _check_derive(rule: Derive, known: _Known) -> None:
    source, target = known.questions[rule.source], known.questions[rule.question]
    if source.kind == "several" or target.kind == "several":
        raise ProtocolError(_CODE, "a number is derived from one answer, into one answer")
    if not known.has_numbers(rule.source):
        raise ProtocolError(_CODE, "a rule derives from a question without numbers")
    if (source.prefer_not and not target.prefer_not) or not target.not_applicable:
        raise ProtocolError(_CODE, "what a source may answer, the derived question may not")
    offered = known.list_offered(rule.question)
    named = [rule.within, rule.no_limit, *(over.answer for over in rule.over)]
    if any(answer not in offered or answer in (NOT_APPLICABLE, PREFER_NOT) for answer in named):
        raise ProtocolError(_CODE, "a rule names an answer that is not offered")
    _check_steps([over.by for over in rule.over])


def _check_steps(steps: Sequence[int]) -> None:
    for step in steps:
        check_count(step, _CODE, "how much a limit is exceeded", least=1)
    if not steps or steps[0] != 1 or list(steps) != sorted(set(steps)):
        raise ProtocolError(_CODE, "the steps over the limit do not rise from one")
