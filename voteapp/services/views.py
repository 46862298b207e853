"""What the use cases take and give: plain frozen values, no database rows.

Instants are aware datetimes in UTC; ``timezone`` is the IANA name in which people read them.
``code`` is a campaign's short name in addresses; ``uuid`` is an election's Belenios identifier.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

STATES = (
    "draft",
    "keys",
    "slips",
    "ready",
    "open",
    "closed",
    "decrypted",
    "published",
    "cancelled",
)
"""A campaign's states in their order; ``cancelled`` can follow any but ``published``."""


# --- people -------------------------------------------------------------------------------


@dataclass(frozen=True)
class AccountView:
    """A committee account. ``name`` is what services take as ``actor``."""

    id: int
    name: str
    created: datetime


@dataclass(frozen=True)
class SecretView:
    """What a one-time address is for: ``first``, ``invitation`` or ``reset`` (of ``name``)."""

    purpose: str
    name: str | None
    expires: datetime


# --- drafts -------------------------------------------------------------------------------


@dataclass(frozen=True)
class QuestionDraft:
    """One question: ``minimum`` to ``maximum`` answers, or the blank where ``blank`` is set.

    One choice is minimum = maximum = 1. ``code`` is a survey template's own name for the
    question (``"2d"``), empty for questions written by hand.
    """

    text: str
    answers: tuple[str, ...]
    minimum: int = 1
    maximum: int = 1
    blank: bool = False
    code: str = ""


@dataclass(frozen=True)
class RuleDraft:
    """``answer`` (0-based) of question 0 must reach ``numerator/denominator``.

    ``comparison``: ``"at_least"`` or ``"more_than"``. ``of``: ``"counted"``, ``"not_blank"`` or
    ``"entitled"``. The quorum is the least share of entitled members whose ballots count; 0/1
    means none.
    """

    answer: int = 0
    numerator: int = 1
    denominator: int = 2
    comparison: str = "more_than"
    of: str = "counted"
    quorum_numerator: int = 0
    quorum_denominator: int = 1


@dataclass(frozen=True)
class ElectionDraft:
    """One vote (``kind="vote"``, one question and a rule) or one survey (``kind="survey"``).

    ``k`` is the fewest ballots of which anything is decrypted (at least 5).
    """

    kind: str
    title: str
    questions: tuple[QuestionDraft, ...]
    description: str = ""
    rule: RuleDraft | None = None
    k: int = 5


@dataclass(frozen=True)
class CampaignDraft:
    """Everything that the committee writes down before keys and slips are made.

    ``limit`` is the unit's legal limit of patients per nurse, where a survey derives from it.
    """

    title: str
    organizer: str
    opening: datetime
    closing: datetime
    elections: tuple[ElectionDraft, ...]
    slips: int
    roster_size: int
    facility: str = ""
    unit: str = ""
    timezone: str = "UTC"
    language: str = "en"
    limit: int | None = None


# --- a campaign, as the committee sees it ---------------------------------------------------


@dataclass(frozen=True)
class CampaignSummary:
    """A line of the committee's list."""

    code: str
    title: str
    state: str
    opening: datetime
    closing: datetime
    timezone: str
    kinds: tuple[str, ...]


@dataclass(frozen=True)
class ElectionView:
    """One election of a campaign. ``state`` is the campaign's, but ``closed`` for one whose
    ballots were fewer than k (``below_k``), for good. Fingerprint and key exist once open."""

    uuid: str
    kind: str
    title: str
    position: int
    draft: ElectionDraft
    k: int
    fingerprint: str | None
    credentials: int
    accepted: int
    counted: int | None
    below_k: bool
    decryptions: int
    decryptions_needed: int


@dataclass(frozen=True)
class ActionView:
    """A line of the committee's public log: who did what, when, in words ``what`` + ``note``."""

    at: datetime
    actor: str
    what: str
    note: str


@dataclass(frozen=True)
class Missing:
    """Something that has to be done before the next state: a code, and who does it
    (``committee``, ``trustee``, ``teller``)."""

    code: str
    who: str


@dataclass(frozen=True)
class CampaignView:
    """A campaign for the committee's pages. ``voting`` says whether a ballot would be taken
    at this instant; ``actual_closing`` is set once EndBallots was appended."""

    code: str
    title: str
    state: str
    draft: CampaignDraft
    elections: tuple[ElectionView, ...]
    missing: tuple[Missing, ...]
    log: tuple[ActionView, ...]
    voting: bool
    opened: datetime | None
    scheduled_closing: datetime
    actual_closing: datetime | None
    cancel_reason: str | None
    key_posted: bool
    rehearsed: bool
    credentials_posted: bool
    tokens_destroyed_by: str | None
    counts: SlipCounts
    trial: bool


# --- trustee and teller ---------------------------------------------------------------------


@dataclass(frozen=True)
class KeyTask:
    """What the trustee's page needs before opening. ``public_key`` is the posted
    trustee_public_key object (JSON text) or None; ``challenge`` the rehearsal's alpha in hex
    (to compare with what the page derives itself)."""

    code: str
    title: str
    state: str
    index: int
    public_key: str | None
    challenge: str | None
    rehearsed: bool


