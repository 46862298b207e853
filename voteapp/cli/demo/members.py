"""Made-up members of a shift survey: where they work, how hard it was, what they would answer.

One seed gives the same members every time. Strain runs from 0 (calm) to 1: it is a unit's own, each
member's lies around it, and answers follow it. Who is on a harder unit answers less often, so that
those who answered are no fair picture of everybody: surveys are like that.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from voteapp.campaign.questionnaire.answering import (
    Answers,
    Interview,
    Leaf,
    create_choices,
    find_bin,
    find_fault,
    list_given,
    list_offered,
)
from voteapp.campaign.questionnaire.document import Question, Questionnaire
from voteapp.campaign.questionnaire.rules import NOT_APPLICABLE, PREFER_NOT

SMALLEST_UNIT = 20
_SPREAD = 0.2
"""Of members' strain around their unit's."""

_KEPT_BACK, _SKIPS_A_PART, _MOST_TRIES = 0.03, 0.04, 50

_KINDS = (
    ("icu", "Intensive care", 2, 0.8, 0.25, 0.74),
    ("step", "Step-down", 3, 0.7, 0.4, 0.7),
    ("tele", "Telemetry", 4, 1.0, 0.55, 0.66),
    ("west", "4 West, medical-surgical", 5, 1.4, 0.8, 0.58),
    ("east", "5 East, medical-surgical", 5, 1.4, 0.65, 0.63),
    ("ed", "Emergency", 4, 1.2, 0.9, 0.52),
)
"""Code, name, limit, size against the others, strain, share of members who answer."""

FACILITIES = (("north", "North Hospital"), ("south", "South Hospital"))
_CALMER_SOUTH = 0.1

_ONE_OFTEN = ("1", "8", "8u", "time", "length", "7p")
"""Questions in which the first answer is the usual one, however hard the shift was."""

_BETTER_LATER = ("10",)
_HOW_LONG_ABOVE = "3"


@dataclass(frozen=True)
class Unit:
    """A unit of the made-up hospitals. ``limit``: patients for one nurse."""

    code: str
    name: str
    facility: str
    roster: int
    limit: int
    strain: float
    response: float


@dataclass(frozen=True)
class Member:
    """What one member would answer to each part, as a ballot's choices; ``sent``: which parts."""

    unit: str
    choices: tuple[list[list[int]], ...]
    sent: tuple[bool, ...]


def create_units(members: int) -> list[Unit]:
    """At most twelve units in two hospitals, none smaller than about 20; together ``members``."""
    kinds = [(place, kind) for kind in _KINDS for place in range(len(FACILITIES))]
    # The large and busy ones first, where there are members for a few only.
    kinds.sort(key=lambda one: (-one[1][3], one[0]))
    kinds = kinds[: max(1, min(len(kinds), members // SMALLEST_UNIT))]
    whole = sum(kind[3] for _place, kind in kinds)
    exact = [members * kind[3] / whole for _place, kind in kinds]
    sizes = [int(size) for size in exact]
    rest = sorted(range(len(exact)), key=lambda n: sizes[n] - exact[n])
    for number in rest[: members - sum(sizes)]:
        sizes[number] += 1
    return [
        Unit(
            code=f"{FACILITIES[place][0]}-{code}",
            name=name,
            facility=FACILITIES[place][0],
            roster=size,
            limit=limit,
            strain=max(0.0, strain - _CALMER_SOUTH * place),
            response=response,
        )
        for (place, (code, name, limit, _weight, strain, response)), size in zip(
            kinds, sizes, strict=True
        )
    ]


def draw_members(units: Sequence[Unit], parts: Sequence[Questionnaire], seed: str) -> list[Member]:
    """Everybody on the roster, unit by unit."""
    random = Random(seed)  # noqa: S311 - made-up answers, the same for the same seed
    interviews = {unit.code: [Interview(part, Leaf(unit.code)) for part in parts] for unit in units}
    return [
        _draw_member(unit, parts, interviews[unit.code], random)
        for unit in units
        for _member in range(unit.roster)
    ]


def _draw_member(
    unit: Unit, parts: Sequence[Questionnaire], interviews: Sequence[Interview], random: Random
) -> Member:
    strain = min(max(random.gauss(unit.strain, _SPREAD), 0.0), 1.0)
    load = max(0, round(random.gauss(unit.limit * (0.72 + 0.55 * strain), 0.6)))
    member = _Answering(unit, strain, load, random)
    choices = tuple(
        member.answer(part, interview) for part, interview in zip(parts, interviews, strict=True)
    )
    answers = random.random() < unit.response
    sent = tuple(
        answers and (number == 0 or random.random() >= _SKIPS_A_PART)
        for number in range(len(parts))
    )
    return Member(unit.code, choices, sent)


@dataclass(frozen=True)
class _Answering:
    """One member: ``load`` is the most patients at one time."""

    unit: Unit
    strain: float
    load: int
    random: Random

    def answer(self, part: Questionnaire, interview: Interview) -> list[list[int]]:
        """The choices of a ballot; drawn again where answers contradict each other."""
        for _time in range(_MOST_TRIES):
            steps = interview.go_through({q.id: self._draw(q) for q in part.questions})
            if not interview.find_contradictions(list_given(steps)):
                return create_choices(part, steps)
        nothing = {q.id: (PREFER_NOT,) for q in part.questions}
        return create_choices(part, interview.go_through(nothing))

    def _draw(self, question: Question) -> Answers:
        offered = list_offered(question)
        if PREFER_NOT in offered and self.random.random() < _KEPT_BACK:
            return (PREFER_NOT,)
        if question.kind == "several" or question.max > 1:
            return self._draw_several(question)
        if sum(answer.bin is not None for answer in question.answers) > 1:
            highest = [answer.id for answer in question.answers if answer.bin is not None][-1]
            return (find_bin(question, self.load) or highest,)
        weights = self._weigh(question)
        return (self.random.choices([a.id for a in question.answers], weights)[0],)

    def _draw_several(self, question: Question) -> Answers:
        plain = [answer.id for answer in question.answers if not answer.alone]
        chosen = {
            name
            for place, name in enumerate(plain)
            if self.random.random() < self.strain * (0.75 - 0.4 * place / len(plain))
        }
        while len(chosen) > question.max:
            chosen.remove(self.random.choice(sorted(chosen)))
        alone = [answer.id for answer in question.answers if answer.alone]
        if not chosen:
            chosen = {*(alone or ([NOT_APPLICABLE] if question.not_applicable else plain))[:1]}
        found = tuple(name for name in list_offered(question) if name in chosen)
        return found if find_fault(question, found) is None else (list_offered(question)[-1],)

    def _weigh(self, question: Question) -> list[float]:
        """How likely each answer is; answers run from the best to the worst, or the other way."""
        count = len(question.answers)
        if question.code in _ONE_OFTEN:
            weights = [0.4**place for place in range(count)]
        else:
            middle = 1 - self.strain if self._is_turned(question) else self.strain
            weights = [
                0.02 + math.exp(-((place / max(count - 1, 1) - middle) ** 2) / 0.08)
                for place in range(count)
            ]
        if question.code == _HOW_LONG_ABOVE:
            above = self.load > self.unit.limit
            weights = [weight * ((place > 0) == above) for place, weight in enumerate(weights)]
        return [
            weight if answer.substantive else weight * 0.1
            for weight, answer in zip(weights, question.answers, strict=True)
        ]

    def _is_turned(self, question: Question) -> bool:
        return question.code in _BETTER_LATER or question.reversed
