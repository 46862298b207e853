"""A thumb in a hurry: it taps twice at one place, and holds keys down. For what nobody means."""

from __future__ import annotations

from playwright.sync_api import Browser as Engine
from playwright.sync_api import Locator, Page

WATCH = """() => {
  const seen = { sealed: null, posts: [] };
  window.seen = seen;
  const send = window.fetch;
  window.fetch = (address, options) => {
    if (String(address).endsWith("/ballots")) {
      seen.posts.push({ at: performance.now(), sealed: seen.sealed });
    }
    return send(address, options);
  };
  new MutationObserver(() => {
    const title = document.querySelector("h1")?.textContent ?? "";
    // It is signed while the next page stands, and leaves then.
    if (/Sending your/.test(title)) return;
    if (!/(vote is|answers are) sealed/.test(title)) seen.sealed = null;
    else if (seen.sealed === null) seen.sealed = performance.now();
  }).observe(document, { childList: true, subtree: true });
}"""
"""Notes when the sealed ballot is shown, and each ballot that leaves with the time of both."""


class Thumb:
    """A phone of a width of its own, and whoever holds it."""

    def __init__(self, engine: Engine, width: int) -> None:
        self.context = engine.new_context(
            viewport={"width": width, "height": 660}, has_touch=True, is_mobile=True
        )
        self.context.add_init_script(f"({WATCH})()")
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(30_000)

    def scan(self, address: str) -> None:
        self.page.goto("about:blank")
        self.page.goto(address)

    def tap_twice(self, thing: Locator, pause: int) -> None:
        """Two taps at one place, ``pause`` milliseconds between them."""
        thing.scroll_into_view_if_needed()
        box = thing.bounding_box()
        assert box is not None
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        self.page.touchscreen.tap(x, y)
        self.page.wait_for_timeout(pause)
        self.page.touchscreen.tap(x, y)

    def hold(self, thing: Locator, key: str) -> None:
        """Press a key where the focus is put on ``thing``, and keep it down for a second."""
        thing.focus()
        for _ in range(30):
            self.page.keyboard.down(key)
            self.page.wait_for_timeout(33)

    def leave(self) -> None:
        self.context.close()
