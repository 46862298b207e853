"""A person's browser that WebDriver drives: the same gestures as ``tests.players.browser.browser``
has for Playwright's, as far as people on Firefox and WebKit need them."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

from tests.players.browser.browser import PATIENCE, SHORT, ZONE, Thing
from tests.players.browser.engines.driver import DriverError, Session

FINDER = Path(__file__).with_name("finder.mjs").read_text(encoding="utf-8")
FIND = FINDER.replace("export function", "function") + "\nreturn answer(...arguments);"
NOT_YET = (
    "element click intercepted",
    "element not interactable",
    "javascript error",
    "no such element",
    "stale element reference",
)
"""What a driver answers while one page makes way for the next, or is still being laid out."""

KEYS = {"Tab": "\ue004", "Enter": "\ue007", "Space": " ", "Backspace": "\ue003"}
SET_VALUE = """const [field, value] = arguments;
field.value = value;
for (const kind of ["input", "change"]) field.dispatchEvent(new Event(kind, { bubbles: true }));"""
"""A date's parts are typed in another order in each language: it is filled in as a whole."""


class SizedSession(Session, Protocol):
    """A session with a window, a printer and a folder of files."""

    downloads: Path

    def resize(self, width: int, height: int) -> None: ...
    def print(self, paper: str) -> bytes: ...
    def picture(self) -> bytes: ...
    def read_console(self) -> list[str]: ...


class DrivenEngine(Protocol):
    """Starts browsers of one kind."""

    name: str

    def start(self, zone: str) -> SizedSession: ...


class Console:
    """What went wrong on one browser's pages. Requests are not recorded on these engines."""

    def __init__(self, session: SizedSession) -> None:
        self._session = session

    @property
    def console(self) -> list[str]:
        return self._session.read_console()


def as_json(thing: Thing | None) -> dict[str, Any] | None:
    if thing is None:
        return None
    whole = thing._asdict()
    return {**whole, "inside": as_json(thing.inside), "having": as_json(thing.having)}


