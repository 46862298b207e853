"""The engines by name, and the browser of a person on any of them."""

from __future__ import annotations

import tempfile
from pathlib import Path

from playwright.sync_api import Browser as Chromium

from tests.players.browser.browser import ZONE, Browser
from tests.players.browser.engines.driven import DrivenBrowser, DrivenEngine, SizedSession
from tests.players.browser.engines.firefox import FirefoxSession
from tests.players.browser.engines.webkit import Screen, WebkitSession

Engine = Chromium | DrivenEngine
AnyBrowser = Browser | DrivenBrowser


class Kind:
    """Starts browsers of one kind, each with nothing of another's, and ends those still running."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.sessions: list[SizedSession] = []

    def start(self, zone: str) -> SizedSession:
        self.sessions.append(self._start(Path(tempfile.mkdtemp(dir=self.folder)), zone))
        return self.sessions[-1]

    def _start(self, folder: Path, zone: str) -> SizedSession:
        raise NotImplementedError

    def stop(self) -> None:
        for session in self.sessions:
            session.quit()


class Firefox(Kind):
    name = "firefox"

    def _start(self, folder: Path, zone: str) -> SizedSession:
        return FirefoxSession(folder, zone)


class Webkit(Kind):
    """All on one pretended screen."""

    name = "webkit"

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.screen = Screen()

    def _start(self, folder: Path, zone: str) -> SizedSession:
        return WebkitSession(self.screen, folder, zone)

    def stop(self) -> None:
        super().stop()
        self.screen.stop()


def open_browser(engine: Engine, zone: str = ZONE) -> AnyBrowser:
    """A browser with nothing of an earlier one."""
    if isinstance(engine, Chromium):
        return Browser(engine, zone=zone)
    return DrivenBrowser(engine, zone=zone)
