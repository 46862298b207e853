"""Before a draft is locked: what cannot work stops, and what may not be meant is confirmed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from hypothesis import given
from hypothesis import strategies as st

from tests.players.services.world import ADA, VOTE, World, create_draft
from tests.support.randomness import RandomStream
from voteapp.campaign.questionnaire.document import Text
from voteapp.services import overview
from voteapp.services.drafting import drafting
from voteapp.services.drafting.checks import check_draft
from voteapp.services.drafting.guards.listing import (
    list_before_locking,
    read_words_beside,
    require_confirmed,
)
from voteapp.services.drafting.writing import ask, write_election
from voteapp.services.errors import InvalidDraftError, UnconfirmedError
from voteapp.services.values.drafts import CampaignDraft, ElectionDraft, QuestionDraft, RuleDraft
from voteapp.services.values.guards import Guard

RANDOM = RandomStream("guards")
TITLE = "Strike?"


def make_vote(
    title: str = TITLE,
    answers: tuple[str, ...] = ("Yes", "No"),
    *,
    asks: str = "",
    blank: bool = False,
    **rule: object,
) -> ElectionDraft:
    question = ask(asks or title, answers, blank=blank)
    said = RuleDraft(**rule)  # type: ignore[arg-type]
    return write_election("vote", title, [question], RANDOM, rule=said)


def make_survey(*questions: QuestionDraft, title: str = TITLE) -> ElectionDraft:
    return write_election("survey", title, questions, RANDOM)


def make(*elections: ElectionDraft, slips: int = 20, **fields: object) -> CampaignDraft:
    parts = elections or (make_vote(),)
    return create_draft(*parts, slips=slips, **{"title": TITLE, **fields})


def find(draft: CampaignDraft) -> list[tuple[str, str, str]]:
    return [(g.code, g.severity, g.place) for g in list_before_locking(draft)]


def numbers(draft: CampaignDraft, code: str) -> dict[str, object]:
    return next(g.numbers for g in list_before_locking(draft) if g.code == code)


def write_anyway(election: ElectionDraft, *answers: str) -> ElectionDraft:
    """With answers that no form takes any more, as an old draft may have them."""
    (question,) = election.questionnaire.questions
    written = [
        msgspec.structs.replace(answer, texts={"en": Text(text=text)})
        for answer, text in zip(question.answers, answers, strict=True)
    ]
    changed = msgspec.structs.replace(question, answers=written)
    return replace(
        election,
        questionnaire=msgspec.structs.replace(election.questionnaire, questions=[changed]),
    )


def test_nothing_is_said_of_a_draft_that_is_right() -> None:
    assert find(make()) == []
    assert find(make(make_vote(), make_survey(ask("What?", ("a", "b")), title="Breaks"))) == []


def test_fewer_and_more_slips_than_members() -> None:
    assert find(make(slips=18)) == [("fewer-slips", "confirm", "slips")]
    assert find(make(slips=24)) == [("more-slips", "confirm", "slips")]
    assert numbers(make(slips=24), "more-slips") == {"slips": 24, "members": 20}


@pytest.mark.parametrize(
    ("members", "slips", "severity"),
    [(4, 4, "stop"), (9, 4, "stop"), (5, 5, "confirm"), (9, 9, "confirm"), (10, 10, "")],
)
def test_k_that_cannot_or_may_not_be_reached(members: int, slips: int, severity: str) -> None:
    found = find(make(slips=slips, roster_size=members))
    known = [(c, s, p) for c, s, p in found if p == "elections.0.k"]
    name = {"stop": "k-unreachable", "confirm": "k-unlikely"}.get(severity, "")
    assert known == ([(name, severity, "elections.0.k")] if severity else [])


def test_a_rule_that_can_never_be_met() -> None:
    whole = {"numerator": 1, "denominator": 1, "comparison": "more-than"}
    assert find(make(make_vote(**whole))) == [("rule-unreachable", "stop", "elections.0.rule")]
    members = make_vote(of="entitled")
    assert [code for code, _, _ in find(make(members, slips=10))] == [
        "fewer-slips",
        "rule-unreachable",
    ]
    assert [code for code, _, _ in find(make(members, slips=11))] == ["fewer-slips"]
    nothing = {"numerator": 0, "comparison": "at-least"}
    assert find(make(make_vote(**nothing))) == [("rule-always-met", "stop", "elections.0.rule")]


def test_twin_parts_and_parts_that_ask_the_same() -> None:
    other = make_vote("Meet?")
    assert find(make(make_vote(), other)) == []
    assert find(make(make_vote(), make_vote("STRIKE\u200b?", ("Aye", "Nay")))) == [
        ("twin-parts", "stop", "elections.1.title")
    ]
    same = make_survey(ask("What?", ("a", "b")), title="One")
    again = make_survey(ask("what?", ("A", "b ")), title="Two")
    assert find(make(same, again)) == [("same-questions", "confirm", "elections.1")]
    more = make_survey(ask("What?", ("a", "b", "c")), title="Two")
    assert find(make(same, more)) == []


def test_twin_questions() -> None:
    part = make_survey(ask("What?", ("a", "b")), ask("Why?", ("a",)), ask("whаt?", ("c", "d")))
    assert find(make(part)) == [("twin-questions", "confirm", "elections.0.questions.2.text")]
    assert numbers(make(part), "twin-questions")["first"] == 1


@pytest.mark.parametrize("twin", ["yes", "Yes\u200b", "Yеs", "Ｙｅｓ", "Y es"])
def test_twin_answers_stop(twin: str) -> None:
    old = write_anyway(make_vote(), "Yes", twin)
    assert find(make(old)) == [("twin-answers", "stop", "elections.0.questions.0.answers.1")]


def test_what_is_empty_to_the_eye_stops() -> None:
    old = write_anyway(make_vote(), "Yes", "\u3164\u200b")
    assert find(make(old)) == [("empty", "stop", "elections.0.questions.0.answers.1")]
    assert ("empty", "stop", "organizer") in find(make(organizer="\u2800"))


def test_an_answer_that_is_called_like_the_blank() -> None:
    place = "elections.0.questions.0.answers.2"
    for word in ("Blank vote", "prefer not to answer", "No answer (blank)", "Not  applicable"):
        free = make_vote(answers=("Yes", "No", word))
        assert find(make(free)) == [("like-beside", "confirm", place)], word
    offered = make_vote(answers=("Yes", "No", "blank"), blank=True)
    assert find(make(offered)) == [("like-beside", "stop", place)]
    words = {"en": msgspec.structs.replace(VOTE.questionnaire.words["en"], prefer_not="Abstain")}
    own = make_vote(answers=("Yes", "No", "Abstain"), blank=True)
    own = replace(own, questionnaire=msgspec.structs.replace(own.questionnaire, words=words))
    assert find(make(own)) == [("like-beside", "stop", place)]


def test_the_blank_in_every_language_of_the_pages(tmp_path: Path) -> None:
    for domain, word in (("messages", "Voto en blanco"), ("browser", "En blanco")):
        folder = tmp_path / "es" / "LC_MESSAGES"
        folder.mkdir(parents=True, exist_ok=True)
        catalog = Catalog(locale="es")
        catalog.add("Blank vote", word)
        with (folder / f"{domain}.mo").open("wb") as file:
            write_mo(file, catalog)
    assert {"Blank vote", "Voto en blanco", "En blanco"} <= read_words_beside(tmp_path)[
        "prefer-not"
    ]


def test_titles_that_disagree() -> None:
    assert find(make(title="Spring")) == [("titles-disagree", "confirm", "elections.0.title")]
    assert find(make(make_vote(asks="Accept the offer?"))) == [
        ("question-disagrees", "confirm", "elections.0.questions.0.text")
    ]
    assert find(make(make_vote("Vote", asks="Accept the offer?"), title="Vote")) == []


def test_only_what_was_confirmed_goes_on() -> None:
    guards = list_before_locking(make(slips=18, title="Spring"))
    keys = [guard.key for guard in guards]
    require_confirmed(guards, keys)
    for left in keys:
        with pytest.raises(UnconfirmedError) as caught:
            require_confirmed(guards, [key for key in keys if key != left])
        assert caught.value.keys == (left,)
    other = list_before_locking(make(slips=17, title="Spring"))
    with pytest.raises(UnconfirmedError):
        require_confirmed(other, keys)


def test_a_stop_cannot_be_confirmed() -> None:
    guards = list_before_locking(make(slips=4, roster_size=4))
    with pytest.raises(InvalidDraftError) as caught:
        require_confirmed(guards, [guard.key for guard in guards])
    assert [error.field for error in caught.value.errors] == ["elections.0.k"]


def lock(world: World, confirmed: list[str]) -> None:
    drafting.submit_draft(world.context, ADA, world.code, world.version, confirmed)


def read_guards(world: World) -> list[Guard]:
    return list_before_locking(overview.get_campaign(world.context, world.code).draft)


def test_locking_asks_for_every_warning(world: World) -> None:
    world.draft(make(make_vote(), slips=18, title="Spring"))
    keys = [guard.key for guard in read_guards(world)]
    assert len(keys) == 2
    for confirmed in ([], keys[:1], keys[1:]):
        with pytest.raises(UnconfirmedError):
            lock(world, confirmed)
        assert world.state == "draft"
    lock(world, keys)
    assert world.state == "keys"


def test_a_unit_of_four_is_never_locked(world: World) -> None:
    world.draft(make(slips=4, roster_size=4))
    with pytest.raises(InvalidDraftError) as caught:
        lock(world, [guard.key for guard in read_guards(world)])
    assert [error.field for error in caught.value.errors] == ["elections.0.k"]
    assert "at most 4" in str(caught.value)
    assert world.state == "draft"


@given(twin=st.sampled_from(["YES", "Yes ", "Y\u200bes", "Yеѕ"]))
def test_twins_are_refused_where_they_are_written(twin: str) -> None:
    with pytest.raises(InvalidDraftError) as caught:
        check_draft(make(write_anyway(make_vote(), "Yes", twin)))
    assert [e.field for e in caught.value.errors] == ["elections.0.questions.0.answers.1"]
