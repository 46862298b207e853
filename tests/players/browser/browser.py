"""A browser as people use it: they look, point, type and press keys. The only module through which
the people of these tests reach an engine; here it is Playwright's.

No fetch, no script and no call of the server stands in for what a person does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from playwright.sync_api import Browser as Engine
from playwright.sync_api import BrowserContext, FilePayload, Locator, Page, Request, expect

SHORT, PATIENCE = 5_000, 30_000
"""Milliseconds until something must be seen on the page as it is, or after the server answered."""


class Thing(NamedTuple):
    """What a person points at: of a kind (a role, ``label``, ``text`` or ``css``), by its name.

    Not ``exact``: a part of the name, capitals or not. ``inside``: only within that other thing.
    ``having``: only if that other thing is within it.
    """

    kind: str
    name: str
    exact: bool = True
    inside: Thing | None = None
    having: Thing | None = None


def button(name: str, *, exact: bool = True) -> Thing:
    return Thing("button", name, exact)


def link(name: str, *, exact: bool = False) -> Thing:
    return Thing("link", name, exact)


def labelled(name: str, *, exact: bool = True) -> Thing:
    """A field by what its label says."""
    return Thing("label", name, exact)


def text(words: str) -> Thing:
    return Thing("text", words, exact=False)


def title(words: str) -> Thing:
    """The page's first heading, by a part of it."""
    return Thing("title", words, exact=False)


def table(caption: str) -> Thing:
    """A table by a part of its caption."""
    return Thing("table", caption, exact=False)


def spot(css: str) -> Thing:
    return Thing("css", css)


@dataclass
class Sent:
    """A request as it left a browser."""

    method: str
    address: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Recorder:
    """Every request of one browser, and what its pages wrote to the console. ``answered``: the
    addresses whose answer has come whole."""

    requests: list[Sent] = field(default_factory=list)
    answered: list[str] = field(default_factory=list)
    console: list[str] = field(default_factory=list)

    def watch(self, context: BrowserContext) -> None:
        context.on("request", self._note)
        context.on("requestfinished", lambda request: self.answered.append(request.url))
        context.on("console", lambda message: self.console.append(message.text))
        context.on("weberror", lambda error: self.console.append(f"error: {error.error}"))

    def _note(self, request: Request) -> None:
        body = request.post_data_buffer or b""
        self.requests.append(Sent(request.method, request.url, dict(request.headers), body))


ZONE = "America/Los_Angeles"
"""In which people live, and which their browsers are set to."""


