"""Lines of every script: joined, in the order in which they are read, broken where they may be."""

from __future__ import annotations

import pytest
from bidi import get_display
from hypothesis import given
from hypothesis import strategies as st

from tests.support.fonts import FONTS, GURMUKHI, WORDS
from voteapp.cli.paper.faces import OpenTypeFace, load_faces
from voteapp.cli.paper.lines import Line, Setter, find_direction

AMIRI = FONTS["Amiri"]


def set_line(text: str, *paths: object) -> Line:
    (line,) = Setter(load_faces([str(path) for path in paths]).plain).break_lines(text, 1000)
    return line


def read_left_to_right(line: Line) -> list[str]:
    return [run.shaped.text for run in line.runs]


def test_arabic_letters_are_joined() -> None:
    face = OpenTypeFace(AMIRI)
    alone = face.shape("ب", "rtl").glyphs[0].number
    joined = [glyph.number for glyph in face.shape("ببب", "rtl").glyphs]
    assert alone not in joined and len(set(joined)) == 3


def test_arabic_is_read_from_right_to_left() -> None:
    line = set_line("رقم 12 St. Anne", AMIRI)
    assert line.from_right
    texts = [text.strip() for text in read_left_to_right(line)]
    assert [text for text in texts if text] == ["St. Anne", "12", "رقم"]
    (word, *_rest) = [run.shaped for run in line.runs if "ر" in run.shaped.text]
    face = OpenTypeFace(AMIRI)
    # The first letter's glyph stands at the right end.
    assert face.shape("ر", "rtl").glyphs[0].number == word.glyphs[-1].number


def test_punjabi_signs_stand_where_they_are_read() -> None:
    """The sign of the short i is written before the letter that it is spoken after."""
    face = OpenTypeFace(GURMUKHI)
    ka, sihari = (face.shape(letter, "ltr").glyphs for letter in ("ਕ", "ਿ"))
    numbers = [glyph.number for glyph in face.shape("ਕਿ", "ltr").glyphs]
    assert numbers.index(ka[0].number) == len(numbers) - 1
    assert numbers[0] in [glyph.number for glyph in sihari]


def test_each_script_has_a_font_that_holds_it() -> None:
    line = set_line("Strike ਹੜਤਾਲ 罢工 إضراب", GURMUKHI, FONTS["WenQuanYi Micro Hei"], AMIRI)
    faces = {id(run.face) for run in line.runs if run.shaped.text.strip()}
    assert len(faces) == 3


@pytest.mark.parametrize("language", WORDS)
def test_lines_are_no_wider_than_their_place_and_lose_nothing(language: str) -> None:
    paths = [str(path) for path in (*FONTS.values(), GURMUKHI)]
    text = ", ".join(WORDS[language])
    lines = Setter(load_faces(paths).plain).break_lines(text, 9)
    assert len(lines) > 1 and max(line.width for line in lines) <= 9
    drawn = "".join(run.shaped.text for line in lines for run in line.runs)
    assert sorted(drawn.replace(" ", "")) == sorted(text.replace(" ", ""))


@given(st.text(alphabet="ab1 אבع٣", min_size=1, max_size=12))
def test_the_order_is_that_of_another_implementation(text: str) -> None:
    """python-bidi has two: one tells the levels, the other only the order."""
    direction = find_direction(text)
    setter = Setter(load_faces([str(AMIRI), str(FONTS["DejaVu Sans"])]).plain)
    line = setter._order(text, direction)
    levels = [(run.shaped, run) for run in line.runs]
    drawn = ""
    for shaped, _run in levels:
        right_to_left = any(letter in "אבع" for letter in shaped.text)
        drawn += shaped.text[::-1] if right_to_left else shaped.text
    shown = get_display(text, base_dir="LR"[direction])
    assert drawn.replace(" ", "") == shown.replace(" ", "")
