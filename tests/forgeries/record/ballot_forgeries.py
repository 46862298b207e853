"""Forgeries of ballots: everything but the defect is honest, the signature made anew."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.forgeries.workshop import (
    CHOICES,
    GROUP,
    NEUTRAL,
    ORDER_TWO,
    Honest,
    Step,
    build,
    credential,
    finish,
    make_election,
    resign,
    stream,
    with_order_two,
)
from voteapp.protocol import proofs, questions
from voteapp.protocol.ballots import create_ballot
from voteapp.protocol.election import create_context
from voteapp.protocol.encoding import encode_json, hash_hex

Json = dict[str, Any]


def _put(honest: Honest, body: bytes, which: int = 0) -> bytes:
    """Put a ballot onto the board and hold the tally over what is there now."""
    honest.step("Ballot", which).objects = [body]
    return build(honest.steps)


def _bent(honest: Honest, bend: Callable[[Json], None], which: int = 0) -> bytes:
    """Change a ballot's JSON and sign it again; the tally stays the honest one."""
    ballot = json.loads(honest.ballots[which])
    bend(ballot)
    return _put(honest, resign(honest, ballot, which), which)


def _tallied_anew(honest: Honest, body: bytes, which: int) -> bytes:
    """Put a ballot there and tally, decrypt and publish anew over what is there."""
    honest.step("Ballot", which).objects = [body]
    del honest.steps[honest.index("EndBallots") :]
    finish(honest, stream("anew"))
    return build(honest.steps)


def first_proof(ballot: Json) -> Json:
    proof: Json = ballot["answers"][0]["individual_proofs"][0][0]
    return proof


def extra_space(honest: Honest) -> bytes:
    return _put(honest, honest.ballots[0].replace(b":", b": ", 1))


def newline_at_the_end(honest: Honest) -> bytes:
    return _put(honest, honest.ballots[0] + b"\n")


def duplicate_key(honest: Honest) -> bytes:
    body = honest.ballots[0]
    return _put(honest, b'{"election_uuid":"x",' + body[1:])


def fields_reordered(honest: Honest) -> bytes:
    ballot = json.loads(honest.ballots[0])
    return _put(honest, encode_json({"signature": ballot.pop("signature")} | ballot))


def unknown_field(honest: Honest) -> bytes:
    return _put(honest, honest.ballots[0][:-1] + b',"note":"x"}')


def no_json(honest: Honest) -> bytes:
    return _put(honest, b"a vote for yes")


def deep_nesting(honest: Honest) -> bytes:
    return _put(honest, b"[" * 200_000)


def unsigned(honest: Honest) -> bytes:
    ballot = json.loads(honest.ballots[0])
    del ballot["signature"]
    return _put(honest, encode_json(ballot))


def of_another_election(honest: Honest) -> bytes:
    return _bent(honest, lambda ballot: ballot.update(election_uuid="Another1234567"))


def of_another_fingerprint(honest: Honest) -> bytes:
    return _bent(honest, lambda ballot: ballot.update(election_hash="A" * 43))


def credential_not_listed(honest: Honest) -> bytes:
    context = create_context(honest.election)
    body = create_ballot(context, credential(9), CHOICES[0], stream("stranger"))
    return _tallied_anew(honest, body, 0)


def credential_off_the_list(honest: Honest) -> bytes:
    from tests.forgeries.record.setup_forgeries import listed, swap

    used = json.loads(honest.ballots[0])["credential"]
    return swap(honest, "credentials", encode_json([e for e in listed(honest) if e != used]))


def answer_missing(honest: Honest) -> bytes:
    return _bent(honest, lambda ballot: ballot["answers"].pop())


def choice_missing(honest: Honest) -> bytes:
    return _bent(honest, lambda ballot: ballot["answers"][0]["choices"].pop())


def proof_missing(honest: Honest) -> bytes:
    return _bent(honest, lambda ballot: ballot["answers"][0]["individual_proofs"].pop())


def proof_of_three_parts(honest: Honest) -> bytes:
    def bend(ballot: Json) -> None:
        row = ballot["answers"][0]["individual_proofs"][0]
        row.append(row[0])

    return _bent(honest, bend)


def overall_proof_too_wide(honest: Honest) -> bytes:
    def bend(ballot: Json) -> None:
        row = ballot["answers"][0]["overall_proof"]
        row.append(row[0])

    return _bent(honest, bend)


def blank_proof_missing(honest: Honest) -> bytes:
    return _bent(honest, lambda ballot: ballot["answers"][1].pop("blank_proof"))


def blank_proof_uncalled_for(honest: Honest) -> bytes:
    def bend(ballot: Json) -> None:
        ballot["answers"][0]["blank_proof"] = ballot["answers"][1]["blank_proof"]

    return _bent(honest, bend)


