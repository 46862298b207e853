"""The five figures that bargain, and objections: which questions of a survey they come from.

By what the questionnaire says where it says it: the rule that derives a question from a limit, the
question that counts. The others are the shift survey's, by their codes (DOMAIN, "Default survey");
a survey written by hand does not have them. No figure adds answers together by their places or
words: people can reword and move them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from voteapp.survey.figures.loads import LoadFigures
from voteapp.survey.figures.questions import QuestionFigures
from voteapp.survey.figures.ratios import RatioFigures

Measure = Literal["ratio", "load", "breaks", "overtime", "care", "objections"]

FIVE: tuple[Measure, ...] = ("ratio", "load", "breaks", "overtime", "care")
"""What the sheet shows, in order."""

CODES: dict[Measure, str] = {"breaks": "5", "overtime": "7", "care": "9", "objections": "11"}
"""The shift survey's questions."""

LOAD_CODE = "2"


@dataclass(frozen=True)
class Measures:
    """What there is of them; None: this survey does not ask it."""

    ratio: RatioFigures | None
    load: LoadFigures | None
    breaks: QuestionFigures | None
    overtime: QuestionFigures | None
    care: QuestionFigures | None
    objections: QuestionFigures | None

    @property
    def asked(self) -> list[Measure]:
        """Those of the five that there are."""
        return [name for name in FIVE if getattr(self, name) is not None]


def find_measures(
    questions: Sequence[QuestionFigures],
    ratios: Sequence[RatioFigures],
    loads: Sequence[LoadFigures],
) -> Measures:
    """Of several ratios the first; of several loads the one that the ratio is derived from, else
    the shift survey's, else the first."""
    by_code = {one.question.code: one for one in questions if one.question.code}
    ratio = next(iter(ratios), None)
    return Measures(
        ratio=ratio,
        load=_find_load(ratio, loads),
        breaks=by_code.get(CODES["breaks"]),
        overtime=by_code.get(CODES["overtime"]),
        care=by_code.get(CODES["care"]),
        objections=by_code.get(CODES["objections"]),
    )


def _find_load(ratio: RatioFigures | None, loads: Sequence[LoadFigures]) -> LoadFigures | None:
    source = None if ratio is None else ratio.source.id
    by_id = {load.question.id: load for load in loads}
    by_code = {load.question.code: load for load in loads}
    return by_id.get(source or "") or by_code.get(LOAD_CODE) or next(iter(loads), None)
