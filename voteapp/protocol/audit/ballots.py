"""Third pass of an audit: every ballot, on as many cores as there are.

The ballots are read one window at a time, so that memory stays bounded by the window and the
list of credentials, whatever the size of the record.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

import msgspec

from voteapp.errors import ProtocolError
from voteapp.protocol.audit.known import KnownBallots
from voteapp.protocol.audit.references import referred_objects
from voteapp.protocol.audit.report import Findings
from voteapp.protocol.audit.setup import MapFunction, Setup
from voteapp.protocol.audit.structure import Structure
from voteapp.protocol.ballots import (
    Ballot,
    check_ballot_header,
    check_proofs,
    check_scalars,
    check_signature,
    decode_ballot,
    decode_pairs,
    list_ciphertexts,
)
from voteapp.protocol.election import ElectionContext, create_context
from voteapp.protocol.encoding import decode_json
from voteapp.protocol.kinds import compute_widths
from voteapp.protocol.proofs import Pair
from voteapp.protocol.tally import PairMatrix, TallyAccumulator, select_last_ballots

BALLOTS_A_TASK = 16
TASKS_A_WINDOW = 64
BYTES_A_TASK = 256 * 1024
BYTES_A_WINDOW = 4 * 1024 * 1024
"""A task, and a window, has no more ballots once it has so many bytes: some may be large."""
MOST_WRONG = 500
"""After so many ballots that are not right no more are checked: the verdict is certain."""
MOST_WRONG_CIPHERTEXTS = 2000
"""And not after so many ciphertexts in them: to read one takes as long as to check a proof."""


class _Named(msgspec.Struct):
    credential: str


class BallotEntry(NamedTuple):
    """A ballot on the board: where it stands and whose it says it is (None: unreadable)."""

    height: int
    digest: str
    credential: str | None


class BallotToCheck(NamedTuple):
    """A ballot's bytes, whether its credential is listed, its weight in the tally (0: it does
    not count), and whether its signature and proofs were checked before."""

    body: bytes
    listed: bool
    weight: int
    known: bool


class BallotTask(NamedTuple):
    """What a worker needs: the election's bytes and some ballots."""

    election: bytes
    ballots: list[BallotToCheck]


_Task = tuple[list[BallotEntry], BallotTask]
"""What was entered of some ballots, and what a worker needs of them."""


class BallotOutcome(NamedTuple):
    """A worker's answer: a code and a message (or None) a ballot, which ones could be added up,
    and the tally of those that count (None: there are none)."""

    problems: list[tuple[str, str] | None]
    parsed: list[bool]
    totals: PairMatrix | None


@dataclass
class BallotBox:
    """All ballots of the record and the tally that follows from them."""

    entries: list[BallotEntry] = field(default_factory=list)
    last: list[int] = field(default_factory=list)
    accepted: int = 0
    total_weight: int = 0
    tally: PairMatrix | None = None


@lru_cache(maxsize=2)
def _context(election: bytes) -> ElectionContext:
    return create_context(election)


def check_ballots(task: BallotTask) -> BallotOutcome:
    """Check a task's ballots; runs in a worker process."""
    context = _context(task.election)
    totals: TallyAccumulator | None = None
    problems: list[tuple[str, str] | None] = []
    parsed: list[bool] = []
    for item in task.ballots:
        pairs, problem = _check_one(context, item)
        problems.append(problem)
        parsed.append(pairs is not None)
        if pairs is not None and item.weight:
            # Only now: of an election with many answers it is larger than any bad ballot.
            totals = totals or _start_totals(context)
            totals.add(pairs, item.weight)
    return BallotOutcome(problems, parsed, None if totals is None else totals.totals)


def _start_totals(context: ElectionContext) -> TallyAccumulator:
    return TallyAccumulator(context.group, compute_widths(context.election.questions))


def _check_one(
    context: ElectionContext, item: BallotToCheck
) -> tuple[list[list[Pair]] | None, tuple[str, str] | None]:
    """The ballot's ciphertexts, if they can be read at all, and its first problem."""
    problem: tuple[str, str] | None = None
    try:
        ballot = decode_ballot(item.body)
    except ProtocolError as error:
        problem = (error.code, error.message)
        try:
            ballot = decode_json(item.body, Ballot, error.code, "the ballot")
        except ProtocolError:
            return None, problem
    pairs: list[list[Pair]] | None = None
    try:
        pairs = _pairs_of_shape(context, ballot)
        if problem is not None:
            return pairs, problem
        check_ballot_header(context, ballot)
        if not item.listed:
            raise ProtocolError("ballot-credential", "the ballot's credential is not listed")
        if pairs is None:
            decode_pairs(context, ballot)
        if item.known:
            return pairs, None
        check_scalars(context, ballot)
        check_signature(context, ballot)
        check_proofs(context, ballot, pairs or [])
    except ProtocolError as error:
        return pairs, (error.code, error.message)
    return pairs, None


