"""Every error class of the project, in one small tree; this module imports nothing.

``ProtocolError``: somebody else's bytes are wrong. ``MisuseError``: our own caller is wrong.
``ServiceError``: a use case cannot be carried out, in words for the person who asked.
Messages never carry a token, a private scalar or a choice.

Sentences for people are raised where nobody knows in which language they will be read:
``gettext`` marks them for the catalogs and gives the English text, which remembers its template,
so that a page can look that up in its own language (``get_sentence``).
"""

from __future__ import annotations


class Sentence(str):
    """An English sentence with the template and the values it was made of."""

    template: str
    values: dict[str, object]


def gettext(message: str, **values: object) -> Sentence:
    """A sentence; ``%(name)s`` is filled in. Import it as ``_`` so that Babel finds the texts."""
    shown: dict[str, object] = {
        name: value if isinstance(value, (int, str)) else str(value)
        for name, value in values.items()
    }
    sentence = Sentence(message % shown if shown else message)
    sentence.template, sentence.values = message, shown
    return sentence


def get_sentence(error: Exception) -> Sentence | None:
    """The sentence that an error was raised with, if it is one."""
    first = error.args[0] if error.args else None
    return first if isinstance(first, Sentence) else None


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


class BusyError(ServiceError):
    """The server could not do it in time; trying again is safe."""


class ConfigurationError(ServiceError):
    """A setting is missing or wrong; the message names it and says what to do."""
