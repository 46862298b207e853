"""What people see before they sign, and what they are asked: words to compare, people to know."""

from __future__ import annotations

import base64
import sys
from collections.abc import Iterable

import click

from voteapp.campaign.audit import ElectionAudit
from voteapp.campaign.audit.turns import Closing
from voteapp.campaign.words import compute_hash_words
from voteapp.cli import Failure
from voteapp.cli.texts import clean
from voteapp.cli.texts import gettext as _

WORDS_A_LINE = 4


def show_closing(election: ElectionAudit, closing: Closing) -> None:
    """Title, ballots, and the closing and the election in words to read aloud."""
    record = election.record
    context = record.setup.context
    name = context.election.name if context else ""
    (end,) = record.structure.of_kind("EndBallots")
    click.echo(_("Election: %s") % clean(name))
    click.echo(
        _("One total of all %d ballots, for each answer; no single ballot.") % len(record.box.last)
    )
    show_words(_("The closing (event %d), in words:") % end.height, end.digest)
    show_fingerprint(closing.fingerprint)


def show_fingerprint(fingerprint: str) -> None:
    """An election's fingerprint (base64) in words."""
    digest = base64.b64decode(fingerprint + "=").hex()
    show_words(_("The election’s fingerprint, in words:"), digest)


def show_words(title: str, digest: str) -> None:
    """A hash (hex) in sixteen words, under a title."""
    click.echo(title)
    for line in list_lines(digest):
        click.echo("  " + line)


def list_lines(digest: str) -> Iterable[str]:
    """A hash (hex), or a key, in sixteen words, four a line."""
    words = compute_hash_words(digest).split()
    return [" ".join(words[at : at + WORDS_A_LINE]) for at in range(0, len(words), WORDS_A_LINE)]


def require_terminal() -> None:
    """Refuse to begin where nobody can answer what is asked before something is signed."""
    if not sys.stdin.isatty():
        raise Failure(
            _(
                "This command asks a person to compare words, and standard input is no terminal. "
                "Nothing was signed: run it where somebody can answer."
            )
        )


def confirm_words() -> None:
    """A person says that the words are the same for all; raises Failure."""
    ask(
        _("Have you compared the words with the other trustees?"),
        _("Compare the words first. Nothing was signed."),
    )


def ask(question: str, refusal: str) -> None:
    """Go on only where a person at a terminal says yes; raises Failure with ``refusal``."""
    require_terminal()
    if not click.confirm(question):
        raise Failure(refusal)
