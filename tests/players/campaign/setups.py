"""A campaign's set-up that is fixed for slips made by the command: what its server would give."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from random import Random, randbytes

import msgspec

from voteapp.campaign.playing.owners import PlayedSoleTrustee
from voteapp.campaign.questionnaire.checks import encode_questionnaire
from voteapp.campaign.setup.manifest import Campaign, encode_manifest, encode_public_credentials
from voteapp.campaign.setup.opening import create_setup
from voteapp.campaign.setup.package import PackedElection, create_package
from voteapp.campaign.slips.tellers import (
    TellerStatement,
    compute_part_hash,
    create_statement,
    create_teller,
)
from voteapp.campaign.slips.token_files import TokenBatch
from voteapp.campaign.units.strata import create_leaf, create_node
from voteapp.cli.demo.plan import create_plan
from voteapp.cli.demo.play import create_demo
from voteapp.protocol.encoding import hash_hex


def create_setup_zip(
    posted: bytes,
    *,
    title: str = "Demonstration",
    stuffed: Sequence[str] = (),
    phantom: bool = False,
    divided: bool = False,
    apart: Mapping[str, object] | None = None,
) -> bytes:
    """``CODE-setup.zip`` of votes whose ``credentials.json`` is ``posted``; other units than the
    slips' stand beside them. Where the teller's statement is not of what was posted, another signs.

    ``stuffed``: credentials that the server lists besides, in every election; a ``phantom``, a
    teller whom nobody knows, says that she made them. ``divided``: the last election has another
    trustee than those before; ``apart``: its manifest says this otherwise.
    """
    batch = msgspec.json.decode(posted, type=TokenBatch)
    random = Random(title).randbytes
    plan = create_plan("vote", random)
    model = create_demo(plan, 1, datetime(2026, 1, 2, tzinfo=UTC), random).election.manifest
    key, other = (PlayedSoleTrustee(random).key for _ in range(2))
    uuids = [election.uuid for election in batch.elections]
    tellers = [_state(uuids, [election.credentials for election in batch.elections], batch)]
    if phantom:
        added = dict.fromkeys(stuffed, "other")
        secret = create_teller("Phantom", "page", len(uuids), random)
        tellers.append(create_statement(uuids, [added for _uuid in uuids], secret))
    packed = []
    for election in batch.elections:
        listed = [*election.credentials, *stuffed]
        leaves = sorted({*election.credentials.values(), "other"})
        units = [create_leaf(leaf, f"Ward {leaf}", 50) for leaf in leaves]
        manifest = msgspec.structs.replace(
            model,
            uuid=election.uuid,
            campaign=Campaign(name=title, uuids=uuids),
            credentials=hash_hex(encode_public_credentials(listed)),
            tellers=sorted(tellers, key=lambda teller: teller.key),
            strata=create_node("campaign", title, [create_node("facility", "Hospital", units)]),
        )
        is_last = election is batch.elections[-1]
        if is_last:
            manifest = msgspec.structs.replace(manifest, **(apart or {}))
        written = encode_manifest(manifest)
        held = other if divided and is_last else key
        made = create_setup(election.uuid, plan.texts, [held], listed, written)
        asked = encode_questionnaire(plan.questionnaire)
        packed.append(
            PackedElection(made.election, made.trustees, made.credentials, written, asked)
        )
    return create_package(packed)


def _state(
    uuids: Sequence[str], parts: Sequence[dict[str, str]], batch: TokenBatch
) -> TellerStatement:
    """The posted statement, or another teller's where it is not of these slips."""
    salts = [election.salt for election in batch.elections]
    hashes = [
        compute_part_hash(bytes.fromhex(salt), part)
        for salt, part in zip(salts, parts, strict=True)
    ]
    if batch.statement.commitments == hashes:
        return batch.statement
    return create_statement(uuids, parts, create_teller("Other", "page", len(uuids), randbytes))
