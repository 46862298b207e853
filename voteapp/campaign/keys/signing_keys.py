"""What a witness or a mirror keeps: a key that signs and decrypts nothing, in a protected file.

docs/formats.md, "Statements" (A witness's or mirror's key), "Protected files", "Restore code".
"""

from __future__ import annotations

import hashlib
from typing import Literal

import msgspec

from voteapp.campaign.canonical import Record, encode_canonical
from voteapp.campaign.keys.paper import SEED_LENGTH
from voteapp.campaign.protection import SCRYPT_N, Kind, open_envelope, protect, read_envelope
from voteapp.campaign.statements.people import LONGEST_SIGNER_NAME
from voteapp.errors import InvalidInputError, ProtocolError
from voteapp.errors import gettext as _
from voteapp.protocol.encoding import BASE58, RandomBytes
from voteapp.protocol.group import GROUP_NAME, Group, get_group

SigningRole = Literal["witness", "mirror"]

KINDS: dict[SigningRole, Kind] = {"witness": Kind.WITNESS_KEY, "mirror": Kind.MIRROR_KEY}
_CODE = "file-encoding"


class SigningKeyPublic(Record, frozen=True, kw_only=True):
    """What the file shows without its passphrase; ``key`` is an element (64 hex)."""

    group: Literal["Ed25519"] = GROUP_NAME
    name: str
    key: str


class SigningKeySecret(Record, frozen=True, kw_only=True):
    """The seed, 22 Base58 characters, that the private key derives from."""

    seed: str


def compute_signing_key(group: Group, role: SigningRole, seed: str) -> int:
    """The private key x: SHA-512("voteapp-witness|" seed), of a mirror "voteapp-mirror|", as a
    big-endian number, mod q."""
    digest = hashlib.sha512(f"voteapp-{role}|{seed}".encode()).digest()
    return int.from_bytes(digest, "big") % group.order


def create_signing_file(
    role: SigningRole,
    name: str,
    seed: str,
    passphrase: str,
    random_bytes: RandomBytes,
    *,
    n: int = SCRYPT_N,
) -> bytes:
    """The protected file of a seed. Raises InvalidInputError ``name`` or ``passphrase``."""
    if not name.isprintable() or not 1 <= len(name) <= LONGEST_SIGNER_NAME:
        raise InvalidInputError(
            "name", _("A name has 1 to %(most)d characters.", most=LONGEST_SIGNER_NAME)
        )
    group = get_group(GROUP_NAME)
    key = group.encode(group.base_power(compute_signing_key(group, role, seed)))
    public = SigningKeyPublic(name=name, key=key)
    secret = SigningKeySecret(seed=seed)
    return protect(KINDS[role], public, secret, passphrase, random_bytes, n=n)


def read_signing_public(data: bytes, role: SigningRole) -> SigningKeyPublic:
    """What a file shows, its key checked; the file stays closed.

    Raises ProtocolError ``file-encoding`` or ``element``.
    """
    envelope = read_envelope(data, KINDS[role])
    try:
        public = msgspec.convert(envelope.public, SigningKeyPublic)
    except msgspec.ValidationError:
        raise ProtocolError(_CODE, "the key file does not show a name and a key") from None
    get_group(public.group).decode(public.key)
    return public


def open_signing_seed(data: bytes, role: SigningRole, passphrase: str) -> str:
    """The seed; raises WrongPassphraseError, ProtocolError ``file-encoding``."""
    public = read_signing_public(data, role)
    seed = open_envelope(read_envelope(data, KINDS[role]), passphrase, SigningKeySecret).seed
    if len(seed) != SEED_LENGTH or set(seed) - set(BASE58):
        raise ProtocolError(_CODE, "the file holds no seed")
    group = get_group(public.group)
    if group.encode(group.base_power(compute_signing_key(group, role, seed))) != public.key:
        raise ProtocolError(_CODE, "seed and public key do not belong together")
    return seed


def encode_public_file(public: SigningKeyPublic) -> bytes:
    """What is given to the committee: canonical JSON ``{"key","name"}``."""
    return encode_canonical({"key": public.key, "name": public.name})
