"""``voteapp trustee ceremony adopt``: a trustee whose key the independent tool makes.

The tool makes the certificate, the polynomial and the voutput; commitment and acknowledgement,
which its ceremony does not know, are made here from the tool's own secret.
"""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import TypeVar

import click

from voteapp.campaign.ceremony.folder import Shape
from voteapp.campaign.ceremony.messages import blame
from voteapp.campaign.keys.restored import adopt_threshold_key
from voteapp.campaign.keys.tool import read_seed
from voteapp.cli import Failure
from voteapp.cli.files import read_small, write_new
from voteapp.cli.passphrases import ask_passphrase, passphrase_option
from voteapp.cli.texts import gettext as _
from voteapp.cli.trustee.folder import GROUP, Folder, singles_option
from voteapp.cli.trustee.keys import ThresholdKey, open_threshold
from voteapp.protocol.encoding import decode_canonical, encode_json
from voteapp.protocol.keys.pedersen import (
    Polynomial,
    Voutput,
    check_polynomial,
    compute_vinputs,
    open_decryption_key,
)
from voteapp.protocol.keys.pki import SignedMessage, compute_private_keys
from voteapp.protocol.keys.trustees import CertKeys

existing_file = click.Path(exists=True, dir_okay=False, path_type=Path)
T = TypeVar("T")

_CODE = "file-encoding"


@click.command()
@click.argument("key_file", type=click.Path(dir_okay=False, path_type=Path), metavar="KEY")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), metavar="FOLDER")
@click.option("--tool-key", type=existing_file, help="The tool's ID.key, the first time.")
@click.option("--tool-certificate", type=existing_file, help="Its ID.cert, the first time.")
@singles_option
@click.option("--tool-polynomial", type=existing_file, help="What its step 3 printed.")
@click.option("--tool-voutput", type=existing_file, help="What its step 5 printed.")
@passphrase_option
def adopt(
    key_file: Path,
    folder: Path,
    tool_key: Path | None,
    tool_certificate: Path | None,
    singles: int | None,
    tool_polynomial: Path | None,
    tool_voutput: Path | None,
    passphrase_file: Path | None,
) -> None:
    """Take part with a key that belenios-tool makes.

    Three times: with the tool's key and certificate (makes KEY and publishes the certificate);
    before `commit`, with its polynomial (kept in KEY; acknowledge and reveal then follow); and
    instead of `share`, with its voutput. `tool-files` writes what the tool reads.
    """
    place = Folder(folder)
    if not key_file.exists():
        if tool_key is None or tool_certificate is None:
            raise Failure(
                _("%s is not there yet: give --tool-key and --tool-certificate.") % key_file
            )
        seed = read_seed(read_small(tool_key))
        certificate = _read(tool_certificate, SignedMessage, _("the certificate"))
        passphrase = ask_passphrase(passphrase_file, new=True)
        beside = place.choose_singles(singles)
        _begin(key_file, place, seed, certificate, beside, passphrase)
    if tool_polynomial is None and tool_voutput is None:
        return
    own = open_threshold(key_file, passphrase_file)
    if tool_polynomial is not None:
        _keep_polynomial(own, place, _read(tool_polynomial, Polynomial, _("the polynomial")))
    if tool_voutput is not None:
        _finish(own, place, _read(tool_voutput, Voutput, _("the voutput")))


@click.command("tool-files")
@click.argument(
    "folder", type=click.Path(exists=True, file_okay=False, path_type=Path), metavar="FOLDER"
)
@click.argument("directory", type=click.Path(file_okay=False, path_type=Path), metavar="DIR")
def tool_files(folder: Path, directory: Path) -> None:
    """Write FOLDER's messages, checked, as the files that belenios-tool reads.

    certs.jsons (all certificates, for its step 3); once all have revealed also
    polynomials.jsons and NUMBER.vinput (for step 5); at the end voutputs.jsons (for step 6).
    """
    place = Folder(folder)
    directory.mkdir(parents=True, exist_ok=True)
    transcript = place.read("certificate")
    files = {"certs.jsons": [encode_json(c) for c in transcript.get_certificates().certs]}
    shape = place.read_shape()
    owners = range(1, shape.size + 1)
    if all(place.path("reveal", number).exists() for number in owners):
        polynomials = place.read("reveal").polynomials or []
        files["polynomials.jsons"] = [encode_json(item) for item in polynomials]
        for number, vinput in enumerate(compute_vinputs(polynomials), 1):
            files[f"{number}.vinput"] = [encode_json(vinput)]
    if all(place.path("share", number).exists() for number in owners):
        files["voutputs.jsons"] = [encode_json(v) for v in place.read("share").voutputs or []]
    for name, lines in files.items():
        path = directory / name
        path.write_bytes(b"".join(line + b"\n" for line in lines))
        click.echo(_("For the tool: %s") % path)


def _begin(
    key_file: Path,
    place: Folder,
    seed: str,
    certificate: SignedMessage,
    singles: int,
    passphrase: str,
) -> None:
    data = adopt_threshold_key(seed, certificate, None, passphrase, secrets.token_bytes)
    message = certificate.message.encode()
    context = decode_canonical(message, CertKeys, _CODE, "the certificate").context
    place.folder.mkdir(parents=True, exist_ok=True)
    place.write_shape(Shape(context.size, context.threshold, singles))
    path = place.write(place.path("certificate", context.index).name, encode_json(certificate))
    write_new(key_file, data, private=True)
    click.echo(_("Keep this file: %s") % key_file)
    click.echo(_("Give this to the others: %s") % path)


def _keep_polynomial(own: ThresholdKey, place: Folder, polynomial: Polynomial) -> None:
    text = encode_json(polynomial).decode()
    if own.secret.polynomial not in ("", text):
        raise Failure(_("KEY holds another polynomial already. Nothing was changed."))
    transcript = place.read("certificate")
    own.check_among(transcript)
    certificates = transcript.get_certificates()
    with blame(own.number, "reveal"):
        check_polynomial(GROUP, certificates, own.number, polynomial)
    own.save(polynomial=text)
    click.echo(_("The polynomial is kept. Now commit: voteapp trustee ceremony commit"))


def _finish(own: ThresholdKey, place: Folder, voutput: Voutput) -> None:
    transcript = place.read("reveal")
    own.check_among(transcript)
    own.get_agreed(transcript)
    data = encode_json(voutput)
    transcript.add(own.number, "share", data)
    signing = compute_private_keys(GROUP, own.secret.seed).signing
    share = open_decryption_key(
        GROUP, own.secret.seed, GROUP.base_power(signing), voutput.private_key
    )
    if GROUP.encode(GROUP.base_power(share)) != voutput.public_key.public_key:
        raise Failure(_("The voutput's share and public key do not belong together."))
    own.finish(transcript.certs_hash or "", voutput.public_key, share)
    path = place.write(place.path("share", own.number).name, data)
    click.echo(_("Give this to the others: %s") % path)
    click.echo(_("Keep this file: %s") % own.path)


def _read(path: Path, wanted: type[T], what: str) -> T:
    return decode_canonical(read_small(path).strip(), wanted, _CODE, what)
