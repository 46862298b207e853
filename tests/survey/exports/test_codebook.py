"""DDI-Codebook: of the standard's structure, and read back it has the numbers that members gave."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from xml.etree import ElementTree as ET

import msgspec
import pytest

from tests.players.campaign.answered import Ward, answer_all
from tests.players.campaign.exported import (
    LEAVES,
    answer_wards,
    create_export,
    create_part,
    create_vote,
    withhold,
)
from tests.players.campaign.questionnaires import LEAF, create_example, create_limit, say
from tests.players.campaign.random_questionnaires import create_random_questionnaire
from tests.survey.exports.ddi import LANGUAGE, NAMESPACE, find_faults, name_of
from voteapp.campaign.questionnaire.answering import Leaf
from voteapp.campaign.questionnaire.document import Question, Questionnaire
from voteapp.campaign.questionnaire.rules import NOT_APPLICABLE, PREFER_NOT
from voteapp.errors import MisuseError
from voteapp.survey.exports.codebook import write_codebook
from voteapp.survey.exports.values import Export

EXAMPLE = create_example()
WARDS = answer_wards(EXAMPLE, "codebook")


def read(export: Export) -> ET.Element:
    data = write_codebook(export)
    root = ET.fromstring(data)
    assert find_faults(root) == []
    return root


def find_all(root: ET.Element, name: str) -> list[ET.Element]:
    return list(root.iter(NAMESPACE + name))


def find_only(root: ET.Element, name: str) -> ET.Element:
    (found,) = find_all(root, name)
    return found


def get_text(element: ET.Element, name: str) -> str:
    found = element.find(NAMESPACE + name)
    assert found is not None
    return found.text or ""


def list_notes(element: ET.Element, kind: str) -> list[str]:
    notes = element.findall(NAMESPACE + "notes")
    return [note.text or "" for note in notes if note.get("type") == kind]


def read_frequencies(root: ET.Element) -> dict[tuple[str, str], dict[str, int]]:
    """(variable, code) -> ballots by group; "" is all groups together."""
    return {
        (variable.get("ID", ""), get_text(category, "catValu")): {
            stat.get("sdatrefs", ""): int(stat.text or "")
            for stat in category.findall(NAMESPACE + "catStat")
        }
        for variable in find_all(root, "var")
        for category in variable.findall(NAMESPACE + "catgry")
    }


def check_question(
    found: dict[tuple[str, str], dict[str, int]], question: Question, ward: Ward, group: str
) -> None:
    given = [person[question.id] for person in ward.people]
    further = {"-8": NOT_APPLICABLE, "-9": PREFER_NOT}
    offered = {"-8": question.not_applicable, "-9": question.prefer_not}
    for place, answer in enumerate(question.answers, 1):
        chosen = sum(answer.id in one for one in given)
        name = (f"V-{question.id}", str(place)) if question.max == 1 else (f"V-{answer.id}", "1")
        assert found[name][group] == chosen
    names = [f"V-{question.id}"] if question.max == 1 else [f"V-{a.id}" for a in question.answers]
    for name in names:
        for code, said in further.items():
            assert ((name, code) in found) == offered[code]
            if offered[code]:
                assert found[name, code][group] == given.count((said,))
        codes = [counts[group] for (other, _code), counts in found.items() if other == name]
        if question.max > 1 or question.min == 1:
            assert sum(codes) == len(ward.people), "every ballot is in one category"


def check_all(
    root: ET.Element, questionnaire: Questionnaire, wards: Sequence[Ward], number: int
) -> None:
    found = read_frequencies(root)
    for question in questionnaire.questions:
        for ward in wards:
            check_question(found, question, ward, f"G{number}-g-{ward.code}")


@pytest.mark.parametrize("seed", range(8))
def test_read_back_it_has_what_members_answered(seed: int) -> None:
    asked = create_random_questionnaire(f"ddi {seed}")
    wards = answer_wards(asked, f"ddi {seed}")
    root = read(create_export(create_part(EXAMPLE, WARDS), create_part(asked, wards)))
    check_all(root, EXAMPLE, WARDS, 1)
    check_all(root, asked, wards, 2)


def test_all_groups_together_are_their_sum() -> None:
    found = read_frequencies(read(create_export(create_part(EXAMPLE, WARDS))))
    for counts in found.values():
        assert len(counts) == 1 + len(LEAVES)
        assert counts[""] == sum(count for group, count in counts.items() if group)


def test_of_one_group_each_number_stands_once() -> None:
    root = read(create_export(create_part(EXAMPLE, WARDS[:1])))
    assert {len(counts) for counts in read_frequencies(root).values()} == {1}


def test_valid_and_missing_are_all_ballots() -> None:
    root = read(create_export(create_part(EXAMPLE, WARDS)))
    ballots = sum(len(ward.people) for ward in WARDS)
    for variable in find_all(root, "var"):
        stats = {s.get("type"): int(s.text or "") for s in variable.iter(NAMESPACE + "sumStat")}
        assert stats["vald"] + stats["invd"] == ballots == int(get_text(variable, "TotlResp"))
        valid = [
            int(category.findall(NAMESPACE + "catStat")[0].text or "")
            for category in variable.findall(NAMESPACE + "catgry")
            if category.get("missing") != "Y"
        ]
        assert sum(valid) == stats["vald"]


def test_questions_are_in_every_language_in_which_they_were_asked() -> None:
    texts = say("What was left undone?", "¿Qué quedó sin hacer?", help="For lack of time")
    asked = msgspec.structs.replace(
        EXAMPLE,
        questions=[
            msgspec.structs.replace(question, texts=texts) if number == 4 else question
            for number, question in enumerate(EXAMPLE.questions)
        ],
    )
    root = read(create_export(create_part(asked, WARDS[:1])))
    (told,) = [one for one in find_all(root, "qstn") if one.get("seqNo") == "5"]
    literal = {one.get(LANGUAGE): one.text for one in told.findall(NAMESPACE + "qstnLit")}
    assert literal == {"en": "What was left undone?", "es": "¿Qué quedó sin hacer?"}
    assert get_text(told, "ivuInstr") == "For lack of time"
    words = [c for c in find_all(root, "catgry") if get_text(c, "catValu") == "-9"]
    labels = {one.get(LANGUAGE): one.text for one in words[0].findall(NAMESPACE + "labl")}
    assert labels == {"en": "Prefer not to answer", "es": "Prefiero no contestar"}


def test_several_answers_are_a_variable_each_and_a_group() -> None:
    root = read(create_export(create_part(EXAMPLE, WARDS[:1])))
    missed = EXAMPLE.questions[4]
    (group,) = [one for one in find_all(root, "varGrp") if one.get("type") == "multipleResp"]
    assert group.get("var", "").split() == [f"V-{answer.id}" for answer in missed.answers]
    variables = [one for one in find_all(root, "var") if one.get("ID") in group.get("var", "")]
    assert [get_text(one, "labl") for one in variables] == ["Pain", "Talk", "Nothing"]
    assert [one.get("qstn") for one in variables] == [None, *[f"Q-{missed.id}"] * 2]
    assert get_text(variables[0], "qstn") is not None


def test_rules_are_told_by_the_questions_that_they_look_at() -> None:
    root = read(create_export(create_part(EXAMPLE, WARDS[:1])))
    care, load, ratio, how_long = EXAMPLE.questions[:4]
    looks = {
        question.get("ID"): question.find(NAMESPACE + "backward")
        for question in find_all(root, "qstn")
    }
    assert looks[f"Q-{care.id}"] is None
    found = looks[f"Q-{how_long.id}"]
    assert found is not None and found.get("qstn") == f"Q-{care.id} Q-{ratio.id}"
    (derived,) = find_all(root, "derivation")
    assert derived.get("var") == f"V-{load.id}"


def test_what_is_withheld_is_named_with_its_reason() -> None:
    root = read(create_export(create_part(EXAMPLE, WARDS[:1], [withhold()])))
    (study,) = find_all(root, "stdyDscr")
    (note,) = list_notes(study, "withheld")
    assert "North, Night shift" in note and "fewer than 5 ballots came" in note
    (outside,) = [one for one in find_all(root, "universe") if one.get("clusion") == "E"]
    assert "Members entitled: 9. Ballots counted: 3." in (outside.text or "")
    for variable in find_all(root, "var"):
        assert len(list_notes(variable, "withheld")) == 1
    assert get_text(find_only(root, "setAvail"), "complete").startswith("Without what is withheld")


def test_of_a_part_of_which_nothing_was_opened_questions_stand_without_numbers() -> None:
    root = read(create_export(create_part(EXAMPLE, [], [withhold(None, "not-published")])))
    assert len(find_all(root, "qstn")) == len(EXAMPLE.questions)
    for name in ("catStat", "sumStat", "TotlResp", "respRate"):
        assert find_all(root, name) == []
    assert all("not-published" in list_notes(v, "withheld")[0] for v in find_all(root, "var"))


def test_there_are_no_records_of_members_and_it_says_so() -> None:
    root = read(create_export(create_part(EXAMPLE, WARDS)))
    assert find_all(root, "fileDscr") == []
    (access,) = find_all(root, "dataAccs")
    (note,) = list_notes(access, "aggregates")
    assert "No records of single members are published" in note
    # Nobody can prove what a quorum of trustees did besides.
    assert note.endswith("decrypted nothing else cannot be proved.")
    assert "at least k ballots" in get_text(find_only(root, "useStmt"), "confDec")
    assert "k = 5" in get_text(find_only(root, "useStmt"), "confDec")


def test_limits_stand_with_their_citation() -> None:
    root = read(create_export(create_part(EXAMPLE, WARDS)))
    (study,) = find_all(root, "stdyDscr")
    limit, none = list_notes(study, "limit")
    assert "At most 5" in limit and "22 CCR 70217" in limit and "Covers: RN, LVN." in limit
    assert "Checked: 2026-10-01" in limit and none.endswith("There is no limit here.")
    known = EXAMPLE.limits[LEAVES[0]]
    assert known is not None
    limits = {LEAVES[0]: msgspec.structs.replace(known, checked=None, checked_by="")}
    asked = msgspec.structs.replace(EXAMPLE, limits=limits)
    (study,) = find_all(read(create_export(create_part(asked, WARDS))), "stdyDscr")
    assert list_notes(study, "limit")[0].endswith("Not checked by us; see the source.")


def test_questions_that_some_units_are_not_asked_say_so() -> None:
    names = EXAMPLE.asked[""]
    asked = msgspec.structs.replace(EXAMPLE, asked={"icu": names[:1], "ward": names})
    variables = find_all(read(create_export(create_part(asked, WARDS))), "var")
    first, second = (list_notes(variable, "asked") for variable in variables[:2])
    assert first == [] and second == ["Asked only in units of the kind: ward."]


def test_annulled_and_trial_are_said() -> None:
    part = create_part(EXAMPLE, WARDS)
    (study,) = find_all(read(create_export(part, annulled="Lost.", trial=True)), "stdyDscr")
    assert list_notes(study, "annulled") == ["The result was annulled: Lost."]
    assert len(list_notes(study, "trial")) == 1
    (study,) = find_all(read(create_export(part)), "stdyDscr")
    assert list_notes(study, "annulled") == list_notes(study, "trial") == []


def test_numbers_that_no_allowed_ballot_gives_are_only_counts() -> None:
    (ward, *_others) = WARDS
    totals = [list(row) for row in ward.totals]
    totals[4] = [0, len(ward.people), 1, 0, len(ward.people)]
    forged = Ward(ward.code, ward.people, ward.silent, totals)
    root = read(create_export(create_part(EXAMPLE, [forged])))
    name = f"V-{EXAMPLE.questions[4].answers[0].id}"
    (variable,) = [one for one in find_all(root, "var") if one.get("ID") == name]
    found = read_frequencies(root)
    assert list(found[name, "1"].values()) == [len(ward.people)] and found[name, "0"] == {}
    assert variable.find(NAMESPACE + "sumStat") is None
    assert len(list_notes(variable, "fits")) == 1


def test_votes_are_not_in_it() -> None:
    vote, _question = create_vote()
    part = create_part(vote, answer_wards(vote, "vote")[:1])
    with pytest.raises(MisuseError):
        write_codebook(create_export(part))
    root = read(create_export(part, create_part(EXAMPLE, WARDS)))
    assert len([one for one in find_all(root, "varGrp") if (one.get("ID") or "") == "P1"]) == 1
    assert vote.questions[0].texts["en"].text not in "".join(root.itertext())


def test_whatever_was_written_stays_text_and_can_be_read() -> None:
    hostile = '</labl><script>&"\x00\x0b\ud800\ufffe]]>'
    part = create_part(EXAMPLE, WARDS[:1])
    root = read(create_export(part, title=hostile, organizer=hostile))
    assert get_text(find_only(root, "rspStmt"), "AuthEnty") == '</labl><script>&"]]>'
    assert "script" not in {name_of(element) for element in root.iter()}


def test_the_same_gives_the_same_bytes() -> None:
    export = create_export(create_part(EXAMPLE, WARDS, [withhold()]))
    assert write_codebook(export) == write_codebook(export)
    assert write_codebook(export).startswith(b'<?xml version="1.0" encoding="UTF-8"?>\n<codeBook ')


def test_the_table_of_the_standard_finds_what_is_wrong() -> None:
    root = read(create_export(create_part(EXAMPLE, WARDS)))
    (data,) = find_all(root, "dataDscr")
    data.insert(len(data), data[0])
    faults = find_faults(root)
    assert any(fault.startswith("dataDscr:") for fault in faults)
    assert any("twice" in fault for fault in faults)
    find_all(root, "catStat")[0].set("sdatrefs", "nowhere")
    assert any("nowhere" in fault for fault in find_faults(root))


def read_limit(**changes: object) -> str:
    limit = msgspec.structs.replace(create_limit(), **changes)
    asked = msgspec.structs.replace(EXAMPLE, limits={LEAF: limit})
    ward = answer_all(asked, Leaf(LEAF), 9, 3, Random("limit"))
    (study,) = find_all(read(create_export(create_part(asked, [ward]))), "stdyDscr")
    (text,) = list_notes(study, "limit")
    return text


def test_a_limit_says_where_it_holds_and_who_says_so() -> None:
    assert "Source: law." in read_limit()
    assert "Where it holds: General acute care hospitals." in read_limit()


def test_nothing_is_called_law_that_nobody_checked() -> None:
    text = read_limit(checked=None, checked_by="")
    assert "Source: law" not in text and text.endswith("Not checked by us; see the source.")
    assert "Source: policy." in read_limit(source="policy", checked=None, checked_by="")


def test_an_average_binds_no_single_person() -> None:
    average = "It is an average: one person can have more without breaking it."
    assert average in read_limit(counted="ward-average")
    assert average not in read_limit()
