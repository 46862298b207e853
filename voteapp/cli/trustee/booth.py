"""``voteapp trustee booth``: read how the booth is to be mended while people vote, and sign it."""

from __future__ import annotations

import difflib
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import click
from msgspec import UNSET

from voteapp.campaign.audit.openings import LookedAt, check_amended, look_at_package
from voteapp.campaign.setup.proposals import Proposal, ProposedFile, decode_proposal, write_text
from voteapp.campaign.statements.people import Signer
from voteapp.campaign.statements.remembered import check_may_sign
from voteapp.cli import Failure
from voteapp.cli.files import FileSource, read_small
from voteapp.cli.passphrases import passphrase_option
from voteapp.cli.signers.key_files import Among, TrusteeKeyFile, take_hand
from voteapp.cli.signers.naming import say_signer
from voteapp.cli.signers.options import (
    directory_argument,
    existing_file,
    key_argument,
    package_argument,
)
from voteapp.cli.signers.shown import ask, require_terminal, show_words
from voteapp.cli.signers.signed import read_signed, sign_once
from voteapp.cli.texts import clean
from voteapp.cli.texts import gettext as _
from voteapp.errors import ProtocolError

KIND = "booth"


class _Read(NamedTuple):
    """A proposal with the set-up that it is of, and the trustee who reads it."""

    looked: LookedAt
    proposal: Proposal
    signer: Signer


@click.command()
@key_argument
@package_argument
@click.argument("proposal", type=existing_file, metavar="PROPOSAL")
@directory_argument
@passphrase_option
def booth(
    key_file: Path, package: Path, proposal: Path, directory: Path, passphrase_file: Path | None
) -> None:
    """Read how files of the booth are to be mended while people vote, and sign that you agree.

    SETUP is CODE-setup.zip, PROPOSAL the file that the operator gave you (`voteapp mend propose`).
    Shows the reason and every line that changes, with signs that are not plain ones by their
    number. Whoever reads no JavaScript asks somebody who does: a false page can read what people
    choose. Leaves CODE.booth-NUMBER.json in DIR, one for each file, for the operator.
    """
    require_terminal()
    file = TrusteeKeyFile(key_file)
    read = _read(file, package, proposal)
    texts = [write_text(read.proposal, one) for one in read.proposal.files]
    kept = read_signed(file.path).statements
    for text in texts:
        check_may_sign(kept, text)  # before anything is read in vain, or half of it signed
    _show(read)
    ask(
        _("Did you, or somebody you trust with this, read every changed line, and do you agree?"),
        _("Nothing was signed. Tell the other trustees what is wrong."),
    )
    hand = take_hand(file, read.looked.people, read.signer, passphrase_file)
    published = [one for a in read.proposal.amendments if a.signed is not UNSET for one in a.signed]
    name = package.name.removesuffix(".zip").removesuffix("-setup")
    for one, text in zip(read.proposal.files, texts, strict=True):
        path = directory / f"{name}.booth-{one.number}.json"
        sign_once(hand, KIND, text, path, published, secrets.token_bytes)


def _read(file: TrusteeKeyFile, package: Path, path: Path) -> _Read:
    """Everything recomputed; raises Failure where there is nothing to sign."""
    try:
        looked = look_at_package(FileSource(package))
        proposal = decode_proposal(read_small(path))
        if tuple(proposal.fingerprints) != tuple(looked.setup.fingerprints):
            raise Failure(_("The proposal is of another campaign than the set-up. Do not sign."))
        held = check_amended(looked, proposal.amendments)
    except ProtocolError as error:
        named = {"reason": clean(error.message), "code": error.code}
        text = _("This is not in order: %(reason)s (%(code)s). Do not sign.")
        raise Failure(text % named) from None
    for one in proposal.files:
        if held.booth.get(one.path) != one.old:
            named = {"path": clean(one.path)}
            text = _("%(path)s is no file of the booth, or another one is in force. Do not sign.")
            raise Failure(text % named)
    return _Read(looked, proposal, file.find(Among(looked.people, looked.items)))


def _show(read: _Read) -> None:
    manifest = read.looked.manifest
    click.echo(_("Campaign: %s") % clean(manifest.campaign.name))
    show_words(_("The set-up in sixteen words:"), read.looked.setup.campaign_hash)
    click.echo(_("Your key is that of %s.") % say_signer(read.signer, manifest))
    click.echo(_("Why the booth is to be mended: %s") % clean(read.proposal.reason))
    for number, one in enumerate(read.proposal.files, 1):
        counted = {"number": number, "count": len(read.proposal.files), "path": clean(one.path)}
        click.echo("")
        click.echo(_("File %(number)d of %(count)d: %(path)s") % counted)
        click.echo(_("SHA-256 in force: %s") % one.old)
        click.echo(_("SHA-256 afterwards: %s") % one.new)
        for line in list_changes(one):
            click.echo(line)


def list_changes(file: ProposedFile) -> Iterator[str]:
    """The changed lines with some around them. Lines end at a line feed only, and whatever is not
    plain ASCII is written by its number: what ends a line for a browser, turns its direction or
    looks like another letter hides nothing."""
    before, after = (text.split("\n") for text in (file.before, file.after))
    for line in difflib.unified_diff(before, after, "in force", "afterwards", lineterm=""):
        yield "".join(sign if " " <= sign <= "~" else f"<U+{ord(sign):04X}>" for sign in line)
