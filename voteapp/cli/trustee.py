"""``voteapp trustee``: make a key, try it, decrypt; all offline."""

from __future__ import annotations

import os
import secrets
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import click
import msgspec

from voteapp.campaign.audit import ElectionAudit, study_bundle
from voteapp.campaign.canonical import encode_canonical
from voteapp.campaign.closing_statements import (
    ClosingStatement,
    compute_needed,
    create_closing_statement,
    decode_closing_statement,
)
from voteapp.campaign.decryptions import Decryption, create_decryption
from voteapp.campaign.rehearsal import check_answer, create_answer
from voteapp.campaign.strong_proofs import create_strong_proofs
from voteapp.campaign.threshold_files import TrusteeSecrets, open_secrets, read_public_key
from voteapp.campaign.tool_keys import read_decryption, read_single_key, read_threshold_key
from voteapp.campaign.trustee_files import create_trustee_key
from voteapp.campaign.turns import TrusteeTurn, prepare_turn
from voteapp.cli import Failure
from voteapp.cli.audit import FileSource
from voteapp.cli.ceremony import ceremony
from voteapp.cli.files import read_small, write_new
from voteapp.cli.passphrases import ask_passphrase, passphrase_option
from voteapp.cli.texts import gettext as _
from voteapp.protocol.encoding import encode_json
from voteapp.protocol.group import get_group
from voteapp.protocol.tally import check_partial_decryption

existing_file = click.Path(exists=True, dir_okay=False, path_type=Path)
key_argument = click.argument("key_file", type=existing_file, metavar="KEY")


@click.group()
def trustee() -> None:
    """A trustee's work without a browser."""


trustee.add_command(ceremony)


@trustee.command()
@click.argument("key_file", type=click.Path(dir_okay=False, path_type=Path), metavar="KEY")
@passphrase_option
def key(key_file: Path, passphrase_file: Path | None) -> None:
    """Make a key: KEY is the protected file to keep, KEY.public.json goes to the server.

    Whoever has KEY and its passphrase can help decrypt; whoever loses them cannot.
    """
    passphrase = ask_passphrase(passphrase_file, new=True)
    public_file = key_file.with_name(key_file.name + ".public.json")
    if public_file.exists():
        raise Failure(_("%(name)s exists already; nothing was changed") % {"name": public_file})
    public, data = create_trustee_key(passphrase, secrets.token_bytes)
    write_new(key_file, data, private=True)
    write_new(public_file, encode_json(public))
    click.echo(_("Keep this file: %s") % key_file)
    click.echo(_("Post this to the server: %s") % public_file)
    click.echo(_("Public key: %s") % public.public_key)


@trustee.command()
@key_argument
@click.option("--answer", type=click.Path(dir_okay=False, path_type=Path), help="Write it here.")
@click.option("--index", type=click.IntRange(1, 100), default=1, show_default=True)
@passphrase_option
def check(key_file: Path, answer: Path | None, index: int, passphrase_file: Path | None) -> None:
    """Try a key: open KEY and answer the rehearsal, as before the opening of an election.

    With --answer the rehearsal's answer is written, to post it to the server. --index is the
    number of a single trustee; a ceremony's key knows its own.
    """
    data = read_small(key_file)
    public_key = read_public_key(data)
    own = open_secrets(data, ask_passphrase(passphrase_file, new=False), index)
    group = get_group("Ed25519")
    reply = create_answer(group, own.private_key, own.digest, own.number, secrets.token_bytes)
    check_answer(group, group.decode(public_key), own.digest, own.number, reply)
    if answer is not None:
        write_new(answer, encode_canonical(reply))
    click.echo(_("The key works. Public key: %s") % public_key)


