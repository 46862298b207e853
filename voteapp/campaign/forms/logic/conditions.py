"""From ``relevant`` to a condition on earlier questions, and back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import islice

from msgspec import UnsetType

from voteapp.campaign.forms.logic.comparisons import (
    Known,
    compare_choices,
    compare_number,
    create_leaf,
    find_same_number,
    refuse,
    write_number,
)
from voteapp.campaign.forms.logic.expressions import (
    Call,
    Comparison,
    Junction,
    Literal,
    Node,
    Reference,
    parse,
)
from voteapp.campaign.questionnaire.rules import (
    NOT_APPLICABLE,
    PREFER_NOT,
    Condition,
    create_leaf_condition,
)
from voteapp.errors import InvalidInputError, Sentence
from voteapp.errors import gettext as _

_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}


@dataclass(frozen=True)
class Scope:
    """What a condition meets: the questions before it, and of all other rows why they are none."""

    known: Mapping[str, Known]
    others: Mapping[str, Sentence | None]


SAID = "said"
"""Field of the error where a condition looks at a row that was refused itself: no more is said."""


def read_condition(text: str, scope: Scope) -> Condition:
    """The condition that a ``relevant`` states.

    Raises InvalidInputError: ``expression`` (no expression, or one that no condition can state) or
    ``said``.
    """
    return _build(parse(text), scope)


def negate(condition: Condition) -> Condition:
    """The opposite; of an opposite, what it was made of."""
    if isinstance(condition.negated, Condition):
        return condition.negated
    return Condition(negated=condition)


def join(conditions: Iterable[Condition]) -> Condition:
    """All of one or more conditions; those within an ``all`` are taken out of it."""
    parts: list[Condition] = []
    for condition in conditions:
        for part in condition.all or [condition]:
            if part not in parts:
                parts.append(part)
    return parts[0] if len(parts) == 1 else Condition(all=parts)


_MOST_OFFERED, _LONG = 300, 80
"""Names that are compared with a wrong one, and characters of each: comparing takes time."""


def suggest(wanted: str, offered: Iterable[str]) -> str:
    """What somebody who typed ``wanted`` meant, or else some of what there is."""
    listed = [name for name in dict.fromkeys(islice(offered, _MOST_OFFERED)) if len(name) <= _LONG]
    close = get_close_matches(wanted[:_LONG], listed, 1)
    return close[0] if close else ", ".join(listed[:8])


def _build(node: Node, scope: Scope) -> Condition:
    if isinstance(node, Junction):
        parts = [_build(part, scope) for part in node.parts]
        return join(parts) if node.operator == "and" else _join_any(parts)
    if isinstance(node, Comparison):
        return _build_comparison(node, scope)
    if isinstance(node, Call) and node.name == "not" and len(node.arguments) == 1:
        return negate(_build(node.arguments[0], scope))
    if isinstance(node, Call) and node.name == "selected" and len(node.arguments) == 2:
        left, right = node.arguments
        if isinstance(left, Reference) and isinstance(right, Literal):
            known = _find(left.name, scope)
            return create_leaf(known, [_find_answer(known, left.name, right.value)])
    raise _unsupported(node)


def _join_any(conditions: Iterable[Condition]) -> Condition:
    """Any of them; leaves about one question become one leaf."""
    parts: list[Condition] = []
    for condition in conditions:
        for part in condition.any or [condition]:
            same = [n for n, p in enumerate(parts) if _same_question(p, part)]
            if same:
                before = parts[same[0]]
                answers = list(dict.fromkeys([*(before.answers or []), *(part.answers or [])]))
                parts[same[0]] = create_leaf_condition(str(part.question), answers)
            elif part not in parts:
                parts.append(part)
    return parts[0] if len(parts) == 1 else Condition(any=parts)


def _same_question(one: Condition, other: Condition) -> bool:
    return not isinstance(one.question, UnsetType) and one.question == other.question


def _unsupported(node: Node) -> InvalidInputError:
    if isinstance(node, Call):
        return refuse(
            _(
                "%(name)s() cannot be used like this. Ask with ${name} = 'choice', "
                "selected(${name}, 'choice'), and, or, not().",
                name=node.name,
            )
        )
    return refuse(
        _(
            "A condition compares an earlier question with a choice, as in ${name} = 'choice'. "
            "Write this one so."
        )
    )


def _build_comparison(node: Comparison, scope: Scope) -> Condition:
    left, right, sign = _unwrap(node.left), _unwrap(node.right), node.operator
    if isinstance(left, Literal):
        left, right, sign = right, left, _TURNED[sign]
    if isinstance(left, Call) and left.name == "count-selected" and len(left.arguments) == 1:
        return _build_count(left, sign, right, scope)
    if not isinstance(left, Reference) or not isinstance(right, Literal):
        raise _unsupported(left if isinstance(left, Call) else node)
    if sign == "!=":
        return negate(_build_comparison(Comparison("=", left, right), scope))
    known = _find(left.name, scope)
    if sign == "=" and right.value == "":
        return _build_unanswered(known, left.name)
    if known.question.kind == "number":
        return compare_number(known, left.name, sign, right.value)
    if sign == "=":
        return _build_equal(known, left.name, right.value)
    return compare_choices(known, left.name, sign, right.value)


def _unwrap(node: Node) -> Node:
    """A value without functions that only say of what kind it is."""
    if isinstance(node, Call) and node.name in ("number", "int", "string"):
        return node.arguments[0] if len(node.arguments) == 1 else node
    return node


def _build_count(left: Call, sign: str, right: Node, scope: Scope) -> Condition:
    (counted,) = left.arguments
    if not isinstance(counted, Reference) or not isinstance(right, Literal):
        raise _unsupported(left)
    known = _find(counted.name, scope)
    everything = create_leaf(known, [answer.id for answer in known.question.answers])
    if (sign, right.value) in ((">", 0.0), (">=", 1.0), ("!=", 0.0)):
        return everything
    if (sign, right.value) in (("=", 0.0), ("<", 1.0), ("<=", 0.0)):
        return negate(everything)
    raise refuse(
        _(
            "How many answers were given to another question cannot be asked, only whether any "
            "was: count-selected(${%(name)s}) > 0.",
            name=counted.name,
        )
    )


def _build_unanswered(known: Known, name: str) -> Condition:
    offered = [
        *([NOT_APPLICABLE] if known.question.not_applicable else []),
        *([PREFER_NOT] if known.question.prefer_not else []),
    ]
    if not offered:
        raise refuse(_("“%(name)s” always has an answer. Leave this comparison out.", name=name))
    return create_leaf(known, offered)


def _build_equal(known: Known, name: str, value: str | float) -> Condition:
    answer = _find_answer(known, name, value)
    if known.question.kind != "several" or answer in (NOT_APPLICABLE, PREFER_NOT):
        return create_leaf(known, [answer])
    others = [one.id for one in known.question.answers if one.id != answer]
    leaf = create_leaf(known, [answer])
    return join([leaf, negate(create_leaf(known, others))]) if others else leaf


def _find(name: str, scope: Scope) -> Known:
    if name in scope.known:
        return scope.known[name]
    if name in scope.others:
        why = scope.others[name]
        raise InvalidInputError(SAID, "") if why is None else refuse(why)
    raise refuse(
        _(
            "There is no question “%(name)s”. Is this meant: %(offered)s?",
            name=name,
            offered=suggest(name, [*scope.known, *scope.others]),
        )
    )


def _find_answer(known: Known, name: str, value: str | float) -> str:
    wanted = write_number(value) if isinstance(value, float) else value
    if wanted in known.names:
        return known.names[wanted]
    same = find_same_number(wanted, known.names)
    if same is not None:
        return known.names[same]
    if wanted == NOT_APPLICABLE and known.question.not_applicable:
        return NOT_APPLICABLE
    if wanted == PREFER_NOT and known.question.prefer_not:
        return PREFER_NOT
    raise refuse(
        _(
            "“%(name)s” has no choice “%(choice)s”. Is this meant: %(offered)s?",
            name=name,
            choice=wanted,
            offered=suggest(wanted, known.names),
        )
    )
