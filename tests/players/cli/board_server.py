"""A server that gives a played campaign's public files, and lies if a test wants it to."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import msgspec

from tests.players.cli.signers import Table
from voteapp.campaign.board.signing import Head
from voteapp.campaign.canonical import encode_canonical
from voteapp.campaign.playing.election import PlayedElection


class Board:
    """What is given for each path; ``asked`` are the requests, with the part that was asked for;
    ``put_off`` what is answered before that: a status and how long to wait, in any form."""

    def __init__(self, address: str) -> None:
        self.address, self.files, self.asked = address, dict[str, bytes](), list[str]()
        self.busy, self.taken = False, list[bytes]()
        self.put_off = list[tuple[int, str]]()

    @property
    def campaign(self) -> str:
        return f"{self.address}/campaigns/SPRING"

    def fix(self, table: Table, election: PlayedElection) -> None:
        name = "/campaigns/SPRING/SPRING-setup.zip"
        self.files[name] = table.pack(election).read_bytes()

    def publish(
        self,
        election: PlayedElection,
        *,
        record: bytes | None = None,
        heads: list[Head] | None = None,
    ) -> None:
        uuid = election.uuid
        place = f"/elections/{uuid}"
        texts = [encode_canonical(head).decode() for head in heads or election.evidence.heads]
        self.files[f"{place}/{uuid}.bel"] = record or election.record
        self.files[f"{place}/evidence.json"] = election.papers.evidence or b""
        answer = {"uuid": uuid, "heads": texts}
        self.files[f"/api/elections/{uuid}/heads"] = msgspec.json.encode(answer)


@contextmanager
def serve_board() -> Iterator[Board]:
    class Handler(BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            pass

        def puts_off(self) -> bool:
            if not board.put_off:
                return False
            status, wait = board.put_off.pop(0)
            self.send_response(status)
            self.send_header("Retry-After", wait)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return True

        def do_GET(self) -> None:
            wanted = self.headers.get("Range", "")
            board.asked.append(f"{self.path} {wanted}".strip())
            if self.puts_off():
                return
            data, begin = board.files.get(self.path), 0
            status, more = 200, {}
            if board.busy:
                status, data = 503, b""
            elif data is None:
                status, data = 404, b""
            elif wanted:
                begin = int(wanted.removeprefix("bytes=").rstrip("-"))
                status = 206 if begin < len(data) else 416
                end, size = len(data) - 1, len(data)
                more["Content-Range"] = f"bytes {begin}-{end}/{size}"
            self.send_response(status)
            for name, value in more.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(data[begin:])))
            self.end_headers()
            self.wfile.write(data[begin:])

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if self.puts_off():
                return
            board.taken.append(self.path.encode() + b" " + body)
            self.send_response(200)
            self.end_headers()

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    board = Board(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield board
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def read_tree(folder: Path) -> dict[str, bytes]:
    """Every file, by its place."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}
