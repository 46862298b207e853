"""Long results are folded on a screen: one press unfolds them, and on paper everything stands."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Browser as Engine

from tests.players.browser.browser import Browser, button, spot
from tests.players.services.served import Server
from tests.players.services.world import World, create_draft, create_settings
from tests.support.randomness import RandomStream
from voteapp.services.drafting.writing import ask, write_election

QUESTIONS = ("Breaks", "Lifts", "Staff", "Rest")
SURVEY = write_election(
    "survey",
    "Shifts",
    [ask(f"{name}?", (f"{name} enough", f"{name} missing"), blank=True) for name in QUESTIONS],
    RandomStream("folded"),
    k=10,
)


@pytest.fixture
def results(browser: Engine, tmp_path: Path) -> Iterator[Browser]:
    """The published results of a survey of four questions."""
    world = World(create_settings(tmp_path / "server"))
    world.open(create_draft(SURVEY))
    for member in range(10):
        world.cast(world.uuids[0], member, [[0, 0, 1]] * len(QUESTIONS))
    world.close()
    world.count_slips()
    world.tick()
    world.decrypt(world.uuids[0])
    person = Browser(browser)
    with Server(world.settings.instance, workers=1) as server:
        person.open(f"http://127.0.0.1:{server.port}/campaigns/{world.code}/results")
        yield person
    person.context.close()


def count_seen(page: Browser) -> int:
    """How many tables can be seen."""
    cells = page.page.locator("details.fold table")
    return sum(cells.nth(i).is_visible() for i in range(cells.count()))


def test_one_press_unfolds_all(results: Browser) -> None:
    assert count_seen(results) == 0
    for name in QUESTIONS:
        results.see_words(spot(f"summary:has-text('{name}?')"), f"{name} missing")
    results.tap(button("Unfold all questions"))
    assert count_seen(results) == len(QUESTIONS)


def test_on_paper_nothing_is_folded(results: Browser) -> None:
    document = pypdfium2.PdfDocument(results.print())
    words = "".join(page.get_textpage().get_text_bounded() for page in document)
    assert [name for name in QUESTIONS if f"{name} enough" not in words] == []
    assert count_seen(results) == 0