class DrivenBrowser:
    """One person's browser, which shares nothing with the others', and its tab in front."""

    def __init__(
        self, engine: DrivenEngine, *, width: int = 1280, height: int = 900, zone: str = ZONE
    ) -> None:
        self.session = engine.start(zone)
        self.recorder = Console(self.session)
        self.page = self.session.list_tabs()[0]
        self.size = (width, height)
        self.session.resize(width, height)

    @property
    def address(self) -> str:
        return self.session.get_address()

    def open(self, address: str) -> None:
        self.session.navigate(address)

    def arrive(self, end: str) -> None:
        self._wait(lambda: self.address.endswith(end), f"the address ends with {end}", PATIENCE)

    def new_tab(self) -> str:
        """Open an empty tab, in front."""
        tab = self.session.open_tab()
        self.turn_to(tab)
        return tab

    def turn_to(self, tab: str) -> None:
        self.page = tab
        self.session.switch_to(tab)
        self.session.resize(*self.size)

    def close_tab(self) -> None:
        """Close the tab in front. The browser would go with its last one: another comes first."""
        going, others = self.page, set(self.session.list_tabs()) - {self.page}
        if not others:
            others = {self.session.open_tab()}
        self.session.switch_to(going)
        self.session.close_tab()
        self.turn_to(others.pop())

    def reload(self) -> None:
        self.session.move("refresh")

    def go_back(self) -> None:
        self.session.move("back")

    def go_forward(self) -> None:
        self.session.move("forward")

    def leave_anyway(self) -> None:
        """These engines do not ask whether to leave the page."""

    def resize(self, width: int, height: int) -> None:
        if self.size != (width, height):
            self.size = (width, height)
            self.session.resize(width, height)

    def forget_cookies(self) -> None:
        self.session.delete_cookies()

    def add_cookie(self, address: str, name: str, value: str) -> None:
        """As if the server at this address had set it: for who is signed in behind the scenes."""
        self.session.navigate(f"{address}/privacy")
        self.session.add_cookie(name, value)

    def evaluate(self, function: str, *arguments: Any) -> Any:
        """What a function in JavaScript gives or promises: for what a person cannot do."""
        script = f"""const done = [...arguments].pop();
        Promise.resolve(({function})(...[...arguments].slice(0, -1)))
          .then((value) => done({{ value }}), (error) => done({{ error: String(error) }}));"""
        answer = self.session.execute_async(script, *arguments)
        if "error" in answer:
            raise AssertionError(answer["error"])
        return answer.get("value")

    def close(self) -> None:
        self.session.quit()

    def tap(self, thing: Thing) -> None:
        self._use(thing, self.session.click)

    def tap_all(self, thing: Thing) -> None:
        for found in self._ask([thing], "elements"):
            self.session.click(found)

    def tick(self, thing: Thing) -> None:
        def click(found: Any) -> None:
            if not self.session.execute("return arguments[0].checked", found):
                self.session.click(found)

        self._use(thing, click)

    def type(self, thing: Thing, words: str) -> None:
        def fill(found: Any) -> None:
            kind = self.session.execute(
                "const [field] = arguments; field.focus(); field.select(); return field.type;",
                found,
            )
            if kind.startswith(("date", "time")):
                self.session.execute(SET_VALUE, found, words)
            else:
                keys = words.replace("\n", KEYS["Enter"])
                self.session.send_keys(found, keys or KEYS["Backspace"])

        self._use(thing, fill)

    def pick(self, thing: Thing, value: str) -> None:
        script = "return [...arguments[0].options].find((one) => one.value === arguments[1])"

        def choose(found: Any) -> None:
            self.session.click(self.session.execute(script, found, value))

        self._use(thing, choose)

    def is_ticked(self, thing: Thing) -> bool:
        return bool(self._ask([thing], "checked")[0])

    def read_choice(self, thing: Thing) -> str:
        return str(self._ask([thing], "value")[0])

    def press(self, key: str) -> None:
        sign = KEYS.get(key, key)
        steps = [{"type": kind, "value": sign} for kind in ("keyDown", "keyUp")]
        self.session.perform([{"type": "key", "id": "keyboard", "actions": steps}])

    def file(self, thing: Thing, chosen: Path | bytes) -> None:
        if isinstance(chosen, bytes):
            path = self.session.downloads.parent / "a.json"
            path.write_bytes(chosen)
            chosen = path
        self.meet_some(thing)
        found, *_ = self._ask([thing], "elements")
        self.session.send_keys(found, str(chosen.resolve()))

    def save(self, thing: Thing, path: Path | None = None) -> bytes:
        return self.save_named(thing, path)[1]

    def save_named(self, thing: Thing, path: Path | None = None) -> tuple[str, bytes]:
        folder = self.session.downloads
        self.tap(thing)

        def arrived() -> list[Path]:
            files = list(folder.iterdir())
            return [] if any(one.suffix == ".part" for one in files) else files

        self._wait(lambda: bool(arrived()), f"a file comes of {thing}", PATIENCE)
        # Firefox shows an empty file under the name before it moves the whole one there.
        self._wait(lambda: all(one.stat().st_size for one in arrived()), "the file is whole", SHORT)
        (file,) = arrived()
        data = file.read_bytes()
        file.unlink()
        if path is not None:
            path.write_bytes(data)
        return file.name, data

    def print(self, paper: str = "A4") -> bytes:
        return self.session.print(paper)

    def picture(self, path: Path) -> None:
        path.write_bytes(self.session.picture())

    def read(self, thing: Thing, timeout: float = PATIENCE) -> str:
        self.see(thing, timeout=timeout)
        return str(self._ask([thing], "shown")[0])

    def read_folded(self, thing: Thing) -> str:
        self.meet_some(thing)
        return self._ask([thing], "words")[0] or ""

    def read_all(self, thing: Thing) -> list[str]:
        return list(self._ask([thing], "shown"))

    def get_attribute(self, thing: Thing, name: str) -> str | None:
        self.meet_some(thing)
        found = self._ask([thing], "elements")[0]
        value = self.session.execute("return arguments[0].getAttribute(arguments[1])", found, name)
        return None if value is None else str(value)

    def see(self, *things: Thing, timeout: float = SHORT) -> None:
        self._wait(lambda: any(self._ask(things, "seen")), f"one of {things} is seen", timeout)

    def see_words(self, thing: Thing, words: str | re.Pattern[str], timeout: float = SHORT) -> None:
        pattern = words if isinstance(words, re.Pattern) else re.compile(re.escape(words))

        def there() -> bool:
            found = self._ask([thing], "words")
            return any(pattern.search(re.sub(r"\s+", " ", text)) for text in found)

        self._wait(there, f"{thing} says {pattern.pattern}", timeout)

    def see_none(self, *things: Thing, timeout: float = SHORT) -> None:
        self._wait(lambda: not self._ask(things, "seen"), f"none of {things} is there", timeout)

    def see_disabled(self, thing: Thing) -> None:
        self._wait(lambda: all(self._ask([thing], "disabled")), f"{thing} is disabled", SHORT)

    def count(self, thing: Thing) -> int:
        return len(self._ask([thing], "seen"))

    def meet(self, *things: Thing) -> None:
        self._wait(lambda: len(self._ask(things, "seen")) == 1, f"one of {things}", PATIENCE)

    def meet_some(self, thing: Thing) -> None:
        """Wait until something of this is there, seen or not."""
        self._wait(lambda: self.count(thing) > 0, f"{thing} is there", PATIENCE)

    def _ask(self, things: Sequence[Thing], what: str) -> list[Any]:
        # Nothing comes back from a page that is being left: what is asked is not there yet.
        return list(self.session.execute(FIND, [as_json(thing) for thing in things], what) or [])

    def _use(self, thing: Thing, gesture: Callable[[Any], None]) -> None:
        """Wait for something that is seen and can be used, and do this with it."""

        def done() -> bool:
            usable = [one["element"] for one in self._ask([thing], "state") if one["usable"]]
            if usable:
                gesture(usable[0])
            return bool(usable)

        self._wait(done, f"{thing} can be used", PATIENCE)

    def _wait(self, holds: Callable[[], bool], what: str, timeout: float) -> None:
        end = time.monotonic() + timeout / 1000
        while True:
            try:
                if holds():
                    return
                last = ""
            except DriverError as error:
                if error.code not in NOT_YET:
                    raise
                last = f" ({error})"
            if time.monotonic() > end:
                shown = self.session.execute("return document.body?.innerText.slice(0, 600)")
                told = f"{last}\n{self.address}\n{shown}\n{self.recorder.console[-5:]}"
                raise AssertionError(f"not within {timeout:.0f} ms: {what}{told}")
            time.sleep(0.03)
