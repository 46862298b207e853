"""``voteapp slips check``: whether a slip's pin fits, and what the slip cast."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import click

from voteapp.campaign.board.uses import SlipUse, find_use
from voteapp.campaign.slips.pins import SlipCode, find_leaves, read_slip_code
from voteapp.campaign.slips.token_files import compute_public_credentials
from voteapp.campaign.slips.tokens import TokenError
from voteapp.campaign.units.strata import list_leaves
from voteapp.campaign.words import compute_commitment_words, compute_hash_words, compute_words
from voteapp.cli import Failure
from voteapp.cli.files import read_small
from voteapp.cli.optional import load_optional
from voteapp.cli.teller.published import fetch_campaign, is_address
from voteapp.cli.teller.reading import BundledElection, Given, read_given
from voteapp.cli.texts import clean
from voteapp.cli.texts import gettext as _
from voteapp.errors import ProtocolError

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def slips() -> None:
    """Check a slip: its pin, its unit, and what it cast."""


@slips.command()
@click.argument("sources", metavar="BUNDLE_OR_URL...", nargs=-1, required=True)
@click.option(
    "--file",
    "code_file",
    type=_FILE,
    help="Read the slip's code from the first line of this file instead of asking.",
)
@click.option(
    "--picture", type=_FILE, help="Read the slip's code from the square code in this picture."
)
def check(sources: tuple[str, ...], code_file: Path | None, picture: Path | None) -> None:
    """Say whether a slip was printed for this campaign, for which unit, and what it cast.

    BUNDLE_OR_URL is CODE-setup.zip, the bundles (UUID.zip) of all elections of the campaign (or
    CODE-setup.zip and some of them), or the campaign's address, from which they are fetched: the
    same files that anybody is given. Bundles are audited first. The slip's code is asked for, or
    read from standard input, from a file or from a picture; nothing of it leaves this machine.

    Exit 0: the pin fits, and what was given is in order. 1: it does not fit, or the files do not
    verify. 2: something cannot be read.
    """
    if code_file is not None and picture is not None:
        raise Failure(_("Give the slip's code by --file or by --picture, not by both."))
    with tempfile.TemporaryDirectory(prefix="voteapp-") as folder:
        withdrawn = False
        if len(sources) == 1 and is_address(sources[0]):
            fetched = fetch_campaign(sources[0], Path(folder))
            paths, withdrawn = fetched.files, fetched.withdrawn
        else:
            paths = [_check_path(source) for source in sources]
        given = read_given(paths)
        code = _read_code(code_file, picture)
        sound = _tell_verified(given)
        fits = _tell_pin(given, code)
        if withdrawn:
            click.echo(
                _("The server says that the campaign was withdrawn: the slip can be exchanged.")
            )
        for uuid in (manifest.uuid for manifest in given.setup.manifests):
            _tell_election(given, uuid, code)
    sys.exit(0 if sound and fits else 1)


def _check_path(source: str) -> Path:
    """A file; never repeats what was given where it is none: it could be a slip's code."""
    path = Path(source)
    if is_address(source):
        raise Failure(_("Give one address, or files."))
    if not path.is_file():
        raise Failure(
            _(
                "What to check against must be a file or an address. A slip's code is never given "
                "here: it is asked for."
            )
        )
    return path


def _read_code(file: Path | None, picture: Path | None) -> SlipCode:
    if picture is not None:
        return _read_picture(picture)
    try:
        return read_slip_code(_ask_code(file))
    except TokenError as error:
        raise Failure(str(error)) from None


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


def _read_picture(path: Path) -> SlipCode:
    pictures = load_optional("voteapp.cli.paper.pictures", "tellers")
    found = set()
    for text in pictures.read_square_codes(path):
        try:
            found.add(read_slip_code(text))
        except TokenError:
            continue  # another square code, a poster's for instance
    if len(found) != 1:
        several = _("%(name)s shows more than one slip.")
        none = _("No slip's square code can be read in %(name)s.")
        raise Failure((several if found else none) % {"name": path.name})
    return found.pop()


def _tell_verified(given: Given) -> bool:
    """Whether every bundle that was given verifies; says of each that does not what was found."""
    sound = True
    for uuid, bundle in given.bundles.items():
        if bundle.findings:
            sound = False
            text = _(
                "%(uuid)s does NOT verify (%(codes)s): what is said of this election below may be "
                "false. voteapp audit says more."
            )
            click.echo(text % {"uuid": uuid, "codes": ", ".join(bundle.findings)})
    return sound


def _tell_pin(given: Given, code: SlipCode) -> bool:
    setup = given.setup
    words = compute_hash_words(setup.campaign_hash)
    click.echo(_("The set-up in sixteen words: %s") % words)
    units = {leaf.code: leaf.name for leaf in list_leaves(setup.manifests[0].strata)}
    found = find_leaves(code, setup.fingerprints, setup.leaves)
    if not found:
        click.echo(
            _("The pin does NOT fit: one character is mistyped, or the slip is of another set-up.")
        )
    for leaf in found:
        named = {"unit": clean(units[leaf]), "leaf": leaf}
        click.echo(_("The pin fits: the slip is for the unit %(unit)s (%(leaf)s).") % named)
    if len(found) > 1:
        click.echo(_("By chance it fits more than one: which one stands on the slip."))
    if setup.manifests[0].issuance == "server":
        click.echo(_("The server itself made these slips: the pin proves nothing here."))
    return bool(found)


def _tell_election(given: Given, uuid: str, code: SlipCode) -> None:
    """What the slip cast in one election; without its bundle, whether it is on the list."""
    (credential,) = compute_public_credentials(uuid, [code.token])
    bundle = given.bundles.get(uuid)
    if bundle is not None:
        name = clean(bundle.title)
        for sentence in _describe_use(_find_use(bundle, credential)):
            click.echo(f"{name} ({uuid}): {sentence}")
    elif credential in given.listed[uuid]:
        click.echo(
            _("%s: the slip is on the list. What it cast stands in the bundle (UUID.zip).") % uuid
        )
    else:
        click.echo(_("%s: the slip is NOT on the list.") % uuid)


def _find_use(bundle: BundledElection, credential: str) -> SlipUse:
    evidence = bundle.evidence
    voided = [void.credential for void in evidence.voided]
    return find_use(bundle.structure, bundle.listed, evidence.heads, voided, credential)


def _read_commitment(commitment: str) -> str | None:
    """In words; None for what is no hash, which the audit has found already."""
    try:
        return compute_commitment_words(commitment)
    except ProtocolError:
        return None


def _describe_use(use: SlipUse) -> list[str]:
    """The answer in sentences."""
    said = []
    if not use.listed:
        said.append(_("the slip is NOT on the list."))
    for ballot in use.ballots:
        named = {"tracker": ballot.tracker, "words": compute_words(ballot.tracker)}
        if ballot.batch is None:
            said.append(_("it cast the ballot %(tracker)s (%(words)s), not sealed.") % named)
        else:
            text = _("it cast the ballot %(tracker)s (%(words)s), sealed in batch %(batch)d.")
            said.append(text % {**named, "batch": ballot.batch})
        words = _read_commitment(ballot.commitment)
        if words is not None:
            said.append(_("the phone had sealed it with these sixteen words: %s.") % words)
    if use.voided:
        said.append(_("it was made void."))
    if use.listed and not use.voided and not use.ballots:
        said.append(
            _("it cast nothing, and voting has ended.")
            if use.ended
            else _(
                "it has cast nothing as far as batch %d. A ballot that waits is not shown to "
                "anybody."
            )
            % use.sealed
        )
    return said