class Browser:
    """One person's browser, which shares nothing with the others', and its tab in front.

    ``context`` and ``page`` are Playwright's own: for tests of what a person cannot do.
    """

    def __init__(
        self, engine: Engine, *, width: int = 1280, height: int = 900, zone: str = ZONE
    ) -> None:
        self.context = engine.new_context(
            viewport={"width": width, "height": height}, accept_downloads=True, timezone_id=zone
        )
        self.recorder = Recorder()
        self.recorder.watch(self.context)
        self.page: Page = self.new_tab()

    @property
    def address(self) -> str:
        """What stands in the address bar."""
        return self.page.url

    def open(self, address: str) -> None:
        """Type an address into the bar, or scan it."""
        self.page.goto(address)

    def arrive(self, end: str) -> None:
        """Wait until the address ends so."""
        self.page.wait_for_url(f"**{end}")

    def new_tab(self) -> Page:
        """Open an empty tab, in front."""
        self.page = self.context.new_page()
        self.page.set_default_timeout(PATIENCE)
        return self.page

    def turn_to(self, tab: Page) -> None:
        """Bring another tab to the front."""
        self.page = tab
        tab.bring_to_front()

    def close_tab(self) -> None:
        """Close the tab in front; ``new_tab`` comes next."""
        self.page.close()

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of what is seen of the page, in pixels."""
        size = self.page.viewport_size
        if size is None:
            raise RuntimeError("this browser has no size of its own")
        return size["width"], size["height"]

    def reload(self) -> None:
        self.page.reload()

    def go_back(self) -> None:
        self.page.go_back()

    def go_forward(self) -> None:
        self.page.go_forward()

    def leave_anyway(self) -> None:
        """From now on, say yes where the browser asks whether to leave the page."""
        self.page.on("dialog", lambda dialog: dialog.accept())

    def resize(self, width: int, height: int) -> None:
        self.page.set_viewport_size({"width": width, "height": height})

    def offline(self, cut: bool) -> None:
        """Cut the network, or give it back."""
        self.context.set_offline(cut)

    def forget_cookies(self) -> None:
        self.context.clear_cookies()

    def add_cookie(self, address: str, name: str, value: str) -> None:
        """As if the server at this address had set it: for who is signed in behind the scenes."""
        self.context.add_cookies([{"name": name, "value": value, "url": address}])

    def evaluate(self, function: str, *arguments: Any) -> Any:
        """What a function in JavaScript gives or promises: for what a person cannot do."""
        return self.page.evaluate(f"given => ({function})(...given)", list(arguments))

    def close(self) -> None:
        self.context.close()

    def tap(self, thing: Thing) -> None:
        self._find(thing).click()

    def hold(self, thing: Thing) -> None:
        """Point at the middle of it and press, without letting go."""
        found = self._find(thing)
        found.scroll_into_view_if_needed()
        box = found.bounding_box()
        if box is None:
            raise AssertionError(f"{thing} cannot be seen")
        self.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        self.page.mouse.down()

    def let_go(self) -> None:
        """End the press that ``hold`` began."""
        self.page.mouse.up()

    def tap_all(self, thing: Thing) -> None:
        """Tap everything of this that can be seen, one after the other."""
        for found in self._find_all(thing).all():
            if found.is_visible():
                found.click()

    def tick(self, thing: Thing) -> None:
        """Tap a box or a radio button that is not ticked."""
        self._find(thing).check()

    def type(self, thing: Thing, words: str) -> None:
        """Fill a field, whatever stood in it."""
        self._find(thing).fill(words)

    def pick(self, thing: Thing, value: str) -> None:
        """Pick from a list that unfolds."""
        self._find(thing).select_option(value)

    def is_ticked(self, thing: Thing) -> bool:
        """Whether a box or a radio button is ticked."""
        return self._find(thing).is_checked()

    def read_choice(self, thing: Thing) -> str:
        """What is chosen of a list that unfolds: the value."""
        return self._find(thing).input_value()

    def press(self, key: str) -> None:
        """Press a key of the keyboard, where the focus is."""
        self.page.keyboard.press(key)

    def file(self, thing: Thing, chosen: Path | bytes) -> None:
        """Choose a file in a field."""
        if isinstance(chosen, Path):
            self._find(thing).set_input_files(chosen)
            return
        payload = FilePayload(name="a.json", mimeType="application/json", buffer=chosen)
        self._find(thing).set_input_files(payload)

    def save(self, thing: Thing, path: Path | None = None) -> bytes:
        """Tap what gives a file, and keep the file."""
        return self.save_named(thing, path)[1]

    def save_named(self, thing: Thing, path: Path | None = None) -> tuple[str, bytes]:
        """As ``save``, with the name that the file comes with."""
        with self.page.expect_download() as download:
            self.tap(thing)
        if path is not None:
            download.value.save_as(path)
        return download.value.suggested_filename, Path(download.value.path()).read_bytes()

    def send(self, thing: Thing, end: str) -> None:
        """Tap what sends something to an address that ends so; the server must take it."""
        with self.page.expect_response(lambda answer: answer.url.endswith(end)) as answer:
            self.tap(thing)
        if not answer.value.ok:
            raise AssertionError(answer.value.text())

    def plug_in_authenticator(self) -> None:
        """A device that makes passkeys, keeps them and asks who holds it (Chromium)."""
        session = self.context.new_cdp_session(self.page)
        session.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }
        session.send("WebAuthn.addVirtualAuthenticator", {"options": options})

    def print(self, paper: str = "A4") -> bytes:
        """The page as PDF, without backgrounds."""
        return self.page.pdf(format=paper, print_background=False)

    def picture(self, path: Path) -> None:
        """The whole page as it looks."""
        self.page.screenshot(path=path, full_page=True)

    def read(self, thing: Thing, timeout: float = PATIENCE) -> str:
        """The words, as soon as they can be seen."""
        found = self._find(thing)
        found.wait_for(timeout=timeout)
        return found.inner_text()

    def read_folded(self, thing: Thing) -> str:
        """The words of what is on the page, folded away or not."""
        return self._find(thing).text_content() or ""

    def read_all(self, thing: Thing) -> list[str]:
        """The words of everything of this kind, at once."""
        return self._find_all(thing).all_inner_texts()

    def get_attribute(self, thing: Thing, name: str) -> str | None:
        """What the page says of a thing beside its words, seen or not, as soon as it is there."""
        found = self._find_all(thing)
        found.first.wait_for(state="attached")
        return found.first.get_attribute(name)

    def see(self, *things: Thing, timeout: float = SHORT) -> None:
        """Wait until one of these can be seen."""
        expect(self._find_any(things)).to_be_visible(timeout=timeout)

    def see_words(self, thing: Thing, words: str | re.Pattern[str], timeout: float = SHORT) -> None:
        """Wait until it contains these words."""
        expect(self._find_all(thing)).to_contain_text(words, timeout=timeout)

    def see_none(self, *things: Thing, timeout: float = SHORT) -> None:
        """Wait until nothing of this is there."""
        expect(self._find_any(things)).to_have_count(0, timeout=timeout)

    def see_disabled(self, thing: Thing) -> None:
        """Wait until it cannot be used."""
        expect(self._find_all(thing)).to_be_disabled()

    def count(self, thing: Thing) -> int:
        """How many of this are there now."""
        return self._find_all(thing).count()

    def meet(self, *things: Thing) -> None:
        """Wait until exactly one of these is there, seen or not."""
        expect(self._find_any(things)).to_have_count(1)

    def _find_any(self, things: Sequence[Thing]) -> Locator:
        first, *others = [self._find_all(thing) for thing in things]
        for other in others:
            first = first.or_(other)
        return first

    def _find(self, thing: Thing) -> Locator:
        """The one that is meant: a label or a text must be the only one of its name."""
        found = self._find_all(thing)
        return found if thing.kind in ("label", "text") or thing.inside else found.first

    def _find_all(self, thing: Thing) -> Locator:
        kind, name, exact, inside, having = thing
        place: Page | Locator = self.page if inside is None else self._find_all(inside)
        if kind == "css":
            found = place.locator(name)
        elif kind == "label":
            found = place.get_by_label(name, exact=exact)
        elif kind == "text":
            found = place.get_by_text(name, exact=exact)
        elif kind == "title":
            found = place.get_by_role("heading", level=1).filter(has_text=name)
        else:
            found = place.get_by_role(kind, name=name or None, exact=exact)  # type: ignore[arg-type]
        return found if having is None else found.filter(has=self._find_all(having))
