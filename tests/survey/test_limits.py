"""Limits: the data files against ``cases/limits.md`` of the project, dates, and what is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib.resources import files
from typing import Any

import pytest

from voteapp.campaign.questionnaire.document import Limit
from voteapp.errors import MisuseError
from voteapp.survey.limits import (
    Jurisdiction,
    compute_key,
    covers_nurses,
    find_limit,
    is_in_force,
    list_in_force,
    load_jurisdictions,
    read_jurisdiction,
)

LATE = "2026-11-21"
FOLDER = files("voteapp.survey").joinpath("data", "limits")


def get(place: str) -> Jurisdiction:
    return load_jurisdictions()[place]


def find(place: str, unit: str, day: str = LATE, **wanted: str) -> list[Limit]:
    return [limit for _, limit in list_in_force(get(place), day, unit=unit, **wanted)]


def numbers(place: str, unit: str, day: str = LATE, **wanted: str) -> list[int]:
    return [limit.limit for limit in find(place, unit, day, **wanted)]


def note(place: str, unit: str) -> str:
    return next(found.note for found in get(place).units if found.unit == unit)


def test_every_file_is_read_and_nothing_is_called_checked() -> None:
    names = {file.name for file in FOLDER.iterdir()}
    assert names >= {
        "british_columbia.json",
        "california.json",
        "massachusetts.json",
        "new_york.json",
        "oregon.json",
        "queensland.json",
        "victoria.json",
    }
    places = load_jurisdictions()
    assert set(places) >= {"AU-QLD", "AU-VIC", "CA-BC", "US-CA", "US-MA", "US-NY", "US-OR"}
    assert len(places) == len(names) and list(places) == sorted(places)
    for place in places.values():
        for unit in place.units:
            for limit in unit.limits:
                assert (limit.checked, limit.checked_by) == (None, "")
                assert limit.citation and limit.address.startswith("http")
                assert limit.roles and limit.covered


def test_oregon_counts_mothers_and_babies_each() -> None:
    for unit in ("postpartum", "antepartum", "well-baby"):
        assert [(x.limit, x.counted) for x in find("US-OR", unit)] == [(6, "mother-and-baby")]
    assert [(x.limit, x.counted) for x in find("US-OR", "mother-baby")] == [(8, "mother-and-baby")]
    assert find("US-OR", "intermediate-nursery") == []


def test_oregons_medical_surgical_units_have_four_only_since_june_2026() -> None:
    assert numbers("US-OR", "medical-surgical", "2024-05-31") == []
    assert numbers("US-OR", "medical-surgical", "2024-06-01") == [5]
    assert numbers("US-OR", "medical-surgical", "2026-05-31") == [5]
    assert numbers("US-OR", "medical-surgical", "2026-06-01") == [4]
    assert {limit.since for _, limit in list_in_force(get("US-OR"), "2025-01-01")} == {"2024-06-01"}
    assert any("HB 4074" in text for text in get("US-OR").notes)


def test_oregon_has_complications_assistants_exclusions_and_variances() -> None:
    active = [x for x in find("US-OR", "labor") if x.limit == 1]
    assert [x.condition for x in active] == [
        "patients in active labor, or with complications at any stage of labor"
    ]
    day, night = find("US-OR", "all", shift="day"), find("US-OR", "all", shift="night")
    assert [(x.limit, x.roles) for x in (*day, *night)] == [
        (7, ["nursing assistant"]),
        (11, ["nursing assistant"]),
    ]
    assert numbers("US-OR", "all", role="registered nurse") == []
    words = " ".join(get("US-OR").notes)
    for text in ("ready for discharge", "psychiatric", "Type A and B", "without one, these ratios"):
        assert text in words
    emergency = [(x.limit, x.counted) for x in find("US-OR", "emergency")]
    assert emergency == [(5, "patient"), (4, "shift-average"), (1, "patient")]
    assert "plan" in note("US-OR", "psychiatry")


def test_british_columbia_is_policy_and_whole() -> None:
    place = get("CA-BC")
    assert {x.source for unit in place.units for x in unit.limits} == {"policy"}
    once = {
        "icu": 1, "palliative": 3, "focused-care": 3, "alternative-level": 7, "well-baby": 3,
        "step-down": 2, "medical-surgical": 4, "antepartum": 3, "labor": 1,
    }  # fmt: skip
    assert {unit: numbers("CA-BC", unit) for unit in once} == {u: [n] for u, n in once.items()}
    assert numbers("CA-BC", "rehabilitation", shift="day") == [5]
    assert numbers("CA-BC", "rehabilitation", shift="night") == [7]
    emergency = [(x.condition, x.limit) for x in find("CA-BC", "emergency")]
    assert {
        ("short stay patients", 4),
        ("fast track patients", 4),
        ("", 3),
        ("trauma patients", 1),
    } == set(emergency)
    assert find("CA-BC", "operating-room") == [] and "2.5" in note("CA-BC", "operating-room")
    assert "two nurses for one patient" in note("CA-BC", "post-anesthesia")
    assert all(unit.unit != "pediatrics" for unit in place.units)
    assert "four years" in place.notes[0] and "not a statute" in place.notes[0]


def test_massachusetts_has_one_or_two_by_acuity() -> None:
    assert numbers("US-MA", "icu", "2014-09-27") == []
    found = find("US-MA", "icu", "2014-09-28")
    assert sorted(x.limit for x in found) == [1, 2]
    assert all(x.condition for x in found)
    assert "958 CMR 8.00" in found[0].citation
    assert "Massachusetts Nurses Association" in get("US-MA").notes[0]


def test_new_york_follows_the_patients_need() -> None:
    assert [unit.unit for unit in get("US-NY").units] == ["critical-care"]
    (limit,) = find("US-NY", "critical-care", "2023-06-29")
    assert limit.limit == 2 and "practitioner determines" in limit.condition
    assert numbers("US-NY", "critical-care", "2023-06-28") == []


def test_queensland_counts_prescribed_wards_by_shift() -> None:
    for unit in ("medical-surgical", "mental-health"):
        for shift, number in (("morning", 4), ("afternoon", 4), ("day", 4), ("night", 7)):
            (limit,) = find("AU-QLD", unit, shift=shift)
            assert (limit.limit, limit.counted) == (number, "ward-average")
            assert "Prescribed" in limit.covered
    assert numbers("AU-QLD", "medical-surgical", "2016-06-30") == []
    assert "Regulation" in find("AU-QLD", "medical-surgical")[0].citation


def test_california() -> None:
    assert [x.condition for x in find("US-CA", "labor")] == ["patients in active labor"]
    assert [x.condition for x in find("US-CA", "antepartum")] == [
        "patients who are not in active labor"
    ]
    assert numbers("US-CA", "labor-postpartum") == [3]
    assert [(x.limit, x.counted) for x in find("US-CA", "postpartum")] == [
        (4, "couplet"),
        (6, "patient"),
        (8, "mother-and-baby"),
    ]
    assert "direct care" in get("US-CA").notes[1]
    once = {
        "icu": 2, "burn": 2, "nicu": 2, "step-down": 3, "telemetry": 4, "medical-surgical": 5,
        "specialty": 4, "oncology": 4, "well-baby": 8, "intermediate-nursery": 4, "pediatrics": 4,
        "psychiatry": 6, "operating-room": 1, "post-anesthesia": 2,
    }  # fmt: skip
    assert {unit: numbers("US-CA", unit) for unit in once} == {u: [n] for u, n in once.items()}
    assert numbers("US-CA", "emergency") == [4, 2, 1]
    assert numbers("US-CA", "telemetry", "2007-12-31") == []


def test_a_registered_nurse_is_a_licensed_nurse_and_a_nurse() -> None:
    for place, unit in (("US-CA", "icu"), ("CA-BC", "medical-surgical"), ("US-OR", "icu")):
        assert len(find(place, unit, role="registered nurse")) == 1
    assert [len(find("US-OR", "icu", role=role)) for role in ("nurse", "nursing assistant")] == [
        0,
        0,
    ]
    assert len(find("US-CA", "icu", role="licensed nurse")) == 1


def test_victoria_says_what_was_not_verified() -> None:
    assert numbers("AU-VIC", "icu") == [1]
    assert numbers("AU-VIC", "resuscitation", shift="morning") == [1]
    assert numbers("AU-VIC", "resuscitation", "2026-06-30", shift="morning") == [3]
    assert numbers("AU-VIC", "postnatal", shift="night") == [4]
    assert numbers("AU-VIC", "postnatal", shift="day") == []
    assert any("not verified" in text for text in get("AU-VIC").notes)
    assert any("level" in text and "not listed" in text for text in get("AU-VIC").notes)


def test_a_period_and_a_day() -> None:
    (five,) = find("US-OR", "medical-surgical", "2025-01-01")
    assert is_in_force(five, "2026-05-31", "2026-07-01")
    assert not is_in_force(five, "2026-06-01", "2026-07-01")
    assert not is_in_force(five, "2024-05-01", "2024-05-31")


@pytest.mark.parametrize(
    ("roles", "covered"),
    [
        (["nursing assistant"], False),
        (["CNA"], False),
        (["Certified nursing assistants", "aides"], False),
        (["nursing assistant", "registered nurse"], True),
        (["RN", "LVN"], True),
        ([], True),
    ],
)
def test_assistants_are_not_nurses(roles: list[str], covered: bool) -> None:
    assert covers_nurses(roles) is covered


def test_a_key_names_one_limit() -> None:
    place = get("US-CA")
    keys = [compute_key(unit, x) for unit in place.units for x in unit.limits]
    assert len(set(keys)) == len(keys)
    assert [find_limit(place, key) for key in keys] == [x for u in place.units for x in u.limits]
    assert find_limit(place, "0" * 16) is None


def edit(change: Callable[[Any], object]) -> bytes:
    value = json.loads(FOLDER.joinpath("new_york.json").read_bytes())
    change(value)
    return json.dumps(value).encode()


def first(value: Any) -> Any:
    return value["units"][0]["limits"][0]


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda v: v.update(version=1), "$.version"),
        (lambda v: v.update(jurisdiction="New York"), "jurisdiction"),
        (lambda v: v["common"].pop("citation"), "`citation` - at `$.common`"),
        (lambda v: v["common"].update(roles=["doctor"]), "$.common.roles[0]"),
        (lambda v: v["common"].update(status="rumour"), "$.common.status"),
        (lambda v: v["common"].update(address="example.org"), "units[0].limits[0]: a limit's"),
        (lambda v: v["units"].append(v["units"][0]), "units[1].unit"),
        (lambda v: v["units"][0].update(limits=[], note=""), "units[0]: neither"),
        (lambda v: v["units"][0].update(unit="Critical care"), "units[0].unit"),
        (lambda v: first(v).pop("checked"), "`checked` - at `$.units[0].limits[0]`"),
        (lambda v: first(v).update(limit=0), "$.units[0].limits[0].limit"),
        (lambda v: first(v).update(limit=2.5), "$.units[0].limits[0].limit"),
        (lambda v: first(v).update(counted="beds"), "$.units[0].limits[0].counted"),
        (lambda v: first(v).update(since="2023-06-29"), "`since` - at `$.units[0].limits[0]`"),
        (lambda v: first(v).update({"from": "2023-06-31"}), "units[0].limits[0]: "),
        (lambda v: first(v).update(until="2020-01-01"), "ends before it begins"),
        (lambda v: first(v).update(checked="2026-11-21"), "by nobody"),
        (lambda v: first(v).update(shift="dusk"), "$.units[0].limits[0].shift"),
    ],
)
def test_a_wrong_file_is_named_with_its_field(change: Callable[[Any], object], place: str) -> None:
    with pytest.raises(MisuseError) as caught:
        read_jurisdiction("new_york.json", edit(change))
    assert str(caught.value).startswith("new_york.json: ")
    assert place in str(caught.value)


def test_a_row_says_otherwise_than_its_file() -> None:
    changed = edit(lambda v: first(v).update({"from": None, "status": "policy"}))
    (unit,) = read_jurisdiction("x.json", changed).units
    assert (unit.limits[0].since, unit.limits[0].source) == (None, "policy")
    assert unit.limits[0].citation == "10 NYCRR 405.5"


def test_what_is_no_json_is_refused_by_the_files_name() -> None:
    with pytest.raises(MisuseError, match=r"^oregon\.json: "):
        read_jurisdiction("oregon.json", b"{")
