"""Trackers in words: one list in Python and in the browser."""

from __future__ import annotations

import base64
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.tools import ROOT
from voteapp.campaign.words import WORDS, compute_words, read_words
from voteapp.errors import ProtocolError


def test_256_words_that_nobody_confuses() -> None:
    assert len(WORDS) == len(set(WORDS)) == len({word[:4] for word in WORDS}) == 256
    assert all(re.fullmatch(r"[a-z]{3,9}", word) for word in WORDS)


def test_the_browser_has_the_same_list() -> None:
    script = (ROOT / "voteapp/static/js/campaign/words.js").read_text("utf-8")
    table = script[script.index("WORDS") : script.index(".split")]
    assert "".join(re.findall(r'"([^"]*)"', table)).split() == WORDS


@given(st.binary(min_size=32, max_size=32))
def test_four_words_of_any_tracker(digest: bytes) -> None:
    words = compute_words(base64.b64encode(digest).decode().rstrip("=")).split()
    assert [WORDS.index(word) for word in words] == list(digest[:4])


@given(st.binary(min_size=4, max_size=4), st.sampled_from([" ", ", ", "-", "\n", " . "]))
def test_words_are_read_however_they_are_typed(start: bytes, between: str) -> None:
    words = [WORDS[byte] for byte in start]
    assert read_words(between.join(words)) == start.hex()
    assert read_words(between.join(word[:4].upper() for word in words)) == start.hex()
    assert read_words(between.join(words[:3])) is None
    assert read_words(between.join([*words, words[0]])) is None


@pytest.mark.parametrize("text", ["", "acorn", "acorn album alley strike", "A" * 43, "é" * 4])
def test_what_is_no_four_words(text: str) -> None:
    assert read_words(text) is None


@pytest.mark.parametrize("text", ["", "abc", "!" * 43, "A" * 44])
def test_what_is_no_tracker(text: str) -> None:
    with pytest.raises(ProtocolError):
        compute_words(text)
