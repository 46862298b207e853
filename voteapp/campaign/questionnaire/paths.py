"""Every path through a questionnaire, played: can each be finished, is everything reached?

A path is what one member may answer, question by question. Answers between which no later rule
tells a difference lead to one state, so that few states stand for all paths.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, combinations
from typing import Literal

from voteapp.campaign.questionnaire.answering import (
    Answers,
    Given,
    How,
    Interview,
    Leaf,
    find_fault,
    list_offered,
)
from voteapp.campaign.questionnaire.document import Question, Questionnaire
from voteapp.campaign.questionnaire.rules import (
    NOT_APPLICABLE,
    PREFER_NOT,
    Derive,
    Forbid,
    Rule,
    list_leaves,
    list_sources,
    list_targets,
)

MOST_STATES = 4096
"""After one question: rules that tell more apart can neither be played nor understood."""

MOST_NAMED = 10
"""Kinds of answers of one question that rules tell apart: 2 to this power are played."""

MOST_LOOKS = 1_000_000
"""At answers, of all rules on all paths of all leaves: they take a second or two."""


@dataclass(frozen=True)
class PathFault:
    """What is wrong, and where.

    ``dead-end``: some members can answer ``question`` in no way that ``rules`` allow. ``question``:
    nobody is asked it. ``answer``: nobody can give ``answer``. ``rule``: ``rules`` never apply.
    ``too-many``: up to ``question`` more states than are played.
    """

    kind: Literal["dead-end", "question", "answer", "rule", "too-many"]
    question: str | None = None
    answer: str | None = None
    rules: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Way:
    """One answer to a question; ``stands_for``: everything that may be given so that no rule tells
    a difference."""

    answers: Answers
    stands_for: frozenset[str]


@dataclass(frozen=True)
class _Live:
    """What rules look at that still decide something: comparisons with a limit, answers of
    questions, and the names of all of these questions."""

    derives: Sequence[Derive]
    leaves: Sequence[tuple[str, frozenset[str]]]
    names: Sequence[str]


@dataclass
class _Seen:
    """What happened on all paths."""

    faults: dict[PathFault, None] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)
    given: set[tuple[str, str]] = field(default_factory=set)
    applied: set[str] = field(default_factory=set)
    looks: int = 0


def find_path_faults(questionnaire: Questionnaire, leaves: Sequence[Leaf]) -> list[PathFault]:
    """Play every path of members of these leaves; the questionnaire was checked.

    What is never reached is told only where nothing stands in the way of reaching it, and where
    no limit that a leaf may get changes that: what is about a limit waits for one.
    """
    seen = _Seen()
    for leaf in leaves:
        _Play(questionnaire, leaf, seen).run()
    if seen.faults:
        return list(seen.faults)
    later = replace(seen, faults={})
    for leaf in leaves:
        for limit in _list_telling_limits(questionnaire):
            _Play(questionnaire, leaf, later, limit).run()
    many = [fault for fault in later.faults if fault.kind == "too-many"]
    return many or [*_find_unreached(questionnaire, seen), *_find_idle(questionnaire, seen)]


def _list_telling_limits(questionnaire: Questionnaire) -> set[int]:
    """For each rule that compares with a limit, one that some members keep and others exceed."""
    known = {question.id: question for question in questionnaire.questions}
    sources = [known[rule.source] for rule in questionnaire.rules if isinstance(rule, Derive)]
    return {min(a.bin.low for a in found.answers if a.bin is not None) for found in sources}


def _find_unreached(questionnaire: Questionnaire, seen: _Seen) -> Iterator[PathFault]:
    derived = {rule.question for rule in questionnaire.rules if isinstance(rule, Derive)}
    for question in questionnaire.questions:
        if question.id in derived:
            continue  # which of its answers come depends on the limits
        missing = [a.id for a in question.answers if (question.id, a.id) not in seen.given]
        if question.id not in seen.asked and len(missing) == len(question.answers):
            yield PathFault("question", question.id)
        else:
            yield from (PathFault("answer", question.id, answer) for answer in missing)


def _find_idle(questionnaire: Questionnaire, seen: _Seen) -> Iterator[PathFault]:
    for rule in questionnaire.rules:
        if rule.id not in seen.applied:
            yield PathFault("rule", rules=(rule.id,))


class _Play:
    """All paths of one leaf; ``limit``: as if that were its limit."""

    def __init__(
        self, questionnaire: Questionnaire, leaf: Leaf, seen: _Seen, limit: int | None = None
    ) -> None:
        self.questionnaire = questionnaire
        self.interview = Interview(questionnaire, leaf, limit)
        self.seen = seen
        self.lasts = _list_lasts(questionnaire)
        self.ways: dict[str, list[_Way]] = {}
        self.numbers = {rule.source for rule in questionnaire.rules if isinstance(rule, Derive)}
        self.named: dict[str, dict[frozenset[str], None]] = {}
        for rule in questionnaire.rules:
            for name, answers in [] if isinstance(rule, Derive) else list_leaves(rule.when):
                self.named.setdefault(name, {})[frozenset(answers)] = None

    def run(self) -> None:
        states: list[Given] = [{}]
        for number, question in enumerate(self.questionnaire.questions):
            if self._is_plain(question):
                for way in self._list_ways(question):
                    self._note(question, way, "asked")
                continue
            live = _find_live([rule for rule, last in self.lasts if last > number])
            after: dict[tuple[object, ...], Given] = {}
            for state in states:
                for given in self._list_next(question, state):
                    after.setdefault(*self._reduce(live, given))
                if len(after) > MOST_STATES or self.seen.looks > MOST_LOOKS:
                    self.seen.faults[PathFault("too-many", question.id)] = None
                    return
            states = list(after.values())

    def _is_plain(self, question: Question) -> bool:
        """Everybody is asked it, and no rule looks at it: on every path it is the same."""
        looked = question.id in self.named or question.id in self.numbers
        return (
            not looked
            and self.interview.take_step(question.id, {}).how == "asked"
            and not any(question.id in list_targets(rule) for rule in self.questionnaire.rules)
        )

    def _list_next(self, question: Question, given: Given) -> Iterator[Given]:
        """Everything that may be answered to one question; notes what happens."""
        step = self.interview.take_step(question.id, given)
        if step.rule is not None:
            self.seen.applied.add(step.rule)
        ways = self._list_ways(question)
        if step.answers is not None:
            ways = [_Way(step.answers, frozenset(step.answers))]
        broken: dict[str, None] = {}
        allowed = []
        for way in ways:
            found = {**given, question.id: way.answers}
            rules = self.interview.find_contradictions(found)
            broken.update(dict.fromkeys(rules))
            if not rules:
                allowed.append(found)
                self._note(question, way, step.how)
        self.seen.applied.update(broken)
        if not allowed:
            self.seen.faults[PathFault("dead-end", question.id, rules=tuple(broken))] = None
        yield from allowed

    def _note(self, question: Question, way: _Way, how: How) -> None:
        """These were given; what rules tell nothing apart of may be given in their place."""
        self.seen.given.update((question.id, answer) for answer in way.stands_for)
        if how == "asked":
            self.seen.asked.add(question.id)

    def _list_ways(self, question: Question) -> list[_Way]:
        """One for each kind of answer that rules tell apart; found once."""
        if question.id not in self.ways:
            found = self._find_several if question.kind == "several" else self._find_single
            self.ways[question.id] = found(question)
        return self.ways[question.id]

    def _find_single(self, question: Question) -> list[_Way]:
        return [_Way((same[0],), frozenset(same)) for same in self._list_same(question)]

    def _find_several(self, question: Question) -> list[_Way]:
        named = [same for same in self._list_same(question) if any(self._tell(question, same[0]))]
        if len(named) > MOST_NAMED:
            self.seen.faults[PathFault("too-many", question.id)] = None
        told = {answer for same in named for answer in same}
        free = [answer for answer in list_offered(question) if answer not in told]
        sizes = range(len(named[:MOST_NAMED]) + 1)
        chosen = chain.from_iterable(combinations(named[:MOST_NAMED], size) for size in sizes)
        ways = (_join(question, sets, free) for sets in chosen)
        return [way for way in ways if way is not None]

    def _list_same(self, question: Question) -> list[list[str]]:
        """The answers between which no rule tells a difference, together."""
        found: dict[object, list[str]] = {}
        alone = {answer.id for answer in question.answers if answer.alone}
        alone |= {NOT_APPLICABLE, PREFER_NOT}
        for answer in list_offered(question):
            told: object = (self._tell(question, answer), answer in alone)
            # The number that an answer stands for may be told from every other.
            found.setdefault(answer if question.id in self.numbers else told, []).append(answer)
        return list(found.values())

    def _tell(self, question: Question, answer: str) -> tuple[bool, ...]:
        """Whether an answer is among those of each condition on its question."""
        return tuple(answer in answers for answers in self.named.get(question.id, ()))

    def _reduce(self, live: _Live, given: Given) -> tuple[tuple[object, ...], Given]:
        """What live rules tell apart of these answers; and the answers that they look at."""
        told: list[object] = [self.interview.derive(rule, given) for rule in live.derives]
        for name, answers in live.leaves:
            told.append(not answers.isdisjoint(given[name]) if name in given else None)
        self.seen.looks += len(told) + 1
        return tuple(told), {name: given[name] for name in live.names if name in given}


def _find_live(rules: Sequence[Rule]) -> _Live:
    derives = [rule for rule in rules if isinstance(rule, Derive)]
    leaves = [
        (name, frozenset(answers))
        for rule in rules
        if not isinstance(rule, Derive)
        for name, answers in list_leaves(rule.when)
    ]
    names = dict.fromkeys(name for rule in rules for name in list_sources(rule))
    return _Live(derives, list(dict.fromkeys(leaves)), list(names))


def _list_lasts(questionnaire: Questionnaire) -> list[tuple[Rule, int]]:
    """Each rule with the number of the last question that it decides; or, where it forbids, that
    it looks at."""
    place = {question.id: i for i, question in enumerate(questionnaire.questions)}
    return [
        (rule, max(place[name] for name in names))
        for rule in questionnaire.rules
        for names in [list_sources(rule) if isinstance(rule, Forbid) else list_targets(rule)]
    ]


def _join(question: Question, sets: Sequence[Sequence[str]], free: Sequence[str]) -> _Way | None:
    """A sound answer with something of each of these sets, of which rules tell nothing apart, and
    else only what they do not look at; None where there is none."""
    firsts = [same[0] for same in sets]
    others = [answer for same in sets for answer in same[1:]]
    way = _complete(question, firsts, free, others)
    if way is None:
        return None
    plain = [answer for answer in free if _complete(question, [*firsts, answer], free, others)]
    return _Way(way, frozenset([*way, *firsts, *others, *plain]))


def _complete(
    question: Question, chosen: Sequence[str], free: Sequence[str], others: Sequence[str]
) -> Answers | None:
    """A sound answer with all of these, as many of the ``free`` and the ``others`` as it takes to
    have enough; None where none is."""
    alone = {answer.id for answer in question.answers if answer.alone}
    alone |= {NOT_APPLICABLE, PREFER_NOT}
    plain = [a for a in (*free, *others) if a not in alone and a not in chosen]
    missing = max(question.min - len(chosen), 0)
    # What stands alone is enough by itself, whatever the least number.
    more = [[answer] for answer in free if not chosen]
    tries = [[*chosen, *plain[:missing]], list(chosen), *more]
    for names in tries:
        way = tuple(answer for answer in list_offered(question) if answer in names)
        if find_fault(question, way) is None:
            return way
    return None
