"""A mirror appends, refuses what contradicts, signs one end, and goes on after a crash."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable

import pytest
from msgspec.structs import replace

from tests.players.campaign.elections import GROUP, SERVER_KEY
from tests.players.cli.board_server import read_tree
from tests.players.cli.command import assert_sentence, voteapp
from tests.players.cli.mirror_host import Host
from tests.players.cli.signers import MIRROR
from voteapp.campaign.signed import sign
from voteapp.campaign.statements.people import People
from voteapp.campaign.statements.signing import check_statement, decode_statement
from voteapp.campaign.statements.texts import compute_end_text

pytestmark = pytest.mark.slow


def test_it_appends_and_signs_the_first_end(host: Host) -> None:
    election, uuid = host.election, host.election.uuid
    assert "there is no record yet" in host.look()
    host.seal(election, 0, 1, 2)
    host.board.publish(election)
    host.look()
    assert host.record == election.record
    first = len(host.record)
    host.seal(election, 3, 4, 5, 6)
    host.table.close(election)
    host.board.publish(election)
    host.board.asked.clear()
    host.look()
    assert host.record == election.record and host.record[:first] == election.record[:first]
    (asked,) = [one for one in host.board.asked if ".bel" in one]
    assert int(asked.rpartition("=")[2].rstrip("-")) > first - 2048  # not from the beginning
    statement = decode_statement((host.place / f"{uuid}.end.json").read_bytes(), "mirror-end")
    text = compute_end_text(election.context.fingerprint, election.end)
    people = People(GROUP, [], 1, [], [GROUP.decode(host.table.show(MIRROR))])
    check_statement(people, "mirror-end", [text], statement)
    assert statement.signer == MIRROR
    for name in ("manifest.json", "questionnaire.json", "evidence.json"):
        assert (host.place / name).is_file()
    (taken,) = host.board.taken  # the server was given it, and once it publishes it, no more
    made = (host.place / f"{uuid}.end.json").read_bytes()
    assert taken == f"/api/elections/{uuid}/mirror-ends ".encode() + made
    election.replace(mirror_ends=[statement])
    host.board.publish(election)
    host.look()
    assert len(host.board.taken) == 1
    before = read_tree(host.folder)
    host.look()
    assert read_tree(host.folder) == before


def fork_record(host: Host) -> None:
    other = host.open()
    host.seal(other, 0, 1, 3, 4)
    host.board.publish(other)


def cut_record(host: Host) -> None:
    host.board.publish(host.open(), heads=host.election.evidence.heads)


def contradict_head(host: Host) -> None:
    head = host.election.evidence.heads[0]
    second = sign(replace(head, event="0" * 64), SERVER_KEY)
    host.board.publish(host.election, heads=[head, second])


def break_record(host: Host) -> None:
    whole = host.election.record
    host.board.publish(host.election, record=whole + whole[1024:2048])


@pytest.mark.parametrize(
    ("lie", "code", "text"),
    [
        (fork_record, "history-forked", "does not extend the one that is held"),
        (cut_record, "history-forked", "is shorter than it was"),
        (contradict_head, "history-forked", "two heads of batch 1 are signed"),
        (break_record, "archive-duplicate", "the record is broken"),
    ],
)
def test_a_history_that_parts_ways_is_refused_and_kept(
    host: Host, lie: Callable[[Host], None], code: str, text: str
) -> None:
    host.seal(host.election, 0, 1, 2)
    host.board.publish(host.election)
    host.look()
    held = read_tree(host.folder)
    lie(host)
    for _ in range(2):
        said = host.look(expect=1)
        assert f"{code}: election" in said and text in said and "Nothing was changed" in said
    after = read_tree(host.folder)
    uuid = host.election.uuid
    for name, data in held.items():
        assert name == f"{uuid}/mirror.json" or after[name] == data
    proof = {name for name in after if f"{uuid}/refused-1/" in name}
    assert f"{uuid}/refused-1/heads.json" in proof and len(proof) == 3
    host.board.publish(host.election)  # it gives the old history again: what it did stays said
    assert "contradicted itself" in host.look(expect=1)


def test_never_a_second_end(host: Host) -> None:
    """The copy is lost, and the server ends otherwise: the key remembers."""
    host.seal(host.election, 0, 1, 2, 3, 4)
    host.table.close(host.election)
    host.board.publish(host.election)
    host.look()
    (host.folder).rename(host.folder.with_name("lost"))
    other = host.open()
    host.seal(other, 0, 1, 2, 3, 5)
    host.table.close(other)
    host.board.publish(other)
    assert "signs no second one" in host.look(expect=1)
    assert not list(host.folder.rglob("*.end.json"))
    kept = json.loads(host.table.signed(MIRROR).read_bytes())["statements"]
    assert len(kept) == 1


def test_an_end_that_the_server_did_not_sign_is_not_signed(host: Host) -> None:
    host.seal(host.election, 0, 1, 2, 3, 4)
    heads = list(host.election.evidence.heads)
    host.table.close(host.election)
    host.election.replace(heads=heads)
    host.board.publish(host.election)
    assert "no signed final head" in host.look(expect=2)
    assert not list(host.folder.rglob("*.end.json"))
    forged = sign(replace(heads[0], final=True), b"1" * 32)
    host.board.publish(host.election, heads=[*heads, forged])
    assert "signature" in host.look(expect=2)


def test_it_waits_as_long_as_it_is_asked_to(host: Host) -> None:
    """For every file, and when the end that it signed is handed in."""
    host.seal(host.election, 0, 1, 2, 3, 4)
    host.table.close(host.election)
    host.board.publish(host.election)
    host.board.put_off = [(429, "1"), (503, "1"), (503, "soon")]
    began = time.monotonic()
    said = host.look(expect=2)  # the last one asks for nothing that can be read
    assert said.count("it is asked again in 1 second.") == 2 and time.monotonic() - began > 2
    host.board.put_off = [(503, "1")]
    assert "HTTP 503" in host.look()
    assert host.record == host.election.record and len(host.board.taken) == 1


def test_it_goes_on_after_a_crash(host: Host) -> None:
    host.seal(host.election, 0, 1, 2)
    host.board.publish(host.election)
    host.look()
    path = host.place / f"{host.election.uuid}.bel"
    path.write_bytes(host.record + b"half a mem")  # killed while it wrote
    host.seal(host.election, 3, 4, 5)
    host.board.publish(host.election)
    host.look()
    assert host.record == host.election.record
    path.write_bytes(host.record[:-1])
    assert "bring it back from a copy" in host.look(expect=2)


def test_what_to_do_is_said(host: Host) -> None:
    folder = host.folder
    for address, said in (
        (f"{host.board.address}/campaigns/OTHER", "There is no such campaign"),
        (f"{host.board.address}/nothing", "must look like"),
        (f"{host.board.campaign}#2BF2M998QC", "slip's code"),
        ("http://vote.example.org/campaigns/X", "must begin with https"),
        ("http://127.0.0.1:1/campaigns/SPRING", "cannot be fetched"),
    ):
        done = voteapp("mirror", address, folder, "--once", expect=2)
        assert_sentence(done)
        assert said in done.stderr and "2BF2M" not in done.stderr
    host.board.publish(host.election)
    host.board.busy = True
    assert "cannot be fetched" in host.look(expect=2)
    host.board.busy = False
    host.look()
    host.board.busy = True
    assert "busy just now" in host.look(expect=2)
    done = voteapp("mirror", host.board.campaign, folder, "--serve", "99999", expect=2)
    assert "PORT" in done.stderr


def test_a_key_that_the_set_up_does_not_name(host: Host) -> None:
    other = host.table.path / "other.json"
    made = ("mirror", "key", other, "--name", "Other", *host.table.passphrase)
    shown = voteapp(*made).stdout
    assert "Give this to the committee" in shown
    public = json.loads((host.table.path / "other.json.public.json").read_bytes())
    assert public["name"] == "Other" and len(public["key"]) == 64
    assert other.stat().st_mode & 0o77 == 0
    own = ("--once", "--key", other, *host.table.passphrase)
    done = voteapp("mirror", host.board.campaign, host.folder, *own, expect=2)
    assert "not one of the mirrors" in done.stderr


def find_free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def get(address: str, part: str | None = None) -> tuple[int, bytes]:
    request = urllib.request.Request(address, headers={"Range": part} if part else {})
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, b""


def test_it_serves_what_it_holds_and_nothing_else(host: Host) -> None:
    host.seal(host.election, 0, 1, 2, 3, 4)
    host.table.close(host.election)
    host.board.publish(host.election)
    port, uuid = find_free_port(), host.election.uuid
    base = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "voteapp", "mirror", host.board.campaign, str(host.folder)]
    command += ["--serve", str(port), *map(str, host.key)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        try:
            end = time.monotonic() + 120
            while not (host.place / f"{uuid}.end.json").exists():
                assert time.monotonic() < end and process.poll() is None
                time.sleep(0.2)
            record = f"{base}/elections/{uuid}/{uuid}.bel"
            assert get(record) == (200, host.election.record)
            assert get(record, "bytes=1000-") == (206, host.election.record[1000:])
            assert get(record, "bytes=99999999-")[0] == 416
            assert get(f"{base}/api/elections/{uuid}/heads")[0] == 200
            assert get(f"{base}/campaigns/SPRING/SPRING-setup.zip")[0] == 200
            for name in (
                "manifest.json",
                "questionnaire.json",
                "evidence.json",
                f"{uuid}.end.json",
            ):
                status, body = get(f"{base}/elections/{uuid}/{name}")
                assert status == 200 and json.loads(body)
            for path in (
                f"elections/{uuid}/mirror.json",
                f"elections/{uuid}/../.lock",
                f"elections/{uuid}/..%2f.lock",
                ".lock",
                "",
            ):
                assert get(f"{base}/{path}")[0] == 404, path
            own = ("mirror", host.board.campaign, host.folder, "--once")
            assert "Another mirror is at work" in voteapp(*own, expect=2).stderr
            copy = host.table.path / "second"
            voteapp("mirror", f"{base}/campaigns/SPRING", copy, "--once")  # a mirror of a mirror
            made = copy / uuid / f"{uuid}.bel"
            assert made.read_bytes() == host.election.record
        finally:
            process.terminate()
            shown = process.stdout.read() if process.stdout else b""
    assert b"Traceback" not in shown and b"127.0.0.1 -" not in shown
