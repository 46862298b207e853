"""The auditor's page, opened from disk on Chromium, Firefox and WebKit, on a phone's width."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.auditor.test_auditor_page import AUDITOR
from tests.players.browser.browser import spot
from tests.players.browser.engines.kinds import AnyBrowser, Engine, open_browser

WIDTH = 360


@pytest.fixture
def auditor(engine: Engine) -> Iterator[AnyBrowser]:
    browser = open_browser(engine)
    browser.resize(WIDTH, 740)
    browser.open(AUDITOR.as_uri())
    yield browser
    assert browser.evaluate("() => document.documentElement.scrollWidth") <= WIDTH
    assert browser.recorder.console == []
    browser.close()


def check(browser: AnyBrowser, path: Path) -> str:
    browser.file(spot("#file"), path)
    return browser.read(spot("#verdict"), timeout=60_000)


def test_a_genuine_record(auditor: AnyBrowser, vectors: Path) -> None:
    record = next((vectors / "blank-and-ranges").glob("*.bel"))
    assert check(auditor, record) == "This election checks out"


def test_a_forged_record(auditor: AnyBrowser, vectors: Path, tmp_path: Path) -> None:
    data = bytearray(next((vectors / "yes-no").glob("*.bel")).read_bytes())
    data[data.index(b'"challenge":"') + len(b'"challenge":"')] ^= 1
    forged = tmp_path / "forged.bel"
    forged.write_bytes(data)
    assert check(auditor, forged) == "This election does not check out"
    auditor.see_words(spot("#report"), "archive-hash")
