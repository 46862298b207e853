"""``voteapp trustee ceremony``: the key ceremony of t of n trustees, one subcommand a step.

The trustees exchange one folder; each keeps a protected file of its own.
"""

from __future__ import annotations

import secrets
from pathlib import Path

import click
import msgspec

from voteapp.campaign import ceremony_steps as steps
from voteapp.campaign.canonical import encode_canonical
from voteapp.campaign.threshold_files import create_threshold_key, read_polynomial
from voteapp.campaign.words import compute_hash_words
from voteapp.cli import Failure
from voteapp.cli.ceremony_folder import Folder, OwnKey, open_own_key
from voteapp.cli.files import write_new
from voteapp.cli.passphrases import ask_passphrase, passphrase_option
from voteapp.cli.texts import gettext as _
from voteapp.errors import ProtocolError
from voteapp.protocol.certificates import Certificates
from voteapp.protocol.encoding import encode_json
from voteapp.protocol.group import get_group
from voteapp.protocol.pedersen import check_polynomial
from voteapp.protocol.trustees import Context

GROUP = get_group("Ed25519")

key_argument = click.argument(
    "key_file", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="KEY"
)
folder_argument = click.argument(
    "folder", type=click.Path(exists=True, file_okay=False, path_type=Path), metavar="FOLDER"
)


@click.group()
def ceremony() -> None:
    """Make a key of which t of n trustees are needed to decrypt.

    FOLDER is what the trustees exchange: copy into it what the others give you, and give them what
    a step writes. KEY is yours alone.
    """


@ceremony.command()
@click.argument("key_file", type=click.Path(dir_okay=False, path_type=Path), metavar="KEY")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), metavar="FOLDER")
@click.option("--trustees", type=int, required=True, help="How many trustees there are (n).")
@click.option("--threshold", type=int, required=True, help="How many must decrypt (t).")
@click.option("--number", type=int, required=True, help="Which of them you are, from 1.")
@passphrase_option
def certificate(
    key_file: Path,
    folder: Path,
    trustees: int,
    threshold: int,
    number: int,
    passphrase_file: Path | None,
) -> None:
    """Step 1: make KEY and your certificate."""
    if key_file.exists():
        raise Failure(_("%(name)s exists already; nothing was changed") % {"name": key_file})
    place = Folder(folder)
    path = place.path("certificate", number)
    if path.exists():
        raise Failure(_("%(name)s exists already; nothing was changed") % {"name": path})
    made, data = create_threshold_key(
        ask_passphrase(passphrase_file, new=True),
        Context(GROUP.name, trustees, threshold, number),
        secrets.token_bytes,
    )
    folder.mkdir(parents=True, exist_ok=True)
    write_new(key_file, data, private=True)
    place.publish("certificate", number, encode_json(made))
    click.echo(_("Keep this file: %s") % key_file)
    click.echo(_("Give this to the others: %s") % path)


@ceremony.command()
@key_argument
@folder_argument
@passphrase_option
def commit(key_file: Path, folder: Path, passphrase_file: Path | None) -> None:
    """Step 2, when all certificates are there: commit to a secret polynomial.

    First compare the words with all other trustees, in person or on the telephone.
    """
    own, place = open_own_key(key_file, passphrase_file), Folder(folder)
    certificates = place.read_certificates(own.context)
    own.check_among(certificates)
    _tell_words(certificates)
    if own.secret.polynomial:
        polynomial = read_polynomial(own.secret)
        message = steps.repeat_commitment(GROUP, own.secret.seed, certificates, polynomial)
        _check_same_certificates(own, certificates)
    else:
        polynomial, message = steps.commit(
            GROUP, own.secret.seed, certificates, secrets.token_bytes
        )
        own.save(polynomial=encode_json(polynomial).decode())
    path = place.publish("commitment", own.number, encode_canonical(message))
    click.echo(_("Give this to the others: %s") % path)


