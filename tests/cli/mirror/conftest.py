"""A mirror's host before a server of the test's own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.players.cli.board_server import serve_board
from tests.players.cli.mirror_host import Host


@pytest.fixture
def host(tmp_path: Path) -> Iterator[Host]:
    with serve_board() as board:
        yield Host(tmp_path, board)
