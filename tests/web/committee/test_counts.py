"""The slips that people counted: everything is taken, nothing has to be made to fit."""

from __future__ import annotations

import html
from pathlib import Path

import pytest

from tests.players.services.table import open_with_trustees
from tests.players.services.world import ADA, VOTE, World, create_draft, create_settings
from tests.web.conftest import Committee, find_hidden
from voteapp.services import overview
from voteapp.services.context import Context
from voteapp.services.slips.counts import record_counts
from voteapp.services.values.campaigns import SlipCounts

YES = [[0, 1, 0]]


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(create_settings(tmp_path / "instance"))


@pytest.fixture
def context(world: World) -> Context:
    """The pages work on the world's databases and clock."""
    return world.context


def count_fields(**changed: str) -> dict[str, str]:
    return {
        "printed": "12",
        "handed_out": "12",
        "spoiled": "0",
        "returned": "2",
        "first_name": "Ana",
        "second_name": "Bo",
        **changed,
    }


def close(world: World, ballots: int = 6) -> str:
    """A closed vote; the address of its counts."""
    world.open(create_draft(VOTE))
    for member in range(ballots):
        world.cast(world.uuids[0], member, YES)
    world.close()
    return f"/committee/campaigns/{world.code}/counts"


def read(world: World) -> SlipCounts | None:
    return overview.get_campaign(world.context, world.code).counts


@pytest.mark.parametrize("typed", ["", "x", "-1", "1.5", "1000001", "9" * 40])
def test_only_what_is_no_count_is_refused(world: World, committee: Committee, typed: str) -> None:
    world.open()
    fields = count_fields(handed_out=typed)
    answer = committee.post(f"/committee/campaigns/{world.code}/counts", fields)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert 'href="#handed_out"' in page
    for name, value in fields.items():
        assert f'name="{name}" value="{value}"' in page
    assert read(world) is None


def test_the_page_puts_no_number_in_anybodys_mouth(world: World, committee: Committee) -> None:
    page = committee.get(close(world))
    for name in count_fields():
        assert f'name="{name}" value=""' in page
    assert "12 were made." in page


@pytest.mark.parametrize(
    ("changed", "sentences"),
    [
        ({"printed": "13"}, ["13 slips were printed, but 12 were made."]),
        ({"handed_out": "14"}, ["14 slips were handed out, but 12 were printed."]),
        (
            {"returned": "13"},
            [
                "13 slips were spoiled or returned, but 12 were handed out.",
                "6 ballots came, but by this count members kept 0 slips.",
            ],
        ),
        (
            {"handed_out": "5", "returned": "0"},
            ["6 ballots came, but by this count members kept 5 slips."],
        ),
        ({"first_name": ""}, ["Only one person is named as having counted."]),
        ({"first_name": "", "second_name": ""}, ["Nobody is named as having counted."]),
        ({"second_name": "ana"}, ["Both names are the same. Were they two people?"]),
    ],
)
def test_what_does_not_fit_is_said_at_once_and_saved_when_confirmed(
    world: World, committee: Committee, changed: dict[str, str], sentences: list[str]
) -> None:
    address = close(world)
    typed = count_fields(**changed)
    asked = committee.post(address, typed)
    page = asked.get_data(as_text=True)
    assert asked.status_code == 422 and read(world) is None
    for sentence in sentences:
        assert f"<li>{sentence}</li>" in html.unescape(page)
    assert "Save it as it was counted" in page
    for name, value in typed.items():
        assert f'name="{name}" value="{value}"' in page
    saved = committee.client.post(address, data={**find_hidden(page), **typed})
    assert saved.status_code == 303
    counts = read(world)
    assert counts is not None and str(counts.handed_out) == typed["handed_out"]
    again = html.unescape(committee.get(address))
    told = [sentence for sentence in sentences if sentence[0].isdigit()]
    assert all(f"<li>{sentence}</li>" in again for sentence in told)


def test_what_was_confirmed_is_not_another_number(world: World, committee: Committee) -> None:
    address = close(world)
    page = committee.post(address, count_fields(printed="13")).get_data(as_text=True)
    other = {**find_hidden(page), **count_fields(printed="14")}
    answer = committee.client.post(address, data=other)
    assert answer.status_code == 422 and read(world) is None
    assert "14 slips were printed" in answer.get_data(as_text=True)


def test_two_people_count_and_neither_is_lost(world: World, committee: Committee) -> None:
    address = close(world)
    shown = find_hidden(committee.get(address))
    record_counts(world.context, ADA, world.code, SlipCounts(12, 11, 0, 1, ("Cy", "Di")))
    typed = count_fields(handed_out="10")
    answer = committee.client.post(address, data={**shown, **typed})
    page = html.unescape(answer.get_data(as_text=True))
    assert answer.status_code == 409
    assert read(world) == SlipCounts(12, 11, 0, 1, ("Cy", "Di"))
    assert '<p class="pre">11</p>' in page and '<p class="pre">10</p>' in page
    assert "Save mine over it" in page
    over = committee.client.post(address, data={**find_hidden(page), **typed})
    assert over.status_code == 303
    assert read(world) == SlipCounts(12, 10, 0, 2, ("Ana", "Bo"))


