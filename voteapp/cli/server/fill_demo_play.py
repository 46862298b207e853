"""Plays everybody's part in one campaign of the demonstration, through the services."""

from __future__ import annotations

from pathlib import Path

from voteapp.campaign.canonical import encode_canonical
from voteapp.campaign.counting.closing_statements import create_closing_statement
from voteapp.campaign.counting.decryptions import create_decryption
from voteapp.campaign.counting.strong_proofs import DecryptionContext
from voteapp.campaign.keys.rehearsal import compute_digest, create_answer
from voteapp.campaign.keys.single import TrusteeKeySecret, create_trustee_key
from voteapp.campaign.protection import Kind, open_envelope, read_envelope
from voteapp.campaign.slips.token_files import Slip, compute_public_credentials, create_token_batch
from voteapp.campaign.slips.tokens import compute_credential, create_token
from voteapp.cli.demo.plan import create_survey_plan
from voteapp.cli.files import write_new
from voteapp.protocol.ballots import create_ballot
from voteapp.protocol.election import ElectionContext, create_context
from voteapp.protocol.encoding import encode_json
from voteapp.protocol.group import GROUP_NAME, get_group
from voteapp.services import clockwork, overview
from voteapp.services.campaigns import find_election
from voteapp.services.context import Context
from voteapp.services.counting import tallying
from voteapp.services.counting.tasks import get_decryption_task
from voteapp.services.counting.totals import load_tallied
from voteapp.services.drafting import drafting
from voteapp.services.life import State
from voteapp.services.results import publishing
from voteapp.services.slips import slips
from voteapp.services.slips.counts import record_counts
from voteapp.services.trustees import keying
from voteapp.services.trustees.seats import Seat
from voteapp.services.values.campaigns import SlipCounts
from voteapp.services.values.drafts import CampaignDraft, ElectionDraft
from voteapp.services.voting import casting, closing, opening

ACTOR = "Demonstration"
KEY_PASSPHRASE = "demonstration only"  # noqa: S105
GROUP = get_group(GROUP_NAME)


class Play:
    """A campaign with its slips and its key; ``code`` and ``tokens`` exist once it is open."""

    def __init__(self, context: Context, draft: CampaignDraft, members: int) -> None:
        self.context = context
        self.random = context.random_bytes
        self.members = members
        self.survey = create_survey_plan()
        self.code = drafting.create_campaign(context, ACTOR, draft)
        self.seat = Seat(self.code, account=ACTOR)
        self.elections: dict[str, tuple[ElectionDraft, ElectionContext]] = {}
        self.public_key, self.key_file = create_trustee_key(KEY_PASSPHRASE, self.random)
        secret = open_envelope(
            read_envelope(self.key_file, Kind.TRUSTEE_KEY), KEY_PASSPHRASE, TrusteeKeySecret
        )
        self.private_key = GROUP.decode_scalar(secret.private_key)
        self.tokens: list[str] = []

    def open(self) -> None:
        """From the draft to open: key, rehearsal, slips, Setup."""
        self.lock()
        self.make_key()
        self.make_slips()
        self.start()

    def lock(self) -> None:
        """Lock the draft."""
        drafting.submit_draft(self.context, ACTOR, self.code)

    def make_key(self) -> None:
        """Post the trustee's key and pass the rehearsal."""
        keying.post_key(self.context, ACTOR, self.code, encode_json(self.public_key))
        digest = compute_digest(self.public_key)
        answer = create_answer(GROUP, self.private_key, digest, 1, self.random)
        keying.post_rehearsal(self.context, ACTOR, self.code, encode_canonical(answer))

    def start(self) -> None:
        """Append Setup; what a booth needs to encrypt is kept."""
        opening.open_campaign(self.context, ACTOR, self.code)
        view = overview.get_campaign(self.context, self.code)
        booth = casting.get_booth(self.context, self.code)
        for shown, election in zip(view.elections, booth.elections, strict=True):
            self.elections[election.uuid] = (
                shown.draft,
                create_context(election.election.encode()),
            )

    def make_slips(self) -> None:
        """Make the slips, post their public halves, destroy the file."""
        task = slips.get_slip_task(self.context, self.code)
        leaf = task.leaves[0][0]
        uuids = [election.uuid for election in task.elections]
        self.tokens = [create_token(self.random) for _ in range(task.slips)]
        batch = create_token_batch(
            uuids,
            [Slip(leaf=leaf, token=token) for token in self.tokens],
            {uuid: compute_public_credentials(uuid, self.tokens) for uuid in uuids},
            self.random,
        )
        body = encode_canonical(batch)
        slips.post_credentials(self.context, ACTOR, self.code, body, scanned=True)
        slips.record_destroyed(self.context, ACTOR, self.code)

    def vote(self, member: int) -> None:
        """Made-up answers of one member in every election."""
        credential = compute_credential(self.tokens[member])
        for uuid, (draft, election) in self.elections.items():
            ballot = create_ballot(election, credential, self._draw(draft), self.random)
            casting.cast(self.context, uuid, ballot)

    def _draw(self, draft: ElectionDraft) -> list[list[int]]:
        if draft.title == self.survey.title:
            return self.survey.draw(self.random)
        answers = []
        for question in draft.questions:
            count = len(question.answers)
            byte = self.random(1)[0]
            # The first answers are the likelier ones; one in sixteen members leaves it blank.
            place = min(byte * byte * count // 65536, count - 1)
            chosen = [int(n == place) for n in range(count)]
            if question.blank:
                chosen = [1] + [0] * count if self.random(1)[0] < 16 else [0, *chosen]
            answers.append(chosen)
        return answers

    def finish(self) -> None:
        """Close, decrypt, publish."""
        self.close()
        for election in get_decryption_task(self.context, self.seat).elections:
            if election.skip is None:
                self._decrypt(election.uuid, election.closing_text or "", election.group or "")
        publishing.publish(self.context, ACTOR, self.code)

    def close(self) -> None:
        """Close, count the paper, add up."""
        clockwork.tick(self.context)
        if overview.get_campaign(self.context, self.code).state is State.OPEN:
            closing.close_campaign(self.context, ACTOR, self.code, "Everybody has voted.")
        counts = SlipCounts(
            printed=len(self.tokens),
            handed_out=self.members,
            countersigned_by=("Ana Secretary", "Bo Steward"),
        )
        record_counts(self.context, ACTOR, self.code, counts)
        clockwork.tick(self.context)

    def _decrypt(self, uuid: str, text: str, group: str) -> None:
        statement = create_closing_statement(GROUP, 1, self.private_key, text, self.random)
        tallying.post_closing_statement(self.context, self.seat, uuid, encode_canonical(statement))
        with self.context.board.read() as session:
            tallied = load_tallied(session, find_election(session, uuid))
        bound = DecryptionContext(
            GROUP, tallied.election.fingerprint, tallied.parent, 1, tallied.items[0].keys[0]
        )
        decryption = create_decryption(
            uuid, group, bound, self.private_key, tallied.totals, self.random
        )
        tallying.post_decryption(self.context, self.seat, uuid, encode_canonical(decryption))

    def save_key(self, folder: Path) -> Path:
        """Write the protected key file, so that the open campaign can be finished by hand."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = folder / f"key-{self.code}.json"
        write_new(path, self.key_file, private=True)
        return path
