"""Making a key that signs and decrypts nothing: a witness's or a mirror's."""

from __future__ import annotations

import secrets
from pathlib import Path

import click

from voteapp.campaign.keys.signing_keys import (
    SigningRole,
    create_signing_file,
    encode_public_file,
    read_signing_public,
)
from voteapp.cli import Failure
from voteapp.cli.files import write_new
from voteapp.cli.signers.shown import show_words
from voteapp.cli.texts import gettext as _


def make_key(role: SigningRole, name: str, seed: str, path: Path, passphrase: str) -> None:
    """Write the protected file, and beside it what goes to the committee."""
    public_file = path.with_name(path.name + ".public.json")
    for existing in (path, public_file):
        if existing.exists():
            raise Failure(_("%(name)s exists already; nothing was changed") % {"name": existing})
    data = create_signing_file(role, name, seed, passphrase, secrets.token_bytes)
    public = read_signing_public(data, role)
    write_new(path, data, private=True)
    write_new(public_file, encode_public_file(public))
    click.echo(_("Keep this file: %s") % path)
    click.echo(_("Give this to the committee: %s") % public_file)
    click.echo(_("Public key: %s") % public.key)
    show_words(_("The key, in words; tell them to the trustees yourself:"), public.key)
