"""``voteapp slips check``: of files and of an address, what a slip cast; nothing of the slip leaves
the machine."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import qrcode
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.players.cli.command import assert_sentence, voteapp
from tests.players.services.cast_slips import (
    CAST,
    SECOND,
    SLIPS,
    UNUSED,
    VOID,
    cast_some,
    list_sealed,
    read_sealed_words,
    write_files,
)
from tests.players.services.world import ADA, VOTE, World, create_draft, create_settings
from voteapp.app import create_app
from voteapp.campaign.slips.pins import read_slip_code
from voteapp.campaign.words import compute_words
from voteapp.services.setup.fixing import withdraw_campaign

pytestmark = pytest.mark.slow


class Wire:
    """What reached the server."""

    def __init__(self) -> None:
        self.paths: list[str] = []

    def create_handler(self) -> type[WSGIRequestHandler]:
        paths = self.paths

        class Handler(WSGIRequestHandler):
            def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
                paths.append(f"{self.command} {self.path} {self.headers}")

        return Handler


@contextmanager
def serve(app: Callable[..., Any], wire: Wire) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=wire.create_handler())
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return cast_some(tmp_path_factory.mktemp("world"), VOTE, SECOND)


def check(sources: Sequence[str | Path], code: str, *more: str | Path, expect: int = 0) -> str:
    done = voteapp("slips", "check", *sources, *more, text=code + "\n", expect=expect)
    token = read_slip_code(code).token
    assert token not in done.stdout + done.stderr
    return done.stdout


def test_what_slips_cast(world: World, tmp_path: Path) -> None:
    """Sealed with its batch, tracker and four words; waiting, which looks as not cast; voided;
    never used; a stray; the same by bundles alone, with the set-up, and by the address."""
    setup, bundles = write_files(world, tmp_path)
    first, second = world.uuids
    sealed = list_sealed(world)
    named = {member: world.credential(first, member) for member in range(CAST)}
    used = next(member for member in named if named[member] in sealed)
    waits = next(member for member in named if named[member] not in sealed)
    tracker = sealed[named[used]]
    codes = world.slip_codes
    wire = Wire()
    with serve(create_app(world.settings, world.context), wire) as address:
        place = f"{address}/campaigns/{world.code}"
        for sources in ([*bundles], [bundles[1], setup, bundles[0]], [place], [place + "/"]):
            said = check(sources, codes[used])
            assert "The pin fits: the slip is for the unit ICU" in said
            cast = f"it cast the ballot {tracker} ({compute_words(tracker)}), sealed in batch 1."
            assert f"Strike vote ({first}): {cast}" in said
            words = read_sealed_words(world.context, tracker)
            assert f"the phone had sealed it with these sixteen words: {words}." in said
            nothing = "it has cast nothing as far as batch"
            assert f"Fund ({second}): {nothing} 0" in said
        for member in (waits, UNUSED):
            assert f"({first}): {nothing} 1" in check([place], codes[member])
        said = check([place], codes[VOID])
        assert said.count("it was made void.") == 2 and "it has cast" not in said
        assert check([place], world.create_stray()).count("NOT on the list") == 2
    assert wire.paths
    for code in codes:
        assert not any(code[:25] in line or code[25:] in line.split()[1] for line in wire.paths)
    for uuid in world.uuids:
        assert not any(world.credential(uuid, used) in line for line in wire.paths)


def test_with_some_bundles_and_with_none(world: World, tmp_path: Path) -> None:
    setup, bundles = write_files(world, tmp_path)
    code = world.slip_codes[UNUSED]
    assert check([setup], code).count("the slip is on the list") == 2
    said = check([setup, bundles[0]], code)
    assert said.count("on the list") == 1 and said.count("has cast nothing") == 1
    done = voteapp("slips", "check", bundles[0], text=code, expect=2)
    assert_sentence(done)
    assert world.uuids[1] in done.stderr
    other = World(create_settings(tmp_path / "other"), seed="other")
    other.open(create_draft(slips=SLIPS))
    _setup, foreign = write_files(other, tmp_path / "other")
    done = voteapp("slips", "check", setup, *foreign, text=code, expect=1)
    assert "not of this set-up" in done.stderr


def test_a_bundle_that_does_not_verify_is_told_first(world: World, tmp_path: Path) -> None:
    """A sealed ballot is dropped from the slip's bundle by a byte: the answer says so."""
    setup, bundles = write_files(world, tmp_path)
    body = bundles[0].read_bytes()
    place = body.index(b'"signature":{"hash":"') + 30
    changed = body[:place] + (b"A" if body[place : place + 1] != b"A" else b"B") + body[place + 1 :]
    bundles[0].write_bytes(changed)
    said = check([setup, *bundles], world.slip_codes[UNUSED], expect=1)
    assert f"{world.uuids[0]} does NOT verify" in said.splitlines()[0]
    assert "archive-hash" in said.splitlines()[0]
    assert world.uuids[1] + " does NOT" not in said


