"""A real server on this machine for browser tests: real services, real SQLite; only the clock moves
at the test's word. What it logs and keeps is recorded."""

from __future__ import annotations

import logging
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from werkzeug.serving import WSGIRequestHandler, make_server

from tests.support.databases import lay_out_databases
from voteapp.app import create_app
from voteapp.config import Settings
from voteapp.services import clockwork
from voteapp.services.assembly import create_context
from voteapp.services.context import Context
from voteapp.services.people import accounts


class LogRecorder(logging.Handler):
    """Keeps every line that anything in this process logs."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


class Handler(WSGIRequestHandler):
    """Takes requests, unless the network is cut or what is asked for is lost: it hangs up."""

    site: Site | None = None

    def handle(self) -> None:
        if self.site is None or not self.site.cut:
            super().handle()

    def run_wsgi(self) -> None:
        if self.site is None or self.path not in self.site.lost:
            super().run_wsgi()
        self.close_connection = True


class Site:
    """A running server. ``setup_address`` is what the first start prints."""

    def __init__(self, folder: Path, context: Context, address: str, log: LogRecorder) -> None:
        self.folder = folder
        self.context = context
        self.address = address
        self.log = log
        self.offset = timedelta()
        self.cut = False
        """Whether the network is cut, for everybody."""
        self.lost: set[str] = set()
        """Paths of what never arrives."""
        secret = accounts.create_setup_secret(context)
        self.setup_address = f"{address}/committee/set-up#{secret}"

    @property
    def named_address(self) -> str:
        """The same place by a name: passkeys do not exist for 127.0.0.1."""
        return self.address.replace("127.0.0.1", "localhost")

    def now(self) -> datetime:
        return datetime.now(UTC) + self.offset

    def advance(self, **step: float) -> None:
        """Move the server's clock and let it do what is due."""
        self.offset += timedelta(**step)
        self.tick()

    def tick(self) -> None:
        """What the server does by itself every few seconds."""
        clockwork.tick(self.context)

    def stored_bytes(self) -> Iterator[tuple[Path, bytes]]:
        """Everything that the server keeps on disk."""
        for path in sorted(self.folder.rglob("*")):
            if path.is_file():
                yield path, path.read_bytes()


@contextmanager
def run_site(folder: Path, port: int = 0) -> Iterator[Site]:
    """Serve a fresh instance until the block ends."""
    log = LogRecorder()
    root = logging.getLogger()
    level = root.level
    root.addHandler(log)
    root.setLevel(logging.INFO)
    holder: list[Site] = []
    handler = type("Handler", (Handler,), {})
    listener = make_server(
        "127.0.0.1", port, lambda *_: [b""], threaded=True, request_handler=handler
    )
    address = f"http://127.0.0.1:{listener.server_port}"
    settings = Settings(
        instance=folder / "instance",
        keys=folder / "keys",
        board_url=f"sqlite:///{folder}/instance/board.sqlite",
        roll_url=f"sqlite:///{folder}/instance/roll.sqlite",
        base_url=address,
        trial=True,
        testing=True,
    )
    lay_out_databases(settings)
    context = create_context(
        settings,
        clock=lambda: holder[0].now() if holder else datetime.now(UTC),
        random_bytes=secrets.token_bytes,
    )
    listener.app = create_app(settings, context)
    holder.append(Site(folder, context, address, log))
    handler.site = holder[0]
    thread = threading.Thread(target=listener.serve_forever, daemon=True)
    thread.start()
    try:
        yield holder[0]
    finally:
        listener.shutdown()
        thread.join(timeout=10)
        listener.server_close()
        root.removeHandler(log)
        root.setLevel(level)
