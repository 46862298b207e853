"""Serving what a mirror holds, for reading only: a few files, no log, limits on everything."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socket import SHUT_RDWR, socket
from typing import Any

import msgspec

from voteapp.campaign.canonical import encode_canonical
from voteapp.cli import Failure
from voteapp.cli.mirror.state import MirrorState
from voteapp.cli.texts import gettext as _

READERS = 64
"""At one time; whoever comes then is sent away."""

READER_SILENT_SECONDS = 20.0
"""Without a byte taken or given; also how long a request may take to arrive whole, since whoever
sends a byte now and then would keep a place for ever."""

READER_SECONDS = 3600.0
"""For all of an answer."""

_SENT_AT_ONCE = 64 * 1024
_UUID = r"(?P<uuid>[1-9A-HJ-NP-Za-km-z]{14,64})"
_FILE = re.compile(rf"/elections/{_UUID}/(?P<name>[0-9A-Za-z.]{{1,80}})\Z")
_HEADS = re.compile(rf"/api/elections/{_UUID}/heads\Z")
_SETUP = re.compile(r"/campaigns/(?P<code>[0-9A-Za-z]{1,40})/(?P<name>[0-9A-Za-z-]{1,60}\.zip)\Z")
_RANGE = re.compile(r"bytes=(?P<begin>\d{1,15})-(?P<end>\d{0,15})\Z")
_JSON, _OCTETS, _ZIP = "application/json", "application/octet-stream", "application/zip"


def read_place(text: str) -> tuple[str, int]:
    """HOST:PORT, or PORT of this machine alone; raises Failure."""
    host, _colon, port = text.rpartition(":")
    if not port.isascii() or not port.isdigit() or not 0 < int(port) < 65536:
        raise Failure(_("--serve takes PORT, or HOST:PORT to be reached from other machines."))
    return host.strip("[]") or "127.0.0.1", int(port)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, place: tuple[str, int], folder: Path) -> None:
        self.folder = folder
        self._free = threading.BoundedSemaphore(READERS)
        self._until: dict[object, float] = {}
        super().__init__(place, _Handler)

    def process_request(self, request: socket | tuple[bytes, socket], client_address: Any) -> None:
        if self._free.acquire(blocking=False):
            self.allow(request, READER_SILENT_SECONDS)
            super().process_request(request, client_address)
        else:
            self.shutdown_request(request)

    def process_request_thread(
        self, request: socket | tuple[bytes, socket], client_address: Any
    ) -> None:
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._until.pop(request, None)
            self._free.release()

    def allow(self, request: object, seconds: float) -> None:
        """Cut a connection off when it lasts longer than that from now on."""
        self._until[request] = time.monotonic() + seconds

    def service_actions(self) -> None:
        """Twice a second."""
        now = time.monotonic()
        for request, until in list(self._until.items()):
            if until < now and isinstance(request, socket):
                with suppress(OSError):
                    request.shutdown(SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Whoever goes away in the middle is no error, and nobody's address is printed."""


class _Handler(BaseHTTPRequestHandler):
    server_version, sys_version = "voteapp-mirror", ""

    def setup(self) -> None:
        """Before a request is read."""
        super().setup()
        self.connection.settimeout(READER_SILENT_SECONDS)

    def log_message(self, format: str, *args: object) -> None:
        """There is no access log."""

    def do_GET(self) -> None:
        self._answer(body=True)

    def do_HEAD(self) -> None:
        self._answer(body=False)

    def _answer(self, *, body: bool) -> None:
        server: Any = self.server
        server.allow(self.request, READER_SECONDS)
        path = self.path.partition("?")[0]
        if heads := _HEADS.match(path):
            data = self._read_heads(heads["uuid"])
            if data is not None:
                self._head(HTTPStatus.OK, _JSON, len(data), {})
                if body:
                    self.wfile.write(data)
                return
        elif found := self._find(path):
            self._send(*found, body=body)
            return
        self.send_error(HTTPStatus.NOT_FOUND)

    def _find(self, path: str) -> tuple[Path, str] | None:
        """A file that may be given, and what it is."""
        server: Any = self.server
        folder: Path = server.folder
        if found := _FILE.match(path):
            uuid, name = found["uuid"], found["name"]
            kinds = {
                f"{uuid}.bel": _OCTETS,
                f"{uuid}.end.json": _JSON,
                "manifest.json": _JSON,
                "questionnaire.json": _JSON,
                "evidence.json": _JSON,
            }
            kind, place = kinds.get(name), folder / uuid / name
            checked = name != f"{uuid}.bel" or place.with_name("mirror.json").is_file()
            return (place, kind) if kind is not None and checked and place.is_file() else None
        found = _SETUP.match(path)
        if found and found["name"] == f"{found['code']}-setup.zip":
            place = folder / found["name"]
            return (place, _ZIP) if place.is_file() else None
        return None

    def _read_heads(self, uuid: str) -> bytes | None:
        server: Any = self.server
        path: Path = server.folder / uuid / "mirror.json"
        if not path.is_file():
            return None
        heads = msgspec.json.decode(path.read_bytes(), type=MirrorState).heads
        texts = [encode_canonical(head).decode() for head in heads]
        return msgspec.json.encode({"uuid": uuid, "heads": texts})

    def _send(self, path: Path, kind: str, *, body: bool) -> None:
        with path.open("rb") as file:
            size = self._measure(path, file.seek(0, 2))
            begin, end = 0, size
            asked = _RANGE.match(self.headers.get("Range") or "")
            if asked is not None:
                begin = int(asked["begin"])
                end = min(int(asked["end"] or size) + 1, size)
                if begin >= end:
                    more = {"Content-Range": f"bytes */{size}"}
                    self._head(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, kind, 0, more)
                    return
            more = {"Accept-Ranges": "bytes"}
            status = HTTPStatus.OK
            if asked is not None:
                status = HTTPStatus.PARTIAL_CONTENT
                more["Content-Range"] = f"bytes {begin}-{end - 1}/{size}"
            self._head(status, kind, end - begin, more)
            file.seek(begin)
            left = end - begin
            while body and left > 0 and (block := file.read(min(left, _SENT_AT_ONCE))):
                self.wfile.write(block)
                left -= len(block)

    def _measure(self, path: Path, size: int) -> int:
        """How much of a file is given: of a record what was checked, not what is being written."""
        if path.suffix != ".bel":
            return size
        state = path.with_name("mirror.json")
        return min(size, msgspec.json.decode(state.read_bytes(), type=MirrorState).size)

    def _head(self, status: HTTPStatus, kind: str, size: int, more: Mapping[str, str]) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(size))
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cache-Control", "no-cache")
        for name, value in more.items():
            self.send_header(name, value)
        self.end_headers()


@contextmanager
def serve(place: tuple[str, int] | None, folder: Path) -> Iterator[None]:
    """Serve a folder while the block runs; not at all without a place. Raises OSError."""
    if place is None:
        yield
        return
    server = _Server(place, folder)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
