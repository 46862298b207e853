"""``voteapp receipt RECEIPT FILE``: is my ballot in the election, or was it refused rightly?"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NoReturn

import click
import msgspec

from voteapp.campaign.board.kept import find_commitment, pick_kept, read_kept
from voteapp.campaign.board.receipts import ReceiptState, check_receipt, find_receipt, find_uuid
from voteapp.campaign.board.refusals import Refusal
from voteapp.campaign.board.refused import RefusalState, find_refusal
from voteapp.campaign.board.signing import Receipt
from voteapp.campaign.bundle.archive import get_papers, read_bundle
from voteapp.campaign.bundle.evidence import Evidence, decode_evidence
from voteapp.campaign.setup.manifest import Manifest, decode_manifest
from voteapp.campaign.words import compute_commitment_words
from voteapp.cli import Failure
from voteapp.cli.files import FileSource, read_small
from voteapp.cli.texts import gettext as _
from voteapp.errors import ProtocolError
from voteapp.protocol.archive import ByteSource
from voteapp.protocol.audit.report import Findings
from voteapp.protocol.audit.structure import Structure, read_structure


@click.command()
@click.argument("receipt", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the answer as one JSON object.")
def receipt(receipt: Path, file: Path, as_json: bool) -> None:
    """Look for the ballot of a RECEIPT in an election's bundle (UUID.zip) or record (UUID.bel).

    RECEIPT is the saved file, a file with the address that the receipt's square code holds, or the
    saved answer by which the server refused a ballot, or with which it answered when a slip was
    given up (answers.json): then it is judged. Of a file that holds several, the one of FILE's
    election is looked at.
    Exit 0: it is there, or its batch is not sealed yet; the refusal was right, or it is too early
    to tell. 1: it is missing, the refusal was false, or the server did not sign it. 2: a file
    cannot be read, is of another election, or the ballot is another slip's.
    """
    kept = read_kept(read_small(receipt))
    source = FileSource(file)
    record, manifest, evidence = _open(source)
    structure = read_structure(record, Findings(), lambda done, total: None)
    wanted = pick_kept(kept, find_uuid(structure))
    if isinstance(wanted, Refusal):
        _judge(wanted, len(kept), structure, (manifest, evidence), as_json)
    state = find_receipt(wanted, structure, manifest, evidence.heads if evidence else [])
    signed = None if manifest is None else _is_signed(wanted, decode_manifest(manifest))
    words = _find_words(structure, wanted)
    if as_json:
        answer = {**state._asdict(), "signature": signed, "sealed_as": words}
        click.echo(msgspec.json.encode(answer).decode())
    else:
        _tell(wanted, state, signed, words)
    sys.exit(1 if signed is False or state.state in ("late", "missing", "other") else 0)


def _find_words(structure: Structure, wanted: Receipt) -> str | None:
    """The sixteen words of the ballot in the record; None where it is not there."""
    commitment = find_commitment(structure, wanted.tracker)
    return None if commitment is None else compute_commitment_words(commitment)


_Beside = tuple[bytes | None, Evidence | None]
"""The manifest and the evidence, where the file has them."""


def _open(source: FileSource) -> tuple[ByteSource, bytes | None, Evidence | None]:
    if source.read_at(0, 4) != b"PK\x03\x04":
        return source, None, None
    bundle = read_bundle(source, Findings())
    manifest, _asked, evidence = get_papers(bundle.others)
    if manifest is None or evidence is None:
        raise Failure(_("The bundle lacks its manifest or its evidence."))
    return bundle.record, manifest, decode_evidence(evidence)


def _judge(
    refusal: Refusal, kept: int, structure: Structure, beside: _Beside, as_json: bool
) -> NoReturn:
    """Say whether a refusal is right, and leave; ``kept``: how many stood in its file."""
    manifest, evidence = beside
    heads, voids = (evidence.heads, evidence.voided) if evidence else ([], [])
    signed: bool | None = None if manifest is None else True
    try:
        state: RefusalState | None = find_refusal(refusal, structure, manifest, heads, voids)
    except ProtocolError as error:
        if error.code != "refusal-signature":
            raise
        state, signed = None, False
    if as_json:
        told = {"state": None, "proven": False} if state is None else state._asdict()
        click.echo(msgspec.json.encode({**told, "signature": signed}).decode())
    else:
        _tell_refusal(refusal, state, signed)
        _tell_others(kept)
    sys.exit(1 if state is None or state.state in ("false", "other") else 0)


def _tell_others(kept: int) -> None:
    if kept > 1:
        told = _(
            "The file holds %d answers, one for each election, and this is the one for this "
            "election. Judge each with its own election's file: a slip is given up only where "
            "all of them say so."
        )
        click.echo(told % kept)


def _tell_reason(refusal: Refusal) -> str:
    """What the server said; without a tracker it answers somebody who gave the slip up."""
    if refusal.tracker is None and refusal.reason == "used":
        return _("The server did not void this slip: something was sent with it before.")
    if refusal.tracker is None:
        return _("The server answered that this slip is void: it was given up.")
    said = {
        "used": _("The server refused: something was sent with this slip before."),
        "voided": _("The server refused: this slip was given up."),
        "closed": _("The server refused: voting was over."),
    }
    return said[refusal.reason]


def _tell_refusal(refusal: Refusal, state: RefusalState | None, signed: bool | None) -> None:
    click.echo(_tell_reason(refusal))
    if state is None:
        click.echo(_("This refusal is NOT signed by the election's server."))
        return
    if signed is None:
        click.echo(_("The record alone cannot tell whether the server signed this refusal."))
    judged = {
        "true": _("That is TRUE by this file."),
        "waiting": _("This file is too old to tell. Look again once voting has ended."),
        "false": _("That is FALSE by this file."),
        "other": _(
            "The server signed this refusal for ANOTHER set-up of the same election: there are two."
        ),
    }
    click.echo(judged[state.state])
    if refusal.void is not None and signed:
        click.echo(
            _(
                "The slip's own signature stands in this answer: whoever gave the slip up held it. "
                "It does not show who that was."
            )
        )
    if state.state in ("false", "other"):
        click.echo(_tell_refusal_proof(state.proven))


def _tell_refusal_proof(proven: bool) -> str:
    if proven:
        return _(
            "Keep this refusal and this file: together they prove it. Tell the committee and "
            "somebody you trust."
        )
    return _(
        "This file does not prove it. Keep both, and look again in the file for checking "
        "(UUID.zip) once voting has ended."
    )


def _is_signed(wanted: Receipt, manifest: Manifest) -> bool:
    """Whether the server signed it."""
    try:
        check_receipt(wanted, manifest.server_key)
    except ProtocolError:
        return False
    return True


def _tell(wanted: Receipt, state: ReceiptState, signed: bool | None, words: str | None) -> None:
    click.echo(_("Tracker: %s") % wanted.tracker)
    if signed is False:
        click.echo(_("This receipt is NOT signed by the election's server."))
    if signed is None:
        click.echo(_("The record alone cannot tell whether the server signed this receipt."))
    if state.state == "sealed":
        click.echo(_("Your ballot is in the election (event %d).") % (state.height or 0))
    elif state.state == "late":
        late = _("Your ballot is in the election (event %d), but LATER than the server promised.")
        click.echo(late % (state.height or 0))
    elif state.state == "waiting":
        click.echo(
            _(
                "Your ballot waits: it is there once batch %d is sealed, or when voting has ended. "
                "Look again later."
            )
            % wanted.batch
        )
    elif state.state == "other":
        click.echo(
            _(
                "The server signed this receipt for ANOTHER set-up of the same election: "
                "there are two."
            )
        )
    else:
        click.echo(_("Your ballot is MISSING although it should be there."))
    if words is not None:
        told = _(
            "The ballot in the file was sealed with these sixteen words: %s. Compare them with "
            "those that the phone showed before it was sent, and with those of a second phone: "
            "with other words, another ballot was sent than the phone showed."
        )
        click.echo(told % words)
    if state.state in ("late", "missing", "other"):
        click.echo(_tell_proof(state.proven))


def _tell_proof(proven: bool) -> str:
    """What can be shown to somebody who believes nobody."""
    if proven:
        return _(
            "Keep this receipt and this file: together they prove it. Tell the committee and "
            "somebody you trust."
        )
    return _(
        "This file does not prove it: it holds no list that the server signed after the time by "
        "which it promised, or the receipt is not signed. Keep both, and look again in the file "
        "for checking (UUID.zip) once voting has ended."
    )
