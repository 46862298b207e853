"""The booth that a real server gives is compared with what was pinned, and what somebody between
changes is told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.players.cli.command import assert_sentence, voteapp
from tests.players.cli.liar import Liar, lie_about
from tests.players.services.served import Server
from tests.players.services.world import World, create_draft, create_settings
from voteapp.campaign.canonical import decode_strict, encode_canonical
from voteapp.campaign.setup.amendments import (
    Amendment,
    Change,
    check_amendments,
    create_amendment,
)
from voteapp.cli.booth.page import read_page
from voteapp.cli.booth.pinned import read_pinned
from voteapp.protocol.encoding import hash_hex
from voteapp.services.counting import disclosure
from voteapp.services.results import files, publishing
from voteapp.web.frame.booth_files import read_fixed_files
from voteapp.web.frame.headers import CONTENT_SECURITY_POLICY

MAIN = "/static/lean/booth/main.js"
REST_LIST = b'id="booth-rest">['

pytestmark = pytest.mark.slow


class Stage:
    """A campaign in which people vote, on a real server; its files as somebody kept them."""

    def __init__(self, world: World, server: Server, liar: Liar, folder: Path) -> None:
        self.world, self.server, self.liar = world, server, liar
        self.setup, self.bundle = folder / f"{world.code}-setup.zip", folder / "bundle.zip"
        self.setup.write_bytes(files.write_setup(world.context, world.code).path.read_bytes())
        self.bundle.write_bytes(publishing.get_bundle(world.context, world.uuids[0]))

    @property
    def page(self) -> str:
        return f"/b/{self.world.code}"

    def check(self, expect: int, file: Path | None = None, code: str = "") -> str:
        address = f"{self.liar.address}/campaigns/{code or self.world.code}"
        done = voteapp("booth", "check", address, file or self.setup, expect=expect)
        return " ".join((done.stdout + done.stderr).split())

    def write_into_page(self, text: bytes, before: bytes = b"</body>") -> str:
        self.liar.changes[self.page] = lambda body: body.replace(before, text + before)
        return self.check(expect=1)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    folder, now = tmp_path_factory.mktemp("server"), datetime.now(UTC)
    world = World(create_settings(folder))
    world.booth = read_fixed_files()
    world.clock.now = now - timedelta(hours=1, minutes=1)
    world.open(create_draft(opening=now - timedelta(hours=1), closing=now + timedelta(hours=24)))
    with Server(folder) as server, lie_about(server.port) as liar:
        yield Stage(world, server, liar, folder)
    world.context.board.close()
    world.context.roll.close()


@pytest.fixture
def stage(served: Stage) -> Iterator[Stage]:
    yield served
    for told in (served.liar.changes, served.liar.missing, served.liar.without):
        told.clear()


def test_an_honest_servers_booth_is_the_one_that_was_pinned(stage: Stage) -> None:
    count = len(stage.world.booth)
    for file in (stage.setup, stage.bundle):
        said = stage.check(0, file)
        assert f"Files that are what was pinned: {count} of {count}." in said
        assert "SAME: the page loads the pinned scripts and no others." in said
    assert all("Android" in agent for agent in stage.liar.agents)


def test_a_file_that_differs(stage: Stage) -> None:
    stage.liar.changes[stage.page + MAIN] = lambda body: body + b"\nsteal();\n"
    said = stage.check(expect=1)
    assert f"{MAIN} is another file:" in said and "DIFFERENT: do not vote there" in said
    count = len(stage.world.booth)
    assert f"{count - 1} of {count}." in said


def test_a_file_that_is_not_there(stage: Stage) -> None:
    stage.liar.missing.add(stage.page + MAIN)
    assert f"{MAIN} is not served there." in stage.check(expect=1)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b'<script src="/static/js/more.js"></script>', "not pinned: /static/js/more.js"),
        (b'<script src="//evil.example/a.js"></script>', "not pinned: //evil.example/a.js"),
        (b'<link rel="modulepreload" href="/static/x.js">', "not pinned: /static/x.js"),
        (b"<script>steal()</script>", "A script is written into the page itself."),
        (b'<script type="importmap">{}</script>', "A script is written into the page itself."),
        (b'<p onclick="steal()">', "The page has a script within an element: p."),
        (b'<a href="javascript:steal()">', "The page has a script within an element: a."),
        (b'<iframe src="/static/x.html"></iframe>', "brings others in: iframe."),
        (b'<base href="https://evil.example/">', "brings others in: base."),
        (b'<meta http-equiv="refresh" content="0; url=/x">', "go or behave otherwise"),
        (b"<!-- <script src='/x.js'> -->", "The page hides a script"),
    ],
)
def test_a_script_too_many(stage: Stage, text: bytes, said: str) -> None:
    assert said in stage.write_into_page(text)


def test_a_script_that_is_loaded_later(stage: Stage) -> None:
    stage.liar.changes[stage.page] = lambda body: body.replace(
        REST_LIST, REST_LIST + b'"/static/js/later.js", '
    )
    assert "not pinned: /static/js/later.js" in stage.check(expect=1)


def test_a_page_without_its_policy(stage: Stage) -> None:
    stage.liar.without.add("content-security-policy")
    assert "without the policy that keeps other scripts out" in stage.check(expect=1)


def test_a_page_that_is_no_booth(stage: Stage) -> None:
    stage.liar.changes[stage.page] = lambda _: b"<!doctype html><title>Vote</title><p>Hello"
    assert "What stands at this address is not a booth." in stage.check(expect=1)
    stage.liar.missing.add(stage.page)
    assert "There is no booth at this address" in stage.check(expect=1)


def test_another_campaigns_page(stage: Stage) -> None:
    """The right scripts, for people who were shown another set-up."""
    other = World(create_settings(stage.setup.parent / "other"), seed="other")
    other.booth = stage.world.booth
    other.open(create_draft())
    file = stage.setup.parent / "other-setup.zip"
    file.write_bytes(files.write_setup(other.context, other.code).path.read_bytes())
    said = stage.check(1, file)
    assert "not signed by the server that was fixed" in said


def test_amendments_that_nobody_signed(stage: Stage) -> None:
    path = f"/campaigns/{stage.world.code}/amendments.json"
    stage.liar.changes[path] = lambda _: b'[{"type":"voteapp-amendment"}]'
    assert "amendments are not in order" in stage.check(expect=1)
    stage.liar.missing.add(path)
    assert "SAME" in stage.check(expect=0)


def test_a_file_that_the_server_alone_calls_mended(stage: Stage) -> None:
    """Its amendment is in order and signed by the server, and by no trustee."""
    world, evil = stage.world, b"steal();\n"
    told = disclosure.get_amendments(world.context, world.code)
    chain = decode_strict(told, list[Amendment], "amendment-encoding", "the amendments")
    ((manifest, fingerprint),) = read_pinned(stage.setup).elections
    held = check_amendments(chain, manifest, fingerprint)
    change = Change("booth", hash_hex(evil), "A hole.", path=MAIN, signed=[])
    at = world.clock.now.replace(microsecond=0).isoformat()
    made = world.context.signer.sign(create_amendment(chain, held, [fingerprint], change, at))
    path = f"/campaigns/{world.code}/amendments.json"
    stage.liar.changes[path] = lambda _: encode_canonical([*chain, made])
    stage.liar.changes[stage.page + MAIN] = lambda _: evil
    said = stage.check(expect=1)
    assert "(booth-missing)" in said and f"{MAIN} is another file:" in said


def test_what_cannot_be_looked_at(stage: Stage, tmp_path: Path) -> None:
    address = f"{stage.liar.address}/campaigns/{stage.world.code}"
    broken = tmp_path / "broken.zip"
    broken.write_bytes(stage.setup.read_bytes()[:-100])
    assert_sentence(voteapp("booth", "check", address, broken, expect=2))
    nowhere = f"http://127.0.0.1:1/campaigns/{stage.world.code}"
    assert_sentence(voteapp("booth", "check", nowhere, stage.setup, expect=2))
    with_code = f"{stage.liar.address}/b/{stage.world.code}#2BF2M998QC"
    done = voteapp("booth", "check", with_code, stage.setup, expect=2)
    assert "2BF2M998QC" not in done.stdout + done.stderr


@pytest.mark.parametrize(
    "policy",
    [
        CONTENT_SECURITY_POLICY.replace("script-src 'self'", "script-src 'self' 'unsafe-inline'"),
        CONTENT_SECURITY_POLICY.replace("script-src 'self'", "script-src 'self' https://x.example"),
        CONTENT_SECURITY_POLICY + "; script-src-elem *",
        CONTENT_SECURITY_POLICY.replace("default-src 'none'", "default-src *"),
        "script-src *; " + CONTENT_SECURITY_POLICY,
    ],
)
def test_a_policy_that_lets_other_scripts_in(policy: str) -> None:
    page = '<div id="booth"></div>'
    assert read_page(page, [CONTENT_SECURITY_POLICY]).faults == ()
    assert read_page(page, [policy, CONTENT_SECURITY_POLICY]).faults == ()  # each of them holds
    assert len(read_page(page, [policy]).faults) == 1
