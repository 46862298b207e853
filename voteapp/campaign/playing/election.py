"""A whole election in memory, step by step: what ``voteapp demo`` and the tests play.

The steps are those of a served election (open, seal, close, tally, agree, decrypt, result), with
the same objects; nothing here knows a database or a clock.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import msgspec

from voteapp.campaign.board.batches import sort_batch
from voteapp.campaign.board.signing import Head
from voteapp.campaign.bundle.archive import Papers, create_bundle
from voteapp.campaign.bundle.evidence import (
    Evidence,
    StrongProofs,
    create_evidence,
    encode_evidence,
)
from voteapp.campaign.bundle.notes import create_note
from voteapp.campaign.counting.closing_statements import (
    ClosingStatement,
    compute_closing_text,
    create_closing_statement,
)
from voteapp.campaign.counting.decryptions import Decryption, create_decryption
from voteapp.campaign.counting.strong_proofs import DecryptionContext, bind_decryption
from voteapp.campaign.counting.tallying import (
    Tally,
    compute_result_object,
    compute_tally,
    encode_owned_decryption,
)
from voteapp.campaign.questionnaire.checks import encode_questionnaire
from voteapp.campaign.questionnaire.document import Questionnaire
from voteapp.campaign.setup.amendments import Change, check_amendments, create_amendment
from voteapp.campaign.setup.manifest import Manifest, encode_manifest
from voteapp.campaign.setup.opening import SetupObjects
from voteapp.campaign.signed import sign
from voteapp.campaign.slips.counts import SlipCount
from voteapp.campaign.slips.tellers import Part, TellerSecret, sign_printed
from voteapp.campaign.units.release import Plan, compute_plan, compute_plan_hash
from voteapp.errors import MisuseError
from voteapp.protocol.archive import ArchiveWriter, encode_archive_header
from voteapp.protocol.ballots import decode_ballot
from voteapp.protocol.election import ElectionContext, create_context
from voteapp.protocol.encoding import RandomBytes, decode_canonical
from voteapp.protocol.events import EventType
from voteapp.protocol.keys.trustees import Item, check_trustees, decode_trustees
from voteapp.protocol.tally import (
    ElementMatrix,
    Result,
    check_partial_decryption,
)


@dataclass
class PlayedElection:
    """An election under way. ``parts`` are the tellers', in the order of the manifest's keys, and
    ``tellers`` what those keep who sign that they printed."""

    manifest: Manifest
    questionnaire: Questionnaire
    setup: SetupObjects
    server_key: bytes
    parts: Sequence[Part]
    tellers: Sequence[TellerSecret]
    timestamp: int
    random_bytes: RandomBytes
    context: ElectionContext = field(init=False)
    evidence: Evidence = field(init=False)
    ballots: list[bytes] = field(default_factory=list)
    tally: Tally | None = None
    plan: Plan | None = None
    factors: dict[int, ElementMatrix] = field(default_factory=dict)
    result: list[list[int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Append the Setup event."""
        self.context = create_context(self.setup.election)
        self.evidence = create_evidence(self.uuid, self.context.fingerprint, self.manifest_bytes)
        self._writer = ArchiveWriter(self.timestamp)
        self._parts = [encode_archive_header(self.timestamp)]
        self._before_decryption = ""
        self._end_ballots = ""
        self.append("Setup", list(self.setup))
        if self.manifest.campaign.uuids == [self.uuid]:
            self.print_slips([self.context.fingerprint])

    @property
    def uuid(self) -> str:
        """The election's."""
        return self.context.election.uuid

    @property
    def leaves(self) -> dict[str, str]:
        """The leaf code of each credential."""
        return {credential: leaf for part in self.parts for credential, leaf in part.leaves.items()}

    @property
    def manifest_bytes(self) -> bytes:
        """``manifest.json``."""
        return encode_manifest(self.manifest)

    @property
    def papers(self) -> Papers:
        """What stands beside the record so far."""
        evidence = encode_evidence(self.evidence)
        return Papers(self.manifest_bytes, encode_questionnaire(self.questionnaire), evidence)

    @property
    def items(self) -> list[Item]:
        """The trustees, checked."""
        return check_trustees(self.context.group, decode_trustees(self.setup.trustees))

    @property
    def record(self) -> bytes:
        """``UUID.bel`` so far."""
        return b"".join(self._parts)

    @property
    def last_event(self) -> str:
        """The hash (hex) of the last event."""
        return self._writer.parent or ""

    @property
    def height(self) -> int:
        """The height of the last event."""
        return self._writer.height

    def append(self, kind: EventType, objects: list[bytes]) -> None:
        """Append objects and their event."""
        self._parts += self._writer.append(kind, objects)

    def replace(self, **fields: object) -> None:
        """Let the evidence grow."""
        self.evidence = msgspec.structs.replace(self.evidence, **fields)

    def amend(self, change: Change, at: str) -> None:
        """Change one of the few things that may be, in a campaign of this election alone."""
        before = self.evidence.amendments
        held = check_amendments(before, self.manifest, self.context.fingerprint)
        made = create_amendment(before, held, [self.context.fingerprint], change, at)
        self.replace(amendments=[*before, sign(made, self.server_key)])

    def note(self, text: str, at: str) -> None:
        """Let the committee add a note, in a campaign of this election alone."""
        before = self.evidence.notes
        made = create_note(before, [self.context.fingerprint], "committee", text, at)
        self.replace(notes=[*before, sign(made, self.server_key)])

    def print_slips(self, fingerprints: Sequence[str]) -> None:
        """Let every teller sign that she printed for the set-up with these fingerprints."""
        printed = [sign_printed(fingerprints, teller) for teller in self.tellers]
        self.replace(printed=sorted(printed, key=lambda one: one.key))

    def seal(self, ballots: Sequence[bytes]) -> None:
        """Append one batch, sorted, and sign its head."""
        if not ballots:
            raise MisuseError("a batch is never empty")
        for ballot in sort_batch(ballots):
            self.append("Ballot", [ballot])
            self.ballots.append(ballot)
        number = 1 + max((head.batch for head in self.evidence.heads), default=0)
        self._sign_head(number, final=False)

    def _sign_head(self, batch: int, *, final: bool) -> None:
        head = Head(
            uuid=self.uuid,
            fingerprint=self.context.fingerprint,
            batch=batch,
            height=self.height,
            event=self.last_event,
            final=final,
        )
        self.replace(heads=[*self.evidence.heads, sign(head, self.server_key)])

    def close(self, slips: Sequence[SlipCount] | None = None) -> Plan:
        """Append EndBallots, sign the final head, open the tellers' parts, fix the plan."""
        self.append("EndBallots", [])
        self._end_ballots = self.last_event
        self._sign_head(max((head.batch for head in self.evidence.heads), default=0), final=True)
        plan = compute_plan(
            self.manifest.strata,
            self.count_by_leaf(),
            self.manifest.release.policy,
            self.manifest.release.k,
        )
        self.plan = plan
        self.replace(
            parts=list(self.parts),
            slips=None if slips is None else list(slips),
            plan=plan,
        )
        return plan

    def count_by_leaf(self) -> dict[str, int]:
        """Distinct credentials with a ballot, per leaf code."""
        counts: dict[str, int] = {}
        leaves = self.leaves
        for credential in {decode_ballot(ballot).credential for ballot in self.ballots}:
            leaf = leaves[credential]
            counts[leaf] = counts.get(leaf, 0) + 1
        return counts

    def compute_tally(self) -> None:
        """Append the encrypted tally."""
        self.tally = compute_tally(self.context, self.ballots)
        self.append("EncryptedTally", self.tally.objects)
        self._before_decryption = self.last_event

    @property
    def closing_text(self) -> str:
        """What every trustee signs before decrypting."""
        if self.plan is None:
            raise MisuseError("the election is not closed")
        plan_hash = compute_plan_hash(self.plan)
        return compute_closing_text(self.context.fingerprint, self._end_ballots, plan_hash)

    def agree(self, owner: int, private_key: int) -> ClosingStatement:
        """A Single trustee's closing statement, added to the evidence."""
        statement = create_closing_statement(
            self.context.group, owner, private_key, self.closing_text, self.random_bytes
        )
        statements = [*self.evidence.closing_statements, statement]
        self.replace(closing_statements=sorted(statements, key=lambda item: item.owner))
        return statement

    def decryption_context(self, owner: int) -> DecryptionContext:
        """What a trustee's strong proofs are bound to."""
        return bind_decryption(self.context, self.items, self._before_decryption, owner)

    def decrypt(self, owner: int, private_key: int) -> None:
        """A trustee's factors with both kinds of proof."""
        if self.tally is None or self.plan is None or not self.plan.groups:
            raise MisuseError("there is nothing that may be decrypted")
        bound, code = self.decryption_context(owner), self.plan.groups[0].code
        totals = self.tally.totals
        self.take_decryption(
            create_decryption(self.uuid, code, bound, private_key, totals, self.random_bytes)
        )

    def take_decryption(self, posted: Decryption) -> None:
        """Check what a trustee posts by the format's proofs, and append it."""
        if self.tally is None:
            raise MisuseError("there is no tally")
        owner, decryption = posted.owner, posted.partial_decryption
        bound = self.decryption_context(owner)
        self.factors[owner] = check_partial_decryption(
            bound.group, bound.fingerprint, bound.public_key, self.tally.totals, decryption
        )
        self.append("PartialDecryption", encode_owned_decryption(owner, decryption))
        entry = StrongProofs(group=posted.group, owner=owner, proofs=posted.strong_proofs)
        self.replace(strong_proofs=[*self.evidence.strong_proofs, entry])

    def publish(self) -> None:
        """Append the result."""
        if self.tally is None:
            raise MisuseError("there is no tally")
        body = compute_result_object(
            self.context, self.items, self.tally.totals, self.factors, self.tally.counted
        )
        self.append("Result", [body])
        self.result = decode_canonical(body, Result, "result-encoding", "the result").result

    def bundle(self, auditor: bytes, readme: bytes) -> bytes:
        """``UUID.zip`` so far."""
        return create_bundle(self.uuid, self.record, self.papers, auditor, readme)
