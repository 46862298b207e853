"""The list of time zones: what the standard library knows, and the same in JavaScript."""

from __future__ import annotations

import re
from pathlib import Path
from zoneinfo import available_timezones

from voteapp.campaign.setup.zones import ZONES

PAGE = Path(__file__).parents[3] / "voteapp/static/js/campaign/setup/zones.js"


def test_every_zone_exists() -> None:
    assert available_timezones() >= ZONES
    assert {"UTC", "America/Los_Angeles", "America/Argentina/Ushuaia"} <= ZONES
    assert len(ZONES) > 500


def test_the_phones_list_is_the_same() -> None:
    text = PAGE.read_text(encoding="utf-8")
    areas = re.findall(r'^  (\w+):((?:\s*"[^"]+"(?: \+)?)+),$', text, re.M)
    found = {
        f"{area}/{name}"
        for area, lines in areas
        for name in "".join(re.findall(r'"([^"]+)"', lines)).split()
    }
    assert found | {"UTC"} == ZONES
