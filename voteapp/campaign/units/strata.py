"""Strata: the tree of campaign, facilities and units, with the members entitled in each unit.

DESIGN, "The manifest"; docs/formats.md, "Manifest" (Node).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import UNSET, UnsetType

from voteapp.campaign.canonical import Record, check_count
from voteapp.errors import MisuseError, ProtocolError

MOST_MEMBERS = 100_000
"""For how many members, and how many slips, a campaign is made here; the format allows more."""

_CODE = re.compile(r"[A-Za-z0-9._+-]{1,200}\Z")
_MAX_DEPTH = 8
LARGEST_TREE = 1_024
"""Leaves of a tree: a slip's pin is tried on each (PAPER, "Pin")."""


class Stratum(Record, frozen=True, kw_only=True):
    """A node (``children``) or a leaf (``roster`` members entitled, question ``variant``)."""

    code: str
    name: str
    children: list[Stratum] | UnsetType = UNSET
    roster: int | UnsetType = UNSET
    variant: str | UnsetType = UNSET


class Leaf(Record, frozen=True, kw_only=True):
    """A leaf with all its fields: the smallest stratum, a unit or several that were merged."""

    code: str
    name: str
    roster: int
    variant: str


def create_node(code: str, name: str, children: Sequence[Stratum]) -> Stratum:
    """A stratum that holds others."""
    return Stratum(code=code, name=name, children=list(children))


def create_leaf(code: str, name: str, roster: int, variant: str = "") -> Stratum:
    """A unit with ``roster`` members entitled."""
    return Stratum(code=code, name=name, roster=roster, variant=variant)


def get_children(node: Stratum) -> list[Stratum]:
    """The strata directly below; empty for a leaf."""
    return [] if isinstance(node.children, UnsetType) else node.children


def get_leaf(node: Stratum) -> Leaf:
    """The leaf that ``node`` is; raises MisuseError for a node."""
    if isinstance(node.roster, UnsetType) or isinstance(node.variant, UnsetType):
        raise MisuseError("this stratum is not a leaf")
    return Leaf(code=node.code, name=node.name, roster=node.roster, variant=node.variant)


def is_leaf(node: Stratum) -> bool:
    """Whether a stratum is a leaf."""
    return isinstance(node.children, UnsetType)


def list_leaves(root: Stratum) -> list[Leaf]:
    """All leaves, in the tree's order."""
    return list(_walk_leaves(root))


def _walk_leaves(node: Stratum) -> Iterator[Leaf]:
    if is_leaf(node):
        yield get_leaf(node)
    for child in get_children(node):
        yield from _walk_leaves(child)


def compute_entitled(root: Stratum) -> int:
    """Members entitled: the sum of the leaves' rosters."""
    return sum(leaf.roster for leaf in list_leaves(root))


def check_strata(root: Stratum) -> None:
    """Check the tree's form; raises ProtocolError ``manifest-strata``.

    Every node has children or is a leaf with roster and variant; the root is no leaf; codes are
    well-formed and unique; the sum of rosters is in range,
    and there are at most ``LARGEST_TREE`` leaves.
    """
    if is_leaf(root):
        raise ProtocolError("manifest-strata", "the campaign itself cannot be a leaf")
    codes: set[str] = set()
    _check_node(root, codes, 0)
    if len(list_leaves(root)) > LARGEST_TREE:
        raise ProtocolError("manifest-strata", f"there are more than {LARGEST_TREE} leaves")
    check_count(compute_entitled(root), "manifest-strata", "the sum of rosters")


def _check_node(node: Stratum, codes: set[str], depth: int) -> None:
    if depth > _MAX_DEPTH:
        raise ProtocolError("manifest-strata", "the strata are nested too deeply")
    if not _CODE.match(node.code) or node.code in codes:
        raise ProtocolError("manifest-strata", f"code {node.code[:80]!r} is malformed or repeated")
    codes.add(node.code)
    has_leaf_fields = (node.roster is not UNSET, node.variant is not UNSET)
    if is_leaf(node):
        if has_leaf_fields != (True, True):
            raise ProtocolError("manifest-strata", f"{node.code} is neither node nor leaf")
        check_count(get_leaf(node).roster, "manifest-strata", f"the roster of {node.code}")
        return
    if has_leaf_fields != (False, False) or not get_children(node):
        raise ProtocolError("manifest-strata", f"{node.code} is neither node nor leaf")
    for child in get_children(node):
        _check_node(child, codes, depth + 1)


def merge_leaves(root: Stratum, k: int) -> Stratum:
    """Merge leaves under 2k before slips are printed; ``k`` is the campaign's largest.

    Smallest first with the smallest sibling of the same variant, until none is under 2k or no
    such sibling is left. Leaves are merged only with siblings, so facilities keep theirs.
    """
    if is_leaf(root):
        return root
    nodes = [merge_leaves(c, k) for c in get_children(root) if not is_leaf(c)]
    merged = [[get_leaf(c)] for c in get_children(root) if is_leaf(c)]
    while (pair := _find_merge(merged, 2 * k)) is not None:
        joined = merged[pair[0]] + merged[pair[1]]
        merged = [leaves for i, leaves in enumerate(merged) if i not in pair]
        merged.append(joined)
    leaves = [_join(parts) for parts in merged]
    return create_node(
        root.code, root.name, sorted([*nodes, *leaves], key=lambda child: child.code.encode())
    )


def _find_merge(merged: Sequence[Sequence[Leaf]], least: int) -> tuple[int, int] | None:
    """Places of the smallest leaf under ``least`` that has a sibling, and of that sibling."""
    joined = [get_leaf(_join(parts)) for parts in merged]
    order = sorted(range(len(joined)), key=lambda i: (joined[i].roster, joined[i].code.encode()))
    for i in order:
        if joined[i].roster >= least:
            return None
        for j in order:
            if i != j and joined[i].variant == joined[j].variant:
                return i, j
    return None


def _join(parts: Sequence[Leaf]) -> Stratum:
    """One leaf of several: codes sorted and joined by ``+``, names in the codes' order."""
    ordered = sorted(parts, key=lambda leaf: leaf.code.encode())
    return create_leaf(
        "+".join(leaf.code for leaf in ordered),
        " + ".join(leaf.name for leaf in ordered),
        sum(leaf.roster for leaf in ordered),
        ordered[0].variant,
    )
