"""Key files made from a seed that is there already: restored from paper, or another tool's.

DESIGN, "Trustees". After the ceremony a seed and what everybody knows are enough: the share stands
in the trustee's own voutput, encrypted for itself.
"""

from __future__ import annotations

from voteapp.campaign.ceremony.singles import compute_single_key, create_single_key
from voteapp.campaign.ceremony.transcript import Transcript
from voteapp.campaign.keys.single import protect_trustee_key
from voteapp.campaign.keys.threshold import (
    ThresholdKeyPublic,
    ThresholdKeySecret,
    protect_threshold_key,
)
from voteapp.campaign.protection import SCRYPT_N
from voteapp.errors import ConflictError, InvalidInputError, ProtocolError
from voteapp.errors import gettext as _
from voteapp.protocol.encoding import BASE58, RandomBytes, decode_canonical, encode_json
from voteapp.protocol.group import GROUP_NAME, get_group
from voteapp.protocol.keys.certificates import find_index
from voteapp.protocol.keys.pedersen import Polynomial, open_decryption_key
from voteapp.protocol.keys.pki import SignedMessage, compute_private_keys
from voteapp.protocol.keys.trustees import CertKeys, TrusteePublicKey, check_certificate

FIELD = "restore_code"


def restore_threshold_key(
    seed: str,
    transcript: Transcript,
    passphrase: str,
    random_bytes: RandomBytes,
    *,
    n: int = SCRYPT_N,
) -> bytes:
    """The key file of the threshold trustee who holds ``seed``, as at the ceremony's end.

    Raises ConflictError before that, InvalidInputError ``restore_code`` for a seed of somebody
    else's, ProtocolError ``decryption-key``.
    """
    certificates, agreed = transcript.certificates, transcript.agreed
    polynomials, voutputs = transcript.polynomials, transcript.voutputs
    if certificates is None or agreed is None or polynomials is None or voutputs is None:
        raise ConflictError(_("The trustees' ceremony is not over."))
    group, keys = transcript.group, compute_private_keys(transcript.group, seed)
    try:
        index = find_index(group, certificates, keys)
    except ProtocolError:
        raise _refuse() from None
    voutput = voutputs[index - 1]
    verification = group.base_power(keys.signing)
    share = open_decryption_key(group, seed, verification, voutput.private_key)
    if group.encode(group.base_power(share)) != voutput.public_key.public_key:
        raise ProtocolError("decryption-key", "share and public key do not belong together")
    public = ThresholdKeyPublic(
        certificate=certificates.certs[index - 1],
        certs_hash=transcript.certs_hash,
        trustee_public_key=voutput.public_key,
    )
    secret = ThresholdKeySecret(
        seed=seed,
        polynomial=encode_json(polynomials[index - 1]).decode(),
        commitments=agreed.commitments,
        private_key=group.encode_scalar(share),
    )
    return protect_threshold_key(public, secret, passphrase, random_bytes, n=n)


def restore_single_key(
    seed: str,
    key: TrusteePublicKey,
    passphrase: str,
    random_bytes: RandomBytes,
    *,
    n: int = SCRYPT_N,
) -> bytes:
    """The key file of the single trustee who holds ``seed``; ``key`` is what it revealed.

    Raises InvalidInputError ``restore_code`` for a seed of somebody else's.
    """
    group = get_group(GROUP_NAME)
    private_key = compute_single_key(group, seed)
    if group.encode(group.base_power(private_key)) != key.public_key:
        raise _refuse()
    return protect_trustee_key(key, private_key, passphrase, random_bytes, n=n)


def create_single_file(
    seed: str, passphrase: str, random_bytes: RandomBytes, *, n: int = SCRYPT_N
) -> tuple[TrusteePublicKey, bytes]:
    """A single trustee's key from a fresh seed: what to commit to, and the file to keep."""
    group = get_group(GROUP_NAME)
    key = create_single_key(group, seed, random_bytes)
    return key, restore_single_key(seed, key, passphrase, random_bytes, n=n)


def adopt_threshold_key(
    seed: str,
    certificate: SignedMessage,
    polynomial: Polynomial | None,
    passphrase: str,
    random_bytes: RandomBytes,
    *,
    n: int = SCRYPT_N,
) -> bytes:
    """A key file of the independent tool's seed, certificate and polynomial, if it has one.

    Raises ProtocolError ``file-encoding`` where they do not belong together.
    """
    group, code = get_group(GROUP_NAME), "file-encoding"
    if not seed or set(seed) - set(BASE58):
        raise ProtocolError(code, "the file holds no seed")
    message = certificate.message.encode()
    keys = decode_canonical(message, CertKeys, code, "the certificate")
    context = keys.context
    check_certificate(
        group,
        certificate,
        size=context.size,
        threshold=context.threshold,
        index=context.index,
    )
    own = compute_private_keys(group, seed)
    powers = [group.encode(group.base_power(value)) for value in own]
    if powers != [keys.verification, keys.encryption]:
        raise ProtocolError(code, "seed and certificate do not belong together")
    secret = ThresholdKeySecret(
        seed=seed, polynomial="" if polynomial is None else encode_json(polynomial).decode()
    )
    public = ThresholdKeyPublic(certificate=certificate)
    return protect_threshold_key(public, secret, passphrase, random_bytes, n=n)


def _refuse() -> InvalidInputError:
    return InvalidInputError(FIELD, _("This code is of none of these trustees."))
