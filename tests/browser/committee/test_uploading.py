"""A questionnaire from a spreadsheet: chosen, mended after what the page says, looked at, added."""

from __future__ import annotations

from pathlib import Path

from tests.players.browser.browser import Thing
from tests.players.browser.looking.inspection import Inspection
from tests.players.browser.people import People
from tests.players.campaign.spreadsheets import write_form

HEADINGS = "type name label relevant voteapp::bins"
ASKED = ["select_one yn", "bed", "Did you care for patients at the bedside on your last shift?"]
LOAD = ["integer", "load", "How many patients at once?", "${bed} = 'yes'"]
FIELD = Thing("label", "The file")


def test_a_form_is_mended_looked_at_and_added(people: People, tmp_path: Path) -> None:
    wrong, right = tmp_path / "last-shift.xlsx", tmp_path / "mended.xlsx"
    wrong.write_bytes(write_form(HEADINGS, ASKED, LOAD, ["text", "why", "Why?"]))
    right.write_bytes(
        write_form(HEADINGS, ["note", "n", "**Hello.**"], ASKED, [*LOAD, "bins: 0,1,2-4,5+"])
    )
    committee = people.committee()
    committee.set_up()
    committee.draft("A vote", "Shall we meet?", slips=7, roster=7)
    browser, inspection = committee.browser, Inspection()
    committee.open(f"/committee/campaigns/{committee.code}/parts/new")
    committee.follow("Or upload a questionnaire from a file")
    browser.see(Thing("heading", "Upload a questionnaire", exact=False))
    inspection.look("upload", browser)
    browser.file(FIELD, wrong)
    committee.press("Look at it")
    browser.see(Thing("heading", "There is a problem"))
    committee.see("Sheet survey, row 4, column type")
    inspection.look("upload-errors", browser)
    browser.file(FIELD, right)
    committee.press("Look at it")
    browser.see(Thing("heading", "Look at the questionnaire", exact=False))
    committee.see("2-4")
    inspection.look("upload-offer", browser)
    committee.press("Add it to the campaign")
    committee.see("Saved.")
    browser.see(Thing("text", "How many patients at once?", exact=True))
    inspection.finish(3)
