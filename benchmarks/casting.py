"""How many ballots a second the served application takes over HTTP, two gunicorn workers."""

from __future__ import annotations

import http.client
import os
import secrets
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import chain, repeat
from pathlib import Path

from benchmarks.tables import Report, Row
from tests.players.services.world import World, create_draft, create_settings
from voteapp.campaign.slips.tokens import compute_credential
from voteapp.protocol.ballots import create_ballot
from voteapp.protocol.election import create_context
from voteapp.services.values.drafts import ElectionDraft, QuestionDraft, RuleDraft

YES_NO = ElectionDraft(
    kind="vote",
    title="Strike vote",
    questions=(QuestionDraft("Shall we strike?", ("Yes", "No"), blank=False),),
    rule=RuleDraft(),
)
CLIENTS = 8


def _create_ballots(election: bytes, tokens: Sequence[str]) -> list[bytes]:
    """Ballots of some slips; runs in a worker process."""
    context = create_context(election)
    return [
        create_ballot(context, compute_credential(token), [[1, 0]], secrets.token_bytes)
        for token in tokens
    ]


def _open_campaign(folder: Path, ballots: int) -> tuple[str, list[bytes]]:
    """An open campaign in a folder's databases: (uuid, one ballot a slip)."""
    world = World(create_settings(folder))
    now = datetime.now(UTC).replace(microsecond=0)
    world.random = secrets.token_bytes  # type: ignore[assignment]
    world.clock.now = now - timedelta(hours=2)
    world.restart()
    opens, closes = now - timedelta(hours=1), now + timedelta(hours=23)
    world.open(
        create_draft(YES_NO, slips=ballots, roster_size=ballots, opening=opens, closing=closes)
    )
    uuid = world.uuids[0]
    election = world.get_row(uuid).election or b""
    parts = [world.tokens[i : i + 100] for i in range(0, ballots, 100)]
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        made = list(chain.from_iterable(pool.map(_create_ballots, repeat(election), parts)))
    world.context.board.close()
    world.context.roll.close()
    return uuid, made


def _cpu_seconds(parent: int) -> float:
    """Processor time that a process and its children have used (Linux)."""
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it has ended meanwhile
        if parent in (int(stat.parent.name), int(fields[1])):
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


@contextmanager
def _serve(folder: Path, workers: int) -> Iterator[tuple[int, int]]:
    """The served application on a free port; gives the port and the process's number."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("VOTEAPP_")}
    environment |= {"VOTEAPP_INSTANCE": str(folder), "VOTEAPP_KEYS": str(folder / "keys")}
    port = _free_port()
    command = [str(Path(sys.executable).with_name("voteapp")), "serve"]
    command += ["--port", str(port), "--workers", str(workers)]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            command, env=environment, cwd=folder, stdout=log, stderr=log, stdin=subprocess.DEVNULL
        )
        try:
            _wait(port, server)
            yield port, server.pid
        finally:
            server.terminate()
            server.wait(timeout=60)


def _free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


def _wait(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        if server.poll() is not None:
            raise RuntimeError("voteapp serve ended at once")
        try:
            if _request(port, "GET", "/", None) == 200:
                return
        except OSError:
            pass
        time.sleep(0.1)
    raise RuntimeError("voteapp serve does not answer")


def _request(port: int, method: str, path: str, body: bytes | None) -> int:
    """The status of one request on a connection of its own."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        headers = {"Content-Type": "application/json"} if body else {}
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        response.read()
        return response.status
    finally:
        connection.close()


def _cast_all(port: int, uuid: str, ballots: Sequence[bytes]) -> tuple[float, list[float]]:
    """(seconds for all, milliseconds of each), from some clients at a time."""
    times: list[float] = []
    lock = threading.Lock()

    def cast(ballot: bytes) -> int:
        start = time.perf_counter()
        status = _request(port, "POST", f"/api/elections/{uuid}/ballots", ballot)
        with lock:
            times.append((time.perf_counter() - start) * 1000)
        return status

    start = time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as pool:
        statuses = list(pool.map(cast, ballots))
    seconds = time.perf_counter() - start
    if set(statuses) - {200, 201}:
        raise RuntimeError(f"not every ballot was taken: {sorted(set(statuses))}")
    return seconds, sorted(times)


def measure(work: Path, small: bool) -> Report:
    """Casts a second, SQLite, with the clients on the same machine."""
    ballots = 60 if small else 2000
    with tempfile.TemporaryDirectory(dir=work) as name:
        folder = Path(name)
        uuid, made = _open_campaign(folder, ballots)
        with _serve(folder, 2) as (port, process):
            warm, rest = made[:20], made[20:]
            _cast_all(port, uuid, warm)
            used = _cpu_seconds(process)
            seconds, times = _cast_all(port, uuid, rest)
            used = _cpu_seconds(process) - used
    rows = (
        Row("yes/no casts", len(rest) / seconds, "casts/s", 250, "aim", "higher"),
        Row("the server's processor time", used / len(rest) * 1000, "ms a cast"),
        Row("median answer", times[len(times) // 2], "ms"),
        Row("99th of a hundred", times[len(times) * 99 // 100], "ms"),
    )
    notes = (
        f"{len(rest):,} ballots from {CLIENTS} clients on the same machine; two workers; SQLite.",
    )
    return Report("Casting over HTTP", rows, notes)
