"""The groups of a survey that were opened, and those that were not, with the reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from voteapp.campaign.units.release import Plan, compute_group_code
from voteapp.campaign.units.strata import Stratum, get_children, is_leaf, list_leaves
from voteapp.errors import MisuseError

Reason = Literal["below-k", "not-published"]
"""Fewer than k ballots came: nobody ever opens them; or they are not opened, or shown, yet."""

Totals = Sequence[Sequence[int]]
"""A result as the record has it: a row a question, the blank first where there is one."""


@dataclass(frozen=True)
class Place:
    """A leaf, with the names of what holds it, the campaign apart: ("North", "4 West")."""

    code: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Released:
    """Leaves that were opened together. ``members``: entitled; ``accepted``: ballots counted.

    Where more ballots came than members are entitled (everybody is told so), ``members`` are the
    ballots: nobody knows of more, and no figure may say more than all.
    """

    code: str
    places: tuple[Place, ...]
    members: int
    accepted: int
    totals: Totals

    @property
    def response(self) -> Fraction:
        """Ballots by members."""
        return Fraction(self.accepted, self.members)


@dataclass(frozen=True)
class Withheld:
    """Leaves of which nothing is shown. ``accepted`` None: their ballots are not told apart."""

    places: tuple[Place, ...]
    members: int
    accepted: int | None
    reason: Reason


@dataclass(frozen=True)
class Release:
    """All leaves of a part, each in one group or withheld."""

    k: int
    groups: tuple[Released, ...]
    withheld: tuple[Withheld, ...]


def create_release(
    strata: Stratum, entitled: Mapping[str, int], plan: Plan, counted: int, totals: Totals | None
) -> Release:
    """What a plan of one total group, or none, lets people see. Raises MisuseError.

    ``entitled``: members in force, by leaf code; ``counted``: ballots; ``totals``: None where
    nothing is opened or published. A plan of several groups needs the totals of each: not yet.
    """
    if len(plan.groups) > 1:
        raise MisuseError("a result for each group is not supported yet")
    places = {place.code: place for place in list_places(strata)}
    leaves = list(places) if not plan.groups else plan.groups[0].leaves
    members = sum(entitled[code] for code in leaves)
    held = tuple(places[code] for code in leaves)
    if not plan.groups or totals is None:
        reason: Reason = "not-published" if plan.groups else "below-k"
        return Release(plan.k, (), (Withheld(held, members, counted, reason),))
    group = Released(plan.groups[0].code, held, max(members, counted), counted, totals)
    rest = tuple(
        Withheld((places[code],), entitled[code], None, "below-k") for code in plan.withheld
    )
    return Release(plan.k, (group,), rest)


def list_places(strata: Stratum) -> list[Place]:
    """Every leaf, in the tree's order."""
    return list(_walk(strata, ()))


def _walk(node: Stratum, above: tuple[str, ...]) -> Iterator[Place]:
    if is_leaf(node):
        (leaf,) = list_leaves(node)
        yield Place(leaf.code, above)
    for child in get_children(node):
        yield from _walk(child, (*above, child.name))


def merge_groups(groups: Sequence[Released]) -> Released:
    """All groups as one: nobody is in two of them, so their totals add up."""
    places = tuple(place for group in groups for place in group.places)
    rows = zip(*(group.totals for group in groups), strict=True)
    return Released(
        code=compute_group_code([place.code for place in places]),
        places=places,
        members=sum(group.members for group in groups),
        accepted=sum(group.accepted for group in groups),
        totals=[[sum(cell) for cell in zip(*row, strict=True)] for row in rows],
    )
