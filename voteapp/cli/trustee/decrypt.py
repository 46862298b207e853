"""``voteapp trustee decrypt`` and ``strong-proof``: verify everything, sign once, decrypt."""

from __future__ import annotations

import secrets
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import click
import msgspec

from voteapp.campaign.audit.turns import TrusteeTurn, prepare_turn
from voteapp.campaign.canonical import encode_canonical
from voteapp.campaign.counting.decryptions import Decryption, create_decryption
from voteapp.campaign.counting.strong_proofs import create_strong_proofs
from voteapp.campaign.keys.threshold import TrusteeSecrets, open_secrets, read_public_key
from voteapp.campaign.keys.tool import read_decryption, read_single_key, read_threshold_key
from voteapp.campaign.setup.manifest import Manifest, is_too_early
from voteapp.campaign.statements.people import Signer
from voteapp.campaign.statements.signing import Statement
from voteapp.cli import Failure
from voteapp.cli.files import read_small, write_new
from voteapp.cli.passphrases import ask_passphrase
from voteapp.cli.signers.closing import is_agreed, sign_closing
from voteapp.cli.signers.options import (
    BundleGiven,
    bundle_argument,
    directory_argument,
    existing_file,
    jobs_option,
    remember_option,
    take_bundle,
)
from voteapp.cli.signers.shown import confirm_words, require_terminal, show_closing
from voteapp.cli.signers.signed import Hand
from voteapp.cli.signers.verifying import verify_election
from voteapp.cli.texts import gettext as _
from voteapp.cli.trustee.mirrors import ask_mirrors, keep_ends, mirror_option
from voteapp.protocol.tally import check_partial_decryption


@click.command()
@take_bundle
@mirror_option
def decrypt(given: BundleGiven, mirrors: tuple[str, ...]) -> None:
    """Verify a closed election's BUNDLE (UUID.zip), sign that it is closed, and decrypt.

    Shows what it is about, in words to compare with the other trustees. Leaves
    UUID.statement.json in DIR and, once enough trustees, witnesses and mirrors signed the same,
    also UUID.decryption.json, but not before the instant that the manifest names. Nothing is
    written if anything in the bundle is wrong. With --mirror a mirror is asked for the end of
    voting that it saw: exit 1, and nothing is signed, where that is another. What KEY signed is
    kept beside it, in KEY.signed.json: it never signs two closings of an election, and none without
    its opening statement (`voteapp trustee opening`). It asks: without a terminal it signs nothing.
    """
    require_terminal()
    data = read_small(given.key_file)
    turn, ends = _prepare(
        given.bundle, read_public_key(data), mirrors, given.memory_file, given.jobs
    )
    confirm_words()
    own = open_secrets(data, ask_passphrase(given.passphrase_file, new=False))
    if _sign(turn, ends, own, given.key_file, given.directory) and _is_time(turn):
        made = create_decryption(
            turn.uuid,
            turn.group_code,
            turn.context,
            own.private_key,
            turn.tally,
            secrets.token_bytes,
        )
        _write_decryption(turn, made, given.directory)


@click.command("strong-proof")
@click.argument("decryption", type=existing_file, metavar="DECRYPTION")
@bundle_argument
@directory_argument
@click.option("--privkey", type=existing_file, help="A single trustee's key: ID.privkey.")
@click.option("--key", "seed", type=existing_file, help="A threshold trustee's ID.key ...")
@click.option("--decryption-key", type=existing_file, help="... and its ID.dkey.")
@mirror_option
@remember_option
@jobs_option
def strong_proof(
    decryption: Path,
    bundle: Path,
    directory: Path,
    privkey: Path | None,
    seed: Path | None,
    decryption_key: Path | None,
    mirrors: tuple[str, ...],
    memory_file: Path | None,
    jobs: int | None,
) -> None:
    """Add strong proofs to a DECRYPTION that belenios-tool made from the same BUNDLE.

    Leaves in DIR what `voteapp trustee decrypt` leaves: the statement and, once enough trustees
    signed the same, UUID.decryption.json with the tool's factors.
    """
    if privkey is not None and seed is None and decryption_key is None:
        key_file, own = privkey, read_single_key(read_small(privkey))
    elif privkey is None and seed is not None and decryption_key is not None:
        key_file, own = seed, read_threshold_key(read_small(seed), read_small(decryption_key))
    else:
        raise Failure(_("Give either --privkey, or --key and --decryption-key."))
    require_terminal()
    partial = read_decryption(read_small(decryption))
    turn, ends = _prepare(bundle, own.public_key, mirrors, memory_file, jobs)
    bound = turn.context
    check_partial_decryption(bound.group, bound.fingerprint, bound.public_key, turn.tally, partial)
    confirm_words()
    if _sign(turn, ends, own, key_file, directory) and _is_time(turn):
        made = Decryption(
            uuid=turn.uuid,
            group=turn.group_code,
            owner=turn.owner,
            partial_decryption=partial,
            strong_proofs=create_strong_proofs(
                bound, own.private_key, turn.tally, secrets.token_bytes
            ),
        )
        _write_decryption(turn, made, directory)


class _Ends(NamedTuple):
    """What mirrors said that are not in the bundle, and the manifest that names them."""

    manifest: Manifest
    new: list[Statement]


def _prepare(
    bundle: Path,
    public_key: str,
    mirrors: Sequence[str],
    memory_file: Path | None,
    jobs: int | None,
) -> tuple[TrusteeTurn, _Ends]:
    """Verify everything, ask mirrors, show what the trustee with this key is about to decrypt."""
    election = verify_election(bundle, memory_file, jobs)
    turn, manifest = prepare_turn(election, public_key), election.documents.manifest
    if manifest is None:
        raise Failure(_("This election does not verify."))
    closing, new = ask_mirrors(mirrors, turn.closing, manifest)
    click.echo(_("This is what you are about to decrypt:"))
    show_closing(election, closing)
    return turn._replace(closing=closing), _Ends(manifest, new)


def _sign(
    turn: TrusteeTurn, ends: _Ends, own: TrusteeSecrets, key_file: Path, directory: Path
) -> bool:
    """Sign the closing, once; says whether enough people signed the same."""
    signer = Signer("trustee", turn.owner)
    hand = Hand(turn.closing.people, signer, own.signing_key, key_file)
    sign_closing(hand, turn.closing, turn.uuid, directory)
    keep_ends(ends.new, turn.uuid, directory)
    return is_agreed(turn.closing, ends.manifest, signer)


def _is_time(turn: TrusteeTurn) -> bool:
    """Whether factors may leave already, by this machine's clock; says from when if not."""
    if not is_too_early(turn.decrypts, time.time()):
        return True
    click.echo(
        _("Nothing is decrypted before %s. Run this again then; you have signed already.")
        % turn.decrypts
    )
    return False


def _write_decryption(turn: TrusteeTurn, decryption: Decryption, directory: Path) -> None:
    path = directory / f"{turn.uuid}.decryption.json"
    write_new(path, encode_canonical(msgspec.to_builtins(decryption)))
    click.echo(_("Your decryption: %s") % path)
