"""The teller's page on paper: every slip is decoded, in six fonts, on two papers, in many
languages; what a teller sees and does before printing."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

import pypdfium2
import pytest
from playwright.sync_api import Browser

from tests.players.browser.browser import spot, text
from tests.players.browser.people import Committee, People
from tests.players.browser.press import Press, Sheets
from tests.players.sheets import SLIP, find_ink_at_fold, is_empty, render, scan
from tests.support.fonts import FONTS, TITLES, UNBROKEN

ADDRESS = "https://vote.stanne-nurses.example.org/b/K7QM2X"
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODES = ["".join(random.Random(n).choices(LETTERS, k=30)) for n in range(7)]
PAPERS = {"A4": (210, 297), "Letter": (215.9, 279.4)}
ONE_SIDE = "This printer prints on one side only: leave the empty pages out"


def task(title: str, **more: Any) -> dict[str, Any]:
    """What the server tells the teller's page of a campaign."""
    return {
        "title": title,
        "organizer": "Bargaining committee, Local 77",
        "trial": False,
        "opening": "2026-11-30T16:00:00Z",
        "closing": "2026-12-05T04:00:00Z",
        "timezone": "America/Los_Angeles",
        "elections": [{"title": title}],
        "leaves": [["unit", "ICU"]],
        **more,
    }


@pytest.fixture
def press(browser: Browser) -> Iterator[Press]:
    made = Press(browser)
    yield made
    made.close()


def check_sheets(sheets: Sheets, paper: str, address: str = ADDRESS) -> None:
    """Every code is read, every back is empty, nothing is small, hidden or near a fold."""
    pages = render(sheets.pdf)
    found = scan(pages)
    assert [len(codes) for codes in found] == [0, 0, 6, 0, 1, 0]
    assert sorted(found[2] + found[4]) == sorted(f"{address}#{code}" for code in CODES)
    assert [is_empty(page) for page in pages] == [False, True] * 3
    assert sheets.smallest >= 9 and sheets.hidden == 0
    left = (PAPERS[paper][0] - 2 * SLIP[0]) / 2
    for row in range(3):
        for column in range(2):
            corner = (left + column * SLIP[0], 4.5 + row * SLIP[1])
            assert not find_ink_at_fold(pages[2], *corner, reach=1.3)


@pytest.mark.parametrize("font", FONTS)
def test_every_slip_of_every_font_and_language_is_read(
    press: Press, font: str, length: Callable[[int, int], int]
) -> None:
    cases = list(product(PAPERS, TITLES))
    for paper, title in random.Random(font).sample(cases, length(2, len(cases))):
        sheets = press.print(task(TITLES[title]), ADDRESS, CODES, font=font, paper=paper)
        check_sheets(sheets, paper)


@pytest.mark.parametrize("paper", PAPERS)
def test_the_widest_title_yields_to_the_code(press: Press, paper: str) -> None:
    """In DejaVu Sans it used to push every code off its slip."""
    sheets = press.print(task(UNBROKEN), ADDRESS, CODES, font="DejaVu Sans", paper=paper)
    check_sheets(sheets, paper)
    assert sheets.is_cut


def test_all_that_may_be_long_is_long(press: Press) -> None:
    """Names, parts and address at their longest; the address used to run across the fold."""
    titles = [{"title": "A vote about " + "staffing " * 20}] * 5
    long = task(UNBROKEN, organizer="M" * 100, elections=titles, trial=True)
    host = "the-vote-of-the-registered-nurses.saint-anne-and-saint-mary.hospital.example.org"
    address = f"https://{host}/b/K7QM2X"
    for font in ("DejaVu Sans", "DejaVu Sans Mono"):
        check_sheets(press.print(long, address, CODES, font=font), "A4", address)


def test_a_short_title_is_large_and_not_cut(press: Press) -> None:
    sheets = press.print(task("Strike authorization vote"), ADDRESS, CODES)
    check_sheets(sheets, "A4")
    assert not sheets.is_cut


def test_a_teller_prints_a_campaign_with_the_longest_title(people: People) -> None:
    """The whole way, clicked: what was cut is said; the empty pages can be left out."""
    committee = people.committee()
    committee.set_up()
    committee.draft("A vote", UNBROKEN, slips=7, roster=7)
    committee.lock()
    committee.make_key()
    start_printing(committee)
    committee.browser.see(text("A text is too long for the slip"))
    for paper in PAPERS:
        found = scan(render(committee.browser.print(paper)))
        assert [len(codes) for codes in found] == [0, 0, 6, 0, 1, 0]
    committee.tick(ONE_SIDE)
    found = scan(render(committee.browser.print()))
    assert [len(codes) for codes in found] == [0, 6, 1]


def test_no_teller_is_cut_off_the_cover(press: Press) -> None:
    """For whom there is no room stands on the next sheets: a phantom teller cannot hide there."""
    name = "M" + "aria of the long name " * 9
    for count, sheets in ((3, 1), (64, 1 + 4)):
        tellers = [[f"{n} {name}"[:200], n] for n in range(1, count + 1)]
        printed = press.print(task("Strike vote"), ADDRESS, CODES, tellers=tellers)
        assert printed.hidden == 0
        pages = render(printed.pdf)
        assert [is_empty(page) for page in pages] == [False, True] * (sheets + 2)
        assert [len(codes) for codes in scan(pages)][2 * sheets :] == [6, 0, 1, 0]
        words = " ".join(
            page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(printed.pdf)
        )
        found = re.findall(r"Teller (\d+) M", " ".join(words.split()))
        assert sorted(map(int, found)) == [*range(1, count + 1)]


def start_printing(committee: Committee) -> None:
    """To the step at which the slips are printed."""
    committee.make_codes()
    committee.fix()
    committee.begin_printing()
    committee.browser.see(spot("#one-side"))
