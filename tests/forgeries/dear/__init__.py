"""Files that are valid, or nearly, and dear: of each thing that the formats let somebody repeat,
as many as fit, validly signed and proved. They may cost what an honest record of their size does,
three times over, and no more."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from tests.forgeries.dear.papers import PAPERS
from tests.forgeries.dear.questionnaires import QUESTIONNAIRES
from tests.forgeries.dear.records import RECORDS

HONEST = "honest ballots"
"""What the others are compared with."""

MAKERS: dict[str, Callable[[int], bytes]] = {**RECORDS, **PAPERS, **QUESTIONNAIRES}


def list_dear(size: int) -> dict[str, Callable[[], bytes]]:
    """By name, what makes each; ``size``: bytes of the whole file, about."""
    return {name: partial(make, size) for name, make in MAKERS.items()}