def test_a_picture(world: World, tmp_path: Path) -> None:
    setup, _bundles = write_files(world, tmp_path)
    code = world.slip_codes[0]
    for name, text in (("slip", f"https://v.example/b/{world.code}#{code}"), ("poster", "HELLO")):
        image = qrcode.make(text)
        image.save(tmp_path / f"{name}.png")
    done = voteapp("slips", "check", setup, "--picture", tmp_path / "slip.png")
    assert "The pin fits" in done.stdout and code[:25] not in done.stdout
    for wrong in (tmp_path / "poster.png", setup):
        done = voteapp("slips", "check", setup, "--picture", wrong, expect=2)
        assert_sentence(done)
        assert wrong.name in done.stderr
    both = ["--picture", tmp_path / "slip.png", "--file", tmp_path / "slip.png"]
    assert_sentence(voteapp("slips", "check", setup, *both, expect=2))


def test_a_code_is_never_an_argument(world: World, tmp_path: Path) -> None:
    """Neither bare nor in an address; what was given is not repeated."""
    code = world.slip_codes[0]
    wire = Wire()
    with serve(create_app(world.settings, world.context), wire) as address:
        for given in (
            code,
            f"{address}/b/{world.code}#{code}",
            f"{address}/b/{world.code}%23{code}",
        ):
            done = voteapp("slips", "check", given, text=code, expect=2)
            assert_sentence(done)
            assert code not in done.stdout + done.stderr
    assert wire.paths == []


def test_only_a_campaigns_address(world: World) -> None:
    code = world.slip_codes[0]
    wire = Wire()
    with serve(create_app(world.settings, world.context), wire) as address:
        for wrong in (
            "http://vote.example.org/campaigns/K7QM2X",
            "ftp://127.0.0.1/campaigns/K7QM2X",
            f"{address}/elsewhere",
            f"{address}/campaigns/NONE99",
            "http://127.0.0.1:1/campaigns/K7QM2X",
        ):
            assert_sentence(voteapp("slips", "check", wrong, text=code, expect=2))


def test_no_other_server_is_followed_to(world: World) -> None:
    """A redirection to another host is not followed."""
    wire, reached = Wire(), Wire()

    def lead(environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
        start("302 Found", [("Location", f"{other}{environ['PATH_INFO']}")])
        return [b""]

    with (
        serve(create_app(world.settings, world.context), reached) as other,
        serve(lead, wire) as address,
    ):
        place = f"{address}/campaigns/{world.code}"
        done = voteapp("slips", "check", place, text=world.slip_codes[0], expect=2)
        assert_sentence(done)
    assert wire.paths and reached.paths == []


def test_a_withdrawn_campaigns_slip(tmp_path: Path) -> None:
    world = World(create_settings(tmp_path / "world"))
    world.submit(create_draft(slips=SLIPS))
    world.make_key()
    world.make_slips()
    world.fix()
    code = world.slip_codes[0]
    withdraw_campaign(world.context, ADA, world.code, "A wrong date.", seen=world.standing)
    with serve(create_app(world.settings, world.context), Wire()) as address:
        said = check([f"{address}/campaigns/{world.code}"], code)
    assert "the campaign was withdrawn: the slip can be exchanged" in said
    assert "The pin fits" in said


def test_once_voting_has_ended(tmp_path: Path) -> None:
    world = World(create_settings(tmp_path / "world"))
    world.open(create_draft(slips=SLIPS))
    receipt = json.loads(world.cast(world.uuids[0], 0, [[1, 0, 0]]))
    world.close()
    world.tick()
    _setup, bundles = write_files(world, tmp_path)
    said = check(bundles, world.slip_codes[0])
    assert f"it cast the ballot {receipt['tracker']}" in said and "sealed in batch 1." in said
    assert "it cast nothing, and voting has ended." in check(bundles, world.slip_codes[1])
