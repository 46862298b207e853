"""Somebody with a browser of their own, who clicks and types."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import BrowserContext, Page

from tests.players.browser.browser import (
    PATIENCE,
    SHORT,
    ZONE,
    Sent,
    Thing,
    button,
    labelled,
    link,
    spot,
    table,
    text,
    title,
)
from tests.players.browser.engines.kinds import Engine, open_browser

if TYPE_CHECKING:
    from tests.players.browser.people import People


KEY_PASSPHRASE = "lantern copper orchard nine"


class Person:
    """Somebody with a browser of their own: of the engine that all use, or another."""

    def __init__(
        self, people: People, name: str, zone: str = ZONE, engine: Engine | None = None
    ) -> None:
        self.people = people
        self.site = people.site
        self.name = name
        self.browser = open_browser(engine or people.engine, zone)
        self.recorder = self.browser.recorder

    @property
    def context(self) -> BrowserContext:
        """Playwright's own, where the browser is a Chromium."""
        return self.browser.context

    @property
    def page(self) -> Page:
        """The engine's page, for tests of what a person cannot do."""
        return self.browser.page

    def open(self, path: str) -> None:
        self.browser.open(self.site.address + path)

    def press(self, name: str, *, exact: bool = True) -> None:
        self.browser.tap(button(name, exact=exact))

    def follow(self, name: str, *, exact: bool = False) -> None:
        self.browser.tap(link(name, exact=exact))

    def fill(self, label: str, words: str, *, exact: bool = True) -> None:
        self.browser.type(labelled(label, exact=exact), words)

    def tick(self, label: str, *, exact: bool = True) -> None:
        self.browser.tick(labelled(label, exact=exact))

    def unfold(self, words: str) -> None:
        self.browser.tap(text(words))

    def file(self, label: str, chosen: Path | bytes, *, exact: bool = False) -> None:
        self.browser.file(labelled(label, exact=exact), chosen)

    def use_key(self, key: Path, what: str, passphrase: str = KEY_PASSPHRASE) -> None:
        """Choose the key's file, type its passphrase, and press ``what`` is done with it."""
        self.file("The key’s file", key, exact=True)
        self.fill("The file’s passphrase", passphrase)
        self.press(what)

    def save(self, name: str, path: Path | None = None) -> bytes:
        """Press the button that gives a file."""
        return self.browser.save(button(name), path)

    def see(self, words: str, timeout: float = SHORT) -> None:
        self.browser.see(text(words), timeout=timeout)

    def see_in(self, css: str, words: str | re.Pattern[str], timeout: float = SHORT) -> None:
        self.browser.see_words(spot(css), words, timeout)

    def heading(self, words: str, timeout: float = PATIENCE) -> None:
        self.browser.see(title(words), timeout=timeout)

    def read_table(self, caption: str) -> dict[str, int]:
        """Answers and numbers of a table of results."""
        place = table(caption)
        names = self.browser.read_all(Thing("css", "tbody th", inside=place))
        numbers = self.browser.read_all(Thing("css", "tbody td:nth-of-type(1)", inside=place))
        return {n: int(re.sub(r"\D", "", v)) for n, v in zip(names, numbers, strict=True)}

    def unfold_all(self) -> None:
        """Unfold everything that is folded on a page as it comes."""
        self.browser.tap_all(spot("details > summary"))

    def posts(self, path: str) -> list[Sent]:
        """The POSTs whose address ends so."""
        return [
            s for s in self.recorder.requests if s.method == "POST" and s.address.endswith(path)
        ]
