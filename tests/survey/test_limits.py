"""Legal limits: the data files, against the table that they were made from."""

from __future__ import annotations

import pytest

from voteapp.survey.limits import get_unit_limits, load_jurisdictions


@pytest.mark.parametrize(
    ("jurisdiction", "unit", "limits"),
    [
        ("US-CA", "icu", [(2, "patient", "")]),
        ("US-CA", "medical-surgical", [(5, "patient", "")]),
        ("US-CA", "postpartum", [(4, "couplet", ""), (6, "patient", "mothers only")]),
        (
            "US-CA",
            "emergency",
            [(4, "patient", ""), (2, "patient", "critical"), (1, "patient", "trauma")],
        ),
        ("US-OR", "medical-surgical", [(4, "patient", "")]),
        ("US-OR", "antepartum", [(6, "patient", "")]),
        ("CA-BC", "medical-surgical", [(4, "patient", "")]),
        ("US-NY", "icu", [(2, "patient", "")]),
        ("AU-QLD", "ward", [(4, "ward", "day"), (7, "ward", "night")]),
    ],
)
def test_figures(jurisdiction: str, unit: str, limits: list[tuple[int, str, str]]) -> None:
    found = get_unit_limits(jurisdiction, unit)
    assert found is not None
    assert [(x.limit, x.counted, x.condition) for x in found.limits] == limits


def test_no_limit_known() -> None:
    assert get_unit_limits("US-CA", "pharmacy") is None
    assert get_unit_limits("XX", "icu") is None


def test_every_file_is_well_formed() -> None:
    for item in load_jurisdictions().values():
        assert item.version == 1
        assert item.citation
        assert item.units
        assert len({row.unit for row in item.units}) == len(item.units)
        for row in item.units:
            assert row.limits
            assert all(x.limit >= 1 for x in row.limits)
            assert all(x.counted in ("patient", "couplet", "ward") for x in row.limits)


def test_a_units_own_day_wins() -> None:
    california = load_jurisdictions()["US-CA"]
    days = {row.unit: california.since_of(row) for row in california.units}
    assert (days["icu"], days["telemetry"]) == ("2004-01-01", "2008-01-01")
