"""Groups, headings, notes, scales, languages: where a form's rows stand in the questionnaire."""

from __future__ import annotations

from tests.players.campaign.spreadsheets import (
    CHOICES,
    YES_NO,
    list_errors,
    list_notes,
    take,
    tell,
    tell_rules,
    write_form,
)
from voteapp.campaign.forms.sheets.writing import write_workbook
from voteapp.campaign.questionnaire.document import Questionnaire, Text, Words

HEADINGS = "type name label appearance relevant hint"
ASK = "select_one yn"


def list_sections(found: Questionnaire) -> list[tuple[str, str, str]]:
    """First question, heading and help of each section."""
    codes = {question.id: question.code for question in found.questions}
    return [
        (codes[section.first], section.texts["en"].text, section.texts["en"].help)
        for section in found.sections
    ]


def test_groups_with_a_label_are_sections() -> None:
    found = take(
        write_form(
            HEADINGS,
            [ASK, "a", "A?"],
            ["begin_group", "g", "First", "field-list", "", "About the first"],
            ["begin_group", "h", "Inner"],
            [ASK, "b", "B?"],
            ["end_group"],
            [ASK, "c", "C?"],
            ["end_group"],
            ["begin_group", "i", ""],
            [ASK, "d", "D?"],
            ["end_group"],
            ["begin_group", "j", "Nothing in it"],
            ["end_group"],
            ["begin_group", "k", "Last"],
            [ASK, "e", "E?"],
            ["end_group"],
        )
    )
    assert list_sections(found) == [
        ("b", "First – Inner", ""),
        ("c", "First", "About the first"),
        ("d", "A form", ""),  # outside of the groups again: under the form's own title
        ("e", "Last", ""),
    ]


def test_notes_stand_where_they_are_read() -> None:
    data = write_form(
        HEADINGS,
        ["note", "n1", "Welcome."],
        ["note", "n2", "It takes a minute.", "", "", "Or two."],
        [ASK, "a", "A?"],
        ["note", "n3", "Now the rest."],
        [ASK, "b", "B?", "", "", "Choose one."],
        ["begin_group", "g", "Group"],
        ["note", "n4", "About this group."],
        [ASK, "c", "C?"],
        ["note", "n5", "Never seen."],
        ["end_group"],
        ["note", "n6", "Thank you."],
    )
    found = take(data)
    assert found.texts["en"].help == "Welcome.\n\nIt takes a minute.\nOr two."
    assert [q.texts["en"].help for q in found.questions] == [
        "",
        "Now the rest.\n\nChoose one.",
        "",
    ]
    assert list_sections(found) == [("c", "Group", "About this group.")]
    assert [row for _sheet, row, _column, _sentence in list_notes(data)] == [10, 12]


def test_a_note_with_a_condition_stands_before_a_question_with_the_same_one() -> None:
    data = write_form(
        HEADINGS,
        [ASK, "a", "A?"],
        ["note", "n1", "You said yes.", "", "${a} = 'yes'"],
        [ASK, "b", "B?", "", "${a} = 'yes'"],
        ["note", "n2", "You said no.", "", "${a} = 'no'"],
        [ASK, "c", "C?", "", ""],
    )
    assert [q.texts["en"].help for q in take(data).questions] == ["", "You said yes.", ""]
    assert [row for _sheet, row, _column, _sentence in list_notes(data)] == [5]


def test_scales_are_runs_of_one_list() -> None:
    found = take(
        write_form(
            HEADINGS,
            [ASK, "a", "A?", "likert"],
            [ASK, "b", "B?", "likert"],
            [ASK, "c", "C?"],
            [ASK, "d", "D?", "likert"],
            ["begin_group", "g", "Group", "field-list"],
            [ASK, "head", "How often?", "label"],
            [ASK, "e", "E?", "list-nolabel"],
            [ASK, "f", "F?", "w4 list-nolabel"],
            ["end_group"],
            ["begin_group", "h", "", "field-list"],
            [ASK, "head2", "And how often?", "label"],
            [ASK, "i", "I?", "list-nolabel"],
            [ASK, "j", "J?", "list-nolabel"],
            ["select_multiple care", "k", "K?", "list-nolabel"],
            ["end_group"],
        )
    )
    kinds = {question.code: question.kind for question in found.questions}
    assert kinds == {**dict.fromkeys("abdefij", "scale"), "c": "one", "k": "several"}
    scales = {question.code: question.scale for question in found.questions}
    assert scales["a"] == scales["b"] and scales["e"] == scales["f"] and scales["i"] == scales["j"]
    assert len({scales["a"], scales["e"], scales["i"]} - {None}) == 3
    assert scales["d"] is None  # alone
    assert list_sections(found) == [
        ("e", "Group", "How often?"),
        ("i", "And how often?", ""),
    ]


def test_languages() -> None:
    found = take(
        write_form(
            "type name label label::Français(fr) label::zh-Hant hint:es",
            [ASK, "a", "¿A?", "A, fr ?", "甲", "Ayuda"],
            choices=(("yn", "yes", "Sí"), ("yn", "no", "No")),
            settings=[
                ["default_language", "voteapp::not_applicable"],
                ["Español (es)", "No aplica"],
            ],
        )
    )
    assert found.language == "es"
    assert found.questions[0].texts == {
        "es": Text(text="¿A?", help="Ayuda"),
        "fr": Text(text="A, fr ?"),
        "zh-Hant": Text(text="甲"),
    }
    assert found.words["es"].not_applicable == "No aplica"


