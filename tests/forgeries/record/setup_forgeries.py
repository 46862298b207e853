"""Forgeries of the election, the trustees and the credentials."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from tests.forgeries.workshop import (
    GROUP,
    NEUTRAL,
    ORDER_TWO,
    Honest,
    build,
    make_election,
    stream,
    with_order_two,
)
from voteapp.protocol.encoding import encode_json, hash_hex
from voteapp.protocol.keys.trustees import create_trustee_public_key, encode_trustees

PLACES = {"election": 0, "trustees": 1, "credentials": 2}


def swap(honest: Honest, which: str, body: bytes) -> bytes:
    """Put another object into the setup, references made right."""
    objects = honest.step("Setup").objects
    setup = json.loads(objects[-1])
    objects[PLACES[which]] = body
    setup[which] = hash_hex(body)
    objects[-1] = encode_json(setup)
    return build(honest.steps)


def listed(honest: Honest) -> list[str]:
    entries: list[str] = json.loads(honest.step("Setup").objects[2])
    return entries


def setup_with_a_space(honest: Honest) -> bytes:
    objects = honest.step("Setup").objects
    objects[-1] = objects[-1].replace(b":", b": ", 1)
    return build(honest.steps)


def setup_with_more_fields(honest: Honest) -> bytes:
    objects = honest.step("Setup").objects
    objects[-1] = objects[-1][:-1] + b',"x":1}'
    return build(honest.steps)


def _open(tweak: Callable[[dict[str, Any]], None]) -> bytes:
    """An election without ballots whose description breaks a rule."""
    honest = make_election(choices=[], until="EndBallots")
    wire = json.loads(honest.election)
    tweak(wire)
    return swap(honest, "election", encode_json(wire))


def min_above_max(honest: Honest) -> bytes:
    return _open(lambda wire: wire["questions"][0].update(min=2, max=1))


def max_above_answers(honest: Honest) -> bytes:
    return _open(lambda wire: wire["questions"][0].update(max=3))


def negative_min(honest: Honest) -> bytes:
    return _open(lambda wire: wire["questions"][0].update(min=-1))


def no_answers(honest: Honest) -> bytes:
    return _open(lambda wire: wire["questions"][0].update(answers=[], min=0, max=0))


def no_questions(honest: Honest) -> bytes:
    return _open(lambda wire: wire.update(questions=[]))


def unknown_field(honest: Honest) -> bytes:
    return _open(lambda wire: wire.update(note="hello"))


def fields_reordered(honest: Honest) -> bytes:
    honest = make_election(choices=[], until="EndBallots")
    wire = json.loads(honest.election)
    return swap(honest, "election", encode_json({"uuid": wire.pop("uuid")} | wire))


def duplicate_key(honest: Honest) -> bytes:
    honest = make_election(choices=[], until="EndBallots")
    body = honest.election.replace(b'"name":"Forged"', b'"name":"Other","name":"Forged"')
    return swap(honest, "election", body)


def escaped_needlessly(honest: Honest) -> bytes:
    honest = make_election(choices=[], until="EndBallots")
    return swap(honest, "election", honest.election.replace(b"Forged", b"\\u0046orged"))


def number_as_float(honest: Honest) -> bytes:
    honest = make_election(choices=[], until="EndBallots")
    return swap(honest, "election", honest.election.replace(b'"max":1', b'"max":1.0'))


def uuid_too_short(honest: Honest) -> bytes:
    return _open(lambda wire: wire.update(uuid="short"))


def uuid_with_a_path(honest: Honest) -> bytes:
    return _open(lambda wire: wire.update(uuid="../../etc/passwd"))


def truncated_election(honest: Honest) -> bytes:
    honest = make_election(choices=[], until="EndBallots")
    return swap(honest, "election", honest.election[:-20])


def key_of_nobody(honest: Honest) -> bytes:
    other = GROUP.encode(GROUP.base_power(12345))
    return build(
        make_election(tweak=lambda wire: wire.update(public_key=other), until="EndBallots").steps
    )


def key_of_small_order(honest: Honest) -> bytes:
    return _open(lambda wire: wire.update(public_key=ORDER_TWO))


def key_of_mixed_order(honest: Honest) -> bytes:
    return _open(lambda wire: wire.update(public_key=with_order_two(wire["public_key"])))


def key_neutral(honest: Honest) -> bytes:
    return _open(lambda wire: wire.update(public_key=NEUTRAL))


def trustees_replaced(honest: Honest) -> bytes:
    other = create_trustee_public_key(GROUP, 4711, stream("other"))
    return swap(honest, "trustees", encode_trustees([other]))


def trustee_without_proof(honest: Honest) -> bytes:
    rows = json.loads(honest.step("Setup").objects[1])
    rows[0][1]["pok"] = {"challenge": "0", "response": "0"}
    return swap(honest, "trustees", encode_json(rows))


def trustee_proof_unreduced(honest: Honest) -> bytes:
    rows = json.loads(honest.step("Setup").objects[1])
    pok = rows[0][1]["pok"]
    pok["response"] = str(int(pok["response"]) + GROUP.order)
    return swap(honest, "trustees", encode_json(rows))


def trustee_added(honest: Honest) -> bytes:
    rows = json.loads(honest.step("Setup").objects[1])
    return swap(honest, "trustees", encode_json(rows + rows))


def trustees_of_unknown_kind(honest: Honest) -> bytes:
    rows = json.loads(honest.step("Setup").objects[1])
    rows[0][0] = "Double"
    return swap(honest, "trustees", encode_json(rows))


def no_trustees(honest: Honest) -> bytes:
    return swap(honest, "trustees", b"[]")


def trustees_with_a_space(honest: Honest) -> bytes:
    return swap(honest, "trustees", honest.step("Setup").objects[1] + b" ")


def credential_twice(honest: Honest) -> bytes:
    entries = listed(honest)
    return swap(honest, "credentials", encode_json([*entries, entries[0]]))


def credential_twice_with_weights(honest: Honest) -> bytes:
    entries = listed(honest)
    return swap(honest, "credentials", encode_json([*entries, entries[0] + ",2"]))


def weight_of_zero(honest: Honest) -> bytes:
    entries = listed(honest)
    return swap(honest, "credentials", encode_json([*entries[:-1], entries[-1] + ",0"]))


def weight_with_leading_zero(honest: Honest) -> bytes:
    entries = listed(honest)
    return swap(honest, "credentials", encode_json([*entries[:-1], entries[-1] + ",01"]))


def weight_beyond_reason(honest: Honest) -> bytes:
    entries = listed(honest)
    return swap(honest, "credentials", encode_json([*entries[:-1], entries[-1] + ",4294967296"]))


def identity_left_in_the_list(honest: Honest) -> bytes:
    entries = listed(honest)
    return swap(honest, "credentials", encode_json([*entries[:-1], entries[-1] + ",1,carol"]))


def credential_of_small_order(honest: Honest) -> bytes:
    return swap(honest, "credentials", encode_json([*listed(honest), ORDER_TWO]))


def credential_of_mixed_order(honest: Honest) -> bytes:
    entries = listed(honest)
    mixed = with_order_two(entries[0])
    return swap(honest, "credentials", encode_json([*entries, mixed]))


def credential_in_upper_case(honest: Honest) -> bytes:
    extra = GROUP.encode(GROUP.base_power(99)).upper()
    return swap(honest, "credentials", encode_json([*listed(honest), extra]))


def credential_not_canonical(honest: Honest) -> bytes:
    # y = p + 3: the same point as y = 3, written with a number that is not reduced.
    extra = (2**255 - 19 + 3).to_bytes(32, "big").hex()
    return swap(honest, "credentials", encode_json([*listed(honest), extra]))


def credentials_with_a_space(honest: Honest) -> bytes:
    body = honest.step("Setup").objects[2].replace(b",", b", ", 1)
    return swap(honest, "credentials", body)


def credentials_not_texts(honest: Honest) -> bytes:
    return swap(honest, "credentials", b"[1,2,3]")


FORGERIES = {
    setup_with_a_space: "setup-encoding",
    setup_with_more_fields: "setup-encoding",
    min_above_max: "election-question",
    max_above_answers: "election-question",
    negative_min: "election-question",
    no_answers: "election-question",
    no_questions: "election-question",
    unknown_field: "election-encoding",
    fields_reordered: "election-encoding",
    duplicate_key: "election-encoding",
    escaped_needlessly: "election-encoding",
    number_as_float: "election-encoding",
    uuid_too_short: "election-encoding",
    uuid_with_a_path: "election-encoding",
    truncated_election: "election-encoding",
    key_of_nobody: "election-key",
    key_of_small_order: "election-key",
    key_of_mixed_order: "election-key",
    key_neutral: "election-key",
    trustees_replaced: "election-key",
    trustee_added: "election-key",
    trustee_without_proof: "trustee-proof",
    trustee_proof_unreduced: "trustee-proof",
    trustees_of_unknown_kind: "trustees-encoding",
    no_trustees: "trustees-encoding",
    trustees_with_a_space: "trustees-encoding",
    credential_twice: "credentials-duplicate",
    credential_twice_with_weights: "credentials-duplicate",
    weight_of_zero: "credentials-weight",
    weight_with_leading_zero: "credentials-weight",
    weight_beyond_reason: "credentials-weight",
    identity_left_in_the_list: "credentials-weight",
    credential_of_small_order: "credentials-element",
    credential_of_mixed_order: "credentials-element",
    credential_in_upper_case: "credentials-element",
    credential_not_canonical: "credentials-element",
    credentials_with_a_space: "credentials-encoding",
    credentials_not_texts: "credentials-encoding",
}
