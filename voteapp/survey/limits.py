"""Limits on patients per nurse, read from versioned data files (one jurisdiction a file).

The figures are data and never code; ``voteapp/survey/data/README.md`` says what each field means.
What a contract or a local standard sets, the committee enters by itself.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from voteapp.campaign.canonical import encode_canonical
from voteapp.campaign.questionnaire.checks import check_limit
from voteapp.campaign.questionnaire.document import Limit, Source
from voteapp.errors import MisuseError, ProtocolError
from voteapp.protocol.encoding import hash_hex

Counted = Literal["patient", "couplet", "mother-and-baby", "ward-average", "shift-average"]
Shift = Literal["", "day", "morning", "afternoon", "night"]
Role = Literal["nurse", "registered nurse", "licensed nurse", "midwife", "nursing assistant"]

AVERAGES: Collection[str] = ("ward-average", "shift-average")
"""What is counted where one nurse may have more while the average holds."""

_WIDER: Mapping[str, Collection[str]] = {
    "registered nurse": ("licensed nurse", "nurse"),
    "licensed nurse": ("nurse",),
}
"""Whoever is the one is the others too."""

_PARTS_OF_DAY: Collection[str] = ("morning", "afternoon")
_ASSISTANTS = re.compile(
    r"(certified )?(nursing|nurse|patient care) (assistant|aide|tech)|cna|aide"
)
_PLACE = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3})?\Z")
_UNIT = re.compile(r"[a-z]+(-[a-z]+)*\Z")


@dataclass(frozen=True)
class UnitLimits:
    """The limits of one kind of unit; none, with a ``note``, where a place has a rule that is no
    number for one nurse."""

    unit: str
    name: str
    note: str
    limits: tuple[Limit, ...]


@dataclass(frozen=True)
class Jurisdiction:
    """One jurisdiction's file; ``code`` is such as ``US-CA``."""

    code: str
    name: str
    notes: tuple[str, ...]
    units: tuple[UnitLimits, ...]


class _Common(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True
):
    """What a file's limits have in common, unless one says otherwise."""

    status: Source
    roles: Annotated[list[Role], Meta(min_length=1)]
    covered: str
    citation: Annotated[str, Meta(min_length=1)]
    address: Annotated[str, Meta(min_length=1)]
    since: str | None = msgspec.field(name="from")
    until: str | None


class _Row(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True
):
    limit: Annotated[int, Meta(ge=1, le=999)]
    counted: Counted
    condition: str
    checked: str | None
    checked_by: str
    shift: Shift = ""
    status: Source | UnsetType = UNSET
    roles: Annotated[list[Role], Meta(min_length=1)] | UnsetType = UNSET
    covered: str | UnsetType = UNSET
    citation: Annotated[str, Meta(min_length=1)] | UnsetType = UNSET
    address: Annotated[str, Meta(min_length=1)] | UnsetType = UNSET
    since: str | UnsetType | None = msgspec.field(name="from", default=UNSET)
    until: str | UnsetType | None = UNSET


