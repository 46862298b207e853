"""What a threshold trustee keeps: seed, polynomial and at last the share, under a passphrase.

DESIGN, "Trustees"; docs/formats.md, "Protected files". The file is written again at each step of
the ceremony that adds something secret.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

import msgspec

from voteapp.campaign.canonical import Record
from voteapp.campaign.ceremony.messages import check_size
from voteapp.campaign.ceremony.steps import start
from voteapp.campaign.keys.rehearsal import compute_digest
from voteapp.campaign.keys.single import open_trustee_key, read_trustee_public_key
from voteapp.campaign.protection import (
    SCRYPT_N,
    Kind,
    open_envelope,
    protect,
    read_envelope,
)
from voteapp.errors import ConflictError, InvalidInputError, ProtocolError
from voteapp.errors import gettext as _
from voteapp.protocol.encoding import RandomBytes, decode_canonical, decode_json, is_hex
from voteapp.protocol.group import GROUP_NAME, get_group
from voteapp.protocol.keys.pedersen import Polynomial
from voteapp.protocol.keys.pki import SignedMessage, compute_private_keys, create_seed
from voteapp.protocol.keys.trustees import CertKeys, Context, TrusteePublicKey, check_certificate

_CODE = "file-encoding"


class ThresholdKeyPublic(Record, frozen=True, kw_only=True):
    """What the file shows without its passphrase; the last two are null until the end."""

    group: Literal["Ed25519"] = GROUP_NAME
    certificate: SignedMessage
    certs_hash: str | None = None
    trustee_public_key: TrusteePublicKey | None = None


class ThresholdKeySecret(Record, frozen=True, kw_only=True):
    """``polynomial`` and ``private_key`` are empty, ``commitments`` is [], until they are made.

    ``commitments``: the list that this trustee acknowledged; it never signs another.
    """

    seed: str
    polynomial: str = ""
    commitments: list[str] = []
    private_key: str = ""


class TrusteeSecrets(NamedTuple):
    """What any key file gives: share or key, signing key, what a rehearsal derives from."""

    public_key: str
    private_key: int
    signing_key: int
    digest: str
    number: int


def create_threshold_key(
    passphrase: str,
    context: Context,
    random_bytes: RandomBytes,
    *,
    seed: str | None = None,
    n: int = SCRYPT_N,
) -> tuple[SignedMessage, bytes]:
    """Draw a seed, unless one is given; returns the certificate to publish and the protected
    file to keep.

    Raises InvalidInputError ``trustees``, ``threshold``, ``index`` or ``passphrase``.
    """
    check_size(context.size, context.threshold)
    if not 1 <= context.index <= context.size:
        raise InvalidInputError(
            "index", _("Trustees are numbered from 1 to %(size)d.", size=context.size)
        )
    seed = create_seed(random_bytes) if seed is None else seed
    certificate = start(
        get_group(GROUP_NAME),
        seed,
        size=context.size,
        threshold=context.threshold,
        index=context.index,
        random_bytes=random_bytes,
    )
    public = ThresholdKeyPublic(certificate=certificate)
    secret = ThresholdKeySecret(seed=seed)
    return certificate, protect_threshold_key(public, secret, passphrase, random_bytes, n=n)


def protect_threshold_key(
    public: ThresholdKeyPublic,
    secret: ThresholdKeySecret,
    passphrase: str,
    random_bytes: RandomBytes,
    *,
    n: int = SCRYPT_N,
) -> bytes:
    """The file's bytes, with fresh salt and nonce."""
    return protect(Kind.THRESHOLD_KEY, public, secret, passphrase, random_bytes, n=n)


def read_threshold_public(data: bytes) -> ThresholdKeyPublic:
    """What the file shows, its certificate checked; raises ``file-encoding`` and others."""
    envelope = read_envelope(data, Kind.THRESHOLD_KEY)
    try:
        public = msgspec.convert(envelope.public, ThresholdKeyPublic)
    except msgspec.ValidationError:
        raise ProtocolError(_CODE, "the key file does not show a certificate") from None
    context = read_context(public)
    check_certificate(
        get_group(public.group),
        public.certificate,
        size=context.size,
        threshold=context.threshold,
        index=context.index,
    )
    if (public.certs_hash is None) != (public.trustee_public_key is None) or (
        public.certs_hash is not None and not is_hex(public.certs_hash, 32)
    ):
        raise ProtocolError(_CODE, "the key file shows half of a ceremony's end")
    return public


def read_context(public: ThresholdKeyPublic) -> Context:
    """For which ceremony, and as which trustee, the file was made."""
    message = public.certificate.message.encode()
    return decode_canonical(message, CertKeys, _CODE, "the certificate").context


def open_threshold_key(data: bytes, passphrase: str) -> ThresholdKeySecret:
    """The secrets; raises WrongPassphraseError, ProtocolError ``file-encoding``."""
    public = read_threshold_public(data)
    secret = open_envelope(read_envelope(data, Kind.THRESHOLD_KEY), passphrase, ThresholdKeySecret)
    group = get_group(public.group)
    keys = compute_private_keys(group, secret.seed)
    cert = decode_canonical(public.certificate.message.encode(), CertKeys, _CODE, "the certificate")
    if group.encode(group.base_power(keys.signing)) != cert.verification:
        raise ProtocolError(_CODE, "seed and certificate do not belong together")
    return secret


def read_polynomial(secret: ThresholdKeySecret) -> Polynomial:
    """The polynomial that was committed to; raises ConflictError before that."""
    if not secret.polynomial:
        raise ConflictError(_("This key has not committed to a polynomial yet."))
    return decode_canonical(secret.polynomial.encode(), Polynomial, _CODE, "the polynomial")


def read_public_key(data: bytes) -> str:
    """The public key (hex) of either kind of key file; the file stays closed.

    Raises ConflictError where a ceremony is not over, ProtocolError ``file-encoding``.
    """
    if not is_threshold_key(data):
        return read_trustee_public_key(data).public_key
    return _finished(read_threshold_public(data)).public_key


def open_secrets(data: bytes, passphrase: str, index: int = 1) -> TrusteeSecrets:
    """Open either kind of key file; ``index`` numbers a Single trustee's rehearsal.

    Raises WrongPassphraseError, ConflictError, ProtocolError ``file-encoding``.
    """
    if not is_threshold_key(data):
        single = read_trustee_public_key(data)
        private_key = open_trustee_key(data, passphrase)
        return TrusteeSecrets(
            single.public_key, private_key, private_key, compute_digest(single), index
        )
    public = read_threshold_public(data)
    key, secret = _finished(public), open_threshold_key(data, passphrase)
    group = get_group(public.group)
    try:
        share = group.decode_scalar(secret.private_key)
    except ProtocolError:
        raise ProtocolError(_CODE, "the file holds no share") from None
    if group.encode(group.base_power(share)) != key.public_key:
        raise ProtocolError(_CODE, "share and public key do not belong together")
    signing = compute_private_keys(group, secret.seed).signing
    digest = public.certs_hash or ""
    return TrusteeSecrets(key.public_key, share, signing, digest, read_context(public).index)


class _Named(msgspec.Struct):
    type: str


def is_threshold_key(data: bytes) -> bool:
    """Whether a key file says that it is a threshold trustee's."""
    try:
        return decode_json(data, _Named, _CODE, "the key file").type == Kind.THRESHOLD_KEY
    except ProtocolError:
        return False


def _finished(public: ThresholdKeyPublic) -> TrusteePublicKey:
    if public.trustee_public_key is None:
        raise ConflictError(_("This key's ceremony is not over: it holds no share yet."))
    return public.trustee_public_key
