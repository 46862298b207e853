"""Signing what opens, and leaving a campaign: both from its set-up package."""

from __future__ import annotations

import secrets
from pathlib import Path

import click

from voteapp.campaign.audit.openings import LookedAt, check_amended, look_at_package, write_opening
from voteapp.campaign.statements.people import Signer
from voteapp.campaign.statements.texts import compute_out_text
from voteapp.cli import Failure
from voteapp.cli.files import FileSource
from voteapp.cli.signers.key_files import Among, KeyFile, take_hand
from voteapp.cli.signers.naming import say_signer
from voteapp.cli.signers.options import CampaignGiven, OpeningGiven
from voteapp.cli.signers.records import Shown, read_records
from voteapp.cli.signers.setup_shown import ask_about_people, ask_about_setup, show_setup
from voteapp.cli.signers.shown import ask, require_terminal, show_words
from voteapp.cli.signers.signed import sign_once
from voteapp.cli.texts import clean
from voteapp.cli.texts import gettext as _
from voteapp.errors import ProtocolError


def sign_opening(
    file: KeyFile,
    given: OpeningGiven,
) -> None:
    """Recompute the set-up, show it, ask, and write ``CODE.opening.json``."""
    require_terminal()
    looked, signer = _look(file, given.package)
    late, shown = given.late, read_records(looked, given.records, given.amended)
    held = check_amended(looked, shown.amendments)
    _check_time(shown, late=late)
    show_setup(looked, held, shown.amendments, signer)
    if late:
        click.echo(
            _("There are %d ballots already: you sign that you looked late.") % shown.ballots
        )
    if file.role == "trustee":
        ask_about_people(looked.manifest)
    ask_about_setup()
    hand = take_hand(file, looked.people, signer, given.passphrase_file)
    text, path = write_opening(looked, shown.amendments, late=late), _place(given)
    path = path.with_name(f"{path.name}.opening.json")
    sign_once(hand, "opening", text, path, shown.published, secrets.token_bytes)


def sign_out(file: KeyFile, given: CampaignGiven) -> None:
    """Say that this key signs no closing of the campaign, in ``CODE.out.json``."""
    require_terminal()
    looked, signer = _look(file, given.package)
    manifest = looked.manifest
    click.echo(_("Campaign: %s") % clean(manifest.campaign.name))
    show_words(_("The set-up in sixteen words:"), looked.setup.campaign_hash)
    click.echo(_("Your key is that of %s.") % say_signer(signer, manifest))
    ask(
        _(
            "This key then signs nothing else for this campaign, ever: no closing, no factor, no "
            "confirmation. Is that what you want?"
        ),
        _("Nothing was signed."),
    )
    hand = take_hand(file, looked.people, signer, given.passphrase_file)
    path = _place(given)
    path = path.with_name(f"{path.name}.out.json")
    text = compute_out_text(looked.setup.fingerprints)
    sign_once(hand, "out", text, path, [], secrets.token_bytes)


def _look(file: KeyFile, package: Path) -> tuple[LookedAt, Signer]:
    try:
        looked = look_at_package(FileSource(package))
    except ProtocolError as error:
        named = {"name": package.name, "reason": error.message, "code": error.code}
        text = _("%(name)s is no set-up that can be signed: %(reason)s (%(code)s). Do not sign.")
        raise Failure(text % named) from None
    return looked, file.find(Among(looked.people, looked.items))


def _check_time(shown: Shown, *, late: bool) -> None:
    """Late is what the record shows, never what somebody wishes; raises Failure."""
    if shown.ballots and not late:
        raise Failure(
            _(
                "There are %d ballots in the record already, so nobody can sign any more that they "
                "looked before it opened. With --late you sign that you looked late: you can sign "
                "the closing then, but do not count among those who opened the vote."
            )
            % shown.ballots
        )
    if late and not shown.ballots:
        raise Failure(
            _(
                "No record given here holds a ballot: it is not late. Leave --late out, or give "
                "the record with --record."
            )
        )


def _place(given: OpeningGiven | CampaignGiven) -> Path:
    """Where statements about a campaign lie: under its code, which is in the package's name."""
    return given.directory / given.package.name.removesuffix(".zip").removesuffix("-setup")
