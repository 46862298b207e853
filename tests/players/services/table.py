"""Several trustees of a world's campaign, each with secrets of its own."""

from __future__ import annotations

from collections.abc import Iterable

from tests.players.services.world import ADA, GROUP, World
from voteapp.campaign.canonical import encode_canonical
from voteapp.campaign.ceremony.table import SINGLE_STEPS, STEPS
from voteapp.campaign.ceremony.transcript import Transcript
from voteapp.campaign.counting.closing_statements import create_closing_statement
from voteapp.campaign.counting.decryptions import create_decryption
from voteapp.campaign.counting.strong_proofs import DecryptionContext
from voteapp.campaign.keys.rehearsal import compute_digest, create_answer
from voteapp.campaign.playing.trustees import PlayedSingle, PlayedTrustee
from voteapp.services.campaigns import find_election
from voteapp.services.counting import tallying
from voteapp.services.counting.tasks import get_decryption_task
from voteapp.services.counting.totals import load_tallied
from voteapp.services.trustees import messages, planning, reading
from voteapp.services.trustees.seats import Seat
from voteapp.services.values.ceremonies import CeremonyOverview
from voteapp.services.values.drafts import CampaignDraft
from voteapp.services.values.roles import DecryptionElection
from voteapp.services.voting import opening

NAMES = ("Bea", "Cem", "Dung", "Ewa", "Fatou", "Grün", "Hana")


class Table:
    """The trustees of the world's campaign, who say at each step what it asks of them."""

    def __init__(self, world: World, size: int = 5, threshold: int = 3, singles: int = 0) -> None:
        self.world, self.size, self.threshold, self.singles = world, size, threshold, singles
        self.names = [NAMES[i % 7] + str(i // 7 or "") for i in range(size)]
        planning.plan_ceremony(
            world.context,
            ADA,
            world.code,
            self.names,
            threshold,
            [f"Single {i + 1}" for i in range(singles)],
        )
        self.sit_down()

    def sit_down(self) -> None:
        """Everybody with new secrets."""
        random, size = self.world.random, self.size
        self.people = [PlayedTrustee(number, random) for number in range(1, size + 1)]
        numbers = range(size + 1, size + self.singles + 1)
        self.people += [PlayedSingle(number, random) for number in numbers]

    @property
    def overview(self) -> CeremonyOverview:
        overview = reading.get_ceremony_overview(self.world.context, self.world.code)
        assert overview is not None
        return overview

    def read(self) -> Transcript:
        """What everybody can read, checked again as a trustee's software does."""
        transcript = Transcript(GROUP, self.size, self.threshold, self.singles)
        for entry in reading.get_ceremony_task(self.world.context, self.world.code, 1).entries:
            transcript.add(entry.trustee, entry.step, entry.message.encode())
        return transcript

    def say(self, number: int, step: str) -> bytes:
        return self.people[number - 1].say(self.read(), step)

    def post(self, number: int, step: str, data: bytes, attempt: int | None = None) -> None:
        attempt = self.overview.attempt if attempt is None else attempt
        messages.post_ceremony_message(
            self.world.context, self.world.code, number, attempt, step, data
        )

    def hold(self, *steps: str) -> None:
        """All trustees take these steps (all of them, for none)."""
        for step in steps or STEPS:
            transcript = self.read()
            for person in self.people:
                if step in (SINGLE_STEPS if isinstance(person, PlayedSingle) else STEPS):
                    self.post(person.number, step, person.say(transcript, step))

    def create_rehearsal(self, number: int, key: int | None = None) -> bytes:
        person = self.people[number - 1]
        single = isinstance(person, PlayedSingle)
        digest = compute_digest(person.key) if single else self.read().certs_hash or ""
        secret = person.private_key if key is None else key
        return encode_canonical(create_answer(GROUP, secret, digest, number, self.world.random))

    def rehearse(self, *numbers: int) -> None:
        for number in numbers:
            planning.post_ceremony_rehearsal(
                self.world.context, self.world.code, number, self.create_rehearsal(number)
            )

    def describe(self, uuid: str, owner: int = 1) -> DecryptionElection:
        task = get_decryption_task(self.world.context, Seat(self.world.code, owner))
        return next(election for election in task.elections if election.uuid == uuid)

    def create_statement(self, uuid: str, owner: int) -> bytes:
        text = self.describe(uuid, owner).closing_text or ""
        key = self.people[owner - 1].signing_key
        return encode_canonical(
            create_closing_statement(GROUP, owner, key, text, self.world.random)
        )

    def sign(self, uuid: str, *owners: int) -> None:
        for owner in owners:
            statement = self.create_statement(uuid, owner)
            tallying.post_closing_statement(
                self.world.context, Seat(self.world.code, owner), uuid, statement
            )

    def create_decryption(self, uuid: str, owner: int) -> bytes:
        with self.world.context.board.read() as session:
            tallied = load_tallied(session, find_election(session, uuid))
        keys = [key for item in tallied.items for key in item.keys]
        bound = DecryptionContext(
            GROUP, tallied.election.fingerprint, tallied.parent, owner, keys[owner - 1]
        )
        posted = create_decryption(
            uuid,
            self.describe(uuid).group or "",
            bound,
            self.people[owner - 1].private_key,
            tallied.totals,
            self.world.random,
        )
        return encode_canonical(posted)

    def decrypt(self, uuid: str, *owners: int) -> None:
        for owner in owners:
            decryption = self.create_decryption(uuid, owner)
            tallying.post_decryption(
                self.world.context, Seat(self.world.code, owner), uuid, decryption
            )


def open_with_trustees(
    world: World,
    draft: CampaignDraft | None = None,
    *,
    size: int = 5,
    threshold: int = 3,
    singles: int = 0,
    rehearsed: Iterable[int] | None = None,
) -> Table:
    """From the draft to open voting, with a whole ceremony."""
    world.submit(draft)
    table = Table(world, size, threshold, singles)
    table.hold()
    table.rehearse(*(range(1, size + singles + 1) if rehearsed is None else rehearsed))
    world.make_slips()
    opening.open_campaign(world.context, ADA, world.code)
    world.clock.advance(hours=1)
    return table
