"""The part of XPath that forms use in ``relevant`` and ``constraint``, as a tree."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from voteapp.errors import InvalidInputError
from voteapp.errors import gettext as _

MOST_CHARACTERS, MOST_NESTED = 4000, 12
"""Of one expression, and brackets within brackets."""


class Literal(NamedTuple):
    """A text in quotes, or a number."""

    value: str | float


class Reference(NamedTuple):
    """``${name}``."""

    name: str


class Itself(NamedTuple):
    """``.``: the answer to the question that the expression stands at."""


class Call(NamedTuple):
    """A function."""

    name: str
    arguments: tuple[Node, ...]


class Comparison(NamedTuple):
    """``=``, ``!=``, ``<``, ``<=``, ``>``, ``>=``."""

    operator: str
    left: Node
    right: Node


class Junction(NamedTuple):
    """``and`` or ``or`` of two or more."""

    operator: str
    parts: tuple[Node, ...]


Node = Literal | Reference | Itself | Call | Comparison | Junction

_TOKEN = re.compile(
    r"""\s*(?:
    (?P<text>"[^"]*"|'[^']*')
    |(?P<reference>\$\{\s*(?P<name>[^}\s]+)\s*\})
    |(?P<number>-?(?:\d+(?:\.\d*)?|\.\d+))
    |(?P<word>[A-Za-z_][\w-]*(?::[\w-]+)?)
    |(?P<sign>!=|<=|>=|[=<>(),.])
    )""",
    re.X | re.A,
)
_QUOTES = str.maketrans("‘’“”", "''\"\"")
_OUTSIDE = re.compile(r"(\"[^\"]*\"|'[^']*')|[^\S ]|[\u200b\u2060\ufeff]")
"""Spaces of all scripts, and characters that nobody sees, where they stand in no quotes."""


class Token(NamedTuple):
    """``kind`` is a group of the pattern; ``text`` what it matched, without quotes."""

    kind: str
    text: str


def parse(text: str) -> Node:
    """Read an expression.

    Raises InvalidInputError (``expression``): it is no such expression, too long or too deep, or
    uses more than ``=``, ``<`` and their kin, ``and``, ``or``, functions, ``${name}`` and ``.``.
    """
    if len(text) > MOST_CHARACTERS:
        raise _refuse(_("The expression is too long. Split the condition over several questions."))
    tokens = _split(text)
    reader = _Reader(tokens)
    node = reader.read_or(MOST_NESTED)
    if reader.place < len(tokens):
        raise _unexpected(tokens[reader.place].text)
    return node


def _refuse(sentence: str) -> InvalidInputError:
    return InvalidInputError("expression", sentence)


def _unexpected(text: str) -> InvalidInputError:
    return _refuse(
        _(
            "The expression cannot be understood at “%(text)s”. Use ${name} = 'choice', "
            "selected(${name}, 'choice'), and, or, not().",
            text=text[:40],
        )
    )


def _split(text: str) -> list[Token]:
    tokens, place = [], 0
    text = _OUTSIDE.sub(lambda found: found[1] or " ", text.translate(_QUOTES)).strip()
    while place < len(text):
        found = _TOKEN.match(text, place)
        if found is None:
            raise _unexpected(text[place:].strip())
        kind = str(found.lastgroup if found.lastgroup != "name" else "reference")
        value = found["name"] if kind == "reference" else found[kind]
        tokens.append(Token(kind, value[1:-1] if kind == "text" else value))
        place = found.end()
    return tokens


class _Reader:
    """Goes through the tokens once, from the loosest operator to the tightest."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tokens
        self.place = 0

    def read_or(self, depth: int) -> Node:
        return self._read_junction("or", depth)

    def _read_junction(self, operator: str, depth: int) -> Node:
        parts: list[Node] = []
        while True:
            one = self._read_junction("and", depth) if operator == "or" else self._compare(depth)
            inner = one.parts if isinstance(one, Junction) and one.operator == operator else (one,)
            parts.extend(inner)
            if not self._take("word", operator):
                return parts[0] if len(parts) == 1 else Junction(operator, tuple(parts))

    def _compare(self, depth: int) -> Node:
        left = self._read_one(depth)
        token = self._peek()
        if token is None or token.kind != "sign" or token.text not in "!= <= >= < >":
            return left
        self.place += 1
        return Comparison(token.text, left, self._read_one(depth))

    def _read_one(self, depth: int) -> Node:
        token = self._peek()
        if token is None:
            raise _refuse(_("The expression ends too early. Something is missing at its end."))
        self.place += 1
        if token.kind == "text":
            return Literal(token.text)
        if token.kind == "number":
            return Literal(float(token.text))
        if token.kind == "reference":
            return Reference(token.text)
        if token == Token("sign", "."):
            return Itself()
        if depth == 0:
            raise _refuse(_("The expression has too many brackets within brackets."))
        if token == Token("sign", "("):
            inner = self.read_or(depth - 1)
            self._expect(")")
            return inner
        if token.kind == "word" and self._take("sign", "("):
            return Call(token.text.lower(), self._read_arguments(depth - 1))
        raise _unexpected(token.text)

    def _read_arguments(self, depth: int) -> tuple[Node, ...]:
        if self._take("sign", ")"):
            return ()
        arguments = [self.read_or(depth)]
        while self._take("sign", ","):
            arguments.append(self.read_or(depth))
        self._expect(")")
        return tuple(arguments)

    def _expect(self, sign: str) -> None:
        if not self._take("sign", sign):
            token = self._peek()
            if token is None:
                raise _refuse(_("A bracket of the expression is not closed."))
            raise _unexpected(token.text)

    def _peek(self) -> Token | None:
        return self.tokens[self.place] if self.place < len(self.tokens) else None

    def _take(self, kind: str, text: str) -> bool:
        token = self._peek()
        if token is None or token.kind != kind or token.text.lower() != text:
            return False
        self.place += 1
        return True
