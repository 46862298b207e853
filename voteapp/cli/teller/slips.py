"""``voteapp slips check``: whether a slip's pin fits, and what the slip cast."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from voteapp.campaign.slips.pins import SlipCode, find_leaves, read_slip_code
from voteapp.campaign.slips.token_files import compute_public_credentials
from voteapp.campaign.units.strata import list_leaves
from voteapp.campaign.words import compute_words
from voteapp.cli import Failure
from voteapp.cli.files import FileSource, read_small
from voteapp.cli.teller.reading import BundledElection, read_elections, read_setup
from voteapp.cli.texts import clean
from voteapp.cli.texts import gettext as _
from voteapp.errors import NotAnArchiveError, ProtocolError
from voteapp.protocol.audit.report import Findings
from voteapp.protocol.ballots import decode_ballot
from voteapp.protocol.encoding import hex_to_base64


@click.group()
def slips() -> None:
    """Check a slip without a server."""


@slips.command()
@click.argument(
    "files",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE...",
    nargs=-1,
    required=True,
)
@click.option(
    "--file",
    "code_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Read the slip's code from the first line of this file instead of asking.",
)
def check(files: tuple[Path, ...], code_file: Path | None) -> None:
    """Say whether a slip was printed for this set-up, and for which unit.

    FILE is CODE-setup.zip, or the bundles (UUID.zip) of all elections of the campaign; of
    bundles it also says what the slip cast in each. The slip's code is asked for, or read from
    standard input.
    Exit 0: the pin fits. 1: it does not. 2: something cannot be read.
    """
    elections: list[BundledElection] = []
    if len(files) == 1 and not _is_bundle(files[0]):
        setup = read_setup(files[0])
    else:
        setup, elections = read_elections(list(files))
    code = read_slip_code(_ask_code(code_file))
    units = {leaf.code: leaf.name for leaf in list_leaves(setup.manifests[0].strata)}
    found = find_leaves(code, setup.fingerprints, setup.leaves)
    if not found:
        click.echo(
            _("The pin does NOT fit: one character is mistyped, or the slip is of another set-up.")
        )
        sys.exit(1)
    for leaf in found:
        named = {"unit": clean(units[leaf]), "leaf": leaf}
        click.echo(_("The pin fits: the slip is for the unit %(unit)s (%(leaf)s).") % named)
    if len(found) > 1:
        click.echo(_("By chance it fits more than one: which one stands on the slip."))
    for uuid, election in zip((m.uuid for m in setup.manifests), elections, strict=False):
        _tell_cast(uuid, election, code)


def _is_bundle(path: Path) -> bool:
    try:
        from voteapp.campaign.bundle.archive import read_bundle

        read_bundle(FileSource(path), Findings())
    except NotAnArchiveError:
        return False
    return True


def _ask_code(file: Path | None) -> str:
    if file is not None:
        try:
            lines = read_small(file).decode().splitlines()
        except UnicodeDecodeError:
            raise Failure(_("%(name)s is not a text.") % {"name": file.name}) from None
        return lines[0] if lines else ""
    if sys.stdin.isatty():
        return str(click.prompt(_("The slip's code"), hide_input=True))
    return sys.stdin.readline()


def _tell_cast(uuid: str, election: BundledElection, code: SlipCode) -> None:
    (credential,) = compute_public_credentials(uuid, [code.token])
    trackers = _list_trackers(election, credential)
    for tracker in trackers:
        named = {"uuid": uuid, "tracker": tracker, "words": compute_words(tracker)}
        click.echo(_("%(uuid)s: it cast the ballot %(tracker)s (%(words)s).") % named)
    if any(void.credential == credential for void in election.evidence.voided):
        click.echo(_("%s: it was made void.") % uuid)
    elif not trackers:
        click.echo(_("%s: it cast nothing.") % uuid)


def _list_trackers(election: BundledElection, credential: str) -> list[str]:
    found = []
    for event in election.structure.of_kind("Ballot"):
        body = election.structure.fetch(event.payload) if event.payload else None
        try:
            ballot = decode_ballot(body or b"")
        except ProtocolError:
            continue  # a finding of the auditor
        if ballot.credential == credential and event.payload:
            found.append(hex_to_base64(event.payload))
    return found
