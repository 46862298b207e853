"""Addresses as scanners, keyboards and chats hand them on: other case, a dot or slash at the end.

No address of ours has a ``#`` within: what stands after one belongs to the browser alone.
"""

from __future__ import annotations

import re

from voteapp.campaign.slips.typed import READ_AS, drop_separators

_FRAGMENT = re.compile(r"#|%(?:25)*23")
_ENDINGS = "/.,;:!?)'\""


def holds_fragment(path: str) -> bool:
    """Whether a path, decoded, holds what belongs after ``#``: it may be a slip's code."""
    return _FRAGMENT.search(path) is not None


def mend_code(text: str) -> str:
    """A campaign's code as it is kept, from what stands in an address."""
    kept = drop_separators(text).rstrip(_ENDINGS)
    return "".join(READ_AS.get(character, character) for character in kept)
