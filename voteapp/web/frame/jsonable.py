"""Service values as JSON: dataclasses, instants in UTC, tuples as lists."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from voteapp.errors import InvalidInputError
from voteapp.web.words.i18n import gettext as _


def jsonable(value: Any) -> Any:
    """Plain dicts and lists, with instants as ISO 8601 text (``+00:00``)."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds")
    if isinstance(value, dict):
        return {key: jsonable(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [jsonable(item) for item in value]
    return value


def read_credential(body: dict[str, Any]) -> dict[str, Any]:
    """What a browser's passkey gave. Raises InvalidInputError (``credential``)."""
    credential = body.get("credential")
    if not isinstance(credential, dict):
        raise InvalidInputError("credential", _("This is not what the page sends. Reload it."))
    return credential


def read_object(data: bytes) -> dict[str, Any]:
    """The JSON object that was sent. Raises InvalidInputError(``body``)."""
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise InvalidInputError("body", _("This is not the JSON that was expected."))
    return value