class _Unit(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    unit: str
    name: Annotated[str, Meta(min_length=1)]
    note: str
    limits: list[_Row]


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    version: Literal[2]
    jurisdiction: str
    name: Annotated[str, Meta(min_length=1)]
    common: _Common
    notes: list[str]
    units: Annotated[list[_Unit], Meta(min_length=1)]


def read_jurisdiction(file: str, data: bytes) -> Jurisdiction:
    """What a file holds. Raises MisuseError that names the file and the field."""
    try:
        found = msgspec.json.decode(data, type=_File)
    except msgspec.DecodeError as error:
        raise MisuseError(f"{file}: {error}") from None
    if not _PLACE.match(found.jurisdiction):
        raise MisuseError(f"{file}: jurisdiction: not a code such as US-CA")
    units: list[UnitLimits] = []
    for place, unit in enumerate(found.units):
        at = f"{file}: units[{place}]"
        if not _UNIT.match(unit.unit):
            raise MisuseError(f"{at}.unit: not small letters with hyphens between them")
        if any(unit.unit == other.unit for other in units):
            raise MisuseError(f"{at}.unit: {unit.unit} is there twice")
        if not unit.limits and not unit.note:
            raise MisuseError(f"{at}: neither a limit nor a note")
        rows = [
            _read_row(f"{at}.limits[{n}]", found.common, row) for n, row in enumerate(unit.limits)
        ]
        units.append(UnitLimits(unit.unit, unit.name, unit.note, tuple(rows)))
    return Jurisdiction(found.jurisdiction, found.name, tuple(found.notes), tuple(units))


def _read_row(at: str, common: _Common, row: _Row) -> Limit:
    fields = {**msgspec.structs.asdict(common), **_list_set(row)}
    source = fields.pop("status")
    limit = Limit(source=source, **fields)
    try:
        check_limit(limit)
    except ProtocolError as error:
        raise MisuseError(f"{at}: {error.message}") from None
    return limit


def _list_set(row: _Row) -> dict[str, object]:
    fields = msgspec.structs.asdict(row)
    return {name: value for name, value in fields.items() if value is not UNSET}


@cache
def load_jurisdictions() -> Mapping[str, Jurisdiction]:
    """Read every jurisdiction's file; keys are codes such as ``US-CA``, sorted."""
    folder = files("voteapp.survey").joinpath("data", "limits")
    found: dict[str, Jurisdiction] = {}
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if file.name.endswith(".json"):
            item = read_jurisdiction(file.name, file.read_bytes())
            if item.code in found:
                raise MisuseError(f"{file.name}: jurisdiction: another file describes {item.code}")
            found[item.code] = item
    return dict(sorted(found.items()))


def list_in_force(
    place: Jurisdiction, day: str, *, unit: str = "", shift: str = "", role: str = ""
) -> list[tuple[UnitLimits, Limit]]:
    """The limits of a place on a day (``2026-06-01``), in the file's order; of a kind of unit, for
    a shift and for a role where these are given."""
    return [
        (found, limit)
        for found in place.units
        if unit in ("", found.unit)
        for limit in found.limits
        if is_in_force(limit, day, day) and is_for_shift(limit, shift) and is_for(limit, role)
    ]


def is_in_force(limit: Limit, first: str, last: str) -> bool:
    """Whether a limit holds on some day from ``first`` to ``last``."""
    return (limit.since is None or limit.since <= last) and (
        limit.until is None or limit.until >= first
    )


def is_for_shift(limit: Limit, shift: str) -> bool:
    """Whether a limit holds in a shift (``""``: in some shift); the day is all but the night."""
    if limit.shift in ("", shift) or not shift:
        return True
    return limit.shift == "day" and shift in _PARTS_OF_DAY


def is_for(limit: Limit, role: str) -> bool:
    """Whether a limit covers people of a role (``""``: of some role)."""
    wanted = {role, *_WIDER.get(role, ())}
    return not role or not limit.roles or not wanted.isdisjoint(limit.roles)


def covers_nurses(roles: Sequence[str]) -> bool:
    """Whether nurses are among the people whom a limit covers: what nurses answer is never
    compared with one for nursing assistants only. No roles: everybody."""
    return not roles or not all(_ASSISTANTS.match(role.strip().casefold()) for role in roles)


def compute_key(unit: UnitLimits, limit: Limit) -> str:
    """16 hex digits that name one limit of a place, as long as nothing of it changes."""
    return hash_hex(encode_canonical([unit.unit, limit]))[:16]


def find_limit(place: Jurisdiction, key: str) -> Limit | None:
    """The limit of that key."""
    return next(
        (limit for found, limit in _list_all(place) if compute_key(found, limit) == key), None
    )


def _list_all(place: Jurisdiction) -> Iterator[tuple[UnitLimits, Limit]]:
    return ((unit, limit) for unit in place.units for limit in unit.limits)
