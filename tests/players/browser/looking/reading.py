"""What a member has to read: how many words a page shows, and for which age they are written."""

from __future__ import annotations

import re
from typing import NamedTuple

from tests.players.browser.browser import Browser

MOST_WORDS = 120
OLDEST = 11
"""Years of age at which a page's sentences are understood."""

BLOCKS = """() => {
  const BLOCK = "p, li, h1, h2, h3, label, legend, button, summary, td, th, dt, dd, .card, div";
  const FOREIGN = "[dir=auto], [translate=no], script, style, noscript, .visually-hidden";
  const found = new Map();
  const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { currentNode: node } = walker, holder = node.parentElement;
    if (!node.data.trim() || holder.closest(FOREIGN) || !holder.checkVisibility()) continue;
    const block = holder.closest(BLOCK) ?? holder;
    found.set(block, `${found.get(block) ?? ""} ${node.data}`);
  }
  return [...found.values()].map((text) => text.replace(/\\s+/g, " ").trim());
}"""
"""Our own words that are seen, block by block: not what the committee wrote, not what is folded."""

SENTENCE_ENDS = re.compile(r"(?<=[.!?:])\s+")


class Read(NamedTuple):
    """``age``: by the Automated Readability Index, over the page's whole sentences."""

    words: int
    age: float


def read_page(browser: Browser) -> Read:
    blocks: list[str] = browser.page.evaluate(BLOCKS)
    words = sum(len(find_words(block)) for block in blocks)
    sentences = [one for block in blocks for one in SENTENCE_ENDS.split(block)]
    return Read(words, compute_age([one for one in sentences if one.endswith((".", "!", "?"))]))


def find_words(text: str) -> list[str]:
    return [word for word in text.split() if re.search(r"\w", word)]


def compute_age(sentences: list[str]) -> float:
    """The index is a school year of the United States; the first is that of children of six.

    Smith and Senter, "Automated Readability Index", AMRL-TR-66-220, 1967.
    """
    words = [word for sentence in sentences for word in find_words(sentence)]
    if not words:
        return 0
    characters = sum(len(re.findall(r"\w", word)) for word in words)
    index = 4.71 * characters / len(words) + 0.5 * len(words) / len(sentences) - 21.43
    return index + 5
