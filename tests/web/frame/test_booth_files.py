"""What the booth loads, and when: at once, before a slip is opened, or for the camera only."""

from __future__ import annotations

import gzip

from voteapp.web.frame.booth_files import (
    FIRST,
    REST,
    WATCHDOG,
    list_booth_modules,
    list_rest_modules,
    read_booth_files,
)

CAMERA = ("lean/ui/scanner.js", "lean/vendor/qr-decode.js")
CHECK = ("lean/booth/checking.js", "lean/campaign/checking/codes.js")
"""What comes when somebody asks for it, and what "Check this one instead" needs."""


def test_every_module_comes_once_and_is_pinned() -> None:
    at_once, rest = set(list_booth_modules()), set(list_rest_modules())
    assert at_once & rest == set()
    assert REST in rest
    pinned = {path.removeprefix("/static/") for path in read_booth_files()}
    assert at_once | rest | {FIRST, WATCHDOG} <= pinned
    assert pinned - at_once - rest == {FIRST, WATCHDOG, *CAMERA, *CHECK}


def test_what_asks_and_sends_is_not_loaded_with_the_first_page() -> None:
    """It need not be there while a code is typed; what encrypts is, for the slip's state."""
    rest = set(list_rest_modules())
    for name in ("asking/questions", "asking/review", "sealing", "sending", "receipts/pages"):
        assert f"lean/booth/{name}.js" in rest
    assert "lean/protocol/ballots.js" in list_booth_modules()
    # What opens a ballot is asked for by whoever checks one; what commits to it every phone has.
    assert "lean/campaign/checking/seeds.js" in list_booth_modules()


def test_what_only_a_check_needs_is_small() -> None:
    sizes = [len(gzip.compress(read_booth_files()[f"/static/{name}"], 6)) for name in CHECK]
    assert sum(sizes) <= 4_000
