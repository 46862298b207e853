"""The second phone's page where no server of ours is: one file and the set-up beside it, on any
host; and the same within the auditor's page, from the disk."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser

from tests.players.browser.box import Box, choose, open_box
from tests.players.browser.browser import spot
from tests.players.browser.checking import SecondPhone, open_ballot, read_sealed_words
from tests.players.browser.people import Member
from voteapp.campaign.words import compute_hash_words
from voteapp.services.voting.board import get_public_campaign


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Keep the tests' output clean."""


@pytest.fixture(scope="module")
def box(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Box]:
    yield from open_box(browser, tmp_path_factory.mktemp("elsewhere"))


@pytest.fixture
def first(box: Box) -> Member:
    """Who holds the phone that is checked."""
    return box.people.member()


@pytest.fixture
def set_up(box: Box, pages: Path) -> Path:
    code = box.committee.code
    path = pages / "setup.zip"
    with urlopen(f"{box.site.address}/campaigns/{code}/{code}-setup.zip") as answer:
        path.write_bytes(answer.read())
    return path


@pytest.fixture
def mirror(pages: Path, set_up: Path) -> Iterator[str]:
    """Another host, which serves the folder as it is."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(pages)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def second(box: Box, tmp_path: Path) -> Iterator[SecondPhone]:
    phone = SecondPhone(box, tmp_path)
    phone.member.browser.resize(320, 640)
    yield phone
    width = phone.member.page.evaluate("document.documentElement.scrollWidth")
    assert width <= 320
    assert [one for one in phone.member.recorder.console if "error" in one.lower()] == []
    asked = [sent.address for sent in phone.member.recorder.requests]
    assert not any(one.startswith(box.site.address) for one in asked), asked


def check_one(box: Box, member: Member, second: SecondPhone) -> None:
    set_up = get_public_campaign(box.site.context, box.committee.code).set_up or ""
    second.member.see_in("#campaign-words", compute_hash_words(set_up), timeout=30_000)
    second.member.press("They are the same words")
    member.scan(box.draw().address)
    choose(member, "No")
    member.seal()
    words = read_sealed_words(member)
    second.scan(member)
    assert second.read_words() == words
    open_ballot(member)
    second.scan(member)
    second.member.see_in("#ballot-says", "No", timeout=30_000)


def test_another_host_serves_the_page(
    box: Box, first: Member, second: SecondPhone, mirror: str
) -> None:
    second.member.browser.open(f"{mirror}/check-ballot.html")
    check_one(box, first, second)
    asked = {sent.address.rpartition("/")[2] for sent in second.member.recorder.requests}
    assert asked - {"favicon.ico"} == {"check-ballot.html", "setup.zip"}


def test_within_the_auditors_page(
    box: Box, first: Member, second: SecondPhone, pages: Path, set_up: Path
) -> None:
    second.member.browser.open((pages / "auditor.html").as_uri())
    second.member.unfold("Check what a phone has sealed")
    second.member.file("The campaign’s set-up", pages / "auditor.html")
    second.member.see("auditor.html is no campaign’s set-up")
    second.member.file("The campaign’s set-up", set_up)
    check_one(box, first, second)


def test_a_set_up_that_does_not_fit_together(
    second: SecondPhone, mirror: str, set_up: Path
) -> None:
    body = bytearray(set_up.read_bytes())
    body[body.index(b'"public_key":"') + 20] ^= 1
    set_up.write_bytes(body)
    second.member.browser.open(f"{mirror}/check-ballot.html")
    second.member.see("does not fit together", timeout=30_000)
    set_up.unlink()
    second.member.press("Try again")
    second.member.see("could not be fetched", timeout=30_000)
    assert second.member.browser.count(spot("#campaign-words")) == 0
    second.member.recorder.console.clear()
