"""``voteapp receipt RECEIPT FILE``: is my ballot in the election?"""

from __future__ import annotations

import sys
from pathlib import Path

import click
import msgspec

from voteapp.campaign.board.receipt_addresses import read_receipt
from voteapp.campaign.board.receipts import ReceiptState, check_receipt, find_receipt
from voteapp.campaign.board.signing import Receipt
from voteapp.campaign.bundle.archive import get_papers, read_bundle
from voteapp.campaign.bundle.evidence import Evidence, decode_evidence
from voteapp.campaign.setup.manifest import Manifest, decode_manifest
from voteapp.cli import Failure
from voteapp.cli.files import FileSource, read_small
from voteapp.cli.texts import gettext as _
from voteapp.errors import ProtocolError
from voteapp.protocol.archive import ByteSource
from voteapp.protocol.audit.report import Findings


@click.command()
@click.argument("receipt", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the answer as one JSON object.")
def receipt(receipt: Path, file: Path, as_json: bool) -> None:
    """Look for the ballot of a RECEIPT in an election's bundle (UUID.zip) or record (UUID.bel).

    RECEIPT is the saved file, or a file with the address that the receipt's square code holds.
    Exit 0: it is there, or its batch is not sealed yet. 1: it is missing, or the receipt is not
    the server's. 2: a file cannot be read, is of another election, or the ballot is another slip's.
    """
    wanted = read_receipt(read_small(receipt))
    source = FileSource(file)
    record, manifest, evidence = _open(source)
    state = find_receipt(wanted, record, manifest, evidence.heads if evidence else [])
    signed = None if manifest is None else _is_signed(wanted, decode_manifest(manifest))
    if as_json:
        answer = {**state._asdict(), "signature": signed}
        click.echo(msgspec.json.encode(answer).decode())
    else:
        _tell(wanted, state, signed)
    sys.exit(1 if signed is False or state.state in ("late", "missing", "other") else 0)


def _open(source: FileSource) -> tuple[ByteSource, bytes | None, Evidence | None]:
    if source.read_at(0, 4) != b"PK\x03\x04":
        return source, None, None
    bundle = read_bundle(source, Findings())
    manifest, _asked, evidence = get_papers(bundle.others)
    if manifest is None or evidence is None:
        raise Failure(_("The bundle lacks its manifest or its evidence."))
    return bundle.record, manifest, decode_evidence(evidence)


def _is_signed(wanted: Receipt, manifest: Manifest) -> bool:
    """Whether the server signed it."""
    try:
        check_receipt(wanted, manifest.server_key)
    except ProtocolError:
        return False
    return True


def _tell(wanted: Receipt, state: ReceiptState, signed: bool | None) -> None:
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
