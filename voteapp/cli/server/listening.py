"""A web server that takes in a request whole before anybody works on it: waitress, with deadlines.

A phone that stalls while it sends costs an open socket, not a process. A file that is sent costs no
more: it is read from the disk as fast as the phone takes it. Short requests are answered one after
the other between reading and writing, as ballots come; long ones in threads beside, so that no page
keeps a ballot waiting. Nothing of a request reaches the log or an answer of this module.
"""

from __future__ import annotations

import logging
import os
import signal
import socket
import time
from collections import deque
from collections.abc import Callable
from typing import Any

from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.server import TcpWSGIServer
from waitress.task import ErrorTask, ThreadedTaskDispatcher

from voteapp.cli.texts import gettext as _

THREADS = 4
"""Long requests that one process works on at a time."""

CONNECTIONS = 4000
"""Open connections of one process. Those that stall are closed by the deadlines."""

BACKLOG = 2048

SILENT_SECONDS = 30.0
"""A request that is being sent may pause so long."""

REQUEST_SECONDS = 300.0
"""From a request's first byte to its last: 60,000 slips' public halves, two parts, at 40 KB/s."""

IDLE_SECONDS = 120
"""A connection without a request, or an answer of which nothing is taken, is closed then."""

LARGEST_BODY = 65 * 1024 * 1024
"""Each view has a limit of its own; this one holds before any view is asked."""

LARGEST_HEADER = 32 * 1024
BODY_IN_MEMORY = 64 * 1024

NEVER_WAIT = 1 << 40
"""Bytes of an answer before its writer waits for the phone: beyond a megabyte they lie on disk."""

FINISH_SECONDS = 20.0
_LOOK_SECONDS = 1.0

Application = Callable[..., Any]
IsShort = Callable[[str, str], bool]
"""Whether a request is answered in some milliseconds, from its method and its path."""

log = logging.getLogger("waitress")


def listen(host: str, port: int) -> socket.socket:
    """A socket that accepts connections from now on. Raises OSError where the port is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    made = socket.socket(family, socket.SOCK_STREAM)
    if os.name == "posix":
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((host, port))
        made.listen(BACKLOG)
    except OSError:
        made.close()
        raise
    made.setblocking(False)
    return made


class _Answer(ErrorTask):
    """What a request gets that cannot be read: a sentence, with nothing of it in there."""

    request: Any
    response_headers: list[tuple[str, str]]

    def execute(self) -> None:
        error = self.request.error
        sentence = _("The server could not read this. Reload the page and try again.")
        if error.code == 413:
            sentence = _("That is too large. Send less at once.")
        body = f"{sentence}\n".encode()
        self.status = f"{error.code} {error.reason}"
        self.response_headers += [
            ("Content-Type", "text/plain; charset=utf-8"),
            ("X-Content-Type-Options", "nosniff"),
            ("Cache-Control", "no-store"),
        ]
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)


class _Channel(HTTPChannel):
    """A connection that knows since when the request comes in that is not whole yet."""

    error_task_class = _Answer
    since = 0.0
    _seen: object = None

    def received(self, data: bytes) -> bool:
        taken = super().received(data)
        if self.request is not self._seen:
            self._seen, self.since = self.request, time.monotonic()
        return taken

    def is_late(self, now: float) -> bool:
        """Whether a request has not come in whole in its time."""
        if self.request is None or self.requests:
            return False
        silent = now - self.last_activity
        return silent > SILENT_SECONDS or time.monotonic() - self.since > REQUEST_SECONDS


class _Server(TcpWSGIServer):
    """Waitress on a socket that other processes listen on too."""

    channel_class = _Channel
    active_channels: Any
    _map: Any

    def __init__(self, application: Application, is_short: IsShort, **options: Any) -> None:
        self._is_short = is_short
        self._short: deque[Any] = deque()
        super().__init__(application, {}, bind_socket=False, **options)

    def add_task(self, task: Any) -> None:
        """Called when a request of a channel is whole."""
        request = task.requests[0]
        if request.error is None and self._is_short(request.command, request.path):
            self._short.append(task)
        else:
            super().add_task(task)

    def maintenance(self, now: Any) -> None:
        super().maintenance(now)
        for channel in self.active_channels.values():
            if channel.is_late(now):
                channel.will_close = True

    @property
    def is_working(self) -> bool:
        """Whether a request is being worked on, or waits for it."""
        return any(channel.requests for channel in self.active_channels.values())

    def turn(self) -> None:
        """Read and write what there is, for a second at most; then answer what is short."""
        wait = 0.0 if self._short else _LOOK_SECONDS
        self.asyncore.loop(timeout=wait, use_poll=True, map=self._map, count=1)
        for _one in range(len(self._short)):
            try:
                self._short.popleft().service()
            except Exception:
                log.exception("a request failed")


class _Quiet(logging.Filter):
    """Says that something went wrong and of which kind, never who asked for what."""

    def filter(self, record: logging.LogRecord) -> bool:
        kind = record.exc_info[0] if record.exc_info else None
        limit = "connection limit" in str(record.msg)
        record.msg = "too many open connections" if limit else "a request or a connection failed"
        if kind is not None:
            record.msg += f": {kind.__name__}"
        record.args, record.exc_info = (), None
        return record.levelno >= logging.WARNING


def serve_requests(
    application: Application, listening: socket.socket, is_short: IsShort, parent: int
) -> None:
    """Serve until a signal asks for the end, or ``parent``, who started this process, is gone.

    What is being worked on then is finished, for as long as FINISH_SECONDS.
    """
    _allow_many_files()
    log.addFilter(_Quiet())
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    server = _create_server(application, listening, is_short)
    ends: list[int] = []

    def end(number: int, _frame: object) -> None:
        ends.append(number)
        server.pull_trigger()

    signal.signal(signal.SIGTERM, end)
    while not ends and os.getppid() == parent:
        server.turn()
    server.accepting = False
    deadline = time.monotonic() + FINISH_SECONDS
    while server.is_working and time.monotonic() < deadline:
        server.turn()
    server.task_dispatcher.shutdown(timeout=1)


def _create_server(
    application: Application, listening: socket.socket, is_short: IsShort
) -> _Server:
    options: dict[str, Any] = {
        "sockets": [listening],
        "threads": THREADS,
        "backlog": BACKLOG,
        "connection_limit": CONNECTIONS,
        "cleanup_interval": 5,
        "channel_timeout": IDLE_SECONDS,
        "max_request_body_size": LARGEST_BODY,
        "max_request_header_size": LARGEST_HEADER,
        "inbuf_overflow": BODY_IN_MEMORY,
        "outbuf_high_watermark": NEVER_WAIT,
        "log_socket_errors": False,
        "ident": None,
        "clear_untrusted_proxy_headers": True,
    }
    adjustments = Adjustments(**options)
    dispatcher = ThreadedTaskDispatcher()
    dispatcher.set_thread_count(adjustments.threads)
    place: Any = (listening.family, listening.type, listening.proto, listening.getsockname())
    return _Server(
        application,
        is_short,
        _sock=listening,
        dispatcher=dispatcher,
        adj=adjustments,
        sockinfo=place,
    )


def _allow_many_files() -> None:
    """As many open sockets as the system lets this process have."""
    if os.name != "posix":
        return
    import resource

    now, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 2 * CONNECTIONS
    if most != resource.RLIM_INFINITY:
        wanted = min(wanted, most)
    if now != resource.RLIM_INFINITY and now < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))
