"""A whole election in memory, step by step: what ``voteapp demo`` and the tests play.

The steps are those of a served election (open, seal, close, tally, agree, decrypt, result), with
the same objects; nothing here knows a database or a clock.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import msgspec

from voteapp.campaign.board.batches import sort_batch
from voteapp.campaign.board.signing import Head
from voteapp.campaign.bundle.archive import Papers, create_bundle
from voteapp.campaign.bundle.evidence import (
    Evidence,
    StrongProofs,
    compute_frozen_hash,
    create_evidence,
    encode_evidence,
)
from voteapp.campaign.bundle.notes import create_note
from voteapp.campaign.canonical import encode_canonical
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
from voteapp.campaign.statements.people import Signer
from voteapp.campaign.statements.signing import Statement, create_statement, sort_statements
from voteapp.campaign.statements.texts import (
    compute_booth_text,
    compute_closing_text,
    compute_confirmation_text,
    compute_opening_text,
)
from voteapp.campaign.units.release import Plan, compute_plan, compute_plan_hash
from voteapp.errors import MisuseError
from voteapp.protocol.archive import ArchiveWriter, encode_archive_header
from voteapp.protocol.ballots import decode_ballot
from voteapp.protocol.election import ElectionContext, create_context
from voteapp.protocol.encoding import RandomBytes, decode_canonical, hash_hex
from voteapp.protocol.events import EventType
from voteapp.protocol.keys.trustees import Item, check_trustees, decode_trustees
from voteapp.protocol.tally import (
    ElementMatrix,
    Result,
    check_partial_decryption,
)


@dataclass
class PlayedElection:
    """An election under way. ``parts`` are the tellers', in the order of the manifest's keys,
    ``tellers`` what those keep who sign that they printed, ``openers`` the signing keys of those
    who look at the set-up before it opens."""

    manifest: Manifest
    questionnaire: Questionnaire
    setup: SetupObjects
    server_key: bytes
    parts: Sequence[Part]
    tellers: Sequence[TellerSecret]
    timestamp: int
    random_bytes: RandomBytes
    openers: Mapping[Signer, int] = field(default_factory=dict)
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

    def mend(self, change: Change, at: str, keys: Mapping[Signer, int]) -> None:
        """Exchange a file of the booth, to which the trustees with these signing keys agree, in a
        campaign of this election alone."""
        path, number = change.path or "", len(self.evidence.amendments) + 1
        held = check_amendments(self.evidence.amendments, self.manifest, self.context.fingerprint)
        fingerprints = [self.context.fingerprint]
        text = compute_booth_text(fingerprints, number, path, held.booth[path], change.new)
        signed = [
            create_statement(self.context.group, signer, key, text, self.random_bytes)
            for signer, key in keys.items()
        ]
        self.amend(change._replace(signed=sort_statements(signed)), at)

    def note(self, text: str, at: str) -> None:
        """Let the committee add a note, in a campaign of this election alone."""
        before = self.evidence.notes
        made = create_note(before, [self.context.fingerprint], "committee", text, at)
        self.replace(notes=[*before, sign(made, self.server_key)])

    def print_slips(self, fingerprints: Sequence[str]) -> None:
        """Let every teller sign that she printed for the set-up with these fingerprints, and the
        openers that it is what they looked at."""
        printed = [sign_printed(fingerprints, teller) for teller in self.tellers]
        self.replace(printed=sorted(printed, key=lambda one: one.key), openings=[])
        amended = hash_hex(encode_canonical(self.evidence.amendments))
        text = compute_opening_text(fingerprints, amended, late=False)
        self.sign("openings", text, self.openers)

    def sign(self, name: str, text: str, keys: Mapping[Signer, int]) -> list[Statement]:
        """Let these sign a text, and keep it in that field of the evidence."""
        made = [
            create_statement(self.context.group, signer, key, text, self.random_bytes)
            for signer, key in keys.items()
        ]
        self.replace(**{name: sort_statements([*getattr(self.evidence, name), *made])})
        return made

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
        plan_hash, frozen = compute_plan_hash(self.plan), compute_frozen_hash(self.evidence)
        return compute_closing_text(self.context.fingerprint, self._end_ballots, plan_hash, frozen)

    @property
    def end(self) -> str:
        """The hash (hex) of EndBallots; empty before."""
        return self._end_ballots

    def agree(self, owner: int, signing_key: int) -> Statement:
        """A trustee's closing statement, added to the evidence."""
        keys = {Signer("trustee", owner): signing_key}
        return self.sign("closing_statements", self.closing_text, keys)[0]

    def confirm(self, keys: Mapping[Signer, int]) -> None:
        """Let these sign that they looked at the published result."""
        text = compute_confirmation_text(self.context.fingerprint, self.last_event)
        self.sign("confirmations", text, keys)

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
