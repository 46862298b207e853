"""How long one trustee computes in a key ceremony of 15, in Python and in Chromium.

One ceremony is held: the first trustee is timed in Python, the last two in the browser, those
between only take part. Messages travel as JSON, as between real trustees; reading them counts.
"""

from __future__ import annotations

import secrets
import shutil
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol, TypeVar

import msgspec
from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.browser import serve_scripts
from benchmarks.tables import Report, Row
from tests.support.browser import CHROMIUM_ARGUMENTS
from voteapp.protocol import pedersen
from voteapp.protocol.certificates import check_certificates, create_certificate
from voteapp.protocol.encoding import decode_canonical, encode_json
from voteapp.protocol.group import Ed25519Group, get_group
from voteapp.protocol.pki import SignedMessage, create_seed
from voteapp.protocol.trustees import ThresholdParameters, check_trustees

AIM = 5.0
T = TypeVar("T")

SCRIPT = """async ({step, given}) => {
  const load = (name) => import(`/js/protocol/${name}.js`);
  const names = ["certificates", "encoding", "group", "pedersen", "pki", "trustees"];
  const [certificates, encoding, groups, pedersen, pki, trustees] =
    await Promise.all(names.map(load));
  const randomBytes = encoding.secureRandomBytes;
  const read = (texts, type) => texts.map((text) =>
    encoding.decodeCanonical(encoding.encodeText(text), type, "x", "a message"));
  const started = performance.now();
  const group = groups.getGroup("Ed25519");
  const steps = {
    certify({size, threshold, index}) {
      self.trustee = {seed: pki.createSeed(randomBytes), threshold, index};
      const place = {size, threshold, index, randomBytes};
      return certificates.createCertificate(group, self.trustee.seed, place);
    },
    draw(texts) {
      const {seed, threshold} = self.trustee;
      const certs = read(texts, pki.SignedMessage);
      self.certificates = certificates.checkCertificates(group, certs, threshold);
      return pedersen.createPolynomial(group, seed, self.certificates, randomBytes);
    },
    async answer(texts) {
      const {seed, index} = self.trustee;
      self.polynomials = read(texts, pedersen.Polynomial);
      self.rows = self.polynomials.map((polynomial, i) =>
        pedersen.checkPolynomial(group, self.certificates, i + 1, polynomial));
      const vinput = pedersen.computeVinputs(self.polynomials)[index - 1];
      const opened = await pedersen.openVinput(group, seed, self.certificates, vinput);
      return pedersen.createVoutput(group, seed, self.certificates, opened, randomBytes);
    },
    finish(texts) {
      const voutputs = read(texts, pedersen.Voutput);
      voutputs.forEach((voutput, i) =>
        pedersen.checkVoutput(group, self.certificates, self.rows, i + 1, voutput));
      const {certificates: certs, polynomials} = self;
      const parameters = pedersen.computeThresholdParameters(certs, polynomials, voutputs);
      trustees.checkTrustees(group, [["Pedersen", parameters]]);
      return parameters;
    },
  };
  const answer = encoding.encodeJsonText(await steps[step](given));
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


class _Trustee(Protocol):
    """One trustee's steps; every message is a line of JSON."""

    seconds: float

    def certify(self, size: int, threshold: int, index: int) -> str: ...
    def draw(self, certs: list[str]) -> str: ...
    def answer(self, polynomials: list[str]) -> str: ...
    def finish(self, voutputs: list[str]) -> str: ...


class _PythonTrustee:
    def __init__(self) -> None:
        self.seconds = 0.0
        self.group = Ed25519Group()  # its own, so that nothing is remembered from the others

    def _end(self, start: float, message: msgspec.Struct) -> str:
        text = encode_json(message).decode()
        self.seconds += time.perf_counter() - start
        return text

    def certify(self, size: int, threshold: int, index: int) -> str:
        start = time.perf_counter()
        self.seed, self.threshold, self.index = create_seed(secrets.token_bytes), threshold, index
        cert = create_certificate(
            self.group,
            self.seed,
            size=size,
            threshold=threshold,
            index=index,
            random_bytes=secrets.token_bytes,
        )
        return self._end(start, cert)

    def draw(self, certs: list[str]) -> str:
        start = time.perf_counter()
        read = _read(certs, SignedMessage)
        self.certificates = check_certificates(self.group, read, self.threshold)
        polynomial = pedersen.create_polynomial(
            self.group, self.seed, self.certificates, secrets.token_bytes
        )
        return self._end(start, polynomial)

    def answer(self, polynomials: list[str]) -> str:
        start = time.perf_counter()
        self.polynomials = _read(polynomials, pedersen.Polynomial)
        self.rows = [
            pedersen.check_polynomial(self.group, self.certificates, number, polynomial)
            for number, polynomial in enumerate(self.polynomials, 1)
        ]
        vinput = pedersen.compute_vinputs(self.polynomials)[self.index - 1]
        opened = pedersen.open_vinput(self.group, self.seed, self.certificates, vinput)
        voutput = pedersen.create_voutput(
            self.group, self.seed, self.certificates, opened, secrets.token_bytes
        )
        return self._end(start, voutput)

    def finish(self, voutputs: list[str]) -> str:
        start = time.perf_counter()
        read = _read(voutputs, pedersen.Voutput)
        for number, voutput in enumerate(read, 1):
            pedersen.check_voutput(self.group, self.certificates, self.rows, number, voutput)
        parameters = pedersen.compute_threshold_parameters(
            self.certificates, self.polynomials, read
        )
        check_trustees(self.group, [parameters])
        return self._end(start, parameters)


def _read(texts: Sequence[str], wanted: type[T]) -> list[T]:
    return [decode_canonical(text.encode(), wanted, "x", "a message") for text in texts]


class _BrowserTrustee:
    def __init__(self, page: Page) -> None:
        self.seconds = 0.0
        self.page = page

    def _run(self, step: str, given: Any) -> str:
        told = self.page.evaluate(SCRIPT, {"step": step, "given": given})
        self.seconds += float(told["milliseconds"]) / 1000
        return str(told["answer"])

    def certify(self, size: int, threshold: int, index: int) -> str:
        return self._run("certify", {"size": size, "threshold": threshold, "index": index})

    def draw(self, certs: list[str]) -> str:
        return self._run("draw", certs)

    def answer(self, polynomials: list[str]) -> str:
        return self._run("answer", polynomials)

    def finish(self, voutputs: list[str]) -> str:
        return self._run("finish", voutputs)


def _hold(trustees: Sequence[_Trustee], timed: Sequence[_Trustee]) -> None:
    """One ceremony; those who are timed must come to the same valid end."""
    size = len(trustees)
    threshold = size // 2 + 1
    certs = [trustee.certify(size, threshold, i) for i, trustee in enumerate(trustees, 1)]
    polynomials = [trustee.draw(certs) for trustee in trustees]
    voutputs = [trustee.answer(polynomials) for trustee in trustees]
    first, *others = [trustee.finish(voutputs) for trustee in timed]
    if any(other != first for other in others):
        raise AssertionError("the trustees came to different ends")
    check_trustees(get_group("Ed25519"), _read([first], ThresholdParameters))


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
        python = _PythonTrustee()
        slow = _BrowserTrustee(_open_page(browser, address, 4))
        full = _BrowserTrustee(_open_page(browser, address, 1))
        between = [_PythonTrustee() for _ in range(size - 3)]
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
        f"Chromium {version}; {size // 2 + 1} of {size} can decrypt. From the seed to the checked "
        "parameters, reading and checking every message of every trustee; no network."
    )
    return Report("Trustees: one key ceremony", rows, (note,))
