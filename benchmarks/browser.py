"""How long Chromium takes to make a ballot, as it is and with its processor slowed down."""

from __future__ import annotations

import functools
import secrets
import shutil
import statistics
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from benchmarks.elections import create_survey_plan, create_yes_no_plan, open_election
from benchmarks.tables import Report, Row
from tests.support.browser import CHROMIUM_ARGUMENTS
from voteapp.campaign.slips.pins import SlipCode, compute_pin
from voteapp.campaign.slips.tokens import create_token
from voteapp.cli.demo.plan import DemoPlan
from voteapp.protocol.ballots import check_ballot
from voteapp.protocol.election import create_context
from voteapp.protocol.encoding import hash_base64

STATIC = Path(__file__).resolve().parent.parent / "voteapp" / "static"


class Aims(NamedTuple):
    """Milliseconds for a ballot; None where nobody set an aim."""

    vote: float | None
    survey: float


AIMS = {1: Aims(150.0, 500.0), 4: Aims(None, 3000.0)}
"""By how much the processor is slowed down."""

SCRIPT = """async ({election, credential, choices, rounds}) => {
  const { createContext } = await import("/js/protocol/election.js");
  const { createBallot } = await import("/js/protocol/ballots.js");
  const randomBytes = (n) => crypto.getRandomValues(new Uint8Array(n));
  const started = performance.now();
  const context = createContext(new TextEncoder().encode(election));
  const prepared = performance.now();
  const times = [];
  let ballot;
  for (let i = 0; i < rounds; i++) {
    const start = performance.now();
    ballot = createBallot(context, credential, choices, randomBytes);
    times.push(performance.now() - start);
  }
  return { prepare: prepared - started, times, ballot: new TextDecoder().decode(ballot) };
}"""


UNITS = 400
PIN_LIMIT = 50.0
"""Milliseconds that a phone may take for finding the unit by a slip's pin."""

PIN_LOAD = """async ({warm, ...given}) => {
  const pins = await import("/js/campaign/slips/pins.js");
  if (warm) pins.warmUp();
  const {code, fingerprints, units} = given;
  globalThis.look = () => pins.findLeaves(pins.readSlipCode(code), fingerprints, units);
}"""


class _Handler(SimpleHTTPRequestHandler):
    extensions_map = {**SimpleHTTPRequestHandler.extensions_map, ".js": "text/javascript"}

    def log_message(self, *arguments: object) -> None:
        """Nothing is logged."""


@contextmanager
def serve_scripts() -> Iterator[str]:
    """Our scripts on loopback; gives the address."""
    handler = functools.partial(_Handler, directory=str(STATIC))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


class Times(NamedTuple):
    """Milliseconds: of the first ballot, and of the median one."""

    first: float
    usual: float


def _measure(page: Page, plan: DemoPlan, rounds: int) -> list[float]:
    """Milliseconds of each ballot; the last one made is checked."""
    demo = open_election(plan, 1)
    election = demo.election.setup.election
    given = {
        "election": election.decode(),
        "credential": demo.teller.get_credential(0),
        "choices": plan.draw(secrets.token_bytes),
        "rounds": rounds,
    }
    told = page.evaluate(SCRIPT, given)
    check_ballot(create_context(election), told["ballot"].encode(), None)
    return [float(value) for value in told["times"]]


def _measure_page(browser: Browser, address: str, speed: int, plan: DemoPlan, rounds: int) -> Times:
    """The same in a page of its own."""
    with _open_slowed(browser, address, speed) as page:
        first, *others = _measure(page, plan, rounds)
    return Times(first, statistics.median([first, *others]))


def _measure_pins(browser: Browser, address: str, pages: int) -> tuple[float, float]:
    """Milliseconds of the first look of a page, the median of several pages: as the booth does it,
    which tries leaves of nothing while its worker loads; and of a page that did not."""
    warm, cold = (
        statistics.median(_measure_pin(browser, address, warm=warm) for _ in range(pages))
        for warm in (True, False)
    )
    return warm, cold


def _measure_pin(browser: Browser, address: str, *, warm: bool) -> float:
    """Milliseconds of the page's processor time, whatever else the machine does: finding the unit
    of a slip whose unit is the last of ``UNITS``, of three elections."""
    token = create_token(secrets.token_bytes)
    fingerprints = [hash_base64(str(number).encode()) for number in range(3)]
    units = [f"unit-{number}" for number in range(UNITS)]
    code = SlipCode(token, compute_pin(token, fingerprints, units[-1])).text
    given = {"code": code, "fingerprints": fingerprints, "units": units, "warm": warm}
    with _open_slowed(browser, address, 1) as page:
        session = page.context.new_cdp_session(page)
        session.send("Performance.setTimeDomain", {"timeDomain": "threadTicks"})
        session.send("Performance.enable")
        page.evaluate(PIN_LOAD, given)
        before = _read_processor_time(session)
        found = page.evaluate("look()")
        spent = _read_processor_time(session) - before
    if units[-1] not in found:
        raise RuntimeError("the pin does not fit")
    return spent


def _read_processor_time(session: CDPSession) -> float:
    """What the page's thread has used so far (ms)."""
    metrics = session.send("Performance.getMetrics")["metrics"]
    return 1000 * next(float(one["value"]) for one in metrics if one["name"] == "ThreadTime")


@contextmanager
def _open_slowed(browser: Browser, address: str, speed: int) -> Iterator[Page]:
    """A page that has run nothing before: as on a member's phone."""
    page = browser.new_page()
    page.goto(f"{address}/icon.svg")
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": speed})
    yield page
    page.close()


def measure(work: Path, small: bool) -> Report:
    """Milliseconds a ballot in Debian's Chromium, at full speed and at a quarter of it."""
    votes, surveys = (2, 1) if small else (11, 5)
    rows: list[Row] = []
    with serve_scripts() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=list(CHROMIUM_ARGUMENTS)
        )
        for speed, name in ((1, "full speed"), (4, "4x CPU throttle")):
            vote = _measure_page(browser, address, speed, create_yes_no_plan(), votes)
            survey = _measure_page(browser, address, speed, create_survey_plan(), surveys)
            aims = AIMS[speed]
            rows += [
                Row(f"a yes/no ballot, {name}", vote.usual, "ms", aims.vote),
                Row(f"a default survey ballot, {name}", survey.usual, "ms", aims.survey),
                Row(f"the first one of a page, {name}", survey.first, "ms", aims.survey),
            ]
        warm, cold = (4 * spent for spent in _measure_pins(browser, address, 1 if small else 9))
        rows += [
            Row(f"a slip's pin over {UNITS} units, 4x CPU throttle", warm, "ms", PIN_LIMIT),
            Row("the same in a page that tried none before", cold, "ms", None),
        ]
        version = browser.version
        browser.close()
    notes = (
        f"Chromium {version}; the booth does this in a worker; the median of several ballots.",
        "Of a slip's pin four times the processor time of a page's first look at full speed, the "
        "median of several pages; the booth tries units of nothing while its worker loads.",
    )
    return Report("Browser: making one ballot", tuple(rows), notes)