def _pairs_of_shape(context: ElectionContext, ballot: Ballot) -> list[list[Pair]] | None:
    """Ciphertexts that can go into the tally, or None."""
    questions = context.election.questions
    if len(ballot.answers) != len(questions):
        return None
    if [len(row) for row in list_ciphertexts(context, ballot)] != compute_widths(questions):
        return None
    try:
        return decode_pairs(context, ballot)
    except ProtocolError:
        return None


def _read_entries(structure: Structure, findings: Findings) -> BallotBox:
    """Whose ballots they are, from a light reading of each."""
    box = BallotBox()
    seen: set[str] = set()
    for event in structure.of_kind("Ballot"):
        if event.payload is None:
            continue
        if event.payload in seen:
            findings.add("ballot-duplicate", event.height, "the same ballot stands there twice")
            continue
        seen.add(event.payload)
        credential = None
        body = structure.fetch(event.payload)
        if body is not None:
            try:
                credential = decode_json(body, _Named, "ballot-encoding", "").credential
            except ProtocolError:
                credential = None
        box.entries.append(BallotEntry(event.height, event.payload, credential))
    keys = [entry.credential or entry.digest for entry in box.entries]
    box.last = select_last_ballots(keys)
    return box


def verify_ballots(
    structure: Structure,
    setup: Setup,
    findings: Findings,
    run: MapFunction,
    on_progress: Callable[[int, int], None],
    known: KnownBallots | None = None,
) -> BallotBox:
    """Check every ballot on the board and add up those that count.

    Raises ConflictError where ``known`` is of another election.
    """
    box = _read_entries(structure, findings)
    election = _election_bytes(structure)
    if setup.context is None or election is None:
        return box
    known = KnownBallots() if known is None else known
    known.begin(setup.context.fingerprint)
    totals = _start_totals(setup.context)
    width = sum(compute_widths(setup.context.election.questions))
    most = max(1, min(MOST_WRONG, MOST_WRONG_CIPHERTEXTS // width))
    summable = True
    done = wrong = 0
    tasks = _tasks(structure, setup, box, election, known)
    while wrong < most and (window := _take_window(tasks)):
        for entries, outcome in zip(
            (entries for entries, _ in window),
            run(check_ballots, [task for _, task in window]),
            strict=True,
        ):
            problems = zip(entries, outcome.problems, strict=True)
            found, taken = _take(box, known, findings, most - wrong, problems)
            summable = summable and all(outcome.parsed)
            if outcome.totals is not None:
                totals.add(outcome.totals, 1)
            wrong, done = wrong + found, done + taken
            on_progress(done, len(box.entries))
    summable = summable and done == len(box.entries)
    if summable and setup.weights is not None and structure.ballots_certain:
        box.tally = totals.totals
        box.total_weight = sum(_weight(setup, box.entries[index]) for index in box.last)
    return box


def _take(
    box: BallotBox,
    known: KnownBallots,
    findings: Findings,
    most: int,
    checked: Iterable[tuple[BallotEntry, tuple[str, str] | None]],
) -> tuple[int, int]:
    """Note what some ballots' checks said, while fewer than ``most`` are wrong; gives how many are,
    and how many were looked at."""
    wrong = taken = 0
    for entry, problem in checked:
        if wrong == most:
            break
        taken += 1
        if problem is None:
            box.accepted += 1
            known.digests.add(entry.digest)
        else:
            wrong += 1
            findings.add(problem[0], entry.height, problem[1])
    return wrong, taken


def _weight(setup: Setup, entry: BallotEntry) -> int:
    # A ballot under an unlisted credential is a finding of its own; it is added up once.
    return (setup.weights or {}).get(entry.credential or "", 1)


def _election_bytes(structure: Structure) -> bytes | None:
    events = structure.of_kind("Setup")
    payload = events[0].payload if events else None
    body = structure.fetch(payload) if payload else None
    objects = referred_objects("Setup", body) if body is not None else None
    return structure.fetch(objects[0]) if objects else None


def _take_window(tasks: Iterator[_Task]) -> list[_Task]:
    """The tasks that are held in memory together."""
    window: list[_Task] = []
    size = 0
    while len(window) < TASKS_A_WINDOW and size < BYTES_A_WINDOW:
        task = next(tasks, None)
        if task is None:
            break
        window.append(task)
        size += sum(len(item.body) for item in task[1].ballots)
    return window


def _tasks(
    structure: Structure, setup: Setup, box: BallotBox, election: bytes, known: KnownBallots
) -> Iterator[_Task]:
    counting = set(box.last)
    entries: list[BallotEntry] = []
    ballots: list[BallotToCheck] = []
    size = 0
    for index, entry in enumerate(box.entries):
        body = structure.fetch(entry.digest)
        if body is None:
            continue
        listed = setup.weights is None or entry.credential in setup.weights
        weight = _weight(setup, entry) if index in counting else 0
        entries.append(entry)
        ballots.append(BallotToCheck(body, listed, weight, entry.digest in known.digests))
        size += len(body)
        if len(ballots) == BALLOTS_A_TASK or size >= BYTES_A_TASK:
            yield entries, BallotTask(election, ballots)
            entries, ballots, size = [], [], 0
    if ballots:
        yield entries, BallotTask(election, ballots)
