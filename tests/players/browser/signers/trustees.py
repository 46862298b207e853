"""Trustees who click: each with a personal link, a browser context and a key of their own."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pypdfium2
import zxingcpp

from tests.players.browser.browser import Thing, button, labelled, spot, title
from tests.players.browser.engines.kinds import Engine
from tests.players.browser.people import Committee, People, Person, sign_opening

PASSPHRASE = "marmot ladder violet {number}"
NEW_PASSPHRASE = "a quite new passphrase"
LONG = 90_000


def lock_vote(people: People, title: str, slips: int = 7) -> Committee:
    """A committee whose vote is locked and waits for the trustees."""
    person = people.committee()
    person.set_up()
    person.draft("A vote", title, slips=slips, roster=slips)
    person.lock()
    return person


def name_trustees(
    committee: Committee,
    names: list[str],
    threshold: int,
    singles: list[str] | None = None,
    *,
    stop: Callable[[], None] | None = None,
) -> list[str]:
    """Set a ceremony up and make everybody's link; the links as the committee sees them.

    ``stop``: to look at the page before any link is made.
    """
    committee.open(f"/committee/campaigns/{committee.code}/trustees")
    committee.heading("Who holds the keys?")
    committee.fill("Trustees", "\n".join(names))
    committee.browser.type(spot("#threshold"), str(threshold))
    committee.browser.type(spot("#singles"), "\n".join(singles or []))
    committee.press("Name these trustees")
    committee.heading("Trustees")
    if stop is not None:
        stop()
    return [make_link(committee, number + 1) for number in range(len(names) + len(singles or []))]


def make_link(committee: Committee, number: int) -> str:
    """A personal link, as it is shown once."""
    committee.open(f"/committee/campaigns/{committee.code}/trustees")
    committee.browser.tap(spot(f"#link-{number}"))
    address, again = spot("#qr"), title("Make the link again?")
    committee.browser.meet(address, again)
    if committee.browser.count(again):
        committee.press("Make the link again")
    return committee.browser.get_attribute(address, "data-address") or ""


def committee_words(committee: Committee) -> str:
    """The sixteen words on the committee's page."""
    committee.open(f"/committee/campaigns/{committee.code}/trustees")
    return " ".join(committee.browser.read_all(spot("ol.words li")))


