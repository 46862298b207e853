"""The walks past every page, on an engine: nothing sideways, no error on the console."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.players.browser.engines.kinds import Kind
from tests.players.browser.engines.width import Widths
from tests.players.browser.people import People
from tests.players.browser.signers.ceremony_pages import walk_ceremony
from tests.players.browser.signers.trustees import lock_vote
from tests.players.browser.site import Site
from tests.players.browser.tour.decrypt import walk_decryption
from tests.players.browser.tour.tour import Tour


@contextmanager
def _walk(engine: Kind, fewest: int) -> Iterator[Widths]:
    """What is looked at within the block must be without a fault; the engine ends with it."""
    widths = Widths()
    try:
        yield widths
    finally:
        engine.stop()
    widths.finish(fewest)


def tour_pages(engine: Kind, site: Site, folder: Path, fewest: int) -> None:
    with _walk(engine, fewest) as widths:
        Tour(engine, site, folder, widths.look).walk()


def tour_ceremony(engine: Kind, site: Site, folder: Path, fewest: int) -> None:
    """Several trustees make a key."""
    with _walk(engine, fewest) as widths:
        people = People(engine, site, folder)
        walk_ceremony(people, lock_vote(people, "Do you authorize a strike?"), widths.look)


def tour_decryption(engine: Kind, site: Site, folder: Path, fewest: int) -> None:
    """Several trustees open the totals."""
    with _walk(engine, fewest) as widths:
        walk_decryption(People(engine, site, folder), site, widths.look)
