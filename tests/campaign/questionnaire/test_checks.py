"""A questionnaire is refused for what is wrong with it, under the code of the format's page."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest

from tests.players.campaign.questionnaires import LEAF, Author, create_example, create_limit, say
from voteapp.campaign.canonical import encode_canonical
from voteapp.campaign.questionnaire.checks import (
    check_ids,
    check_questionnaire,
    decode_questionnaire,
    encode_questionnaire,
)
from voteapp.campaign.questionnaire.document import Bin, Question, Questionnaire
from voteapp.campaign.questionnaire.rules import (
    Condition,
    Derive,
    Over,
    create_leaf_condition,
)
from voteapp.errors import ProtocolError

replace = msgspec.structs.replace
EXAMPLE = create_example()
SKIP, DERIVE, FILL, FORBID = EXAMPLE.rules
AUTHOR = Author("other")


def question(place: int, **fields) -> Questionnaire:
    questions = list(EXAMPLE.questions)
    questions[place] = replace(questions[place], **fields)
    return replace(EXAMPLE, questions=questions)


def rules(*changed) -> Questionnaire:
    return replace(EXAMPLE, rules=list(changed))


def bins(*found: tuple[int, int | None], kind: str = "number") -> Questionnaire:
    answers = [AUTHOR.answer(str(low), (low, high)) for low, high in found]
    return replace(
        EXAMPLE, rules=[], questions=[AUTHOR.ask("n?", answers, kind)], sections=[], asked={}
    )


def condition(**fields) -> Questionnaire:
    return rules(replace(SKIP, when=Condition(**fields)))


def deep(levels: int) -> Condition:
    inner = SKIP.when
    for _ in range(levels):
        inner = Condition(all=[inner])
    return inner


def vote(**fields) -> Questionnaire:
    asked = AUTHOR.ask("Strike?", [AUTHOR.answer("Yes")], not_applicable=False)
    empty = {"questions": [asked], "sections": [], "limits": {}, "asked": {}, "rules": []}
    return replace(EXAMPLE, kind="vote", **{**empty, **fields})


def test_the_example_is_read_back() -> None:
    assert decode_questionnaire(encode_questionnaire(EXAMPLE)) == EXAMPLE
    check_questionnaire(vote())


WRONG: list[tuple[str, Questionnaire]] = [
    ("id", replace(EXAMPLE, part="12345678U")),
    ("id", replace(EXAMPLE, part="1234567I")),
    ("id", replace(EXAMPLE, part=EXAMPLE.questions[0].id)),
    ("id", question(1, id=EXAMPLE.questions[0].answers[0].id)),
    ("text", replace(EXAMPLE, language="es")),
    ("text", replace(EXAMPLE, texts=say(""))),
    ("text", replace(EXAMPLE, words={})),
    ("text", replace(EXAMPLE, words={**EXAMPLE.words, "EN": EXAMPLE.words["en"]})),
    ("text", question(0, texts={})),
    ("question", replace(EXAMPLE, questions=[], sections=[], asked={}, rules=[])),
    ("question", question(0, max=2)),
    ("question", question(4, max=4)),
    ("question", question(4, min=3)),
    ("question", question(4, min=0, max=0)),
    ("question", question(4, scale=EXAMPLE.questions[5].scale)),
    ("question", question(6, answers=EXAMPLE.questions[6].answers[:2])),
    ("question", replace(EXAMPLE, sections=[], asked={}, rules=[], questions=[
        EXAMPLE.questions[place] for place in (5, 0, 6)
    ])),
    ("question", bins((5, 4))),
    ("question", bins((0, 4), (4, 5))),
    ("question", bins((0, 4), (6, None))),
    ("question", bins((0, None), (6, 7))),
    ("question", question(1, answers=[AUTHOR.answer("many")])),
    ("question", replace(EXAMPLE, kind="vote")),
    ("question", vote(limits={LEAF: None})),
    ("question", vote(questions=[AUTHOR.ask("?", [AUTHOR.answer("Yes")])])),
    ("section", replace(EXAMPLE, sections=EXAMPLE.sections[::-1])),
    ("section", replace(EXAMPLE, sections=[replace(EXAMPLE.sections[0], first="0" * 8)])),
    ("limit", replace(EXAMPLE, limits={LEAF: replace(create_limit(), until="2007-12-31")})),
    ("limit", replace(EXAMPLE, limits={LEAF: replace(create_limit(), since="2007-02-29")})),
    ("limit", replace(EXAMPLE, limits={LEAF: replace(create_limit(), counted="")})),
    ("limit", replace(EXAMPLE, limits={LEAF: replace(create_limit(), limit=-1)})),
    ("limit", replace(EXAMPLE, limits={LEAF: replace(create_limit(), address="javascript:x")})),
    ("limit", replace(EXAMPLE, limits={LEAF: replace(create_limit(), address="https://a b")})),
    ("limit", replace(EXAMPLE, limits={LEAF: replace(create_limit(), checked_by="")})),
    ("limit", replace(EXAMPLE, limits={LEAF: replace(create_limit(), checked=None)})),
    ("asked", replace(EXAMPLE, asked={"": ["0" * 8]})),
    ("asked", replace(EXAMPLE, asked={"": []})),
    ("asked", replace(EXAMPLE, asked={"": EXAMPLE.asked[""][::-1]})),
    ("rule", rules(replace(SKIP, questions=[]))),
    ("rule", rules(replace(SKIP, questions=SKIP.questions * 2))),
    ("rule", rules(replace(SKIP, questions=["0" * 8]))),
    ("rule", rules(replace(SKIP, questions=[EXAMPLE.questions[0].id]))),
    ("rule", question(3, not_applicable=False)),
    ("rule", question(0, not_applicable=False)),
    ("rule", rules(replace(SKIP, when=create_leaf_condition(EXAMPLE.questions[0].id, [])))),
    ("rule", rules(replace(SKIP, when=create_leaf_condition(EXAMPLE.questions[0].id, ["x"])))),
    ("rule", condition()),
    ("rule", condition(all=[])),
    ("rule", condition(question=EXAMPLE.questions[0].id)),
    ("rule", condition(answers=["not-applicable"])),
    ("rule", condition(all=[SKIP.when], any=[SKIP.when])),
    ("rule", rules(replace(SKIP, when=deep(16)))),
    ("rule", rules(replace(FILL, answer=EXAMPLE.questions[0].answers[0].id))),
    ("rule", rules(replace(DERIVE, within=EXAMPLE.questions[0].answers[0].id))),
    ("rule", rules(replace(DERIVE, source=EXAMPLE.questions[0].id))),
    ("rule", rules(replace(DERIVE, over=[]))),
    ("rule", rules(replace(DERIVE, over=DERIVE.over[1:]))),
    ("rule", rules(replace(DERIVE, over=DERIVE.over[::-1]))),
    ("rule", rules(replace(DERIVE, source=EXAMPLE.questions[4].id))),
    ("rule", question(2, prefer_not=False)),
]  # fmt: skip


@pytest.mark.parametrize("place", range(len(WRONG)))
def test_what_is_wrong_has_its_code(place: int) -> None:
    code, wrong = WRONG[place]
    with pytest.raises(ProtocolError) as caught:
        check_questionnaire(wrong)
    assert caught.value.code == f"questionnaire-{code}", caught.value.message


def test_as_many_conditions_within_each_other_as_the_page_says() -> None:
    check_questionnaire(rules(replace(SKIP, when=deep(15))))


def test_a_choice_among_bins_may_have_gaps_and_a_number_may_not() -> None:
    check_questionnaire(bins((0, 4), (6, None), kind="one"))
    check_questionnaire(bins((3, 4), (5, None)))


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data.replace(b'"version":1', b'"version":2'),
        lambda data: data.replace(b'"do":"skip"', b'"do":"jump"'),
        lambda data: data.replace(b'"alone":false,', b"", 1),
        lambda data: data.replace(b'"rules"', b'"more":1,"rules"'),
        lambda data: data.replace(b",", b", ", 1),
        lambda data: data[:-1],
    ],
)
def test_other_bytes_are_refused(change: Callable[[bytes], bytes]) -> None:
    data = encode_canonical(EXAMPLE)
    assert change(data) != data
    with pytest.raises(ProtocolError) as caught:
        decode_questionnaire(change(data))
    assert caught.value.code == "questionnaire-encoding"


def test_parts_of_a_campaign_share_no_identity() -> None:
    check_ids([EXAMPLE, create_example("second")])
    with pytest.raises(ProtocolError, match="twice"):
        check_ids([EXAMPLE, EXAMPLE])


def test_a_rule_that_looks_ahead_is_refused() -> None:
    care, load, *rest = EXAMPLE.questions
    moved = replace(EXAMPLE, questions=[load, care, *rest], sections=[], asked={})
    with pytest.raises(ProtocolError, match="later"):
        check_questionnaire(moved)


def test_what_the_tests_change_is_what_they_mean() -> None:
    assert isinstance(DERIVE, Derive) and isinstance(DERIVE.over[0], Over)
    assert isinstance(EXAMPLE.questions[1], Question)
    assert EXAMPLE.questions[1].answers[0].bin == Bin(low=0, high=4)
    assert FORBID.id
