"""Ceremonies of threshold trustees: missing, opened otherwise, not acknowledged.

The trustees are those of the independent tool's election ``threshold-2-of-3``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.campaign.elections import GROUP, Workshop
from tests.forgeries.election.bench import pack, replace
from tests.forgeries.election.bundle_forgeries import forges
from voteapp.campaign.ceremony import (
    Ceremony,
    compute_acknowledgement_text,
    compute_certs_hash,
    compute_commitments,
)
from voteapp.campaign.closing_statements import compute_signing_keys
from voteapp.protocol.pki import compute_private_keys, create_signature
from voteapp.protocol.trustees import decode_trustees

VECTOR = Path(__file__).parents[2] / "vectors" / "threshold-2-of-3"


def open_with_ceremony(change: Any = lambda ceremony: ceremony) -> bytes:
    workshop = Workshop("ceremony")
    trustees = decode_trustees((VECTOR / "trustees.json").read_bytes().strip())
    workshop.public_keys = trustees
    election = workshop.open()
    certs_hash, commitments = compute_certs_hash(trustees), compute_commitments(trustees)
    text = compute_acknowledgement_text(certs_hash, commitments)
    keys = {
        GROUP.encode(GROUP.base_power(signing)): signing
        for signing in (
            compute_private_keys(GROUP, path.read_text().strip()).signing
            for path in VECTOR.glob("*.key")
        )
    }
    acknowledgements = [
        create_signature(GROUP, keys[GROUP.encode(key)], text, workshop.random_bytes)
        for key in compute_signing_keys(GROUP, trustees)
    ]
    ceremony = Ceremony(
        certs_hash=certs_hash,
        commitments=commitments,
        acknowledgements=acknowledgements,
        messages=[],
    )
    election.replace(ceremony=change(ceremony))
    return pack(election)


@forges("ceremony-missing")
def no_ceremony() -> bytes:
    return open_with_ceremony(lambda ceremony: None)


@forges("ceremony-commitment")
def a_trustee_opened_something_else() -> bytes:
    return open_with_ceremony(lambda c: replace(c, commitments=["0" * 64, *c.commitments[1:]]))


@forges("ceremony-commitment")
def a_ceremony_for_other_certificates() -> bytes:
    return open_with_ceremony(lambda c: replace(c, certs_hash="0" * 64))


@forges("ceremony-acknowledgement")
def a_trustee_who_did_not_acknowledge() -> bytes:
    return open_with_ceremony(lambda c: replace(c, acknowledgements=c.acknowledgements[:-1]))


@forges("ceremony-acknowledgement")
def acknowledgements_exchanged() -> bytes:
    return open_with_ceremony(lambda c: replace(c, acknowledgements=c.acknowledgements[::-1]))
