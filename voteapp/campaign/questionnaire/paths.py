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
"""Answers of one question with several that rules may look at: 2 to this power are played."""


MOST_LOOKS = 5_000_000
"""At answers, of all rules on all paths: a few states with many ways and rules that look at much
take as long as many states."""


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


@dataclass
class _Seen:
    """What happened on all paths."""

    faults: dict[PathFault, None] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)
    given: set[tuple[str, str]] = field(default_factory=set)
    applied: set[str] = field(default_factory=set)


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
    for leaf in leaves:
        for limit in _list_telling_limits(questionnaire):
            _Play(questionnaire, leaf, replace(seen, faults={}), limit).run()
    return [*_find_unreached(questionnaire, seen), *_find_idle(questionnaire, seen)]


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
        self.looks = 0
        self.named: dict[str, set[str]] = {}
        for rule in questionnaire.rules:
            for name, answers in [] if isinstance(rule, Derive) else list_leaves(rule.when):
                self.named.setdefault(name, set()).update(answers)

    def run(self) -> None:
        states: list[Given] = [{}]
        for number, question in enumerate(self.questionnaire.questions):
            live = [rule for rule, last in self.lasts if last > number]
            after: dict[tuple[object, ...], Given] = {}
            for state in states:
                for given in self._list_next(question, state):
                    after.setdefault(*self._reduce(live, given))
                if len(after) > MOST_STATES or self.looks > MOST_LOOKS:
                    self.seen.faults[PathFault("too-many", question.id)] = None
                    return
            states = list(after.values())

    def _list_next(self, question: Question, given: Given) -> Iterator[Given]:
        """Everything that may be answered to one question; notes what happens."""
        step = self.interview.take_step(question.id, given)
        if step.rule is not None:
            self.seen.applied.add(step.rule)
        ways = [step.answers] if step.answers is not None else self._list_ways(question)
        broken: dict[str, None] = {}
        allowed = []
        for answers in ways:
            found = {**given, question.id: answers}
            rules = self.interview.find_contradictions(found)
            broken.update(dict.fromkeys(rules))
            if not rules:
                allowed.append(found)
                self._note(question, answers, step.how)
        self.seen.applied.update(broken)
        if not allowed:
            self.seen.faults[PathFault("dead-end", question.id, rules=tuple(broken))] = None
        yield from allowed

    def _note(self, question: Question, answers: Answers, how: How) -> None:
        """These were given; what no rule looks at may be given with them, or in their place."""
        self.seen.given.update((question.id, answer) for answer in answers)
        if how != "asked":
            return
        self.seen.asked.add(question.id)
        if question.kind != "several":
            return
        named = self.named.get(question.id, set())
        kept = [answer for answer in answers if answer in named]
        free = [answer for answer in list_offered(question) if answer not in named]
        for answer in free:
            if _complete(question, [*kept, answer], free) is not None:
                self.seen.given.add((question.id, answer))

    def _list_ways(self, question: Question) -> list[Answers]:
        """One answer of each kind that rules tell apart."""
        offered = list_offered(question)
        if question.kind != "several":
            return [(answer,) for answer in offered]
        named = [answer for answer in offered if answer in self.named.get(question.id, ())]
        if len(named) > MOST_NAMED:
            self.seen.faults[PathFault("too-many", question.id)] = None
        sizes = range(len(named[:MOST_NAMED]) + 1)
        sets = chain.from_iterable(combinations(named[:MOST_NAMED], size) for size in sizes)
        free = [answer for answer in offered if answer not in named]
        ways = (_complete(question, chosen, free) for chosen in sets)
        return [way for way in ways if way is not None]

    def _reduce(self, live: Sequence[Rule], given: Given) -> tuple[tuple[object, ...], Given]:
        """What live rules tell apart of these answers; and the answers that they look at."""
        told: list[object] = []
        for rule in live:
            if isinstance(rule, Derive):
                told.append(self.interview.derive(rule, given))
                continue
            for name, answers in list_leaves(rule.when):
                told.append(any(a in answers for a in given[name]) if name in given else None)
        self.looks += len(told) + 1
        names = {name for rule in live for name in list_sources(rule)}
        return tuple(told), {name: given[name] for name in names if name in given}


def _list_lasts(questionnaire: Questionnaire) -> list[tuple[Rule, int]]:
    """Each rule with the number of the last question that it decides; or, where it forbids, that
    it looks at."""
    place = {question.id: i for i, question in enumerate(questionnaire.questions)}
    return [
        (rule, max(place[name] for name in names))
        for rule in questionnaire.rules
        for names in [list_sources(rule) if isinstance(rule, Forbid) else list_targets(rule)]
    ]


def _complete(question: Question, chosen: Sequence[str], free: Sequence[str]) -> Answers | None:
    """A sound answer with exactly these of the answers that rules look at; None where none is."""
    plain = [answer.id for answer in question.answers if not answer.alone and answer.id in free]
    plain = [answer for answer in plain if answer not in chosen]
    missing = max(question.min - len(chosen), 0)
    # What stands alone is enough by itself, whatever the least number.
    more = [[answer] for answer in free if not chosen]
    tries = [[*chosen, *plain[:missing]], list(chosen), *more]
    for names in tries:
        way = tuple(answer for answer in list_offered(question) if answer in names)
        if find_fault(question, way) is None:
            return way
    return None
