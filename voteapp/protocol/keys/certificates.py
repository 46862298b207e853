"""The trustees' certificates: step 1 and 2 of the key ceremony.

Belenios specification, sections "Public key infrastructure" and "Certificates". Trustees are
numbered from 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from voteapp.errors import MisuseError, ProtocolError
from voteapp.protocol.encoding import RandomBytes, encode_json
from voteapp.protocol.group import Group
from voteapp.protocol.keys.pki import (
    PrivateKeys,
    SignedMessage,
    compute_private_keys,
    create_signature,
)
from voteapp.protocol.keys.trustees import CertKeys, Context, check_certificate


class Certificates(NamedTuple):
    """All trustees' certificates, checked, in the order of their numbers."""

    threshold: int
    certs: list[SignedMessage]
    keys: list[CertKeys]


def create_certificate(
    group: Group, seed: str, *, size: int, threshold: int, index: int, random_bytes: RandomBytes
) -> SignedMessage:
    """Step 1: a certificate for trustee ``index`` of ``size`` ("Certificates")."""
    if not 1 <= threshold <= size or not 1 <= index <= size:
        raise MisuseError("threshold and index do not fit the number of trustees")
    keys = compute_private_keys(group, seed)
    message = encode_json(
        CertKeys(
            Context(group.name, size, threshold, index),
            group.encode(group.base_power(keys.signing)),
            group.encode(group.base_power(keys.decryption)),
        )
    ).decode()
    return SignedMessage(message, create_signature(group, keys.signing, message, random_bytes))


def check_certificates(
    group: Group, certs: Sequence[SignedMessage], threshold: int
) -> Certificates:
    """Step 2: check everybody's certificates: ``trustee-certificate``."""
    keys = [
        check_certificate(group, cert, size=len(certs), threshold=threshold, index=index)
        for index, cert in enumerate(certs, 1)
    ]
    if len({key.verification for key in keys}) != len(keys):
        raise ProtocolError("trustee-certificate", "two trustees have the same key")
    return Certificates(threshold, list(certs), keys)


def find_index(group: Group, certificates: Certificates, keys: PrivateKeys) -> int:
    """Which trustee holds these keys; raises ProtocolError ``trustee-certificate``."""
    own = (
        group.encode(group.base_power(keys.signing)),
        group.encode(group.base_power(keys.decryption)),
    )
    for index, cert in enumerate(certificates.keys, 1):
        if (cert.verification, cert.encryption) == own:
            return index
    raise ProtocolError("trustee-certificate", "this key belongs to none of the certificates")
