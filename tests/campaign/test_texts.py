"""Texts people write: what stays, what changes, what is refused."""

import pytest

from voteapp.campaign.texts import bind_description, clean_text, split_description
from voteapp.errors import InvalidInputError
from voteapp.protocol.encoding import hash_hex

RICH = "Grève? «é» 中文 ਪੰਜਾਬੀ 👩🏽\u200d⚕️ \"quoted\" 'single' \\ back\tslash\nsecond line"


def test_every_script_stays():
    assert clean_text("title", RICH, 200) == RICH


def test_line_ends_become_lf_and_edges_go():
    assert clean_text("text", "  a\r\nb\rc\n\n", 10) == "a\nb\nc"


@pytest.mark.parametrize("character", ["\x00", "\x07", "\x1b", "\x7f", "\x85", "\ud800", "\ufffe"])
def test_control_characters_are_refused_at_the_field(character):
    with pytest.raises(InvalidInputError) as caught:
        clean_text("question", f"ab{character}c", 10)
    assert caught.value.field == "question"
    assert "Character 3" in str(caught.value)


@pytest.mark.parametrize("character", ["\n", "\t", "\u2028"])
def test_single_lines(character):
    with pytest.raises(InvalidInputError):
        clean_text("name", f"a{character}b", 10, lines=False)
    assert clean_text("name", f"a{character}b", 10) == f"a{character}b"


def test_length():
    assert clean_text("name", "é" * 10, 10) == "é" * 10
    with pytest.raises(InvalidInputError):
        clean_text("name", "é" * 11, 10)


@pytest.mark.parametrize("text", ["", "one line", RICH])
def test_the_line_that_binds_a_manifest(text):
    bound = bind_description(text, b"{}")
    assert split_description(bound) == (text, hash_hex(b"{}"))


@pytest.mark.parametrize(
    "description",
    [
        "",
        "plain",
        "manifest sha256:" + "A" * 64,
        "manifest sha256:" + "a" * 63,
        "x manifest sha256:" + "a" * 64,
        "manifest sha256:" + "a" * 64 + "\n",
        "manifest sha256:" + "a" * 64 + " ",
    ],
)
def test_descriptions_that_are_not_ours(description):
    assert split_description(description) == (description, None)
