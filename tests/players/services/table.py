"""Several trustees of a world's campaign, each with secrets of its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import copy

from tests.players.services.world import ADA, GROUP, World
from voteapp.campaign.canonical import encode_canonical
from voteapp.campaign.ceremony.table import SINGLE_STEPS, STEPS
from voteapp.campaign.ceremony.transcript import Transcript
from voteapp.campaign.playing.trustees import PlayedSingle, PlayedTrustee
from voteapp.services.trustees import messages, planning, reading
from voteapp.services.values.ceremonies import CeremonyOverview
from voteapp.services.values.drafts import CampaignDraft
from voteapp.services.values.roles import DecryptionElection

NAMES = ("Bea", "Cem", "Dung", "Ewa", "Fatou", "Grün", "Hana")


class Table:
    """The trustees of the world's campaign, who say at each step what it asks of them."""

    def __init__(
        self,
        world: World,
        size: int = 5,
        threshold: int = 3,
        singles: int = 0,
        names: Sequence[str] = (),
    ) -> None:
        self.world, self.size, self.threshold, self.singles = world, size, threshold, singles
        self.names = list(names) or [NAMES[i % 7] + str(i // 7 or "") for i in range(size)]
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
        self.world.trustees = self.people

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
        """``key``: another private key than the trustee's own."""
        person = self.people[number - 1]
        digest = person.get_digest(self.read())
        if key is not None:
            person = copy(person)
            person.private_key = key
        return encode_canonical(person.rehearse(digest))

    def rehearse(self, *numbers: int) -> None:
        for number in numbers:
            planning.post_ceremony_rehearsal(
                self.world.context, self.world.code, number, self.create_rehearsal(number)
            )

    def describe(self, uuid: str, owner: int = 1) -> DecryptionElection:
        return self.world.describe(uuid, owner)

    def create_statement(self, uuid: str, owner: int) -> bytes:
        return self.world.create_statement(uuid, owner)

    def sign(self, uuid: str, *owners: int) -> None:
        for owner in owners:
            self.world.sign(uuid, owner)

    def create_decryption(self, uuid: str, owner: int) -> bytes:
        return self.world.create_decryption(uuid, owner)

    def decrypt(self, uuid: str, *owners: int) -> None:
        for owner in owners:
            self.world.post_decryption(uuid, owner)


def open_with_trustees(
    world: World,
    draft: CampaignDraft | None = None,
    *,
    size: int = 5,
    threshold: int = 3,
    singles: int = 0,
    rehearsed: Iterable[int] | None = None,
    opened: Iterable[int] | None = None,
) -> Table:
    """From the draft to open voting, with a whole ceremony; ``opened``: who looks at the set-up."""
    world.submit(draft)
    table = Table(world, size, threshold, singles)
    table.hold()
    table.rehearse(*(range(1, size + singles + 1) if rehearsed is None else rehearsed))
    world.make_slips()
    world.fix_alone()
    world.print_slips()
    world.sign_openings(*(opened or ()))
    world.open_fixed()
    world.clock.advance(hours=1)
    return table