def test_once_the_counts_are_final_what_was_typed_becomes_a_note(
    world: World, committee: Committee
) -> None:
    address = close(world)
    record_counts(world.context, ADA, world.code, SlipCounts(12, 11, 0, 1, ("Cy", "Di")))
    world.tick()
    shown = find_hidden(committee.get(address))
    world.finish_counts()
    world.tick()
    world.sign(world.uuids[0])
    answer = committee.client.post(address, data={**shown, **count_fields(handed_out="10")})
    page = html.unescape(answer.get_data(as_text=True))
    assert answer.status_code == 409
    assert "The counts are final by now" in page
    assert "Handed out: 10" in page
    assert committee.get(address).count("These counts are final.") == 1
    notes = f"/committee/campaigns/{world.code}/notes"
    sent = committee.post(notes, {"note": "10 were handed out, <b>not</b> 11."})
    assert sent.status_code == 303
    world.post_decryption(world.uuids[0])
    results = committee.get(f"/campaigns/{world.code}/results")
    assert "10 were handed out, &lt;b&gt;not&lt;/b&gt; 11." in results
    assert read(world) == SlipCounts(12, 11, 0, 1, ("Cy", "Di"))


def test_two_notes_at_once_and_an_empty_one(world: World, committee: Committee) -> None:
    close(world)
    notes = f"/committee/campaigns/{world.code}/notes"
    shown = find_hidden(committee.get(notes))
    assert committee.post(notes, {"note": " "}).status_code == 422
    assert committee.post(notes, {"note": "First."}).status_code == 303
    late = committee.client.post(notes, data={**shown, "note": "Second."})
    page = late.get_data(as_text=True)
    assert late.status_code == 409 and "First." in page and "Second.</textarea>" in page
    rubbish = committee.client.post(notes, data={**shown, "seen": "x", "note": "Second."})
    assert rubbish.status_code == 409
    again = committee.client.post(notes, data={**find_hidden(page), "note": "Second."})
    assert again.status_code == 303
    view = overview.get_campaign(world.context, world.code)
    assert [note.text for note in view.notes] == ["First.", "Second."]


def test_saving_and_finishing_are_two_steps(world: World, committee: Committee) -> None:
    """The second asks, shows what it makes final, and refuses what was not seen."""
    address = close(world)
    base = f"/committee/campaigns/{world.code}"
    empty = committee.get(f"{address}/final")
    assert "Nobody has written down what was counted." in empty
    assert "These counts are final" not in empty
    sent = committee.post(address, {**count_fields(handed_out="11"), "then": "final"})
    assert (sent.status_code, sent.headers["Location"]) == (303, f"{address}/final")
    assert not overview.get_campaign(world.context, world.code).counts_final
    assert "Nobody has said yet that the slip counts are final." in committee.get(base)
    assert f'class="button" href="{address}/final"' in committee.get(base)
    shown = committee.get(f"{address}/final")
    assert "<dd>11</dd>" in shown and "These counts are final" in shown
    record_counts(world.context, ADA, world.code, SlipCounts(12, 10, 0, 2, ("Ana", "Bo")))
    stale = committee.client.post(f"{address}/final", data=find_hidden(shown))
    page = stale.get_data(as_text=True)
    assert stale.status_code == 409 and "<dd>10</dd>" in page
    assert not overview.get_campaign(world.context, world.code).counts_final
    done = committee.client.post(f"{address}/final", data=find_hidden(page))
    assert (done.status_code, done.headers["Location"]) == (303, f"{base}?done=counts-final")
    assert overview.get_campaign(world.context, world.code).counts_final
    assert "These counts are final." in committee.get(f"{address}/final")


def test_only_after_voting_are_counts_final(world: World, committee: Committee) -> None:
    world.open()
    address = f"/committee/campaigns/{world.code}/counts"
    assert 'value="final"' not in committee.get(address)
    sent = committee.post(address, {**count_fields(), "then": "final"})
    assert sent.headers["Location"].endswith("?done=counts")
    assert committee.client.get(f"{address}/final").status_code == 409


def test_who_has_not_looked_at_the_set_up_is_named_before_it_is_too_late(
    world: World, committee: Committee
) -> None:
    open_with_trustees(world, size=5, threshold=3, opened=(1, 2, 3))
    for member in range(6):
        world.cast(world.uuids[0], member, YES)
    world.close()
    record_counts(world.context, ADA, world.code, SlipCounts(12, 10, 0, 2, ("Ana", "Bo")))
    address = f"/committee/campaigns/{world.code}/counts/final"
    page = committee.get(address)
    assert "Ewa" in page and "Fatou" in page and "Bea" not in page
    refused = committee.client.post(address, data=find_hidden(page))
    assert refused.status_code == 409
    assert "Too few trustees and witnesses have looked at the set-up." in refused.get_data(
        as_text=True
    )
    world.sign_openings(4)
    assert committee.client.post(address, data=find_hidden(page)).status_code == 303


def test_results_say_first_what_does_not_fit(world: World, committee: Committee) -> None:
    world.open(create_draft(VOTE, roster_size=5))
    for member in range(6):
        world.cast(world.uuids[0], member, YES)
    world.close()
    record_counts(world.context, ADA, world.code, SlipCounts(12, 5, 0, 0, ("Ana",)))
    world.finish_counts()
    world.tick()
    world.decrypt(world.uuids[0])
    public = f"/campaigns/{world.code}"
    page = html.unescape(committee.get(f"{public}/results"))
    exceeded = (
        "More ballots than members: in “Strike vote” 6 ballots came, and 5 members may take part."
    )
    miscounted = "6 ballots came, but by this count members kept 5 slips."
    assert page.index(exceeded) < page.index(miscounted) < page.index("Opened")
    assert "One person only: Ana" in page and "120.0\u00a0%" in page
    assert exceeded in html.unescape(committee.get(public))
