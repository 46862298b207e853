"""A campaign in which some slips were cast, one was given up and one lies unused: what ``slips
check`` and the auditor's page are asked about."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select

from tests.players.services.world import World, create_draft, create_settings
from tests.support.randomness import RandomStream
from voteapp.campaign.words import compute_commitment_words
from voteapp.protocol.ballots import decode_ballot
from voteapp.protocol.encoding import hash_base64, hex_to_base64
from voteapp.services.context import Context
from voteapp.services.drafting.writing import ask, write_election
from voteapp.services.results import files
from voteapp.services.values.drafts import ElectionDraft, RuleDraft
from voteapp.store.board.models import Ballot, Member

SECOND = write_election(
    "vote", "Fund", [ask("Pay in?", ("Yes", "No"))], RandomStream("fund"), rule=RuleDraft()
)
CAST, VOID, UNUSED, SLIPS = 12, 12, 13, 14
"""Members 0 to 11 cast in the first part alone: twice k and two more, of which k stay."""


def cast_some(folder: Path, *elections: ElectionDraft) -> World:
    """The campaign an hour after: twelve ballots in the first part, five of which wait."""
    world = World(create_settings(folder))
    world.open(create_draft(*elections, slips=SLIPS))
    for member in range(CAST):
        world.cast(world.uuids[0], member, [[1, 0, 0]])
    world.void(VOID)
    world.clock.advance(hours=1)
    world.tick()
    return world


def list_sealed(world: World) -> dict[str, str]:
    """Trackers under the signed heads, by the credential that cast them."""
    with world.context.board.read() as session:
        rows = session.scalars(select(Ballot).where(Ballot.height.is_not(None)))
        return {row.credential: hex_to_base64(row.hash) for row in rows}


def read_sealed_words(context: Context, tracker: str) -> str:
    """The sixteen words of a ballot in the record, which its phone showed before it sent it."""
    with context.board.read() as session:
        bodies = session.scalars(select(Member.data).where(Member.kind == "data"))
        (ballot,) = [one for one in bodies if hash_base64(one) == tracker]
    return compute_commitment_words(decode_ballot(ballot).signature.hash)


def write_files(world: World, folder: Path) -> tuple[Path, list[Path]]:
    """CODE-setup.zip and the bundles."""
    setup = folder / f"{world.code}-setup.zip"
    setup.write_bytes(files.write_setup(world.context, world.code).path.read_bytes())
    bundles = [folder / f"{uuid}.zip" for uuid in world.uuids]
    for uuid, path in zip(world.uuids, bundles, strict=True):
        path.write_bytes(files.write_bundle(world.context, uuid).path.read_bytes())
    return setup, bundles
