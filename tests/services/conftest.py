"""Worlds on SQLite files and, marked slow, on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.players.services.world import World, create_settings


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """Empty databases in SQLite files."""
    made = World(create_settings(tmp_path))
    yield made
    made.context.board.close()
    made.context.roll.close()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def each_world(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[World]:
    """Empty databases of either kind (on PostgreSQL board and roll share one, for the test)."""
    settings = create_settings(tmp_path)
    if request.param == "postgresql":
        url = str(request.getfixturevalue("postgresql"))
        settings = create_settings(tmp_path, board_url=url, roll_url=url)
    made = World(settings)
    yield made
    made.context.board.close()
    made.context.roll.close()
