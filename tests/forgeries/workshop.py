"""Where records are made and bent: an honest election as steps, and the archive built from them.

A forgery changes a step or the bytes around it; ``build`` makes the hash chain right again, so
that only the defect itself can be found.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from voteapp.protocol.archive import encode_archive_header, encode_member
from voteapp.protocol.ballots import create_ballot
from voteapp.protocol.credentials import compute_public_credential, compute_secret
from voteapp.protocol.election import Election, SetupData, create_context
from voteapp.protocol.encoding import encode_json, hash_base64, hash_hex
from voteapp.protocol.group import get_group
from voteapp.protocol.keys.trustees import create_trustee_public_key, encode_trustees
from voteapp.protocol.proofs import Ciphertext, create_knowledge, decode_ciphertext
from voteapp.protocol.questions import Question
from voteapp.protocol.tally import (
    OwnedPartialDecryption,
    Result,
    SizedEncryptedTally,
    TallyAccumulator,
    create_partial_decryption,
    encode_tally,
)

GROUP = get_group("Ed25519")
TIMESTAMP = 1795289133
UUID = "ForgedVote1234"
ORDER_TWO = (2**255 - 19 - 1).to_bytes(32, "big").hex()
NEUTRAL = f"{1:064x}"


def stream(seed: str) -> Callable[[int], bytes]:
    """A deterministic source of randomness: SHA-256 in counter mode."""
    buffer = bytearray()
    counter = 0

    def random_bytes(count: int) -> bytes:
        nonlocal counter
        while len(buffer) < count:
            buffer.extend(hashlib.sha256(f"{seed}|{counter}".encode()).digest())
            counter += 1
        taken = bytes(buffer[:count])
        del buffer[:count]
        return taken

    return random_bytes


@dataclass
class Step:
    """An event with the objects before it; ``event`` is its JSON, chain fields filled at build."""

    kind: str
    objects: list[bytes] = field(default_factory=list)
    payload: str | None = None
    changes: dict[str, Any] = field(default_factory=dict)
    rewrite: Callable[[bytes], bytes] = lambda body: body

    def payload_hash(self) -> str | None:
        if self.payload is not None:
            return self.payload
        return hash_hex(self.objects[-1]) if self.objects else None


@dataclass
class Honest:
    """An honest election with every secret."""

    steps: list[Step]
    election: bytes
    credentials: list[str]
    private_keys: list[int]
    choices: list[list[list[int]]]

    @property
    def ballots(self) -> list[bytes]:
        return [step.objects[-1] for step in self.steps if step.kind == "Ballot"]

    def index(self, kind: str, which: int = 0) -> int:
        """The position of the which-th step of a kind (negative: from the end)."""
        return [i for i, step in enumerate(self.steps) if step.kind == kind][which]

    def step(self, kind: str, which: int = 0) -> Step:
        return self.steps[self.index(kind, which)]


def build(steps: Iterable[Step], *, timestamp: int = TIMESTAMP) -> bytes:
    """The archive, its chain right."""
    return encode_archive_header(timestamp) + b"".join(
        encode_member(name, body, timestamp) for name, body in members(steps)
    )


def members(steps: Iterable[Step]) -> list[tuple[str, bytes]]:
    """Names and contents of all members after the header."""
    parent: str | None = None
    rows: list[tuple[str, bytes]] = []
    for height, step in enumerate(steps):
        rows += [(f"{hash_hex(body)}.data.json", body) for body in step.objects]
        event: dict[str, Any] = {} if parent is None else {"parent": parent}
        event |= {"height": height, "type": step.kind}
        if (payload := step.payload_hash()) is not None:
            event["payload"] = payload
        event |= step.changes
        event = {key: value for key, value in event.items() if value is not None}
        order = ["parent", "height", "type", "payload"]
        event = {key: event[key] for key in sorted(event, key=order.index)}
        body = step.rewrite(encode_json(event))
        rows.append((f"{hash_hex(body)}.event.json", body))
        parent = hash_hex(body)
    return rows


def pack(rows: Iterable[tuple[str, bytes]]) -> bytes:
    """An archive of these members, as they are."""
    return encode_archive_header(TIMESTAMP) + b"".join(
        encode_member(name, body, TIMESTAMP) for name, body in rows
    )


QUESTIONS = [
    Question(answers=["Yes", "No"], min=1, max=1, question="Strike?"),
    Question(answers=["Ratios", "Pay", "Breaks"], blank=True, min=1, max=2, question="Demands"),
]
CHOICES = [
    [[1, 0], [0, 1, 0, 0]],
    [[0, 1], [0, 1, 1, 0]],
    [[1, 0], [1, 0, 0, 0]],
    [[1, 0], [0, 0, 0, 1]],
]


def credential(number: int) -> str:
    return f"Vo{number:03d}-Forged-Token-Number".replace("0", "z")


def make_election(
    *,
    trustees: int = 1,
    tweak: Callable[[dict[str, Any]], None] = lambda election: None,
    questions: Sequence[Question] = QUESTIONS,
    choices: Sequence[Sequence[Sequence[int]]] = CHOICES,
    weights: Sequence[int] = (),
    uuid: str = UUID,
    until: str = "Result",
) -> Honest:
    """Hold an election honestly; ``tweak`` changes the election's JSON before anyone votes."""
    random_bytes = stream(f"{uuid}|{trustees}|{weights}")
    keys = [GROUP.random_scalar(random_bytes) for _ in range(trustees)]
    public = [create_trustee_public_key(GROUP, key, random_bytes) for key in keys]
    election = Election(
        version=1,
        description="An election to be forged",
        name="Forged",
        group="Ed25519",
        public_key=GROUP.encode(GROUP.product(GROUP.base_power(key) for key in keys)),
        questions=list(questions),
        uuid=uuid,
    )
    wire = json.loads(encode_json(election))
    tweak(wire)
    body = encode_json(wire)
    names = [credential(number) for number in range(1, len(choices) + 2)]
    publics = [compute_public_credential(GROUP, wire["uuid"], name) for name in names]
    listed = [f"{text},{weights[index]}" if weights else text for index, text in enumerate(publics)]
    objects = [body, encode_trustees(public), encode_json(sorted(listed))]
    data = SetupData(
        election=hash_hex(objects[0]),
        trustees=hash_hex(objects[1]),
        credentials=hash_hex(objects[2]),
    )
    honest = Honest(
        [Step("Setup", [*objects, encode_json(data)])],
        body,
        names,
        keys,
        [list(c) for c in choices],
    )
    context = create_context(body)
    for name, rows in zip(names, choices, strict=False):
        ballot = create_ballot(context, name, rows, random_bytes)
        honest.steps.append(Step("Ballot", [ballot]))
    finish(honest, random_bytes, weights=weights, until=until)
    return honest


