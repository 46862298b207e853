"""Every error class of the project, in one small tree; this module imports nothing.

``ProtocolError``: somebody else's bytes are wrong. ``MisuseError``: our own caller is wrong.
``ServiceError``: a use case cannot be carried out, in words for the person who asked.
Messages never carry a token, a private scalar or a choice.
"""

from __future__ import annotations


class VoteappError(Exception):
    """Root of all errors that this project raises on purpose."""


class ProtocolError(VoteappError):
    """Somebody else's bytes break a rule of the protocol.

    ``code`` is the finding code under which an auditor reports it (docs/findings.md).
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class UnsupportedError(ProtocolError):
    """A well-formed record that uses a group or a question type that we do not know yet."""

    def __init__(self, message: str) -> None:
        super().__init__("unsupported", message)


class NotAnArchiveError(ProtocolError):
    """The input cannot be read as an election archive or a bundle at all."""

    def __init__(self, message: str) -> None:
        super().__init__("not-an-archive", message)


class MisuseError(VoteappError):
    """Our own code called something with arguments that can never be right."""


class ServiceError(VoteappError):
    """A use case cannot be carried out; ``str(error)`` is a sentence for a person."""


class InvalidInputError(ServiceError):
    """A value that a person typed or a program sent is not acceptable; ``field`` names it."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class NotFoundError(ServiceError):
    """What was asked for does not exist."""


class NotAllowedError(ServiceError):
    """The person is known, but may not do this."""


class ConflictError(ServiceError):
    """What was asked for does not fit the present state (already done, too late, too early)."""


class ConfigurationError(ServiceError):
    """A setting is missing or wrong; the message names it and says what to do."""
