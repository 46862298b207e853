"""Takes pictures of every page, narrow, wide, dark and with text of twice the size:
``python -m tests.screenshots [FOLDER]``."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Literal

from playwright.sync_api import sync_playwright

from tests.players.browser.browser import Browser
from tests.players.browser.looking.inspection import LARGE
from tests.players.browser.people import People
from tests.players.browser.signers.ceremony_pages import walk_ceremony
from tests.players.browser.site import run_site
from tests.players.browser.tour.decrypt import walk_decryption
from tests.players.browser.tour.tour import Tour
from tests.support import tools
from tests.support.browser import CHROMIUM_ARGUMENTS

VIEWS: dict[str, tuple[int, Literal["light", "dark"], str]] = {
    "360": (360, "light", ""),
    "1280": (1280, "light", ""),
    "dark": (360, "dark", ""),
    "large": (360, "light", "200%"),
}
"""Width in pixels, colours, size of text."""


def main(folder: Path) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    taken: list[str] = []

    def look(name: str, browser: Browser) -> None:
        before = browser.size
        for view, (width, colours, size) in VIEWS.items():
            browser.resize(width, 800)
            browser.page.emulate_media(color_scheme=colours)
            browser.page.evaluate(LARGE, size)
            browser.picture(folder / f"{name}-{view}.png")
        browser.page.emulate_media(color_scheme="light")
        browser.page.evaluate(LARGE, "")
        browser.resize(*before)
        taken.append(name)
        print(name, flush=True)

    tools.use_lib25519()
    with tempfile.TemporaryDirectory() as work, sync_playwright() as playwright:
        chromium = str(tools.find_program("chromium"))
        engine = playwright.chromium.launch(executable_path=chromium, args=list(CHROMIUM_ARGUMENTS))
        with run_site(Path(work) / "server") as site:
            Tour(engine, site, Path(work) / "downloads", look).walk()
        with run_site(Path(work) / "ceremony") as site:
            people = People(engine, site, Path(work) / "downloads")
            committee = people.committee()
            committee.set_up()
            committee.draft("A vote", "Do you authorize a strike?", slips=7, roster=7)
            committee.lock()
            walk_ceremony(people, committee, lambda name, shown: look(f"trustees-{name}", shown))
            people.leave()
        with run_site(Path(work) / "decryption") as site:
            people = People(engine, site, Path(work) / "downloads")
            walk_decryption(people, site, lambda name, shown: look(f"trustees-{name}", shown))
            people.leave()
        engine.close()
    print(f"{len(taken)} pages in {len(VIEWS)} views in {folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "build/screens")))
