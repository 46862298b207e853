"""What must never be found outside of a browser, and the search for it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page

from tests.players.browser.browser import Sent
from voteapp.campaign.checking.seeds import BLOCK_BYTES, SEED_BYTES, create_seeded
from voteapp.protocol.group import get_group


def spellings(number: int) -> set[bytes]:
    """A secret number as text and as bytes, in the ways in which it might be written."""
    big, little = number.to_bytes(32, "big"), number.to_bytes(32, "little")
    texts = [str(number), big.hex(), little.hex(), format(number, "x")]
    return {big, little, *(text.encode() for text in texts)}


def spy(page: Page) -> None:
    """From now on, the booth's worker remembers what it draws (the test reads it, nobody else)."""
    page.workers[0].evaluate(
        """() => {
          const draw = crypto.getRandomValues.bind(crypto);
          self.drawn = [];
          crypto.getRandomValues = (array) => {
            const filled = draw(array);
            self.drawn.push(Array.from(new Uint8Array(filled.buffer)));
            return filled;
          };
        }"""
    )


def read_drawn(page: Page) -> list[bytes]:
    """What the worker drew since ``spy`` or the last call."""
    rows = page.workers[0].evaluate("() => { const d = self.drawn; self.drawn = []; return d; }")
    return [bytes(row) for row in rows]


def ballot_nonces(ballot: Mapping[str, Any], drawn: list[bytes]) -> list[int]:
    """Every secret number of a ballot, from what its worker drew: seeds, what followed from the
    ballot's own (docs/formats.md, "Checking a ballot"), and the signature's nonce.

    The drawn challenges and responses of simulated branches are published with the ballot;
    everything else is secret. A seed of which no ballot came is one of a choice that was changed.
    """
    order = get_group("Ed25519").order
    proofs = [proof for answer in ballot["answers"] for proof in _list_proofs(answer)]
    published = {
        int(p[name]) for proof in proofs for p in proof for name in ("challenge", "response")
    }
    ciphertexts = sum(len(answer["choices"]) for answer in ballot["answers"])
    simulated = sum(2 * (len(proof) - 1) for proof in proofs)
    seeds = [row for row in drawn if len(row) == SEED_BYTES]
    nonces = [int.from_bytes(row, "big") % order for row in drawn if len(row) == BLOCK_BYTES]
    for seed in seeds:
        draw = create_seeded(seed, ballot["election_hash"], ballot["credential"])
        blocks = [draw(BLOCK_BYTES) for _ in range(ciphertexts + len(proofs) + simulated)]
        scalars = [int.from_bytes(block, "big") % order for block in blocks]
        secret = [scalar for scalar in scalars if scalar not in published]
        if len(secret) == ciphertexts + len(proofs) and len(nonces) == 1:
            return [*secret, *nonces, *(int.from_bytes(one, "big") for one in seeds)]
    raise AssertionError("the worker did not draw what a ballot draws")


def _list_proofs(answer: Mapping[str, Any]) -> list[list[dict[str, str]]]:
    """A question's proofs, each a list of its branches."""
    blank = [answer["blank_proof"]] if "blank_proof" in answer else []
    return [*answer["individual_proofs"], answer["overall_proof"], *blank]


def find_leaks(secrets: Mapping[str, set[bytes]], places: Iterable[tuple[str, bytes]]) -> list[str]:
    """Where any secret stands, as "secret in place"; the secret itself is not repeated."""
    found = []
    for place, data in places:
        for name, texts in secrets.items():
            if any(text in data for text in texts):
                found.append(f"{name} in {place}")
    return found


def skeleton(value: Any) -> Any:
    """A JSON value with its texts and numbers left out."""
    if isinstance(value, dict):
        return {key: skeleton(child) for key, child in value.items()}
    if isinstance(value, list):
        return [skeleton(child) for child in value]
    return type(value).__name__


def trace(requests: Iterable[Sent]) -> list[tuple[str, str, Any]]:
    """What a network's owner sees of a member: method, path, headers' names, shape of the body."""
    seen = []
    for sent in requests:
        path = urlsplit(sent.address).path
        if path.startswith("/api/"):
            body = skeleton(json.loads(sent.body)) if sent.body else None
            seen.append((sent.method, path, (sorted(sent.headers), body)))
    return seen
