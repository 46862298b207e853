"""How long one trustee computes in a key ceremony of 15, in Python and in Chromium.

One ceremony is held: the first trustee is timed in Python, the last two in the browser, those
between only take part. Messages travel as texts, as between real trustees, and each trustee who is
timed checks every message of all the others with a transcript of its own.
"""

from __future__ import annotations

import secrets
import shutil
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.browser import serve_scripts
from benchmarks.tables import Report, Row
from tests.support.browser import CHROMIUM_ARGUMENTS
from voteapp.campaign.ceremony.table import STEPS
from voteapp.campaign.ceremony.transcript import Transcript
from voteapp.campaign.playing.trustees import PlayedTrustee
from voteapp.protocol.group import Ed25519Group

AIM = 5.0

SCRIPT = """async ({step, given}) => {
  const load = (name) => import(`/js/${name}.js`);
  const names = [
    "campaign/canonical", "campaign/ceremony/steps", "campaign/ceremony/transcript",
    "protocol/encoding", "protocol/group", "protocol/keys/pki",
  ];
  const [canonical, steps, transcripts, encoding, groups, pki] = await Promise.all(names.map(load));
  const randomBytes = encoding.secureRandomBytes;
  const ours = (value) => encoding.decodeText(canonical.encodeCanonical(value));
  const started = performance.now();
  const group = groups.getGroup("Ed25519");
  const says = {
    begin({size, threshold, index}) {
      const transcript = new transcripts.Transcript(group, size, threshold);
      self.trustee = {seed: pki.createSeed(randomBytes), size, threshold, index, transcript};
    },
    async hear(entries) {
      for (const [trustee, what, text] of entries) {
        await self.trustee.transcript.add(trustee, what, text);
      }
    },
    certificate() {
      const {seed, size, threshold, index} = self.trustee;
      const place = {size, threshold, index, randomBytes};
      return encoding.encodeJsonText(steps.start(group, seed, place));
    },
    async commit() {
      const {seed, transcript} = self.trustee;
      const made = await steps.commit(group, seed, transcript.certificates, randomBytes);
      self.trustee.polynomial = made.polynomial;
      return ours(made.commitment);
    },
    acknowledge() {
      const {seed, polynomial, transcript: {certificates, commitments}} = self.trustee;
      return ours(steps.acknowledge(
        group, seed, certificates, commitments, polynomial, randomBytes));
    },
    reveal() {
      const {seed, polynomial, transcript: {certificates, agreed}} = self.trustee;
      return encoding.encodeJsonText(
        steps.reveal(group, seed, certificates, agreed, polynomial));
    },
    async share() {
      const {seed, transcript} = self.trustee;
      const {certificates, agreed, polynomials, rows} = transcript;
      const made = await steps.share(
        group, seed, certificates, agreed, polynomials, randomBytes, rows);
      return encoding.encodeJsonText(made.voutput);
    },
    finish() {
      return self.trustee.transcript.assemble().trusteesText;
    },
  };
  const answer = await says[step](given);
  return {answer, milliseconds: performance.now() - started};
}"""

PROTECT = """async () => {
  const { protect } = await import("/js/campaign/protection.js");
  const { secureRandomBytes } = await import("/js/protocol/encoding.js");
  const started = performance.now();
  const secret = { seed: "1111111111111111111111" };
  await protect("voteapp-trustee-key", {}, secret, "a benchmark's words", secureRandomBytes);
  return performance.now() - started;
}"""


Entry = tuple[int, str, str]


class _Trustee(Protocol):
    """One trustee; ``hear`` is given what all said at a step, itself included."""

    seconds: float

    def say(self, step: str) -> str: ...
    def hear(self, entries: Sequence[Entry]) -> None: ...
    def finish(self) -> str: ...


