"""Who was asked in each group, who answered, and who did not: what stands beside every figure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction

from voteapp.errors import MisuseError


@dataclass(frozen=True)
class Group:
    """One question in one group of members. Every number counts people.

    ``members``: N, the roster; ``accepted``: n, ballots that were counted. ``not_applicable`` None:
    the question does not offer it, so it concerns everybody. ``not_substantive``: ballots whose
    answer says nothing about the question ("I can't say"); with several answers to choose, only
    answers that stand alone can be counted so.
    """

    members: int
    accepted: int
    not_applicable: int | None = None
    prefer_not: int = 0
    not_substantive: int = 0

    @property
    def base(self) -> int:
        """Those concerned and answering: the denominator of every share."""
        said_nothing = (self.not_applicable or 0) + self.prefer_not + self.not_substantive
        return self.accepted - said_nothing

    @property
    def unknown(self) -> int:
        """u: members of whom nobody knows what they would say, even whether it concerns them."""
        return self.members - self.accepted + self.prefer_not + self.not_substantive


@dataclass(frozen=True)
class Missing:
    """Members who are not in the base, by reason; printed beside every figure.

    With the base they add up to the roster. ``not_applicable`` None: not offered.
    """

    no_ballot: int
    not_applicable: int | None
    prefer_not: int
    not_substantive: int


def check_groups(groups: Mapping[str, Group]) -> None:
    """Raise MisuseError if a group has more answers than ballots, or more ballots than members."""
    for group in groups.values():
        said = (group.not_applicable or 0, group.prefer_not, group.not_substantive, group.base)
        if min(said) < 0 or group.accepted > group.members:
            raise MisuseError("counts do not fit each other")


def check_same_groups(groups: Collection[str], others: Collection[str]) -> None:
    """Raise MisuseError unless both speak of the same groups."""
    if set(groups) != set(others):
        raise MisuseError("counts of other groups")


def compute_missing(group: Group) -> Missing:
    """Why members are not in the base."""
    return Missing(
        no_ballot=group.members - group.accepted,
        not_applicable=group.not_applicable,
        prefer_not=group.prefer_not,
        not_substantive=group.not_substantive,
    )


def compute_total(groups: Mapping[str, Group]) -> Group:
    """All groups as one; nobody is in two of them. Raises MisuseError (``check_groups``)."""
    check_groups(groups)
    listed = list(groups.values())
    offered = [g.not_applicable for g in listed if g.not_applicable is not None]
    return Group(
        members=sum(g.members for g in listed),
        accepted=sum(g.accepted for g in listed),
        not_applicable=sum(offered) if offered else None,
        prefer_not=sum(g.prefer_not for g in listed),
        not_substantive=sum(g.not_substantive for g in listed),
    )


def compute_response_rates(groups: Mapping[str, Group]) -> dict[str, Fraction]:
    """Accepted ballots by roster, for each group. Raises MisuseError, for an empty roster too."""
    check_groups(groups)
    if any(group.members == 0 for group in groups.values()):
        raise MisuseError("nobody on the roster")
    return {code: Fraction(g.accepted, g.members) for code, g in groups.items()}
