"""``voteapp serve``: the web server on this machine, with no access log.

The first start makes folders, databases and keys, and prints a one-time address for the first
account. The secret stands in the address's fragment, which no browser sends and nothing logs.
"""

from __future__ import annotations

import importlib
import os
import secrets
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from voteapp.cli.server.listening import listen, serve_requests
from voteapp.cli.texts import gettext as _
from voteapp.config import DEFAULT_HOST, DEFAULT_PORT, HIGHEST_PORT, Settings, load_settings
from voteapp.errors import ConfigurationError, VoteappError
from voteapp.services.assembly import create_context, read_elapsed
from voteapp.services.context import Context
from voteapp.services.people import accounts

APPLICATION = ("voteapp.app", "create_served_app")
SET_UP_PATH = "/committee/set-up"


@click.command()
@click.option("--host", default=DEFAULT_HOST, show_default=True, help=_("Address to listen on."))
@click.option(
    "--port",
    type=click.IntRange(1, HIGHEST_PORT),
    envvar="VOTEAPP_PORT",
    default=DEFAULT_PORT,
    show_default=True,
    help=_("Port to listen on."),
)
@click.option(
    "--workers",
    type=click.IntRange(1, 256),
    envvar="VOTEAPP_WORKERS",
    default=2,
    show_default=True,
    help=_("Processes that answer requests."),
)
def serve(host: str, port: int, workers: int) -> None:
    """Serve the application; settings come from VOTEAPP_* variables."""
    os.environ["VOTEAPP_PORT"] = str(port)
    settings = load_settings(os.environ)
    context = open_context(settings, new=True)
    listening = listen(host, port)
    shown = f"[{host}]" if ":" in host else host
    click.echo(_("voteapp serves {address}").format(address=f"http://{shown}:{port}/"))
    if settings.trial:
        click.echo(_("This is a trial: slips, pages and results say so. Set VOTEAPP_BASE_URL."))
    announce_set_up(context, settings)
    context.board.close()
    context.roll.close()
    sys.stdout.flush()
    run_server(listening, workers)


def open_context(settings: Settings, *, new: bool = False) -> Context:
    """Databases brought up to date, the key compared with them; ``new``: made where there are none.

    Raises ConfigurationError.
    """
    if not new:
        require_databases(settings)
    return create_context(
        settings,
        clock=lambda: datetime.now(UTC),
        random_bytes=secrets.token_bytes,
        monotonic=read_elapsed,
    )


def require_databases(settings: Settings) -> None:
    """Raise ConfigurationError where a SQLite database is not there: it may be the wrong folder."""
    for url in (settings.board_url, settings.roll_url):
        path = Path(url.removeprefix("sqlite:///"))
        if url.startswith("sqlite:///") and not path.exists():
            raise ConfigurationError(
                _(
                    "There is no database {file}. Look at VOTEAPP_HOME and VOTEAPP_INSTANCE; "
                    "'voteapp serve' makes a new one."
                ).format(file=path)
            )


def announce_set_up(context: Context, settings: Settings) -> None:
    """Print the one-time address while there is no account."""
    if accounts.needs_setup(context):
        secret = accounts.create_setup_secret(context)
        click.echo(_("Make the first committee account here; the address works once:"))
        click.echo(f"  {settings.base_url}{SET_UP_PATH}#{secret}")


def run_server(listening: socket.socket, workers: int) -> None:
    """Serve on a socket until a signal ends it: in several processes, where there is fork."""
    create = _find_factory()  # imported once, before the processes part
    forks = hasattr(os, "fork")
    parent = os.getpid() if forks else os.getppid()

    def work() -> None:
        try:
            application = create()
        except VoteappError as error:
            click.echo(str(error), err=True)
            raise SystemExit(2) from None
        serve_requests(application, listening, is_short, parent)

    if forks:
        # Imported here: it knows signals that Windows does not.
        from voteapp.cli.server.processes import keep_running

        keep_running(workers, work, _say_ended)
    else:
        with suppress(KeyboardInterrupt):
            work()


def is_short(method: str, path: str) -> bool:
    """Whether a request is what a slip's phone sends: answered at once, whatever pages do."""
    return method == "POST" and path.startswith("/api/")


def _say_ended(code: int) -> None:
    click.echo(
        _("A process of the server has ended ({code}); another takes its place.").format(code=code),
        err=True,
    )


def _find_factory() -> Callable[[], Callable[..., Any]]:
    """What makes the application; ``voteapp.app`` is above the command line, so by name."""
    module, function = APPLICATION
    found: Callable[[], Callable[..., Any]] = getattr(importlib.import_module(module), function)
    return found
