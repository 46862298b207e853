"""Forgeries of a threshold key, from the record threshold-2-of-3 and its trustees' secrets."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from tests.forgeries.record.setup_forgeries import swap
from tests.forgeries.workshop import GROUP, Honest, Step, stream
from voteapp.protocol.archive import BytesSource
from voteapp.protocol.audit import verify_record
from voteapp.protocol.encoding import encode_json
from voteapp.protocol.keys.pki import compute_private_keys, create_signature
from voteapp.protocol.keys.trustees import compute_certs_message

FOLDER = Path(__file__).parents[2] / "vectors" / "threshold-2-of-3"


@cache
def _source() -> bytes:
    return next(FOLDER.glob("*.bel")).read_bytes()


def _record() -> tuple[Honest, dict[str, Any]]:
    """The record up to its last ballot, and its Pedersen item's JSON."""
    audit = verify_record(BytesSource(_source()))
    structure = audit.structure
    steps: list[Step] = []
    setup = json.loads(structure.fetch(structure.events[0].payload or "") or b"")
    objects = [structure.fetch(setup[key]) for key in ("election", "trustees", "credentials")]
    setup_body = structure.fetch(structure.events[0].payload or "")
    steps.append(Step("Setup", [body for body in [*objects, setup_body] if body is not None]))
    for event in structure.of_kind("Ballot"):
        body = structure.fetch(event.payload or "")
        assert body is not None
        steps.append(Step("Ballot", [body]))
    honest = Honest(steps, steps[0].objects[0], [], [], [])
    item = json.loads(steps[0].objects[1])[0][1]
    return honest, item


def _signing_key(item: dict[str, Any], index: int) -> int:
    verification = json.loads(item["certs"][index]["message"])["verification"]
    for file in FOLDER.glob("*.key"):
        key = compute_private_keys(GROUP, file.read_text().strip().strip('"')).signing
        if GROUP.encode(GROUP.base_power(key)) == verification:
            return key
    raise AssertionError("the vectors lack a trustee's key")


def _sign(item: dict[str, Any], index: int, message: str) -> Any:
    signature = create_signature(GROUP, _signing_key(item, index), message, stream("sign"))
    return {"challenge": signature.challenge, "response": signature.response}


def _with_item(honest: Honest, item: dict[str, Any]) -> bytes:
    return swap(honest, "trustees", encode_json([["Pedersen", item]]))


def certificate_of_another_context() -> bytes:
    honest, item = _record()
    message = item["certs"][0]["message"].replace('"threshold":2', '"threshold":3')
    item["certs"][0] = {"message": message, "signature": _sign(item, 0, message)}
    return _with_item(honest, item)


def certificates_swapped() -> bytes:
    honest, item = _record()
    item["certs"][0], item["certs"][1] = item["certs"][1], item["certs"][0]
    return _with_item(honest, item)


def certificate_unsigned() -> bytes:
    honest, item = _record()
    item["certs"][2]["signature"] = {"challenge": "1", "response": "2"}
    return _with_item(honest, item)


def certificate_with_a_space() -> bytes:
    honest, item = _record()
    message = item["certs"][0]["message"].replace(",", ", ", 1)
    item["certs"][0] = {"message": message, "signature": _sign(item, 0, message)}
    return _with_item(honest, item)


def threshold_raised() -> bytes:
    honest, item = _record()
    item["threshold"] = 3
    return _with_item(honest, item)


def threshold_above_the_number() -> bytes:
    honest, item = _record()
    item["threshold"] = 4
    return _with_item(honest, item)


def threshold_of_zero() -> bytes:
    honest, item = _record()
    item["threshold"] = 0
    return _with_item(honest, item)


def verification_key_missing() -> bytes:
    honest, item = _record()
    item["verification_keys"].pop()
    return _with_item(honest, item)


def coefficients_signed_by_another() -> bytes:
    honest, item = _record()
    item["coefexps"][0]["signature"] = item["coefexps"][1]["signature"]
    return _with_item(honest, item)


def coefficients_of_higher_degree() -> bytes:
    honest, item = _record()
    rows = json.loads(item["coefexps"][0]["message"])["coefexps"]
    message = encode_json({"coefexps": [*rows, rows[0]]}).decode()
    item["coefexps"][0] = {"message": message, "signature": _sign(item, 0, message)}
    return _with_item(honest, item)


def _exchange_coefficients(item: dict[str, Any], *, sign_certs: bool) -> None:
    rows = [GROUP.encode(GROUP.base_power(number)) for number in (5, 6)]
    message = encode_json({"coefexps": rows}).decode()
    item["coefexps"][0] = {"message": message, "signature": _sign(item, 0, message)}
    if sign_certs:
        from voteapp.protocol.keys.pki import SignedMessage
        from voteapp.protocol.proofs import Proof

        certs = [SignedMessage(c["message"], Proof(**c["signature"])) for c in item["certs"]]
        item["signatures"][0] = _sign(item, 0, compute_certs_message(certs, rows))


def coefficients_exchanged() -> bytes:
    honest, item = _record()
    _exchange_coefficients(item, sign_certs=False)
    return _with_item(honest, item)


def coefficients_exchanged_and_signed() -> bytes:
    honest, item = _record()
    _exchange_coefficients(item, sign_certs=True)
    return _with_item(honest, item)


def verification_key_unsigned() -> bytes:
    honest, item = _record()
    del item["verification_keys"][1]["signature"]
    return _with_item(honest, item)


def verification_key_without_proof() -> bytes:
    honest, item = _record()
    item["verification_keys"][1]["pok"] = {"challenge": "0", "response": "0"}
    return _with_item(honest, item)


def verification_keys_swapped() -> bytes:
    honest, item = _record()
    item["verification_keys"].reverse()
    return _with_item(honest, item)


THRESHOLD_FORGERIES = {
    certificate_of_another_context: "trustee-certificate",
    certificates_swapped: "trustee-certificate",
    certificate_unsigned: "trustee-certificate",
    certificate_with_a_space: "trustee-certificate",
    threshold_raised: "trustee-certificate",
    threshold_above_the_number: "trustee-threshold",
    threshold_of_zero: "trustee-threshold",
    verification_key_missing: "trustee-threshold",
    coefficients_signed_by_another: "trustee-coefexps",
    coefficients_of_higher_degree: "trustee-coefexps",
    coefficients_exchanged: "trustee-signature",
    coefficients_exchanged_and_signed: "trustee-verification-key",
    verification_key_unsigned: "trustee-verification-key",
    verification_key_without_proof: "trustee-proof",
    verification_keys_swapped: "trustee-verification-key",
}
