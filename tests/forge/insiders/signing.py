"""Who signs what, as rules: whatever stands in a document and is signed is signed as it stands.

One more kind of signed thing is one more rule in ``RULES``: how it is known, whose help it takes,
and how it is signed. Nothing else has to know of it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any, NamedTuple

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.forge.documents import encode
from tests.forge.plans import GROUP, World
from tests.support.randomness import RandomStream
from voteapp.campaign.board.voids import create_void
from voteapp.campaign.slips.tellers import compute_printed_text
from voteapp.protocol.credentials import compute_secret
from voteapp.protocol.keys.pki import create_signature

Signed = dict[str, Any]


class Signer(NamedTuple):
    """What it takes to sign: the election's secrets, its fingerprint as it is, who helps (``can``
    says of a power whether it does; ``few`` are those of the statements' signers)."""

    world: World
    few: Collection[str]
    fingerprint: str
    random: RandomStream
    can: Callable[[str], bool]


class Rule(NamedTuple):
    """``power``: whose help; ``fits``: whether a thing is of this kind; ``sign`` gives the field
    ``field`` again, None where this one cannot be signed."""

    power: str
    field: str
    fits: Callable[[Signed], bool]
    sign: Callable[[Signer, Signed], Any]


def sign_bytes(data: bytes, private_key: str) -> str:
    """An Ed25519 signature in hex."""
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(private_key)).sign(data).hex()


def _is_typed(value: Signed) -> bool:
    kind = value.get("type")
    return isinstance(kind, str) and kind.startswith("voteapp-") and "signature" in value


def _sign_typed(signer: Signer, value: Signed) -> str:
    """By the key that it names, if that is a known one, else by the server."""
    unsigned = {name: one for name, one in value.items() if name != "signature"}
    key = signer.world.tellers.get(str(value.get("key")), signer.world.server_key)
    return sign_bytes(encode("manifest", unsigned), key)


def _sign_printed(signer: Signer, value: Signed) -> str | None:
    key = signer.world.tellers.get(str(value["key"]))
    named = value["fingerprints"]
    if key is None or not isinstance(named, list) or not all(isinstance(f, str) for f in named):
        return None
    text = compute_printed_text(named, str(value["key"]))
    return sign_bytes(text.encode("utf-8", "surrogatepass"), key)


def _sign_statement(signer: Signer, value: Signed) -> Any:
    """By whom it names: a trustee, a witness or a mirror, if it is one of those who help."""
    name = f"{value['role']} {value['number']}"
    key = signer.world.signing.get(name)
    if key is None or not isinstance(value["message"], str):
        return None
    if not signer.can("trustees") and name not in signer.few:
        return None
    proof = create_signature(GROUP, key, value["message"], signer.random)
    return {"challenge": proof.challenge, "response": proof.response}


def _sign_void(signer: Signer, value: Signed) -> Any:
    slip = signer.world.credentials.get(str(value["credential"]))
    if slip is None or not isinstance(value["fingerprint"], str):
        return None
    secret = compute_secret(GROUP, signer.world.uuid, slip)
    void = create_void(GROUP, value["fingerprint"], str(value["credential"]), secret, signer.random)
    return {"challenge": void.proof.challenge, "response": void.proof.response}


def _has(*names: str) -> Callable[[Signed], bool]:
    return lambda value: value.keys() == set(names)


RULES = (
    Rule("tellers", "signature", lambda v: v.get("type") == "voteapp-teller", _sign_typed),
    Rule("tellers", "signature", _has("key", "fingerprints", "signature"), _sign_printed),
    Rule("few", "signature", _has("message", "role", "number", "signature"), _sign_statement),
    Rule("members", "proof", _has("type", "fingerprint", "credential", "proof"), _sign_void),
    Rule("server", "signature", _is_typed, _sign_typed),
)
"""The first that fits holds."""


def sign_again(signer: Signer, value: Signed) -> tuple[str, Any] | None:
    """The field that holds a thing's signature, and what it is now; None: it is not signed, or by
    somebody who does not help, or cannot be signed as it stands."""
    for rule in RULES:
        if rule.fits(value):
            if not signer.can(rule.power) or rule.field not in value:
                return None
            made = rule.sign(signer, value)
            return None if made is None else (rule.field, made)
    return None
