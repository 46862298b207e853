"""The booth, and what everybody may see."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from voteapp.campaign.setup.rules import Comparison, Denominator, Example
from voteapp.campaign.slips.counts import Misfit
from voteapp.services.life import Phase, State
from voteapp.services.values.campaigns import (
    ActionView,
    AmendmentView,
    NoteView,
    SignerStatus,
    SlipCounts,
)
from voteapp.services.values.roles import MirrorView
from voteapp.services.values.times import Times
from voteapp.survey.figures.survey import SurveyFigures


@dataclass(frozen=True)
class BoothElection:
    """``election`` is the election object's exact JSON text (its hash is the fingerprint);
    ``manifest`` and ``questionnaire`` are the texts of the files of these names."""

    uuid: str
    kind: str
    title: str
    election: str
    fingerprint: str
    questionnaire: str
    manifest: str


@dataclass(frozen=True)
class BoothView:
    """A campaign for the booth. ``phase``: ``not-open``, ``late``, ``open``, ``closed``,
    ``withdrawn``, ``cancelled``. ``opening`` and ``closing`` are in force, or when it was;
    ``first_`` ones are those that were fixed, and that may stand on a slip. ``elections`` are there
    from when the slips are printed; ``set_up`` is then what was fixed, as signed text."""

    code: str
    title: str
    organizer: str
    phase: Phase
    opening: datetime
    closing: datetime
    first_opening: datetime
    first_closing: datetime
    timezone: str
    trial: bool
    elections: tuple[BoothElection, ...]
    set_up: str | None


@dataclass(frozen=True)
class SlipState:
    """State of one public credential: ``unused``, ``used`` (with tracker, batch and the signed
    receipt as JSON text), ``voided`` (with the signed refusal that carries the void), ``unknown``;
    of ballots as of the last signed seal."""

    state: str
    tracker: str | None = None
    batch: int | None = None
    receipt: str | None = None
    refusal: str | None = None


@dataclass(frozen=True)
class Turnout:
    """Ballots as of the last signed seal, members entitled, slips made."""

    accepted: int
    entitled: int
    slips: int


@dataclass(frozen=True)
class PublicRule:
    """A fixed rule: ``answer`` must reach ``numerator/denominator`` ``of``; ``quorum`` is a
    fraction, or nothing; ``blank``: a blank vote can be cast. ``example``: with the members in
    force."""

    answer: str
    comparison: Comparison
    numerator: int
    denominator: int
    of: Denominator
    blank: bool
    quorum: str
    example: Example


@dataclass(frozen=True)
class PublicElection:
    """One election on the public pages; texts are those of the election object once open. The
    ``rule`` of a vote is there from Fix on."""

    uuid: str
    kind: str
    title: str
    fingerprint: str | None
    turnout: Turnout
    k: int
    below_k: bool
    batches: int
    head: str | None
    rule: PublicRule | None


@dataclass(frozen=True)
class PublicCampaign:
    """A campaign on the public pages (never a draft; ``keys`` to ``ready`` show only dates).

    ``trustees``: the names of those who hold a part of the key, once it is made: who accepts to be
    a trustee agrees to be named as one. ``tellers``: who made the slips, from Fix on: whoever knows
    the people sees a name that is nobody's. ``signers``: what trustees and witnesses signed, once
    every slip is printed; ``mirrors``: those that the manifest names. ``impossible``: too many keys
    are lost for any result."""

    code: str
    title: str
    organizer: str
    state: State
    phase: Phase
    times: Times
    timezone: str
    language: str
    trial: bool
    cancel_reason: str | None
    annul_reason: str | None
    set_up: str | None
    amendments: tuple[AmendmentView, ...]
    elections: tuple[PublicElection, ...]
    trustees: tuple[str, ...]
    trustees_needed: int
    impossible: bool
    log: tuple[ActionView, ...]
    tellers: tuple[TellerView, ...]
    signers: tuple[SignerStatus, ...]
    mirrors: tuple[MirrorView, ...]


@dataclass(frozen=True)
class TellerView:
    """Who made slips, as she signed it, and how many; by the command where ``offline``."""

    name: str
    slips: int
    offline: bool


@dataclass(frozen=True)
class BoardLine:
    """A sealed ballot: its tracker, batch and height of its Ballot event."""

    tracker: str
    batch: int
    height: int


@dataclass(frozen=True)
class BoardPage:
    """Sealed ballots in board order; ``page`` counts from 1; ``ended``: no more can come."""

    uuid: str
    title: str
    lines: tuple[BoardLine, ...]
    page: int
    pages: int
    sealed: int
    ended: bool
    query: str = ""


@dataclass(frozen=True)
class TrackerView:
    """Where a tracker is, as of the last signed seal: ``sealed`` or ``absent``; ``head`` is the
    signed head (JSON text) of its batch; ``uuid`` and ``title`` are of the part it stands in;
    ``commitment`` (base64) is the ballot's hash, which the phone showed before it was sent."""

    state: str
    batch: int | None = None
    height: int | None = None
    head: str | None = None
    uuid: str | None = None
    title: str | None = None
    commitment: str | None = None


