"""Elements of a document of XML: texts by language, nothing that XML cannot hold."""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.etree.ElementTree import Element, SubElement, indent, tostring

LANGUAGE = "xml:lang"

OURS = "en"
"""The language of our own sentences in a codebook, as of the standard's own words."""

_NO_XML = re.compile("[^\\t\\n\\r\\u0020-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")
"""What XML 1.0 has no way to write: section 2.2, "Characters"."""

Attributes = Mapping[str, str]


def create_root(name: str, attributes: Attributes) -> Element:
    """The element that holds all others."""
    return Element(name, {key: _clean(value) for key, value in attributes.items()})


def add(
    parent: Element, name: str, text: str = "", attributes: Attributes | None = None
) -> Element:
    """A further element, after those that are there."""
    cleaned = {key: _clean(value) for key, value in (attributes or {}).items()}
    element = SubElement(parent, name, cleaned)
    element.text = _clean(text) or None
    return element


def say(parent: Element, name: str, text: str, attributes: Attributes | None = None) -> Element:
    """A sentence of ours."""
    return add(parent, name, text, {LANGUAGE: OURS, **(attributes or {})})


def add_texts(
    parent: Element,
    name: str,
    texts: Mapping[str, str],
    first: str,
    attributes: Attributes | None = None,
) -> None:
    """A text in every language that it was written in, ``first`` first; none of empty ones."""
    for language in (first, *sorted(set(texts) - {first})):
        if texts.get(language):
            add(parent, name, texts[language], {LANGUAGE: language, **(attributes or {})})


def write_document(root: Element) -> bytes:
    """UTF-8, indented, the same bytes each time."""
    indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, "unicode")}\n'.encode()


def _clean(text: str) -> str:
    return _NO_XML.sub("", text)
