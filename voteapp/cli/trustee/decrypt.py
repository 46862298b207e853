"""``voteapp trustee decrypt`` and ``strong-proof``: verify everything, sign once, decrypt."""

from __future__ import annotations

import secrets
import time
from pathlib import Path

import click
import msgspec

from voteapp.campaign.audit import ElectionAudit, study_bundle
from voteapp.campaign.audit.turns import TrusteeTurn, list_blocking, prepare_turn
from voteapp.campaign.canonical import encode_canonical
from voteapp.campaign.counting.closing_statements import ClosingStatement, compute_needed
from voteapp.campaign.counting.decryptions import Decryption, create_decryption
from voteapp.campaign.counting.strong_proofs import create_strong_proofs
from voteapp.campaign.keys.threshold import TrusteeSecrets, open_secrets, read_public_key
from voteapp.campaign.keys.tool import read_decryption, read_single_key, read_threshold_key
from voteapp.campaign.setup.manifest import is_too_early
from voteapp.cli import Failure
from voteapp.cli.files import FileSource, read_small, write_new
from voteapp.cli.passphrases import ask_passphrase, passphrase_option
from voteapp.cli.remembering import Memory
from voteapp.cli.texts import clean
from voteapp.cli.texts import gettext as _
from voteapp.cli.trustee.shown import confirm_words, show_turn
from voteapp.cli.trustee.signed_closings import sign_once
from voteapp.cli.watching import PROCESSES, watch
from voteapp.protocol.tally import check_partial_decryption

existing_file = click.Path(exists=True, dir_okay=False, path_type=Path)
jobs_option = click.option("--jobs", type=PROCESSES, help="Processes (default: one a core).")
remember_option = click.option(
    "--remember",
    "memory_file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Use, and add to, what `voteapp trustee verify` remembered here.",
)


@click.command()
@click.argument("key_file", type=existing_file, metavar="KEY")
@click.argument("bundle", type=existing_file)
@click.argument("directory", type=click.Path(file_okay=False, path_type=Path), metavar="DIR")
@remember_option
@jobs_option
@passphrase_option
def decrypt(
    key_file: Path,
    bundle: Path,
    directory: Path,
    memory_file: Path | None,
    jobs: int | None,
    passphrase_file: Path | None,
) -> None:
    """Verify a closed election's BUNDLE (UUID.zip), sign that it is closed, and decrypt.

    Shows what it is about, in words to compare with the other trustees. Leaves
    UUID.statement.json in DIR and, once enough trustees signed the same, also
    UUID.decryption.json, but not before the instant that the manifest names. Nothing is written
    if anything in the bundle is wrong. What KEY signed is kept beside it, in KEY.signed.json: it
    never signs two closings of an election.
    """
    data = read_small(key_file)
    turn = _prepare(bundle, read_public_key(data), memory_file, jobs)
    confirm_words()
    own = open_secrets(data, ask_passphrase(passphrase_file, new=False))
    if _sign(turn, own, key_file, directory) and _is_time(turn):
        made = create_decryption(
            turn.uuid,
            turn.group_code,
            turn.context,
            own.private_key,
            turn.tally,
            secrets.token_bytes,
        )
        _write_decryption(turn, made, directory)


@click.command("strong-proof")
@click.argument("decryption", type=existing_file, metavar="DECRYPTION")
@click.argument("bundle", type=existing_file, metavar="BUNDLE")
@click.argument("directory", type=click.Path(file_okay=False, path_type=Path), metavar="DIR")
@click.option("--privkey", type=existing_file, help="A single trustee's key: ID.privkey.")
@click.option("--key", "seed", type=existing_file, help="A threshold trustee's ID.key ...")
@click.option("--decryption-key", type=existing_file, help="... and its ID.dkey.")
@remember_option
@jobs_option
def strong_proof(
    decryption: Path,
    bundle: Path,
    directory: Path,
    privkey: Path | None,
    seed: Path | None,
    decryption_key: Path | None,
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
    partial = read_decryption(read_small(decryption))
    turn = _prepare(bundle, own.public_key, memory_file, jobs)
    bound = turn.context
    check_partial_decryption(bound.group, bound.fingerprint, bound.public_key, turn.tally, partial)
    confirm_words()
    if _sign(turn, own, key_file, directory) and _is_time(turn):
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


def _prepare(
    bundle: Path, public_key: str, memory_file: Path | None, jobs: int | None
) -> TrusteeTurn:
    """Verify everything, and show what the trustee with this key is about to decrypt."""
    election = _verify(bundle, memory_file, jobs)
    turn = prepare_turn(election, public_key)
    show_turn(election, turn)
    return turn


def _verify(bundle: Path, memory_file: Path | None, jobs: int | None) -> ElectionAudit:
    source, memory = FileSource(bundle), Memory(memory_file)
    with watch(source.size, jobs=jobs, quiet=False) as (run, bar), memory.kept(bar) as progress:
        election = study_bundle(source, run=run, progress=progress, known=memory.known)
    for finding in election.findings.items:
        click.echo(clean(f"{finding.code}: {finding.message}"), err=True)
    if blocking := list_blocking(election.findings.items):
        found = ", ".join(sorted({finding.code for finding in blocking}))
        raise Failure(
            _("This election does not verify (%s). Do not sign and do not decrypt.") % found
        )
    if election.findings.items:
        click.echo(
            _("You can open the total all the same. The results will say this first."), err=True
        )
    return election


def _sign(turn: TrusteeTurn, own: TrusteeSecrets, key_file: Path, directory: Path) -> bool:
    """Sign the closing, once; says whether enough trustees signed the same."""
    directory.mkdir(parents=True, exist_ok=True)
    path = directory / f"{turn.uuid}.statement.json"
    return _is_agreed(turn, sign_once(turn, own, key_file, path, secrets.token_bytes))


def _is_agreed(turn: TrusteeTurn, statement: ClosingStatement) -> bool:
    """Whether enough trustees signed the same closing; says so if not."""
    signed = {item.owner for item in turn.statements} | {statement.owner}
    needed = compute_needed(turn.items)
    if len(signed) < needed:
        click.echo(
            _("%(count)d of %(needed)d trustees signed. Decrypt when the others have.")
            % {"count": len(signed), "needed": needed}
        )
    return len(signed) >= needed


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
