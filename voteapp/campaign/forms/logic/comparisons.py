"""Comparisons with numbers: which answers of a question fulfil them."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from voteapp.campaign.questionnaire.document import Question
from voteapp.campaign.questionnaire.rules import Condition, create_leaf_condition
from voteapp.errors import InvalidInputError
from voteapp.errors import gettext as _

Compare = Callable[[float, float], bool]

_COMPARE: Mapping[str, Compare] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
}


@dataclass(frozen=True)
class Known:
    """A question that a condition can look at; ``names``: the form's choice -> the answer."""

    question: Question
    names: Mapping[str, str]


def refuse(sentence: str) -> InvalidInputError:
    """What is wrong with an expression."""
    return InvalidInputError("expression", sentence)


def create_leaf(known: Known, answers: list[str]) -> Condition:
    """One of ``answers``, each named once, is given to the question."""
    return create_leaf_condition(known.question.id, list(dict.fromkeys(answers)))


def compare_number(known: Known, name: str, sign: str, value: str | float) -> Condition:
    """The bins whose numbers all fulfil the comparison, where no bin is divided by it."""
    number = _read_number(value)
    if number is None:
        if sign == "=" and value in known.names:
            return create_leaf(known, [known.names[str(value)]])
        raise refuse(_("“%(name)s” is a number. Compare it with one.", name=name))
    chosen = []
    for answer in known.question.answers:
        if answer.bin is None:
            continue
        low, high = answer.bin.low, answer.bin.high
        found = _compare_bin(low, high, sign, number)
        if found is None:
            raise refuse(
                _(
                    "The bin that begins with %(low)d holds numbers on both sides of this "
                    "comparison. Divide the bin, or compare with where a bin begins or ends.",
                    low=low,
                )
            )
        if found:
            chosen.append(answer.id)
    if not chosen:
        raise _never(name)
    return create_leaf(known, chosen)


def _compare_bin(low: int, high: int | None, sign: str, number: float) -> bool | None:
    """Whether all numbers of a bin compare so; None: some do and some do not."""
    compare = _COMPARE[sign]
    end = max(low, int(number)) + 1 if high is None else high
    points = {low, end, *(n for n in (int(number), int(number) + 1) if low <= n <= end)}
    found = {compare(point, number) for point in points}
    return found.pop() if len(found) == 1 else None


def compare_choices(known: Known, name: str, sign: str, value: str | float) -> Condition:
    """Choices whose names are numbers can be compared as such."""
    number = _read_number(value)
    numbers = {choice: _read_number(choice) for choice in known.names}
    if number is None or not any(found is not None for found in numbers.values()):
        raise refuse(
            _(
                "The choices of “%(name)s” are no numbers. Name the choices that are meant: "
                "${%(name)s} = 'choice' or ${%(name)s} = 'choice'.",
                name=name,
            )
        )
    compare = _COMPARE[sign]
    chosen = [
        known.names[choice]
        for choice, found in numbers.items()
        if found is not None and compare(found, number)
    ]
    if not chosen:
        raise _never(name)
    return create_leaf(known, chosen)


def _never(name: str) -> InvalidInputError:
    return refuse(_("No answer to “%(name)s” makes this comparison true.", name=name))


def _read_number(value: str | float) -> float | None:
    try:
        number = float(value)
    except ValueError:
        return None
    return number if abs(number) < 1e12 else None


def find_same_number(wanted: str, names: Iterable[str]) -> str | None:
    """The one name that is the same number in another spelling, as ``3.0`` for ``3``."""
    number = _read_number(wanted)
    found = [name for name in names if number is not None and _read_number(name) == number]
    return found[0] if len(found) == 1 else None


def write_number(value: float) -> str:
    """A number as choices are named: 1, not 1.0."""
    return str(int(value)) if value.is_integer() else str(value)
