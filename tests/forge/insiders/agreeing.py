"""The trustees' ceremony, made right again by all of them: whatever they sign of their keys is
signed as it stands, and said in the messages as it is signed."""

from __future__ import annotations

import json
from typing import Any

import msgspec

from tests.forge.documents import Documents, encode
from tests.forge.plans import GROUP, World
from tests.support.randomness import RandomStream
from voteapp.campaign.ceremony.agreement import (
    compute_acknowledgement_text,
    compute_certs_hash,
    compute_commitments,
)
from voteapp.protocol.encoding import encode_json
from voteapp.protocol.keys.pki import SignedMessage, create_signature
from voteapp.protocol.keys.trustees import compute_certs_message, decode_trustees

Texts = dict[str, str]
"""What stands in the messages, and what is to stand there."""


def _write(value: Any) -> str:
    return encode_json(value).decode()


class Ceremony:
    """The trustees of a world, who all help; ``texts`` is filled as they sign."""

    def __init__(self, world: World, texts: Texts, random: RandomStream) -> None:
        self.world, self.texts, self.random = world, texts, random

    def sign(self, owner: int, text: str) -> Any:
        """One trustee's signature of a text."""
        key = self.world.trustees[owner].signing
        return msgspec.to_builtins(create_signature(GROUP, key, text, self.random))

    def _tell(self, old: Any, new: Any) -> None:
        if old != new:
            self.texts[_write(old)] = _write(new)

    def sign_keys(self, documents: Documents) -> None:
        """Certificates, coefficients and keys of the trustees' document."""
        owner = 1
        for (_, old), (kind, new) in zip(
            self.world.documents["trustees"], documents["trustees"], strict=True
        ):
            if kind == "Single":
                self._tell(old, new)
                owner += 1
                continue
            self._sign_item(old, new, owner)
            owner += len(new["certs"])

    def _sign_item(self, old: dict[str, Any], new: dict[str, Any], first: int) -> None:
        for name in ("certs", "coefexps"):
            for i, (before, after) in enumerate(zip(old[name], new[name], strict=True)):
                if before["message"] != after["message"]:
                    after["signature"] = self.sign(first + i, after["message"])
                self._tell(before, after)
        certs = [msgspec.convert(cert, SignedMessage) for cert in new["certs"]]
        for i, signed in enumerate(new["coefexps"]):
            if new["certs"] != old["certs"] or signed != old["coefexps"][i]:
                row = json.loads(signed["message"])["coefexps"]
                text = compute_certs_message(certs, row)
                new["signatures"][i] = self.sign(first + i, text)
                self._tell(old["signatures"][i], new["signatures"][i])
        for i, (before, after) in enumerate(
            zip(old["verification_keys"], new["verification_keys"], strict=True)
        ):
            if before["public_key"] != after["public_key"]:
                after["signature"] = self.sign(first + i, after["public_key"])
            self._tell(before, after)

    def acknowledge(self, documents: Documents) -> None:
        """What all commit to and sign, of the trustees' document as it is."""
        trustees = decode_trustees(encode("trustees", documents["trustees"]))
        said = documents["evidence"]["ceremony"]
        certs_hash, commitments = compute_certs_hash(trustees), compute_commitments(trustees)
        for old, new in zip(
            [said["certs_hash"], *said["commitments"]], [certs_hash, *commitments], strict=True
        ):
            if old != new:
                self.texts[old] = new
        text = compute_acknowledgement_text(certs_hash, commitments)
        before = said["acknowledgements"]
        said["acknowledgements"] = [self.sign(i, text) for i in range(1, len(before) + 1)]
        for old, new in zip(before, said["acknowledgements"], strict=True):
            self._tell(old, new)