@trustee.command()
@key_argument
@click.argument("bundle", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("directory", type=click.Path(file_okay=False, path_type=Path), metavar="DIR")
@click.option("--jobs", type=click.IntRange(1, 1024), help="Processes (default: one a core).")
@passphrase_option
def decrypt(
    key_file: Path,
    bundle: Path,
    directory: Path,
    jobs: int | None,
    passphrase_file: Path | None,
) -> None:
    """Verify a closed election's BUNDLE (UUID.zip), sign that it is closed, and decrypt.

    Leaves UUID.statement.json in DIR and, once enough trustees signed the same, also
    UUID.decryption.json. Nothing is written if anything in the bundle is wrong.
    """
    data = read_small(key_file)
    public_key = read_public_key(data)
    election = _audit(bundle, jobs)
    turn = prepare_turn(election, public_key)
    own = open_secrets(data, ask_passphrase(passphrase_file, new=False))
    directory.mkdir(parents=True, exist_ok=True)
    statement = _sign_once(turn, own, directory / f"{turn.uuid}.statement.json")
    _decrypt_if_agreed(turn, statement, own, directory)


@trustee.command("strong-proof")
@click.argument("decryption", type=existing_file, metavar="DECRYPTION")
@click.argument("bundle", type=existing_file, metavar="BUNDLE")
@click.argument("directory", type=click.Path(file_okay=False, path_type=Path), metavar="DIR")
@click.option("--privkey", type=existing_file, help="A single trustee's key: ID.privkey.")
@click.option("--key", "seed", type=existing_file, help="A threshold trustee's ID.key ...")
@click.option("--decryption-key", type=existing_file, help="... and its ID.dkey.")
@click.option("--jobs", type=click.IntRange(1, 1024), help="Processes (default: one a core).")
def strong_proof(
    decryption: Path,
    bundle: Path,
    directory: Path,
    privkey: Path | None,
    seed: Path | None,
    decryption_key: Path | None,
    jobs: int | None,
) -> None:
    """Add strong proofs to a DECRYPTION that belenios-tool made from the same BUNDLE.

    Leaves in DIR what `voteapp trustee decrypt` leaves: the statement and, once enough trustees
    signed the same, UUID.decryption.json with the tool's factors.
    """
    if privkey is not None and seed is None and decryption_key is None:
        own = read_single_key(read_small(privkey))
    elif privkey is None and seed is not None and decryption_key is not None:
        own = read_threshold_key(read_small(seed), read_small(decryption_key))
    else:
        raise Failure(_("Give either --privkey, or --key and --decryption-key."))
    partial = read_decryption(read_small(decryption))
    turn = prepare_turn(_audit(bundle, jobs), own.public_key)
    bound = turn.context
    check_partial_decryption(bound.group, bound.fingerprint, bound.public_key, turn.tally, partial)
    directory.mkdir(parents=True, exist_ok=True)
    statement = _sign_once(turn, own, directory / f"{turn.uuid}.statement.json")
    if not _is_agreed(turn, statement):
        return
    made = Decryption(
        uuid=turn.uuid,
        group=turn.group_code,
        owner=turn.owner,
        partial_decryption=partial,
        strong_proofs=create_strong_proofs(bound, own.private_key, turn.tally, secrets.token_bytes),
    )
    _write_decryption(turn, made, directory)


def _audit(bundle: Path, jobs: int | None) -> ElectionAudit:
    workers = jobs or os.cpu_count() or 1
    with ExitStack() as stack:
        pool = stack.enter_context(ProcessPoolExecutor(workers)) if workers > 1 else None
        election = study_bundle(FileSource(bundle), run=pool.map if pool else map)
    if election.findings.items:
        found = ", ".join(sorted({finding.code for finding in election.findings.items}))
        raise Failure(
            _("This election does not verify (%s). Do not sign and do not decrypt.") % found
        )
    return election


def _sign_once(turn: TrusteeTurn, own: TrusteeSecrets, path: Path) -> ClosingStatement:
    """The statement that was given before, or a new one: one for each election, never two."""
    for given in turn.statements:
        if given.owner == turn.owner:
            return given
    if path.exists():
        statement = decode_closing_statement(read_small(path))
        if (statement.owner, statement.message) != (turn.owner, turn.closing_text):
            raise Failure(
                _("%(name)s is of another closing; you never sign two. Ask the committee.")
                % {"name": path}
            )
        return statement
    statement = create_closing_statement(
        turn.context.group, turn.owner, own.signing_key, turn.closing_text, secrets.token_bytes
    )
    write_new(path, encode_canonical(statement))
    click.echo(_("Your statement: %s") % path)
    return statement


def _decrypt_if_agreed(
    turn: TrusteeTurn,
    statement: ClosingStatement,
    own: TrusteeSecrets,
    directory: Path,
) -> None:
    if not _is_agreed(turn, statement):
        return
    decryption = create_decryption(
        turn.uuid, turn.group_code, turn.context, own.private_key, turn.tally, secrets.token_bytes
    )
    _write_decryption(turn, decryption, directory)


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


def _write_decryption(turn: TrusteeTurn, decryption: Decryption, directory: Path) -> None:
    path = directory / f"{turn.uuid}.decryption.json"
    write_new(path, encode_canonical(msgspec.to_builtins(decryption)))
    click.echo(_("Your decryption: %s") % path)
