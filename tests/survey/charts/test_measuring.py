"""Widths are never less than those of fonts; lines lose nothing, and are not too wide."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.charts import labels
from tests.support.fonts import EVERY_LETTER, FONTS, UNBROKEN, WORDS
from voteapp.cli.paper.faces import load_faces
from voteapp.cli.paper.lines import Setter
from voteapp.survey.charts.measuring import clean, find_direction, measure, wrap

SIZE = 10.0
ENGLISH = (
    "Emergency department, including the fast track",
    "4 West (medical-surgical): 23 of 41 members",
    "What necessary care was left undone for lack of time?",
    "0 1 2 3 4 5 6 7 8 9 10+ 100 % 12,345",
    "WORKED PAST THE END, WITHOUT PAY",
    "22 CCR 70217(a)(11); ORS 441.765",
)


@pytest.mark.parametrize("weight", ["plain", "bold"])
@pytest.mark.parametrize("language", [*WORDS, "sentences"])
def test_no_common_font_is_wider(language: str, weight: str) -> None:
    """DejaVu Sans is as wide as fonts of pages get; the others hold what it does not."""
    setter = Setter(getattr(load_faces(EVERY_LETTER), weight))
    for text in ENGLISH if language == "sentences" else WORDS[language]:
        (line,) = setter.break_lines(text, 1000)
        assert line.width * SIZE <= measure(text, SIZE, bold=weight == "bold")


def test_widths_are_not_far_too_wide() -> None:
    setter = Setter(load_faces([str(FONTS["DejaVu Sans"])]).plain)
    for text in ENGLISH:
        (line,) = setter.break_lines(text, 1000)
        assert measure(text, SIZE) <= 1.25 * line.width * SIZE


@given(labels, st.floats(20, 600), st.booleans())
def test_lines_lose_nothing_and_fit(text: str, width: float, bold: bool) -> None:
    lines = wrap(text, width, SIZE, bold=bold)
    assert "".join("".join(lines).split()) == "".join(clean(text).split())
    for line in lines:
        assert line == line.rstrip(" ")
        letters = [
            c for c in line if unicodedata.category(c)[0] != "M" and unicodedata.category(c) != "Cf"
        ]
        assert measure(line, SIZE, bold=bold) <= width + 0.02 or len(letters) == 1


def test_words_stay_whole_where_they_can() -> None:
    assert wrap("Rest breaks only", 60, SIZE) == ["Rest", "breaks", "only"]
    assert wrap("medical-surgical", 60, SIZE) == ["medical-", "surgical"]
    assert wrap("", 60, SIZE) == [] and wrap("  \n ", 60, SIZE) == []


def test_a_word_that_is_too_wide_is_broken_and_chinese_anywhere() -> None:
    lines = wrap(UNBROKEN, 100, SIZE)
    assert len(lines) > 10 and "".join(lines) == UNBROKEN
    chinese = wrap("你们错过了哪些休息时间？全部。", 64, SIZE)
    assert len(chinese) == 3 and not any(line[0] in "？。" for line in chinese)


def test_letters_keep_their_marks() -> None:
    family = "\N{MAN}\u200d\N{WOMAN}\u200d\N{GIRL}"
    assert wrap("e\u0301" * 3, 1, SIZE) == ["e\u0301"] * 3
    assert wrap(family * 2, 1, SIZE) == [family] * 2


def test_no_sign_is_left_that_breaks_a_file_or_turns_a_line() -> None:
    assert clean(" a\x00\x1bb\u202ec\ufffe\n d\u2069 ") == "abc d"
    assert clean("10\N{NO-BREAK SPACE}%") == "10\N{NO-BREAK SPACE}%"


def test_directions() -> None:
    assert find_direction("4 West") == "ltr" == find_direction("") == find_direction("12")
    assert find_direction("12 قسم A") == "rtl" == find_direction("מיון")
