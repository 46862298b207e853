"""Every figure of made-up members equals what is worked out from their answers, one by one."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import cache
from math import ceil, comb
from random import Random

import msgspec
import pytest

from tests.players.campaign.answered import Person, Ward, answer_all, release_all
from tests.players.campaign.questionnaires import LEAF, create_example
from tests.players.campaign.random_questionnaires import create_random_questionnaire
from voteapp.campaign.questionnaire.answering import Leaf
from voteapp.campaign.questionnaire.document import Question, Questionnaire
from voteapp.campaign.questionnaire.rules import NOT_APPLICABLE, PREFER_NOT, Derive
from voteapp.survey.figures.questions import compute_any
from voteapp.survey.figures.survey import SurveyFigures, compute_figures
from voteapp.survey.statistics.intervals import Interval
from voteapp.survey.statistics.shares import Share

EXAMPLE = create_example()
LEAVES = (Leaf(LEAF), Leaf("unit-2"), Leaf("unit-3"))


class Plain:
    """One question in some wards, by looking at each member."""

    def __init__(self, questionnaire: Questionnaire, question: Question, wards: Sequence[Ward]):
        self.question = question
        self.people = [person[question.id] for ward in wards for person in ward.people]
        self.members = sum(ward.members for ward in wards)
        rules = [r for r in questionnaire.rules if isinstance(r, Derive)]
        self.rule = next((r for r in rules if r.question == question.id), None)
        self.outside = self._find_outside()
        says_nothing = {a.id for a in question.answers if not a.substantive} - {self.outside}
        self.away = [p for p in self.people if p in ((NOT_APPLICABLE,), (self.outside,))]
        self.hidden = [p for p in self.people if p == (PREFER_NOT,)]
        self.vague = [p for p in self.people if len(p) == 1 and p[0] in says_nothing]
        apart = [*self.away, *self.hidden, *self.vague]
        self.base = len(self.people) - len(apart)
        self.shared = [a.id for a in question.answers if a.id not in {*says_nothing, self.outside}]

    def _find_outside(self) -> str | None:
        if self.rule is None:
            return None
        compared = {self.rule.within, *(step.answer for step in self.rule.over)}
        return None if self.rule.no_limit in compared else self.rule.no_limit

    @property
    def unknown(self) -> int:
        """Members of whom nobody knows what they would say."""
        return self.members - self.base - len(self.away)

    def count(self, answer: str) -> int:
        return sum(answer in given for given in self.people)

    def check(self, share: Share, count: int) -> None:
        assert (share.floor, share.base, share.members) == (count, self.base, self.members)
        assert share.share == (Fraction(count, self.base) if self.base else None)
        assert share.bounds == imagine(count, self.base, self.unknown)
        offered = self.question.not_applicable or self.outside is not None
        assert share.interval == guess(count, self.base, self.unknown, known=not offered)
        missing = share.missing
        assert missing.no_ballot == self.members - len(self.people)
        assert missing.not_applicable == (len(self.away) if offered else None)
        assert missing.prefer_not == len(self.hidden)
        assert missing.not_substantive == len(self.vague)
        parts = (missing.no_ballot, len(self.away), missing.prefer_not, missing.not_substantive)
        assert sum(parts) + self.base == self.members


def imagine(count: int, base: int, unknown: int) -> Interval | None:
    """The shares of all worlds: each of the unknown has it, has it not, or is not concerned."""
    shares = [
        Fraction(count + yes, base + yes + no)
        for yes in range(unknown + 1)
        for no in range(unknown + 1 - yes)
        if base + yes + no
    ]
    return Interval(min(shares), max(shares)) if shares else None


@cache
def guess(count: int, base: int, unknown: int, *, known: bool) -> Interval | None:
    """Every share of every size of population of which this draw is not improbable."""
    if base == 0:
        return None
    likely = [Fraction(count, base)]
    for size in range(base + unknown if known else base, base + unknown + 1):
        for have in range(size + 1):
            ways = [comb(have, x) * comb(size - have, base - x) for x in range(base + 1)]
            if 40 * sum(ways[count:]) > sum(ways) and 40 * sum(ways[: count + 1]) > sum(ways):
                likely.append(Fraction(have, size))
    return Interval(min(likely), max(likely))


def find_rank(numbers: Sequence[int], p: Fraction) -> int:
    return sorted(numbers)[ceil(p * len(numbers)) - 1]


def check_all(questionnaire: Questionnaire, wards: Sequence[Ward], figures: SurveyFigures) -> int:
    """Compares every share of every group; says how many."""
    checked = 0
    groups = {f"g-{ward.code}": [ward] for ward in wards}
    if figures.everybody is not None:
        groups[figures.everybody.code] = list(wards)
    assert list(figures.groups) == list(groups)
    for one in figures.questions:
        for code, found in one.groups.items():
            plain = Plain(questionnaire, one.question, groups[code])
            assert found.fits
            assert found.group.base == plain.base
            assert [a.id for a in found.answers if a.share is not None] == plain.shared
            for answer in found.answers:
                assert answer.count == plain.count(answer.id)
                if answer.share is not None:
                    plain.check(answer.share, answer.count)
                    checked += 1
    return checked


def play(questionnaire: Questionnaire, seed: str, wards: int = 3) -> list[Ward]:
    chance = Random(seed)
    return [
        answer_all(questionnaire, leaf, chance.randint(1, 12), chance.randint(0, 5), chance)
        for leaf in LEAVES[:wards]
    ]


@pytest.mark.slow
@pytest.mark.parametrize("wards", [1, 3])
def test_every_share_of_random_questionnaires(wards: int) -> None:
    checked = 0
    for number in range(40):
        questionnaire = create_random_questionnaire(f"figures {number}")
        people = play(questionnaire, f"{number}", wards)
        figures = compute_figures(questionnaire, release_all(people))
        checked += check_all(questionnaire, people, figures)
    assert checked > 250 * wards


@pytest.mark.slow
def test_ratio_and_load_of_the_example() -> None:
    """From the number that each member typed, whatever a rule made of it."""
    _care, load, ratio, *_others = EXAMPLE.questions
    low = {a.id: a.bin.low for a in load.answers if a.bin is not None}
    seen = 0
    for number in range(40):
        wards = play(EXAMPLE, f"ratio {number}")
        figures = compute_figures(EXAMPLE, release_all(wards))
        check_all(EXAMPLE, wards, figures)
        measured, counted = figures.measures.ratio, figures.measures.load
        assert measured is not None and counted is not None
        assert (measured.question.id, counted.question.id) == (ratio.id, load.id)
        numbers = [low[p[load.id][0]] for p in wards[0].people if p[load.id][0] in low]
        limited = measured.groups[f"g-{LEAF}"]
        assert limited.limit is not None and limited.limit.limit == 5
        assert limited.share is not None
        assert limited.share.floor == sum(n > 5 for n in numbers)
        assert limited.share.base == len(numbers)
        assert measured.groups["g-unit-2"].share is None
        assert [one.decided for one in measured.groups["g-unit-3"].limits] == [False]
        everybody = figures.everybody
        assert everybody is not None
        assert measured.groups[everybody.code].share is not None
        seen += len(numbers)
        columns = counted.groups[f"g-{LEAF}"]
        assert [c.count for c in columns.columns] == [numbers.count(n) for n in low.values()]
        assert [c.over for c in columns.columns] == [False, False, True, True]
        assert columns.limit_after == 1
        assert counted.groups["g-unit-2"].limit is None
        if numbers:
            for found, p in ((columns.median, (1, 2)), (columns.nine_in_ten, (9, 10))):
                assert found.bin is not None
                assert found.bin[0] == find_rank(numbers, Fraction(*p))
    assert seen > 80


def score(question: Question, people: Sequence[Person]) -> Fraction | None:
    """A mean, from 1 for the first answer; a reversed item is read from its end."""
    names = [a.id for a in question.answers if a.substantive]
    names = names[::-1] if question.reversed else names
    values = [names.index(p[question.id][0]) + 1 for p in people if p[question.id][0] in names]
    return Fraction(sum(values), len(values)) if values else None


def test_scales_and_weights_of_the_example() -> None:
    *_others, first, second = EXAMPLE.questions
    for number in range(30):
        wards = play(EXAMPLE, f"scales {number}")
        figures = compute_figures(EXAMPLE, release_all(wards))
        (scale,) = figures.scales
        for ward in wards:
            means = [score(item, ward.people) for item in (first, second)]
            known = [mean for mean in means if mean is not None]
            found = scale.scores[f"g-{ward.code}"]
            assert [item.mean for item in found.items.values()] == means
            assert found.mean == (sum(known, Fraction(0)) / 2 if len(known) == 2 else None)
        for one in figures.questions:
            check_weights(EXAMPLE, one.question, wards, figures)


def check_weights(
    questionnaire: Questionnaire, question: Question, wards: list[Ward], figures: SurveyFigures
) -> None:
    """Each ward weighs what it has in members, of those in which anybody answered."""
    plain = [Plain(questionnaire, question, [ward]) for ward in wards]
    used = [one for one in plain if one.base]
    whole = sum(one.members for one in used)
    found = figures.find_question(question.id)
    assert found is not None
    assert set(found.weighted) == (set(plain[0].shared) if used else set())
    for answer, share in found.weighted.items():
        parts = (Fraction(one.members, whole) * one.count(answer) / one.base for one in used)
        assert share.weighted == sum(parts, Fraction(0))
        counted = sum(one.count(answer) for one in used)
        assert share.unweighted == Fraction(counted, sum(one.base for one in used))
        assert sum(share.weights.values()) == 1


@pytest.mark.slow
def test_any_of_several_is_known_from_those_with_none() -> None:
    missed = EXAMPLE.questions[4]
    none = missed.answers[2].id
    for number in range(30):
        wards = play(EXAMPLE, f"any {number}", 1)
        found = compute_figures(EXAMPLE, release_all(wards)).questions[4].groups[f"g-{LEAF}"]
        share = compute_any(missed, found)
        assert share is not None
        apart = {none, NOT_APPLICABLE, PREFER_NOT}
        given = [p[missed.id] for p in wards[0].people]
        assert share.floor == sum(not apart.intersection(answers) for answers in given)
    free = msgspec.structs.replace(missed, min=0)
    assert compute_any(free, found) is None
    assert compute_any(EXAMPLE.questions[0], found) is None
