"""Records of as much as there may be: credentials, weights, answers, questions, trustees."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

from tests.forgeries.workshop import (
    GROUP,
    UUID,
    Honest,
    Step,
    build,
    credential,
    finish,
    make_election,
    stream,
)
from voteapp.protocol.ballots import create_ballot
from voteapp.protocol.credentials import compute_public_credential
from voteapp.protocol.election import create_context
from voteapp.protocol.encoding import encode_json, hash_hex
from voteapp.protocol.keys.certificates import create_certificate
from voteapp.protocol.keys.pedersen import evaluate
from voteapp.protocol.keys.pki import SignedMessage, compute_private_keys, create_signature
from voteapp.protocol.keys.trustees import (
    RawCoefexps,
    ThresholdParameters,
    TrusteePublicKey,
    compute_certs_message,
    create_trustee_public_key,
    encode_trustees,
)
from voteapp.protocol.questions import Question

YES_NO = Question(answers=["Yes", "No"], min=1, max=1, question="Strike?")


def list_points(count: int) -> list[str]:
    """Elements of prime order, of which nobody needs the exponents."""
    element, found = GROUP.generator, []
    for _ in range(count):
        found.append(GROUP.encode(element))
        element = GROUP.multiply(element, GROUP.generator)
    return found


def set_up(honest: Honest, *, trustees: bytes = b"", credentials: Sequence[str] = ()) -> Step:
    """The election's Setup with another list of trustees or credentials."""
    election, *objects = honest.steps[0].objects[:3]
    objects[0] = trustees or objects[0]
    objects[1] = encode_json(list(credentials)) if credentials else objects[1]
    hashes = map(hash_hex, (election, *objects))
    data = dict(zip(("election", "trustees", "credentials"), hashes, strict=True))
    return Step("Setup", [election, *objects, encode_json(data)])


