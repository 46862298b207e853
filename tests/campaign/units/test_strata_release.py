"""Strata, merging, and the release function with its promises."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voteapp.campaign.units.release import (
    check_plan,
    compute_group_code,
    compute_plan,
    compute_release,
)
from voteapp.campaign.units.strata import (
    check_strata,
    compute_entitled,
    create_leaf,
    create_node,
    list_leaves,
    merge_leaves,
)
from voteapp.errors import ProtocolError


def tree(*facilities):
    """A tree from one list of (roster, variant) per facility."""
    return create_node(
        "c",
        "Campaign",
        [
            create_node(
                f"f{i}",
                f"Facility {i}",
                [
                    create_leaf(f"f{i}u{j}", f"Unit {j}", roster, variant)
                    for j, (roster, variant) in enumerate(units)
                ],
            )
            for i, units in enumerate(facilities)
        ],
    )


units = st.lists(
    st.tuples(st.integers(0, 60), st.sampled_from(["", "none"])), min_size=1, max_size=6
)
trees = st.lists(units, min_size=1, max_size=5).map(lambda lists: tree(*lists))


def test_merging_takes_the_smallest_with_its_smallest_sibling():
    root = tree([(5, ""), (30, ""), (8, ""), (9, "x")], [(3, "")])
    merged = merge_leaves(root, 5)
    assert [(leaf.code, leaf.name, leaf.roster) for leaf in list_leaves(merged)] == [
        ("f0u0+f0u2", "Unit 0 + Unit 2", 13),
        ("f0u1", "Unit 1", 30),
        ("f0u3", "Unit 3", 9),
        ("f1u0", "Unit 0", 3),
    ]


@pytest.mark.slow
@given(trees, st.integers(5, 20))
def test_merging_keeps_everybody_and_leaves_no_small_pair(root, k):
    merged = merge_leaves(root, k)
    check_strata(merged)
    assert compute_entitled(merged) == compute_entitled(root)
    before = sorted(leaf.code for leaf in list_leaves(root))
    parts = sorted(code for leaf in list_leaves(merged) for code in leaf.code.split("+"))
    assert parts == before
    for facility in merged.children:
        for leaf in list_leaves(facility):
            if leaf.roster < 2 * k:
                same = [x for x in list_leaves(facility) if x.variant == leaf.variant]
                assert len(same) == 1


@given(trees, st.data(), st.integers(5, 20))
def test_groups_are_disjoint_large_and_hold_every_ballot(root, data, k):
    counts = {leaf.code: data.draw(st.integers(0, leaf.roster)) for leaf in list_leaves(root)}
    plan = compute_plan(root, counts, "partition", k)
    check_plan(plan, root, counts)
    for variant in ("", "none"):
        codes = {leaf.code for leaf in list_leaves(root) if leaf.variant == variant}
        ballots = sum(counts[code] for code in codes)
        withheld = sum(counts[code] for code in codes & set(plan.withheld))
        assert withheld == (0 if ballots >= k else ballots)


def test_the_release_function_pools_small_children():
    root = tree([(50, ""), (50, ""), (50, "")], [(50, "")])
    counts = {"f0u0": 3, "f0u1": 4, "f0u2": 30, "f1u0": 12}
    # f0: pool (3, 4) is under 10, so the smallest of the rest joins: one group for all of f0.
    assert sorted(map(sorted, compute_release(root, counts, 10))) == [
        ["f0u0", "f0u1", "f0u2"],
        ["f1u0"],
    ]
    assert sorted(map(sorted, compute_release(root, counts, 5))) == [
        ["f0u0", "f0u1"],
        ["f0u2"],
        ["f1u0"],
    ]
    assert compute_release(root, counts, 50) == []


def test_equal_counts_are_ordered_by_code():
    root = tree([(50, ""), (50, ""), (50, ""), (50, "")])
    counts = {"f0u3": 4, "f0u2": 10, "f0u1": 10, "f0u0": 10}
    assert ["f0u3", "f0u0"] in compute_release(root, counts, 10)


def test_total_is_everything_or_nothing():
    root = tree([(50, ""), (50, "x")])
    plan = compute_plan(root, {"f0u0": 4, "f0u1": 1}, "total", 5)
    assert [group.leaves for group in plan.groups] == [["f0u0", "f0u1"]]
    assert plan.groups[0].ballots == 5 and plan.withheld == []
    below = compute_plan(root, {"f0u0": 4}, "total", 5)
    assert below.groups == [] and below.withheld == ["f0u0", "f0u1"]


def test_group_codes_are_pinned():
    assert compute_group_code(["b", "a"]) == compute_group_code(["a", "b"]) == "7e18f737311b"


@pytest.mark.parametrize("problem", ["twice", "uncovered", "code", "count", "small", "variants"])
def test_a_plan_that_breaks_its_promise(problem):
    import msgspec

    root = tree([(50, ""), (50, "x")], [(50, "")])
    counts = {"f0u0": 20, "f0u1": 20, "f1u0": 20}
    plan = compute_plan(root, counts, "partition", 10)
    check_plan(plan, root, counts)
    replace = msgspec.structs.replace
    first = plan.groups[0]
    if problem == "twice":
        bad = replace(plan, withheld=[first.leaves[0]])
    elif problem == "uncovered":
        bad = replace(plan, groups=plan.groups[1:])
    elif problem == "code":
        bad = replace(plan, groups=[replace(first, code="0" * 12), *plan.groups[1:]])
    elif problem == "count":
        bad = replace(plan, groups=[replace(first, ballots=21), *plan.groups[1:]])
    elif problem == "small":
        bad = replace(plan, k=21)
    else:
        codes = ["f0u0", "f0u1", "f1u0"]
        group = replace(first, code=compute_group_code(codes), leaves=codes, ballots=60)
        bad = replace(plan, groups=[group])
    with pytest.raises(ProtocolError) as caught:
        check_plan(bad, root, counts)
    assert caught.value.code == "release-plan"


@pytest.mark.parametrize(
    "root",
    [
        create_leaf("c", "Campaign", 10),
        create_node("c", "Campaign", []),
        create_node("c", "Campaign", [create_leaf("c", "Unit", 10)]),
        create_node("c", "Campaign", [create_leaf("a b", "Unit", 10)]),
        create_node("c", "Campaign", [create_leaf("a", "Unit", -1)]),
        create_node("c", "Campaign", [create_leaf("a", "A", 2**30), create_leaf("b", "B", 2**30)]),
    ],
)
def test_trees_that_cannot_be(root):
    with pytest.raises(ProtocolError) as caught:
        check_strata(root)
    assert caught.value.code == "manifest-strata"
