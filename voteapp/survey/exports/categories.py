"""Codes of a variable: an answer each, or chosen and not chosen, with ballots by group."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from voteapp.campaign.questionnaire.document import Question
from voteapp.survey.exports.counting import Choice, GroupCounts, QuestionCounts, list_choices
from voteapp.survey.exports.elements import OURS
from voteapp.survey.exports.values import Part
from voteapp.survey.figures.counting import find_outside
from voteapp.survey.figures.describing import write_bin

CODES = {"not-applicable": "-8", "prefer-not": "-9"}
"""Codes of what is missing; answers are 1, 2 and so on."""

NOT_SUBSTANTIVE = "-7"
"""Of one answer's own variable: another answer was given, which says nothing about the question."""

CHOSEN, NOT_CHOSEN = "1", "0"

_MISSING = {
    "answer": "not substantive",
    "not-applicable": "not applicable",
    "prefer-not": "prefer not to answer",
}


class Category(NamedTuple):
    """A code of a variable: what it is called, by language, and ballots by group (None: nobody
    knows). ``missing``: why it is not in the base; "" where it is."""

    id: str
    code: str
    labels: Mapping[str, str]
    missing: str
    counts: tuple[int | None, ...]
    note: str = ""


@dataclass(frozen=True)
class Variable:
    """A variable of a question; ``answer`` is its place among the choices, None: all of them."""

    id: str
    name: str
    part: Part
    number: int
    counted: QuestionCounts
    answer: int | None

    @property
    def language(self) -> str:
        """The language that was written first."""
        return self.part.questionnaire.language


def list_categories(variable: Variable) -> list[Category]:
    if variable.answer is None:
        places = range(len(variable.counted.choices))
        return [_describe_choice(variable, place) for place in places]
    return list(_split_answer(variable, variable.answer))


def _describe_choice(variable: Variable, place: int) -> Category:
    choice = variable.counted.choices[place]
    # Whoever is under no limit is not concerned, whatever kind of answer says so.
    outside = find_outside(variable.part.questionnaire, variable.counted.question)
    kind = "not-applicable" if choice.id == outside else choice.kind
    bare = f"C-{choice.id}" if choice.kind == "answer" else f"C-{variable.id[2:]}-{choice.kind}"
    return Category(
        id=bare,
        code=CODES.get(choice.kind, str(place + 1)),
        labels=_read_labels(variable, place),
        missing="" if choice.in_base else _MISSING[kind],
        counts=tuple(group.votes[place] for group in variable.counted.groups),
        note=_say_bin(variable.counted.question, choice),
    )


def _read_labels(variable: Variable, place: int) -> dict[str, str]:
    asked, question = variable.part.questionnaire, variable.counted.question
    return {
        language: list_choices(asked, question, language)[place].text for language in asked.words
    }


def _say_bin(question: Question, choice: Choice) -> str:
    found = next((one.bin for one in question.answers if one.id == choice.id), None)
    if found is None:
        return ""
    return f"Stands for {write_bin((found.low, found.high))}."


def _split_answer(variable: Variable, place: int) -> Iterator[Category]:
    """One of several answers by itself: chosen or not, of those in the base; the others are
    missing, by reason. Together they are all ballots."""
    counted = variable.counted
    choice, groups = counted.choices[place], counted.groups
    chosen = tuple(group.votes[place] for group in groups)
    yield Category(f"{variable.id}-1", CHOSEN, {OURS: "Chosen"}, "", chosen)
    rest = tuple(_count_rest(group, place if choice.in_base else None) for group in groups)
    yield Category(f"{variable.id}-0", NOT_CHOSEN, {OURS: "Not chosen"}, "", rest)
    if any(one.kind == "answer" and not one.in_base for one in counted.choices):
        silent = tuple(
            _count_silent(group, 0 if choice.in_base else group.votes[place]) for group in groups
        )
        label = {OURS: "Another answer, which is not counted in the base"}
        reason = _MISSING["answer"]
        yield Category(f"{variable.id}-7", NOT_SUBSTANTIVE, label, reason, silent)
    for other, one in enumerate(counted.choices):
        if one.kind != "answer":
            described = _describe_choice(variable, other)
            yield described._replace(id=f"{variable.id}-{one.kind}")


def _count_rest(group: GroupCounts, place: int | None) -> int | None:
    """Those in the base who did not choose an answer; ``place`` None: it is not in the base."""
    if group.base is None:
        return None
    return group.base - (0 if place is None else group.votes[place])


def _count_silent(group: GroupCounts, own: int) -> int | None:
    """Those whose answer is not counted in the base, but for ``own``."""
    if group.base is None:
        return None
    said = (group.not_applicable or 0) + (group.prefer_not or 0)
    return group.group.accepted - said - group.base - own