def cast(questions: Sequence[Question], choices: Sequence[Sequence[int]], size: int) -> bytes:
    """A whole record of ballots that all choose the same, as many as fit."""
    honest = make_election(questions=questions, choices=[choices], until="Ballot")
    context, random_bytes = create_context(honest.election), stream("dear")
    count = max(1, size // (len(honest.ballots[0]) + 2300))
    names = [f"{number:05d}-Forged-Token-Number".replace("0", "z") for number in range(count)]
    public = [compute_public_credential(GROUP, UUID, name) for name in names]
    ballots = [create_ballot(context, name, choices, random_bytes) for name in names]
    honest.steps = [set_up(honest, credentials=sorted(public))]
    honest.steps += [Step("Ballot", [ballot]) for ballot in ballots]
    honest.choices = [list(map(list, choices))] * count
    finish(honest, random_bytes)
    return build(honest.steps)


def make_honest(size: int) -> bytes:
    """What everything is compared with: yes or no, no blank."""
    return cast([YES_NO], [[1, 0]], size)


def make_wide(size: int) -> bytes:
    """One question with as many answers as a ballot of a third of it has, each of which may be
    chosen or not."""
    width = max(2, size // 3 // 700)
    question = Question(answers=["a"] * width, min=0, max=width, question="Which?")
    return cast([question], [[1] + [0] * (width - 1)], size)


def make_blank(size: int) -> bytes:
    """The same with a blank, whose proofs are of two branches more."""
    width = max(2, size // 3 // 700)
    question = Question(answers=["a"] * width, blank=True, min=1, max=width, question="Which?")
    return cast([question], [[0, 1] + [0] * (width - 1)], size)


def make_many_questions(size: int) -> bytes:
    """Thousands of questions of one answer."""
    count = max(2, size // 3 // 1100)
    questions = [Question(answers=["a"], min=0, max=1, question="?") for _ in range(count)]
    return cast(questions, [[1]] * count, size)


def make_credentials(size: int) -> bytes:
    """A record of nothing but a list of members."""
    honest = make_election(questions=[YES_NO], choices=[], until="Ballot")
    return build([set_up(honest, credentials=sorted(list_points(size // 67)))])


def make_weights(size: int) -> bytes:
    """Ballots that count thousands of times each."""
    honest = make_election(questions=[YES_NO], choices=[[[1, 0]]], until="Ballot")
    count = size // (len(honest.ballots[0]) + 2300)
    return build(
        make_election(
            questions=[YES_NO],
            choices=[[[1, 0]]] * count,
            weights=[2**31 // (count + 2)] * (count + 1),
        ).steps
    )


def make_trustees(count: int) -> bytes:
    """The trustees structure of a ceremony in which all of so many must decrypt."""
    random_bytes = stream("trustees")
    seeds = [f"{number:022d}".replace("0", "z") for number in range(1, count + 1)]
    signing = [compute_private_keys(GROUP, seed).signing for seed in seeds]
    certs = [
        create_certificate(
            GROUP, seed, size=count, threshold=count, index=i, random_bytes=random_bytes
        )
        for i, seed in enumerate(seeds, 1)
    ]
    polynomials = [[GROUP.random_scalar(random_bytes) for _ in seeds] for _ in seeds]
    coefexps, signatures, keys = [], [], []
    for i, (key, polynomial) in enumerate(zip(signing, polynomials, strict=True), 1):
        powers = [GROUP.encode(GROUP.base_power(value)) for value in polynomial]
        message = encode_json(RawCoefexps(powers)).decode()
        coefexps.append(SignedMessage(message, create_signature(GROUP, key, message, random_bytes)))
        text = compute_certs_message(certs, powers)
        signatures.append(create_signature(GROUP, key, text, random_bytes))
        share = sum(evaluate(GROUP, one, i) for one in polynomials) % GROUP.order
        public = create_trustee_public_key(GROUP, share, random_bytes)
        signed = create_signature(GROUP, key, public.public_key, random_bytes)
        keys.append(
            TrusteePublicKey(pok=public.pok, public_key=public.public_key, signature=signed)
        )
    item = ThresholdParameters(
        threshold=count,
        certs=certs,
        coefexps=coefexps,
        signatures=signatures,
        verification_keys=keys,
    )
    return encode_trustees([item])


def make_threshold(size: int) -> bytes:
    """A ceremony of as many trustees as there may be, of whom all must decrypt."""
    count = min(100, int((size / 80) ** 0.5))
    honest = make_election(questions=[YES_NO], choices=[], until="Ballot")
    trustees = make_trustees(count)
    item = json.loads(trustees)[0][1]
    first = [json.loads(one["message"])["coefexps"][0] for one in item["coefexps"]]
    election = json.loads(honest.election)
    election["public_key"] = GROUP.encode(GROUP.product(map(GROUP.decode, first)))
    honest.steps[0].objects[0] = encode_json(election)
    return build([set_up(honest, trustees=trustees)])


def make_ceremonies(size: int) -> bytes:
    """Many such ceremonies in one list of trustees."""
    count = min(100, int((size / 80) ** 0.5))
    one = make_trustees(count)
    honest = make_election(questions=[YES_NO], choices=[], until="Ballot")
    many = b"[" + b",".join([one[1:-1]] * max(2, size // len(one))) + b"]"
    return build([set_up(honest, trustees=many)])


def make_single(size: int) -> bytes:
    """Thousands of trustees, each of whom must decrypt."""
    random_bytes = stream("single")
    keys = [create_trustee_public_key(GROUP, 1 + i, random_bytes) for i in range(size // 330)]
    honest = make_election(questions=[YES_NO], choices=[], until="Ballot")
    return build([set_up(honest, trustees=encode_trustees(keys))])


def make_decryptions(size: int) -> bytes:
    """As many trustees as there may be decrypt as many answers as fit."""
    width = max(2, size // 100 // 260)
    question = Question(answers=["a"] * width, min=0, max=1, question="Which?")
    choices = [[[1] + [0] * (width - 1)]]
    return build(make_election(trustees=100, questions=[question], choices=choices).steps)


def make_repeated(size: int) -> bytes:
    """One member's ballots, again and again."""
    honest = make_election(questions=[YES_NO], choices=[[[1, 0]]], until="Ballot")
    context, random_bytes = create_context(honest.election), stream("again")
    count = size // (len(honest.ballots[0]) + 2300)
    ballots = [create_ballot(context, credential(1), [[1, 0]], random_bytes) for _ in range(count)]
    return build([honest.steps[0], *(Step("Ballot", [ballot]) for ballot in ballots)])


def make_events(size: int) -> bytes:
    """The same ballot named by thousands of events."""
    honest = make_election(questions=[YES_NO], choices=[[[1, 0]]], until="Ballot")
    again = Step("Ballot", payload=honest.steps[1].payload_hash())
    return build([*honest.steps, *[again] * (size // 1024)])


RECORDS: dict[str, Callable[[int], bytes]] = {
    "honest ballots": make_honest,
    "answers of one question": make_wide,
    "answers with a blank": make_blank,
    "questions": make_many_questions,
    "credentials": make_credentials,
    "weights": make_weights,
    "threshold trustees": make_threshold,
    "ceremonies": make_ceremonies,
    "single trustees": make_single,
    "decryptions": make_decryptions,
    "ballots of one member": make_repeated,
    "events of one ballot": make_events,
}
