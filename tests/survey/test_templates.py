"""The templates that are shipped: what each must have, and that each can be answered."""

from __future__ import annotations

from importlib.resources import files

import pytest

from tests.support.randomness import RandomStream
from voteapp.campaign.questionnaire.answering import Leaf
from voteapp.campaign.questionnaire.checks import check_ids, check_questionnaire
from voteapp.campaign.questionnaire.document import MOST_QUESTIONS, Questionnaire
from voteapp.campaign.questionnaire.paths import find_path_faults
from voteapp.campaign.questionnaire.record import create_record_questions
from voteapp.campaign.questionnaire.rules import Derive, list_sources, list_targets
from voteapp.errors import InvalidInputError, MisuseError
from voteapp.protocol.kinds import compute_widths
from voteapp.survey.format import Template, list_questions
from voteapp.survey.questionnaires import write_questionnaires
from voteapp.survey.templates import DEFAULT_VARIANT, check_choices, list_names, load_template

TEMPLATE = load_template()
LEAF = "unit-1"
LICENCES = {
    "AGPL-3.0-or-later": "https://www.gnu.org/licenses/agpl-3.0.html",
    "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "OGL-UK-3.0": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
}
"""Under which words of a survey may be copied, changed and used by anybody."""

ASKED = [
    (name, variant)
    for name in list_names()
    for variant in [found.code for found in load_template(name).variants] or [""]
]


def write(limit: int | None = None, variant: str = DEFAULT_VARIANT) -> list[Questionnaire]:
    return write_questionnaires(TEMPLATE, limit, variant, LEAF, RandomStream("template"))


def list_limits(template: Template, variant: str) -> list[int | None]:
    found = template.find_variant(variant)
    return [None, 1, 4, 8] if found is not None and found.counted else [None]


def test_the_templates() -> None:
    assert list_names() == ("safe_staffing", "burnout", "hse_indicator", "missed_care", "blank")
    folder = files("voteapp.survey").joinpath("data", "templates")
    assert {f"{name}.json" for name in list_names()} == {file.name for file in folder.iterdir()}


@pytest.mark.parametrize("name", list_names())
def test_each_names_a_licence_that_lets_anybody_use_it_and_its_source(name: str) -> None:
    template = load_template(name)
    assert LICENCES[template.licence.name] == template.licence.address
    assert template.source.name and template.source.address.startswith("https://")
    # Words of others are printed with their attribution, where members read them.
    shown = "\n".join(part.introduction.get("en", "") for part in template.parts)
    assert template.licence.attribution in shown
    assert bool(template.licence.attribution) == (template.licence.name != "AGPL-3.0-or-later")


@pytest.mark.slow
@pytest.mark.parametrize(("name", "variant"), ASKED)
def test_every_path_can_be_finished(name: str, variant: str) -> None:
    template = load_template(name)
    for limit in list_limits(template, variant):
        check_choices(template, limit, variant)
        written = write_questionnaires(template, limit, variant, LEAF, RandomStream(name))
        check_ids(written)
        for questionnaire in written:
            check_questionnaire(questionnaire)
            assert find_path_faults(questionnaire, [Leaf(LEAF)]) == []
            assert len(questionnaire.questions) <= MOST_QUESTIONS
            record = create_record_questions(questionnaire)
            for question in record:
                assert question.blank
                assert question.min == 1 <= question.max <= len(question.answers)
                assert len(set(question.answers)) == len(question.answers)
            texts = [question.question for question in record]
            assert len(set(texts)) == len(texts)


@pytest.mark.parametrize(("name", "variant"), ASKED)
def test_no_rule_looks_at_who_somebody_is(name: str, variant: str) -> None:
    """Nine pharmacists and one nurse, and a rule that skips the pharmacists: her load is public."""
    template = load_template(name)
    written = write_questionnaires(template, None, variant, LEAF, RandomStream(name))
    for part, questionnaire in zip(template.parts, written, strict=True):
        persons = {q.code for q in list_questions(part, variant) if q.person}
        asked = {"role" in q.text["en"] for q in list_questions(part, variant) if q.person}
        assert asked <= {True}
        codes = {question.id: question.code for question in questionnaire.questions}
        for rule in questionnaire.rules:
            assert persons.isdisjoint(codes[source] for source in list_sources(rule))
            assert persons.isdisjoint(codes[target] for target in list_targets(rule))
    if name == "safe_staffing":
        assert [q.code for q in list_questions(template.parts[0], variant) if q.person] == ["1"]


