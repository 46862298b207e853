"""What the booth loads, and when: at once, before a slip is opened, or for the camera only."""

from __future__ import annotations

from voteapp.web.frame.booth_files import (
    FIRST,
    REST,
    WATCHDOG,
    list_booth_modules,
    list_rest_modules,
    read_booth_files,
)


def test_every_module_comes_once_and_is_pinned() -> None:
    at_once, rest = set(list_booth_modules()), set(list_rest_modules())
    assert at_once & rest == set()
    assert REST in rest
    pinned = {path.removeprefix("/static/") for path in read_booth_files()}
    assert at_once | rest | {FIRST, WATCHDOG} <= pinned
    assert {name.rsplit("/", 1)[-1] for name in pinned - at_once - rest} == {
        "fragment.js",
        "watchdog.js",
        "scanner.js",
        "qr-decode.js",
    }


def test_what_asks_and_sends_is_not_loaded_with_the_first_page() -> None:
    """It need not be there while a code is typed; what encrypts is, for the slip's state."""
    rest = set(list_rest_modules())
    for name in ("asking/questions", "asking/review", "sealing", "sending", "receipts/pages"):
        assert f"js/booth/{name}.js" in rest
    assert "js/protocol/ballots.js" in list_booth_modules()
