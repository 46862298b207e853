"""``voteapp trustee opening``, ``out`` and ``confirm``: what a trustee signs but the closing."""

from __future__ import annotations

from pathlib import Path

import click

from voteapp.cli.passphrases import passphrase_option
from voteapp.cli.signers.key_files import TrusteeKeyFile
from voteapp.cli.signers.opening import sign_opening, sign_out
from voteapp.cli.signers.options import (
    amendments_option,
    bundle_argument,
    directory_argument,
    jobs_option,
    key_argument,
    late_option,
    package_argument,
    record_option,
    remember_option,
)
from voteapp.cli.signers.results import sign_confirmation


@click.command()
@key_argument
@package_argument
@directory_argument
@record_option
@amendments_option
@late_option
@passphrase_option
def opening(
    key_file: Path,
    package: Path,
    directory: Path,
    records: tuple[Path, ...],
    amended: Path | None,
    late: bool,
    passphrase_file: Path | None,
) -> None:
    """Look at the whole set-up before a campaign opens, and sign that you did.

    SETUP is CODE-setup.zip from the campaign's page. Everything in it is recomputed, your own key
    found in the joint key, and shown: questions, rule, times, tellers, witnesses, sixteen words.
    The command asks whether you know each witness and have compared the words; who says no does
    not sign. Leaves CODE.opening.json in DIR and remembers it beside KEY: without it KEY never
    signs a closing.
    """
    file = TrusteeKeyFile(key_file)
    sign_opening(file, package, directory, records, amended, passphrase_file, late=late)


@click.command()
@key_argument
@package_argument
@directory_argument
@passphrase_option
def out(key_file: Path, package: Path, directory: Path, passphrase_file: Path | None) -> None:
    """Sign that you are out: KEY signs no closing of the campaign of SETUP (CODE-setup.zip).

    For a trustee who cannot take part. KEY then signs nothing else for this campaign, and only
    while it has signed no closing of it. Leaves CODE.out.json in DIR.
    """
    sign_out(TrusteeKeyFile(key_file), package, directory, passphrase_file)


@click.command()
@key_argument
@bundle_argument
@directory_argument
@remember_option
@jobs_option
@passphrase_option
def confirm(
    key_file: Path,
    bundle: Path,
    directory: Path,
    memory_file: Path | None,
    jobs: int | None,
    passphrase_file: Path | None,
) -> None:
    """Verify a published result's BUNDLE and sign that it is the one that you see.

    Refuses where the closing in it is another than the one that KEY signed. Leaves
    UUID.confirmation.json in DIR.
    """
    file = TrusteeKeyFile(key_file)
    sign_confirmation(file, bundle, directory, memory_file, jobs, passphrase_file)
