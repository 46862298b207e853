"""The independent tool's files: ``.privkey``, or ``.key`` with ``.dkey``; its decryptions.

For trustees who decrypt with that tool and add our strong proofs. Belenios specification,
sections "Certificates" and "Voutputs".
"""

from __future__ import annotations

from voteapp.campaign.keys.threshold import TrusteeSecrets
from voteapp.errors import ProtocolError
from voteapp.protocol.encoding import BASE58, decode_canonical, hash_hex
from voteapp.protocol.group import GROUP_NAME, get_group
from voteapp.protocol.keys.pedersen import open_decryption_key
from voteapp.protocol.keys.pki import compute_private_keys
from voteapp.protocol.tally import (
    OwnedPartialDecryption,
    PartialDecryption,
    decode_partial_decryption,
)

_CODE = "file-encoding"


def read_single_key(data: bytes) -> TrusteeSecrets:
    """A Single trustee's ``.privkey``, a quoted decimal; raises ``file-encoding``."""
    group = get_group(GROUP_NAME)
    try:
        private_key = group.decode_scalar(data.decode("ascii").strip().strip('"'))
    except (ProtocolError, UnicodeDecodeError):
        raise ProtocolError(_CODE, "the file holds no private key") from None
    public = group.encode(group.base_power(private_key))
    return TrusteeSecrets(public, private_key, private_key, "", 0)


def read_seed(data: bytes) -> str:
    """The seed of a threshold trustee's ``.key``; raises ProtocolError ``file-encoding``."""
    try:
        seed = data.decode("ascii").strip().strip('"')
    except UnicodeDecodeError:
        seed = ""
    if not seed or set(seed) - set(BASE58):
        raise ProtocolError(_CODE, "the file holds no seed")
    return seed


def read_threshold_key(seed_data: bytes, key_data: bytes) -> TrusteeSecrets:
    """A threshold trustee's ``.key`` (the seed) and ``.dkey`` (its encrypted share).

    Raises ProtocolError ``file-encoding`` or ``decryption-key``.
    """
    group, seed = get_group(GROUP_NAME), read_seed(seed_data)
    try:
        text = key_data.decode().strip()
    except UnicodeDecodeError:
        raise ProtocolError(_CODE, "the file holds no decryption key") from None
    signing = compute_private_keys(group, seed).signing
    share = open_decryption_key(group, seed, group.base_power(signing), text)
    return TrusteeSecrets(group.encode(group.base_power(share)), share, signing, "", 0)


def read_decryption(data: bytes) -> PartialDecryption:
    """What the tool prints: the decryption and, on a second line, whose it is.

    Raises ProtocolError ``decryption-encoding``.
    """
    code = "decryption-encoding"
    lines = data.splitlines()
    if len(lines) not in (1, 2):
        raise ProtocolError(code, "this is no decryption as the tool prints it")
    if len(lines) == 2:
        owned = decode_canonical(lines[1], OwnedPartialDecryption, code, "its owner")
        if owned.payload != hash_hex(lines[0]):
            raise ProtocolError(code, "the lines of the decryption do not belong together")
    return decode_partial_decryption(lines[0])
