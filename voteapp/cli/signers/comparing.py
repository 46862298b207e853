"""Whether what a bundle shows is what this key signed: that it opened, and how it closed."""

from __future__ import annotations

from collections.abc import Sequence

import click

from voteapp.campaign.audit import ElectionAudit
from voteapp.campaign.audit.statements import list_opening_texts
from voteapp.campaign.audit.turns import write_closing
from voteapp.campaign.bundle.evidence import Evidence
from voteapp.campaign.statements.people import Signer
from voteapp.campaign.statements.remembered import OPENINGS, list_said
from voteapp.campaign.statements.signing import Statement
from voteapp.campaign.statements.texts import CLOSING, OUT
from voteapp.cli import Failure
from voteapp.cli.signers.key_files import KeyFile
from voteapp.cli.signers.signed import read_signed
from voteapp.cli.signers.verifying import get_among
from voteapp.cli.texts import gettext as _


def compare_signed(file: KeyFile, election: ElectionAudit) -> bool:
    """Say of opening and closing whether they are what was signed; False where one is not.

    Raises Failure where the key is nobody's in this election, or the file is no bundle that can be
    read.
    """
    context, evidence = election.record.setup.context, election.documents.evidence
    if context is None or evidence is None:
        raise Failure(_("To compare with what a key signed, give a bundle (UUID.zip)."))
    signer = file.find(get_among(election))
    kept, about = read_signed(file.path).statements, [context.fingerprint]
    opened = _compare_opening(list_said(kept, OPENINGS, about), evidence, signer)
    closed = _compare_closing(list_said(kept, [CLOSING], about), election)
    if list_said(kept, [OUT], about):
        click.echo(_("This key has signed that it is out: it signs nothing else here."))
    return opened and closed


def _compare_opening(kept: Sequence[Statement], evidence: Evidence, signer: Signer) -> bool:
    published = [one for one in evidence.openings if one.signer == signer]
    if not kept and not published:
        click.echo(
            _(
                "What opened is NOT what this key looked at: it signed no opening of this "
                "election, and none of it is in the bundle."
            )
        )
        return False
    if not kept:
        click.echo(
            _(
                "The bundle has an opening statement of this key. It is not remembered beside the "
                "key: was the key restored, or is it used elsewhere?"
            )
        )
        return True
    fingerprints = evidence.printed[0].fingerprints if evidence.printed else []
    allowed = list_opening_texts(fingerprints, evidence.amendments, late=(False, True))
    if not all(one.message in allowed for one in kept):
        click.echo(
            _(
                "What opened is NOT what this key signed: the elections or their amendments are "
                "others. Show both to the other trustees."
            )
        )
        return False
    click.echo(_("What opened is what this key signed."))
    if not published:
        click.echo(_("Your opening statement is not in the bundle: give it to the committee."))
    return True


def _compare_closing(kept: Sequence[Statement], election: ElectionAudit) -> bool:
    if not kept:
        click.echo(_("This key has signed no closing of this election."))
        return True
    shown = write_closing(election)
    if shown is None:
        click.echo(
            _(
                "This key signed a closing, and the bundle does NOT show one: it is an older file, "
                "or somebody took ballots or the end away. Fetch it again."
            )
        )
        return False
    if any(one.message != shown for one in kept):
        click.echo(
            _(
                "What closed is NOT what this key signed: end, plan or evidence are others. Show "
                "both to the other trustees."
            )
        )
        return False
    click.echo(_("What closed is what this key signed."))
    return True
