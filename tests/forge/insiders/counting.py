"""Ballots, tally, factors, proofs and result, made again of what an attack has left."""

from __future__ import annotations

import json
from typing import Any

import msgspec

from tests.forge.documents import Documents, encode, list_ballots
from tests.forge.plans import GROUP, World
from tests.support.randomness import RandomStream
from voteapp.campaign.counting.strong_proofs import DecryptionContext, create_strong_proofs
from voteapp.campaign.counting.tallying import compute_tally
from voteapp.campaign.units.release import compute_plan
from voteapp.campaign.units.strata import Stratum
from voteapp.protocol.ballots import create_ballot
from voteapp.protocol.credentials import compute_secret
from voteapp.protocol.election import create_context
from voteapp.protocol.encoding import hash_base64
from voteapp.protocol.keys.trustees import (
    Item,
    check_trustees,
    collect_keys,
    compute_public_key,
    decode_trustees,
)
from voteapp.protocol.kinds import compute_widths
from voteapp.protocol.proofs import create_knowledge
from voteapp.protocol.tally import (
    PairMatrix,
    combine_factors,
    compute_result,
    create_partial_decryption,
    decode_tally,
)


def encode_election(documents: Documents) -> bytes:
    """The election's bytes."""
    return encode("election", documents["election"])


def read_items(documents: Documents) -> list[Item]:
    """The trustees, checked."""
    return check_trustees(GROUP, decode_trustees(encode("trustees", documents["trustees"])))


def find_public_key(documents: Documents) -> str:
    """The key that all trustees together have."""
    return GROUP.encode(compute_public_key(GROUP, read_items(documents)))


def cast_again(world: World, documents: Documents, name: str, random: RandomStream) -> Any:
    """The ballot that the same member casts in the election as it now is, with the same answers."""
    honest = world.documents[name]["credential"]
    context = create_context(encode_election(documents))
    slip, choices = world.credentials[honest], world.choices[honest]
    return json.loads(create_ballot(context, slip, choices, random))


def sign_ballot(world: World, ballot: dict[str, Any], random: RandomStream) -> dict[str, Any]:
    """A changed ballot, signed by the holder of the slip that it names."""
    secret = compute_secret(GROUP, world.uuid, world.credentials[ballot["credential"]])
    unsigned = {name: one for name, one in ballot.items() if name != "signature"}
    digest = hash_base64(encode("ballot", unsigned))
    proof = create_knowledge(GROUP, f"sig|{digest}", secret, random)
    return {**unsigned, "signature": {"hash": digest, "proof": msgspec.to_builtins(proof)}}


def tally_again(documents: Documents) -> tuple[Any, Any]:
    """Tally and its size, of the ballots on the board."""
    context = create_context(encode_election(documents))
    ballots = [encode(name, documents[name]) for name in list_ballots(documents)]
    tally = compute_tally(context, ballots)
    encrypted, sized = map(json.loads, tally.objects)
    return encrypted, sized


def read_totals(documents: Documents) -> PairMatrix:
    """The tally that stands there, whatever it is of."""
    context = create_context(encode_election(documents))
    widths = compute_widths(context.election.questions)
    return decode_tally(GROUP, encode("tally", documents["tally"]), widths, allow_neutral=True)


def decrypt_again(world: World, documents: Documents, owner: int, random: RandomStream) -> Any:
    """A trustee's factors of the tally that stands there, with the format's proofs."""
    fingerprint = hash_base64(encode_election(documents))
    key = world.trustees[owner].private_key
    made = create_partial_decryption(GROUP, fingerprint, key, read_totals(documents), random)
    return msgspec.to_builtins(made)


def prove_again(
    world: World, documents: Documents, owner: int, parent: str, random: RandomStream
) -> Any:
    """A trustee's strong proofs of the tally that stands there."""
    fingerprint = hash_base64(encode_election(documents))
    public_key = collect_keys(read_items(documents))[owner]
    context = DecryptionContext(GROUP, fingerprint, parent, owner, public_key)
    key = world.trustees[owner].private_key
    proofs = create_strong_proofs(context, key, read_totals(documents), random)
    return msgspec.to_builtins(proofs)


def find_result(documents: Documents) -> Any:
    """What tally and factors give, whether or not they are proved."""
    factors = {}
    number = 1
    while f"decryption {number}" in documents:
        rows = documents[f"decryption {number}"]["decryption_factors"]
        decoded = [[GROUP.decode(text, allow_neutral=True) for text in row] for row in rows]
        factors[documents[f"owned {number}"]["owner"]] = decoded
        number += 1
    combined = combine_factors(GROUP, read_items(documents), factors)
    bound = len(list_ballots(documents))
    return {"result": compute_result(GROUP, read_totals(documents), combined, bound)}


def plan_again(documents: Documents) -> Any:
    """The plan that manifest, opened parts and ballots give."""
    manifest, evidence = documents["manifest"], documents["evidence"]
    leaves = {c: leaf for part in evidence["parts"] for c, leaf in part["leaves"].items()}
    counts: dict[str, int] = {}
    for credential in {documents[name]["credential"] for name in list_ballots(documents)}:
        counts[leaves[credential]] = counts.get(leaves[credential], 0) + 1
    strata = msgspec.convert(manifest["strata"], Stratum)
    release = manifest["release"]
    plan = compute_plan(strata, counts, release["policy"], release["k"])
    return msgspec.to_builtins(plan)
