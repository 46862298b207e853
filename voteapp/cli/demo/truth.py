"""``truth.json``: what the count of a made-up survey must show, and what it cannot show."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from voteapp.campaign.questionnaire.document import Questionnaire, read_text
from voteapp.cli.demo.members import Unit
from voteapp.cli.demo.survey import SurveyDemo


def describe_truth(demo: SurveyDemo) -> dict[str, Any]:
    """``truth.json``: for each part, how often each answer was given by those who answered, and by
    how many it would have been given had everybody answered; the first the count must show."""
    return {
        "type": "voteapp-demo-truth",
        "version": 1,
        "seed": demo.seed,
        "members": len(demo.members),
        "parts": [_describe_part(demo, number) for number in range(len(demo.parts))],
    }


def _describe_part(demo: SurveyDemo, number: int) -> dict[str, Any]:
    part = demo.parts[number]
    sent = [m.choices[number] for m in demo.members if m.sent[number]]
    everybody = [m.choices[number] for m in demo.members]
    return {
        "uuid": part.election.uuid,
        "title": read_text(part.questionnaire.texts, part.questionnaire.language),
        "k": part.k,
        "entitled": len(demo.members),
        "ballots": len(sent),
        "opened": part.opened,
        "questions": _describe_questions(part.questionnaire, _add(sent), _add(everybody)),
        "units": [_describe_unit(demo, number, unit) for unit in demo.units],
    }


def _add(rows: Sequence[list[list[int]]]) -> list[list[int]]:
    """The totals, by question; without rows, nothing."""
    return [[sum(column) for column in zip(*rows, strict=True)] for rows in zip(*rows, strict=True)]


def _describe_questions(
    questionnaire: Questionnaire, answered: list[list[int]], everybody: list[list[int]]
) -> list[dict[str, Any]]:
    found = []
    for place, question in enumerate(questionnaire.questions):
        names = ["prefer-not"] * question.prefer_not
        names += [answer.id for answer in question.answers]
        names += ["not-applicable"] * question.not_applicable
        texts = {a.id: read_text(a.texts, questionnaire.language) for a in question.answers}
        counts = answered[place] if answered else [0] * len(names)
        found.append(
            {
                "id": question.id,
                "code": question.code,
                "text": read_text(question.texts, questionnaire.language),
                "totals": [
                    {
                        "id": name,
                        "text": texts.get(name, ""),
                        "answered": counts[column],
                        "everybody": everybody[place][column],
                    }
                    for column, name in enumerate(names)
                ],
            }
        )
    return found


def _describe_unit(demo: SurveyDemo, number: int, unit: Unit) -> dict[str, Any]:
    rows = [m.choices[number] for m in demo.members if m.unit == unit.code and m.sent[number]]
    return {
        "code": unit.code,
        "name": unit.name,
        "facility": unit.facility,
        "limit": unit.limit,
        "entitled": unit.roster,
        "ballots": len(rows),
        "answered": _add(rows),
    }
