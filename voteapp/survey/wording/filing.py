"""What a committee attaches to a complaint: objections that were needed, counted unit by unit."""

from __future__ import annotations

from dataclasses import dataclass

from voteapp.campaign.questionnaire.document import read_text
from voteapp.survey.figures.survey import SurveyFigures
from voteapp.survey.wording.limits import list_limits
from voteapp.survey.wording.places import name_group, say_response
from voteapp.survey.wording.speaking import Speaker
from voteapp.survey.wording.tables import GroupTable, create_survey_table


@dataclass(frozen=True)
class FilingRow:
    """One group: its places, how many answered, the counts, the limit with its citation."""

    where: str
    response: str
    table: GroupTable
    limits: tuple[str, ...]


@dataclass(frozen=True)
class Filing:
    """The question as it was asked, and what came of it in each group."""

    question: str
    rows: tuple[FilingRow, ...]


def create_filing(speaker: Speaker, figures: SurveyFigures) -> Filing | None:
    """None where the survey does not ask about objections, or nothing of it is shown."""
    one, ratio = figures.measures.objections, figures.measures.ratio
    if one is None:
        return None
    text = read_text(one.question.texts, figures.questionnaire.language)
    rows = []
    for table, group in zip(
        create_survey_table(speaker, figures, one).groups, figures.groups.values(), strict=True
    ):
        limits = () if ratio is None else ratio.groups[group.code].limits
        rows.append(
            FilingRow(
                where=name_group(speaker, figures, group),
                response=say_response(speaker, group),
                table=table,
                limits=tuple(list_limits(speaker, limits)) if limits else (),
            )
        )
    return Filing(text, tuple(rows))
