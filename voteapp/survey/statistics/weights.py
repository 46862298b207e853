"""One share of several groups, in which each weighs what it has in members."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from voteapp.errors import MisuseError
from voteapp.survey.statistics.groups import Group, check_groups, check_same_groups


@dataclass(frozen=True)
class PostStratified:
    """The weighted share beside the unweighted one; weights add up to 1.

    Groups without a substantive answer cannot be weighted; ``left_out`` names them.
    """

    weighted: Fraction
    unweighted: Fraction
    weights: Mapping[str, Fraction]
    left_out: Sequence[str]


def compute_post_stratified(
    groups: Mapping[str, Group], counts: Mapping[str, int]
) -> PostStratified | None:
    """The sum of N_g/N times p_g over the groups; None without any substantive answer.

    ``counts[group]`` of the group's base gave the answer. A group weighs by its roster, whoever in
    it is concerned. Raises MisuseError for counts that do not fit.
    """
    check_groups(groups)
    check_same_groups(groups, counts)
    if any(not 0 <= counts[code] <= group.base for code, group in groups.items()):
        raise MisuseError("counts do not fit each other")
    used = {code: group for code, group in groups.items() if group.base}
    if not used:
        return None
    members = sum(g.members for g in used.values())
    weights = {code: Fraction(g.members, members) for code, g in used.items()}
    shares = {code: Fraction(counts[code], g.base) for code, g in used.items()}
    return PostStratified(
        weighted=sum((weights[code] * shares[code] for code in used), Fraction(0)),
        unweighted=Fraction(sum(counts.values()), sum(g.base for g in used.values())),
        weights=weights,
        left_out=sorted(set(groups) - set(used)),
    )
