"""The command line. Commands load when they are called, so that the offline ones (audit,
tokens, trustee, receipt, demo) work where the server's libraries are not installed."""

from __future__ import annotations

import importlib
import importlib.util
import sys
from collections.abc import Mapping

import click

from voteapp import __version__
from voteapp.cli.texts import clean
from voteapp.errors import VoteappError

# command -> (module, attribute, extra that brings its libraries, one line for --help)
COMMANDS: Mapping[str, tuple[str, str, str]] = {
    "audit": ("voteapp.cli.auditor.audit", "audit", ""),
    "receipt": ("voteapp.cli.auditor.receipt", "receipt", ""),
    "tokens": ("voteapp.cli.teller.tokens", "tokens", "tellers"),
    "trustee": ("voteapp.cli.trustee.commands", "trustee", ""),
    "demo": ("voteapp.cli.demo.commands", "demo", ""),
    "serve": ("voteapp.cli.server.serve", "serve", "server"),
    "account": ("voteapp.cli.server.account", "account", "server"),
    "tick": ("voteapp.cli.server.tick", "tick", "server"),
    "doctor": ("voteapp.cli.server.doctor", "doctor", "server"),
    "backup": ("voteapp.cli.server.backup", "backup", "server"),
    "fill-demo": ("voteapp.cli.server.fill_demo", "fill_demo", "server"),
}


class Failure(click.ClickException):
    """Ends the program with exit 2 and a sentence."""

    exit_code = 2


class LazyGroup(click.Group):
    """A group whose commands are imported on use; every known error is exit 2 and a sentence."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [name for name, (module, _, _) in COMMANDS.items() if _exists(module)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, attribute, extra = COMMANDS[cmd_name]
        try:
            command = getattr(importlib.import_module(module), attribute)
        except ModuleNotFoundError as error:
            if error.name == module:
                return None
            wanted = f"voteapp[{extra}]" if extra else "voteapp"
            raise Failure(
                f"'{cmd_name}' needs the library {error.name}: pip install '{wanted}'"
            ) from None
        if not isinstance(command, click.Command):
            raise Failure(f"'{cmd_name}' is not a command")
        return command

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except VoteappError as error:
            raise Failure(clean(str(error))) from None
        except OSError as error:
            name = f"{error.filename}: " if error.filename else ""
            raise Failure(f"{name}{error.strerror or error}") from None


def _exists(module: str) -> bool:
    return importlib.util.find_spec(module) is not None


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="voteapp")
def main() -> None:
    """Strike votes and staffing surveys whose count anyone can check."""
    for stream in (sys.stdout, sys.stderr):
        # Election texts hold any script; a terminal that cannot show one must not end the program.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
