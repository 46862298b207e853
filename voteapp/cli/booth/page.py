"""What the booth's page lets a browser run: the addresses of its scripts, and whatever else could.

The page's text is not pinned. Its policy (Content-Security-Policy) keeps a browser from running
anything but scripts of the same server, so that the addresses are all there is to compare, if the
policy is there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from html.parser import HTMLParser
from typing import NamedTuple

from voteapp.cli.texts import gettext as _

_DATA = "application/json"
_REST, _INFO = "booth-rest", "booth-info"
"""Elements with data for the scripts: the addresses that they ask for later, and the campaign."""

_SCRIPT = re.compile(r"<\s*script\b", re.IGNORECASE)
_LOADERS = frozenset({"modulepreload", "preload", "prefetch", "serviceworker"})
_FOREIGN = frozenset(
    {"applet", "base", "embed", "fencedframe", "frame", "iframe", "object", "portal"}
)
_ADDRESSES = ("action", "formaction", "href", "src", "xlink:href")
_WANTED = {"default-src": {"'none'"}, "script-src": {"'self'"}}
_NO_MORE = ("script-src-elem", "script-src-attr", "worker-src", "object-src", "frame-src")
_CLOSED = {"'none'", "'self'"}


class BoothPage(NamedTuple):
    """What a page holds: ``scripts`` are addresses as they stand there; ``faults`` are sentences;
    ``set_up`` is what the server says that it fixed (None: nothing yet, or no booth's page)."""

    is_booth: bool
    scripts: tuple[str, ...]
    faults: tuple[str, ...]
    set_up: str | None


def read_page(text: str, policies: Sequence[str]) -> BoothPage:
    """Read a page and the policies that came with it (of which each holds)."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    faults = list(reader.faults)
    if not any(map(_is_closed, policies)):
        faults.append(_("The page comes without the policy that keeps other scripts out."))
    if len(_SCRIPT.findall(text)) != reader.tags:
        faults.append(_("The page hides a script from whoever reads it."))
    try:
        scripts = (*reader.scripts, *_read_rest(reader.data.get(_REST)))
    except ValueError:
        scripts = tuple(reader.scripts)
        faults.append(_("The page’s list of further scripts cannot be read."))
    found = dict.fromkeys(scripts)
    return BoothPage(reader.is_booth, tuple(found), tuple(faults), _read_set_up(reader.data))


def _read_rest(text: str | None) -> list[str]:
    rest = [] if text is None else json.loads(text)
    if not isinstance(rest, list) or not all(isinstance(one, str) for one in rest):
        raise ValueError
    return rest


def _read_set_up(data: dict[str, str]) -> str | None:
    try:
        info = json.loads(data.get(_INFO, "null"))
    except (ValueError, RecursionError):
        return None
    found = info.get("set_up") if isinstance(info, dict) else None
    return found if isinstance(found, str) else None


def _is_closed(policy: str) -> bool:
    directives: dict[str, set[str]] = {}
    for part in policy.split(";"):
        name, *values = part.split() or [""]
        directives.setdefault(name.lower(), {value.lower() for value in values})
    wanted = all(directives.get(name) == values for name, values in _WANTED.items())
    return wanted and all(directives.get(name, set()) <= _CLOSED for name in _NO_MORE)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.scripts: list[str] = []
        self.faults: list[str] = []
        self.data: dict[str, str] = {}
        self.tags = 0
        self.is_booth = False
        self._within: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in reversed(attrs)}  # browsers take the first
        self.is_booth |= tag == "div" and given.get("id") == "booth"
        if tag == "script":
            self._read_script(given)
        elif tag == "link" and _LOADERS & set(given.get("rel", "").lower().split()):
            self.scripts.append(given.get("href", ""))
        elif tag in _FOREIGN:
            self.faults.append(_("The page holds an element that brings others in: %s.") % tag)
        elif tag == "meta" and "http-equiv" in given:
            self.faults.append(_("The page tells the browser to go or behave otherwise (meta)."))
        if any(name.startswith("on") for name in given) or any(
            "script:" in given.get(name, "").lower() for name in _ADDRESSES
        ):
            self.faults.append(_("The page has a script within an element: %s.") % tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_data(self, data: str) -> None:
        if self._within is not None:
            self.data[self._within] = self.data.get(self._within, "") + data

    def handle_endtag(self, tag: str) -> None:
        if tag == "script":
            self._within = None

    def _read_script(self, given: dict[str, str]) -> None:
        self.tags += 1
        if "src" in given:
            self.scripts.append(given["src"])
        elif given.get("type", "").lower() == _DATA:
            self._within = given.get("id", "")
        else:
            self.faults.append(_("A script is written into the page itself."))
