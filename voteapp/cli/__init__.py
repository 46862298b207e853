"""The command line. A command loads when it is called, and only then, so that those of each way to
install voteapp work where the libraries of the others are missing."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Mapping
from typing import NamedTuple

import click
from click.shell_completion import CompletionItem

from voteapp import __version__
from voteapp.cli.texts import clean
from voteapp.cli.texts import gettext as _
from voteapp.errors import VoteappError


class Entry(NamedTuple):
    """Where a command is (under its name, hyphens as underscores); the ``extra`` that brings its
    libraries, "" for none; the first sentence of its help, to be shown without loading it."""

    module: str
    extra: str
    about: str


COMMANDS: Mapping[str, Entry] = {
    "audit": Entry(
        "voteapp.cli.auditor.audit",
        "",
        "Verify an election from its record (UUID.bel) or its bundle (UUID.zip).",
    ),
    "receipt": Entry(
        "voteapp.cli.auditor.receipt",
        "",
        "Look for the ballot of a RECEIPT in an election's bundle (UUID.zip) or record (UUID.bel).",
    ),
    "figures": Entry(
        "voteapp.cli.auditor.figures",
        "",
        "Verify a survey's bundle (UUID.zip) and work out every figure from it.",
    ),
    "results": Entry(
        "voteapp.cli.auditor.results",
        "",
        "A published election's numbers for other programs, from its bundle (UUID.zip).",
    ),
    "tokens": Entry(
        "voteapp.cli.teller.tokens", "tellers", "Make and print slips without a server."
    ),
    "form": Entry(
        "voteapp.cli.form.commands",
        "forms",
        "Questionnaires from and to spreadsheets (XLSForm), without a server.",
    ),
    "trustee": Entry("voteapp.cli.trustee.commands", "", "A trustee's work without a browser."),
    "witness": Entry(
        "voteapp.cli.witness.commands",
        "",
        "A witness’s work: a key that signs and decrypts nothing.",
    ),
    "mirror": Entry(
        "voteapp.cli.mirror.commands",
        "",
        "Keep a copy of a campaign's board on another machine: `voteapp mirror URL DIR`.",
    ),
    "booth": Entry(
        "voteapp.cli.booth.commands",
        "",
        "Compare the booth that a server gives to phones with the one that was pinned.",
    ),
    "slips": Entry(
        "voteapp.cli.teller.slips", "", "Check a slip: its pin, its unit, and what it cast."
    ),
    "demo": Entry(
        "voteapp.cli.demo.commands",
        "",
        "Play a whole election without a server and leave its files in DIR.",
    ),
    "serve": Entry(
        "voteapp.cli.server.serve",
        "server",
        "Serve the application; settings come from VOTEAPP_* variables.",
    ),
    "account": Entry(
        "voteapp.cli.server.account", "server", "Committee accounts on this machine's databases."
    ),
    "tick": Entry(
        "voteapp.cli.server.tick",
        "server",
        "Seal, close and add up whatever is due, once; a running server does so by itself.",
    ),
    "doctor": Entry(
        "voteapp.cli.server.doctor",
        "server",
        "Look at settings, databases, keys and libraries; exit 1 if something is wrong.",
    ),
    "clock": Entry(
        "voteapp.cli.server.clock",
        "server",
        "Say whether this server's clock is believed; exit 1 if it is in doubt.",
    ),
    "mend": Entry(
        "voteapp.cli.server.mend",
        "server",
        "Exchange files of a campaign's pinned booth while people vote; t trustees must sign.",
    ),
    "backup": Entry(
        "voteapp.cli.server.backup",
        "server",
        "Copy databases and keys into FOLDER, which must be new or empty.",
    ),
    "fill-demo": Entry(
        "voteapp.cli.server.fill_demo",
        "server",
        "Fill a trial server with a finished, an open and a drafted campaign.",
    ),
}


class Failure(click.ClickException):
    """Ends the program with exit 2 and a sentence."""

    exit_code = 2


class LazyGroup(click.Group):
    """A group whose commands are imported on use; every known error is exit 2 and a sentence."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        entry = COMMANDS.get(cmd_name)
        if entry is None:
            return None
        try:
            command = getattr(importlib.import_module(entry.module), cmd_name.replace("-", "_"))
        except ModuleNotFoundError as error:
            if ctx.resilient_parsing:  # a shell completes: nothing may be printed
                return click.Command(cmd_name, help=entry.about)
            raise _name_extra(cmd_name, error) from None
        if not isinstance(command, click.Command):
            raise Failure(f"'{cmd_name}' is not a command")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, entry.about) for name, entry in COMMANDS.items()])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        commands = [
            CompletionItem(name, help=entry.about)
            for name, entry in COMMANDS.items()
            if name.startswith(incomplete)
        ]
        return commands + click.Command.shell_complete(self, ctx, incomplete)

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except VoteappError as error:
            raise Failure(clean(str(error))) from None
        except ModuleNotFoundError as error:
            raise _name_extra(ctx.invoked_subcommand or "", error) from None
        except OSError as error:
            name = f"{error.filename}: " if error.filename else ""
            raise Failure(f"{name}{error.strerror or error}") from None


def _name_extra(command: str, error: ModuleNotFoundError) -> Exception:
    """What to install for a command whose library is missing; a missing module of ours is a bug."""
    entry = COMMANDS.get(command)
    library = (error.name or "voteapp").partition(".")[0]
    if entry is None or library == "voteapp":
        return error
    wanted = f"voteapp[{entry.extra}]" if entry.extra else "voteapp"
    return Failure(
        _("'%(command)s' needs the library %(library)s: pip install '%(wanted)s'")
        % {"command": command, "library": library, "wanted": wanted}
    )


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="voteapp")
def main() -> None:
    """Strike votes and staffing surveys whose count anyone can check."""
    for stream in (sys.stdout, sys.stderr):
        # Election texts hold any script; a terminal that cannot show one must not end the program.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
