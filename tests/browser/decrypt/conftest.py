"""The stage on which trustees and witnesses sign what opened, what closed and what came out."""

from __future__ import annotations

import pytest

from tests.browser.decrypt.witnessed import WitnessedTrustees
from tests.players.browser.site import Site
from tests.players.services.world import VOTE


@pytest.fixture
def stage(site: Site) -> WitnessedTrustees:
    """2 of 3 trustees whose keys are made; nothing is fixed."""
    made = WitnessedTrustees(site, VOTE)
    made.begin()
    made.make_keys()
    return made
