"""The real server, `voteapp serve` with its processes, on a free port."""

from __future__ import annotations

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType

from tests.players.services.world import World, create_draft, create_settings
from voteapp.services.values.drafts import CampaignDraft

ROOT = Path(__file__).resolve().parents[3]
START_SECONDS = 60.0


class Server:
    """A running server over the databases of a folder; ``kill`` is kill -9 for all of it."""

    def __init__(self, folder: Path, workers: int = 2, **environment: str) -> None:
        self.folder = folder
        self.workers = workers
        self.environment = environment
        self.port = free_port()
        self.log = folder / "server.log"
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Server:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.kill()

    @property
    def process(self) -> int:
        """The number of the process that looks after the others."""
        assert self._process is not None
        return self._process.pid

    def wait(self, seconds: float) -> int:
        """The exit code, once it has ended."""
        assert self._process is not None
        return self._process.wait(seconds)

    def start(self, *, waits: bool = True) -> None:
        """Start and wait until it answers; ``waits``: or until it has ended."""
        command = [sys.executable, "-c", "from voteapp.cli import main; main()", "serve"]
        options = ["--port", str(self.port), "--workers", str(self.workers)]
        environment = {
            **os.environ,
            "VOTEAPP_INSTANCE": str(self.folder),
            "VOTEAPP_KEYS": str(self.folder / "keys"),
            **self.environment,
        }
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [*command, *options],
                cwd=ROOT,
                env=environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        deadline = time.monotonic() + START_SECONDS
        while not (waits and self.answers()):
            if time.monotonic() > deadline or self._process.poll() is not None:
                raise RuntimeError(f"the server did not start: {self.log.read_text()}")
            time.sleep(0.05)

    def answers(self) -> bool:
        """Whether a request is answered at this moment."""
        try:
            return self.request("GET", "/api/key")[0] == 200
        except OSError:
            return False

    def request(self, method: str, path: str, body: bytes | None = None) -> tuple[int, bytes]:
        """One request on a connection of its own; raises OSError where it is cut."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body)
            response = connection.getresponse()
            return response.status, response.read()
        except http.client.HTTPException as error:
            raise ConnectionError(str(error)) from None
        finally:
            connection.close()

    def cast(self, uuid: str, ballot: bytes) -> tuple[int, bytes]:
        """Send a ballot."""
        return self.request("POST", f"/api/elections/{uuid}/ballots", ballot)

    def kill(self) -> None:
        """kill -9 for the whole group at once."""
        if self._process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._process = None


def free_port() -> int:
    """A port that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def open_world(folder: Path, slips: int, draft: CampaignDraft | None = None) -> World:
    """A world whose clock is the real one at this moment, with voting open for a day."""
    world = World(create_settings(folder), seed=f"served-{slips}")
    now = datetime.now(UTC)
    world.clock.now = now - timedelta(hours=1, minutes=1)
    made = draft or create_draft(slips=slips, roster_size=slips)
    world.open(
        create_draft(
            *made.elections,
            slips=slips,
            roster_size=slips,
            opening=now - timedelta(hours=1),
            closing=now + timedelta(hours=24),
        )
    )
    world.clock.now = now
    return world
