"""The key file of whoever signs, closed until its passphrase is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

from voteapp.campaign.keys.signing_keys import (
    SigningRole,
    compute_signing_key,
    open_signing_seed,
    read_signing_public,
)
from voteapp.campaign.keys.threshold import open_secrets, read_public_key
from voteapp.campaign.statements.people import People, Role, Signer
from voteapp.cli import Failure
from voteapp.cli.files import read_small
from voteapp.cli.passphrases import ask_passphrase
from voteapp.cli.signers.signed import Hand
from voteapp.cli.texts import gettext as _
from voteapp.protocol.group import GROUP_NAME, get_group
from voteapp.protocol.keys.trustees import Item, collect_keys


class Among(NamedTuple):
    """Where a key is looked for: everybody who may sign, and the trustees' keys."""

    people: People
    items: Sequence[Item]


class KeyFile(Protocol):
    """A trustee's or witness's."""

    path: Path

    @property
    def role(self) -> Role:
        """In what role it signs."""

    def find(self, among: Among) -> Signer:
        """Whose key it is; raises Failure where it is nobody's there."""

    def open(self, passphrase_file: Path | None) -> int:
        """What signs; asks for the passphrase."""


class TrusteeKeyFile:
    """A threshold or a single trustee's."""

    role: Role = "trustee"

    def __init__(self, path: Path) -> None:
        self.path, self._data = path, read_small(path)
        self.public_key = read_public_key(self._data)

    def find(self, among: Among) -> Signer:
        """Whose key it is."""
        for owner, key in collect_keys(among.items).items():
            if among.people.group.encode(key) == self.public_key:
                return Signer("trustee", owner)
        raise Failure(
            _("This key is not one of the trustees’ keys: it is no part of the joint key.")
        )

    def open(self, passphrase_file: Path | None) -> int:
        """The key under which the trustee signs."""
        return open_secrets(self._data, ask_passphrase(passphrase_file, new=False)).signing_key


class SigningKeyFile:
    """A witness's or a mirror's."""

    def __init__(self, path: Path, role: SigningRole) -> None:
        self.path, self.role, self._data = path, role, read_small(path)
        self.public = read_signing_public(self._data, role)

    def find(self, among: Among) -> Signer:
        """Whose key it is."""
        people = among.people
        keys = people.witnesses if self.role == "witness" else people.mirrors
        for number, key in enumerate(keys, 1):
            if people.group.encode(key) == self.public.key:
                return Signer(self.role, number)
        if self.role == "witness":
            raise Failure(_("This key is not one of the witnesses’ keys in the set-up."))
        raise Failure(_("This key is not one of the mirrors’ keys in the set-up."))

    def open(self, passphrase_file: Path | None) -> int:
        """The private key."""
        role: SigningRole = "witness" if self.role == "witness" else "mirror"
        seed = open_signing_seed(self._data, role, ask_passphrase(passphrase_file, new=False))
        return compute_signing_key(get_group(GROUP_NAME), role, seed)


def take_hand(file: KeyFile, people: People, signer: Signer, passphrase_file: Path | None) -> Hand:
    """Open a key; Failure where it does not sign as this signer."""
    key = file.open(passphrase_file)
    if people.group.base_power(key) != people.find_key(signer):
        raise Failure(_("This key does not sign as %s.") % signer)
    return Hand(people, signer, key, file.path)
