"""People who click and type: committee, teller, trustee, member. No fetch, no database write and
no call of a service stands in for a click."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from playwright.sync_api import Browser, BrowserContext, Locator, Page, Request, expect

from tests.players.browser.paper import Slip, read_slips
from tests.players.browser.site import Site

__all__ = ["Committee", "Member", "People", "Person", "Sent", "Slip", "read_slips"]

PASSWORD = "seven grey herons wading"
KEY_PASSPHRASE = "lantern copper orchard nine"
SLIPS_PASSPHRASE = "window turnip gravel sofa"
ZONE = "America/Los_Angeles"


@dataclass
class Sent:
    """A request as it left a browser."""

    method: str
    address: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Recorder:
    """Every request of one browser context, and what its pages wrote to the console."""

    requests: list[Sent] = field(default_factory=list)
    console: list[str] = field(default_factory=list)

    def watch(self, context: BrowserContext) -> None:
        context.on("request", self._note)
        context.on("console", lambda message: self.console.append(message.text))
        context.on("weberror", lambda error: self.console.append(f"error: {error.error}"))

    def _note(self, request: Request) -> None:
        body = request.post_data_buffer or b""
        self.requests.append(Sent(request.method, request.url, dict(request.headers), body))


class Person:
    """Somebody with a browser context and a page."""

    def __init__(self, people: People, name: str) -> None:
        self.people = people
        self.site = people.site
        self.name = name
        self.recorder = Recorder()
        self.context = people.browser.new_context(
            viewport={"width": 1280, "height": 900},
            accept_downloads=True,
        )
        self.recorder.watch(self.context)
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(30_000)

    def open(self, path: str) -> None:
        self.page.goto(self.site.address + path)

    def press(self, name: str, *, exact: bool = True) -> None:
        self.page.get_by_role("button", name=name, exact=exact).first.click()

    def follow(self, name: str, *, exact: bool = False) -> None:
        self.page.get_by_role("link", name=name, exact=exact).first.click()

    def fill(self, label: str, text: str, *, exact: bool = True) -> None:
        self.page.get_by_label(label, exact=exact).fill(text)

    def heading(self, text: str, timeout: float = 30_000) -> Locator:
        found = self.page.get_by_role("heading", level=1).filter(has_text=text)
        expect(found).to_be_visible(timeout=timeout)
        return found

    def posts(self, path: str) -> list[Sent]:
        """The POSTs whose address ends so."""
        return [
            s for s in self.recorder.requests if s.method == "POST" and s.address.endswith(path)
        ]


class People:
    """All people of one test."""

    def __init__(self, browser: Browser, site: Site, downloads: Path) -> None:
        self.browser = browser
        self.site = site
        self.downloads = downloads
        downloads.mkdir(parents=True, exist_ok=True)
        self.everybody: list[Person] = []

    def committee(self) -> Committee:
        person = Committee(self, "Ana Secretária")
        self.everybody.append(person)
        return person

    def member(self, name: str = "member", *, phone: bool = True) -> Member:
        person = Member(self, name)
        if phone:
            person.page.set_viewport_size({"width": 360, "height": 740})
        self.everybody.append(person)
        return person

    def leave(self) -> None:
        for person in self.everybody:
            person.context.close()


class Committee(Person):
    """The secretary, who is also trustee and teller in this version."""

    code = ""

    def set_up(self) -> None:
        self.page.goto(self.site.setup_address)
        self.fill("Your name", self.name)
        self.fill("Password", PASSWORD)
        self.fill("The same password again", PASSWORD)
        self.press("Save and sign in")
        self.heading("Campaigns")

    def draft(
        self,
        kind: str,
        title: str,
        *,
        slips: int,
        roster: int,
        limit: str = "",
        opens: timedelta = timedelta(minutes=-1),
        hours: int = 12,
    ) -> None:
        """Draft a campaign; by itself it is one whose opening has just passed."""
        now = self.site.now().astimezone(ZoneInfo(ZONE)) + opens
        self.open("/committee/new")
        self.page.get_by_role("radio", name=kind).first.check()
        self.fill("Title", title)
        self.fill("Who calls it", "Bargaining committee, Local 77")
        self.fill("Voting opens", now.strftime("%Y-%m-%dT%H:%M"))
        self.fill("Voting closes", (now + timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M"))
        self.fill("Members who may take part", str(roster))
        self.fill("Slips to make", str(slips))
        if limit:
            self.page.get_by_text("For the shift survey").click()
            self.fill("Most patients for one nurse, by law or contract", limit)
        self.press("Save the draft")
        self.heading(title)
        self.code = self.page.url.split("?")[0].rstrip("/").split("/")[-1]

    def lock(self) -> None:
        self.open(f"/committee/campaigns/{self.code}/review")
        self.press("Lock the draft")
        expect(self.page.get_by_text("The draft is locked")).to_be_visible()

    def make_key(self) -> Path:
        """Make the key, save it, select the file again and pass the rehearsal."""
        self.open(f"/committee/campaigns/{self.code}/keys")
        self.heading("Make the key")
        self.fill("New passphrase for the file", KEY_PASSPHRASE)
        self.fill("The same passphrase again", KEY_PASSPHRASE)
        self.press("Make the key")
        self.heading("Save the file", timeout=60_000)
        path = self.people.downloads / f"key-{self.code}.json"
        with self.page.expect_download() as download:
            self.press("Save the key’s file")
        download.value.save_as(path)
        self.press("I have the file: go on")
        self.heading("Try the key")
        self.page.get_by_label("The key’s file that you saved").set_input_files(path)
        self.fill("The file’s passphrase", KEY_PASSPHRASE)
        self.press("Try the key")
        self.heading("The key works", timeout=60_000)
        return path

    def make_slips(self, paper: str = "A4") -> list[Slip]:
        """Make slips, save the file, print to PDF, read one back, post; what the PDF holds."""
        self.open(f"/committee/campaigns/{self.code}/slips")
        self.heading("Make the slips")
        self.fill("New passphrase for the file", SLIPS_PASSPHRASE)
        self.fill("The same passphrase again", SLIPS_PASSPHRASE)
        self.page.get_by_role("button", name="Make ").first.click()
        self.heading("Save the file", timeout=120_000)
        path = self.people.downloads / f"slips-{self.code}.json"
        with self.page.expect_download() as download:
            self.press("Save the file")
        download.value.save_as(path)
        self.press("I have the file: go on")
        self.heading("Print")
        pdf = self.page.pdf(format=paper, print_background=False)
        (self.people.downloads / f"slips-{self.code}.pdf").write_bytes(pdf)
        slips = read_slips(pdf)
        self.press("Print the slips")
        self.press("The slips are printed: go on")
        self.heading("Scan one back")
        picture = self.people.downloads / f"one-slip-{self.code}.png"
        picture.write_bytes(slips[0].picture)
        self.page.get_by_label("Or a picture of one printed slip").set_input_files(picture)
        self.press("Check this slip")
        self.heading("Finish")
        self.press("Finish: send the public half")
        expect(self.page.get_by_text("The slips are ready")).to_be_visible(timeout=60_000)
        self.press("The file is destroyed")
        expect(self.page.get_by_text("The file of codes was destroyed")).to_be_visible()
        return slips

    def open_vote(self) -> None:
        self.open(f"/committee/campaigns/{self.code}/open")
        self.press("Open the vote")
        expect(self.page.get_by_text("The campaign is open.")).to_be_visible(timeout=60_000)

    def close(self, reason: str) -> None:
        self.open(f"/committee/campaigns/{self.code}/close")
        self.page.get_by_label("Why do you close early?").fill(reason)
        self.press("Close now")
        expect(self.page.get_by_text("The campaign is closed.")).to_be_visible(timeout=60_000)

    def count_slips(self, *, printed: int, handed_out: int) -> None:
        self.open(f"/committee/campaigns/{self.code}/counts")
        self.fill("Printed", str(printed))
        self.fill("Handed out", str(handed_out))
        self.fill("Spoiled", "0")
        self.fill("Returned unused", "0")
        self.fill("Counted by", "Ana")
        self.fill("and by", "Ben")
        self.press("Save the counts")
        expect(self.page.get_by_text("The slip counts are saved.")).to_be_visible()

    def decrypt(self, key: Path) -> None:
        self.open(f"/committee/campaigns/{self.code}/decrypt")
        self.heading("Check what was cast")
        self.press("Download and check")
        self.heading("Open the totals", timeout=300_000)
        self.page.get_by_label("The key’s file", exact=True).set_input_files(key)
        self.fill("The file’s passphrase", KEY_PASSPHRASE)
        self.press("Sign and open the totals")
        self.heading("The totals are open", timeout=120_000)

    def publish(self) -> None:
        self.open(f"/committee/campaigns/{self.code}/publish")
        self.press("Publish")
        expect(self.page.get_by_text("The results are public now.")).to_be_visible()

    def download(self, path: str) -> bytes:
        """Press a download link of the present page that leads to ``path``."""
        with self.page.expect_download() as download:
            self.page.locator(f'a[href$="{path}"]').first.click()
        return Path(download.value.path()).read_bytes()


class Member(Person):
    """Somebody with a slip and a phone."""

    def scan(self, address: str) -> None:
        """What the phone does after its camera read the slip; until the slip was looked at."""
        self.page.goto(address)
        waiting = self.page.get_by_text("One moment.").or_(self.page.locator("#booth"))
        expect(waiting).to_have_count(0, timeout=60_000)

    def spy(self) -> None:
        """From now on, the worker remembers what it draws (the test reads it, nobody else)."""
        self.page.workers[0].evaluate(
            """() => {
              const draw = crypto.getRandomValues.bind(crypto);
              self.drawn = [];
              crypto.getRandomValues = (array) => {
                const filled = draw(array);
                self.drawn.push(Array.from(new Uint8Array(filled.buffer)));
                return filled;
              };
            }"""
        )

    def drawn(self) -> list[bytes]:
        """What the worker drew since ``spy`` or the last call."""
        rows = self.page.workers[0].evaluate(
            "() => { const d = self.drawn; self.drawn = []; return d; }"
        )
        return [bytes(row) for row in rows]

    def start(self, title: str) -> None:
        """Begin one of the slip's elections."""
        card = self.page.locator("section.card").filter(
            has=self.page.get_by_role("heading", name=title, exact=True)
        )
        card.get_by_role("button").click()

    def choose(self, *answers: str) -> None:
        """Tick answers of the present question and go on."""
        for answer in answers:
            self.page.get_by_label(answer, exact=True).check()
        self.press("Continue")

    def vote(self, title: str, answer: str) -> None:
        """Start, choose, review; nothing is sent yet."""
        self.start(title)
        self.choose(answer)
        self.heading("Check your vote")

    def answer(self, title: str, answers: dict[str, str | tuple[str, ...]]) -> None:
        """Go through a survey, question after question, to its review page."""
        self.start(title)
        heading = self.page.get_by_role("heading", level=1)
        for start, given in answers.items():
            expect(heading).to_contain_text(start)
            self.choose(*((given,) if isinstance(given, str) else given))
        self.heading("Check your answers")

    def tracker(self, timeout: float = 30_000) -> str:
        """The tracker on the receipt's page."""
        found = self.page.locator("#tracker")
        found.wait_for(timeout=timeout)
        return found.inner_text()
