"""A passkey in software: what a browser would give, with its real signatures."""

from __future__ import annotations

import base64
import hashlib
import json
import struct
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from webauthn.helpers import encode_cbor


def encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


class Authenticator:
    """Makes one passkey and signs in with it; ``origin`` is what the browser would show."""

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self.id = b"\x01" * 32
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.count = 0

    def create(self, options: dict[str, Any], **changes: str) -> dict[str, Any]:
        """``navigator.credentials.create``."""
        numbers = self.key.public_key().public_numbers()
        x, y = (value.to_bytes(32, "big") for value in (numbers.x, numbers.y))
        public = encode_cbor({1: 2, 3: -7, -1: 1, -2: x, -3: y})
        data = self._data(options["rp"]["id"], 0x45)
        data += bytes(16) + struct.pack(">H", len(self.id)) + self.id + public
        attestation = encode_cbor({"fmt": "none", "attStmt": {}, "authData": data})
        client = self._client("webauthn.create", options["challenge"], changes)
        return self._answer({"clientDataJSON": client, "attestationObject": attestation})

    def get(self, options: dict[str, Any], *, flags: int = 0x05, **changes: str) -> dict[str, Any]:
        """``navigator.credentials.get``; ``flags`` 0x01: the device asked nobody who holds it."""
        self.count += 1
        data = self._data(options["rpId"], flags)
        client = self._client("webauthn.get", options["challenge"], changes)
        signed = data + hashlib.sha256(client).digest()
        signature = self.key.sign(signed, ec.ECDSA(hashes.SHA256()))
        return self._answer(
            {"clientDataJSON": client, "authenticatorData": data, "signature": signature}
        )

    def _data(self, host: str, flags: int) -> bytes:
        return hashlib.sha256(host.encode()).digest() + struct.pack(">BI", flags, self.count)

    def _client(self, kind: str, challenge: str, changes: dict[str, str]) -> bytes:
        fields = {"type": kind, "challenge": challenge, "origin": self.origin} | changes
        return json.dumps(fields).encode()

    def _answer(self, response: dict[str, bytes]) -> dict[str, Any]:
        return {
            "id": encode(self.id),
            "rawId": encode(self.id),
            "type": "public-key",
            "clientExtensionResults": {},
            "response": {name: encode(value) for name, value in response.items()},
        }
