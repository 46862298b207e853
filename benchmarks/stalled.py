"""Ballots beside phones that stall: 200 that stop while they send, 20 that stop while they fetch a
large record; through the bare server, nginx and Caddy."""

from __future__ import annotations

import gc
import http.client
import os
import secrets
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import insert, select

from benchmarks.casting import open_campaign, serve
from benchmarks.proxies import PROXIES, connect, run_proxy
from benchmarks.tables import Report, Row
from voteapp.campaign.board.signing import Head
from voteapp.campaign.canonical import encode_canonical
from voteapp.cli.server.fill_demo import Clock
from voteapp.config import load_settings
from voteapp.services.assembly import create_context
from voteapp.store.board.models import Batch, Election, Member

UPLOADS, DOWNLOADS = 200, 20
SENDERS = 32
BARE = "bare"


class Outcome(NamedTuple):
    """Milliseconds of each ballot from when it was due, sorted; what failed; the largest process's
    memory in MB."""

    times: list[float]
    failures: list[str]
    memory: float

    @property
    def p99(self) -> float:
        """Milliseconds of the 99th of a hundred."""
        return self.times[len(self.times) * 99 // 100] if self.times else float("inf")


def grow_record(given: dict[str, str], uuid: str, megabytes: int) -> None:
    """Make a record as large as that of a large vote: members of 4 KB under a signed head."""
    context = create_context(load_settings(given), clock=Clock(), random_bytes=secrets.token_bytes)
    count = megabytes * 1024 * 1024 // 6144
    with context.board.write() as session:
        election = session.scalars(select(Election).where(Election.uuid == uuid)).one()
        for begin in range(0, count, 1000):
            rows = [
                {
                    "election_id": election.id,
                    "position": election.members + 2 * (number - begin) + kind,
                    "kind": ("data", "event")[kind],
                    "hash": f"{2 * number + kind:064x}",
                    "data": secrets.token_bytes((4096, 300)[kind]),
                }
                for number in range(begin, min(begin + 1000, count))
                for kind in (0, 1)
            ]
            session.execute(insert(Member), rows)
            election.members += len(rows)
        election.height, election.tip, election.batch = count, "e" * 64, 2
        head = Head(
            uuid=uuid,
            fingerprint=election.fingerprint or "",
            batch=1,
            height=count,
            event="e" * 64,
            final=False,
        )
        signed = encode_canonical(context.signer.sign(head))
        session.add(
            Batch(
                election_id=election.id,
                number=1,
                height=count,
                event="e" * 64,
                ballots=count,
                head=signed,
            )
        )
    context.board.close()
    context.roll.close()


@contextmanager
def stall(port: int, uuid: str, *, secure: bool, uploads: int, downloads: int) -> Iterator[None]:
    """Phones that have begun and do not go on, for as long as this is open."""
    with ExitStack() as stack:

        def begin(lines: str, body: str, receive: int) -> None:
            opened = stack.enter_context(connect(port, secure=secure, receive=receive))
            opened.sendall((lines + "Host: vote.example.org\r\n\r\n" + body).encode())
            if receive:
                opened.recv(256)

        with ThreadPoolExecutor(8) as pool:
            post = f"POST /api/elections/{uuid}/ballots HTTP/1.1\r\nContent-Length: 5000\r\n"
            made = [pool.submit(begin, post, "{", 0) for _ in range(uploads)]
            get = f"GET /elections/{uuid}/{uuid}.bel HTTP/1.1\r\n"
            made += [pool.submit(begin, get, "", 4096) for _ in range(downloads)]
            for one in made:
                one.result()
        yield


def cast_evenly(
    port: int, uuid: str, ballots: Sequence[bytes], rate: float, *, secure: bool
) -> tuple[list[float], list[str]]:
    """Send ballots at an even rate, however long each takes; (milliseconds, failures)."""
    times: list[float] = []
    failures: list[str] = []
    lock = threading.Lock()
    start = time.perf_counter() + 0.1

    def send(number: int) -> None:
        due = start + number / rate
        time.sleep(max(0.0, due - time.perf_counter()))
        told = _post(port, f"/api/elections/{uuid}/ballots", ballots[number], secure=secure)
        with lock:
            times.append((time.perf_counter() - due) * 1000)
            if told != "200":
                failures.append(told)

    with ThreadPoolExecutor(SENDERS) as pool:
        list(pool.map(send, range(len(ballots))))
    return sorted(times), failures


def _post(port: int, path: str, body: bytes, *, secure: bool) -> str:
    """The status, or the kind of the failure."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    try:
        connection.sock = connect(port, secure=secure)
        connection.request("POST", path, body, {"Content-Type": "application/json"})
        response = connection.getresponse()
        response.read()
        return str(response.status)
    except (OSError, http.client.HTTPException) as error:
        return type(error).__name__
    finally:
        connection.close()


def read_memory(parent: int) -> float:
    """The most memory that any process of a server has held, in MB (Linux)."""
    most = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            if int(stat.read_text().rpartition(")")[2].split()[1]) == parent:
                lines = stat.with_name("status").read_text().splitlines()
                most = max(most, *(int(s.split()[1]) for s in lines if s.startswith("VmHWM")))
        except OSError:
            continue  # it has ended meanwhile
    return most / 1024


def measure_one(kind: str, folder: Path, *, seconds: int, rate: int, megabytes: int) -> Outcome:
    """Stalled phones and ballots through one of ``bare``, ``nginx``, ``caddy``."""
    folder.mkdir()
    given = {
        "VOTEAPP_HOME": str(folder),
        "VOTEAPP_KEYS": str(folder / "keys"),
        "VOTEAPP_PUBLISHED": str(folder / "published"),
        "VOTEAPP_PUBLISHED_PREFIX": "" if kind == BARE else "/published",
    }
    uuid, made = open_campaign(load_settings(given), seconds * rate)
    grow_record(given, uuid, megabytes)
    with ExitStack() as stack:
        port, process = stack.enter_context(serve(folder, given, 2))
        secure = kind != BARE
        if secure:
            port = stack.enter_context(run_proxy(kind, folder / kind, port, folder / "published"))
        if _get(port, f"/elections/{uuid}/{uuid}.bel", secure=secure) < megabytes << 19:
            raise RuntimeError("the record is not as large as it should be")
        stack.enter_context(stall(port, uuid, secure=secure, uploads=UPLOADS, downloads=DOWNLOADS))
        gc.collect()
        times, failures = cast_evenly(port, uuid, made, rate, secure=secure)
        return Outcome(times, failures, read_memory(process))


def _get(port: int, path: str, *, secure: bool) -> int:
    """The bytes of an answer, thrown away. Raises RuntimeError where it is no 200."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    try:
        connection.sock = connect(port, secure=secure)
        connection.request("GET", path)
        response = connection.getresponse()
        size = 0
        while part := response.read(1 << 20):
            size += len(part)
        if response.status != 200:
            raise RuntimeError(f"a download was answered with {response.status}")
        return size
    finally:
        connection.close()


def measure(work: Path, small: bool) -> Report:
    """The slowest of a hundred, failures and memory, each way; 60 ballots a second for a minute."""
    seconds, rate, megabytes = (2, 10, 16) if small else (60, 60, 129)
    rows: list[Row] = []
    for kind in (BARE, *PROXIES):
        with tempfile.TemporaryDirectory(dir=work) as name:
            found = measure_one(
                kind, Path(name) / "server", seconds=seconds, rate=rate, megabytes=megabytes
            )
        rows += [
            Row(f"{kind}: 99th of a hundred", found.p99, "ms", 1000),
            Row(f"{kind}: failures", len(found.failures), "ballots"),
            Row(f"{kind}: the largest process", found.memory, "MB", 400),
        ]
    notes = (
        f"{seconds * rate:,} ballots at {rate} a second beside {UPLOADS} stalled uploads and "
        f"{DOWNLOADS} stalled downloads of {megabytes} MB; {os.cpu_count()} cores; SQLite.",
    )
    return Report("Ballots beside stalled phones", tuple(rows), notes)
