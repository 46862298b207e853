"""Many square codes are drawn on all cores: each slip gets its own, in the order of the slips."""

from __future__ import annotations

import os
import random

import pytest

from voteapp.cli.teller.square_codes import FEWEST_ON_ALL_CORES, encode_all

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
PREFIX = "https://vote.stanne-nurses.example.org/b/K7QM2X#"


@pytest.mark.slow
def test_all_cores_draw_what_one_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    many = FEWEST_ON_ALL_CORES + 30
    texts = ["".join(random.Random(n).choices(LETTERS, k=30)) for n in range(many)]
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    drawn = list(encode_all(PREFIX, texts))
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    assert drawn == list(encode_all(PREFIX, texts))
    assert len(set(drawn)) == many


def test_no_slips_are_no_codes() -> None:
    assert list(encode_all(PREFIX, [])) == []