@ceremony.command()
@key_argument
@folder_argument
@passphrase_option
def acknowledge(key_file: Path, folder: Path, passphrase_file: Path | None) -> None:
    """Step 3, when all commitments are there: sign their list."""
    own, place = open_own_key(key_file, passphrase_file), Folder(folder)
    certificates = place.read_certificates(own.context)
    own.check_among(certificates)
    commitments = place.read_commitments(certificates)
    place.refuse_second("acknowledgement", own.number)
    own.check_commitments(commitments)
    message = steps.acknowledge(
        GROUP,
        own.secret.seed,
        certificates,
        commitments,
        read_polynomial(own.secret),
        secrets.token_bytes,
    )
    own.save(commitments=commitments)
    path = place.publish("acknowledgement", own.number, encode_canonical(message))
    click.echo(_("Give this to the others: %s") % path)


@ceremony.command()
@key_argument
@folder_argument
@passphrase_option
def reveal(key_file: Path, folder: Path, passphrase_file: Path | None) -> None:
    """Step 4, when all acknowledgements are there: open what you committed to."""
    own, place = open_own_key(key_file, passphrase_file), Folder(folder)
    certificates, agreed = _agreed(own, place)
    polynomial = steps.reveal(
        GROUP, own.secret.seed, certificates, agreed, read_polynomial(own.secret)
    )
    path = place.publish("polynomial", own.number, encode_json(polynomial))
    click.echo(_("Give this to the others: %s") % path)


@ceremony.command()
@key_argument
@folder_argument
@passphrase_option
def share(key_file: Path, folder: Path, passphrase_file: Path | None) -> None:
    """Step 5, when all polynomials are there: check your shares and finish KEY."""
    own, place = open_own_key(key_file, passphrase_file), Folder(folder)
    certificates, agreed = _agreed(own, place)
    polynomials = place.read_polynomials(certificates)
    place.refuse_second("voutput", own.number)
    private_key, voutput = steps.share(
        GROUP, own.secret.seed, certificates, agreed, polynomials, secrets.token_bytes
    )
    own.finish(
        steps.compute_certs_hash(certificates), voutput.public_key, GROUP.encode_scalar(private_key)
    )
    path = place.publish("voutput", own.number, encode_json(voutput))
    click.echo(_("Give this to the others: %s") % path)
    click.echo(_("Keep this file: %s") % key_file)


@ceremony.command()
@folder_argument
def assemble(folder: Path) -> None:
    """Step 6, when everybody's step 5 is there: put the trustees' key together.

    Anybody may do this: it needs no secret. Leaves trustees.json and ceremony.json in FOLDER.
    """
    place = Folder(folder)
    certificates = place.read_certificates(place.read_first_context())
    commitments = place.read_commitments(certificates)
    agreed = steps.collect_acknowledgements(
        GROUP, certificates, commitments, place.read_acknowledgements(certificates)
    )
    polynomials = place.read_polynomials(certificates)
    made = steps.assemble(
        GROUP, certificates, agreed, polynomials, place.read_voutputs(certificates)
    )
    _tell_words(certificates)
    for name, data in (
        ("trustees.json", made.trustees),
        ("ceremony.json", encode_canonical(msgspec.to_builtins(made.ceremony))),
    ):
        click.echo(_("Post this to the server: %s") % place.write(name, data))


def _agreed(own: OwnKey, place: Folder) -> tuple[Certificates, steps.Agreement]:
    """Everything up to the acknowledgements, checked, and what this trustee itself signed."""
    certificates = place.read_certificates(own.context)
    own.check_among(certificates)
    commitments = place.read_commitments(certificates)
    if not own.secret.commitments:
        raise Failure(_("You have not acknowledged the commitments yet (step 3)."))
    own.check_commitments(commitments)
    agreed = steps.collect_acknowledgements(
        GROUP, certificates, commitments, place.read_acknowledgements(certificates)
    )
    return certificates, agreed


def _check_same_certificates(own: OwnKey, certificates: Certificates) -> None:
    """A polynomial is for one set of certificates: it signed them."""
    try:
        check_polynomial(GROUP, certificates, own.number, read_polynomial(own.secret))
    except ProtocolError:
        raise Failure(
            _("You committed with other certificates. Start again with a new KEY and folder.")
        ) from None


def _tell_words(certificates: Certificates) -> None:
    click.echo(_("Read these words aloud to each other; they must be the same for all:"))
    words = compute_hash_words(steps.compute_certs_hash(certificates)).split()
    for start in range(0, len(words), 4):
        click.echo("  " + " ".join(words[start : start + 4]))