def _with_alpha(text: Callable[[str], str]) -> Callable[[Honest], bytes]:
    def forge(honest: Honest) -> bytes:
        def bend(ballot: Json) -> None:
            choice = ballot["answers"][0]["choices"][0]
            choice["alpha"] = text(choice["alpha"])

        return _bent(honest, bend)

    return forge


def _named(name: str, forge: Callable[[Honest], bytes]) -> Callable[[Honest], bytes]:
    forge.__name__ = name
    return forge


alpha_of_small_order = _named("alpha_of_small_order", _with_alpha(lambda text: ORDER_TWO))
alpha_of_mixed_order = _named("alpha_of_mixed_order", _with_alpha(with_order_two))
alpha_neutral = _named("alpha_neutral", _with_alpha(lambda text: NEUTRAL))
alpha_off_the_curve = _named("alpha_off_the_curve", _with_alpha(lambda text: f"{2:064x}"))
alpha_too_short = _named("alpha_too_short", _with_alpha(lambda text: text[:-2]))
alpha_upper_case = _named("alpha_upper_case", _with_alpha(lambda text: text.upper()))
alpha_not_canonical = _named(
    "alpha_not_canonical", _with_alpha(lambda text: (2**255 - 19 + 3).to_bytes(32, "big").hex())
)


def beta_of_mixed_order(honest: Honest) -> bytes:
    def bend(ballot: Json) -> None:
        choice = ballot["answers"][1]["choices"][-1]
        choice["beta"] = with_order_two(choice["beta"])

    return _bent(honest, bend)


def _with_challenge(text: Callable[[str], str]) -> Callable[[Honest], bytes]:
    def forge(honest: Honest) -> bytes:
        def bend(ballot: Json) -> None:
            proof = first_proof(ballot)
            proof["challenge"] = text(proof["challenge"])

        return _bent(honest, bend)

    return forge


challenge_unreduced = _named(
    "challenge_unreduced", _with_challenge(lambda text: str(int(text) + GROUP.order))
)
challenge_with_leading_zero = _named(
    "challenge_with_leading_zero", _with_challenge(lambda text: "0" + text)
)
challenge_negative = _named(
    "challenge_negative", _with_challenge(lambda text: str(int(text) - GROUP.order))
)
challenge_with_plus = _named("challenge_with_plus", _with_challenge(lambda text: "+" + text))
challenge_in_other_digits = _named(
    "challenge_in_other_digits",
    _with_challenge(lambda text: text.translate({48 + n: 0x0660 + n for n in range(10)})),
)
challenge_endless = _named("challenge_endless", _with_challenge(lambda text: "9" * 100_000))


def response_unreduced_in_the_blank_proof(honest: Honest) -> bytes:
    def bend(ballot: Json) -> None:
        proof = ballot["answers"][1]["blank_proof"][1]
        proof["response"] = str(int(proof["response"]) + GROUP.order)

    return _bent(honest, bend)


def signature_unreduced(honest: Honest) -> bytes:
    ballot = json.loads(honest.ballots[0])
    proof = ballot["signature"]["proof"]
    proof["response"] = str(int(proof["response"]) + GROUP.order)
    return _put(honest, encode_json(ballot))


def signed_by_another(honest: Honest) -> bytes:
    ballot = json.loads(honest.ballots[0])
    return _put(honest, resign(honest, ballot, 1))


def signed_over_another_hash(honest: Honest) -> bytes:
    ballot = json.loads(honest.ballots[0])
    ballot["signature"] = json.loads(honest.ballots[1])["signature"]
    return _put(honest, encode_json(ballot))


def signature_of_zeros(honest: Honest) -> bytes:
    ballot = json.loads(honest.ballots[0])
    ballot["signature"]["proof"] = {"challenge": "0", "response": "0"}
    return _put(honest, encode_json(ballot))


def answers_copied(honest: Honest) -> bytes:
    ballot = json.loads(honest.ballots[0])
    ballot["answers"] = json.loads(honest.ballots[1])["answers"]
    honest.choices[0] = honest.choices[1]
    return _tallied_anew(honest, resign(honest, ballot, 0), 0)


def proofs_swapped(honest: Honest) -> bytes:
    return _bent(honest, lambda ballot: ballot["answers"][0]["individual_proofs"].reverse())


def proofs_of_zeros(honest: Honest) -> bytes:
    def bend(ballot: Json) -> None:
        ballot["answers"][0]["individual_proofs"][0] = [{"challenge": "0", "response": "0"}] * 2

    return _bent(honest, bend)


