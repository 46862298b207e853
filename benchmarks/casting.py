"""How many ballots a second the served application takes over HTTP, two processes."""

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
from itertools import chain
from pathlib import Path

from benchmarks.tables import Report, Row
from voteapp.campaign.playing.members import BallotTask, create_ballots
from voteapp.cli.server.fill_demo import Clock, create_campaign
from voteapp.cli.server.played_campaign import PlayedCampaign
from voteapp.config import Settings, load_settings
from voteapp.services.assembly import create_context
from voteapp.services.drafting.writing import ask, write_election
from voteapp.services.values.drafts import CampaignDraft, RuleDraft

CLIENTS = 8


def open_campaign(settings: Settings, ballots: int) -> tuple[str, list[bytes]]:
    """An open campaign in a server's databases: (uuid, one ballot a slip)."""
    clock = Clock()
    clock.shift = timedelta(hours=-2)
    context = create_context(settings, clock=clock, random_bytes=secrets.token_bytes)
    campaign = PlayedCampaign(context, "Benchmark")
    campaign.draft(create_draft(datetime.now(UTC).replace(microsecond=0), ballots))
    campaign.lock()
    campaign.make_key()
    campaign.make_slips()
    campaign.start()
    (uuid,) = campaign.uuids
    votes = [(campaign.teller.get_credential(i), [[1, 0]]) for i in range(ballots)]
    election = campaign.read_election(uuid)
    tasks = [
        BallotTask(election, votes[i : i + 100], secrets.token_bytes)
        for i in range(0, ballots, 100)
    ]
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        made = list(chain.from_iterable(pool.map(create_ballots, tasks)))
    context.board.close()
    context.roll.close()
    return uuid, made


def create_draft(now: datetime, ballots: int) -> CampaignDraft:
    """A yes/no vote without a blank, open from an hour ago for a day."""
    question = ask("Shall we strike?", ("Yes", "No"), blank=False)
    vote = write_election("vote", "Strike vote", (question,), secrets.token_bytes, rule=RuleDraft())
    return create_campaign("Strike vote", now - timedelta(hours=1), 1, (vote,), ballots)


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
def serve(folder: Path, given: dict[str, str], workers: int) -> Iterator[tuple[int, int]]:
    """The served application on a free port; gives the port and the process's number."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("VOTEAPP_")} | given
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
        given = {"VOTEAPP_INSTANCE": str(folder), "VOTEAPP_KEYS": str(folder / "keys")}
        uuid, made = open_campaign(load_settings(given), ballots)
        with serve(folder, given, 2) as (port, process):
            warm, rest = made[:20], made[20:]
            _cast_all(port, uuid, warm)
            used = _cpu_seconds(process)
            seconds, times = _cast_all(port, uuid, rest)
            used = _cpu_seconds(process) - used
    rows = (
        Row("yes/no casts", len(rest) / seconds, "casts/s", 400, "aim", "higher"),
        Row("the server's processor time", used / len(rest) * 1000, "ms a cast"),
        Row("median answer", times[len(times) // 2], "ms"),
        Row("99th of a hundred", times[len(times) * 99 // 100], "ms"),
    )
    notes = (
        f"{len(rest):,} ballots from {CLIENTS} clients on the same machine; two processes; SQLite.",
    )
    return Report("Casting over HTTP", rows, notes)
