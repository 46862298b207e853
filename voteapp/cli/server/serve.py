"""``voteapp serve``: the web server on this machine, with no access log.

The first start makes folders, databases and keys, and prints a one-time address for the first
account. The secret stands in the address's fragment, which no browser sends and nothing logs.
"""

from __future__ import annotations

import importlib
import os
import secrets
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import click

from voteapp.cli.texts import gettext as _
from voteapp.config import DEFAULT_HOST, DEFAULT_PORT, HIGHEST_PORT, Settings, load_settings
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
    context = open_context(settings)
    click.echo(_("voteapp serves {address}").format(address=f"http://{host}:{port}/"))
    if settings.trial:
        click.echo(_("This is a trial: slips, pages and results say so. Set VOTEAPP_BASE_URL."))
    announce_set_up(context, settings)
    context.board.close()
    context.roll.close()
    sys.stdout.flush()
    run_server(host, port, workers)


def open_context(settings: Settings) -> Context:
    """Databases brought up to date, keys made. Raises ConfigurationError."""
    return create_context(
        settings,
        clock=lambda: datetime.now(UTC),
        random_bytes=secrets.token_bytes,
        monotonic=read_elapsed,
    )


def announce_set_up(context: Context, settings: Settings) -> None:
    """Print the one-time address while there is no account."""
    if accounts.needs_setup(context):
        secret = accounts.create_setup_secret(context)
        click.echo(_("Make the first committee account here; the address works once:"))
        click.echo(f"  {settings.base_url}{SET_UP_PATH}#{secret}")


def run_server(host: str, port: int, workers: int) -> None:
    """Serve until a signal ends it: gunicorn, or waitress where there is no fork."""
    if hasattr(os, "fork"):
        _run_gunicorn(host, port, workers)
    else:
        _run_waitress(host, port)


def _run_gunicorn(host: str, port: int, workers: int) -> None:
    from gunicorn.app.base import BaseApplication
    from gunicorn.glogging import Logger

    create = _find_factory()  # imported once, before the processes part

    class QuietLogger(Logger):
        """Says what went wrong, never who asked for what."""

        def warning(self, msg: object, *args: object, **kwargs: Any) -> None:
            self.error_log.warning("a request could not be read" if "request" in str(msg) else msg)

        def exception(self, msg: object, *args: object, **kwargs: Any) -> None:
            kind = sys.exc_info()[0]
            self.error_log.error("a request failed: %s", kind.__name__ if kind else "unknown")

    class Server(BaseApplication):
        """Gunicorn without its command line and configuration files."""

        def load_config(self) -> None:
            bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
            options: dict[str, object] = {
                "bind": bind,
                "workers": workers,
                "worker_class": "sync",
                "accesslog": None,
                "errorlog": "-",
                "loglevel": "warning",
                "logger_class": QuietLogger,
                "timeout": 120,
                "graceful_timeout": 20,
                "control_socket_disable": True,
                "proc_name": "voteapp",
            }
            for name, value in options.items():
                self.cfg.set(name, value)

        def load(self) -> Callable[..., Any]:
            return create()

    Server().run()


def _run_waitress(host: str, port: int) -> None:
    import waitress

    waitress.serve(_find_factory()(), host=host, port=port, threads=8, ident=None)


def _find_factory() -> Callable[[], Callable[..., Any]]:
    """What makes the application; ``voteapp.app`` is above the command line, so by name."""
    module, function = APPLICATION
    found: Callable[[], Callable[..., Any]] = getattr(importlib.import_module(module), function)
    return found
