"""The second phone of a check, and a first phone whose page lies."""

from __future__ import annotations

import base64
from pathlib import Path

from playwright.sync_api import Page, Route

from tests.players.browser.box import Box, read_code
from tests.players.browser.browser import spot
from tests.players.browser.people import Member

SOURCES = Path(__file__).parents[3] / "voteapp" / "static" / "js"
WORKER = "**/static/lean/booth/worker.js"
SECOND = "Scan this with the second phone"


CAMERA = """
navigator.mediaDevices.getUserMedia = async () => {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 900;
  const paper = canvas.getContext("2d");
  setInterval(() => {
    paper.fillStyle = "#ddd";
    paper.fillRect(0, 0, 900, 900);
    if (!window.shown) return;
    const { width, height } = window.shown; // a screen is not square, and no camera makes it so
    const scale = 720 / Math.max(width, height);
    paper.drawImage(window.shown, 90, 90, width * scale, height * scale);
  }, 50);
  return canvas.captureStream(10);
};
"""
SHOW = """async (address) => {
  const image = new Image();
  image.src = address;
  await image.decode();
  window.shown = image;
}"""


class SecondPhone:
    """Opened by hand at the address on the poster; it sees the first phone's screen alone."""

    def __init__(self, box: Box, folder: Path) -> None:
        self.box, self.folder = box, folder
        self.member = box.people.member("the second phone")
        self.taken = 0
        self.last = ""
        """What the code held that was scanned last."""

    def open(self) -> None:
        self.member.open(f"/check-ballot/{self.box.committee.code}")
        self.member.see("Is it your vote?", timeout=30_000)
        self.member.press("They are the same words")

    def scan(self, first: Member) -> str:
        """What stands on the first phone's screen as a square code; gives what it holds."""
        self.taken += 1
        picture = self.folder / f"code-{self.taken}.png"
        first.page.locator("main .qr").screenshot(path=picture)
        self.member.file("Or a picture of the code", picture)
        self.member.press("Use this code")
        self.last = read_code(picture)
        return self.last

    def point_at(self, first: Member) -> None:
        """Hold the camera, which ``CAMERA`` made, at the first phone's screen."""
        seen = first.page.locator("main .qr").screenshot()
        address = f"data:image/png;base64,{base64.b64encode(seen).decode()}"
        self.member.page.evaluate(SHOW, address)

    def paste(self, text: str) -> None:
        self.member.page.get_by_label("Or the code’s text").fill(text)
        self.member.press("Use this code")

    def read_words(self) -> str:
        return self.member.browser.read(spot("#commitment-words"))


def read_sealed_words(member: Member) -> str:
    """The sixteen words on the page of a sealed ballot."""
    return member.browser.read(spot("#sealed-words"))


def open_ballot(member: Member) -> None:
    """From the sealed ballot to the second code."""
    member.press("Check this one instead")
    member.press("Check")
    member.heading(SECOND)


def exchange(page: Page, *changes: tuple[str, str], script: str = WORKER) -> None:
    """From now on this phone is served another script: of the right one, as it stands in the
    repository for people to read, with these parts of it replaced, each of which must be there."""

    def lie(route: Route) -> None:
        name = route.request.url.split("/static/lean/")[1]
        text = (SOURCES / name).read_text(encoding="utf-8")
        for honest, false in changes:
            assert honest in text, honest
            text = text.replace(honest, false)
        route.fulfill(status=200, body=text, content_type="text/javascript")

    page.context.route(script, lie)
