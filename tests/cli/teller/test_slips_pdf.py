"""Slips of the command: every one is decoded, in six fonts, on two papers, in many languages."""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import product

import pypdfium2
import pytest
from PIL import Image, ImageOps

from tests.players.sheets import SLIP, find_ink, find_ink_at_fold, is_empty, render, scan
from tests.support.fonts import EVERY_LETTER, FONTS, GURMUKHI, TITLES, UNBROKEN
from voteapp.campaign.slips.pins import SlipCode
from voteapp.cli.paper.faces import load_faces
from voteapp.cli.teller.slip_texts import SIZES, SLIP_WIDTH, SlipTexts, Words
from voteapp.cli.teller.slips_pdf import PAGES, create_slips_pdf
from voteapp.errors import InvalidInputError

pytestmark = pytest.mark.slow

BASE = "https://vote.stanne-nurses.example.org/b/K7QM2X#"
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
DRAWN = ["".join(random.Random(n).choices(LETTERS, k=30)) for n in range(7)]
CODES = [SlipCode(text[:25], text[25:]) for text in DRAWN]
CASES = list(product(PAGES, TITLES))


def texts(title: str, *, base: str = BASE, trial: bool = False) -> SlipTexts:
    closes = "Friday, December 4, 2026, 8:00 PM (America/Los Angeles)"
    return SlipTexts(title, "Bargaining committee, Local 77", closes, base, trial)


def corners(page: str) -> list[tuple[float, float]]:
    """Upper left corners of the six slips (mm)."""
    width, height = (side / 72 * 25.4 for side in PAGES[page])
    left, top = (width - 2 * SLIP[0]) / 2, (height - 3 * SLIP[1]) / 2
    return [(left + x * SLIP[0], top + y * SLIP[1]) for y in range(3) for x in range(2)]


def check_sheets(pdf: bytes, page: str) -> None:
    """Every code is read, and no text comes near a fold."""
    pages = render(pdf)
    found = scan(pages)
    assert [len(codes) for codes in found] == [0, 6, 1]
    assert sorted(found[1] + found[2]) == sorted(BASE + text for text in DRAWN)
    for left, top in corners(page):
        assert not find_ink_at_fold(pages[1], left, top)


@pytest.mark.parametrize("font", FONTS)
def test_every_slip_of_every_font_and_language_is_read(
    font: str, length: Callable[[int, int], int]
) -> None:
    cases = random.Random(font).sample(CASES, length(2, len(CASES)))
    for page, title in cases:
        fonts = (str(FONTS[font]), *EVERY_LETTER)
        pdf, _cut = create_slips_pdf(texts(TITLES[title]), CODES, page=page, fonts=fonts)
        check_sheets(pdf, page)


@pytest.mark.parametrize("page", list(PAGES))
def test_the_widest_title_yields_to_the_code(page: str) -> None:
    """200 letters of DejaVu Sans used to push the code off the slip."""
    fonts = [str(FONTS["DejaVu Sans"])]
    pdf, cut = create_slips_pdf(texts(UNBROKEN), CODES, page=page, fonts=fonts)
    check_sheets(pdf, page)
    assert cut == ("title",)


def test_a_title_that_is_cut_ends_with_a_sign() -> None:
    pdf, cut = create_slips_pdf(texts(UNBROKEN), CODES[:1])
    assert cut == ("title",)
    words = pypdfium2.PdfDocument(pdf)[1].get_textpage().get_text_bounded()
    assert "W…" in words
    pdf, cut = create_slips_pdf(texts(TITLES["en, long"]), CODES[:1])
    assert cut == () and "…" not in pypdfium2.PdfDocument(pdf)[1].get_textpage().get_text_bounded()


@pytest.mark.parametrize("font", ["DejaVu Sans", "DejaVu Sans Mono", "Liberation Serif"])
def test_a_long_address_stays_beside_the_code(font: str) -> None:
    """It used to run across the fold."""
    host = "the-vote-of-the-registered-nurses.saint-anne-and-saint-mary.hospital.example.org"
    base = f"https://{host}/b/K7QM2X#"
    slips = texts("Strike vote", base=base)
    pdf, _cut = create_slips_pdf(slips, CODES, fonts=[str(FONTS[font])])
    pages = render(pdf)
    found = scan(pages)
    assert sorted(found[1] + found[2]) == sorted(base + code.text for code in CODES)
    for left, top in corners("a4"):
        assert not find_ink_at_fold(pages[1], left, top)
        assert not find_ink(pages[1], left + 1, top + SLIP[1] - 1.5, SLIP[0] - 2, 1)


def test_a_long_name_of_who_calls_it_never_hides_the_time() -> None:
    closes = "Friday, December 4, 2026, 8:00 PM (America/Los Angeles)"
    slips = SlipTexts(UNBROKEN, "M" * 100, closes, BASE, trial=True)
    fonts = [str(FONTS["DejaVu Sans Mono"])]
    pdf, cut = create_slips_pdf(slips, CODES, fonts=fonts)
    check_sheets(pdf, "a4")
    assert cut == ("title", "organizer")
    pdf, _cut = create_slips_pdf(slips, CODES)
    words = pypdfium2.PdfDocument(pdf)[1].get_textpage().get_text_bounded()
    assert "(America/Los Angeles)" in " ".join(words.split())


