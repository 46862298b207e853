"""What the booth loads, when, and how much it weighs."""

from __future__ import annotations

import gzip
from urllib.parse import urlsplit

from playwright.sync_api import Response

from tests.players.browser.box import Box, cast
from tests.players.browser.browser import PATIENCE, button
from tests.players.browser.people import Member
from voteapp.web.frame.booth_files import FIRST, WATCHDOG, list_rest_modules, read_booth_files


def test_the_booth_is_small_and_loaded_at_once(box: Box, member: Member) -> None:
    """What the first page needs comes in one round trip, the rest in another."""
    seen: dict[str, Response] = {}

    def note(response: Response) -> None:
        seen.setdefault(response.url, response)

    member.page.on("response", note)
    member.scan(box.draw().address)
    preloaded = member.page.evaluate(
        "[...document.querySelectorAll('link[rel=modulepreload]')].map(link => link.href)"
    )
    base = f"{box.address}/static"
    rest = {f"{base}/{name}" for name in list_rest_modules()}
    scripts = {url for url in seen if url.endswith(".js")}
    own = {f"{base}/{name}" for name in (FIRST, WATCHDOG)}
    assert scripts - set(preloaded) - rest == own
    assert set(preloaded) | rest <= scripts
    at_once = sum(weigh(seen[url]) for url in seen if url not in rest)
    assert at_once <= 70_000, sorted((weigh(seen[url]), url) for url in seen)[-8:]
    assert at_once + sum(weigh(seen[url]) for url in rest) <= 100_000
    for url in scripts:
        assert seen[url].all_headers().get("content-encoding") == "gzip", url
    assert not any("qr-decode" in url for url in seen)
    before = len(seen)
    cast(member)
    later = [urlsplit(url).path.rsplit("/", 1)[-1] for url in list(seen)[before:]]
    assert later == ["ballots"]


def weigh(response: Response) -> int:
    """Bytes on the wire."""
    body = response.body() if response.ok else b""
    return min(len(body), len(gzip.compress(body, 6)))


def test_no_slip_is_opened_before_the_rest_is_there(box: Box, member: Member) -> None:
    """A part that does not arrive is told, and asked for again."""
    for name in list_rest_modules()[::9]:
        member.page.route(f"**/static/{name}", lambda route: route.abort())
        member.browser.open("about:blank")
        member.scan(box.draw().address)
        member.heading("No network")
        member.see("Nothing was sent.")
        member.page.unroute(f"**/static/{name}")
        member.press("Try again")
        member.browser.see(button("Start"), timeout=PATIENCE)
    cast(member)
    member.recorder.console.clear()


def test_the_camera_comes_with_the_page_that_offers_it(box: Box, member: Member) -> None:
    """Whoever types or scans within the page has the camera's code before pressing anything."""
    decoder = "/static/lean/vendor/qr-decode.js"
    with member.page.expect_response(f"**{decoder}"):
        member.open(f"/b/{box.committee.code}")
    member.heading("Open your slip")
    loaded = member.page.evaluate(
        "performance.getEntriesByType('resource').map(entry => new URL(entry.name).pathname)"
    )
    scripts = {path for path in loaded if path.endswith(".js")}
    base = urlsplit(box.address).path
    assert base + decoder in scripts
    assert {path.removeprefix(base) for path in scripts} <= set(read_booth_files())
    member.browser.offline(True)
    member.press("Scan the slip with the camera")
    member.see("The camera cannot be used here.")
    member.press("Type the code instead")
    member.heading("Open your slip")
