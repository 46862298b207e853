"""One campaign and everybody in it, played through the services: committee, trustees, teller,
members. For ``voteapp fill-demo``, the benchmarks and the tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from voteapp.campaign.board.voids import create_void
from voteapp.campaign.canonical import encode_canonical
from voteapp.campaign.counting.strong_proofs import DecryptionContext, bind_decryption
from voteapp.campaign.playing.members import BallotTask, create_ballots, prepare_election
from voteapp.campaign.playing.owners import PlayedOwner, PlayedSoleTrustee
from voteapp.campaign.playing.tellers import PlayedTeller
from voteapp.campaign.slips.pins import compute_pin
from voteapp.campaign.slips.tellers import sign_printed
from voteapp.campaign.slips.tokens import create_token
from voteapp.protocol.credentials import compute_public_credential, compute_secret
from voteapp.protocol.election import ElectionContext
from voteapp.protocol.encoding import encode_json, hash_hex
from voteapp.protocol.group import GROUP_NAME, get_group
from voteapp.protocol.tally import PairMatrix
from voteapp.services import clockwork, overview
from voteapp.services.campaigns import find_campaign, find_election, get_state, list_elections
from voteapp.services.context import Context
from voteapp.services.counting import confirming, tallying
from voteapp.services.counting.finishing import finish_counts
from voteapp.services.counting.tasks import get_decryption_task
from voteapp.services.counting.totals import load_tallied
from voteapp.services.drafting import drafting
from voteapp.services.drafting.guards.listing import list_before_locking
from voteapp.services.drafting.versions import Piece, compute_version
from voteapp.services.life import State
from voteapp.services.setup import fixing
from voteapp.services.setup.guarding import get_before_fix, get_before_opening
from voteapp.services.slips import counts, printing, slips
from voteapp.services.standing import compute_standing
from voteapp.services.trustees import keying, openings
from voteapp.services.trustees.seats import Seat
from voteapp.services.values.campaigns import SlipCounts
from voteapp.services.values.drafts import CampaignDraft
from voteapp.services.values.roles import DecryptionElection
from voteapp.services.voting import casting, closing, entry, opening, voiding

REASON = "Everybody has voted."
EARLY = "Everybody is here."


class PlayedCampaign:
    """A campaign with the secrets of its people; ``code`` is there once it is drafted, slips once
    they are made. ``account`` does what the committee does.

    ``trustees`` is the sole trustee, until somebody plans a ceremony and puts others in.
    """

    def __init__(self, context: Context, account: str) -> None:
        self.context, self.account = context, account
        self.random = context.random_bytes
        self.sole = PlayedSoleTrustee(self.random)
        self.trustees: Sequence[PlayedOwner] = [self.sole]
        self.teller = PlayedTeller(0, self.random)
        self.code = ""
        self.booth: Mapping[str, bytes] = {}
        """The files that the manifests pin, by path."""

    @property
    def tokens(self) -> list[str]:
        """The slips' tokens; their places are the members' numbers."""
        return self.teller.tokens

    @property
    def slip_codes(self) -> list[str]:
        """What stands on the slips, once the set-up is fixed: thirty characters each."""
        return [self._pin(token) for token in self.tokens]

    def create_stray(self) -> str:
        """The code of a slip that was printed for this set-up and is not on its list."""
        return self._pin(create_token(self.random))

    def _pin(self, token: str) -> str:
        task = slips.get_slip_task(self.context, self.code, self.account)
        return token + compute_pin(token, self.fingerprints, task.leaves[0][0])

    @property
    def fingerprints(self) -> list[str]:
        """The elections', in the campaign's order, once they are fixed."""
        task = slips.get_slip_task(self.context, self.code, self.account)
        return [one.fingerprint or "" for one in task.elections]

    @property
    def uuids(self) -> list[str]:
        """The elections', in the campaign's order."""
        with self.context.board.read() as session:
            return [one.uuid for one in list_elections(session, find_campaign(session, self.code))]

    @property
    def state(self) -> State:
        """The campaign's."""
        with self.context.board.read() as session:
            return get_state(find_campaign(session, self.code))

    @property
    def version(self) -> str:
        """The whole draft's, as a review of it would carry it."""
        draft = overview.get_campaign(self.context, self.code).draft
        return compute_version(draft, Piece("draft"))

    def draft(self, draft: CampaignDraft) -> str:
        """Draft the campaign; its code."""
        self.code = drafting.create_campaign(self.context, self.account, draft)
        return self.code

    @property
    def standing(self) -> str:
        """How the campaign stands now, for whoever acts on it."""
        with self.context.board.read() as session:
            return compute_standing(session, find_campaign(session, self.code))

    def lock(self) -> None:
        """Lock the draft, as it stands; every warning is read and confirmed."""
        draft = overview.get_campaign(self.context, self.code).draft
        confirmed = [guard.key for guard in list_before_locking(draft)]
        drafting.submit_draft(self.context, self.account, self.code, self.version, confirmed)

    def make_key(self) -> None:
        """Post the sole trustee's key and pass the rehearsal."""
        sole = self.sole
        keying.post_key(self.context, self.account, self.code, encode_json(sole.key))
        answer = encode_canonical(sole.rehearse(sole.digest))
        keying.post_rehearsal(self.context, self.account, self.code, answer)

    def create_batch(self) -> bytes:
        """New slips, all for the first unit; what is posted of them."""
        task = slips.get_slip_task(self.context, self.code, self.account)
        self.teller = PlayedTeller(task.slips, self.random, elections=len(task.elections))
        leaf = task.leaves[0][0]
        return encode_canonical(self.teller.create_batch(self.uuids, leaf))

    def make_slips(self) -> None:
        """Make the slips, post their public halves."""
        slips.post_credentials(self.context, self.account, self.code, self.create_batch())

    def fix(self) -> None:
        """Fix the set-up, print the slips for it; every trustee looks at it and signs."""
        self.fix_alone()
        self.print_slips()
        self.sign_openings()

    def fix_alone(self) -> None:
        """Fix the set-up; every warning is read and confirmed."""
        version = fixing.compute_set_up(self.context, self.code, self._hash_booth())
        fixing.fix_campaign(
            self.context,
            self.account,
            self.code,
            booth=self._hash_booth(),
            files=list(self.booth.values()),
            version=version,
            confirmed=[guard.key for guard in get_before_fix(self.context, self.code)],
        )

    def _hash_booth(self) -> dict[str, str]:
        return {path: hash_hex(body) for path, body in self.booth.items()}

    def print_slips(self) -> None:
        """Say that the slips are printed, for the set-up that was fixed."""
        set_up = overview.get_campaign(self.context, self.code).set_up or ""
        signature = sign_printed(self.fingerprints, self.teller.secret).signature
        printing.record_printed(self.context, self.account, self.code, set_up, signature)

    def sign_openings(self, *owners: int) -> None:
        """These trustees (all, for none) look at the set-up and sign what they are asked to."""
        for owner in owners or range(1, len(self.trustees) + 1):
            seat = self.get_seat(owner)
            text = get_decryption_task(self.context, seat).opening_text
            if text is not None:
                openings.post_opening(self.context, seat, self.create_signed(text, owner))

    def create_signed(self, text: str, owner: int = 1) -> bytes:
        """A text, signed by a trustee."""
        return encode_canonical(self.trustees[owner - 1].agree(text))

    def sign_out(self, owner: int = 1) -> None:
        """Let a trustee say that it will sign no closing."""
        seat = self.get_seat(owner)
        text = get_decryption_task(self.context, seat).out_text or ""
        openings.post_out(self.context, seat, self.create_signed(text, owner))

    def open_fixed(self) -> None:
        """Open what was fixed, before its time if need be; every warning is confirmed."""
        opening.open_campaign(
            self.context,
            self.account,
            self.code,
            version=overview.get_campaign(self.context, self.code).set_up or "",
            seen=self.standing,
            reason=EARLY,
            confirmed=[guard.key for guard in get_before_opening(self.context, self.code)],
        )

    def start(self) -> None:
        """Fix the set-up, print the slips, let the trustees sign, open it."""
        self.fix()
        self.open_fixed()

    def election(self, uuid: str) -> ElectionContext:
        """What a booth needs to encrypt."""
        return prepare_election(self.read_election(uuid))

    def read_election(self, uuid: str) -> bytes:
        """The election's bytes, as a booth gets them."""
        booth = entry.get_booth(self.context, self.code)
        return next(e.election for e in booth.elections if e.uuid == uuid).encode()

    def ballot(self, uuid: str, member: int, choices: Sequence[Sequence[int]]) -> bytes:
        """A member's ballot, not sent yet."""
        vote = (self.teller.get_credential(member), [list(row) for row in choices])
        (ballot,) = create_ballots(BallotTask(self.read_election(uuid), [vote], self.random))
        return ballot

    def cast(self, uuid: str, member: int, choices: Sequence[Sequence[int]]) -> bytes:
        """Send a member's ballot; the receipt."""
        return casting.cast(self.context, uuid, self.ballot(uuid, member, choices))

    def create_voids(self, member: int) -> dict[str, bytes]:
        """What a member's slip signs to be void, by uuid."""
        group, token = get_group(GROUP_NAME), self.teller.get_credential(member)
        voids = {}
        for uuid in self.uuids:
            secret = compute_secret(group, uuid, token)
            named = compute_public_credential(group, uuid, token)
            fingerprint = self.election(uuid).fingerprint
            void = create_void(group, fingerprint, named, secret, self.random)
            voids[uuid] = encode_canonical(void)
        return voids

    def void(self, member: int, reason: str = "Lost.") -> dict[str, str]:
        """Give a member's slip up; what the server signs of it, by uuid."""
        voids = self.create_voids(member)
        return voiding.void_slip(self.context, self.account, self.code, voids, reason)

    def close(self, reason: str = REASON) -> None:
        """Close before the time; every warning is read and confirmed."""
        asked = closing.get_before_closing(self.context, self.code)
        closing.close_campaign(
            self.context,
            self.account,
            self.code,
            reason,
            seen=self.standing,
            confirmed=[guard.key for guard in asked],
        )

    def count_slips(
        self, handed_out: int | None = None, by: tuple[str, ...] = (), *, final: bool = True
    ) -> None:
        """Everything was printed once, and (by itself) handed out; after closing that is
        ``final``."""
        made = len(self.tokens)
        given = made if handed_out is None else handed_out
        paper = SlipCounts(printed=made, handed_out=given, countersigned_by=by)
        counts.record_counts(self.context, self.account, self.code, paper)
        if final and self.state is State.CLOSED:
            self.finish_counts()

    def finish_counts(self) -> None:
        """Say that the counts, as they stand, are final."""
        seen = counts.compute_version(overview.get_campaign(self.context, self.code).counts)
        finish_counts(self.context, self.account, self.code, seen=seen)

    def tick(self) -> None:
        """What the server does by itself."""
        clockwork.run_due(self.context)

    def get_seat(self, owner: int = 1) -> Seat:
        """A trustee's: the account's for the sole one, by a link for one of several."""
        alone = self.trustees[0] is self.sole
        return Seat(self.code, owner, account=self.account if alone else "")

    def describe(self, uuid: str, owner: int = 1) -> DecryptionElection:
        """What a trustee's page says about an election after closing."""
        task = get_decryption_task(self.context, self.get_seat(owner))
        return next(election for election in task.elections if election.uuid == uuid)

    def create_statement(self, uuid: str, owner: int = 1) -> bytes:
        """A trustee's closing statement."""
        return self.create_signed(self.describe(uuid, owner).closing_text or "", owner)

    def sign(self, uuid: str, owner: int = 1) -> None:
        """Post a trustee's closing statement."""
        statement = self.create_statement(uuid, owner)
        tallying.post_closing_statement(self.context, self.get_seat(owner), uuid, statement)

    def confirm(self, uuid: str, owner: int = 1) -> None:
        """Post that a trustee looked at the published result."""
        text = self.describe(uuid, owner).confirmation_text or ""
        statement = self.create_signed(text, owner)
        confirming.post_confirmation(self.context, self.get_seat(owner), uuid, statement)

    def create_decryption(self, uuid: str, owner: int = 1) -> bytes:
        """A trustee's factors and proofs."""
        code = self.describe(uuid, owner).group or ""
        bound, totals = load_totals(self.context, uuid, owner)
        return encode_canonical(self.trustees[owner - 1].decrypt(uuid, code, bound, totals))

    def post_decryption(self, uuid: str, owner: int = 1) -> None:
        """Post a trustee's decryption; what it needs was signed before."""
        decryption = self.create_decryption(uuid, owner)
        tallying.post_decryption(self.context, self.get_seat(owner), uuid, decryption)


def load_totals(context: Context, uuid: str, owner: int) -> tuple[DecryptionContext, PairMatrix]:
    """What a trustee decrypts, and what its strong proofs are bound to."""
    with context.board.read() as session:
        tallied = load_tallied(session, find_election(session, uuid))
    return bind_decryption(tallied.election, tallied.items, tallied.parent, owner), tallied.totals
