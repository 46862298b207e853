"""What no page may have on any engine: something sideways at two widths, an error."""

from __future__ import annotations

from tests.players.browser.engines.driven import DrivenBrowser
from tests.players.browser.looking.sideways import OVER

WIDTHS = (360, 1280)


class Widths:
    """Looks at pages, narrow and wide; ``faults`` is what was found."""

    def __init__(self) -> None:
        self.faults: list[str] = []
        self.seen: set[str] = set()
        self.said: dict[int, int] = {}

    def look(self, name: str, browser: DrivenBrowser) -> None:
        self.seen.add(name)
        # The one that it has, and the other, which it keeps: a new size takes its time.
        for width in sorted(WIDTHS, key=lambda one: one != browser.size[0]):
            browser.resize(width, 800)
            over = browser.evaluate(OVER)
            if over is not None:
                self.faults.append(f"{name} at {width}: {over}")
        lines = browser.recorder.console
        known = self.said.get(id(browser), 0)
        self.faults += [f"{name}: {line}" for line in lines[known:] if line.startswith("error:")]
        self.said[id(browser)] = len(lines)

    def finish(self, fewest: int) -> None:
        """No fault, and enough pages seen."""
        assert not self.faults, "\n".join(self.faults)
        assert len(self.seen) >= fewest
