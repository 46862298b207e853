"""A server between somebody and a real one, that tells of what it passes on something else."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Change = Callable[[bytes], bytes]


class Liar:
    """``changes``: what becomes of a path's body; ``missing``: paths that it does not have;
    ``without``: headers that it leaves out; ``agents``: who asked."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.changes = dict[str, Change]()
        self.missing = set[str]()
        self.without = set[str]()
        self.agents = set[str]()

    def answer(self, port: int, path: str) -> tuple[int, list[tuple[str, str]], bytes]:
        """What it says of a path, with what the real server at ``port`` says."""
        if path in self.missing:
            return 404, [], b""
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        try:
            connection.request("GET", path)
            response = connection.getresponse()
            body = response.read()
        finally:
            connection.close()
        left_out = {"content-length", "transfer-encoding", "connection", *self.without}
        headers = [(k, v) for k, v in response.getheaders() if k.lower() not in left_out]
        return response.status, headers, self.changes.get(path, bytes)(body)


@contextmanager
def lie_about(port: int) -> Iterator[Liar]:
    """Until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            pass

        def do_GET(self) -> None:
            liar.agents.add(self.headers.get("User-Agent", ""))
            status, headers, body = liar.answer(port, self.path)
            self.send_response(status)
            for name, value in headers:
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    liar = Liar(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield liar
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
