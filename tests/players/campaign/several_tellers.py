"""An election whose slips several tellers made, each with a part of her own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from tests.players.campaign.elections import Stream, Workshop
from voteapp.campaign.playing.election import PlayedElection
from voteapp.campaign.setup.manifest import encode_public_credentials
from voteapp.campaign.signed import compute_server_key, sign
from voteapp.campaign.slips.tellers import (
    Part,
    TellerSecret,
    TellerStatement,
    create_statement,
    create_teller,
)
from voteapp.protocol.encoding import hash_hex

Leaves = Mapping[str, str]


def create_tellers(count: int) -> list[TellerSecret]:
    """Tellers of one election, sorted by their public keys."""
    made = [create_teller(f"Teller {i}", "command", 1, Stream(f"teller {i}")) for i in range(count)]
    return sorted(made, key=get_key)


def get_key(teller: TellerSecret) -> str:
    """Her public key."""
    return compute_server_key(bytes.fromhex(teller.key))


def halve(workshop: Workshop) -> tuple[dict[str, str], dict[str, str]]:
    """The workshop's slips in two parts."""
    items = list(workshop.leaves.items())
    return dict(items[:5]), dict(items[5:])


def open_with_parts(
    workshop: Workshop,
    parts: Sequence[Leaves],
    *,
    stated: Sequence[Leaves] | None = None,
) -> PlayedElection:
    """Open; each teller commits to her part, and counts the slips of ``stated`` (default: of it).

    The list of credentials is the workshop's.
    """
    tellers = create_tellers(len(parts))
    statements = [
        create_statement([workshop.uuid], [part], teller)
        if named is part
        else state_falsely(workshop.uuid, part, named, teller)
        for part, named, teller in zip(parts, stated or parts, tellers, strict=True)
    ]
    workshop.manifest = msgspec.structs.replace(
        workshop.manifest,
        tellers=statements,
        credentials=hash_hex(encode_public_credentials(workshop.public)),
    )
    election = workshop.open()
    election.tellers = tellers
    election.parts = [
        Part(key=get_key(teller), salt=teller.salts[0], leaves=dict(part))
        for teller, part in zip(tellers, parts, strict=True)
    ]
    election.print_slips([election.context.fingerprint])
    return election


def state_falsely(uuid: str, part: Leaves, named: Leaves, teller: TellerSecret) -> TellerStatement:
    """A statement that commits to one part and counts another."""
    counted = create_statement([uuid], [named], teller)
    committed = create_statement([uuid], [part], teller)
    lie = msgspec.structs.replace(counted, commitments=committed.commitments)
    return sign(lie, bytes.fromhex(teller.key))