class Trustee(Person):
    """One trustee; ``number`` from 1."""

    restore_code = ""
    seed_file: Path

    def __init__(
        self, people: People, name: str, number: int, engine: Engine | None = None
    ) -> None:
        super().__init__(people, name, engine=engine)
        people.everybody.append(self)
        self.number = number
        self.passphrase = PASSPHRASE.format(number=number)
        self.link = ""

    @property
    def code(self) -> str:
        return urlsplit(self.browser.address).path.split("/")[2]

    def begin(self, link: str) -> None:
        """Open the personal link and choose a passphrase."""
        self.link = link
        self.browser.open(link)
        self.heading("You are a trustee")
        assert "#" not in self.browser.address
        self.fill("New passphrase", self.passphrase)
        self.fill("The same passphrase again", self.passphrase)
        self.press("Go on with this passphrase")
        self.heading("Make your key", timeout=LONG)

    def make_key(self) -> None:
        self.fill("Your passphrase", self.passphrase)
        self.press("Make my key")
        self.browser.see(title("Your key is made"), title("Compare the words"), timeout=LONG)

    def words(self) -> str:
        """The sixteen words on this trustee's page."""
        self.heading("Compare the words", timeout=LONG)
        words = Thing("css", "li", inside=Thing("list", "The words", exact=False))
        return " ".join(self.browser.read_all(words))

    def say_same(self) -> None:
        """The words were compared."""
        self.tick("We compared all sixteen words", exact=False)
        self.press("The words are the same: go on")
        self.heading("The key is being made")

    def come_back(self) -> None:
        """The tab was closed; a new one goes on with what the browser kept."""
        address = self.browser.address
        self.browser.close_tab()
        self.browser.new_tab()
        self.browser.open(address)
        self.heading("Go on with your key")
        self.fill("Your key’s passphrase", self.passphrase)
        self.press("Go on")

    def save_and_print(self, paper: str = "A4") -> Path:
        """Save the file, print the page; what stands on it is kept in ``restore_code``."""
        self.heading("Save and print your key", timeout=LONG)
        self.browser.see_disabled(button("I have both: go on", exact=False))
        path = self.people.downloads / f"trustee-{self.number}.json"
        self.save("Save the key’s file", path)
        picture = self.people.downloads / f"trustee-{self.number}.png"
        self.restore_code = read_key_page(self.browser.print(paper), picture)
        self.press("Print the page")
        self.press("I have both: go on")
        self.heading("Rehearsal")
        return path

    def rehearse_from_file(self, path: Path) -> None:
        self.file("The key’s file that you saved", path)
        self.fill("The file’s passphrase", self.passphrase)
        self.press("Try the key")
        self.heading("Your key works", timeout=LONG)

    def rehearse_from_paper(
        self,
        *,
        picture: Path | None = None,
        typed: str = "",
        stop: Callable[[], None] | None = None,
    ) -> Path:
        """Restore from the printed page; the new file that comes of it. ``stop``: to look at it."""
        self.tick("The printed page")
        if picture is not None:
            self.file("Or a picture of the printed page", picture)
        self.fill("Or type the code of the printed page", typed)
        self.fill("New passphrase for the file", NEW_PASSPHRASE)
        self.fill("The same passphrase again", NEW_PASSPHRASE)
        self.press("Try the key")
        self.heading("Save the new file", timeout=LONG)
        if stop is not None:
            stop()
        self.passphrase = NEW_PASSPHRASE
        path = self.people.downloads / f"trustee-{self.number}-again.json"
        self.save("Save the new file", path)
        self.press("I have the file: go on")
        self.heading("Your key works")
        return path

    def sign_in(self) -> None:
        """Sign in again with the passphrase."""
        self.heading("Sign in as a trustee")
        self.browser.pick(labelled("Which trustee are you?", exact=False), str(self.number))
        self.fill("Passphrase", self.passphrase)
        self.press("Sign in")

    def sign_opening(self, code: str, path: Path) -> None:
        """Look at what was fixed, and sign that it opens."""
        self.open(f"/trustee/{code}/decrypt")
        sign_opening(self, path, passphrase=self.passphrase)

    def check_record(self, code: str) -> str:
        """Verify what was cast; the words to compare before signing."""
        self.open(f"/trustee/{code}/decrypt")
        self.heading("Check what was cast")
        self.press("Download and check")
        self.heading("Open the totals", timeout=300_000)
        return self.browser.read(spot("main"))

    def decrypt(self, path: Path) -> None:
        """After ``check_record``: the words are the same; sign; the rest runs by itself."""
        self.tick("We compared the words, and they are the same", exact=False)
        self.use_key(path, "Sign and open the totals", self.passphrase)


def read_key_page(pdf: bytes, picture: Path, *, crop: bool = False) -> str:
    """The one square code of the printed page; its picture is written to ``picture``."""
    document = pypdfium2.PdfDocument(pdf)
    if len(document) != 1:
        raise AssertionError(f"the key is printed on {len(document)} pages")
    image = document[0].render(scale=3).to_pil()
    (code,) = zxingcpp.read_barcodes(image)
    if crop:
        first, last = code.position.top_left, code.position.bottom_right
        image = image.crop((first.x - 25, first.y - 25, last.x + 25, last.y + 25))
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    picture.write_bytes(buffer.getvalue())
    return code.text


def gather(people: People, names: list[str], links: list[str]) -> list[Trustee]:
    """Everybody begins, each in a browser context of their own."""
    trustees = [Trustee(people, name, i + 1) for i, name in enumerate(names)]
    for trustee, link in zip(trustees, links, strict=True):
        trustee.begin(link)
    return trustees
