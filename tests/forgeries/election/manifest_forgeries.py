"""Manifests that were exchanged, changed, or false from the start."""

from __future__ import annotations

from typing import Any

import msgspec

from tests.forgeries.election.bench import (
    add_certificate,
    edit,
    pack,
    play,
    replace,
    rewrite_setup,
)
from tests.forgeries.election.bundle_forgeries import forges
from tests.players.campaign.elections import RULE, VOTES, Workshop
from voteapp.campaign.setup.manifest import Campaign, Release
from voteapp.campaign.setup.rules import Quorum as Share
from voteapp.campaign.units.strata import create_leaf, create_node
from voteapp.protocol.encoding import encode_json, hash_hex


def Quorum(comparison: Any, numerator: int) -> Share:
    return Share(comparison=comparison, numerator=numerator, denominator=4)


def play_with(**fields: Any) -> bytes:
    """An election that was really opened with a false manifest; all else is right."""
    return pack(play("manifest", manifest_fields=fields)[1])


@forges("manifest-missing")
def no_manifest() -> bytes:
    return pack(play()[1], manifest=None)


@forges("manifest-encoding")
def a_manifest_with_a_line_end() -> bytes:
    election = play()[1]
    return pack(election, manifest=election.manifest_bytes + b"\n")


@forges("manifest-encoding")
def a_manifest_with_one_more_field() -> bytes:
    election = play()[1]
    return pack(election, manifest=edit(election.manifest_bytes, lambda m: m.update(note="x")))


@forges("manifest-encoding")
def a_manifest_whose_server_key_is_no_key() -> bytes:
    return play_with(server_key="Z" * 64)


@forges("manifest-revoting")
def a_manifest_that_allows_a_second_ballot() -> bytes:
    return play_with(revoting=True)


@forges("manifest-key")
def a_server_key_that_is_neutral() -> bytes:
    return play_with(server_key="01" + "00" * 31)


@forges("manifest-key")
def a_server_key_of_order_two() -> bytes:
    return play_with(server_key="ec" + "ff" * 30 + "7f")


@forges("manifest-key")
def a_server_key_of_order_eight() -> bytes:
    return play_with(server_key="26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05")


@forges("manifest-key")
def a_server_key_of_mixed_order() -> bytes:
    """The generator, and the point of order two added to it."""
    return play_with(server_key="95" + "99" * 31)


@forges("manifest-key")
def a_server_key_that_is_not_canonical() -> bytes:
    """y = p + 1: the neutral element in another form."""
    return play_with(server_key="ee" + "ff" * 30 + "7f")


@forges("manifest-key")
def a_server_key_that_is_no_point() -> bytes:
    return play_with(server_key="02" + "00" * 31)


@forges("manifest-rule")
def a_rule_that_is_always_met() -> bytes:
    return play_with(rule=msgspec.structs.replace(RULE, comparison="at-least", numerator=0))


@forges("manifest-rule")
def a_rule_that_a_single_vote_meets() -> bytes:
    return play_with(rule=msgspec.structs.replace(RULE, comparison="more-than", numerator=0))


@forges("manifest-rule")
def a_quorum_that_is_always_met() -> bytes:
    return play_with(rule=replace(RULE, quorum=Quorum("at-least", 0)))


@forges("manifest-rule")
def a_quorum_that_is_never_met() -> bytes:
    return play_with(rule=replace(RULE, quorum=Quorum("more-than", 4)))


@forges("manifest-zone")
def a_zone_that_does_not_exist() -> bytes:
    return play_with(zone="America/Los_Angels")


@forges("manifest-zone")
def a_zone_of_digits() -> bytes:
    return play_with(zone="1")


@forges("manifest-encoding")
def a_zone_that_is_a_path() -> bytes:
    return play_with(zone="../../etc/localtime")


@forges("manifest-booth")
def no_booth_outside_a_trial() -> bytes:
    return play_with(trial=False)


@forges("manifest-rule")
def a_rule_that_is_never_met() -> bytes:
    return play_with(
        rule=msgspec.structs.replace(RULE, comparison="more-than", numerator=1, denominator=1)
    )


@forges("manifest-hash")
def a_larger_roster_afterwards() -> bytes:
    election = play()[1]

    def change(manifest: dict[str, Any]) -> None:
        manifest["strata"]["children"][0]["children"][0]["roster"] += 1

    return pack(election, manifest=edit(election.manifest_bytes, change))


@forges("manifest-hash")
def a_smaller_k_afterwards() -> bytes:
    election = play("k", manifest_fields={"release": Release(policy="total", k=7, variants=[""])})
    data = edit(election[1].manifest_bytes, lambda m: m["release"].update(k=5))
    return pack(election[1], manifest=data)


@forges("manifest-line")
def a_description_that_names_no_manifest() -> bytes:
    workshop = Workshop("line")
    election = rewrite_setup(workshop, change_election=lambda e: e.update(description="Vote once."))
    return pack(workshop.play(election, VOTES))


