"""What the booth knows of a campaign before anything is cast: in its page, and over the API."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from voteapp.services.trustees import reading
from voteapp.services.voting import entry
from voteapp.web.frame.jsonable import jsonable
from voteapp.web.frame.sessions import get_context


def describe_booth(code: str) -> Any:
    """The fields of ``GET /api/campaigns/CODE`` (docs/http-api.md). Raises NotFoundError."""
    booth = asdict(entry.get_booth(get_context(), code))
    overview = reading.get_ceremony_overview(get_context(), code)
    needed = overview and {
        "people": len(overview.trustees),
        "needed": overview.threshold + overview.singles,
    }
    return jsonable({**booth, "trustees": needed})
