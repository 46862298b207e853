"""``voteapp trustee``: make a key, try it, decrypt; all offline."""

from __future__ import annotations

import secrets
import sys
from pathlib import Path

import click

from voteapp.campaign.canonical import encode_canonical
from voteapp.campaign.keys.rehearsal import check_answer, create_answer
from voteapp.campaign.keys.restored import create_single_file
from voteapp.campaign.keys.threshold import open_secrets, read_public_key
from voteapp.cli import Failure
from voteapp.cli.auditor.audit import audit_file
from voteapp.cli.auditor.report import Audited, print_report
from voteapp.cli.files import read_small, write_new
from voteapp.cli.passphrases import ask_passphrase, passphrase_option
from voteapp.cli.remembering import Memory
from voteapp.cli.signers.codes import show_code
from voteapp.cli.signers.comparing import compare_signed
from voteapp.cli.signers.key_files import TrusteeKeyFile
from voteapp.cli.signers.options import existing_file, jobs_option, key_argument
from voteapp.cli.signers.shown import show_fingerprint, show_words
from voteapp.cli.texts import gettext as _
from voteapp.cli.trustee.adopt import adopt, tool_files
from voteapp.cli.trustee.booth import booth
from voteapp.cli.trustee.ceremony import ceremony
from voteapp.cli.trustee.decrypt import decrypt, strong_proof
from voteapp.cli.trustee.paper import paper, restore
from voteapp.cli.trustee.statements import confirm, opening, out
from voteapp.protocol.encoding import encode_json
from voteapp.protocol.group import GROUP_NAME, get_group
from voteapp.protocol.keys.pki import create_seed
from voteapp.protocol.keys.trustees import MAX_TRUSTEES


@click.group()
def trustee() -> None:
    """A trustee's work without a browser."""


for command in (ceremony, opening, booth, decrypt, strong_proof, out, confirm, paper, restore):
    trustee.add_command(command)
for command in (adopt, tool_files):
    ceremony.add_command(command)


@trustee.command()
@click.argument("key_file", type=click.Path(dir_okay=False, path_type=Path), metavar="KEY")
@click.option(
    "--paper", is_flag=True, help="Also show the restore code, once: KEY does not hold it."
)
@passphrase_option
def key(key_file: Path, paper: bool, passphrase_file: Path | None) -> None:
    """Make a key: KEY is the protected file to keep, KEY.public.json goes to the server.

    Whoever has KEY and its passphrase, or the restore code, can help decrypt; whoever loses both
    cannot. In a ceremony this is the key of a single trustee.
    """
    passphrase = ask_passphrase(passphrase_file, new=True)
    public_file = key_file.with_name(key_file.name + ".public.json")
    if public_file.exists():
        raise Failure(_("%(name)s exists already; nothing was changed") % {"name": public_file})
    seed = create_seed(secrets.token_bytes)
    public, data = create_single_file(seed, passphrase, secrets.token_bytes)
    write_new(key_file, data, private=True)
    write_new(public_file, encode_json(public))
    click.echo(_("Keep this file: %s") % key_file)
    click.echo(_("Post this to the server: %s") % public_file)
    click.echo(_("Public key: %s") % public.public_key)
    if paper:
        show_code(seed)


@trustee.command()
@key_argument
@click.option("--answer", type=click.Path(dir_okay=False, path_type=Path), help="Write it here.")
@click.option("--index", type=click.IntRange(1, MAX_TRUSTEES), default=1, show_default=True)
@passphrase_option
def check(key_file: Path, answer: Path | None, index: int, passphrase_file: Path | None) -> None:
    """Try a key: open KEY and answer the rehearsal, as before the opening of an election.

    The rehearsal's number is derived from what everybody knows; nothing that comes from
    elsewhere is decrypted. With --answer the answer is written, to post it to the server.
    --index is the number of a single trustee; a ceremony's key knows its own.
    """
    data = read_small(key_file)
    public_key = read_public_key(data)
    own = open_secrets(data, ask_passphrase(passphrase_file, new=False), index)
    group = get_group(GROUP_NAME)
    reply = create_answer(group, own.private_key, own.digest, own.number, secrets.token_bytes)
    check_answer(group, group.decode(public_key), own.digest, own.number, reply)
    if answer is not None:
        write_new(answer, encode_canonical(reply))
    click.echo(_("The key works. Public key: %s") % public_key)
    show_words(_("The key, in words:"), own.digest)


@trustee.command()
@click.argument("file", type=existing_file, metavar="BUNDLE|RECORD")
@click.option(
    "--remember",
    "memory_file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Remember here which ballots were verified; keep it where only you can write.",
)
@click.option(
    "--key",
    "key_file",
    type=existing_file,
    help="Also compare what opened and closed with what this key signed (a BUNDLE is needed).",
)
@jobs_option
def verify(file: Path, memory_file: Path | None, key_file: Path | None, jobs: int | None) -> None:
    """Verify what is there of an election, also while voting runs, and remember it.

    Later runs, and `voteapp trustee decrypt --remember`, check new ballots only. An interrupted
    run goes on where it was. With --key it also says whether what opened and closed is what KEY
    signed; its passphrase is not needed. Exit codes are those of `voteapp audit`, and 1 where
    something else opened or closed than KEY signed.
    """
    own = None if key_file is None else TrusteeKeyFile(key_file)
    memory = Memory(memory_file)
    before = memory.remembered
    audited = audit_file(file, jobs=jobs, quiet=False, memory=memory)
    report = audited.report
    print_report(audited, file.name)
    if report.fingerprint is not None:
        show_fingerprint(report.fingerprint)
    if memory_file is not None:
        click.echo(
            _("Remembered ballots: %(now)d, of these new: %(new)d")
            % {"now": memory.remembered, "new": memory.remembered - before}
        )
    same = own is None or _compare(own, audited)
    sys.exit(0 if report.verified and same else 1)


def _compare(own: TrusteeKeyFile, audited: Audited) -> bool:
    if audited.study is None:
        raise Failure(_("To compare with what a key signed, give a bundle (UUID.zip)."))
    return compare_signed(own, audited.study)
