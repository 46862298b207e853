"""What a mirror serves, and the limits that keep a few readers from shutting the others out."""

from __future__ import annotations

import http.client
import json
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tests.players.services.served import free_port
from tests.support.waiting import wait_for
from voteapp.campaign.canonical import encode_canonical
from voteapp.cli.mirror import serving
from voteapp.cli.mirror.state import MirrorState

UUID = "pancr3uEVK5GQ8"
RECORD = bytes(range(256)) * 40
PLACE = f"/elections/{UUID}/{UUID}.bel"
WRITING = b"being written"


class Host:
    """A mirror's folder that is served, with a secret beside it."""

    def __init__(self, folder: Path, port: int) -> None:
        self.port, self.folder = port, folder / "copy"
        (self.folder / UUID).mkdir(parents=True)
        (folder / "secret.json").write_text("secret")
        (self.folder / "secret.json").write_text("secret")
        (self.folder / UUID / "secret.json").write_text("secret")
        self.record = self.folder / UUID / f"{UUID}.bel"
        self.record.write_bytes(RECORD + WRITING)
        self.save()

    def save(self) -> None:
        state = MirrorState(uuid=UUID, fingerprint="f" * 43, size=len(RECORD))
        (self.folder / UUID / "mirror.json").write_bytes(encode_canonical(state))

    def ask(
        self, path: str = PLACE, method: str = "GET", **headers: str
    ) -> tuple[int, http.client.HTTPMessage, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.putrequest(method, path, skip_accept_encoding=True)
            for name, value in headers.items():
                connection.putheader(name, value)
            connection.endheaders()
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            connection.close()

    def connect(self, sent: bytes = b"") -> socket.socket:
        made = socket.create_connection(("127.0.0.1", self.port), timeout=20)
        made.sendall(sent)
        return made

    def answers(self) -> bool:
        try:
            return self.ask()[0] == 200
        except (OSError, http.client.HTTPException):
            return False


@contextmanager
def serve(folder: Path) -> Iterator[Host]:
    host = Host(folder, free_port())
    with serving.serve(("127.0.0.1", host.port), host.folder):
        yield host


@pytest.fixture
def host(tmp_path: Path) -> Iterator[Host]:
    with serve(tmp_path) as made:
        yield made


def is_cut(one: socket.socket) -> bool:
    """Whether the other side has ended a connection on which it said nothing."""
    try:
        return one.recv(1) == b""
    except ConnectionError:
        return True


def test_a_record_and_parts_of_it(host: Host) -> None:
    """As far as it was checked: never what is being written behind that."""
    status, headers, body = host.ask()
    assert (status, body) == (200, RECORD)
    assert headers["Accept-Ranges"] == "bytes" and headers["X-Content-Type-Options"] == "nosniff"
    size = len(RECORD)
    for part, first, last in (("0-0", 0, 0), ("9-", 9, size - 1), ("9-99999", 9, size - 1)):
        status, headers, body = host.ask(Range=f"bytes={part}")
        assert (status, body) == (206, RECORD[first : last + 1])
        assert headers["Content-Range"] == f"bytes {first}-{last}/{size}"
    for part in (f"{size}-", f"{size + 3}-", "5-3"):
        status, headers, body = host.ask(Range=f"bytes={part}")
        assert (status, headers["Content-Range"], body) == (416, f"bytes */{size}", b"")
    for part in ("bytes=-5", "bytes=0-1,4-5", "lines=1-2", "bytes=x-", f"bytes={'9' * 99}-"):
        assert host.ask(Range=part)[::2] == (200, RECORD)


def test_a_head_has_no_body(host: Host) -> None:
    assert host.ask(method="HEAD")[::2] == (200, b"")
    assert host.ask(method="HEAD")[1]["Content-Length"] == str(len(RECORD))
    status, headers, body = host.ask(method="HEAD", Range="bytes=10-19")
    assert (status, headers["Content-Length"], body) == (206, "10", b"")
    heads = f"/api/elections/{UUID}/heads"
    assert json.loads(host.ask(heads)[2]) == {"uuid": UUID, "heads": []}
    assert host.ask(heads, "HEAD")[::2] == (200, b"")
    assert host.ask("/nothing", "HEAD")[::2] == (404, b"")


@pytest.mark.slow
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "BREW"])
def test_nothing_but_reading(host: Host, method: str) -> None:
    assert host.ask(method=method)[0] == 501
    assert host.record.read_bytes() == RECORD + WRITING and host.answers()