def test_words_come_in_the_languages_of_the_form_where_they_are_known() -> None:
    choices = (("yn", "yes", "Sí"), ("yn", "no", "No"), ("yn", "na", "no aplica"))
    data = write_form(
        "type name label label::en label::fr label::sw relevant",
        [ASK, "a", "¿A?", "A?", "A ?", "A"],
        [ASK, "b", "¿B?", "B?", "B ?", "B", "${a} = 'na'"],
        choices=choices,
        settings=[["default_language"], ["es"]],
    )
    found = take(data)
    assert found.words == {
        "es": Words(not_applicable="No corresponde", prefer_not="Prefiero no responder"),
        "en": Words(not_applicable="Not applicable", prefer_not="Prefer not to answer"),
        "fr": Words(not_applicable="Sans objet", prefer_not="Je préfère ne pas répondre"),
    }
    assert tell(found.questions[0], "es")[2] == ["Sí", "No"]
    assert tell_rules(found) == [("not(a=not-applicable)", ["b"])]
    (note, *_missing) = list_notes(data)
    assert note[:2] == ("choices", 4)


def test_words_in_english_are_said_where_the_form_is_not() -> None:
    data = write_form(
        "type name label",
        [ASK, "a", "A?"],
        choices=(("yn", "yes", "Ndiyo"), ("yn", "no", "Hapana")),
        settings=[["default_language"], ["sw"]],
    )
    (note,) = list_notes(data)
    assert note[0] == "settings"
    assert "“Not applicable” and “Prefer not to answer”, which are in English" in note[3]


def test_languages_that_nobody_can_know() -> None:
    data = write_form("type name label::Klingonaase", [ASK, "a", "A?"])
    errors = list_errors(data)
    assert ("survey", 1, "label::Klingonaase") in [error[:3] for error in errors]
    data = write_workbook(
        {
            "survey": [["type", "name", "label::en"], [ASK, "a", "A?"]],
            "choices": [["list_name", "name", "label::en"], *YES_NO],
            "settings": [["default_language"], ["Deutsch (de)"]],
        }
    )
    assert list_errors(data)[0][:3] == ("settings", 2, "default_language")
    data = write_form("type name label label::en", [ASK, "a", "A?", "A?"])
    assert list_errors(data)[0][:3] == ("survey", 1, "label::en")


def test_a_name_of_a_language_is_enough_where_everybody_knows_it() -> None:
    data = write_form(
        "type name label::Spanish",
        [ASK, "a", "¿A?"],
        choices=(("yn", "yes", "Sí"), ("yn", "no", "No")),
    )
    # The sheet "choices" has labels without a language: these are English, and so the first.
    assert list_errors(data)[0][:3] == ("survey", 2, "label::Spanish")


def test_the_title_and_a_code() -> None:
    long = "a_name_of_more_than_twenty_signs"
    found = take(
        write_form(
            "type name label",
            [ASK, long, "A?"],
            [ASK, "b", "B?"],
            settings=[["form_title", "form_id"], ["Last shift", "shift_1"]],
        )
    )
    assert found.texts == {"en": Text(text="Last shift")}
    assert [question.code for question in found.questions] == ["", "b"]


def test_aliases_of_types_and_columns() -> None:
    found = take(
        write_form(
            "TYPE Name Caption bind::relevant bind:constraint control::appearance",
            ["select one from yn", "a", "A?"],
            ["select1 yn", "b", "B?", "${a} = 'yes'"],
            ["select all that apply from care", "c", "C?", "", "count-selected(.) <= 2"],
            ["SELECT_ONE yn", "d", "D?", "", "", "likert"],
            ["int", "e", "E?", "", ". >= 0 and . <= 1"],
            choices=CHOICES,
        )
    )
    assert [question.kind for question in found.questions] == [
        "one",
        "one",
        "several",
        "scale",
        "number",
    ]
    assert len(found.rules) == 1
    assert found.questions[2].max == 2


def test_each_question_has_answers_of_its_own() -> None:
    first, second = take(
        write_form("type name label", [ASK, "a", "A?"], [ASK, "b", "B?"], choices=YES_NO)
    ).questions
    assert tell(first)[2] == tell(second)[2]
    assert not {a.id for a in first.answers} & {a.id for a in second.answers}


def test_an_end_ends_what_was_begun() -> None:
    rows = [["begin_group", "g", "G"], [ASK, "a", "A?"], ["end_repeat"]]
    assert [error[:3] for error in list_errors(write_form(HEADINGS, *rows))] == [
        ("survey", 4, "type")
    ]


def test_marks_are_left_out_and_words_stay() -> None:
    label = "**Bold** <br><span style='color:red'>red</span> &amp; [a law](https://example.org)"
    data = write_form(HEADINGS, ["note", "n", "# Welcome\n*now*"], [ASK, "a", label])
    found = take(data)
    assert found.texts["en"].help == "Welcome\nnow"
    assert found.questions[0].texts["en"].text == "Bold \nred & a law (https://example.org)"
    assert [note[:2] for note in list_notes(data)] == [("survey", 0)]
    plain = "5 > 4, 2 * 3 * 4 < 30 #1 a*b*c"
    (question,) = take(write_form(HEADINGS, [ASK, "a", plain])).questions
    assert question.texts["en"].text == plain


def test_names_that_are_numbers_are_compared_as_such() -> None:
    choices = [("f", "1", "One"), ("f", "2.0", "Two"), *YES_NO]
    rows = [["select_one f", "n", "N?"], [ASK, "a", "A?", "", "${n} = 2"]]
    found = take(write_form(HEADINGS, *rows, choices=choices))
    assert tell_rules(found) == [("not(n=Two)", ["a"])]
