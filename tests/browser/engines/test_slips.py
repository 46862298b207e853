"""Slips as each engine prints them: whole, without the browser's own header, with empty backs."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest

from tests.players.browser.engines.firefox import FirefoxSession
from tests.players.browser.engines.kinds import Engine
from tests.players.browser.people import Committee, People
from tests.players.browser.site import run_site
from tests.players.sheets import is_empty, render, scan
from tests.support.fonts import long_title

LINES = (
    "Use mobile data",
    "Scan the square code",
    "Keep slip and receipt.",
    "Check it later",
    "Show the code to nobody.",
)


@pytest.fixture
def teller(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Committee]:
    """Somebody with seven slips to print, of a vote with a long title."""
    folder = tmp_path_factory.mktemp("slips")
    with run_site(folder / "server") as site:
        people = People(engine, site, folder / "downloads")
        committee = people.committee()
        try:
            committee.set_up()
            committee.draft("A vote", long_title("en"), slips=7, roster=7)
            committee.lock()
            committee.make_key()
            committee.make_codes()
            committee.fix()
            committee.begin_printing()
            yield committee
        finally:
            people.leave()


def test_six_whole_slips_to_a_sheet(teller: Committee) -> None:
    for paper in ("A4", "Letter"):
        pdf = teller.browser.print(paper)
        pages = render(pdf)
        # An empty page has no header of the browser's, either.
        assert [is_empty(page) for page in pages] == [False, True] * 3, paper
        assert [len(codes) for codes in scan(pages)] == [0, 0, 6, 0, 1, 0], paper
        words = pypdfium2.PdfDocument(pdf)[2].get_textpage().get_text_bounded()
        found = " ".join(words.split())
        assert [found.count(line) for line in LINES] == [6] * len(LINES), paper
    session = getattr(teller.browser, "session", None)
    if isinstance(session, FirefoxSession):
        # Its own print is another: it puts a header into the page's margins.
        teller.press("Print the slips")
        pages = render(read_file(session.printed))
        assert [is_empty(page) for page in pages] == [False, True] * 3


def read_file(path: Path) -> bytes:
    """A PDF that is being written, as soon as it is whole."""
    for _second in range(60):
        data = path.read_bytes() if path.exists() else b""
        if data.rstrip().endswith(b"%%EOF"):
            return data
        time.sleep(1)
    raise AssertionError("nothing was printed")
