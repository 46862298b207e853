"""Pulling one election: what is new is appended, what contradicts is refused and kept as proof."""

from __future__ import annotations

import http.client
import tempfile
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple, NoReturn

import msgspec
from msgspec.structs import replace

from voteapp.campaign.audit.openings import LookedAt
from voteapp.campaign.board.mirrored import (
    FORKED,
    check_covered,
    check_head,
    check_history,
    find_end,
)
from voteapp.campaign.board.signing import Head, decode_head
from voteapp.campaign.bundle.evidence import Evidence, decode_evidence
from voteapp.campaign.setup.amendments import check_amendments
from voteapp.campaign.setup.manifest import Manifest
from voteapp.campaign.setup.mended import check_mended
from voteapp.campaign.setup.package import PackedElection, is_packed
from voteapp.cli import Failure
from voteapp.cli.fetching import MOST_FETCHED_BYTES, fetch, fetch_part
from voteapp.cli.files import read_small, replace_file
from voteapp.cli.mirror.joined import Joined, find_last
from voteapp.cli.mirror.state import MirrorState, Shelf
from voteapp.cli.remembering import Memory
from voteapp.cli.texts import gettext as _
from voteapp.cli.watching import watch
from voteapp.errors import ProtocolError
from voteapp.protocol.audit import verify_structure
from voteapp.protocol.audit.report import Findings
from voteapp.protocol.audit.structure import Structure, read_structure
from voteapp.protocol.encoding import decode_json

_MOST_PROOFS = 16


class Pulled(NamedTuple):
    """What a pull found: the record's size and how many bytes are new, the end of voting (hash of
    EndBallots) if it is there and signed, the evidence."""

    size: int
    new: int
    end: str | None
    evidence: Evidence | None


class _Offer(NamedTuple):
    """What the server gave: files with its record from byte ``begin`` on (``short``: it has no
    such byte), the answers about heads and evidence."""

    begin: int
    short: bool
    record: Path
    heads: Path
    evidence: Path


class Forked(Failure):
    """Ends with exit 1: the server contradicts what it said before, and the proof is kept."""

    exit_code = 1


class _Heads(msgspec.Struct):
    """What is read of ``GET /api/elections/UUID/heads``."""

    heads: list[str]


