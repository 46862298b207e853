"""Plays everybody's part in one campaign of the demonstration, through the services."""

from __future__ import annotations

from pathlib import Path

from voteapp.campaign.playing.members import Answers, draw_answer, draw_survey
from voteapp.campaign.protection import SCRYPT_N
from voteapp.campaign.questionnaire.answering import Leaf
from voteapp.cli.files import write_new
from voteapp.cli.server.played_campaign import PlayedCampaign
from voteapp.services import overview
from voteapp.services.context import Context
from voteapp.services.counting.tasks import get_decryption_task
from voteapp.services.drafting.shift_survey import LEAF_CODE
from voteapp.services.life import State
from voteapp.services.slips import printing
from voteapp.services.values.drafts import CampaignDraft, ElectionDraft

ACTOR = "Demonstration"
KEY_PASSPHRASE = "demonstration only"  # noqa: S105


class Play(PlayedCampaign):
    """A campaign with made-up answers; ``elections`` are there once it is open."""

    def __init__(self, context: Context, draft: CampaignDraft, members: int) -> None:
        super().__init__(context, ACTOR)
        self.members = members
        self.elections: dict[str, ElectionDraft] = {}
        self.draft(draft)

    def prepare(self) -> None:
        """From the draft to ready: key, rehearsal, slips fixed, printed, their file destroyed."""
        self.lock()
        self.make_key()
        self.make_slips()
        self.fix()
        printing.record_destroyed(self.context, ACTOR, self.code)
        view = overview.get_campaign(self.context, self.code)
        self.elections = {shown.uuid: shown.draft for shown in view.elections}

    def vote(self, member: int) -> None:
        """Made-up answers of one member in every election."""
        for uuid, draft in self.elections.items():
            self.cast(uuid, member, self._draw(draft))

    def _draw(self, draft: ElectionDraft) -> Answers:
        if draft.kind == "survey":
            return draw_survey(draft.questionnaire, Leaf(LEAF_CODE), self.random)
        return [
            draw_answer(len(q.answers) + q.not_applicable, self.random, blank=q.blank)
            for q in draft.questions
        ]

    def finish(self) -> None:
        """End and decrypt, which publishes; the trustee looks at the results and signs."""
        self.end()
        elections = get_decryption_task(self.context, self.get_seat()).elections
        opened = [election.uuid for election in elections if election.skip is None]
        for uuid in opened:
            self.sign(uuid)
            self.post_decryption(uuid)
        for uuid in opened:
            self.confirm(uuid)

    def end(self) -> None:
        """Close where the clock has not, count the paper, add up."""
        self.tick()
        if self.state is State.OPEN:
            self.close()
        self.count_slips(self.members, by=("Ana Secretary", "Bo Steward"))
        self.tick()

    def save_key(self, folder: Path) -> Path:
        """Write the protected key file, so that the open campaign can be finished by hand."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = folder / f"key-{self.code}.json"
        write_new(path, self.sole.protect(KEY_PASSPHRASE, n=SCRYPT_N), private=True)
        return path
