"""Made-up members: the same for a seed, all of them able to answer so, and believable."""

from __future__ import annotations

import pytest

from tests.players.campaign.elections import Stream
from voteapp.campaign.questionnaire.document import Question, Questionnaire
from voteapp.cli.demo.members import Member, Unit, create_units, draw_members
from voteapp.survey.questionnaires import write_questionnaires
from voteapp.survey.templates import DEFAULT_VARIANT, load_template

UNITS = create_units(3000)


@pytest.fixture(scope="module")
def parts() -> list[Questionnaire]:
    code = UNITS[0].code
    return write_questionnaires(load_template(), 5, DEFAULT_VARIANT, code, Stream("members"))


@pytest.fixture(scope="module")
def members(parts: list[Questionnaire]) -> list[Member]:
    return draw_members(UNITS, parts, "seed")


@pytest.mark.parametrize("count", [1, 3, 19, 40, 41, 137, 3000, 100_000])
def test_units_hold_every_member(count: int) -> None:
    units = create_units(count)
    assert sum(unit.roster for unit in units) == count
    assert len({unit.code for unit in units}) == len(units) <= 12
    assert all(unit.roster > 0 for unit in units)
    assert len(units) == 1 or min(unit.roster for unit in units) >= 10


@pytest.mark.slow
def test_a_seed_gives_the_same_members(parts: list[Questionnaire], members: list[Member]) -> None:
    units = create_units(200)
    assert draw_members(units, parts, "one") == draw_members(units, parts, "one")
    assert draw_members(units, parts, "one") != draw_members(units, parts, "two")
    assert len(members) == 3000


def share(members: list[Member], number: int, column: int) -> float:
    """Of those who answered the question: the share of one column."""
    rows = [member.choices[0][number] for member in members]
    answered = [row for row in rows if not row[0] and not row[-1]]
    return sum(row[column] for row in answered) / len(answered)


def find(parts: list[Questionnaire], code: str) -> tuple[int, Question]:
    return next(
        (place, question)
        for place, question in enumerate(parts[0].questions)
        if question.code == code
    )


def of_unit(members: list[Member], unit: Unit) -> list[Member]:
    return [member for member in members if member.unit == unit.code]


def test_answers_follow_strain(parts: list[Questionnaire], members: list[Member]) -> None:
    calm, busy = (sorted(UNITS, key=lambda unit: unit.strain)[place] for place in (0, -1))
    number, _question = find(parts, "10")
    disagree = 1
    assert share(of_unit(members, busy), number, disagree) > 0.3
    assert share(of_unit(members, calm), number, disagree) < 0.1


def test_who_is_on_a_busy_unit_answers_less_often(members: list[Member]) -> None:
    calm, busy = (sorted(UNITS, key=lambda unit: unit.strain)[place] for place in (0, -1))
    rates = [
        sum(member.sent[0] for member in of_unit(members, unit)) / unit.roster
        for unit in (calm, busy)
    ]
    assert 0.65 < rates[0] < 0.85
    assert 0.4 < rates[1] < 0.65
    assert 0.55 < sum(member.sent[0] for member in members) / len(members) < 0.7
    # Some send the first part only; nobody sends the second alone.
    assert {member.sent for member in members} == {
        (True, True), (True, False), (False, False),
    }  # fmt: skip


def test_some_answers_are_kept_back(parts: list[Questionnaire], members: list[Member]) -> None:
    for number, question in enumerate(parts[0].questions):
        kept = sum(member.choices[0][number][0] for member in members) / len(members)
        assert kept < 0.06, question.code
    number, _question = find(parts, "1")
    assert sum(member.choices[0][number][0] for member in members) > 30


def test_a_load_within_the_limit_was_never_above_it(
    parts: list[Questionnaire], members: list[Member]
) -> None:
    """Units without a limit in the questionnaire leave the comparison out."""
    compared, _question = find(parts, "2d")
    long, question = find(parts, "3")
    limited = [m for m in members if m.unit == UNITS[0].code]
    never = 1
    for member in limited:
        row = member.choices[0][long]
        if member.choices[0][compared][1] and not row[0] and not row[-1]:
            assert row[never], question.code
    assert any(member.choices[0][compared][2] for member in limited)
