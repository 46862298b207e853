"""Release: groups of at least k, decided from public data before anything is decrypted.

DESIGN, "Release"; docs/formats.md, "Evidence" (Plan).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from voteapp.campaign.canonical import Record, encode_canonical
from voteapp.campaign.units.strata import (
    Stratum,
    get_children,
    get_leaf,
    is_leaf,
    list_leaves,
)
from voteapp.errors import MisuseError, ProtocolError
from voteapp.protocol.encoding import hash_hex

K_FLOOR = 5
"""No campaign releases groups smaller than this."""


class Group(Record, frozen=True, kw_only=True):
    """Leaves that are decrypted together, and the ballots that were counted in them."""

    code: str
    leaves: list[str]
    ballots: int


class Plan(Record, frozen=True, kw_only=True):
    """What will be decrypted: ``groups``; the ballots of ``withheld`` leaves, if any, never are."""

    policy: str
    k: int
    groups: list[Group]
    withheld: list[str]


def sort_codes(codes: Sequence[str]) -> list[str]:
    """Codes in the order of their UTF-8 bytes."""
    return sorted(codes, key=str.encode)


def compute_group_code(leaves: Sequence[str]) -> str:
    """The first 12 hex digits of SHA-256 of the sorted leaf codes joined by line ends."""
    return hash_hex("\n".join(sort_codes(leaves)).encode())[:12]


def compute_plan_hash(plan: Plan) -> str:
    """SHA-256 (hex) of the plan's canonical JSON: what closing statements sign."""
    return hash_hex(encode_canonical(plan))


def compute_release(root: Stratum, counts: Mapping[str, int], k: int) -> list[list[str]]:
    """The groups of leaf codes that the release function forms on a tree of one variant.

    ``counts`` gives the ballots counted per leaf code (missing: 0). Empty when fewer than k came
    in all; else groups are disjoint and hold every leaf with a ballot.
    """
    groups: list[list[str]] = []
    if _count(root, counts) >= k:
        _release(root, counts, k, groups)
    return groups


def _count(node: Stratum, counts: Mapping[str, int]) -> int:
    return sum(counts.get(leaf.code, 0) for leaf in list_leaves(node))


def _codes(nodes: Sequence[Stratum]) -> list[str]:
    return [leaf.code for node in nodes for leaf in list_leaves(node)]


def _release(node: Stratum, counts: Mapping[str, int], k: int, groups: list[list[str]]) -> None:
    """The function of DESIGN, step by step; ``node`` has at least k ballots."""
    numbered = ((_count(child, counts), child.code.encode(), child) for child in get_children(node))
    children = sorted((item for item in numbered if item[0] > 0), key=lambda item: item[:2])
    if not children:
        groups.append(_codes([node]))
        return
    if len(children) == 1:
        _release(children[0][2], counts, k, groups)
        return
    pool = [item for item in children if item[0] < k]
    rest = [item for item in children if item[0] >= k]
    while pool and sum(item[0] for item in pool) < k and rest:
        pool.append(rest.pop(0))
    if len(rest) + bool(pool) < 2:
        groups.append(_codes([node]))
        return
    for item in rest:
        _release(item[2], counts, k, groups)
    if pool:
        groups.append(_codes([item[2] for item in pool]))


def restrict_variant(root: Stratum, variant: str) -> Stratum | None:
    """The tree with only the leaves of one question variant; None when there is none."""
    if is_leaf(root):
        return root if get_leaf(root).variant == variant else None
    kept = [restrict_variant(child, variant) for child in get_children(root)]
    children = [child for child in kept if child is not None]
    return Stratum(code=root.code, name=root.name, children=children) if children else None


def compute_plan(root: Stratum, counts: Mapping[str, int], policy: str, k: int) -> Plan:
    """The release plan from the manifest's tree, policy and k, and the ballots per leaf.

    ``total``: one group of everything. ``partition``: the groups of each variant by itself.
    """
    leaves = list_leaves(root)
    unknown = set(counts) - {leaf.code for leaf in leaves}
    if unknown:
        raise MisuseError("ballots are counted in leaves that the tree does not have")
    if policy == "total":
        total = [leaf.code for leaf in leaves]
        found = [total] if sum(counts.values()) >= k else []
    else:
        found = []
        for variant in sorted({leaf.variant for leaf in leaves}):
            tree = restrict_variant(root, variant)
            if tree is not None:
                found += compute_release(tree, counts, k)
    groups = [_create_group(codes, counts) for codes in found]
    held = {code for group in groups for code in group.leaves}
    return Plan(
        policy=policy,
        k=k,
        groups=sorted(groups, key=lambda group: group.code),
        withheld=sort_codes([leaf.code for leaf in leaves if leaf.code not in held]),
    )


def _create_group(codes: Sequence[str], counts: Mapping[str, int]) -> Group:
    return Group(
        code=compute_group_code(codes),
        leaves=sort_codes(codes),
        ballots=sum(counts.get(code, 0) for code in codes),
    )


def check_plan(plan: Plan, root: Stratum, counts: Mapping[str, int]) -> None:
    """Check what a plan promises, without recomputing it: groups are disjoint, with ``withheld``
    they cover every leaf, hold at least k ballots, carry their code and, but for ``total``, mix
    no variants. Raises ProtocolError ``release-plan``."""
    variants = {leaf.code: leaf.variant for leaf in list_leaves(root)}
    placed = [code for group in plan.groups for code in group.leaves] + plan.withheld
    if len(placed) != len(set(placed)):
        raise ProtocolError("release-plan", "a leaf is in two groups")
    if set(placed) != set(variants):
        raise ProtocolError("release-plan", "the groups do not cover the leaves exactly")
    for group in plan.groups:
        if group.code != compute_group_code(group.leaves):
            raise ProtocolError("release-plan", f"group {group.code[:12]!r} has a wrong code")
        if group.ballots != sum(counts.get(code, 0) for code in group.leaves):
            raise ProtocolError("release-plan", f"group {group.code} counts its ballots wrongly")
        if group.ballots < max(plan.k, K_FLOOR):
            raise ProtocolError("release-plan", f"group {group.code} is smaller than k")
        if plan.policy != "total" and len({variants[code] for code in group.leaves}) > 1:
            raise ProtocolError("release-plan", f"group {group.code} mixes question variants")