@dataclass(frozen=True)
class SealedTrackers:
    """Every sealed tracker of an election; ``batch`` is the last one sealed, 0 before the first,
    ``final`` whether nothing can be added."""

    uuid: str
    title: str
    batch: int
    final: bool
    server_key: str
    trackers: tuple[str, ...]


@dataclass(frozen=True)
class AnswerResult:
    """One line of a question's result; ``index`` is None for the blank."""

    text: str
    count: int
    index: int | None


@dataclass(frozen=True)
class QuestionResult:
    """Counts of one question, in the order of the answers, the blank last."""

    text: str
    code: str
    answers: tuple[AnswerResult, ...]
    counted: int
    blank: int | None


@dataclass(frozen=True)
class PartFigures:
    """A survey's figures, and which election they are of."""

    uuid: str
    fingerprint: str
    title: str
    figures: SurveyFigures


@dataclass(frozen=True)
class RuleResult:
    """The rule's outcome in exact integers: ``reached`` of ``out_of`` against
    ``numerator/denominator``; ``met`` is the whole rule, quorum included. ``needed`` votes, and
    ``quorum_needed`` ballots, were the fewest that would have done (None: no ballot was of that
    whole, there is no quorum)."""

    met: bool
    answer: str
    reached: int
    out_of: int
    of: Denominator
    comparison: Comparison
    numerator: int
    denominator: int
    needed: int | None
    quorum_met: bool
    quorum_needed: int | None
    quorum_ballots: int


@dataclass(frozen=True)
class ElectionResults:
    """Everything that is shown of one election. ``withheld`` is ``below-k``, ``not-published``
    or None; the questions are empty unless it is None."""

    uuid: str
    kind: str
    title: str
    fingerprint: str | None
    turnout: Turnout
    counted: int
    k: int
    withheld: str | None
    questions: tuple[QuestionResult, ...]
    rule: RuleResult | None
    last_event: str | None


@dataclass(frozen=True)
class ResultsView:
    """The results page of a campaign. ``counts`` is None where nobody counted the slips, and
    ``misfits`` is what does not fit in them."""

    code: str
    title: str
    organizer: str
    state: State
    opening: datetime
    closing: datetime
    published: datetime | None
    timezone: str
    trustees_present: int
    trustees_needed: int
    counts: SlipCounts | None
    misfits: tuple[Misfit, ...]
    notes: tuple[NoteView, ...]
    preserve_until: datetime | None
    annul_reason: str | None
    elections: tuple[ElectionResults, ...] = field(default_factory=tuple)
    signers: tuple[SignerStatus, ...] = ()
    mirrors: tuple[MirrorView, ...] = ()
