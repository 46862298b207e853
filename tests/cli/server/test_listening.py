"""What `voteapp serve` starts: stalled phones, ended processes, requests that cannot be read."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.players.services.served import Server, open_world
from tests.support.waiting import wait_for
from voteapp.cli.server import listening

pytestmark = pytest.mark.slow

STALLED = 200


@contextlib.contextmanager
def stall(port: int, uuid: str, count: int = STALLED) -> Iterator[list[socket.socket]]:
    """Clients that have begun to send and say nothing more: in their headers, in their bodies."""
    opened = []
    try:
        for number in range(count):
            client = socket.create_connection(("127.0.0.1", port), timeout=10)
            opened.append(client)
            lines = f"POST /api/elections/{uuid}/ballots HTTP/1.1\r\nHost: localhost\r\n"
            if number % 2:
                lines += "Content-Type: application/json\r\nContent-Length: 5000\r\n\r\n{"
            client.sendall(lines.encode())
        yield opened
    finally:
        for client in opened:
            client.close()


def find_processes(parent: int) -> set[int]:
    """The processes that one has started (Linux)."""
    found = set()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = stat.read_text().rpartition(")")[2].split()
            if int(fields[1]) == parent and fields[0] != "Z":
                found.add(int(stat.parent.name))
    return found


def test_stalled_uploads_keep_nobody_from_voting(tmp_path: Path) -> None:
    world = open_world(tmp_path, 20)
    uuid = world.uuids[0]
    with Server(tmp_path) as server, stall(server.port, uuid):
        for member in range(20):
            begun = time.monotonic()
            assert server.cast(uuid, world.ballot(uuid, member, [[0, 1, 0]]))[0] == 200
            assert server.request("GET", "/")[0] == 200
            assert time.monotonic() - begun < 5
    world.context.board.close()
    world.context.roll.close()


def test_a_process_that_ends_is_started_again(tmp_path: Path) -> None:
    with Server(tmp_path) as server:
        before = find_processes(server.process)
        assert len(before) == 2
        os.kill(min(before), signal.SIGKILL)
        wait_for(lambda: len(find_processes(server.process) - before) == 1)
        assert len(find_processes(server.process)) == 2
        assert server.answers()
        assert "-9" in server.log.read_text()


def test_one_signal_ends_all_processes(tmp_path: Path) -> None:
    for number in (signal.SIGINT, signal.SIGTERM):
        with Server(tmp_path) as server:
            started = find_processes(server.process)
            if number is signal.SIGINT:
                os.killpg(server.process, number)  # as Ctrl-C does
            else:
                os.kill(server.process, number)
            assert server.wait(30) == 0
            assert not [one for one in started if Path(f"/proc/{one}").exists()]


def test_no_process_outlives_the_one_that_started_it(tmp_path: Path) -> None:
    with Server(tmp_path) as server:
        started = find_processes(server.process)
        os.kill(server.process, signal.SIGKILL)
        wait_for(lambda: not [one for one in started if is_running(one)])


def is_running(process: int) -> bool:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


def test_a_taken_port_is_a_sentence(tmp_path: Path) -> None:
    with Server(tmp_path) as server:
        second = Server(tmp_path)
        second.port, second.log = server.port, tmp_path / "second.log"
        with pytest.raises(RuntimeError, match="did not start"):
            second.start(waits=False)
        second.kill()
        assert "Traceback" not in second.log.read_text()
        assert "in use" in second.log.read_text()


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"GET /b/CODE%23SECRET-SLIP HTTP/1.1\r\nHo st: a\r\n\r\n", b"400"),
        (b"SECRET-SLIP\r\n\r\n", b"400"),
        (b"POST / HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n", b"413"),
        (b"GET / HTTP/1.1\r\nX: " + b"SECRET-SLIP" * 4000 + b"\r\n\r\n", b"431"),
    ],
)
def test_what_cannot_be_read_is_answered_in_a_sentence(
    served: Server, sent: bytes, status: bytes
) -> None:
    with socket.create_connection(("127.0.0.1", served.port), timeout=10) as client:
        client.sendall(sent)
        answer = b""
        with contextlib.suppress(ConnectionResetError):
            while part := client.recv(65536):
                answer += part
    assert answer.split(b" ")[1] == status, answer
    assert b"SECRET" not in answer
    assert answer.rstrip().endswith(b".")
    assert "SECRET" not in served.log.read_text()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with Server(tmp_path_factory.mktemp("served"), workers=1) as server:
        yield server


def test_a_request_that_does_not_arrive_in_time_is_cut_off() -> None:
    with listening.listen("127.0.0.1", 0) as accepting:
        server = listening._create_server(lambda *_: [], accepting, lambda *_: True)
        with stall(accepting.getsockname()[1], "u" * 14, 4) as clients:
            while len(server.active_channels) < 4 or any(
                one.request is None for one in server.active_channels.values()
            ):
                server.turn()
            now = time.time()
            server.maintenance(now + listening.SILENT_SECONDS - 5)
            assert len(list_open(server)) == 4
            for channel in server.active_channels.values():  # as if it had sent a byte just now
                channel.last_activity = now + listening.SILENT_SECONDS
            server.maintenance(now + listening.SILENT_SECONDS + 5)
            assert len(list_open(server)) == 4
            for channel in server.active_channels.values():
                channel.since -= listening.REQUEST_SECONDS
            server.maintenance(now + listening.SILENT_SECONDS + 5)
            assert list_open(server) == []
            server.turn()
            assert {client.recv(1) for client in clients} == {b""}
        server.task_dispatcher.shutdown()
        server.trigger.close()


def list_open(server: listening._Server) -> list[object]:
    return [one for one in server.active_channels.values() if not one.will_close]


def test_a_process_says_why_it_cannot_start_and_the_server_goes_on(tmp_path: Path) -> None:
    with Server(tmp_path) as server:
        (tmp_path / "keys" / "signing.key").rename(tmp_path / "aside")
        wait_for(lambda: len(find_processes(server.process)) == 2)
        (tmp_path / "keys" / "signing.key").write_text("ab" * 32)
        first, second = sorted(find_processes(server.process))
        os.kill(first, signal.SIGKILL)
        wait_for(lambda: "another signing key" in server.log.read_text())
        assert is_running(second)
        (tmp_path / "aside").replace(tmp_path / "keys" / "signing.key")
        wait_for(lambda: len(find_processes(server.process)) == 2)
        assert server.answers()
