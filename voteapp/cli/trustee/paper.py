"""``voteapp trustee paper`` and ``restore``: a key as thirty characters on paper, and back."""

from __future__ import annotations

import secrets
from pathlib import Path

import click

from voteapp.campaign.bundle.archive import EVIDENCE_NAME, read_bundle
from voteapp.campaign.bundle.evidence import decode_evidence
from voteapp.campaign.ceremony.transcript import Transcript
from voteapp.campaign.keys.restored import (
    create_single_file,
    restore_single_key,
    restore_threshold_key,
)
from voteapp.campaign.keys.threshold import (
    is_threshold_key,
    open_threshold_key,
    read_public_key,
)
from voteapp.cli import Failure
from voteapp.cli.files import FileSource, read_small, write_new
from voteapp.cli.passphrases import ask_passphrase, passphrase_option
from voteapp.cli.signers.codes import ask_code, code_option, show_code
from voteapp.cli.texts import gettext as _
from voteapp.cli.trustee.folder import GROUP, Folder
from voteapp.errors import InvalidInputError
from voteapp.protocol.audit.report import Findings
from voteapp.protocol.audit.setup import find_setup_data
from voteapp.protocol.audit.structure import read_structure
from voteapp.protocol.keys.trustees import ThresholdParameters, TrusteePublicKey, decode_trustees

Trustees = list[TrusteePublicKey | ThresholdParameters]


@click.command()
@click.argument(
    "key_file", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="KEY"
)
@passphrase_option
def paper(key_file: Path, passphrase_file: Path | None) -> None:
    """Show the restore code of a threshold trustee's KEY, to be written on paper.

    A single trustee's code is shown when its key is made: `voteapp trustee key --paper`.
    """
    data = read_small(key_file)
    if not is_threshold_key(data):
        raise Failure(
            _("This file does not hold its restore code; it was shown when the key was made.")
        )
    secret = open_threshold_key(data, ask_passphrase(passphrase_file, new=False))
    show_code(secret.seed)


@click.command()
@click.argument("key_file", type=click.Path(dir_okay=False, path_type=Path), metavar="KEY")
@click.option(
    "--from",
    "source",
    type=click.Path(exists=True, path_type=Path),
    metavar="FOLDER|BUNDLE",
    help="The ceremony's FOLDER, or the BUNDLE of any election of its key.",
)
@code_option
@passphrase_option
def restore(
    key_file: Path,
    source: Path | None,
    code_file: Path | None,
    passphrase_file: Path | None,
) -> None:
    """Make KEY again from its restore code, under a new passphrase.

    The code is asked for, or read from --code-file; it is never an argument. --from finds out
    whose key it is; without it, it is taken for a single trustee's.
    """
    if key_file.exists():
        raise Failure(_("%(name)s exists already; nothing was changed") % {"name": key_file})
    seed = ask_code(code_file)
    passphrase = ask_passphrase(passphrase_file, new=True)
    if source is None:
        data = create_single_file(seed, passphrase, secrets.token_bytes)[1]
    elif source.is_dir():
        data = _restore_from(seed, Folder(source).read("share"), [], passphrase)
    else:
        transcript, trustees = _read_bundle(source)
        data = _restore_from(seed, transcript, trustees, passphrase)
    write_new(key_file, data, private=True)
    click.echo(_("Keep this file: %s") % key_file)
    click.echo(_("Public key: %s") % read_public_key(data))
    if source is None:
        click.echo(_("Compare the public key with the election's. A ceremony's key needs --from."))


def _restore_from(
    seed: str, transcript: Transcript | None, trustees: Trustees, passphrase: str
) -> bytes:
    """Whose seed it is, is found by trying; raises InvalidInputError ``restore_code``."""
    singles = [item for item in trustees if isinstance(item, TrusteePublicKey)]
    if transcript is not None:
        singles = transcript.single_keys or []
    for key in singles:
        try:
            return restore_single_key(seed, key, passphrase, secrets.token_bytes)
        except InvalidInputError as error:
            if error.field != "restore_code":
                raise
    if transcript is None:
        raise InvalidInputError("restore_code", _("This code is of none of these trustees."))
    return restore_threshold_key(seed, transcript, passphrase, secrets.token_bytes)


def _read_bundle(path: Path) -> tuple[Transcript | None, Trustees]:
    """The trustees of a bundle's record and, where they held one, their ceremony."""
    findings = Findings()
    bundle = read_bundle(FileSource(path), findings)
    structure = read_structure(bundle.record, findings, lambda _done, _total: None)
    data = bundle.others.get(EVIDENCE_NAME)
    setup = find_setup_data(structure)
    if setup is None or data is None:
        raise Failure(_("%s lacks the trustees or the evidence.") % path.name)
    trustees = decode_trustees(structure.fetch(setup.trustees) or b"")
    ceremony = decode_evidence(data).ceremony
    parameters = next((item for item in trustees if isinstance(item, ThresholdParameters)), None)
    if ceremony is None or parameters is None:
        return None, trustees
    singles = len(trustees) - 1
    transcript = Transcript(GROUP, len(parameters.certs), parameters.threshold, singles)
    for entry in ceremony.messages:
        transcript.add(entry.trustee, entry.step, entry.message.encode())
    return transcript, trustees
