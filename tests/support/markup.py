"""Texts of a page with the elements around them, for what a page promises of every text."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import NamedTuple

from voteapp.campaign.words import WORDS

_VOID = {"br", "hr", "img", "input", "link", "meta", "wbr", "circle", "rect", "line", "path"}
_NOT_SHOWN = {"script", "style", "title", "textarea", "option"}
ARABIC = re.compile("[\u0600-\u06ff]")
_ISOLATED = re.compile("\u2068[^\u2069]*\u2069")
_WORD = "|".join(WORDS)
CODE = re.compile(
    rf"(?<![\w+/])[A-Za-z0-9+/]{{43}}(?![\w+/])|[0-9A-HJKMNP-TV-Z]{{5}}(-[0-9A-HJKMNP-TV-Z]{{5}}){{2}}"
    rf"|\b(?:{_WORD})(?: (?:{_WORD})){{3}}\b"
)
"""A tracker or a hash, a slip's code, four words of a receipt."""


class Text(NamedTuple):
    """A piece of text, and the attributes of the elements that it stands in, outermost first."""

    words: str
    around: tuple[tuple[str, dict[str, str | None]], ...]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.around: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[Text] = []
        self.fields: list[dict[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "input":
            self.fields.append(dict(attrs))
        if tag == "textarea":
            self.fields.append(dict(attrs))
        if tag not in _VOID:
            self.around.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        while self.around and tag in [name for name, _ in self.around]:
            name, _ = self.around.pop()
            if name == tag:
                break

    def handle_data(self, data: str) -> None:
        if data.strip() and not any(tag in _NOT_SHOWN for tag, _ in self.around):
            self.texts.append(Text(data.strip(), tuple(self.around)))


def find_unmarked(page: str) -> list[str]:
    """What a translator would change or a right-to-left name would turn round, as sentences.

    A text in Arabic letters (in these tests only people write them) must stand in an element with
    ``dir="auto"`` or a ``bdi``, or between isolating marks; codes and words in one that is not
    translated; a field that holds Arabic has ``dir="auto"``.
    """
    reader = _Reader()
    reader.feed(page)
    found = []
    for words, around in reader.texts:
        turned = any(tag == "bdi" or attributes.get("dir") == "auto" for tag, attributes in around)
        if ARABIC.search(_ISOLATED.sub("", words)) and not turned:
            found.append(f"direction: {words[:60]}")
        kept = any(attributes.get("translate") == "no" for _, attributes in around)
        if CODE.search(words) and not kept:
            found.append(f"translated: {words[:60]}")
    for field in reader.fields:
        if ARABIC.search(field.get("value") or "") and field.get("dir") != "auto":
            found.append(f"field: {field.get('name')}")
    return found
