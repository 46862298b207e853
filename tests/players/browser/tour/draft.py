"""The part of the tour in which a draft is written: see ``tour.py``."""

from __future__ import annotations

from datetime import timedelta

from tests.players.browser.browser import Thing, labelled
from tests.players.browser.tour.walker import Walker, slug
from tests.players.services.places import find_path
from voteapp.campaign.questionnaire.rules import Derive
from voteapp.services.context import Context
from voteapp.services.overview import get_campaign


def walk_draft(walker: Walker, context: Context, title: str) -> None:
    """A draft with a vote and a survey, edited, locked."""

    def find(path: str) -> str:
        return find_path(get_campaign(context, walker.code).draft, path)

    walker.stop("new", "/committee/new")
    walker.press_and_stop("new-errors", "/committee/new", "Save the draft")
    walker.draft(
        "A vote and a ready-made survey",
        title,
        slips=20,
        roster=22,
        limit="4",
        opens=timedelta(hours=3),
        hours=24,
    )
    base = f"/committee/campaigns/{walker.code}"
    for path in (
        "/details",
        "/dates",
        "/numbers",
        "/parts/new",
        "/parts/0",
        "/parts/0/details",
        "/parts/0/rule",
        "/parts/0/questions/0",
        "/parts/1",
        "/parts/1/limits/unit-1",
        "/parts/1/limits/unit-1/US-OR",
        "/parts/1/questions/2",
        "/parts/1/questions/new",
        "/parts/1/questions/0/remove",
        "/parts/1/remove",
        "/delete",
        "/review",
    ):
        walker.stop(f"draft{slug(path)}", base + find(path))
    walker.press_and_stop(
        "question-errors",
        base + find("/parts/1/questions/new"),
        "Add the question",
    )
    edit_survey(walker, context, base)
    meet(walker, base)
    review = f"{base}/review"
    walker.press_and_stop("draft-review-errors", review, "Lock the draft")
    walker.lock()
    walker.look("committee-locked", walker.browser)
    for path in ("/reopen", "/withdraw", "/fix", "/open"):
        walker.stop(f"locked{slug(path)}", base + path)


def edit_survey(walker: Walker, context: Context, base: str) -> None:
    """The editor's pages: a scale, a heading, the steps of a rule, an edit that asks."""
    questionnaire = get_campaign(context, walker.code).draft.elections[1].questionnaire
    part = f"{base}/parts/{questionnaire.part}"
    first, *_others = questionnaire.questions
    derive = next(rule for rule in questionnaire.rules if isinstance(rule, Derive))
    walker.stop("draft-scale", f"{part}/scales/new")
    walker.press_and_stop("draft-scale-errors", f"{part}/scales/new", "Save the statements")
    walker.stop("draft-heading", f"{part}/questions/{first.id}/heading")
    walk_languages(walker, f"{part}/languages")
    walker.stop("draft-rule-first", f"{part}/rules/new")
    walker.stop("draft-rule-second", f"{part}/rules/new?do=fill&look={first.id}")
    walker.stop("draft-rule-third", f"{part}/rules/new?do=skip&look={first.id}")
    walker.stop("draft-rule-limit", f"{part}/rules/{derive.id}")
    walker.stop("draft-paths", f"{part}/paths")
    walker.stop("draft-copy", f"{base}/copy")
    walker.open(f"{part}/questions/{derive.source}")
    walker.fill("Question", "How many?")
    walker.press("Save the question")
    walker.browser.see(Thing("heading", "This changes rules of the survey"))
    walker.look("committee-draft-changes", walker.browser)


def walk_languages(walker: Walker, address: str) -> None:
    """A second language, not translated yet; then without it."""
    walker.press_and_stop("draft-languages-errors", address, "Add this language")
    walker.browser.pick(labelled("Language"), "es")
    walker.press("Add this language")
    walker.look("committee-draft-translation", walker.browser)
    walker.stop("draft-languages", address)
    walker.stop("draft-language-remove", f"{address}/es/remove")
    walker.press("Remove")
    walker.see("Saved.")


def meet(walker: Walker, base: str) -> None:
    """Two tabs at one form: the second to save sees both versions, and leaves it there."""
    browser = walker.browser
    first = browser.page
    walker.open(f"{base}/details")
    second = browser.new_tab()
    walker.open(f"{base}/details")
    walker.fill("Unit", "ICU 4 North")
    walker.press("Save")
    walker.see("Saved.")
    browser.turn_to(first)
    walker.fill("Unit", "Intensive care, fourth floor")
    walker.press("Save")
    browser.see(Thing("heading", "Somebody else changed this"))
    walker.look("committee-clash", browser)
    browser.turn_to(second)
    browser.close_tab()
    browser.turn_to(first)
