"""``voteapp booth``: compare what phones are given with what slips pin."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from voteapp.cli import Failure
from voteapp.cli.booth.checking import Served, compare_booth
from voteapp.cli.booth.pinned import read_pinned
from voteapp.cli.fetching import read_campaign_address
from voteapp.cli.signers.options import existing_file
from voteapp.cli.signers.shown import show_words
from voteapp.cli.texts import gettext as _
from voteapp.errors import ProtocolError


@click.group()
def booth() -> None:
    """Compare the booth that a server gives to phones with the one that was pinned."""


@booth.command()
@click.argument("address", metavar="ADDRESS")
@click.argument("file", type=existing_file, metavar="FILE")
def check(address: str, file: Path) -> None:
    """Fetch the booth at ADDRESS as a phone does, and compare it with FILE.

    ADDRESS is the campaign's page or its booth, without a slip's code; FILE is CODE-setup.zip or a
    bundle (UUID.zip) that you did not get from this server just now, or whose sixteen words you
    compare with the poster. Every pinned file must be what was fixed, or what t trustees agreed to
    since (amendments of the server that are in order), and the page must load no other script.

    A server that knows who asks can still give somebody else another page: ask from several places,
    on mobile data too.
    Exit 0: it is the same. 1: something differs. 2: a file cannot be read, or the server does not
    answer.
    """
    base, code = read_campaign_address(address)
    try:
        pinned = read_pinned(file)
    except ProtocolError as error:
        named = {"name": file.name, "reason": error.message, "code": error.code}
        text = _("%(name)s is not in order: %(reason)s (%(code)s).")
        raise Failure(text % named) from None
    if not pinned.manifest.booth:
        raise Failure(_("This campaign pins no booth: it is a trial."))
    show_words(_("The set-up in sixteen words:"), pinned.campaign_hash)
    served = compare_booth(pinned, base, code)
    _tell(served, len(pinned.manifest.booth))
    sys.exit(1 if served.differences else 0)


def _tell(served: Served, pinned: int) -> None:
    counts = {"same": served.same, "pinned": pinned}
    click.echo(_("Files that are what was pinned: %(same)d of %(pinned)d.") % counts)
    if served.mended:
        text = _("Files that trustees agreed to mend since: %d. The vote’s page says why.")
        click.echo(text % served.mended)
    for difference in served.differences:
        click.echo(difference)
    if served.differences:
        click.echo(
            _(
                "DIFFERENT: do not vote there before it is explained. Once voting is over the "
                "server gives its own files, and this says nothing. Else tell the trustees."
            )
        )
    else:
        click.echo(_("SAME: the page loads the pinned scripts and no others."))
