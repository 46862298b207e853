"""One open campaign with one vote, and what a member does with one of its slips."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from pathlib import Path

import zxingcpp
from PIL import Image
from playwright.sync_api import Browser

from tests.players.browser.people import Member, People, Slip
from tests.players.browser.site import Site, run_site
from voteapp.campaign.slips.pins import compute_pin
from voteapp.campaign.slips.tokens import create_token
from voteapp.services.slips.slips import get_slip_task

TITLE = "Do you authorize a strike?"
BOTH = "A vote and a ready-made survey"
SLIPS = 40


class Box:
    """One open campaign with one vote, and slips that nobody has used yet."""

    def __init__(self, people: People, site: Site, kind: str = "A vote") -> None:
        self.people, self.site = people, site
        self.committee = people.committee()
        self.committee.set_up()
        limit = "4" if "survey" in kind else ""
        self.committee.draft(kind, TITLE, slips=SLIPS, roster=SLIPS, limit=limit)
        self.committee.lock()
        self.committee.make_key()
        self.printed = self.committee.make_slips()
        self.slips = iter(self.printed)
        self.committee.open_vote()
        self.address = f"{site.address}/b/{self.committee.code}"

    def draw(self) -> Slip:
        return next(self.slips)

    def create_stray(self) -> str:
        """The code of a slip that was printed for this set-up and is not on its list."""
        task = get_slip_task(self.site.context, self.committee.code, "")
        token = create_token(secrets.token_bytes)
        fingerprints = [one.fingerprint or "" for one in task.elections]
        return token + compute_pin(token, fingerprints, task.leaves[0][0])


def open_box(browser: Browser, folder: Path, kind: str = "A vote") -> Iterator[Box]:
    """A server of its own with such a campaign, as a fixture of a module gives it."""
    with run_site(folder / "server") as site:
        people = People(browser, site, folder / "downloads")
        yield Box(people, site, kind)
        people.leave()


def choose(member: Member, answer: str = "Yes") -> None:
    """From the first page to "Check your vote"."""
    member.heading(TITLE)
    member.press("Start")
    member.choose(answer)
    member.heading("Check your vote")


def cast(member: Member, answer: str = "Yes") -> str:
    """From the first page to the receipt; gives the tracker."""
    choose(member, answer)
    member.send()
    return member.tracker()


def read_code(picture: Path) -> str:
    image = Image.open(picture)
    (code,) = zxingcpp.read_barcodes(image.resize((image.width * 3, image.height * 3)))
    text: str = code.text
    return text
