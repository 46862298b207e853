"""Forgeries of the tally, the partial decryptions and the result."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from tests.forgeries.workshop import (
    GROUP,
    Honest,
    Step,
    build,
    make_election,
    stream,
    with_order_two,
)
from voteapp.protocol.election import create_context
from voteapp.protocol.encoding import encode_json, hash_hex
from voteapp.protocol.tally import create_partial_decryption, decode_tally

Json = dict[str, Any]


def _resized(honest: Honest, bend: Callable[[Json], None]) -> bytes:
    step = honest.step("EncryptedTally")
    sized = json.loads(step.objects[1])
    bend(sized)
    step.objects[1] = encode_json(sized)
    return build(honest.steps)


def one_ballot_too_many(honest: Honest) -> bytes:
    return _resized(honest, lambda sized: sized.update(num_tallied=sized["num_tallied"] + 1))


def weight_made_up(honest: Honest) -> bytes:
    return _resized(honest, lambda sized: sized.update(total_weight=sized["total_weight"] + 1))


def size_with_more_fields(honest: Honest) -> bytes:
    return _resized(honest, lambda sized: sized.update(note=1))


def ballot_dropped(honest: Honest) -> bytes:
    del honest.steps[honest.index("Ballot", 1)]
    return build(honest.steps)


def ballot_put_in(honest: Honest) -> bytes:
    longer = make_election(until="Ballot")
    shorter = make_election(choices=honest.choices[:-1])
    shorter.steps.insert(shorter.index("EndBallots"), longer.step("Ballot", -1))
    setup = longer.step("Setup")
    shorter.steps[0] = setup
    return build(shorter.steps)


def _other_tally(honest: Honest, bend: Callable[[list[list[Json]]], None]) -> bytes:
    """Another tally, decrypted honestly: only the tally itself is wrong."""
    step = honest.step("EncryptedTally")
    rows = json.loads(step.objects[0])
    bend(rows)
    body = encode_json(rows)
    sized = json.loads(step.objects[1]) | {"encrypted_tally": hash_hex(body)}
    step.objects = [body, encode_json(sized)]
    return build(honest.steps)


def vote_added_to_the_tally(honest: Honest) -> bytes:
    def bend(rows: list[list[Json]]) -> None:
        beta = GROUP.decode(rows[0][0]["beta"])
        rows[0][0]["beta"] = GROUP.encode(GROUP.multiply(beta, GROUP.generator))

    return _other_tally(honest, bend)


def tally_swapped(honest: Honest) -> bytes:
    return _other_tally(honest, lambda rows: rows[0].reverse())


def tally_of_another_shape(honest: Honest) -> bytes:
    return _other_tally(honest, lambda rows: rows[0].append(rows[0][0]))


def tally_of_mixed_order(honest: Honest) -> bytes:
    def bend(rows: list[list[Json]]) -> None:
        rows[0][0]["alpha"] = with_order_two(rows[0][0]["alpha"])

    return _other_tally(honest, bend)


def tally_with_a_space(honest: Honest) -> bytes:
    step = honest.step("EncryptedTally")
    body = step.objects[0].replace(b",", b", ", 1)
    sized = json.loads(step.objects[1]) | {"encrypted_tally": hash_hex(body)}
    step.objects = [body, encode_json(sized)]
    return build(honest.steps)


def _other_decryption(honest: Honest, bend: Callable[[Json], None]) -> bytes:
    step = honest.step("PartialDecryption")
    decryption, owned = (json.loads(body) for body in step.objects)
    bend(decryption)
    body = encode_json(decryption)
    step.objects = [body, encode_json(owned | {"payload": hash_hex(body)})]
    return build(honest.steps)


def factor_moved(honest: Honest) -> bytes:
    def bend(decryption: Json) -> None:
        factor = GROUP.decode(decryption["decryption_factors"][0][0])
        moved = GROUP.multiply(factor, GROUP.generator)
        decryption["decryption_factors"][0][0] = GROUP.encode(moved)

    return _other_decryption(honest, bend)


def factor_of_mixed_order(honest: Honest) -> bytes:
    def bend(decryption: Json) -> None:
        row = decryption["decryption_factors"][0]
        row[0] = with_order_two(row[0])

    return _other_decryption(honest, bend)


def factor_neutral(honest: Honest) -> bytes:
    def bend(decryption: Json) -> None:
        decryption["decryption_factors"][0][0] = f"{1:064x}"

    return _other_decryption(honest, bend)


def factor_row_missing(honest: Honest) -> bytes:
    return _other_decryption(honest, lambda d: d["decryption_factors"].pop())


def proof_row_missing(honest: Honest) -> bytes:
    return _other_decryption(honest, lambda d: d["decryption_proofs"][0].pop())


def proofs_of_zeros(honest: Honest) -> bytes:
    def bend(decryption: Json) -> None:
        decryption["decryption_proofs"][0][0] = {"challenge": "0", "response": "0"}

    return _other_decryption(honest, bend)


def proof_unreduced(honest: Honest) -> bytes:
    def bend(decryption: Json) -> None:
        proof = decryption["decryption_proofs"][0][0]
        proof["challenge"] = str(int(proof["challenge"]) + GROUP.order)

    return _other_decryption(honest, bend)


def decrypted_with_another_key(honest: Honest) -> bytes:
    context = create_context(honest.election)
    step = honest.step("PartialDecryption")
    widths = [q.width for q in context.election.questions]
    tally_body = honest.step("EncryptedTally").objects[0]
    tally = decode_tally(GROUP, tally_body, widths, allow_neutral=False)
    other = create_partial_decryption(GROUP, context.fingerprint, 4711, tally, stream("o"))
    body = encode_json(other)
    step.objects = [body, encode_json({"owner": 1, "payload": hash_hex(body)})]
    return build(honest.steps)


def decryption_with_more_fields(honest: Honest) -> bytes:
    return _other_decryption(honest, lambda d: d.update(note=1))


def _other_owner(honest: Honest, owner: int) -> bytes:
    step = honest.step("PartialDecryption")
    step.objects[1] = encode_json(json.loads(step.objects[1]) | {"owner": owner})
    return build(honest.steps)


def owner_of_nobody(honest: Honest) -> bytes:
    return _other_owner(honest, 2)


def owner_zero(honest: Honest) -> bytes:
    return _other_owner(honest, 0)


def decrypted_twice(honest: Honest) -> bytes:
    index = honest.index("PartialDecryption")
    payload = hash_hex(honest.steps[index].objects[-1])
    honest.steps.insert(index + 1, Step("PartialDecryption", payload=payload))
    return build(honest.steps)


def decrypted_for_another(honest: Honest) -> bytes:
    two = make_election(trustees=2)
    first, second = (two.step("PartialDecryption", n) for n in (0, 1))
    owned = [json.loads(step.objects[1])["payload"] for step in (first, second)]
    first.objects[1] = encode_json({"owner": 2, "payload": owned[0]})
    two.steps.remove(second)
    two.steps.pop()
    return build(two.steps)


def _other_result(honest: Honest, bend: Callable[[list[list[int]]], None]) -> bytes:
    step = honest.step("Result")
    rows = json.loads(step.objects[0])["result"]
    bend(rows)
    step.objects = [encode_json({"result": rows})]
    return build(honest.steps)


def result_one_higher(honest: Honest) -> bytes:
    def bend(rows: list[list[int]]) -> None:
        rows[0][0] += 1

    return _other_result(honest, bend)


def result_swapped(honest: Honest) -> bytes:
    return _other_result(honest, lambda rows: rows[0].reverse())


def result_negative(honest: Honest) -> bytes:
    def bend(rows: list[list[int]]) -> None:
        rows[0][0] -= GROUP.order

    return _other_result(honest, bend)


def result_raised_by_the_order(honest: Honest) -> bytes:
    def bend(rows: list[list[int]]) -> None:
        rows[0][0] += GROUP.order

    return _other_result(honest, bend)


def result_row_missing(honest: Honest) -> bytes:
    return _other_result(honest, lambda rows: rows.pop() and None)


def result_with_more_answers(honest: Honest) -> bytes:
    return _other_result(honest, lambda rows: rows[0].append(0))


def result_with_more_fields(honest: Honest) -> bytes:
    honest.step("Result").objects = [honest.step("Result").objects[0][:-1] + b',"x":1}']
    return build(honest.steps)


def result_of_texts(honest: Honest) -> bytes:
    honest.step("Result").objects = [b'{"result":[["3","1"],["1","2","1","1"]]}']
    return build(honest.steps)


def result_before_all_decrypted(honest: Honest) -> bytes:
    two = make_election(trustees=2)
    del two.steps[two.index("PartialDecryption", 1)]
    return build(two.steps)


def result_without_decryption(honest: Honest) -> bytes:
    del honest.steps[honest.index("PartialDecryption")]
    return build(honest.steps)


FORGERIES = {
    one_ballot_too_many: "tally-count",
    weight_made_up: "tally-weight",
    size_with_more_fields: "tally-encoding",
    tally_of_another_shape: "tally-encoding",
    tally_of_mixed_order: "tally-encoding",
    tally_with_a_space: "tally-encoding",
    ballot_dropped: "tally-ciphertexts",
    ballot_put_in: "tally-ciphertexts",
    vote_added_to_the_tally: "tally-ciphertexts",
    tally_swapped: "tally-ciphertexts",
    factor_moved: "decryption-proof",
    factor_of_mixed_order: "decryption-element",
    factor_neutral: "decryption-element",
    factor_row_missing: "decryption-shape",
    proof_row_missing: "decryption-shape",
    proofs_of_zeros: "decryption-proof",
    proof_unreduced: "decryption-proof",
    decrypted_with_another_key: "decryption-proof",
    decrypted_for_another: "decryption-proof",
    decryption_with_more_fields: "decryption-encoding",
    owner_of_nobody: "decryption-owner",
    owner_zero: "decryption-owner",
    decrypted_twice: "decryption-duplicate",
    result_one_higher: "result-value",
    result_swapped: "result-value",
    result_negative: "result-value",
    result_raised_by_the_order: "result-value",
    result_row_missing: "result-shape",
    result_with_more_answers: "result-shape",
    result_with_more_fields: "result-encoding",
    result_of_texts: "result-encoding",
    result_before_all_decrypted: "result-insufficient",
    result_without_decryption: "result-insufficient",
}