def test_the_size_of_the_shift_survey() -> None:
    main, burnout = write(limit=4)
    assert sum(compute_widths(create_record_questions(main))) == 107
    codes = [question.code for question in main.questions]
    assert codes == [
        "1",
        "time",
        "length",
        "8",
        "8u",
        "2",
        "2d",
        "3",
        "4",
        "5",
        "6",
        "7",
        "7p",
        "9",
        "10",
        "11",
    ]
    counts = [len(question.answers) for question in main.questions]
    assert counts == [2, 3, 3, 3, 6, 12, 4, 5, 5, 4, 3, 4, 3, 9, 5, 4]
    assert [(part.k, part.level) for part in TEMPLATE.parts] == [(10, "unit"), (20, "facility")]
    assert [question.code for question in burnout.questions] == ["12"]


def test_only_nurses_are_compared_with_a_nurses_limit() -> None:
    for variant in TEMPLATE.variants:
        main = write(variant=variant.code)[0]
        compared = any(isinstance(rule, Derive) for rule in main.rules)
        assert compared == bool(variant.counted)
        roles = [answer.texts["en"].text for answer in main.questions[0].answers]
        if compared:
            assert roles == ["Registered nurse (RN)", "Vocational or practical nurse (LVN, LPN)"]
            assert "nurses (RN, LVN, LPN)" in variant.for_whom["en"]


def test_rules_decide_questions_that_come_later() -> None:
    for questionnaire in write():
        places = {q.id: place for place, q in enumerate(questionnaire.questions)}
        for rule in questionnaire.rules:
            latest = max(places[name] for name in list_sources(rule))
            assert all(places[name] > latest for name in list_targets(rule))


def test_variants_of_postpartum_differ_in_what_is_counted_and_in_nothing_else() -> None:
    plain = create_record_questions(write()[0])
    for variant in ("couplets", "mothers", "mothers-babies"):
        other = create_record_questions(write(variant=variant)[0])
        assert [i for i, q in enumerate(plain) if q != other[i]] == [5, 6]


def test_the_indicator_of_the_hse() -> None:
    """Its 35 items, in two scales, of which the ones about strain are turned round."""
    template = load_template("hse_indicator")
    (written,) = write_questionnaires(template, None, "", LEAF, RandomStream("hse"))
    questions = written.questions
    assert len(questions) == 35
    assert {len(question.answers) for question in questions} == {5}
    scales = list(dict.fromkeys(question.scale for question in questions))
    assert [sum(q.scale == scale for q in questions) for scale in scales] == [23, 12]
    turned = [place + 1 for place, question in enumerate(questions) if question.reversed]
    assert turned == [3, 5, 6, 9, 12, 14, 16, 18, 20, 21, 22, 34]
    metrics: dict[str, list[int]] = {}
    for place, question in enumerate(template.parts[0].questions):
        metrics.setdefault(question.metric, []).append(place + 1)
    assert metrics == {
        "role": [1, 4, 11, 13, 17],
        "control": [2, 10, 15, 19, 25, 30],
        "demands": [3, 6, 9, 12, 16, 18, 20, 22],
        "relationships": [5, 14, 21, 34],
        "peers": [7, 24, 27, 31],
        "managers": [8, 23, 29, 33, 35],
        "change": [26, 28, 32],
    }
    assert template.parts[0].k == 20


@pytest.mark.parametrize(
    ("limit", "variant"), [(9, "inpatient"), (-1, "inpatient"), (4, "pharmacy")]
)
def test_a_limit_that_the_bins_cannot_tell_is_refused(limit: int, variant: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        check_choices(TEMPLATE, limit, variant)
    assert caught.value.field == "limit"


def test_unknown_names_are_refused() -> None:
    with pytest.raises(InvalidInputError):
        check_choices(TEMPLATE, None, "spaceship")
    for name in ("../limits/oregon", "", "nothing"):
        with pytest.raises(MisuseError):
            load_template(name)
