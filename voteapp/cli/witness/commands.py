"""``voteapp witness``: make a key, and sign what opened, how it closed and what came out."""

from __future__ import annotations

import secrets
from pathlib import Path

import click

from voteapp.campaign.keys.signing_keys import open_signing_seed
from voteapp.cli.files import read_small
from voteapp.cli.passphrases import ask_passphrase, passphrase_option
from voteapp.cli.signers.codes import ask_code, code_option, show_code
from voteapp.cli.signers.key_files import SigningKeyFile
from voteapp.cli.signers.making import make_key
from voteapp.cli.signers.opening import sign_opening, sign_out
from voteapp.cli.signers.options import (
    BundleGiven,
    CampaignGiven,
    OpeningGiven,
    key_argument,
    name_option,
    new_key_argument,
    take_bundle,
    take_campaign,
    take_opening,
)
from voteapp.cli.signers.results import sign_confirmation, sign_seen_closing
from voteapp.protocol.keys.pki import create_seed


@click.group()
def witness() -> None:
    """A witness’s work: a key that signs and decrypts nothing.

    A witness holds no part of the key that opens totals. It looks at what opens, how it closes and
    what comes out, and signs what it saw. Trustees must know the witness, and the key's words.
    """


@witness.command()
@new_key_argument
@name_option
@click.option("--paper", is_flag=True, help="Also show the restore code, to be written on paper.")
@passphrase_option
def key(key_file: Path, name: str, paper: bool, passphrase_file: Path | None) -> None:
    """Make a key: KEY is the protected file to keep, KEY.public.json goes to the committee.

    Give it to the committee before the set-up is fixed, and tell the trustees the key's words
    yourself.
    """
    passphrase = ask_passphrase(passphrase_file, new=True)
    seed = create_seed(secrets.token_bytes)
    make_key("witness", name, seed, key_file, passphrase)
    if paper:
        show_code(seed)


@witness.command()
@key_argument
@passphrase_option
def paper(key_file: Path, passphrase_file: Path | None) -> None:
    """Show the restore code of KEY, to be written on paper."""
    passphrase = ask_passphrase(passphrase_file, new=False)
    show_code(open_signing_seed(read_small(key_file), "witness", passphrase))


@witness.command()
@new_key_argument
@name_option
@code_option
@passphrase_option
def restore(
    key_file: Path, name: str, code_file: Path | None, passphrase_file: Path | None
) -> None:
    """Make KEY again from its restore code, under a new passphrase.

    The code is asked for, or read from --code-file; it is never an argument. What the key signed
    before stands in KEY.signed.json: put a copy of it beside the new KEY if you have one.
    """
    seed = ask_code(code_file)
    make_key("witness", name, seed, key_file, ask_passphrase(passphrase_file, new=True))


@witness.command()
@take_opening
def opening(given: OpeningGiven) -> None:
    """Look at the whole set-up before a campaign opens, and sign that you did.

    SETUP is CODE-setup.zip from the campaign's page. Leaves CODE.opening.json in DIR and remembers
    it beside KEY: without it KEY never signs a closing.
    """
    sign_opening(SigningKeyFile(given.key_file, "witness"), given)


@witness.command()
@take_campaign
def out(given: CampaignGiven) -> None:
    """Sign that you are out: KEY signs no closing of the campaign of SETUP (CODE-setup.zip).

    Only while KEY has signed no closing of it. Leaves CODE.out.json in DIR.
    """
    sign_out(SigningKeyFile(given.key_file, "witness"), given)


@witness.command()
@take_bundle
def closing(given: BundleGiven) -> None:
    """Verify a closed election's BUNDLE (UUID.zip) and sign that this is how it closed.

    Shows title, ballots and words to compare with the trustees. Leaves UUID.statement.json in DIR.
    KEY never signs two closings of an election, and none without its opening statement.
    """
    sign_seen_closing(SigningKeyFile(given.key_file, "witness"), given)


@witness.command()
@take_bundle
def confirm(given: BundleGiven) -> None:
    """Verify a published result's BUNDLE and sign that it is the one that you see.

    Refuses where the closing in it is another than the one that KEY signed. Leaves
    UUID.confirmation.json in DIR.
    """
    sign_confirmation(SigningKeyFile(given.key_file, "witness"), given)
