"""Drafts: checked field by field, kept, submitted, reopened, deleted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial

import msgspec
import pytest

from tests.players.services.world import ADA, START, SURVEY, VOTE, World, create_draft
from voteapp.campaign.questionnaire.document import Text, Texts
from voteapp.errors import NotFoundError
from voteapp.services import overview
from voteapp.services.drafting import drafting, editing
from voteapp.services.drafting.versions import Piece, compute_version
from voteapp.services.drafting.writing import ask, write_election
from voteapp.services.errors import InvalidDraftError, WrongStateError
from voteapp.services.values.drafts import CampaignDraft, ElectionDraft, RuleDraft
from voteapp.survey.questionnaires import create_limit


def fields(world: World, draft: CampaignDraft) -> list[str]:
    with pytest.raises(InvalidDraftError) as caught:
        drafting.create_campaign(world.context, ADA, draft)
    return [error.field for error in caught.value.errors]


def change(election: ElectionDraft, **changes: object) -> ElectionDraft:
    """A part whose questionnaire has other fields."""
    changed = msgspec.structs.replace(election.questionnaire, **changes)
    return replace(election, questionnaire=changed)


def say(text: str, help: str = "") -> Texts:
    return {"en": Text(text=text, help=help)}


def question(*answers: str, **changes: object) -> ElectionDraft:
    (asked, *_more) = SURVEY.questionnaire.questions
    if answers:
        texts = zip(asked.answers, answers, strict=False)
        changes["answers"] = [msgspec.structs.replace(a, texts=say(t)) for a, t in texts]
    return change(SURVEY, questions=[msgspec.structs.replace(asked, **changes)])


def rule(**changes: object) -> ElectionDraft:
    assert VOTE.rule is not None
    return replace(VOTE, rule=replace(VOTE.rule, **changes))  # type: ignore[arg-type]


def test_a_draft_comes_back_as_it_was(each_world: World) -> None:
    world = each_world
    draft = create_draft(VOTE, SURVEY, title='Streik "é" 投票 ਪੰ 🗳', language="pa")
    world.draft(draft)
    view = overview.get_campaign(world.context, world.code)
    assert view.draft == draft
    assert (view.state, view.elections) == ("draft", ())
    assert [m.code for m in view.missing] == ["draft", "key", "credentials"]
    assert [c.title for c in overview.list_campaigns(world.context)] == [draft.title]
    assert overview.list_campaigns(world.context)[0].kinds == ("vote", "survey")
    assert [(a.actor, a.what) for a in view.log] == [(ADA, "created")]


def test_line_ends_become_one_kind_and_spaces_around_go(world: World) -> None:
    asked = ask("one\r\ntwo\tthree\r", (" a ", "b"))
    part = write_election("survey", "T", [asked], world.random, description="x\r\ny")
    world.draft(create_draft(part))
    found = overview.get_campaign(world.context, world.code).draft.elections[0]
    assert found.questions[0].text == "one\ntwo\tthree"
    assert [answer.text for answer in found.questions[0].answers] == ["a", "b"]
    assert found.description == "x\ny"


def test_cleaning_an_answer_is_no_rewording_of_the_rule(world: World) -> None:
    asked = ask("Strike?", (" yes\r\nnow ", "no"))
    world.draft(create_draft(write_election("vote", "T", [asked], world.random, rule=RuleDraft())))
    world.lock()
    (vote,) = overview.get_campaign(world.context, world.code).draft.elections
    assert vote.rule is not None
    assert vote.rule.text == vote.questions[0].answers[0].text == "yes\nnow"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (create_draft(title=""), "title"),
        (create_draft(title="a\x00b"), "title"),
        (create_draft(organizer="\x1b[2J"), "organizer"),
        (create_draft(unit="\ud800"), "unit"),
        (create_draft(facility="x" * 201), "facility"),
        (create_draft(timezone="Mars/Olympus"), "timezone"),
        (create_draft(timezone="../../etc/passwd"), "timezone"),
        (create_draft(language="<b>"), "language"),
        (create_draft(closing=START), "closing"),
        (create_draft(closing=START + timedelta(days=200)), "closing"),
        (create_draft(opening=START.replace(tzinfo=None)), "opening"),
        (create_draft(slips=0), "slips"),
        (create_draft(roster_size=100_001), "roster_size"),
        (create_draft(change(SURVEY, limits={"unit-1": create_limit(0)})), "limit"),
        (replace(create_draft(), elections=()), "elections"),
        (create_draft(*[VOTE] * 9), "elections"),
        (create_draft(change(VOTE, kind="poll")), "elections.0.kind"),
        (create_draft(change(VOTE, texts=say(" \n"))), "elections.0.title"),
        (create_draft(change(VOTE, texts=say("t", "\x00"))), "elections.0.description"),
        (create_draft(replace(VOTE, rule=None)), "elections.0.rule"),
        (create_draft(replace(VOTE, k=4)), "elections.0.k"),
        (create_draft(VOTE, replace(SURVEY, rule=RuleDraft())), "elections.1.rule"),
        (create_draft(change(SURVEY, questions=[])), "elections.0.questions"),
        (
            create_draft(change(VOTE, questions=VOTE.questionnaire.questions * 2)),
            "elections.0.questions",
        ),
        (create_draft(question(answers=[])), "elections.0.questions.0.answers"),
        (create_draft(question("a", "a")), "elections.0.questions.0.answers.1"),
        (create_draft(question("a", "\x7f")), "elections.0.questions.0.answers.1"),
        (create_draft(question(min=2)), "elections.0.questions.0.minimum"),
        (create_draft(question(max=4)), "elections.0.questions.0.maximum"),
        (create_draft(question(texts=say(""))), "elections.0.questions.0.text"),
        (
            create_draft(question(min=2, max=2, not_applicable=True)),
            "elections.0.questions.0.minimum",
        ),
        (
            create_draft(rule(denominator=0)),
            "elections.0.rule.denominator",
        ),
        (
            create_draft(rule(numerator=3)),
            "elections.0.rule.numerator",
        ),
        (
            create_draft(rule(quorum_numerator=2)),
            "elections.0.rule.quorum_numerator",
        ),
        (create_draft(rule(of="all")), "elections.0.rule.of"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(
    world: World, draft: CampaignDraft, field: str
) -> None:
    assert field in fields(world, draft)


def test_all_problems_come_together(world: World) -> None:
    draft = create_draft(question(texts=say(""), min=7), title="", slips=0)
    assert fields(world, draft) == [
        "title",
        "elections.0.questions.0.minimum",
        "elections.0.questions.0.text",
        "slips",
    ]


def see(world: World) -> str:
    """The version of members and slips, as a page shows them."""
    draft = overview.get_campaign(world.context, world.code).draft
    return compute_version(draft, Piece("numbers"))


def test_update_and_delete_only_while_it_is_a_draft(world: World) -> None:
    world.draft()
    editing.save_numbers(world.context, ADA, world.code, see(world), slips=13, roster_size=14)
    draft = overview.get_campaign(world.context, world.code).draft
    assert (draft.slips, draft.roster_size) == (13, 14)
    world.lock()
    assert world.state == "keys"
    actions: list[Callable[[], None]] = [
        lambda: editing.save_numbers(
            world.context, ADA, world.code, see(world), slips=13, roster_size=14
        ),
        lambda: drafting.delete_campaign(world.context, ADA, world.code, world.version),
        world.lock,
    ]
    for action in actions:
        with pytest.raises(WrongStateError):
            action()
    drafting.reopen_draft(world.context, ADA, world.code, seen=world.standing)
    drafting.delete_campaign(world.context, ADA, world.code, world.version)
    with pytest.raises(NotFoundError):
        overview.get_campaign(world.context, world.code)


def test_submitting_reserves_uuids_and_reopening_forgets_slips(world: World) -> None:
    world.submit(create_draft(VOTE, SURVEY))
    before = world.uuids
    assert len(set(before)) == 2
    world.make_key()
    world.make_slips()
    assert world.state == "fixing"
    drafting.reopen_draft(world.context, ADA, world.code, seen=world.standing)
    view = overview.get_campaign(world.context, world.code)
    assert (view.state, view.rehearsed, view.credentials_posted) == ("draft", True, False)
    world.lock()
    assert world.state == "slips"
    assert not set(world.uuids) & set(before)


@pytest.mark.parametrize(("hours", "over"), [(2, ["opening"]), (48, ["opening", "closing"])])
def test_times_that_are_over_are_refused(world: World, hours: int, over: list[str]) -> None:
    """When they are written down; and once more when the draft is locked."""
    draft = create_draft()
    world.draft(draft)
    world.clock.advance(hours=hours)

    def save() -> None:
        kept = overview.get_campaign(world.context, world.code).draft
        seen = compute_version(kept, Piece("schedule"))
        times = {name: getattr(draft, name) for name in ("timezone", "opening", "closing")}
        editing.save_schedule(world.context, ADA, world.code, seen, **times)

    create = partial(drafting.create_campaign, world.context, ADA, draft)
    for action in (save, world.lock, create):
        with pytest.raises(InvalidDraftError) as caught:
            action()
        assert [error.field for error in caught.value.errors] == over
    assert world.state == "draft"


@pytest.mark.parametrize(("days", "right"), [(-1, False), (1, True), (121, False), (119, True)])
def test_totals_wait_until_after_the_end(world: World, days: int, right: bool) -> None:
    draft = create_draft()
    draft = replace(draft, decrypts=draft.closing + timedelta(days=days))
    if right:
        world.draft(draft)
        assert overview.get_campaign(world.context, world.code).draft == draft
        return
    with pytest.raises(InvalidDraftError) as caught:
        world.draft(draft)
    assert [error.field for error in caught.value.errors] == ["decrypts"]
