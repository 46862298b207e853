"""``voteapp account``: who may sign in, and a way back for who locked themselves out."""

from __future__ import annotations

import os

import click

from voteapp.cli.server.serve import SET_UP_PATH, open_context
from voteapp.cli.texts import gettext as _
from voteapp.config import load_settings
from voteapp.services.people import accounts, managing


@click.group()
def account() -> None:
    """Committee accounts on this machine's databases."""


@account.command()
def invite() -> None:
    """Print a one-time address that makes an account: the first one, or one more.

    For whoever serves voteapp without 'voteapp serve', which prints it at the first start.
    """
    settings = load_settings(os.environ)
    context = open_context(settings, new=True)
    if accounts.needs_setup(context):
        secret = accounts.create_setup_secret(context)
        click.echo(_("Make the first committee account here; the address works once:"))
    else:
        secret = managing.create_operators_invitation(context)
        click.echo(_("Whoever opens this address makes an account; it works once, for a week:"))
    click.echo(f"  {settings.base_url}{SET_UP_PATH}#{secret}")


@account.command()
@click.argument("name")
def reset(name: str) -> None:
    """Print a one-time address that sets a new password for NAME."""
    settings = load_settings(os.environ)
    secret = accounts.create_reset_secret(open_context(settings), name)
    click.echo(_("Whoever opens this address sets a new password; it works once, for a week:"))
    click.echo(f"  {settings.base_url}{SET_UP_PATH}#{secret}")


@account.command("list")
def list_accounts() -> None:
    """Print the accounts' names."""
    for row in managing.list_accounts(open_context(load_settings(os.environ))):
        click.echo(row.name)
