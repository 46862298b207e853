"""Restore codes: shown to be written on paper, and asked for."""

from __future__ import annotations

from pathlib import Path

import click

from voteapp.campaign.keys.paper import decode_restore_code, encode_restore_code
from voteapp.cli.texts import gettext as _
from voteapp.errors import InvalidInputError

code_option = click.option(
    "--code-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Read the restore code from the first line of this file instead of asking.",
)


def show_code(seed: str) -> None:
    """The code, with what everybody must know who sees it."""
    click.echo(_("Restore code: %s") % encode_restore_code(seed))
    click.echo(
        _(
            "Whoever has this code has the key, without any passphrase: keep the paper locked away,"
            " make no picture of it, and clear this screen."
        ),
        err=True,
    )


def ask_code(file: Path | None) -> str:
    """The seed of a code that is typed, or on a file's first line; never an argument."""
    if file is not None:
        lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
        return decode_restore_code(lines[0] if lines else "")

    def read(text: str) -> str:
        try:
            return decode_restore_code(text)
        except InvalidInputError as error:
            raise click.UsageError(str(error)) from None

    # Thirty characters are not typed blindly; the screen is one's own.
    return str(click.prompt(_("Restore code"), value_proc=read))
