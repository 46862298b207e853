"""What a ``constraint`` allows, found by trying it: how many answers, which alone, which numbers.

Only what it allows counts, not how it is written.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from voteapp.campaign.forms.logic.comparisons import refuse, write_number
from voteapp.campaign.forms.logic.expressions import (
    Call,
    Comparison,
    Itself,
    Junction,
    Literal,
    Node,
    Reference,
    parse,
)
from voteapp.errors import InvalidInputError
from voteapp.errors import gettext as _

MOST_NAMED_CHOICES = 8
"""Choices that one constraint names: all their combinations are tried."""

Value = str | float | bool
_OPERATORS: Mapping[str, Callable[[float, float], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


@dataclass(frozen=True)
class Choosing:
    """From ``least`` to ``most`` answers may be chosen; ``alone``: choices that exclude others."""

    least: int
    most: int
    alone: frozenset[str]


@dataclass(frozen=True)
class _Answer:
    """An answer as far as a constraint can see it: a number, or named choices and a count."""

    number: float = math.nan
    chosen: frozenset[str] = frozenset()
    count: int = 0


def read_choosing(text: str, names: Sequence[str]) -> Choosing:
    """What a constraint says of a ``select_multiple`` with these choices.

    Raises InvalidInputError (``expression``): no expression, or it allows what no question can say.
    """
    node = parse(text)
    named = sorted(set(_list_choices(node)))
    unknown = [name for name in named if name not in names]
    if unknown:
        raise refuse(_("The question has no choice “%(choice)s”.", choice=unknown[0]))
    if len(named) > MOST_NAMED_CHOICES:
        raise refuse(
            _(
                "The constraint names too many choices. Say that one stands alone with "
                "not(selected(., 'none') and count-selected(.) > 1)."
            )
        )
    counts = _list_counts(node, len(names))
    answers = _list_answers(named, len(names), counts)
    allowed = {answer: bool(_evaluate(node, answer)) for answer in answers}
    alone = frozenset(
        name
        for name in named
        if not any(
            fits for answer, fits in allowed.items() if name in answer.chosen and answer.count > 1
        )
    )
    if len(names) == 1:
        alone = frozenset()
    choosing = _fit(allowed, alone)
    if choosing.most == len(names) - len(alone):  # all that can be chosen together: no limit
        return Choosing(choosing.least, len(names), alone)
    return choosing


def _list_counts(node: Node, count: int) -> list[int]:
    """The numbers of answers at which a constraint can begin or cease to hold."""
    limits = {0, count, *(math.floor(number) for number in _list_numbers(node))}
    points = {point for limit in limits for point in range(limit - 1, limit + 3)}
    return sorted(point for point in points if 0 < point <= count)


def _list_answers(named: Sequence[str], count: int, counts: Sequence[int]) -> Iterator[_Answer]:
    """Every combination of the named choices, alone and with others to each of these counts."""
    for size in range(len(named) + 1):
        for chosen in combinations(named, size):
            for found in sorted({size, size + 1, *counts}):
                if found and 0 <= found - size <= count - len(named):
                    yield _Answer(chosen=frozenset(chosen), count=found)


def _fit(allowed: Mapping[_Answer, bool], alone: frozenset[str]) -> Choosing:
    together = {a: fits for a, fits in allowed.items() if not a.chosen & alone}
    counts = [answer.count for answer, fits in together.items() if fits]
    singles = [fits for a, fits in allowed.items() if a.count == 1 and a.chosen & alone]
    if counts and all(singles):
        least, most = min(counts), max(counts)
        if all(fits == (least <= a.count <= most) for a, fits in together.items()):
            return Choosing(least, most, alone)
    raise refuse(
        _(
            "A constraint on several choices says how many (count-selected(.) <= 3) and which "
            "stands alone (not(selected(., 'none') and count-selected(.) > 1)). Write this one so."
        )
    )


def read_range(text: str) -> tuple[int, int]:
    """The lowest and the highest whole number that a constraint allows, both inclusive.

    Raises InvalidInputError (``expression``): no expression, or the range is not closed.
    """
    node = parse(text)
    limits = {0, *(math.floor(number) for number in _list_numbers(node))}
    points = sorted({point for limit in limits for point in range(limit - 1, limit + 3)})
    fits = [bool(_evaluate(node, _Answer(number=float(point)))) for point in points]
    inside = [point for point, fit in zip(points, fits, strict=True) if fit]
    if inside and not fits[0] and not fits[-1]:
        begin, end = fits.index(True), len(fits) - fits[::-1].index(True)
        if all(fits[begin:end]):
            return inside[0], inside[-1]
        raise refuse(
            _(
                "The constraint leaves numbers out in between. Say in a column “voteapp::bins” "
                "which numbers are one answer: bins: 0,1,2-4,5+"
            )
        )
    raise refuse(
        _(
            "The constraint does not close the range. Write it as . >= 0 and . <= 10, or say in "
            "a column “voteapp::bins” which numbers are one answer: bins: 0,1,2-4,5+"
        )
    )


def _walk(node: Node) -> Iterator[Node]:
    yield node
    inner: Iterable[Node] = ()
    if isinstance(node, Junction):
        inner = node.parts
    elif isinstance(node, Comparison):
        inner = (node.left, node.right)
    elif isinstance(node, Call):
        inner = node.arguments
    for one in inner:
        yield from _walk(one)


def _list_numbers(node: Node) -> Iterator[float]:
    for one in _walk(node):
        if isinstance(one, Literal):
            number = _read_number(one.value)
            if math.isfinite(number) and abs(number) < 1e9:
                yield number


def _list_choices(node: Node) -> Iterator[str]:
    for one in _walk(node):
        inner: Iterable[Node] = ()
        if isinstance(one, Call) and one.name == "selected":
            inner = one.arguments
        elif isinstance(one, Comparison) and Itself() in (one.left, one.right):
            inner = (one.left, one.right)
        for argument in inner:
            if isinstance(argument, Literal):
                yield _write(argument.value)


def _evaluate(node: Node, answer: _Answer) -> Value:
    if isinstance(node, Literal):
        return node.value
    if isinstance(node, Junction):
        found = [bool(_evaluate(part, answer)) for part in node.parts]
        return all(found) if node.operator == "and" else any(found)
    if isinstance(node, Comparison):
        return _compare(node, answer)
    if isinstance(node, Call):
        return _call(node, answer)
    if isinstance(node, Itself) and answer.count == 0:
        return answer.number
    raise _unsupported(node)


def _unsupported(node: Node) -> InvalidInputError:
    if isinstance(node, Reference):
        return refuse(
            _("A constraint looks at its own question only, not at “%(name)s”.", name=node.name)
        )
    if isinstance(node, Call):
        return refuse(_("%(name)s() cannot be used in a constraint here.", name=node.name))
    return refuse(_("This constraint cannot be carried over. Delete it, or write it otherwise."))


def _compare(node: Comparison, answer: _Answer) -> bool:
    if answer.count and Itself() in (node.left, node.right):
        other = node.right if node.left == Itself() else node.left
        if not isinstance(other, Literal) or node.operator not in ("=", "!="):
            raise _unsupported(node)
        same = answer.count == 1 and answer.chosen == {_write(other.value)}
        return same == (node.operator == "=")
    left, right = _evaluate(node.left, answer), _evaluate(node.right, answer)
    return _OPERATORS[node.operator](_read_number(left), _read_number(right))


def _read_number(value: Value) -> float:
    try:
        return float(value)
    except ValueError:
        return math.nan


def _write(value: str | float) -> str:
    return write_number(value) if isinstance(value, float) else value


def _call(node: Call, answer: _Answer) -> Value:
    arguments = node.arguments
    if node.name in ("true", "false") and not arguments:
        return node.name == "true"
    if node.name == "not" and len(arguments) == 1:
        return not _evaluate(arguments[0], answer)
    if node.name == "if" and len(arguments) == 3:
        chosen = arguments[1] if _evaluate(arguments[0], answer) else arguments[2]
        return _evaluate(chosen, answer)
    if answer.count and arguments[:1] == (Itself(),):
        if node.name == "count-selected" and len(arguments) == 1:
            return float(answer.count)
        if node.name == "selected" and len(arguments) == 2 and isinstance(arguments[1], Literal):
            return _write(arguments[1].value) in answer.chosen
    other = next((one for one in arguments if isinstance(one, Reference)), None)
    raise _unsupported(other or node)