def _cheating(honest: Honest, rows: list[list[int]], true_index: Callable[[int], int]) -> bytes:
    """A ballot by a phone that does not check the choices, each proof made as well as can be."""
    genuine = proofs.create_disjunction
    context = create_context(honest.election)

    def clumsy(*arguments: Any) -> Any:
        changed = list(arguments)
        if not 0 <= changed[4] < len(changed[3]):
            changed[4] = true_index(len(changed[3]))
        return genuine(*changed)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(questions, "check_choices", lambda question, choices: None)
        patch.setattr(questions, "create_disjunction", clumsy)
        body = create_ballot(context, honest.credentials[0], rows, stream("cheat"))
    honest.choices[0] = rows
    return _tallied_anew(honest, body, 0)


def two_votes_in_one(honest: Honest) -> bytes:
    return _cheating(honest, [[2, 0], [0, 1, 0, 0]], lambda count: count - 1)


def both_answers(honest: Honest) -> bytes:
    return _cheating(honest, [[1, 1], [0, 1, 0, 0]], lambda count: count - 1)


def no_answer_at_all(honest: Honest) -> bytes:
    return _cheating(honest, [[0, 0], [0, 1, 0, 0]], lambda count: 0)


def three_where_two_are_allowed(honest: Honest) -> bytes:
    return _cheating(honest, [[1, 0], [0, 1, 1, 1]], lambda count: count - 1)


def blank_and_an_answer(honest: Honest) -> bytes:
    return _cheating(honest, [[1, 0], [1, 1, 0, 0]], lambda count: 0)


def overall_proof_bent(honest: Honest) -> bytes:
    def bend(ballot: Json) -> None:
        proof = ballot["answers"][0]["overall_proof"][0]
        proof["response"] = str((int(proof["response"]) + 1) % GROUP.order)

    return _bent(honest, bend)


def blank_proof_bent(honest: Honest) -> bytes:
    def bend(ballot: Json) -> None:
        proof = ballot["answers"][1]["blank_proof"][0]
        proof["response"] = str((int(proof["response"]) + 1) % GROUP.order)

    return _bent(honest, bend)


def stuffed_twice(honest: Honest) -> bytes:
    payload = hash_hex(honest.ballots[0])
    honest.steps.insert(honest.index("EndBallots"), Step("Ballot", payload=payload))
    return build(honest.steps)


def weight_ignored(honest: Honest) -> bytes:
    from tests.forgeries.record.setup_forgeries import listed, swap

    weighted = make_election()
    used = json.loads(weighted.ballots[0])["credential"]
    entries = [f"{entry},3" if entry == used else entry for entry in listed(weighted)]
    return swap(weighted, "credentials", encode_json(entries))


FORGERIES = {
    extra_space: "ballot-encoding",
    newline_at_the_end: "ballot-encoding",
    duplicate_key: "ballot-encoding",
    fields_reordered: "ballot-encoding",
    unknown_field: "ballot-encoding",
    no_json: "ballot-encoding",
    deep_nesting: "ballot-encoding",
    unsigned: "ballot-encoding",
    of_another_election: "ballot-election",
    of_another_fingerprint: "ballot-election",
    credential_not_listed: "ballot-credential",
    credential_off_the_list: "ballot-credential",
    answer_missing: "ballot-shape",
    choice_missing: "ballot-shape",
    proof_missing: "ballot-shape",
    proof_of_three_parts: "ballot-shape",
    overall_proof_too_wide: "ballot-shape",
    blank_proof_missing: "ballot-shape",
    blank_proof_uncalled_for: "ballot-shape",
    alpha_of_small_order: "ballot-element",
    alpha_of_mixed_order: "ballot-element",
    alpha_neutral: "ballot-element",
    alpha_off_the_curve: "ballot-element",
    alpha_too_short: "ballot-element",
    alpha_upper_case: "ballot-element",
    alpha_not_canonical: "ballot-element",
    beta_of_mixed_order: "ballot-element",
    challenge_unreduced: "ballot-scalar",
    challenge_with_leading_zero: "ballot-scalar",
    challenge_negative: "ballot-scalar",
    challenge_with_plus: "ballot-scalar",
    challenge_in_other_digits: "ballot-scalar",
    challenge_endless: "ballot-scalar",
    response_unreduced_in_the_blank_proof: "ballot-scalar",
    signature_unreduced: "ballot-scalar",
    signed_by_another: "ballot-signature",
    signed_over_another_hash: "ballot-signature",
    signature_of_zeros: "ballot-signature",
    answers_copied: "ballot-individual-proof",
    proofs_swapped: "ballot-individual-proof",
    proofs_of_zeros: "ballot-individual-proof",
    two_votes_in_one: "ballot-individual-proof",
    both_answers: "ballot-overall-proof",
    no_answer_at_all: "ballot-overall-proof",
    three_where_two_are_allowed: "ballot-overall-proof",
    overall_proof_bent: "ballot-overall-proof",
    blank_and_an_answer: "ballot-blank-proof",
    blank_proof_bent: "ballot-blank-proof",
    stuffed_twice: "ballot-duplicate",
    weight_ignored: "tally-ciphertexts",
}
