"""``voteapp clock``: whether the server's clock is believed; ``confirm`` says that it is right."""

from __future__ import annotations

import os

import click

from voteapp.cli import Failure
from voteapp.cli.server.serve import open_context
from voteapp.cli.texts import gettext as _
from voteapp.config import load_settings
from voteapp.services import timekeeping
from voteapp.services.campaigns import format_instant
from voteapp.services.context import Context
from voteapp.services.life import CLOCK


@click.group(invoke_without_command=True)
@click.pass_context
def clock(ctx: click.Context) -> None:
    """Say whether this server's clock is believed; exit 1 if it is in doubt."""
    if ctx.invoked_subcommand is not None:
        return
    context = open_context(load_settings(os.environ))
    if not _tell(context):
        ctx.exit(1)


@clock.command()
@click.option("--yes", is_flag=True, help=_("Do not ask."))
def confirm(yes: bool) -> None:
    """Say that the clock is right, so that votes open, seal and close by it again."""
    context = open_context(load_settings(os.environ))
    now, doubt = context.clock(), timekeeping.find_doubt(context)
    if _tell(context) or doubt is None:
        return
    if not yes and not click.confirm(_("Is this time right by a clock that you trust?")):
        raise Failure(_("Nothing was changed."))
    timekeeping.confirm_clock(context, CLOCK, doubt, now)
    click.echo(_("The clock is believed again."))


def _tell(context: Context) -> bool:
    """Say what the clock says; whether it is believed."""
    doubt = timekeeping.find_doubt(context)
    now = format_instant(context.clock())
    if doubt is None:
        click.echo(_("The clock is believed. It says {now}.").format(now=now))
        return True
    text = _(
        "The clock is in doubt: it was right at {good} and then said {doubt}. Now it says {now}."
    )
    click.echo(
        text.format(good=format_instant(doubt.good), doubt=format_instant(doubt.doubt), now=now)
    )
    return False
