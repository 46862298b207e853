"""The secretary who walks past every page: each heading that is waited for is a stop."""

from __future__ import annotations

import re
from collections.abc import Callable

from tests.players.browser.browser import PATIENCE, Browser
from tests.players.browser.people import Committee

Look = Callable[[str, Browser], None]


def slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:40]


class Walker(Committee):
    """The secretary; every heading that is waited for is a stop."""

    look: Look
    prefix = "committee"

    def heading(self, words: str, timeout: float = PATIENCE) -> None:
        super().heading(words, timeout)
        if self.prefix:
            self.look(f"{self.prefix}-{slug(words)}", self.browser)

    def stop(self, name: str, path: str) -> None:
        self.open(path)
        self.look(f"{self.prefix}-{name}", self.browser)

    def press_and_stop(self, name: str, path: str, button: str) -> None:
        """Send a form as it stands, to see its mistakes."""
        self.open(path)
        self.press(button)
        self.look(f"{self.prefix}-{name}", self.browser)