@forges("manifest-line")
def something_after_the_line() -> bytes:
    workshop = Workshop("after")
    election = rewrite_setup(
        workshop, change_election=lambda e: e.update(description=e["description"] + "\n")
    )
    return pack(workshop.play(election, VOTES))


@forges("manifest-uuid")
def the_manifest_of_a_sibling() -> bytes:
    workshop = Workshop("sibling")
    uuid = "AnotherUuid123"
    tellers = [workshop.teller.create_statement([uuid], [workshop.leaves])]
    campaign = Campaign(name="x", uuids=[uuid])
    fields = {"uuid": uuid, "campaign": campaign, "tellers": tellers}
    workshop.manifest = replace(workshop.manifest, **fields)
    return pack(workshop.play(workshop.open(), VOTES))


@forges("manifest-uuid")
def a_campaign_without_this_election() -> bytes:
    return play_with(campaign=Campaign(name="x", uuids=["AnotherUuid123"]))


@forges("manifest-schedule")
def closing_before_opening() -> bytes:
    return play_with(closes="2026-11-21T07:59:59-08:00")


@forges("manifest-schedule")
def totals_opened_before_closing() -> bytes:
    return play_with(decrypts="2026-11-28T19:59:59-08:00")


@forges("manifest-schedule")
def opening_in_the_year_1() -> bytes:
    return play_with(opens="0001-01-01T00:00:00+00:00")


@forges("manifest-schedule")
def opening_in_1999() -> bytes:
    return play_with(opens="1999-12-31T23:59:59+00:00")


@forges("manifest-schedule")
def closing_in_the_year_9999() -> bytes:
    return play_with(closes="9999-12-31T23:59:59+00:00")


@forges("manifest-schedule")
def decrypting_in_2200() -> bytes:
    return play_with(decrypts="2200-01-01T00:00:00+00:00")


@forges("manifest-schedule")
def an_offset_of_a_day() -> bytes:
    return play_with(closes="2026-11-28T20:00:00+23:59")


@forges("manifest-schedule")
def an_offset_of_less_than_nothing() -> bytes:
    return play_with(closes="2026-11-28T20:00:00-00:00")


@forges("manifest-schedule")
def an_instant_without_a_zone() -> bytes:
    return play_with(opens="2026-11-21T08:00:00")


@forges("manifest-rule")
def a_rule_about_an_answer_that_is_not_there() -> bytes:
    return play_with(rule=replace(RULE, answer=2))


@forges("manifest-rule")
def a_vote_without_a_rule() -> bytes:
    return play_with(rule=None)


@forges("manifest-strata")
def two_units_with_one_code() -> bytes:
    units = [create_leaf(code, "Unit", 10) for code in ("er", "icu", "er")]
    return play_with(strata=create_node("c", "C", units))


@forges("manifest-release")
def k_under_the_floor() -> bytes:
    return play_with(release=Release(policy="total", k=4, variants=[""]))


@forges("manifest-release")
def variants_that_no_unit_has() -> bytes:
    return play_with(release=Release(policy="total", k=5, variants=["", "none"]))


@forges("manifest-release")
def groups_of_a_roster_under_2k() -> bytes:
    units = [create_leaf("er", "ER", 4), create_leaf("icu", "ICU", 5)]
    return play_with(
        strata=create_node("c", "C", units),
        release=Release(policy="partition", k=5, variants=[""]),
    )


@forges("manifest-credentials")
def one_slip_more_than_fixed() -> bytes:
    workshop = Workshop("stuffed")
    stuffed = Workshop("stuffing")
    stranger = stuffed.public[0]
    election = rewrite_setup(workshop, credentials=lambda entries: sorted([*entries, stranger]))
    return pack(workshop.play(election, VOTES))


@forges("credential-certificate")
def a_certificate_of_junk() -> bytes:
    workshop = Workshop("junk")
    return pack(workshop.play(add_certificate(workshop, b'"What nobody reads"'), VOTES))


@forges("credential-order")
def credentials_in_printing_order() -> bytes:
    workshop = Workshop("order")
    unsorted = sorted(workshop.public, reverse=True)
    workshop.manifest = replace(workshop.manifest, credentials=hash_hex(encode_json(unsorted)))
    election = rewrite_setup(workshop, credentials=lambda entries: unsorted)
    return pack(workshop.play(election, VOTES))


@forges("credential-weighted")
def a_weight_in_the_list() -> bytes:
    workshop = Workshop("weights")
    first, *others = sorted(workshop.public)
    weighted = [f"{first},1", *others]
    workshop.manifest = replace(workshop.manifest, credentials=hash_hex(encode_json(weighted)))
    election = rewrite_setup(workshop, credentials=lambda entries: weighted)
    return pack(workshop.play(election, VOTES))
