"""A trustee's printed key: one page, whatever names stand on it, with a code that is read."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.players.browser.press import Press
from tests.players.sheets import render, scan
from tests.support.fonts import UNBROKEN

CODE = "2BF2M-998QC-G3B06-43SC8-Z4FFJ-ABCDE"
HOST = "the-vote-of-the-registered-nurses.saint-anne-and-saint-mary.hospital.example.org"
TOGETHER = (
    "After voting has closed, any 3 of the 5 trustees open the totals of this vote together. "
    "This is one trustee’s part."
)


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_the_longest_names_leave_the_key_on_one_page(browser: Browser, paper: str) -> None:
    """They used to push the rules for keeping it onto a second page."""
    view = {
        "title": UNBROKEN,
        "organizer": "M" * 100,
        "name": "W" * 80,
        "kind": "A trustee’s key. Secret.",
        "who": "Trustee number 2.",
        "together": TOGETHER,
        "address": f"https://{HOST}/trustee/K7QM2X",
        "words": "river lamp stone green " * 2,
    }
    press = Press(browser)
    sheets = press.print_key(view, CODE, font="DejaVu Sans", paper=paper)
    press.close()
    assert scan(render(sheets.pdf)) == [[CODE]]
    assert sheets.hidden == 0
