"""JSON: the same as plain objects, with every text in every language that it was written in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from voteapp.campaign.questionnaire.document import Texts, Words
from voteapp.survey.exports.counting import (
    Choice,
    GroupCounts,
    QuestionCounts,
    count_questions,
    list_choices,
)
from voteapp.survey.exports.values import Part
from voteapp.survey.figures.released import Place, Released, Withheld


def describe_part(part: Part) -> dict[str, Any]:
    """What was asked and opened in a part, and what was not: docs/formats.md, "Exports"."""
    return {
        "part": part.questionnaire.part,
        "k": part.release.k,
        "language": part.questionnaire.language,
        "groups": [_describe_group(part, group) for group in part.release.groups],
        "withheld": [_describe_withheld(part, held) for held in part.release.withheld],
        "questions": [_describe_question(part, counted) for counted in count_questions(part)],
    }


def read_words(part: Part) -> Words:
    """What "not applicable" and "prefer not to answer" are called in a part."""
    return part.questionnaire.words[part.questionnaire.language]


def _describe_places(places: tuple[Place, ...]) -> list[dict[str, Any]]:
    return [{"code": place.code, "names": list(place.names)} for place in places]


def _describe_group(part: Part, group: Released) -> dict[str, Any]:
    return {
        "code": group.code,
        "places": _describe_places(group.places),
        "entitled": part.count_entitled(group.places),
        "ballots_counted": group.accepted,
    }


def _describe_withheld(part: Part, held: Withheld) -> dict[str, Any]:
    return {
        "places": _describe_places(held.places),
        "entitled": part.count_entitled(held.places),
        "ballots_counted": held.accepted,
        "reason": held.reason,
    }


def _describe_question(part: Part, counted: QuestionCounts) -> dict[str, Any]:
    question, asked = counted.question, part.questionnaire
    told = {language: list_choices(asked, question, language) for language in sorted(asked.words)}
    return {
        "number": counted.number,
        "id": question.id,
        "code": question.code,
        "kind": question.kind,
        "texts": _write_texts(question.texts),
        "answers": [
            _describe_choice(choice, {language: told[language][place] for language in told})
            for place, choice in enumerate(counted.choices)
        ],
        "groups": [_describe_counts(counted, group) for group in counted.groups],
    }


def _write_texts(texts: Texts) -> dict[str, str]:
    return {language: text.text for language, text in sorted(texts.items()) if text.text}


def _describe_choice(choice: Choice, told: Mapping[str, Choice]) -> dict[str, Any]:
    return {
        "id": choice.id,
        "kind": choice.kind,
        "in_base": choice.in_base,
        "texts": {language: one.text for language, one in told.items() if one.text},
    }


def _describe_counts(counted: QuestionCounts, group: GroupCounts) -> dict[str, Any]:
    names = [choice.id for choice in counted.choices]
    return {
        "group": group.group.code,
        "base": group.base,
        "not_applicable": group.not_applicable,
        "prefer_not": group.prefer_not,
        "votes": dict(zip(names, group.votes, strict=True)),
    }
