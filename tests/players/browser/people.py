"""People who click and type: committee, teller, trustee, member. No fetch, no database write and
no call of a service stands in for a click."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.players.browser.browser import (
    PATIENCE,
    ZONE,
    Thing,
    spot,
    text,
    title,
)
from tests.players.browser.engines.kinds import Engine
from tests.players.browser.paper import Slip, read_slips
from tests.players.browser.person import KEY_PASSPHRASE, Person
from tests.players.browser.site import Site

__all__ = ["KEY_PASSPHRASE", "Committee", "Member", "People", "Person", "Slip", "read_slips"]

PASSWORD = "seven grey herons wading"
SLIPS_PASSPHRASE = "window turnip gravel sofa"
NUMBER = spot("input[inputmode=numeric]")
"""Where a member types a number."""


class People:
    """All people of one test."""

    def __init__(self, engine: Engine, site: Site, downloads: Path) -> None:
        self.engine = engine
        self.site = site
        self.downloads = downloads
        downloads.mkdir(parents=True, exist_ok=True)
        self.everybody: list[Person] = []

    def committee(self, zone: str = ZONE) -> Committee:
        person = Committee(self, "Ana Secretária", zone)
        self.everybody.append(person)
        return person

    def colleague(self, committee: Committee, name: str) -> Committee:
        """One more account, invited by the first, on the same campaign."""
        person = Committee(self, name)
        self.everybody.append(person)
        person.join(committee.invite())
        person.code = committee.code
        return person

    def member(self, name: str = "member", *, phone: bool = True, zone: str = ZONE) -> Member:
        person = Member(self, name, zone)
        if phone:
            person.browser.resize(360, 740)
        self.everybody.append(person)
        return person

    def leave(self) -> None:
        for person in self.everybody:
            person.browser.close()


def sign_opening(
    person: Person,
    key: Path,
    look: Callable[[str], None] | None = None,
    passphrase: str = KEY_PASSPHRASE,
) -> None:
    """On the page of what opens: look at it all, and sign it; ``look`` at each page on the way."""
    see = look or (lambda name: None)
    person.heading("Check what opens")
    see("opening-check")
    person.press("Download and check")
    person.heading("This is what opens", timeout=60_000)
    see("opening-found")
    person.tick("This is the vote that we agreed on", exact=False)
    person.use_key(key, "Sign that this opens", passphrase)
    person.heading("Signed", timeout=60_000)
    see("opening-signed")


class Committee(Person):
    """The secretary, who is also trustee and teller in this version."""

    code = ""

    def set_up(self) -> None:
        self.join(self.site.setup_address)

    def invite(self) -> str:
        """A one-time address for one more person."""
        self.open("/committee/accounts")
        self.press("Invite one more person")
        self.see("A one-time address for one person")
        return self.browser.read(spot("p.code")).strip()

    def join(self, address: str) -> None:
        """An account of one's own, with a one-time address."""
        self.browser.open(address)
        self.fill("Your name", self.name)
        self.fill("Password", PASSWORD)
        self.fill("The same password again", PASSWORD)
        self.press("Save and sign in")
        self.heading("Campaigns")

    def sign_out(self) -> None:
        """And wait until it is so: an address opened at once would overtake it."""
        self.press("Sign out")
        self.browser.see(title("Sign in"), timeout=PATIENCE)

    def draft(
        self,
        kind: str,
        title: str,
        *,
        slips: int,
        roster: int,
        limit: str = "",
        opens: timedelta = timedelta(hours=1),
        hours: int = 12,
    ) -> None:
        """Draft a campaign that opens in an hour by itself."""
        now = self.site.now().astimezone(ZoneInfo(ZONE)) + opens
        self.open("/committee/new")
        self.browser.tick(Thing("radio", kind, exact=False))
        self.fill("Title", title)
        self.fill("Who calls it", "Bargaining committee, Local 77")
        self.fill("Voting opens", now.strftime("%Y-%m-%dT%H:%M"))
        self.fill("Voting closes", (now + timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M"))
        self.fill("Members who may take part", str(roster))
        self.fill("Slips to make", str(slips))
        if limit:
            self.unfold("For the shift survey")
            self.fill("Most patients for one nurse, by law or contract", limit)
        self.press("Save the draft")
        self.heading(title)
        self.code = self.browser.address.split("?")[0].rstrip("/").split("/")[-1]

    def tick_warnings(self) -> None:
        """Read every warning of the page and say that it is meant."""
        self.browser.tap_all(spot("input[name=confirmed]"))

    def lock(self) -> None:
        self.open(f"/committee/campaigns/{self.code}/review")
        self.tick_warnings()
        self.press("Lock the draft")
        self.see("The draft is locked")

    def make_key(self) -> Path:
        """Make the key, save it, select the file again and pass the rehearsal."""
        self.open(f"/committee/campaigns/{self.code}/keys")
        self.heading("Make the key")
        self.fill("New passphrase for the file", KEY_PASSPHRASE)
        self.fill("The same passphrase again", KEY_PASSPHRASE)
        self.press("Make the key")
        self.heading("Save the file", timeout=60_000)
        path = self.people.downloads / f"key-{self.code}.json"
        self.save("Save the key’s file", path)
        self.press("I have the file: go on")
        self.heading("Try the key")
        self.file("The key’s file that you saved", path)
        self.fill("The file’s passphrase", KEY_PASSPHRASE)
        self.press("Try the key")
        self.heading("The key works", timeout=60_000)
        return path

    def print_slips(self, paper: str = "A4") -> list[Slip]:
        """What the page's paper holds."""
        return read_slips(self.browser.print(paper))

    def make_slips(self, paper: str = "A4") -> list[Slip]:
        """Make slips, fix the set-up, print to PDF, read one back; what the PDF holds."""
        self.make_codes()
        self.fix()
        return self.finish_slips(paper)

    def finish_slips(self, paper: str = "A4") -> list[Slip]:
        """Print what was fixed, read one slip back, destroy the file; what the PDF holds."""
        slips = self.print_fixed(paper)
        self.press("The file is destroyed")
        self.see("The file of codes was destroyed")
        return slips

    def print_fixed(self, paper: str = "A4") -> list[Slip]:
        """Print what was fixed, read one slip back; what the PDF holds."""
        self.begin_printing()
        pdf = self.browser.print(paper)
        self.slips_file.with_suffix(".pdf").write_bytes(pdf)
        slips = read_slips(pdf)
        self.press("Print the slips")
        self.press("The slips are printed: go on")
        self.heading("Scan one back")
        picture = self.slips_file.with_suffix(".png")
        picture.write_bytes(slips[0].picture)
        self.file("Or a picture of one printed slip", picture)
        self.press("Check this slip")
        self.heading("Finish")
        self.press("The slips are ready")
        self.see("The slips are ready: ", timeout=60_000)
        return slips

    @property
    def slips_file(self) -> Path:
        """Where the file of codes was saved."""
        own = re.sub(r"\W+", "-", self.name)
        return self.people.downloads / f"slips-{self.code}-{own}.json"

    def open_slips(self) -> None:
        """The saved file of codes, and its passphrase."""
        self.file("The saved file of codes", self.slips_file)
        self.fill("The file’s passphrase", SLIPS_PASSPHRASE)
        self.press("Open the file")

    def make_codes(self) -> None:
        """Make the slips, save their file, open it again, post the public half."""
        self.open(f"/committee/campaigns/{self.code}/slips")
        self.make_codes_here()

    def make_codes_here(self) -> None:
        """The same, on the page as it is."""
        self.save_slips_here()
        self.heading("Open the file again")
        self.open_slips()
        self.heading("Send the public half", timeout=120_000)
        self.press("Send the public half")
        self.see("The slips are made: ", timeout=60_000)

    def begin_printing(self) -> None:
        """What was fixed is checked, to the step at which the slips are printed."""
        self.open(f"/committee/campaigns/{self.code}/slips")
        self.heading("Check what was fixed")
        self.open_slips()
        self.heading("Print", timeout=120_000)

    def save_slips(self) -> None:
        """Make the slips and save their file."""
        self.open(f"/committee/campaigns/{self.code}/slips")
        self.save_slips_here()

    def save_slips_here(self) -> None:
        """The same, on the page as it is."""
        self.heading("Make the slips")
        self.fill("New passphrase for the file", SLIPS_PASSPHRASE)
        self.fill("The same passphrase again", SLIPS_PASSPHRASE)
        self.press("Make ", exact=False)
        self.heading("Save the file", timeout=120_000)
        self.save("Save the file", self.slips_file)
        self.press("I have the file: go on")

    def fix(self) -> None:
        self.open(f"/committee/campaigns/{self.code}/fix")
        self.tick_warnings()
        self.press("Fix the set-up")
        self.see("The set-up is fixed.", timeout=60_000)

    def open_now(self, reason: str = "Everybody has a slip.") -> None:
        """Open what is fixed before its time."""
        self.open(f"/committee/campaigns/{self.code}/open")
        self.fill("Why do you open early?", reason, exact=False)
        self.tick_warnings()
        self.press("Open now")
        self.see("The campaign is open.", timeout=60_000)

    def open_vote(self) -> None:
        """Open what was fixed when the slips were made, once the only trustee has looked at it."""
        key = self.people.downloads / f"key-{self.code}.json"
        if key.exists():
            self.sign_opening(key)
        self.open_now()

    def sign_opening(self, key: Path) -> None:
        """Look at the set-up, and sign that it is what opens."""
        self.open(f"/committee/campaigns/{self.code}/decrypt")
        sign_opening(self, key)

    def close(self, reason: str) -> None:
        self.open(f"/committee/campaigns/{self.code}/close")
        self.fill("Why do you close early?", reason, exact=False)
        self.tick_warnings()
        self.press("Close now")
        self.see("The campaign is closed.", timeout=60_000)

    def withdraw(self, reason: str) -> None:
        self.open(f"/committee/campaigns/{self.code}/withdraw")
        self.fill("Why do you withdraw it?", reason, exact=False)
        self.press("Withdraw the campaign")
        self.see("The campaign is withdrawn.")

    def count_slips(self, *, printed: int, handed_out: int, final: bool = True) -> None:
        """Write the counts down; ``final``: and say that they are, which begins the opening."""
        self.open(f"/committee/campaigns/{self.code}/counts")
        self.fill("Printed", str(printed))
        self.fill("Handed out", str(handed_out))
        self.fill("Spoiled", "0")
        self.fill("Returned unused", "0")
        self.fill("Counted by", "Ana")
        self.fill("and by", "Ben")
        if not final:
            self.press("Save the counts")
            self.see("The slip counts are saved.")
            return
        self.press("Save, and say that they are final")
        self.heading("Are these counts final?")
        self.press("These counts are final")
        self.see("The slip counts are final.")

    def decrypt(self, key: Path) -> None:
        self.open(f"/committee/campaigns/{self.code}/decrypt")
        self.heading("Check what was cast")
        self.press("Download and check")
        self.heading("Open the totals", timeout=300_000)
        self.use_key(key, "Sign and open the totals")
        self.heading("The totals are open", timeout=120_000)

    def download(self, path: str) -> bytes:
        """Press a download link of the present page that leads to ``path``."""
        return self.browser.save(spot(f'a[href$="{path}"]'))


class Member(Person):
    """Somebody with a slip and a phone."""

    forgiven = 0
    """Lines of the console that belong to what a test broke."""

    def scan(self, address: str) -> None:
        """What the phone does after its camera read the slip; until the slip was looked at."""
        self.browser.open(address)
        self.browser.see_none(text("One moment."), spot("#booth"), timeout=60_000)

    def start(self, election: str) -> None:
        """Begin one of the slip's elections."""
        card = Thing("css", "section.card", having=Thing("heading", election))
        self.browser.tap(Thing("button", "", inside=card))

    def choose(self, *answers: str) -> None:
        """Tick answers of the present question, or type its number, and go on."""
        for answer in answers:
            if answer.isdigit() and self.browser.count(NUMBER) > 0:
                self.browser.type(NUMBER, answer)
            else:
                self.tick(answer)
        self.press("Continue")

    def vote(self, election: str, answer: str) -> None:
        """Start, choose, review; nothing is sent yet."""
        self.start(election)
        self.choose(answer)
        self.heading("Check your vote")

    def answer(self, election: str, answers: dict[str, str | tuple[str, ...]]) -> None:
        """Go through a survey, question after question, to its review page."""
        self.start(election)
        for start, given in answers.items():
            self.browser.see_words(title(""), start)
            self.choose(*((given,) if isinstance(given, str) else given))
        self.heading("Check your answers")

    def seal(self, what: str = "vote") -> None:
        """From the review to the sealed ballot; ``what``: "vote" or "answers"."""
        self.press(f"Seal my {what}")
        self.heading("sealed", timeout=60_000)

    def send(self, what: str = "vote") -> None:
        """From the review: seal, and send what was sealed."""
        self.seal(what)
        self.press(f"Send my {what}")

    def tracker(self, timeout: float = 30_000) -> str:
        """The tracker on the receipt's page."""
        self.browser.see(spot("#receipt"), timeout=timeout)
        return self.browser.read_folded(spot("details .tracker"))
