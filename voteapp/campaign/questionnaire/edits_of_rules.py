"""Edits of a questionnaire's rules, and what other edits do to rules.

What a rule means is more than what it holds: it names questions and answers by their identities,
and whoever rewords one of them says something else with the same rule.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from voteapp.campaign.canonical import encode_canonical
from voteapp.campaign.questionnaire.document import Question, Questionnaire, read_text
from voteapp.campaign.questionnaire.rules import (
    Derive,
    Fill,
    Rule,
    list_leaves,
    list_sources,
    list_targets,
)
from voteapp.protocol.encoding import hash_hex

_replace = msgspec.structs.replace


@dataclass(frozen=True)
class RuleChange:
    """What an edit makes of a rule; ``after`` None: it is gone."""

    before: Rule
    after: Rule | None


def find_rule(questionnaire: Questionnaire, name: str) -> Rule | None:
    """The rule of that identity, if it is there."""
    return next((rule for rule in questionnaire.rules if rule.id == name), None)


def put_rule(questionnaire: Questionnaire, rule: Rule) -> Questionnaire:
    """The rule in the place of the one of its identity, or after all others."""
    rules = [rule if found.id == rule.id else found for found in questionnaire.rules]
    if find_rule(questionnaire, rule.id) is None:
        rules.append(rule)
    return _replace(questionnaire, rules=rules)


def remove_rule(questionnaire: Questionnaire, name: str) -> Questionnaire:
    """Without a rule."""
    kept = [rule for rule in questionnaire.rules if rule.id != name]
    return _replace(questionnaire, rules=kept)


def list_changed_rules(before: Questionnaire, after: Questionnaire) -> list[RuleChange]:
    """The rules of ``before`` that are gone, cut, or say something else in ``after``."""
    kept = {rule.id: rule for rule in after.rules}
    return [
        RuleChange(rule, kept.get(rule.id))
        for rule in before.rules
        if rule.id not in kept or _read(before, rule) != _read(after, kept[rule.id])
    ]


def compute_agreement(before: Questionnaire, after: Questionnaire) -> str:
    """What an author agrees to whose edit changes rules: 64 hex digits, nothing without changes.

    The same only where the same rules are made the same of.
    """
    changes = list_changed_rules(before, after)
    told = [
        [_read(before, c.before), None if c.after is None else _read(after, c.after)]
        for c in changes
    ]
    return hash_hex(encode_canonical(told)) if told else ""


def _read(questionnaire: Questionnaire, rule: Rule) -> list[Any]:
    """A rule with the words, and the numbers, that stand behind its identities."""
    known = {question.id: question for question in questionnaire.questions}
    language = questionnaire.language
    words: list[Any] = [
        read_text(known[name].texts, language)
        for name in (*list_sources(rule), *list_targets(rule))
    ]
    for name, answers in _list_answers(rule):
        words += [_read_answer(known, name, answer, language) for answer in answers]
    return [msgspec.to_builtins(rule), words]


def _list_answers(rule: Rule) -> Iterator[tuple[str, list[str]]]:
    """The (question, answers) that a rule names."""
    if isinstance(rule, Derive):
        yield rule.question, [rule.within, rule.no_limit, *(over.answer for over in rule.over)]
        return
    yield from list_leaves(rule.when)
    if isinstance(rule, Fill):
        yield rule.question, [rule.answer]


def _read_answer(known: Mapping[str, Question], name: str, answer: str, language: str) -> list[Any]:
    for found in known[name].answers:
        if found.id == answer:
            return [read_text(found.texts, language), msgspec.to_builtins(found.bin)]
    return [answer]
