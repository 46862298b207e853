"""From ready to published through the committee's pages, and what can go wrong on the way."""

from __future__ import annotations

import html
from pathlib import Path

import pytest

from tests.players.services.world import VOTE, World, create_draft, create_settings
from tests.web.committee.test_counts import count_fields
from tests.web.conftest import Committee, find_version
from voteapp.services.context import Context
from voteapp.services.voting import entry
from voteapp.web.words.amendments import hash_words


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(create_settings(tmp_path / "instance"))


@pytest.fixture
def context(world: World) -> Context:
    """The pages work on the world's databases and clock."""
    return world.context


def page_of(world: World) -> str:
    return f"/committee/campaigns/{world.code}"


def vote(world: World, yes: int, no: int) -> None:
    """Ballots of the first members: ``yes`` times the first answer, then the second."""
    for member in range(yes + no):
        choice = [0, 1, 0] if member < yes else [0, 0, 1]
        world.cast(world.uuids[0], member, [choice])


def test_opening_says_what_is_missing_and_who_does_it(world: World, committee: Committee) -> None:
    world.submit()
    base = page_of(world)
    assert "The key has not been made." in committee.get(base)
    for step in ("fix", "open"):
        page = committee.get(f"{base}/{step}")
        assert "The slips have not been made." in page
        assert "Teller" in page
        assert 'name="version"' not in page
        sent = {"version": "", "reason": "Everybody is here."}
        assert committee.post(f"{base}/{step}", sent, page=base).status_code == 409
    assert world.state == "keys"


def test_the_committee_fixes_what_it_looked_at(world: World, committee: Committee) -> None:
    world.submit()
    world.make_key()
    world.make_slips()
    base = page_of(world)
    assert f'class="button" href="{base}/fix"' in committee.get(base)
    page = committee.get(f"{base}/fix")
    assert "Shall we strike?" in page
    words = hash_words(find_version(page))
    assert [f"<li>{word}</li>" in page for word in words] == [True] * 16
    for version in ("", "0" * 64):
        answer = committee.post(f"{base}/fix", {"version": version})
        assert answer.status_code == 409
        assert "Something has changed since you looked." in answer.get_data(as_text=True)
    assert committee.post(f"{base}/fix", {"version": find_version(page)}).status_code == 303
    assert world.state == "printing"
    page = committee.get(base)
    assert f'class="button" href="{base}/slips"' in page
    assert [f"<li>{word}</li>" in page for word in words] == [True] * 16
    assert f'href="{base}/reopen"' not in page
    world.print_slips()
    booth = entry.get_booth(world.context, world.code)
    assert "/static/lean/booth/main.js" in booth.elections[0].manifest


def test_the_committee_opens_early(world: World, committee: Committee) -> None:
    fix(world)
    base = page_of(world)
    page = committee.get(f"{base}/open")
    assert "If you open now, everybody sees that the time was moved, and why." in page
    assert "The teller has not said yet that the file of slips was destroyed." in page
    version = find_version(page)
    answer = committee.post(f"{base}/open", {"version": version, "reason": " "})
    assert answer.status_code == 422
    assert 'href="#reason"' in answer.get_data(as_text=True)
    sent = {"version": version, "reason": "All are here."}
    wrong = committee.post(f"{base}/open", {**sent, "version": "0" * 64})
    assert wrong.status_code == 409
    assert world.state == "ready"
    assert committee.post(f"{base}/open", sent).status_code == 303
    assert world.state == "open"
    assert committee.post(f"{base}/open", sent, page=base).status_code == 409
    assert "Turnout" in committee.get(base)
    public = committee.client.get(f"/campaigns/{world.code}").get_data(as_text=True)
    assert "Changed after the set-up was fixed" in public
    assert "All are here." in public


def test_the_committee_opens_late(world: World, committee: Committee) -> None:
    fix(world)
    world.clock.advance(hours=2)
    base = page_of(world)
    page = committee.get(f"{base}/open")
    assert "Members can vote as soon as you press the button." in page
    assert 'name="reason"' not in page
    answer = committee.post(f"{base}/open", {"version": find_version(page)})
    assert answer.status_code == 303
    assert world.state == "open"
    public = committee.client.get(f"/campaigns/{world.code}").get_data(as_text=True)
    assert "Changed after the set-up was fixed" not in public