@dataclass(frozen=True)
class SlipElection:
    """One election that a slip opens."""

    uuid: str
    kind: str
    title: str


@dataclass(frozen=True)
class SlipTask:
    """What the teller's page needs. Slips point to ``{base_url}/b/{code}#TOKEN``; ``leaves`` are
    pairs of code and name (one in this version)."""

    code: str
    title: str
    organizer: str
    state: str
    elections: tuple[SlipElection, ...]
    slips: int
    leaves: tuple[tuple[str, str], ...]
    opening: datetime
    closing: datetime
    timezone: str
    base_url: str
    trial: bool
    posted: bool
    destroyed_by: str | None
    reprints: int


@dataclass(frozen=True)
class SlipCounts:
    """Slips printed, handed out, spoiled and returned; ``countersigned_by`` two names or none."""

    printed: int = 0
    handed_out: int = 0
    spoiled: int = 0
    returned: int = 0
    countersigned_by: tuple[str, ...] = ()


# --- the booth ------------------------------------------------------------------------------


@dataclass(frozen=True)
class BoothElection:
    """``election`` is the election object's exact JSON text (its hash is the fingerprint);
    ``questionnaire`` is survey.templates.Questionnaire as JSON text, None where every question is
    simply asked."""

    uuid: str
    kind: str
    title: str
    election: str
    fingerprint: str
    questionnaire: str | None
    manifest: str


@dataclass(frozen=True)
class BoothView:
    """A campaign for the booth. ``phase``: ``not-open``, ``open``, ``closed``, ``cancelled``."""

    code: str
    title: str
    organizer: str
    phase: str
    opening: datetime
    closing: datetime
    timezone: str
    trial: bool
    elections: tuple[BoothElection, ...]


@dataclass(frozen=True)
class SlipState:
    """State of one public credential: ``unused``, ``used`` (with tracker and batch),
    ``voided``, ``unknown``."""

    state: str
    tracker: str | None = None
    batch: int | None = None


# --- decryption -----------------------------------------------------------------------------


@dataclass(frozen=True)
class DecryptionElection:
    """One election for the trustee's page. ``closing_text`` is what the trustee signs
    (``voteapp-closing|...``); ``skip`` is ``below-k`` where nothing will be decrypted.
    ``group`` is the code of the plan's group; the record is fetched apart."""

    uuid: str
    title: str
    fingerprint: str
    ballots: int
    k: int
    skip: str | None
    tallied: bool
    owner: int
    group: str | None
    closing_text: str | None
    statement_posted: bool
    decryption_posted: bool
    head: str | None


@dataclass(frozen=True)
class DecryptionTask:
    """What the trustee's page needs after closing."""

    code: str
    title: str
    state: str
    public_key: str
    elections: tuple[DecryptionElection, ...]


# --- the public -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Turnout:
    """Ballots accepted so far, members entitled, slips made."""

    accepted: int
    entitled: int
    slips: int


@dataclass(frozen=True)
class PublicElection:
    """One election on the public pages; texts are those of the election object once open."""

    uuid: str
    kind: str
    title: str
    fingerprint: str | None
    turnout: Turnout
    k: int
    below_k: bool
    batches: int
    head: str | None


@dataclass(frozen=True)
class PublicCampaign:
    """A campaign on the public pages (never a draft; ``keys`` to ``ready`` show only dates)."""

    code: str
    title: str
    organizer: str
    state: str
    phase: str
    opening: datetime
    closing: datetime
    actual_closing: datetime | None
    timezone: str
    language: str
    trial: bool
    cancel_reason: str | None
    elections: tuple[PublicElection, ...]
    log: tuple[ActionView, ...]


@dataclass(frozen=True)
class BoardLine:
    """A sealed ballot: its tracker, batch and height of its Ballot event."""

    tracker: str
    batch: int
    height: int


@dataclass(frozen=True)
class BoardPage:
    """Sealed ballots in board order; ``page`` counts from 1; ``waiting`` are not sealed yet."""

    uuid: str
    title: str
    lines: tuple[BoardLine, ...]
    page: int
    pages: int
    sealed: int
    waiting: int
    query: str = ""


@dataclass(frozen=True)
class TrackerView:
    """Where a tracker is: ``sealed``, ``waiting`` or ``absent``; ``head`` is the signed head
    (JSON text) of its batch once sealed."""

    state: str
    batch: int | None = None
    height: int | None = None
    head: str | None = None


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
class RuleResult:
    """The rule's outcome in exact integers: ``reached`` of ``out_of`` against
    ``numerator/denominator``; ``met`` is the whole rule, quorum included."""

    met: bool
    answer: str
    reached: int
    out_of: int
    of: str
    comparison: str
    numerator: int
    denominator: int
    quorum_met: bool
    quorum_needed: int
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
    """The results page of a campaign."""

    code: str
    title: str
    organizer: str
    state: str
    opening: datetime
    closing: datetime
    published: datetime | None
    timezone: str
    trustees_present: int
    trustees_needed: int
    counts: SlipCounts
    preserve_until: datetime | None
    elections: tuple[ElectionResults, ...] = field(default_factory=tuple)
