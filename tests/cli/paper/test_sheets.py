"""The sheet for the table as a PDF: one page whatever stands on it, and nothing is lost."""

from __future__ import annotations

import msgspec
import pypdfium2
import pytest

from tests.survey.figures.test_figures import ROWS, create_group, mix
from tests.survey.wording.test_wording import SHIFT, SPEAKER
from voteapp.campaign.questionnaire.document import Questionnaire, Text
from voteapp.cli.paper.sheets import create_sheet_pdf
from voteapp.survey.figures.released import Release
from voteapp.survey.figures.survey import compute_figures
from voteapp.survey.wording.sheet import Occasion, Sheet, create_sheet

SIZES = {"a4": (595, 842), "letter": (612, 792)}
LONG = "What necessary care was left undone on the last shift for lack of time and people? "


def create(asked: Questionnaire, rows: list[list[int]] = ROWS) -> Sheet:
    occasion = Occasion("Local 1", "Shift survey", "1 May", "9 May", True, "uuid", "print")
    figures = compute_figures(asked, Release(5, (create_group(rows),), ()))
    return create_sheet(SPEAKER, figures, "g", occasion)


def lengthen(asked: Questionnaire) -> Questionnaire:
    """Every question and every answer three lines long."""
    questions = [
        msgspec.structs.replace(
            question,
            texts={"en": Text(text=LONG * 3)},
            answers=[
                msgspec.structs.replace(answer, texts={"en": Text(text=f"{place}: {LONG}" * 2)})
                for place, answer in enumerate(question.answers)
            ],
        )
        for question in asked.questions
    ]
    return msgspec.structs.replace(asked, questions=questions)


@pytest.mark.parametrize("page", ["a4", "letter"])
@pytest.mark.parametrize("asked", [SHIFT, lengthen(SHIFT)], ids=["short", "long"])
def test_one_page_holds_every_sentence(asked: Questionnaire, page: str) -> None:
    sheet = create(asked)
    data = create_sheet_pdf(sheet, page=page)
    assert data == create_sheet_pdf(sheet, page=page)
    document = pypdfium2.PdfDocument(data)
    assert len(document) == 1
    assert tuple(round(side) for side in document[0].get_size()) == SIZES[page]
    words = "".join(document[0].get_textpage().get_text_bounded().split())
    told = [sheet.where, sheet.response, *sheet.foot, *sheet.warnings]
    for entry in sheet.entries:
        told += [entry.title, *entry.lead, *entry.notes, *entry.limits]
    assert [text for text in told if "".join(text.split()) not in words] == []
    assert "4of8" in words


def test_what_has_no_chart_stands_as_text() -> None:
    sheet = create(SHIFT, mix(4, [0, 9, 2, 5, 5]))
    document = pypdfium2.PdfDocument(create_sheet_pdf(sheet))
    assert "do not fit each other" in " ".join(
        document[0].get_textpage().get_text_bounded().split()
    )