def test_amending_before_it_opens(world: World, committee: Committee) -> None:
    fix(world)
    base = page_of(world)
    for path, name, wrong, good in (
        (
            "opening-time",
            "opening",
            ("", "2026-11-20T10:00", "2027-01-01T10:00"),
            "2026-11-21T10:00",
        ),
        ("members-entitled", "entitled", ("", "0", "x", "20"), "25"),
    ):
        for value in wrong:
            answer = committee.post(f"{base}/{path}", {name: value, "reason": "r"})
            page = answer.get_data(as_text=True)
            assert answer.status_code == 422, value
            assert f'href="#{name}"' in page
            assert f'value="{value}"' in page
        answer = committee.post(f"{base}/{path}", {name: good, "reason": ""})
        assert answer.status_code == 422
        assert 'href="#reason"' in answer.get_data(as_text=True)
        sent = {name: good, "reason": f"Why {name}."}
        assert committee.post(f"{base}/{path}", sent).status_code == 303
    for page in (
        committee.get(base),
        committee.client.get(f"/campaigns/{world.code}").get_data(as_text=True),
    ):
        assert "Why opening." in page
        assert "Members who may take part: 25. Before: 20." in page


def test_withdrawing_needs_a_reason_that_stays_public(world: World, committee: Committee) -> None:
    fix(world)
    path = f"{page_of(world)}/withdraw"
    assert committee.post(path, {"reason": ""}).status_code == 422
    assert committee.post(path, {"reason": "The offer changed."}).status_code == 303
    assert world.state == "withdrawn"
    public = committee.client.get(f"/campaigns/{world.code}").get_data(as_text=True)
    assert "This campaign was withdrawn before it opened" in public
    assert "The offer changed." in public
    results = committee.client.get(f"/campaigns/{world.code}/results").get_data(as_text=True)
    assert "withdrawn before it opened: there are no results" in results
    assert committee.client.get(f"/b/{world.code}").status_code == 200
    assert "The offer changed." in committee.get(page_of(world))


def fix(world: World) -> None:
    """A campaign that is fixed, an hour before it opens."""
    world.submit()
    world.make_key()
    world.make_slips()
    world.fix()


def test_closing_early_needs_a_reason(world: World, committee: Committee) -> None:
    world.open()
    path = f"{page_of(world)}/close"
    for reason in ("", "  ", "bell\x07"):
        answer = committee.post(path, {"reason": reason})
        assert answer.status_code == 422
        assert 'href="#reason"' in answer.get_data(as_text=True)
    assert world.state == "open"
    stale = committee.csrf(path)
    assert committee.post(path, {"reason": "é 中 ਪੰ 🗳️"}).status_code == 303
    assert world.state == "published"  # nobody had voted: nothing is left to wait for
    assert "é 中 ਪੰ 🗳️" in committee.get(page_of(world))
    twice = committee.client.post(path, data={"reason": "again", "csrf_token": stale})
    assert twice.status_code == 409


def test_moving_the_closing_time(world: World, committee: Committee) -> None:
    world.open()
    path = f"{page_of(world)}/closing-time"
    for fields, field in (
        ({"closing": "", "reason": "r"}, "closing"),
        ({"closing": "2026-11-20T10:00", "reason": "r"}, "closing"),
        ({"closing": "2026-11-23T10:00", "reason": ""}, "reason"),
    ):
        answer = committee.post(path, fields)
        assert answer.status_code == 422
        page = answer.get_data(as_text=True)
        assert f'href="#{field}"' in page
        assert f'value="{fields["closing"]}"' in page
    good = {"closing": "2026-11-23T10:00", "reason": "A storm."}
    assert committee.post(path, good).status_code == 303
    assert "A storm." in committee.client.get(f"/campaigns/{world.code}").get_data(as_text=True)


def test_a_vote_from_opening_to_results(world: World, committee: Committee) -> None:
    world.open(create_draft(VOTE))
    base, public = page_of(world), f"/campaigns/{world.code}"
    vote(world, 6, 3)
    results = committee.client.get(f"{public}/results")
    assert "There are no results yet." in results.get_data(as_text=True)
    assert committee.client.get(f"{public}/results.csv").status_code == 409
    world.close()
    page = committee.get(base)
    assert "The slips have not been counted" in page
    assert f'class="button" href="{base}/counts"' in page
    assert committee.post(f"{base}/counts", count_fields()).status_code == 303
    assert committee.post(f"{base}/counts/final", {}).status_code == 303
    world.tick()
    world.decrypt(world.uuids[0])
    page = committee.client.get(f"{public}/results").get_data(as_text=True)
    page = html.unescape(page)
    assert "The rule is met." in page
    answer = "“Yes” has enough votes on “Strike vote”: 6 of 9 ballots; 5 needed."
    assert page.index(answer) < page.index("The rule is met.") < page.index("How it was counted")
    assert answer in html.unescape(committee.get(public))
    assert "“Yes” needed more than 1/2 of the ballots counted: 5 of 9." in page
    assert "It reached 6 of 9: exactly 6/9." in page
    assert '<td class="number">6</td><td class="number">66.7\u00a0%</td>' in page
    assert "<svg" in page
    assert "45.0\u00a0%" in page
    assert "Ana, Bo" in page
    assert b"Shall we strike?" in committee.client.get(f"{public}/results.csv").data
    assert committee.client.get(f"{public}/results.json").is_json
    assert f'href="{base}/counts"' not in committee.get(base)
    assert committee.post(f"{base}/counts", count_fields()).status_code == 409


