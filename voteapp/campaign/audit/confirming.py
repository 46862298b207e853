"""What somebody may confirm of a published result.

PAPER, "Closing"; docs/formats.md, "Statements".
"""

from __future__ import annotations

from typing import NamedTuple

from voteapp.campaign.audit import ElectionAudit
from voteapp.campaign.audit.turns import list_blocking, write_closing
from voteapp.campaign.bundle.evidence import Evidence
from voteapp.campaign.statements.people import People, Signer
from voteapp.campaign.statements.texts import compute_confirmation_text
from voteapp.errors import ConflictError
from voteapp.errors import gettext as _


class Published(NamedTuple):
    """A result that was verified: of which election, the text of the closing that it came of, hash
    (hex) of its Result, the text that confirms it, who may sign, the evidence."""

    fingerprint: str
    closing: str
    result: str
    text: str
    people: People
    evidence: Evidence


def prepare_confirmation(election: ElectionAudit, signer: Signer) -> Published:
    """What this signer may confirm.

    Raises ConflictError where anything blocks, there is no result, or the signer is out or nobody.
    """
    record, evidence = election.record, election.documents.evidence
    context, people = record.setup.context, election.people
    if list_blocking(election.findings.items) or context is None or evidence is None:
        raise ConflictError(_("This election does not verify."))
    closing, results = write_closing(election), record.structure.of_kind("Result")
    if closing is None or not results:
        raise ConflictError(_("The result is not published yet."))
    if people is None or people.find_key(signer) is None or signer.role == "mirror":
        raise ConflictError(_("This key is not one of the election's."))
    if signer in {one.signer for one in evidence.outs}:
        raise ConflictError(_("This key has signed that it is out: it confirms nothing."))
    text = compute_confirmation_text(context.fingerprint, results[0].digest)
    return Published(context.fingerprint, closing, results[0].digest, text, people, evidence)
