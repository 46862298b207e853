"""A small form: what was typed, what is wrong with it, and nothing lost in between.

Views ask for each field by name and kind; problems are collected, so that a page can be
shown again with every value as it was typed. Services check again and have the last word.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from werkzeug.datastructures import MultiDict

from voteapp.campaign.lookalikes import looks_empty
from voteapp.campaign.texts import LONGEST_TITLE, clean_text
from voteapp.errors import InvalidInputError
from voteapp.services.errors import InvalidDraftError
from voteapp.web.words.i18n import gettext as _
from voteapp.web.words.i18n import say

Word = TypeVar("Word", bound=str)
FOLDS = ("first", "second")


class Form:
    """Typed values by field name, and the problems found so far, in the order of the page."""

    def __init__(self, data: Mapping[str, str] | MultiDict[str, str] | None = None) -> None:
        self.data: MultiDict[str, str] = MultiDict(data or {})
        self.errors: dict[str, str] = {}
        self.anchors: dict[str, str] = {}
        self.twice: dict[str, list[tuple[str, str]]] = {}

    def value(self, name: str) -> str:
        """What was typed into a field, exactly."""
        return self.data.get(name, "")

    def values(self, name: str) -> list[str]:
        """What was typed into all fields of one name."""
        return self.data.getlist(name)

    def error(self, name: str) -> str | None:
        """What is wrong with a field, if anything."""
        return self.errors.get(name)

    def anchor(self, name: str) -> str:
        """The id of the element that a problem's link leads to."""
        return self.anchors.get(name, name)

    def describing(self, name: str, hint: str | None) -> str:
        """The ids of what a field's page says about it: its hint, its problem."""
        ids = [f"{name}-hint"] if hint else []
        return " ".join([*ids, f"{name}-error"] if self.error(name) else ids)

    def asks(self, name: str) -> bool:
        """Whether a time that was typed comes twice, so that the page asks which one is meant."""
        return name in self.twice

    def options(self, name: str) -> list[tuple[str, str]]:
        """The two instants of such a time, to choose from."""
        return self.twice.get(name, [])

    @property
    def ok(self) -> bool:
        """Whether no problem was found."""
        return not self.errors

    def add(self, name: str, message: str) -> None:
        """Note a problem; the first one of a field stands."""
        self.errors.setdefault(name, message)

    def refuse(self, error: InvalidInputError, fields: Mapping[str, str] | None = None) -> None:
        """Note a service's refusal at the field it names (``fields`` renames it)."""
        name = (fields or {}).get(error.field, error.field)
        self.add(name, say(error))

    def refuse_all(self, error: InvalidDraftError) -> None:
        """Note every refusal at its field, without what stands before the page's own fields."""
        for one in error.errors:
            self.add(one.field.removeprefix(error.within), say(one))
            if not one.field.startswith(error.within):
                self.anchors[one.field] = "main"

    def text(
        self,
        name: str,
        missing: str,
        *,
        limit: int = LONGEST_TITLE,
        required: bool = True,
        raw: str | None = None,
    ) -> str:
        """One text: line ends become LF, other control characters are refused, length checked.

        ``missing`` is the sentence to show when nothing was typed, or nothing is seen of it.
        """
        typed = self.value(name) if raw is None else raw
        try:
            value = clean_text(name, typed, limit)
        except InvalidInputError as error:
            self.refuse(error)
            return typed
        if required and looks_empty(value):
            self.add(name, missing)
        return value

    def integer(self, name: str, missing: str, *, low: int, high: int) -> int:
        """A whole number from ``low`` to ``high``; ``low`` when there is a problem."""
        typed = self.value(name).strip().replace(" ", "").replace(",", "")
        if not typed:
            self.add(name, missing)
            return low
        if not (typed.isascii() and typed.isdigit() and len(typed) < 10):
            self.add(name, _("Enter a whole number, like 12."))
            return low
        number = int(typed)
        if not low <= number <= high:
            self.add(name, _("Enter a number from %(low)d to %(high)d.", low=low, high=high))
            return low
        return number

    def choice(self, name: str, allowed: Sequence[Word], missing: str) -> Word:
        """One of the ``allowed`` values; the first when there is a problem."""
        typed = self.value(name)
        for word in allowed:
            if word == typed:
                return word
        self.add(name, missing)
        return allowed[0]

    def checked(self, name: str) -> bool:
        """Whether a checkbox was ticked."""
        return bool(self.value(name))

    def instant(self, name: str, zone: ZoneInfo, missing: str) -> datetime | None:
        """A local date and time (``2026-11-21T07:30``) in ``zone``; None with a problem.

        A time that comes twice, when clocks go back, is asked about: ``twice`` then holds the two
        options by the field's name, and ``fold_name`` names the field that chooses.
        """
        typed = self.value(name).strip()
        if not typed:
            self.add(name, missing)
            return None
        try:
            local = datetime.fromisoformat(typed)
        except ValueError:
            local = None
        if local is None or local.tzinfo is not None or not 2000 <= local.year < 2100:
            self.add(name, _("Enter a date and a time, like 2026-11-21 07:30."))
            return None
        aware = local.replace(tzinfo=zone, second=0, microsecond=0)
        if _does_not_exist(aware, zone):
            self.add(name, _("The clocks change then: that time does not exist. Choose another."))
            return None
        if aware.utcoffset() == aware.replace(fold=1).utcoffset():
            return aware
        self.twice[name] = _tell_apart(aware)
        chosen = self.value(fold_name(name))
        if chosen not in FOLDS:
            self.add(
                fold_name(name), _("The clocks go back then: that time comes twice. Choose which.")
            )
            return None
        return aware.replace(fold=FOLDS.index(chosen))


def fold_name(name: str) -> str:
    """The field that says which one is meant of a time that comes twice."""
    return f"{name}-fold"


def write_instant(name: str, instant: datetime | None, zone: ZoneInfo) -> dict[str, str]:
    """The fields of a form in which ``Form.instant`` reads that instant, to the minute."""
    if instant is None:
        return {name: ""}
    local = instant.astimezone(zone)
    fields = {name: local.strftime("%Y-%m-%dT%H:%M")}
    if local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset():
        fields[fold_name(name)] = FOLDS[local.fold]
    return fields


def _does_not_exist(local: datetime, zone: ZoneInfo) -> bool:
    return local.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != local.replace(tzinfo=None)


def _tell_apart(local: datetime) -> list[tuple[str, str]]:
    words = {
        FOLDS[0]: _("%(time)s, before the clocks go back (UTC%(offset)s)"),
        FOLDS[1]: _("%(time)s, after the clocks go back (UTC%(offset)s)"),
    }
    told = []
    for fold, sentence in enumerate(words.values()):
        offset = local.replace(fold=fold).isoformat()[-6:]
        told.append((FOLDS[fold], sentence % {"time": local.strftime("%H:%M"), "offset": offset}))
    return told
