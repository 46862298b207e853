"""A campaign on real databases, with everybody in it: committee, trustee, teller, members."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.support.databases import lay_out_databases
from tests.support.randomness import RandomStream
from voteapp.campaign.canonical import encode_canonical
from voteapp.campaign.counting.decryptions import Decryption
from voteapp.cli.server.played_campaign import PlayedCampaign
from voteapp.config import Settings
from voteapp.protocol.credentials import compute_public_credential
from voteapp.protocol.group import get_group
from voteapp.protocol.tally import PartialDecryption
from voteapp.services.assembly import create_context
from voteapp.services.campaigns import find_election
from voteapp.services.context import Context
from voteapp.services.counting import tallying
from voteapp.services.counting.evidence import encode_public_evidence
from voteapp.services.drafting.writing import ask, write_election
from voteapp.services.trustees.seats import Seat
from voteapp.services.values.drafts import CampaignDraft, ElectionDraft, RuleDraft
from voteapp.services.voting.records import encode_record
from voteapp.store.board.models import Election

GROUP = get_group("Ed25519")
START = datetime(2026, 11, 21, 8, tzinfo=UTC)
ADA = "Ada"
VOTE = write_election(
    "vote",
    "Strike vote",
    [ask("Shall we strike?", ("Yes", "No"), blank=True)],
    RandomStream("vote"),
    rule=RuleDraft(),
)
SURVEY = write_election(
    "survey",
    "Breaks",
    [
        ask("Which breaks?", ("all", "some", "none"), blank=True),
        ask("What was left undone?", ("pain", "talk", "care plan"), 0, 3, blank=True),
    ],
    RandomStream("survey"),
    k=10,
)


class FakeClock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **parts: float) -> None:
        self.now += timedelta(**parts)


def create_settings(folder: Path, **fields: object) -> Settings:
    """Settings with SQLite files in a folder."""
    settings = Settings(
        instance=folder,
        keys=folder / "keys",
        board_url=f"sqlite:///{folder / 'board.sqlite'}",
        roll_url=f"sqlite:///{folder / 'roll.sqlite'}",
        base_url="http://127.0.0.1:8000",
        trial=True,
        testing=True,
    )
    return replace(settings, **fields)  # type: ignore[arg-type]


def create_draft(*elections: ElectionDraft, slips: int = 12, **fields: object) -> CampaignDraft:
    """A campaign from an hour from now for a day."""
    draft = CampaignDraft(
        title="Spring campaign",
        organizer="Local 1",
        opening=START + timedelta(hours=1),
        closing=START + timedelta(hours=25),
        elections=elections or (VOTE,),
        slips=slips,
        roster_size=20,
        facility="North",
        unit="ICU",
        timezone="America/Los_Angeles",
    )
    return replace(draft, **fields)  # type: ignore[arg-type]


class World(PlayedCampaign):
    """Databases, a clock, and people with their secrets; Ada is the committee."""

    def __init__(self, settings: Settings, seed: str = "world") -> None:
        self.settings = settings
        self.clock = FakeClock()
        self.random = RandomStream(seed)
        lay_out_databases(settings)
        super().__init__(self.restart(), ADA)

    def restart(self) -> Context:
        """Everything from disk again."""
        if hasattr(self, "context"):
            self.context.board.close()
            self.context.roll.close()
        self.context = create_context(self.settings, clock=self.clock, random_bytes=self.random)
        return self.context

    @property
    def seat(self) -> Seat:
        """Ada's, as the campaign's only trustee."""
        return self.get_seat()

    @property
    def private_key(self) -> int:
        """The only trustee's."""
        return self.sole.private_key

    def draft(self, draft: CampaignDraft | None = None) -> str:
        return super().draft(draft or create_draft())

    def submit(self, draft: CampaignDraft | None = None) -> None:
        self.draft(draft)
        self.lock()

    def open(self, draft: CampaignDraft | None = None) -> None:
        """From the draft to open voting."""
        self.submit(draft)
        self.make_key()
        self.make_slips()
        self.start()
        self.clock.advance(hours=1)

    def credential(self, uuid: str, member: int) -> str:
        """The public credential of a member's slip in an election."""
        return compute_public_credential(GROUP, uuid, self.teller.get_credential(member))

    def decrypt(self, uuid: str) -> None:
        """The only trustee agrees and decrypts."""
        self.sign(uuid)
        self.post_decryption(uuid)

    def decrypt_anyway(self, uuid: str) -> None:
        """Factors of something, sent although nothing may be decrypted."""
        partial = PartialDecryption(decryption_factors=[], decryption_proofs=[])
        posted = Decryption(
            uuid=uuid, group="0" * 12, owner=1, partial_decryption=partial, strong_proofs=[]
        )
        tallying.post_decryption(self.context, self.seat, uuid, encode_canonical(posted))

    def read_record(self, uuid: str) -> bytes:
        """The record whole, as the database holds it, published or not."""
        with self.context.board.read() as session:
            return encode_record(session, find_election(session, uuid))

    def read_evidence(self, uuid: str) -> bytes:
        """The evidence whole, strong proofs and all, published or not."""
        with self.context.board.read() as session:
            return encode_public_evidence(session, find_election(session, uuid), decrypted=True)

    def get_row(self, uuid: str) -> Election:
        with self.context.board.read() as session:
            return find_election(session, uuid)
