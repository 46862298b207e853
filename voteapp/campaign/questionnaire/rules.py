"""A questionnaire's rules as data: what is skipped, filled in, derived, forbidden.

A phone goes through the questions in order. A question that is a rule's target is not asked where
the rule applies; the first such rule of the list decides. Rules name questions and answers by
their identities and look at earlier questions only.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from msgspec import UNSET, UnsetType

from voteapp.campaign.canonical import Record

NOT_APPLICABLE = "not-applicable"
PREFER_NOT = "prefer-not"
"""Stand in the place of an answer's identity: they are no answers of their own in a question."""


class Condition(Record, frozen=True, kw_only=True):
    """``all``, ``any`` or ``not`` of conditions, or: one of ``answers`` is among those given."""

    all: list[Condition] | UnsetType = UNSET
    any: list[Condition] | UnsetType = UNSET
    negated: Condition | UnsetType = msgspec.field(name="not", default=UNSET)
    question: str | UnsetType = UNSET
    answers: list[str] | UnsetType = UNSET


class Over(Record, frozen=True, kw_only=True):
    """The answer where the limit is exceeded by at least ``by``."""

    by: int
    answer: str


class Skip(Record, frozen=True, kw_only=True, tag_field="do", tag="skip"):
    """The questions are answered "not applicable"."""

    id: str
    when: Condition
    questions: list[str]


class Fill(Record, frozen=True, kw_only=True, tag_field="do", tag="fill"):
    """The question gets this answer."""

    id: str
    when: Condition
    question: str
    answer: str


class Derive(Record, frozen=True, kw_only=True, tag_field="do", tag="derive"):
    """The question says how the number in ``source`` stands to the leaf's limit."""

    id: str
    source: str = msgspec.field(name="from")
    question: str
    within: str
    over: list[Over]
    no_limit: str


class Forbid(Record, frozen=True, kw_only=True, tag_field="do", tag="forbid"):
    """These answers contradict each other."""

    id: str
    when: Condition


Rule = Skip | Fill | Derive | Forbid


def list_leaves(condition: Condition) -> Iterator[tuple[str, list[str]]]:
    """The (question, answers) that a condition is made of, in its order."""
    if not isinstance(condition.question, UnsetType):
        yield condition.question, condition.answers or []
    for group in (condition.all, condition.any):
        for part in group or ():
            yield from list_leaves(part)
    if not isinstance(condition.negated, UnsetType):
        yield from list_leaves(condition.negated)


def list_sources(rule: Rule) -> list[str]:
    """The questions that a rule looks at."""
    if isinstance(rule, Derive):
        return [rule.source]
    return [question for question, _answers in list_leaves(rule.when)]


def list_targets(rule: Rule) -> list[str]:
    """The questions that a rule answers."""
    if isinstance(rule, Skip):
        return rule.questions
    return [] if isinstance(rule, Forbid) else [rule.question]


def create_leaf_condition(question: str, answers: list[str]) -> Condition:
    """One of ``answers`` is given to a question."""
    return Condition(question=question, answers=answers)
