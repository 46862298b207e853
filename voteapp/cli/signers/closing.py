"""Signing a closing, and saying who is missing before factors may leave."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from pathlib import Path

import click

from voteapp.campaign.audit.statements import find_missing
from voteapp.campaign.audit.turns import Closing
from voteapp.campaign.setup.manifest import Manifest
from voteapp.campaign.statements.people import Signer
from voteapp.campaign.statements.signing import Statement
from voteapp.cli.signers.naming import list_signers, say_signers
from voteapp.cli.signers.signed import Hand, sign_once
from voteapp.cli.signers.verifying import list_published
from voteapp.cli.texts import gettext as _


def sign_closing(hand: Hand, closing: Closing, uuid: str, directory: Path) -> Statement:
    """The closing statement, once, in ``UUID.statement.json``."""
    path = directory / f"{uuid}.statement.json"
    published = list_published(closing.evidence)
    return sign_once(hand, "closing-statement", closing.text, path, published, secrets.token_bytes)


def is_agreed(closing: Closing, manifest: Manifest, own: Signer) -> bool:
    """Whether factors may leave, ``own`` having signed; says what is missing, and of whom."""
    signed = {one.signer for one in closing.evidence.closing_statements} | {own}
    missing = find_missing(closing.people, closing.evidence, signed)
    if missing.enough:
        return True
    click.echo(_("You have signed. It is too early to decrypt:"))
    if missing.statements:
        click.echo(
            _("Statements of trustees or witnesses that are missing: %d.") % missing.statements
        )
    if missing.trustees:
        click.echo(_("Statements of trustees that are missing: %d.") % missing.trustees)
    if missing.mirrors:
        click.echo(_("Statements of mirrors that are missing: %d.") % missing.mirrors)
    _tell_who(closing, manifest, signed, mirrors=bool(missing.mirrors))
    click.echo(_("Fetch the bundle again when they have signed, and run this again."))
    return False


def _tell_who(
    closing: Closing, manifest: Manifest, signed: Collection[Signer], *, mirrors: bool
) -> None:
    evidence, people = closing.evidence, closing.people
    outs = {one.signer for one in evidence.outs}
    everybody = list_signers(people, ["trustee", "witness"])
    if waiting := [one for one in everybody if one not in {*signed, *outs}]:
        click.echo(_("These have not signed yet: %s.") % say_signers(waiting, manifest))
    if outs:
        click.echo(_("These are out and sign nothing: %s.") % say_signers(sorted(outs), manifest))
    if mirrors:
        seen = {one.signer for one in evidence.mirror_ends}
        silent = [one for one in list_signers(people, ["mirror"]) if one not in seen]
        text = _("These mirrors have not signed the end of voting yet: %s.")
        click.echo(text % say_signers(silent, manifest))