@pytest.mark.parametrize(
    "host",
    [
        "staffing-nurses." * 5 + "example.org",
        "the-vote.of-the-registered-nurses-of." + "saint-anne-and-saint-mary." * 2 + "example.org",
    ],
)
def test_all_that_may_be_long_is_long(host: str) -> None:
    """Then the check page's address goes, and the slip's own is broken anywhere."""
    closes = "Wednesday, September 30, 2026, 12:00 PM (America/Argentina)"
    slips = SlipTexts(UNBROKEN, "M" * 100, closes, f"https://{host}/b/K7QM2X#", trial=True)
    pdf, cut = create_slips_pdf(slips, CODES, fonts=[str(FONTS["DejaVu Sans Mono"])])
    pages = render(pdf)
    assert [len(codes) for codes in scan(pages)] == [0, 6, 1]
    assert cut == ("title", "organizer")
    for left, top in corners("a4"):
        assert not find_ink_at_fold(pages[1], left, top)
        assert not find_ink(pages[1], left + 1, top + SLIP[1] - 1.5, SLIP[0] - 2, 1)


def test_an_address_that_fits_on_no_slip_is_refused() -> None:
    slips = texts("Strike vote", base=f"https://{'nurses.' * 30}example.org/b/K7QM2X#")
    with pytest.raises(InvalidInputError) as caught:
        create_slips_pdf(slips, CODES, fonts=[str(FONTS["DejaVu Sans Mono"])])
    assert caught.value.field == "base-url"


def test_one_side_is_asked_for_and_backs_can_be_left_empty() -> None:
    pdf, _cut = create_slips_pdf(texts("Strike vote"), CODES)
    assert b"/Duplex /Simplex" in pdf and b"/PrintScaling /None" in pdf
    pdf, _cut = create_slips_pdf(texts("Strike vote"), CODES, empty_backs=True)
    pages = render(pdf)
    assert [is_empty(page) for page in pages] == [False, True] * 3
    assert [len(codes) for codes in scan(pages)] == [0, 0, 6, 0, 1, 0]


def test_nothing_is_smaller_than_nine_points() -> None:
    assert min(min(pair) for pair in SIZES) == 9
    faces = load_faces([str(FONTS["DejaVu Sans"])])
    words = Words(texts(UNBROKEN, trial=True), faces, SLIP_WIDTH * 0.9, SLIP_WIDTH * 0.5)
    blocks = [*words._upper, words._label, *words._beside]
    assert min(block.size for block in blocks) == 9


def test_a_short_title_is_large() -> None:
    words = Words(texts("Strike vote"), load_faces([]), SLIP_WIDTH * 0.9, SLIP_WIDTH * 0.5)
    assert words._upper[0].size >= 18


@pytest.mark.parametrize(
    ("title", "fonts", "told"),
    [
        ("هل", (), ("ه", "ARABIC LETTER HEH", "Noto Naskh Arabic")),
        ("ਹੜਤਾਲ", (), ("ਹ", "GURMUKHI LETTER HA", "Noto Sans Gurmukhi")),
        ("投票", (str(GURMUKHI),), ("投", "CJK UNIFIED IDEOGRAPH-6295", "Noto Sans CJK")),
        ("Vote 🗳", (), ("🗳", "BALLOT BOX WITH BALLOT", "Noto Emoji")),
    ],
)
def test_a_letter_that_no_font_holds_is_refused_by_name(
    title: str, fonts: tuple[str, ...], told: tuple[str, ...]
) -> None:
    with pytest.raises(InvalidInputError) as caught:
        create_slips_pdf(texts(title), CODES, fonts=fonts)
    assert caught.value.field == "title"
    assert all(word in str(caught.value) for word in (*told, "--title", "--font"))


def test_a_file_that_is_no_font_is_refused(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("fonts") / "letter.ttf"
    path.write_text("Dear colleagues")
    with pytest.raises(InvalidInputError) as caught:
        load_faces([str(path)])
    assert caught.value.field == "font" and "letter.ttf" in str(caught.value)


def test_the_cover_names_every_teller_with_the_number_of_slips() -> None:
    """A phantom teller is seen by people; for whom there is no room stands on the next sheet."""
    few = [("Ana of the ICU", 4), ("Bea Müller", 3)]
    pdf, _cut = create_slips_pdf(texts("Strike vote"), CODES, tellers=few)
    check_sheets(pdf, "a4")
    words = pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_bounded()
    assert "Teller Ana of the ICU: 4 slips" in words and "Teller Bea Müller: 3 slips" in words
    many = [(f"Teller number {n} " + "of the long name " * 11, n) for n in range(1, 65)]
    for backs in (False, True):
        pdf, _cut = create_slips_pdf(texts(UNBROKEN), CODES, tellers=many, empty_backs=backs)
        pages = [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf)]
        slips = 2 * (1 + backs)
        named = " ".join(" ".join(pages[:-slips]).split())
        assert all(f"Teller number {n} " in named for n in range(1, 65))
        assert "stand on the next sheet" in named and "Second signature" in named
        assert [len(codes) for codes in scan(render(pdf))[-slips:]] == (
            [6, 0, 1, 0] if backs else [6, 1]
        )
        edges = [find_lowest(page) for page in render(pdf)[:-slips]]
        assert min(edges) > 15  # millimetres above the paper's edge


def find_lowest(page: Image.Image) -> float:
    """How far above the paper's lower edge the lowest ink is (mm of A4)."""
    box = ImageOps.invert(page.convert("L")).getbbox()
    return 297.0 if box is None else (1 - box[3] / page.height) * 297


def test_a_teller_whose_name_no_font_holds_is_named_as_the_reason() -> None:
    with pytest.raises(InvalidInputError, match="in a teller’s name"):
        create_slips_pdf(texts("Strike vote"), CODES, tellers=[("ਨਰਸ", 7)])
