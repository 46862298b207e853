"""From the scan to the receipt on a slow network and a slow phone (DESIGN, "Edges").

"Slow 3G" is what browsers' tools call 400 kbit/s with 2 seconds for each round trip. The server
stands behind HTTP/2 with TLS, as in production.
"""

from __future__ import annotations

import base64
import hashlib
import ipaddress
import subprocess
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from playwright.sync_api import Browser

from tests.players.browser.people import Member, People
from tests.players.browser.site import Site
from tests.support.browser import CHROMIUM_ARGUMENTS

TITLE = "Do you authorize a strike?"
SURVEY = "Safe staffing shift survey"
LIMIT = 15.0
SLOW_3G = {
    "offline": False,
    "latency": 2000,
    "downloadThroughput": 50_000,
    "uploadThroughput": 50_000,
}


def write_certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for 127.0.0.1 that is good for an hour."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    address = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(address, critical=False)
        .sign(key, hashes.SHA256())
    )
    certificate, private = folder / "cert.pem", folder / "key.pem"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return certificate, private


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    return write_certificate(tmp_path)


@pytest.fixture
def slow_people(
    browser: Browser, chromium: Path, site: Site, certificate: tuple[Path, Path], tmp_path: Path
) -> Iterator[People]:
    """People whose browser trusts the proxy's certificate (and so keeps files as usual)."""
    read = x509.load_pem_x509_certificate(certificate[0].read_bytes())
    public = read.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    pin = base64.b64encode(hashlib.sha256(public).digest()).decode()
    trust = f"--ignore-certificate-errors-spki-list={pin}"
    launched = browser.browser_type.launch(
        executable_path=str(chromium), args=[*CHROMIUM_ARGUMENTS, trust]
    )
    crowd = People(launched, site, tmp_path / "slow")
    yield crowd
    crowd.leave()
    launched.close()


@pytest.fixture
def proxy(node: Path, site: Site, certificate: tuple[Path, Path]) -> Iterator[str]:
    """The address of an HTTP/2 proxy in front of the site."""
    program = Path(__file__).parent / "http2-proxy.mjs"
    port = site.address.rsplit(":", 1)[1]
    running = subprocess.Popen(
        [node, program, *certificate, port], stdout=subprocess.PIPE, text=True
    )
    assert running.stdout is not None
    yield f"https://127.0.0.1:{running.stdout.readline().strip()}"
    running.terminate()
    running.wait(timeout=10)
    running.stdout.close()


def on_a_slow_phone(people: People) -> Member:
    member = people.member()
    session = member.context.new_cdp_session(member.page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW_3G)
    session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    return member


def go_to_receipts(people: People, address: str) -> dict[str, float]:
    """Seconds from the scan to the receipt, of a vote and of the survey by itself."""
    phone = on_a_slow_phone(people)
    started = time.monotonic()
    phone.page.goto(address, wait_until="commit")
    phone.page.locator("section.card").first.wait_for(timeout=60_000)
    loaded = time.monotonic() - started
    phone.vote(TITLE, "Yes")
    started = time.monotonic()
    phone.send()
    phone.tracker(60_000)
    vote = time.monotonic() - started

    phone.press("Go on with this slip")
    phone.start(SURVEY)
    while "Check" not in phone.page.locator("h1").inner_text():
        phone.page.locator('input[name="answer"]').first.check()
        phone.press("Continue")
    started = time.monotonic()
    phone.send("answers")
    phone.tracker(60_000)
    survey = time.monotonic() - started
    print(f"{loaded:.1f} s to load, {vote:.1f} s to send a vote, {survey:.1f} s a survey")
    phone.context.close()
    return {"vote": loaded + vote, "survey": loaded + survey}


@pytest.mark.alone
def test_from_scan_to_receipt_within_15_seconds(
    people: People, slow_people: People, site: Site, proxy: str
) -> None:
    """Once in three tries: what else runs here can only make a phone slower than it is."""
    committee = people.committee()
    committee.set_up()
    committee.draft("A vote and a ready-made survey", TITLE, slips=20, roster=20, limit="4")
    committee.lock()
    committee.make_key()
    slips = committee.make_slips()
    committee.open_vote()

    tries: list[dict[str, float]] = []
    for slip in slips[:3]:
        tries.append(go_to_receipts(slow_people, slip.address.replace(site.address, proxy)))
        if max(tries[-1].values()) < LIMIT:
            return
    raise AssertionError(tries)
