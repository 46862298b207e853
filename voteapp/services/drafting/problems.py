"""What is wrong with a draft, collected: a form shows all of it together."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from voteapp.campaign.lookalikes import looks_empty
from voteapp.campaign.questionnaire.document import Text, Texts
from voteapp.campaign.texts import clean_text
from voteapp.errors import InvalidInputError
from voteapp.errors import gettext as _

T = TypeVar("T")


class Problems:
    """Collects errors, so that a form shows all of them together."""

    def __init__(self) -> None:
        self.errors: list[InvalidInputError] = []

    def add(self, field: str, message: str) -> None:
        """Note what is wrong with a field."""
        self.errors.append(InvalidInputError(field, message))

    def require(self, condition: bool, field: str, message: str) -> None:
        """Note it where the condition does not hold."""
        if not condition:
            self.add(field, message)

    def attempt(self, action: Callable[[], T], fallback: T) -> T:
        """What ``action`` gives; where it refuses, that is noted and ``fallback`` given."""
        try:
            return action()
        except InvalidInputError as error:
            self.errors.append(error)
            return fallback

    def text(
        self, field: str, value: str, longest: int, *, lines: bool = True, needed: bool = True
    ) -> str:
        """A cleaned text; empty, or empty to the eye, only where it may be."""
        before = len(self.errors)
        cleaned = self.attempt(lambda: clean_text(field, value, longest, lines=lines), "")
        if needed and looks_empty(cleaned) and len(self.errors) == before:
            self.add(field, _("This cannot be empty."))
        return cleaned

    def texts(self, field: str, texts: Texts, language: str, longest: int) -> Texts:
        """Texts of every language cleaned; the one written first is the field's and is needed."""
        return {
            name: Text(
                text=self.text(
                    field if name == language else f"{field}.{name}",
                    text.text,
                    longest,
                    needed=name == language,
                ),
                help=self.text(f"{field}.help", text.help, longest, needed=False),
            )
            for name, text in texts.items()
        }