class Puller:
    """One election of a campaign that is mirrored."""

    def __init__(
        self, folder: Path, base: str, looked: LookedAt, place: int, jobs: int | None = None
    ) -> None:
        self.manifest: Manifest = looked.setup.manifests[place]
        self.uuid = self.manifest.uuid
        self.fingerprint = looked.setup.fingerprints[place]
        self.packed: PackedElection = looked.packed[place]
        self.people = looked.people
        self.base, self.jobs = base, jobs
        self.shelf = Shelf(folder / self.uuid, self.uuid, self.fingerprint)
        for name, data in (
            ("manifest.json", self.packed.manifest),
            ("questionnaire.json", self.packed.questionnaire),
        ):
            replace_file(self.shelf.folder / name, data, 0o644)

    def pull(self) -> Pulled | None:
        """Fetch what is new; None while there is no record yet.

        Raises Forked, Failure (it cannot be fetched now), ProtocolError (it cannot be read).
        """
        state = self.shelf.load()
        with tempfile.TemporaryDirectory(prefix="voteapp-", dir=self.shelf.folder) as folder:
            offer = self._fetch(state, Path(folder))
            return None if offer is None else self._take(state, offer)

    def _take(self, state: MirrorState, offer: _Offer) -> Pulled:
        if offer.short:
            self._refuse(state, offer, _("the server’s record is shorter than it was"))
        made = Joined(self.shelf.record, state.size, offer.record, offer.begin)
        with closing(made) as whole:
            self._check_extension(state, whole, offer)
            return self._take_checked(state, whole, offer)

    def _take_checked(self, state: MirrorState, whole: Joined, offer: _Offer) -> Pulled:
        heads, evidence = self._read_heads(offer), self._read_evidence(offer)
        known = list(dict.fromkeys([*state.heads, *heads, *evidence.heads]))
        structure = self._check_record(state, whole, known, offer)
        self._check_amendments(state, evidence, offer)
        new = whole.size - state.size
        if new:
            self._verify(state, structure, offer)
            self.shelf.append(whole, state.size)
        last = find_last(whole, f"{structure.last_event}.event.json".encode())
        self.shelf.save(replace(state, size=whole.size, last=last, heads=known))
        replace_file(self.shelf.evidence, read_small(offer.evidence), 0o644)
        return Pulled(whole.size, new, find_end(structure.events, known), evidence)

    def _fetch(self, state: MirrorState, work: Path) -> _Offer | None:
        """Everything that the server gives now; the record first, so that the heads cover it."""
        base = f"{self.base}/elections/{self.uuid}"
        offer = _Offer(0, False, work / "record", work / "heads", work / "evidence")
        fetched = fetch_part(f"{base}/{self.uuid}.bel", offer.record, state.last)
        if fetched.status == http.client.SERVICE_UNAVAILABLE:
            raise Failure(_("The server is busy just now; it is asked again later."))
        if fetched.status == http.client.NOT_FOUND:
            if state.size:
                raise Failure(_("The server no longer gives the record of %s.") % self.uuid)
            return None
        short = fetched.status == http.client.REQUESTED_RANGE_NOT_SATISFIABLE
        if short:
            offer.record.touch()
        heads = f"{self.base}/api/elections/{self.uuid}/heads"
        if not fetch(heads, offer.heads) or not fetch(f"{base}/evidence.json", offer.evidence):
            raise Failure(_("The server gives no heads or no evidence of %s.") % self.uuid)
        return offer._replace(begin=fetched.begin, short=short)

    def _check_extension(self, state: MirrorState, whole: Joined, offer: _Offer) -> None:
        """What the server gave goes on from what is held."""
        if not whole.fits():
            text = _("the server’s record does not extend the one that is held")
            self._refuse(state, offer, text)
        if whole.size > MOST_FETCHED_BYTES:
            raise Failure(_("%(name)s is too large") % {"name": self.shelf.record.name})

    def _read_heads(self, offer: _Offer) -> list[Head]:
        try:
            texts = decode_json(read_small(offer.heads), _Heads, "heads", "the heads").heads
        except ProtocolError:
            raise Failure(_("The server’s heads cannot be read.")) from None
        return [self._check_head(decode_head(text.encode())) for text in texts]

    def _check_head(self, head: Head) -> Head:
        check_head(head, self.uuid, self.fingerprint, self.manifest.server_key)
        return head

    def _read_evidence(self, offer: _Offer) -> Evidence:
        evidence = decode_evidence(read_small(offer.evidence))
        if (evidence.uuid, evidence.fingerprint) != (self.uuid, self.fingerprint):
            raise Failure(_("The server’s evidence is of another election."))
        for head in evidence.heads:
            self._check_head(head)
        return replace(evidence, parts=None, strong_proofs=[])  # which nothing here looks at

    def _check_record(
        self, state: MirrorState, whole: Joined, heads: Sequence[Head], offer: _Offer
    ) -> Structure:
        findings = Findings()
        structure = read_structure(whole, findings, lambda _done, _total: None)
        if findings.items:
            self._refuse_broken(state, offer, findings)
        if not is_packed(self.packed, structure):
            self._refuse(state, offer, _("the record is of another set-up"))
        try:
            check_history(structure.events, heads)
        except ProtocolError as error:
            self._refuse(state, offer, error.message)
        check_covered(structure.events, heads)
        return structure

    def _verify(self, state: MirrorState, structure: Structure, offer: _Offer) -> None:
        """Everything that an auditor verifies in a record, before any of it is taken: nobody is to
        get ballots from here that nobody could have sent, and no end of such is signed. Ballots
        that were verified before are remembered beside the copy."""
        memory = Memory(self.shelf.verified)
        new = structure.source.size - state.size
        with (
            watch(new, jobs=self.jobs, quiet=False, threads=True) as (run, bar),
            memory.kept(bar) as progress,
        ):
            audit = verify_structure(
                structure, Findings(), run=run, progress=progress, known=memory.known
            )
        if len(audit.box.last) < len(audit.box.entries):  # right ballots, of one slip
            audit.findings.add("credential-reused", None, "a credential cast more than one ballot")
        if audit.findings.items:
            self._refuse_broken(state, offer, audit.findings)

    def _refuse_broken(self, state: MirrorState, offer: _Offer, findings: Findings) -> NoReturn:
        codes = sorted({finding.code for finding in findings.items})
        text = _("the record is broken (%s)") % ", ".join(codes)
        self._refuse(state, offer, text, codes[0])

    def _check_amendments(self, state: MirrorState, evidence: Evidence, offer: _Offer) -> None:
        """Their chain is right, and goes on from the one that is held."""
        check_amendments(evidence.amendments, self.manifest, self.fingerprint)
        check_mended(self.people, evidence.amendments)
        if not self.shelf.evidence.exists():
            return
        before = decode_evidence(read_small(self.shelf.evidence)).amendments
        if evidence.amendments[: len(before)] != before:
            text = _("the server’s amendments do not extend those that are held")
            self._refuse(state, offer, text)

    def refuse_end(self, text: str) -> NoReturn:
        """The end of voting is another than the one that was signed; raises Forked."""
        self._refuse(self.shelf.load(), None, text)

    def _refuse(
        self, state: MirrorState, offer: _Offer | None, text: str, code: str = FORKED
    ) -> NoReturn:
        """Keep what was offered beside what is held, and say so; raises Forked."""
        forked = state.forked if text in state.forked else [*state.forked, text]
        number = min(forked.index(text) + 1, _MOST_PROOFS)
        if offer is not None:
            self.shelf.keep_proof(number, f"{self.uuid}.bel.from-{offer.begin}", offer.record)
            self.shelf.keep_proof(number, "heads.json", offer.heads)
            self.shelf.keep_proof(number, "evidence.json", offer.evidence)
        self.shelf.save(replace(state, forked=forked))
        named = {"code": code, "uuid": self.uuid, "text": text, "folder": self.shelf.folder}
        raise Forked(
            _(
                "%(code)s: election %(uuid)s: %(text)s. Nothing was changed in what is held; what "
                "the server gave lies beside it in %(folder)s. Tell the trustees."
            )
            % named
        )