@pytest.mark.slow
@pytest.mark.parametrize(
    "path",
    [
        "/../secret.json",
        f"/elections/{UUID}/../../../secret.json",
        f"/elections/{UUID}/..%2f..%2fsecret.json",
        f"/elections/../{UUID}/{UUID}.bel",
        "/elections/../secret.json",
        f"/elections/{UUID}/secret.json",
        f"/elections/{UUID}/mirror.json",
        f"/elections/{UUID}/verified.json",
        f"/elections/{UUID}/{UUID}.bel/",
        f"/elections/{UUID}/",
        "/campaigns/../secret.json",
        "/campaigns/SPRING/secret.json",
        "/campaigns/SPRING/SPRING-setup.zip",
        "/secret.json",
        "//etc/passwd",
        "/",
        "http://127.0.0.1/secret.json",
        f"/elections/{UUID}/{UUID}.bel%00",
    ],
)
def test_no_path_leads_elsewhere(host: Host, path: str) -> None:
    status, _headers, body = host.ask(path)
    assert status == 404 and b"secret" not in body


def test_a_record_that_was_never_checked_is_not_there(host: Host) -> None:
    """The first look is at work: the record is written, and that it was checked is not."""
    (host.folder / UUID / "mirror.json").unlink()
    assert host.ask()[0] == 404 and host.ask(f"/api/elections/{UUID}/heads")[0] == 404
    host.save()
    assert host.ask()[0] == 200


@pytest.mark.slow
@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n\r\n", b"414"),
        (b"GET / HTTP/1.1\r\nX: " + b"a" * 70_000 + b"\r\n\r\n", b"431"),
        (b"GET / HTTP/1.1\r\n" + b"X: a\r\n" * 200 + b"\r\n", b"431"),
        (b"nonsense\r\n\r\n", b"400"),
        (b"GET / HTTP/9.9\r\n\r\n", b"505"),
    ],
)
def test_requests_that_are_none(
    host: Host, sent: bytes, status: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    with host.connect(sent) as one:
        answer = b""
        while b"\r\n" not in answer and (part := one.recv(4096)):
            answer += part
    assert status in answer.partition(b"\r\n")[0] or answer.startswith(b"<!DOCTYPE")
    assert host.answers()
    assert "".join(capfd.readouterr()) == ""  # no log, no traceback, nobody's address


def test_whoever_comes_when_all_places_are_taken_is_sent_away(host: Host) -> None:
    with ExitStack() as stack:
        taken = [stack.enter_context(host.connect()) for _ in range(serving.READERS)]
        wait_for(lambda: not host.answers())
        with host.connect() as late:
            assert is_cut(late)
        taken[0].close()
        wait_for(host.answers)
    wait_for(host.answers)


def test_a_silent_reader_gives_its_place_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "READERS", 1)
    monkeypatch.setattr(serving, "READER_SILENT_SECONDS", 0.5)
    with serve(tmp_path) as host, host.connect(b"GET /") as silent:
        assert is_cut(silent)
        wait_for(host.answers)


@pytest.mark.slow
def test_a_byte_now_and_then_keeps_no_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A request has to arrive whole in the time in which some of it must."""
    monkeypatch.setattr(serving, "READER_SILENT_SECONDS", 2.0)
    with serve(tmp_path) as host, host.connect(b"GET / HTTP/1.1\r\nX: ") as slow:
        wait_for(lambda: not takes(slow), 10)


def takes(one: socket.socket) -> bool:
    """Whether one byte more can be sent."""
    try:
        one.sendall(b"a")
    except ConnectionError:
        return False
    return True


@pytest.mark.slow
def test_whoever_reads_too_slowly_is_cut_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "READER_SECONDS", 1.0)
    with serve(tmp_path) as host:
        size = 64 << 20
        with host.record.open("ab") as file:
            file.truncate(size)
        state = MirrorState(uuid=UUID, fingerprint="f" * 43, size=size)
        (host.folder / UUID / "mirror.json").write_bytes(encode_canonical(state))
        with host.connect(f"GET {PLACE} HTTP/1.1\r\n\r\n".encode()) as slow:
            taken, begun = 0, time.monotonic()
            while part := slow.recv(65536):
                taken += len(part)
                if time.monotonic() < begun + 4:
                    time.sleep(0.02)
        assert taken < size
