"""What a trustee sees before it signs: of which election, and words to compare with the others."""

from __future__ import annotations

import base64
import sys

import click

from voteapp.campaign.audit import ElectionAudit
from voteapp.campaign.audit.turns import TrusteeTurn
from voteapp.campaign.words import compute_hash_words
from voteapp.cli import Failure
from voteapp.cli.texts import clean
from voteapp.cli.texts import gettext as _

WORDS_A_LINE = 4


def show_turn(election: ElectionAudit, turn: TrusteeTurn) -> None:
    """Title, ballots, and the closing and the election in words to read aloud."""
    record = election.record
    context = record.setup.context
    name = context.election.name if context else ""
    (end,) = record.structure.of_kind("EndBallots")
    click.echo(_("This is what you are about to decrypt:"))
    click.echo(_("Election: %s") % clean(name))
    click.echo(
        _("One total of all %d ballots, for each answer; no single ballot.") % len(record.box.last)
    )
    show_words(_("The closing (event %d), in words:") % end.height, end.digest)
    show_fingerprint(turn.context.fingerprint)


def show_fingerprint(fingerprint: str) -> None:
    """An election's fingerprint (base64) in words."""
    digest = base64.b64decode(fingerprint + "=").hex()
    show_words(_("The election’s fingerprint, in words:"), digest)


def show_words(title: str, digest: str) -> None:
    """A hash (hex) in sixteen words, under a title."""
    click.echo(title)
    words = compute_hash_words(digest).split()
    for start in range(0, len(words), WORDS_A_LINE):
        click.echo("  " + " ".join(words[start : start + WORDS_A_LINE]))


def confirm_words() -> None:
    """On a terminal a person says that the words are the same for all; raises Failure."""
    if sys.stdin.isatty() and not click.confirm(
        _("Have you compared the words with the other trustees?")
    ):
        raise Failure(_("Compare the words first. Nothing was signed."))
