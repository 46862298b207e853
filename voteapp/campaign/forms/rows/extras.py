"""The sheet "voteapp": what XLSForm cannot say, written by an export and read back.

Each row has a ``kind`` (``rule``, ``limit``, ``asked``), a ``name`` (a rule's place from 1, a
leaf's code, a variant) and its ``content`` as JSON, with the form's names for identities.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

from voteapp.campaign.forms.logic.comparisons import Known
from voteapp.campaign.forms.rows.texts import Frame
from voteapp.campaign.forms.sheets.tables import Row, Table
from voteapp.campaign.questionnaire.document import Limit
from voteapp.campaign.questionnaire.rules import NOT_APPLICABLE, PREFER_NOT, Rule
from voteapp.errors import gettext as _

_WORDS = (NOT_APPLICABLE, PREFER_NOT)


class Extras(NamedTuple):
    """What the sheet adds to a questionnaire; ``rules``: all of them, in order."""

    rules: list[Rule]
    limits: dict[str, Limit | None]
    asked: dict[str, list[str]]


def read_extras(
    table: Table, known: Mapping[str, Known], rules: Sequence[Rule], frame: Frame
) -> Extras:
    """The sheet's rules among ``rules``, those of the survey. What is wrong is refused."""
    found = Extras(list(rules), {}, {})
    for row in table.rows:
        try:
            _read_row(row, known, found, frame)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            frame.remarks.refuse(
                row.find_place("content"),
                _(
                    "What an export wrote here was changed and does not fit the form any more. "
                    "Delete the row, or export the questionnaire again."
                ),
            )
    return found


def _read_row(row: Row, known: Mapping[str, Known], found: Extras, frame: Frame) -> None:
    kind, name = row.read("kind"), row.read("name")
    content = json.loads(row.read("content"))
    if kind == "limit":
        found.limits[name] = msgspec.convert(content, Limit | None)
    elif kind == "asked":
        found.asked[name] = [known[one].question.id for one in content]
    elif kind == "rule":
        value = translate_rule(
            content,
            lambda one: known[one].question.id,
            lambda one, answer: answer if answer in _WORDS else known[one].names[answer],
        )
        rule: Rule = msgspec.convert({**value, "id": frame.draw()}, Rule)
        found.rules.insert(int(name) - 1, rule)
    else:
        raise ValueError(kind)


def translate_rule(
    value: Mapping[str, Any], question: Callable[[str], str], answer: Callable[[str, str], str]
) -> dict[str, Any]:
    """A rule or condition as plain values, with other names of questions and of their answers.

    ``answer`` gets the question's name before, and the answer's.
    """
    owner = value.get("question", "")
    found: dict[str, Any] = {}
    for key, part in value.items():
        if key in ("question", "from"):
            found[key] = question(part)
        elif key == "questions":
            found[key] = [question(one) for one in part]
        elif key == "answers":
            found[key] = [answer(owner, one) for one in part]
        elif key in ("answer", "within", "no_limit"):
            found[key] = answer(owner, part)
        elif key == "over":
            found[key] = [{"by": one["by"], "answer": answer(owner, one["answer"])} for one in part]
        elif key in ("all", "any"):
            found[key] = [translate_rule(one, question, answer) for one in part]
        elif key in ("not", "when"):
            found[key] = translate_rule(part, question, answer)
        else:
            found[key] = part
    return found