class _PythonTrustee:
    def __init__(self, size: int, threshold: int, index: int) -> None:
        self.seconds = 0.0
        start = time.perf_counter()
        group = Ed25519Group()  # its own, so that nothing is remembered from the others
        self.player = PlayedTrustee(index, secrets.token_bytes)
        self.player.group = group
        self.transcript = Transcript(group, size, threshold)
        self.seconds += time.perf_counter() - start

    def say(self, step: str) -> str:
        start = time.perf_counter()
        text = self.player.say(self.transcript, step).decode()
        self.seconds += time.perf_counter() - start
        return text

    def hear(self, entries: Sequence[Entry]) -> None:
        start = time.perf_counter()
        for trustee, step, text in entries:
            self.transcript.add(trustee, step, text.encode())
        self.seconds += time.perf_counter() - start

    def finish(self) -> str:
        start = time.perf_counter()
        trustees = self.transcript.assemble().trustees.decode()
        self.seconds += time.perf_counter() - start
        return trustees


class _Guest:
    """Takes part untimed, and believes one listener for all guests."""

    seconds = 0.0

    def __init__(self, index: int, transcript: Transcript) -> None:
        self.player = PlayedTrustee(index, secrets.token_bytes)
        self.transcript = transcript

    def say(self, step: str) -> str:
        return self.player.say(self.transcript, step).decode()

    def hear(self, entries: Sequence[Entry]) -> None:
        """The first trustee listens for the guests, too."""

    def finish(self) -> str:
        return ""


class _BrowserTrustee:
    def __init__(self, page: Page, size: int, threshold: int, index: int) -> None:
        self.seconds = 0.0
        self.page = page
        self._run("begin", {"size": size, "threshold": threshold, "index": index})

    def _run(self, step: str, given: Any = None) -> str:
        told = self.page.evaluate(SCRIPT, {"step": step, "given": given})
        self.seconds += float(told["milliseconds"]) / 1000
        return str(told["answer"])

    def say(self, step: str) -> str:
        return self._run(step)

    def hear(self, entries: Sequence[Entry]) -> None:
        self._run("hear", list(entries))

    def finish(self) -> str:
        return self._run("finish")


def _hold(trustees: Sequence[_Trustee], timed: Sequence[_Trustee]) -> None:
    """One ceremony; those who are timed must come to the same valid end."""
    for step in STEPS:
        said = [(i, step, trustee.say(step)) for i, trustee in enumerate(trustees, 1)]
        for trustee in timed:
            trustee.hear(said)
    first, *others = [trustee.finish() for trustee in timed]
    if any(other != first for other in others):
        raise AssertionError("the trustees came to different ends")


def _open_page(browser: Browser, address: str, slower: int) -> Page:
    page = browser.new_page()
    page.goto(f"{address}/icon.svg")
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": slower})
    return page


def measure(work: Path, small: bool) -> Report:
    """Seconds that one trustee computes, from its seed to the checked threshold parameters."""
    size = 4 if small else 15
    with serve_scripts() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=list(CHROMIUM_ARGUMENTS)
        )
        threshold = size // 2 + 1
        python = _PythonTrustee(size, threshold, 1)
        between = [_Guest(index, python.transcript) for index in range(2, size - 1)]
        slow = _BrowserTrustee(_open_page(browser, address, 4), size, threshold, size - 1)
        full = _BrowserTrustee(_open_page(browser, address, 1), size, threshold, size)
        _hold([python, *between, slow, full], [python, slow, full])
        protecting = float(full.page.evaluate(PROTECT)) / 1000
        version = browser.version
        browser.close()
    who = f"a trustee of {size}"
    rows = (
        Row(f"{who}, all steps, Python", python.seconds, "s", AIM),
        Row(f"{who}, all steps, Chromium", full.seconds, "s", AIM),
        Row(f"{who}, all steps, Chromium, 4x CPU throttle", slow.seconds, "s"),
        Row("protecting a key file (scrypt), Chromium", protecting, "s"),
    )
    note = (
        f"Chromium {version}; {threshold} of {size} can decrypt. From the seed to the checked "
        "parameters, reading and checking every message of every trustee; no network."
    )
    return Report("Trustees: one key ceremony", rows, (note,))
