"""The editor as a secretary uses it: every kind of thing is made by clicks, dragged, undone."""

from __future__ import annotations

from tests.players.browser.browser import Thing
from tests.players.browser.people import Committee, People


def tick(committee: Committee, role: str, words: str, group: str = "") -> None:
    inside = Thing("group", group, exact=False) if group else None
    committee.browser.tick(Thing(role, words, inside=inside))


def add_number(committee: Committee) -> None:
    committee.follow("Add a question")
    committee.fill("Question", "How many patients did you have?")
    tick(committee, "radio", "None: they type a number")
    assert not committee.page.get_by_label("Answer 1", exact=True).is_visible()
    committee.fill("If a number: into which answers it falls", "0-4, 5, 6+")
    committee.press("Add the question")
    committee.see("Saved.")


def add_list(committee: Committee) -> None:
    committee.follow("Add a question")
    committee.fill("Question", "For how long was it too many?")
    committee.unfold("Paste a list of answers")
    committee.fill("One answer on each line", "Never\nPart of the shift\nThe whole shift")
    committee.press("Add these answers")
    committee.press("Add the question")
    committee.see("Saved.")


def add_scale(committee: Committee) -> None:
    committee.follow("Add statements that share answers")
    committee.fill("Statement 1", "We were enough.")
    committee.fill("Statement 2", "We were too few.")
    tick(committee, "checkbox", "Turned round: who agrees with 2 disagrees with the others")
    committee.press("Save the statements")
    committee.see("Questions 4 to 5")


def add_heading(committee: Committee) -> None:
    committee.unfold("More question 4")
    committee.follow("Put a heading above question 4")
    committee.fill("Heading", "Your colleagues")
    committee.press("Save the heading")
    committee.browser.see(Thing("heading", "Your colleagues"))


def add_rule(committee: Committee) -> None:
    committee.follow("Add a rule")
    committee.press("Continue")
    committee.browser.see(Thing("link", "Choose what the rule does."))
    tick(committee, "radio", "Fill in an answer The question gets this answer, unasked.")
    tick(committee, "checkbox", "How many patients did you have?")
    committee.press("Continue")
    committee.browser.pick(
        Thing("label", "Which question does it answer?"), "For how long was it too many?"
    )
    committee.press("Continue")
    tick(committee, "checkbox", "0-4")
    tick(committee, "checkbox", "5")
    tick(committee, "radio", "Never")
    committee.press("Save the rule")
    committee.see(
        "If “How many patients did you have?” is 5 or less, "
        "“For how long was it too many?” is filled in with “Never”."
    )


def walk_the_preview(committee: Committee) -> None:
    """With pretend answers to the end: the rule fills in what it is for."""
    committee.follow("Preview")
    committee.press("Start")
    tick(committee, "radio", "Agree")
    committee.press("Continue")
    committee.fill("How many patients did you have?", "3", exact=False)
    committee.press("Continue")
    committee.see("We were enough.")
    for item in ("We were enough.", "We were too few."):
        tick(committee, "radio", "Disagree", item)
    committee.press("Continue")
    committee.heading("Check your answers")
    committee.see("(filled in on this phone)")
    committee.press("Seal my answers")
    committee.heading("End of the preview")
    committee.follow("How was it?")


def drag_to_the_top(committee: Committee, number: int) -> None:
    page = committee.page
    card = page.locator("section.card", has=page.get_by_role("heading", name=f"Question {number}"))
    handle = card.locator(".handle")
    handle.scroll_into_view_if_needed()
    box = handle.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 20, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + 20, box["y"] - 100, steps=4)
    top = page.locator("section.card").first.bounding_box()
    assert top is not None
    page.mouse.move(box["x"] + 20, top["y"] + 2, steps=4)
    page.mouse.up()


def test_a_survey_is_made_by_clicks(people: People) -> None:
    committee = people.committee()
    committee.set_up()
    committee.draft("A survey of your own", "How was it?", slips=40, roster=40)
    committee.open(f"/committee/campaigns/{committee.code}")
    committee.follow("How was it?")
    add_number(committee)
    add_list(committee)
    add_scale(committee)
    add_heading(committee)
    add_rule(committee)
    committee.follow("Try every path")
    committee.see("Whatever members answer, they can finish.")
    committee.follow("Back to the questions")
    walk_the_preview(committee)
    drag_to_the_top(committee, 3)
    committee.heading("This changes rules of the survey")
    committee.see("Then the rule is gone.")
    committee.press("Save it so")
    committee.see("No rules yet: everybody is asked every question.")
    committee.press("Undo: order or headings were changed")
    committee.see("is filled in with “Never”")
    committee.press("Do it again")
    committee.see("No rules yet: everybody is asked every question.")
