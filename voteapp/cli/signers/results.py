"""Signing a closing without decrypting, and confirming what came out."""

from __future__ import annotations

import secrets

import click

from voteapp.campaign.audit import ElectionAudit
from voteapp.campaign.audit.confirming import Published, prepare_confirmation
from voteapp.campaign.audit.turns import prepare_closing
from voteapp.campaign.setup.manifest import Manifest
from voteapp.campaign.statements.remembered import list_said
from voteapp.campaign.statements.texts import CLOSING
from voteapp.cli import Failure
from voteapp.cli.signers.closing import is_agreed, sign_closing
from voteapp.cli.signers.key_files import KeyFile, take_hand
from voteapp.cli.signers.options import BundleGiven
from voteapp.cli.signers.shown import (
    confirm_words,
    require_terminal,
    show_closing,
    show_fingerprint,
    show_words,
)
from voteapp.cli.signers.signed import read_signed, sign_once
from voteapp.cli.signers.verifying import get_among, list_published, verify_election
from voteapp.cli.texts import clean
from voteapp.cli.texts import gettext as _
from voteapp.protocol.kinds import kind_of


def sign_seen_closing(file: KeyFile, given: BundleGiven) -> None:
    """Verify a closed election, show it, ask, and write ``UUID.statement.json``."""
    require_terminal()
    election = verify_election(given.bundle, given.memory_file, given.jobs)
    signer = file.find(get_among(election))
    closing, manifest = prepare_closing(election, signer), _get_manifest(election)
    click.echo(_("This is the closing that you are about to sign:"))
    show_closing(election, closing)
    confirm_words()
    hand = take_hand(file, closing.people, signer, given.passphrase_file)
    sign_closing(hand, closing, manifest.uuid, given.directory)
    is_agreed(closing, manifest, signer)


def sign_confirmation(file: KeyFile, given: BundleGiven) -> None:
    """Verify a published result, compare, ask, and write ``UUID.confirmation.json``."""
    require_terminal()
    election = verify_election(given.bundle, given.memory_file, given.jobs)
    signer = file.find(get_among(election))
    found, manifest = prepare_confirmation(election, signer), _get_manifest(election)
    _compare_end(file, found)
    click.echo(_("This is the result that you are about to confirm:"))
    context = election.record.setup.context
    click.echo(_("Election: %s") % clean(context.election.name if context else ""))
    _show_totals(election)
    show_words(_("The result, in words:"), found.result)
    show_fingerprint(found.fingerprint)
    confirm_words()
    hand = take_hand(file, found.people, signer, given.passphrase_file)
    path = given.directory / f"{manifest.uuid}.confirmation.json"
    published = list_published(found.evidence)
    sign_once(hand, "confirmation", found.text, path, published, secrets.token_bytes)


def _compare_end(file: KeyFile, found: Published) -> None:
    """The published closing is the one that this key signed; raises Failure."""
    kept = list_said(read_signed(file.path).statements, [CLOSING], [found.fingerprint])
    if not kept:
        click.echo(_("This key signed no closing of this election: there is none to compare with."))
    elif any(one.message != found.closing for one in kept):
        raise Failure(
            _(
                "What was published is NOT what this key signed as the closing. Confirm nothing, "
                "and show both to all the others."
            )
        )


def _get_manifest(election: ElectionAudit) -> Manifest:
    manifest = election.documents.manifest
    if manifest is None:
        raise Failure(_("This election does not verify."))
    return manifest


def _show_totals(election: ElectionAudit) -> None:
    record = election.record
    context, result = record.setup.context, record.decryption.result
    if context is None or result is None:
        return
    for question, row in zip(context.election.questions, result, strict=True):
        click.echo(clean(question.question))
        totals = kind_of(question).read_totals(question, row)
        blank = [] if totals.blank is None else [(_("Blank"), totals.blank)]
        for label, total in [*blank, *totals.answers]:
            click.echo(f"  {total:>6}  {clean(label)}")