def test_annulling_needs_a_reason_and_the_result_stays(world: World, committee: Committee) -> None:
    world.open(create_draft(VOTE))
    base, public = page_of(world), f"/campaigns/{world.code}"
    vote(world, 6, 3)
    world.close()
    world.count_slips()
    world.tick()
    world.decrypt(world.uuids[0])
    assert committee.post(f"{base}/annul", {"reason": ""}).status_code == 422
    assert committee.post(f"{base}/annul", {"reason": "A complaint."}).status_code == 303
    again = committee.post(f"{base}/annul", {"reason": "Again."})
    assert again.status_code == 409
    for path in (base, public, f"{public}/results"):
        page = committee.client.get(path).get_data(as_text=True)
        assert "The result was annulled" in page
        assert "A complaint." in page
    assert "The rule is met." in html.unescape(page)


def test_too_few_ballots_are_never_opened_and_the_pages_say_why(
    world: World, committee: Committee
) -> None:
    world.open()
    vote(world, 2, 1)
    world.close()
    world.tick()
    base = page_of(world)
    page = committee.get(base)
    assert "only 3 ballots came" in page
    assert "Open the totals" not in page.split("Where you are")[0]
    assert world.state == "published"
    results = committee.get(f"/campaigns/{world.code}/results")
    sentence = "“Strike vote” has no result: 3 ballots came, and fewer than 5 are never opened"
    assert sentence in html.unescape(results)
    assert sentence in html.unescape(committee.get(f"/campaigns/{world.code}"))
    assert "The rule is" not in results


def test_cancelling_needs_a_reason_that_stays_public(world: World, committee: Committee) -> None:
    world.open()
    path = f"{page_of(world)}/cancel"
    assert committee.post(path, {"reason": ""}).status_code == 422
    assert committee.post(path, {"reason": "The offer changed."}).status_code == 303
    public = committee.client.get(f"/campaigns/{world.code}").get_data(as_text=True)
    assert "The offer changed." in public
    assert "cancelled" in public
    assert committee.client.get(f"/b/{world.code}").status_code == 200


def test_the_board_finds_a_tracker(world: World, committee: Committee) -> None:
    world.open()
    vote(world, 5, 2)
    uuid = world.uuids[0]
    board = f"/elections/{uuid}"
    assert "No ballot is on the list yet." in committee.get(board)
    world.close()
    page = committee.get(board)
    cell = '<td class="tracker" translate="no">'
    trackers = [part.split("<")[0] for part in page.split(cell)[1:]]
    assert len(trackers) == 7

    def find(query: str) -> str:
        answer = committee.client.get(board, query_string={"tracker": query})
        assert answer.status_code == 200
        return answer.get_data(as_text=True)

    found = find(trackers[0])
    assert "It is in the count." in found
    assert trackers[1] not in found
    assert trackers[2] in find(trackers[2][:8])
    assert "Enter at least 4 characters." in find("abc")
    for strange in ("nothing here", "'; DROP TABLE", "%%%%", "中中中中", "<b>bold"):
        assert "It is not on this list." in find(strange)
    for page_number in ("0", "99", "x", "-1", "1e9"):
        answer = committee.client.get(board, query_string={"page": page_number})
        assert answer.status_code in (200, 404)


def test_files_have_their_own_names(world: World, committee: Committee) -> None:
    world.open()
    uuid = world.uuids[0]
    for name, kind in (
        (f"{uuid}.bel", "application/octet-stream"),
        (f"{uuid}.zip", "application/zip"),
        ("manifest.json", "application/json"),
        ("questionnaire.json", "application/json"),
        ("evidence.json", "application/json"),
    ):
        answer = committee.client.get(f"/elections/{uuid}/{name}")
        assert answer.status_code == 200
        assert answer.mimetype == kind
        assert name in answer.headers["Content-Disposition"]
        assert len(answer.data) > 100
    for name in ("other.bel", "keys", "..%2fsecret", f"{uuid}.bel.bak"):
        assert committee.client.get(f"/elections/{uuid}/{name}").status_code == 404
    assert committee.client.get("/elections/unknown/manifest.json").status_code == 404


def test_home_lists_what_is_public(world: World, committee: Committee) -> None:
    assert "Nothing here yet" in committee.get("/")
    world.draft()
    assert "Spring campaign" not in committee.get("/")
    assert committee.client.get(f"/campaigns/{world.code}").status_code == 404
    world.open()
    assert "Spring campaign" in committee.get("/")
    assert "Spring campaign" in committee.get("/b")
