"""What is compared when names must differ: the look of a text, not its characters."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voteapp.campaign.lookalikes import compute_looks, find_twin, looks_empty, looks_like

UNSEEN = (
    "\u200b\u200c\u200d\u200e\u200f\u202a\u202c\u2066\u2069\ufeff\u00ad\u2060\u034f\ufe0f\u180e"
    "\u3164\u2800 \u00a0\u2009\u200a\u3000\t\n"
)
TEXTS = st.text(st.characters(codec="utf-8"), max_size=12)
PLAIN = st.text("abcdefgkmnopstuvxyzABCEHKMNOPTXYZ 2345", min_size=1, max_size=12)
WIDE = {ord(" "): "\u3000", **{code: chr(code + 0xFEE0) for code in range(0x21, 0x7F)}}
CYRILLIC = str.maketrans("aeopcyxABEKMHOPCTX", "аеорсухАВЕКМНОРСТХ")
GREEK = str.maketrans("oABEZHIKMNOPTYX", "οΑΒΕΖΗΙΚΜΝΟΡΤΥΧ")
FORMS = ("NFC", "NFD", "NFKC", "NFKD")


@given(TEXTS, st.lists(st.tuples(st.integers(0, 12), st.sampled_from(UNSEEN)), max_size=6))
def test_what_is_not_seen_makes_no_difference(text: str, added: list[tuple[int, str]]) -> None:
    altered = text
    for place, character in added:
        altered = altered[:place] + character + altered[place:]
    assert looks_like(text, altered)
    assert looks_empty(text) == looks_empty(altered)


@given(TEXTS, st.sampled_from(FORMS))
def test_composition_and_width_make_no_difference(text: str, form: str) -> None:
    assert looks_like(text, unicodedata.normalize(form, text))  # type: ignore[arg-type]


@given(TEXTS)
def test_capitals_make_no_difference(text: str) -> None:
    for altered in (text.upper(), text.lower(), text.casefold(), text.title()):
        assert looks_like(text, altered), ascii((text, altered))


@pytest.mark.slow
@given(PLAIN, st.data())
def test_every_way_of_hiding_together(text: str, data: st.DataObject) -> None:
    altered = ""
    for character in text:
        table = data.draw(st.sampled_from([{}, CYRILLIC, GREEK, WIDE]))
        altered += character.translate(table) + data.draw(st.sampled_from(["", "\u200b", "\u202e"]))
    assert looks_like(text, altered)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Yes", "yes "),
        ("Yes", "Yes\u200b"),
        ("Yes", "\u202eYes\u202c"),
        ("Yes", "Ｙｅｓ"),
        ("Sí", "Si\u0301"),
        ("No", "Νο"),
        ("No", "Nо"),
        ("Hell", "He1I"),
        ("Offer 10", "Offer lO"),
        ("1–2", "1-2"),
        ("don’t know", "don't know"),
        ("Straße", "STRASSE"),
        ("ＡＢ　Ｃ", "ab c"),
        ("НЕТ", "HET"),
    ],
)
def test_twins(one: str, other: str) -> None:
    assert looks_like(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Yes", "No"),
        ("mail", "mall"),
        ("corn", "com"),
        ("resume", "résumé"),
        ("1", "2"),
        ("10", "10+"),
        ("", "No"),
        ("нет", "да"),
        ("الف", "باء"),
        ("否", "是"),
        ("👍", "👎"),
    ],
)
def test_what_differs_to_the_eye_is_no_twin(one: str, other: str) -> None:
    assert not looks_like(one, other)


def test_numbers_of_a_list_stay_apart() -> None:
    listed = [str(number) for number in range(100)]
    assert len({look for text in listed for look in compute_looks(text)}) == 100
    assert all(find_twin(listed, place) is None for place in range(100))


def test_the_first_twin_is_found() -> None:
    assert find_twin(["Yes", "No", "YES"], 2) == 0
    assert find_twin(["Yes", "No", "YES"], 1) is None


@pytest.mark.parametrize("text", ["", " ", "\u200b", "\u3164", "\u2800", "\u00ad\u202e", "\ufe0f"])
def test_empty_to_the_eye(text: str) -> None:
    assert looks_empty(text)


@pytest.mark.parametrize("text", [".", "0", "\u0301a", "👍", "–"])
def test_not_empty_to_the_eye(text: str) -> None:
    assert not looks_empty(text)
