"""A campaign on real databases, with everybody in it: committee, trustee, teller, members."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.support.databases import lay_out_databases
from tests.support.randomness import RandomStream
from voteapp.campaign.canonical import encode_canonical
from voteapp.campaign.counting.closing_statements import create_closing_statement
from voteapp.campaign.counting.decryptions import Decryption, create_decryption
from voteapp.campaign.counting.strong_proofs import DecryptionContext
from voteapp.campaign.keys.rehearsal import compute_digest, create_answer
from voteapp.campaign.slips.token_files import Slip, create_token_batch
from voteapp.campaign.slips.tokens import compute_credential, create_token
from voteapp.config import Settings
from voteapp.protocol import election as elections
from voteapp.protocol.ballots import create_ballot
from voteapp.protocol.credentials import compute_public_credential
from voteapp.protocol.election import ElectionContext
from voteapp.protocol.encoding import encode_json
from voteapp.protocol.group import get_group
from voteapp.protocol.keys.trustees import create_trustee_public_key
from voteapp.protocol.tally import PartialDecryption
from voteapp.services import clockwork, overview
from voteapp.services.assembly import create_context
from voteapp.services.campaigns import find_election
from voteapp.services.context import Context
from voteapp.services.counting import tallying
from voteapp.services.counting.evidence import encode_public_evidence
from voteapp.services.counting.tasks import get_decryption_task
from voteapp.services.counting.totals import load_tallied
from voteapp.services.drafting import drafting
from voteapp.services.results import publishing
from voteapp.services.slips import slips
from voteapp.services.slips.counts import record_counts
from voteapp.services.trustees import keying
from voteapp.services.trustees.seats import Seat
from voteapp.services.values.campaigns import SlipCounts
from voteapp.services.values.drafts import CampaignDraft, ElectionDraft, QuestionDraft, RuleDraft
from voteapp.services.voting import casting, closing, opening
from voteapp.services.voting.records import encode_record
from voteapp.store.board.models import Election

GROUP = get_group("Ed25519")
START = datetime(2026, 11, 21, 8, tzinfo=UTC)
ADA = "Ada"
VOTE = ElectionDraft(
    kind="vote",
    title="Strike vote",
    questions=(QuestionDraft("Shall we strike?", ("Yes", "No"), blank=True),),
    rule=RuleDraft(),
)
SURVEY = ElectionDraft(
    kind="survey",
    title="Breaks",
    questions=(
        QuestionDraft("Which breaks?", ("all", "some", "none"), blank=True),
        QuestionDraft("What was left undone?", ("pain", "talk", "care plan"), 0, 3, blank=True),
    ),
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


class World:
    """Databases, a clock, and people with their secrets."""

    def __init__(self, settings: Settings, seed: str = "world") -> None:
        self.settings = settings
        self.clock = FakeClock()
        self.random = RandomStream(seed)
        lay_out_databases(settings)
        self.context = self.restart()
        self.private_key = GROUP.random_scalar(self.random)
        self.tokens: list[str] = []
        self.code = ""

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
        return Seat(self.code, account=ADA)

    @property
    def state(self) -> str:
        return overview.get_campaign(self.context, self.code).state

    @property
    def uuids(self) -> list[str]:
        return [e.uuid for e in overview.get_campaign(self.context, self.code).elections]

    def draft(self, draft: CampaignDraft | None = None) -> str:
        self.code = drafting.create_campaign(self.context, ADA, draft or create_draft())
        return self.code

    def submit(self, draft: CampaignDraft | None = None) -> None:
        self.draft(draft)
        drafting.submit_draft(self.context, ADA, self.code)

    def make_key(self) -> None:
        key = create_trustee_public_key(GROUP, self.private_key, self.random)
        keying.post_key(self.context, ADA, self.code, encode_json(key))
        digest = compute_digest(key)
        answer = create_answer(GROUP, self.private_key, digest, 1, self.random)
        keying.post_rehearsal(self.context, ADA, self.code, encode_canonical(answer))

    def create_batch(self) -> bytes:
        task = slips.get_slip_task(self.context, self.code)
        self.tokens = [create_token(self.random) for _ in range(task.slips)]
        leaf = task.leaves[0][0]
        batch = create_token_batch(
            self.uuids,
            [Slip(leaf=leaf, token=token) for token in self.tokens],
            {uuid: [self.credential(uuid, i) for i in range(task.slips)] for uuid in self.uuids},
            self.random,
        )
        return encode_canonical(batch)

    def make_slips(self) -> None:
        slips.post_credentials(self.context, ADA, self.code, self.create_batch(), scanned=True)

    def open(self, draft: CampaignDraft | None = None) -> None:
        """From the draft to open voting."""
        self.submit(draft)
        self.make_key()
        self.make_slips()
        opening.open_campaign(self.context, ADA, self.code)
        self.clock.advance(hours=1)

    def credential(self, uuid: str, member: int) -> str:
        """The public credential of a member's slip in an election."""
        return compute_public_credential(GROUP, uuid, compute_credential(self.tokens[member]))

    def election(self, uuid: str) -> ElectionContext:
        booth = casting.get_booth(self.context, self.code)
        text = next(e.election for e in booth.elections if e.uuid == uuid)
        return elections.create_context(text.encode())

    def ballot(self, uuid: str, member: int, choices: Sequence[Sequence[int]]) -> bytes:
        return create_ballot(
            self.election(uuid), compute_credential(self.tokens[member]), choices, self.random
        )

    def cast(self, uuid: str, member: int, choices: Sequence[Sequence[int]]) -> bytes:
        return casting.cast(self.context, uuid, self.ballot(uuid, member, choices))

    def count_slips(self, handed_out: int | None = None) -> None:
        made = len(self.tokens)
        counts = SlipCounts(printed=made, handed_out=made if handed_out is None else handed_out)
        record_counts(self.context, ADA, self.code, counts)

    def close(self) -> None:
        closing.close_campaign(self.context, ADA, self.code, "Everybody has voted.")

    def tick(self) -> None:
        clockwork.tick(self.context)

    def sign(self, uuid: str) -> None:
        """The trustee's closing statement."""
        task = get_decryption_task(self.context, Seat(self.code))
        text = next(e.closing_text for e in task.elections if e.uuid == uuid)
        statement = create_closing_statement(GROUP, 1, self.private_key, text or "", self.random)
        tallying.post_closing_statement(self.context, self.seat, uuid, encode_canonical(statement))

    def create_decryption(self, uuid: str) -> bytes:
        task = get_decryption_task(self.context, Seat(self.code))
        group = next(e.group for e in task.elections if e.uuid == uuid)
        with self.context.board.read() as session:
            tallied = load_tallied(session, find_election(session, uuid))
        bound = DecryptionContext(
            GROUP, tallied.election.fingerprint, tallied.parent, 1, tallied.items[0].keys[0]
        )
        posted = create_decryption(
            uuid, group or "", bound, self.private_key, tallied.totals, self.random
        )
        return encode_canonical(posted)

    def decrypt(self, uuid: str) -> None:
        self.sign(uuid)
        tallying.post_decryption(self.context, self.seat, uuid, self.create_decryption(uuid))

    def decrypt_anyway(self, uuid: str) -> None:
        """Factors of something, sent although nothing may be decrypted."""
        partial = PartialDecryption(decryption_factors=[], decryption_proofs=[])
        posted = Decryption(
            uuid=uuid, group="0" * 12, owner=1, partial_decryption=partial, strong_proofs=[]
        )
        tallying.post_decryption(self.context, self.seat, uuid, encode_canonical(posted))

    def publish(self) -> None:
        publishing.publish(self.context, ADA, self.code)

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
