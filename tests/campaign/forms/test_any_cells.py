"""Whatever stands in the cells of a form, it ends with a questionnaire or with sentences."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.players.campaign.spreadsheets import read_form
from voteapp.campaign.forms.sheets.writing import write_workbook
from voteapp.campaign.questionnaire.checks import check_questionnaire

TEXT = """
select_one select_multiple yn care integer range note begin_group end_group likert a b table-list
list-nolabel label yes no none ${a} ${b} = != <= ( ) and or not( selected( . count-selected(.)
count-selected(${b}) '' 'yes' 'none' 1 2 0-3,4+ start=0 end=5 en es {} [] null {"do":"skip"} rule
limit asked -1 9999999999999999999 ∞ ½ ² ٣ é
"""
WORDS = TEXT.split()
cells = st.lists(st.sampled_from(WORDS), max_size=5).map(" ".join) | st.just("")
likely = st.sampled_from(
    ["select_one yn", "select_multiple care", "integer", "range", "begin_group", "end_group"]
)
SURVEY = [
    "type", "name", "label", "label::es", "hint", "appearance", "relevant", "constraint",
    "parameters", "voteapp::bins", "voteapp::answers", "voteapp::scale", "voteapp::min",
]  # fmt: skip
CHOICES = ["list_name", "name", "label", "label::es", "voteapp::alone", "voteapp::bin"]
SETTINGS = ["form_title", "default_language", "voteapp::kind", "voteapp::not_applicable"]


@st.composite
def forms(draw: st.DrawFn) -> bytes:
    rows = [
        [draw(likely | cells), f"q{n}", "Label?", *(draw(cells) for _heading in SURVEY[3:])]
        for n in range(draw(st.integers(1, 4)))
    ]
    choices = [
        [name, f"{name}{n}", f"Choice {n}", *(draw(cells) for _heading in CHOICES[3:])]
        for name in ("yn", "care")
        for n in range(3)
    ]
    settings_row = [draw(cells) for _heading in SETTINGS]
    extras = [[draw(cells), draw(cells), draw(cells)] for _row in range(draw(st.integers(0, 2)))]
    return write_workbook(
        {
            "survey": [SURVEY, *rows],
            "choices": [CHOICES, *choices],
            "settings": [SETTINGS, settings_row],
            "voteapp": [["kind", "name", "content"], *extras],
        }
    )


@settings(max_examples=40)
@given(forms())
def test_any_cells(data: bytes) -> None:
    imported = read_form(data)
    if imported.questionnaire is None:
        assert imported.errors or imported.notes
    else:
        assert imported.errors == []
        check_questionnaire(imported.questionnaire)
