"""Errors of the use cases that a page answers each in its own words.

Every class carries ``code``, a short fixed word for programs (the booth's JavaScript reads it).
No message or attribute carries a token, a credential or a choice.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from voteapp.campaign.questionnaire.document import Questionnaire
from voteapp.campaign.slips.counts import Misfit
from voteapp.errors import ConflictError, InvalidInputError, NotAllowedError, ServiceError
from voteapp.errors import gettext as _


class InvalidDraftError(ServiceError):
    """Several fields of a form are not acceptable; ``errors`` holds one entry for each.

    ``within``: what a field's path begins with where the form shows only a part of the whole.
    """

    def __init__(self, errors: Sequence[InvalidInputError], within: str = "") -> None:
        super().__init__("; ".join(str(error) for error in errors))
        self.errors = tuple(errors)
        self.within = within


class StaleDraftError(ConflictError):
    """What somebody acts on is not as they saw it; nothing was changed."""


class RulesChangeError(ConflictError):
    """An edit would take rules of a questionnaire away, or make them say something else, and its
    author has not agreed yet; nothing was changed. ``agreement``: what to send with just this
    edit, once they do."""

    def __init__(self, before: Questionnaire, after: Questionnaire, agreement: str) -> None:
        super().__init__(_("This changes rules of the survey."))
        self.before = before
        self.after = after
        self.agreement = agreement


class CountsMisfitError(ConflictError):
    """Slip counts that do not fit, and that nobody has confirmed yet; nothing was saved.

    ``confirmation``: what to send with just these counts, once somebody says that they are so.
    """

    def __init__(self, misfits: Sequence[Misfit], confirmation: str) -> None:
        super().__init__(_("These counts do not fit."))
        self.misfits = tuple(misfits)
        self.confirmation = confirmation


class UnconfirmedError(ConflictError):
    """A step that nobody can take back has warnings that were not confirmed; ``keys`` name them."""

    def __init__(self, message: str, keys: Sequence[str]) -> None:
        super().__init__(message)
        self.keys = tuple(keys)


class WrongPasswordError(NotAllowedError):
    """Name and password do not belong together."""


class MustWaitError(NotAllowedError):
    """Wrong tries were made at this door, by whomever; from a browser that is not known there the
    next one has to wait ``retry_after`` seconds, and then to come with ``ticket``."""

    def __init__(self, retry_after: int, ticket: str) -> None:
        super().__init__(
            _(
                "Somebody tried wrong passwords here. From a browser that is new here, wait "
                "%(number)d seconds, then press again.",
                number=retry_after,
            )
        )
        self.retry_after = retry_after
        self.ticket = ticket


class WrongStateError(ConflictError):
    """The campaign is not in a state that allows this; ``state`` is the present one."""

    def __init__(self, message: str, state: str) -> None:
        super().__init__(message)
        self.state = state


class RefusedMessageError(InvalidInputError):
    """A trustee's message in the ceremony was refused, and kept as evidence.

    ``trustee`` (the one to blame) and ``step`` say whose and which, ``code`` is the finding's.
    """

    def __init__(self, message: str, code: str, trustee: int, step: str) -> None:
        super().__init__("message", message)
        self.code = code
        self.trustee = trustee
        self.step = step


class NotReadyError(ConflictError):
    """Something is missing before this step; ``missing`` holds codes of what."""

    def __init__(self, message: str, missing: Sequence[str]) -> None:
        super().__init__(message)
        self.missing = tuple(missing)


class CastError(ServiceError):
    """Root of the answers to a ballot that is not accepted."""

    code = "refused"


class BallotTooLargeError(CastError):
    """More bytes than any ballot of this election can have."""

    code = "too-large"


class BallotRefusedError(CastError):
    """The bytes are not a valid ballot; ``finding`` is the auditor's code for the reason."""

    code = "invalid"

    def __init__(self, finding: str, message: str) -> None:
        super().__init__(message)
        self.finding = finding


class UnknownSlipError(CastError):
    """The slip's public credential is not on this election's list."""

    code = "unknown"


class SignedRefusalError(CastError):
    """A valid ballot is not taken; ``refusal``: docs/formats.md, "Refusal", the exact text."""

    def __init__(self, message: str, refusal: str) -> None:
        super().__init__(message)
        self.refusal = refusal


class VoidedSlipError(SignedRefusalError):
    """The slip was given up before any ballot was cast with it."""

    code = "voided"

    def __init__(self, refusal: str) -> None:
        super().__init__(_("This slip was voided."), refusal)


class UsedSlipError(SignedRefusalError):
    """Another ballot was already cast with this slip; the refusal has its receipt."""

    code = "used"

    def __init__(self, refusal: str) -> None:
        super().__init__(_("A ballot was already cast with this slip."), refusal)


class NotOpenYetError(CastError):
    """Voting has not begun; ``opening`` says when it does, if that is fixed."""

    code = "not-open"

    def __init__(self, opening: datetime | None) -> None:
        super().__init__(_("Voting is not open yet."))
        self.opening = opening


class VotingClosedError(SignedRefusalError):
    """Voting is over since ``closing``; the refusal has the record's final head."""

    code = "closed"

    def __init__(self, closing: datetime, refusal: str) -> None:
        super().__init__(_("Voting is closed."), refusal)
        self.closing = closing


class VotingClosingError(CastError):
    """Voting is over since ``closing``, but the record has not ended yet: that cannot be signed."""

    code = "closing"

    def __init__(self, closing: datetime) -> None:
        super().__init__(_("Voting is closed."))
        self.closing = closing


class VotingWithdrawnError(CastError):
    """The campaign was withdrawn before it opened: this slip is worth nothing."""

    code = "withdrawn"


class TooManyFailuresError(CastError):
    """Too many broken ballots were signed with this slip; this server rests it for a while."""

    code = "too-many"


class ServerBusyError(CastError):
    """The database could not take the ballot in time; trying again is safe."""

    code = "busy"
