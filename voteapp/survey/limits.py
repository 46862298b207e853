"""Legal limits on patients per nurse, read from versioned data files (one jurisdiction a file).

The figures are data and never code; ``voteapp/survey/data/README.md`` says what each field means.
A limit that a contract or a local standard sets is a plain number, entered by the committee.
"""

from __future__ import annotations

from importlib.resources import files

import msgspec

from voteapp.errors import MisuseError


class Limit(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """At most ``limit`` of what is ``counted`` (patient, couplet, ward) per nurse."""

    limit: int
    counted: str
    condition: str


class UnitLimits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The limits of one type of unit; the first is the one a survey compares with."""

    unit: str
    name: str
    limits: list[Limit]
    since: str | None = None


class Jurisdiction(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One jurisdiction's file. ``since`` and ``checked`` are ISO 8601 days or None (not known)."""

    version: int
    jurisdiction: str
    name: str
    citation: str
    since: str | None
    checked: str | None
    note: str
    units: list[UnitLimits]

    def since_of(self, unit: UnitLimits) -> str | None:
        """The day from which a unit's limits apply: the unit's own, else the file's."""
        return unit.since or self.since


def load_jurisdictions() -> dict[str, Jurisdiction]:
    """Read every jurisdiction's file; keys are codes such as ``US-CA``, sorted."""
    folder = files("voteapp.survey").joinpath("data", "limits")
    found: dict[str, Jurisdiction] = {}
    for file in folder.iterdir():
        if file.name.endswith(".json"):
            item = msgspec.json.decode(file.read_bytes(), type=Jurisdiction)
            if item.jurisdiction in found:
                raise MisuseError(f"two files describe the limits of {item.jurisdiction}")
            found[item.jurisdiction] = item
    return dict(sorted(found.items()))


def get_unit_limits(jurisdiction: str, unit: str) -> UnitLimits | None:
    """The limits of a type of unit, or None: the jurisdiction sets none that we know of."""
    item = load_jurisdictions().get(jurisdiction)
    if item is None:
        return None
    return next((row for row in item.units if row.unit == unit), None)
