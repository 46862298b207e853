"""The committee of a vote whose key is to be made."""

from __future__ import annotations

import pytest

from tests.players.browser.people import Committee, People
from tests.players.browser.signers.trustees import lock_vote

TITLE = "Do you authorize a strike?"


@pytest.fixture
def committee(people: People) -> Committee:
    return lock_vote(people, TITLE)
