"""``voteapp mend``: exchange pinned files of a campaign's booth while people vote, once t trustees
signed. Both commands work on the server's own databases."""

from __future__ import annotations

import os
from importlib.resources import files
from pathlib import Path

import click

from voteapp.campaign.setup.mended import KIND
from voteapp.campaign.setup.proposals import Proposal, decode_proposal
from voteapp.campaign.statements.signing import decode_statement
from voteapp.cli import Failure
from voteapp.cli.files import read_small, write_new
from voteapp.cli.server.serve import open_context
from voteapp.cli.texts import clean
from voteapp.cli.texts import gettext as _
from voteapp.config import load_settings
from voteapp.errors import ProtocolError
from voteapp.services.setup import mending

OPERATOR = "Operator"
_PREFIX = "/static/"
_file = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def mend() -> None:
    """Exchange files of a campaign's pinned booth while people vote; t trustees must sign."""


@mend.command()
@click.argument("code")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), metavar="PROPOSAL")
@click.option("--reason", required=True, help=_("What is mended, and why; everybody reads it."))
@click.option(
    "--path",
    "paths",
    multiple=True,
    help=_("Only this file (as the manifest names it); may be given several times."),
)
def propose(code: str, file: Path, reason: str, paths: tuple[str, ...]) -> None:
    """Write PROPOSAL, for the trustees: every pinned file whose installed one is another.

    Install the mended version first. Nothing is changed by this: phones are served what was pinned
    until `voteapp mend apply`.
    """
    context = open_context(load_settings(os.environ))
    code = code.upper()
    pinned = mending.list_pinned(context, code)
    wanted = list(paths) or pinned
    installed = {path: body for path in wanted if (body := _read_installed(path)) is not None}
    if missing := sorted(set(paths) - set(installed)):
        raise Failure(_("No file of this name is installed: %s") % clean(missing[0]))
    data = mending.propose_mended(context, code, installed, reason)
    write_new(file, data)
    _tell(decode_proposal(data))
    click.echo(_("Give %s to the trustees: each signs with `voteapp trustee booth`.") % file)


@mend.command()
@click.argument("file", type=_file, metavar="PROPOSAL")
@click.argument("statements", type=_file, nargs=-1, required=True, metavar="STATEMENT...")
def apply(file: Path, statements: tuple[Path, ...]) -> None:
    """Amend the campaign by PROPOSAL, and serve phones its files from now on.

    STATEMENT are the files CODE.booth-NUMBER.json that trustees signed, of each of its files at
    least as many as decrypt. All of it is done, or nothing.
    """
    context = open_context(load_settings(os.environ))
    try:
        signed = [decode_statement(read_small(path).strip(), KIND) for path in statements]
        proposal = mending.mend_booth(context, OPERATOR, read_small(file), signed)
    except ProtocolError as error:
        named = {"reason": clean(error.message), "code": error.code}
        text = _("Nothing was changed: %(reason)s (%(code)s).")
        raise Failure(text % named) from None
    _tell(proposal)
    click.echo(_("Phones that load the page from now on are given these files."))


def _tell(proposal: Proposal) -> None:
    for one in proposal.files:
        named = {"number": one.number, "path": one.path, "new": one.new}
        click.echo(_("Amendment %(number)d: %(path)s, SHA-256 %(new)s") % named)


def _read_installed(path: str) -> bytes | None:
    """A file of this program by its path in a manifest; None where there is none."""
    name = path.removeprefix(_PREFIX)
    if name == path or ".." in name.split("/"):
        return None
    found = files("voteapp").joinpath("static", *name.split("/"))
    return found.read_bytes() if found.is_file() else None
