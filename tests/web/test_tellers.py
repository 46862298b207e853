"""The page on which the committee says who makes slips."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.players.services.tellers import Tellers
from tests.players.services.world import World, create_settings
from tests.web.conftest import NAME, Committee
from voteapp.services.context import Context
from voteapp.services.overview import get_campaign
from voteapp.services.people import accounts
from voteapp.services.people.managing import create_invitation, list_accounts

BEA = "Bea Müller"


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(create_settings(tmp_path / "instance"))


@pytest.fixture
def context(world: World) -> Context:
    return world.context


@pytest.fixture
def fields(world: World, committee: Committee) -> dict[str, str]:
    """A locked campaign, two accounts; the fields by the accounts' names."""
    secret = create_invitation(world.context, NAME)
    accounts.set_up(world.context, secret, BEA, "correct horse battery")
    world.submit()
    return {one.name: f"slips-{one.id}-1" for one in list_accounts(world.context)}


def strip(page: str) -> str:
    """Its words, without the marks that keep names apart."""
    return re.sub(r"[\u2066-\u2069]|<[^>]*>", "", page)


@pytest.mark.slow
def test_two_tellers_are_named_by_number(
    world: World, committee: Committee, fields: dict[str, str]
) -> None:
    base = f"/committee/campaigns/{world.code}"
    page = committee.get(f"{base}/tellers")
    assert "Whoever of the committee comes first" in page and "Planned: " in page
    assert committee.get(base).count(f'href="{base}/tellers"') == 1
    numbers = {fields[NAME]: "7", fields[BEA]: "5"}
    answer = committee.post(f"{base}/tellers", numbers)
    assert answer.status_code == 303
    view = get_campaign(world.context, world.code)
    assert [(one.account, one.slips) for one in view.tellers] == [(NAME, 7), (BEA, 5)]
    page = strip(committee.get(base))
    assert f"Waiting for: {NAME}, {BEA}." in page
    page = committee.get(f"{base}/tellers")
    assert f'name="{fields[NAME]}" value="7"' in page and f'name="{fields[BEA]}" value="5"' in page
    # Everything empty: whoever comes first, as at the beginning.
    assert committee.post(f"{base}/tellers", dict.fromkeys(fields.values(), "")).status_code == 303
    view = get_campaign(world.context, world.code)
    assert [(one.account, one.slips) for one in view.tellers] == [("", 12)]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("numbers", "sentence"),
    [
        (("7", "4"), "Together the tellers make 11 slips; 12 are planned."),
        (("7", "five"), "Enter a whole number, like 12."),
        (("0", "13"), "Together the tellers make 13 slips; 12 are planned."),
    ],
)
def test_what_does_not_add_up_is_said_and_nothing_is_lost(
    world: World,
    committee: Committee,
    fields: dict[str, str],
    numbers: tuple[str, str],
    sentence: str,
) -> None:
    base = f"/committee/campaigns/{world.code}"
    typed = dict(zip((fields[NAME], fields[BEA]), numbers, strict=True))
    answer = committee.post(f"{base}/tellers", typed)
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert sentence in strip(page)
    assert all(f'name="{name}" value="{number}"' in page for name, number in typed.items())
    assert [one.account for one in get_campaign(world.context, world.code).tellers] == [""]


@pytest.mark.slow
def test_a_change_is_of_what_was_seen(
    world: World, committee: Committee, fields: dict[str, str]
) -> None:
    """Slips that were made meanwhile are not thrown away unseen; and nothing changes after Fix."""
    world.make_key()
    base = f"/committee/campaigns/{world.code}"
    tellers = Tellers(world, {NAME: 7, BEA: 5})
    tellers.plan()
    page = committee.get(f"{base}/tellers")
    found = re.search(r'name="seen" value="([0-9a-f]{64})"', page)
    assert found is not None
    tellers.make(BEA)
    typed = {fields[NAME]: "12", fields[BEA]: "", "seen": found[1]}
    answer = committee.post(f"{base}/tellers", typed)
    assert answer.status_code == 409
    assert "The campaign has changed" in answer.get_data(as_text=True)
    assert "These slips are made." in answer.get_data(as_text=True)
    tellers.make(NAME)
    page = strip(committee.get(f"{base}/fix"))
    assert f"{BEA} Teller" in page and "5 slips" in page and "7 slips" in page
    world.fix_alone()
    page = committee.get(f"{base}/tellers")
    assert "These are the tellers" not in page and "Nobody can be added or replaced now." in page
    assert committee.post(f"{base}/tellers", {fields[NAME]: "12"}, base).status_code == 409
    tellers.print(NAME)
    page = strip(committee.get(base))
    assert f"Waiting for: {BEA} Teller." in page
    assert "Slips printed, one scanned back" in page
