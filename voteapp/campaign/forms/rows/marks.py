"""Bold letters, colours and the like in a form's texts: the words stay, the marks are left out."""

from __future__ import annotations

import html
import re

_BREAK = re.compile(r"<br\s*/?>", re.I)
_TAG = re.compile(
    r"</?(?:b|i|u|em|strong|span|font|p|div|small|big|center|h[1-6]|ul|ol|li|hr|sub|sup)"
    r"(?:\s[^<>]*)?/?>",
    re.I,
)
_STARS = re.compile(r"\*\*([^*\n]+)\*\*|__([^_\n]+)__|(?<![\w*])\*([^\s*][^*\n]*)\*(?![\w*])")
_HEADING = re.compile(r"^#{1,6}[ \t]+", re.M)
_LINK = re.compile(r"\[([^\[\]\n]+)\]\(([^()\s]+)\)")


def strip_marks(text: str) -> str:
    """The text without the marks that XLSForm knows: some of HTML, some of Markdown.

    A link's address stays beside its words.
    """
    text = _TAG.sub("", _BREAK.sub("\n", text))
    text = _LINK.sub(r"\1 (\2)", _HEADING.sub("", text))
    text = _STARS.sub(lambda found: found[1] or found[2] or found[3], text)
    return html.unescape(text).replace("\u00a0", " ").strip()