def finish(
    honest: Honest,
    random_bytes: Callable[[int], bytes],
    *,
    weights: Sequence[int] = (),
    until: str = "Result",
) -> None:
    """Close, tally, decrypt, publish, from the ballots in the steps."""
    context = create_context(honest.election)
    totals = TallyAccumulator(GROUP, [q.width for q in context.election.questions])
    sums = [[0] * q.width for q in context.election.questions]
    total_weight = 0
    for index, ballot in enumerate(honest.ballots):
        weight = weights[index] if weights else 1
        total_weight += weight
        rows = json.loads(ballot)["answers"]
        totals.add([[pair_of(choice) for choice in row["choices"]] for row in rows], weight)
        for q, row in enumerate(honest.choices[index]):
            sums[q] = [a + weight * b for a, b in zip(sums[q], row, strict=True)]
    if until == "Ballot":
        return
    honest.steps.append(Step("EndBallots"))
    if until == "EndBallots":
        return
    tally = encode_json(encode_tally(GROUP, totals.totals))
    sized = SizedEncryptedTally(len(honest.ballots), total_weight, hash_hex(tally))
    honest.steps.append(Step("EncryptedTally", [tally, encode_json(sized)]))
    for owner, key in enumerate(honest.private_keys, 1):
        decryption = encode_json(
            create_partial_decryption(GROUP, context.fingerprint, key, totals.totals, random_bytes)
        )
        owned = encode_json(OwnedPartialDecryption(owner, hash_hex(decryption)))
        honest.steps.append(Step("PartialDecryption", [decryption, owned]))
    honest.steps.append(Step("Result", [encode_json(Result(sums))]))


def pair_of(choice: dict[str, str]) -> Any:
    return decode_ciphertext(GROUP, Ciphertext(**choice), allow_neutral=True)


def resign(honest: Honest, ballot: dict[str, Any], number: int) -> bytes:
    """Sign changed ballot JSON again with the number-th credential (from 0)."""
    uuid = json.loads(honest.election)["uuid"]
    secret = compute_secret(GROUP, uuid, honest.credentials[number])
    unsigned = {key: value for key, value in ballot.items() if key != "signature"}
    digest = hash_base64(encode_json(unsigned))
    proof = create_knowledge(GROUP, f"sig|{digest}", secret, stream("resign"))
    return encode_json(unsigned | {"signature": {"hash": digest, "proof": proof}})


def with_order_two(text: str) -> str:
    """The same element plus the point of order two: on the curve, not of prime order."""
    element = bytes.fromhex(text)[::-1]
    return GROUP.encode(GROUP.multiply(element, bytes.fromhex(ORDER_TWO)[::-1]))


def replaced(step: Step, *objects: bytes) -> Step:
    """The same step with other objects."""
    return replace(step, objects=list(objects))
