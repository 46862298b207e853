"""Asking for passphrases: from a file, or on the terminal, never on the command line."""

from __future__ import annotations

from pathlib import Path

import click

from voteapp.campaign.protection import check_passphrase
from voteapp.cli.texts import gettext as _

passphrase_option = click.option(
    "--passphrase-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Read the passphrase from the first line of this file instead of asking.",
)


def ask_passphrase(file: Path | None, *, new: bool) -> str:
    """The passphrase; a new one is asked twice and must be long enough (InvalidInputError)."""
    if file is not None:
        lines = file.read_text(encoding="utf-8").splitlines()
        passphrase = lines[0] if lines else ""
    else:
        passphrase = str(click.prompt(_("Passphrase"), hide_input=True, confirmation_prompt=new))
    if new:
        check_passphrase(passphrase)
    return passphrase
