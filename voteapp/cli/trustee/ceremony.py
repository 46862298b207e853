"""``voteapp trustee ceremony``: the key ceremony of t of n trustees, one subcommand a step.

The trustees exchange one folder; each keeps a protected file of its own.
"""

from __future__ import annotations

import secrets
from pathlib import Path

import click
import msgspec

from voteapp.campaign.canonical import encode_canonical
from voteapp.campaign.ceremony import steps
from voteapp.campaign.ceremony.complaints import create_complaint
from voteapp.campaign.ceremony.folder import Shape
from voteapp.campaign.ceremony.messages import CeremonyError, check_singles, check_size
from voteapp.campaign.ceremony.transcript import Transcript
from voteapp.campaign.keys.threshold import create_threshold_key
from voteapp.cli import Failure
from voteapp.cli.files import write_new
from voteapp.cli.passphrases import ask_passphrase, passphrase_option
from voteapp.cli.signers.shown import ask, require_terminal, show_words
from voteapp.cli.texts import gettext as _
from voteapp.cli.trustee.folder import GROUP, Folder, singles_option
from voteapp.cli.trustee.keys import (
    SingleKey,
    ThresholdKey,
    is_wrong_share,
    open_own_key,
    open_threshold,
)
from voteapp.protocol.encoding import encode_json
from voteapp.protocol.keys.trustees import Context

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
    a step writes. KEY is yours alone. Beside the n there may be single trustees, who must always
    take part: they make KEY by `voteapp trustee key`, and commit, acknowledge and reveal only.
    """


@ceremony.command()
@click.argument("key_file", type=click.Path(dir_okay=False, path_type=Path), metavar="KEY")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), metavar="FOLDER")
@click.option("--trustees", type=int, required=True, help="How many trustees there are (n).")
@click.option("--threshold", type=int, required=True, help="How many must decrypt (t).")
@click.option("--number", type=int, required=True, help="Which of them you are, from 1.")
@singles_option
@passphrase_option
def certificate(
    key_file: Path,
    folder: Path,
    trustees: int,
    threshold: int,
    number: int,
    singles: int | None,
    passphrase_file: Path | None,
) -> None:
    """Step 1: make KEY and your certificate."""
    place = Folder(folder)
    path = place.path("certificate", number)
    for existing in (key_file, path):
        if existing.exists():
            raise Failure(_("%(name)s exists already; nothing was changed") % {"name": existing})
    check_size(trustees, threshold)
    beside = place.choose_singles(singles)
    check_singles(beside)
    made, data = create_threshold_key(
        ask_passphrase(passphrase_file, new=True),
        Context(GROUP.name, trustees, threshold, number),
        secrets.token_bytes,
    )
    folder.mkdir(parents=True, exist_ok=True)
    place.write_shape(Shape(trustees, threshold, beside))
    write_new(key_file, data, private=True)
    place.write(path.name, encode_json(made))
    click.echo(_("Keep this file: %s") % key_file)
    click.echo(_("Give this to the others: %s") % path)


@ceremony.command()
@key_argument
@folder_argument
@click.option("--number", type=int, help="Which single trustee you are, if there are several.")
@passphrase_option
def commit(key_file: Path, folder: Path, number: int | None, passphrase_file: Path | None) -> None:
    """Step 2, when all certificates are there: commit to a secret polynomial.

    First compare the words with all other trustees, in person or on the telephone. A single
    trustee commits to its public key.
    """
    require_terminal()
    own = open_own_key(key_file, passphrase_file, number)
    place, transcript = _enter(folder, own, "certificate")
    _tell_shape(transcript)
    _tell_words(transcript)
    ask(
        _("Are these words the same for all of you?"),
        _("Then somebody exchanged a certificate. Nothing was written."),
    )
    _publish(place, transcript, own, "commit", own.commit(transcript))


@ceremony.command()
@key_argument
@folder_argument
@passphrase_option
def acknowledge(key_file: Path, folder: Path, passphrase_file: Path | None) -> None:
    """Step 3, when all commitments are there: sign their list."""
    own = open_own_key(key_file, passphrase_file)
    place, transcript = _enter(folder, own, "commit")
    _refuse_second(place, own, "acknowledge")
    _publish(place, transcript, own, "acknowledge", own.acknowledge(transcript))


@ceremony.command()
@key_argument
@folder_argument
@passphrase_option
def reveal(key_file: Path, folder: Path, passphrase_file: Path | None) -> None:
    """Step 4, when all acknowledgements are there: open what you committed to."""
    own = open_own_key(key_file, passphrase_file)
    place, transcript = _enter(folder, own, "acknowledge")
    _publish(place, transcript, own, "reveal", own.reveal(transcript))


@ceremony.command()
@key_argument
@folder_argument
@passphrase_option
def share(key_file: Path, folder: Path, passphrase_file: Path | None) -> None:
    """Step 5, when all polynomials are there: check your shares and finish KEY.

    If somebody sent a wrong share, complaint-N.json proves it to all, and the ceremony is over.
    """
    own = open_threshold(key_file, passphrase_file)
    place, transcript = _enter(folder, own, "reveal")
    agreed, certificates = own.get_agreed(transcript), transcript.get_certificates()
    _refuse_second(place, own, "share")
    polynomials = transcript.polynomials or []
    own.open_once(polynomials)
    try:
        private_key, voutput = steps.share(
            GROUP, own.secret.seed, certificates, agreed, polynomials, secrets.token_bytes
        )
    except CeremonyError as error:
        if is_wrong_share(error, own):
            _complain(place, transcript, own, error.trustee)
        raise
    own.finish(transcript.certs_hash or "", voutput.public_key, private_key)
    _publish(place, transcript, own, "share", encode_json(voutput))
    click.echo(_("Keep this file: %s") % key_file)


@ceremony.command()
@folder_argument
def assemble(folder: Path) -> None:
    """Step 6, when everybody's step 5 is there: put the trustees' key together.

    Anybody may do this: it needs no secret. Leaves trustees.json and ceremony.json in FOLDER.
    """
    place = Folder(folder)
    transcript = place.read("share")
    made = transcript.assemble()
    _tell_shape(transcript)
    _tell_words(transcript)
    for name, data in (
        ("trustees.json", made.trustees),
        ("ceremony.json", encode_canonical(msgspec.to_builtins(made.ceremony))),
    ):
        click.echo(_("Post this to the server: %s") % place.write(name, data))


def _enter(folder: Path, own: ThresholdKey | SingleKey, step: str) -> tuple[Folder, Transcript]:
    """What everybody said up to a step, in a ceremony in which this key takes part."""
    place = Folder(folder)
    transcript = place.read(step)
    own.check_among(transcript)
    return place, transcript


def _publish(
    place: Folder, transcript: Transcript, own: ThresholdKey | SingleKey, step: str, data: bytes
) -> None:
    """Write a message that all others will accept; the same one again is no error."""
    transcript.add(own.number, step, data)
    path = place.write(place.path(step, own.number, single=own.single).name, data)
    click.echo(_("Give this to the others: %s") % path)


def _refuse_second(place: Folder, own: ThresholdKey | SingleKey, step: str) -> None:
    """A message that draws randomness is made once."""
    path = place.path(step, own.number, single=own.single)
    if path.exists():
        raise Failure(_("%(name)s exists already; nothing was changed") % {"name": path})


def _complain(place: Folder, transcript: Transcript, own: ThresholdKey, sender: int) -> None:
    """Prove to all that ``sender`` sent a wrong share; raises Failure."""
    made = create_complaint(
        GROUP,
        own.secret.seed,
        transcript.get_certificates(),
        transcript.polynomials or [],
        sender,
        secrets.token_bytes,
    )
    _publish(place, transcript, own, "complain", encode_canonical(made))
    raise Failure(
        _(
            "Trustee %d (step share) sent you a wrong share; the complaint proves it to all."
            " The ceremony has failed: start over with new keys and a new folder."
        )
        % sender
    )


def _tell_shape(transcript: Transcript) -> None:
    click.echo(
        _("Trustees: %(size)d, of whom %(threshold)d decrypt; beside them %(singles)d single.")
        % {
            "size": transcript.size,
            "threshold": transcript.threshold,
            "singles": transcript.singles,
        }
    )


def _tell_words(transcript: Transcript) -> None:
    title = _("Read these words aloud to each other; they must be the same for all:")
    show_words(title, transcript.certs_hash or "")
