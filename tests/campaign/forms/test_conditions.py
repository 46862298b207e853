"""``relevant``: which questions a rule skips, and what no condition can say."""

from __future__ import annotations

import pytest

from tests.players.campaign.spreadsheets import (
    YES_NO,
    list_errors,
    list_notes,
    read_form,
    take,
    tell_rules,
    write_form,
)

HEADINGS = "type name label relevant voteapp::bins"
LEVELS = (("levels", "1", "Never"), ("levels", "2", "Often"), ("levels", "3", "Always"))
BEFORE = [
    ["select_one yn", "a", "A?", ""],
    ["select_one yn", "b", "B?", ""],
    ["select_multiple care", "m", "M?", ""],
    ["integer", "n", "N?", "", "0,1,2-4,5+"],
    ["select_one levels", "s", "S?", ""],
]
CHOICES = (
    *YES_NO,
    *LEVELS,
    ("care", "pain", "Pain"),
    ("care", "talk", "Talk"),
    ("care", "none", "None"),
)


def ask(relevant: str) -> bytes:
    rows = [*BEFORE, ["select_one yn", "q", "Q?", relevant]]
    return write_form(HEADINGS, *rows, choices=CHOICES)


@pytest.mark.parametrize(
    "relevant, skipped",
    [
        ("${a} = 'yes'", "not(a=Yes)"),
        ("'yes' = ${a}", "not(a=Yes)"),
        ('${a}="yes"', "not(a=Yes)"),
        ("${a} = ‘yes’", "not(a=Yes)"),
        ("${a}\u2003=\u3000\u202f'yes'\u200b and\u2009${b} = 'no'", "not((a=Yes and b=No))"),
        ("${ a } = 'yes'", "not(a=Yes)"),
        ("${a} != 'yes'", "a=Yes"),
        ("not(${a} = 'yes')", "a=Yes"),
        ("not(not(${a} = 'yes'))", "not(a=Yes)"),
        ("selected(${a}, 'yes')", "not(a=Yes)"),
        ("${a} = 'yes' and ${b} = 'no'", "not((a=Yes and b=No))"),
        ("${a} = 'yes' or ${b} = 'no'", "not((a=Yes or b=No))"),
        ("${a} = 'yes' or ${a} = 'no'", "not(a=Yes/No)"),
        # "and" binds tighter than "or"
        (
            "${a} = 'yes' or ${b} = 'yes' and ${s} = '1'",
            "not((a=Yes or (b=Yes and s=Never)))",
        ),
        (
            "(${a} = 'yes' or ${b} = 'yes') and ${s} = 1",
            "not(((a=Yes or b=Yes) and s=Never))",
        ),
        ("${a} = ''", "not(a=not-applicable/prefer-not)"),
        ("${a} != ''", "a=not-applicable/prefer-not"),
        ("selected(${m}, 'pain')", "not(m=Pain)"),
        ("${m} = 'pain'", "not((m=Pain and not(m=Talk/None)))"),
        ("count-selected(${m}) > 0", "not(m=Pain/Talk/None)"),
        ("count-selected(${m}) = 0", "m=Pain/Talk/None"),
        ("${n} > 1", "not(n=2-4/5+)"),
        ("${n} >= 2", "not(n=2-4/5+)"),
        ("1 < ${n}", "not(n=2-4/5+)"),
        ("${n} < 5", "not(n=0/1/2-4)"),
        ("${n} = 0", "not(n=0)"),
        ("${n} != 0", "n=0"),
        ("number(${n}) > 1.5", "not(n=2-4/5+)"),
        ("${n} > 0 and ${n} <= 4", "not((n=1/2-4/5+ and n=0/1/2-4))"),
        ("${s} >= 2", "not(s=Often/Always)"),
        ("${s} = '2'", "not(s=Often)"),
        ("selected(${a}, 'prefer-not')", "not(a=prefer-not)"),
    ],
)
def test_a_condition_skips_where_it_does_not_hold(relevant: str, skipped: str) -> None:
    assert tell_rules(take(ask(relevant))) == [(skipped, ["q"])]


@pytest.mark.parametrize(
    "relevant, sentence",
    [
        ("${q} = 'yes'", "The condition looks at “q” itself"),
        ("${x} = 'yes'", "There is no question “x”. Is this meant: a, b, m, n, s, q?"),
        ("${aa} = 'yes'", "There is no question “aa”. Is this meant: a?"),
        ("${a} = 'yess'", "“a” has no choice “yess”. Is this meant: yes?"),
        ("selected(${m}, 'pian')", "“m” has no choice “pian”. Is this meant: pain?"),
        ("${n} > 2", "The bin that begins with 2 holds numbers on both sides"),
        ("${n} = 7", "The bin that begins with 5 holds numbers on both sides"),
        ("${n} < 0", "No answer to “n” makes this comparison true."),
        ("${n} = 'many'", "“n” is a number. Compare it with one."),
        ("${a} > 1", "The choices of “a” are no numbers."),
        ("${s} > 3", "No answer to “s” makes this comparison true."),
        ("count-selected(${m}) > 1", "How many answers were given to another question"),
        ("${a} = ${b}", "A condition compares an earlier question with a choice"),
        ("${a}", "A condition compares an earlier question with a choice"),
        ("'yes'", "A condition compares an earlier question with a choice"),
        ("regex(${a}, 'y')", "regex() cannot be used like this."),
        ("true()", "true() cannot be used like this."),
        ("if(${a} = 'yes', 1, 0)", "if() cannot be used like this."),
        ("${a} = 'yes' and", "The expression ends too early."),
        ("${a} == 'yes'", "The expression cannot be understood at “=”."),
        ("${a} = 'yes", "The expression cannot be understood at “'yes”."),
        ("(${a} = 'yes'", "A bracket of the expression is not closed."),
        ("${a} = 'yes')", "The expression cannot be understood at “)”."),
        ("../a = 'yes'", "The expression cannot be understood at “/a"),
        ("${n} + 1 = 2", "The expression cannot be understood at “+ 1 = 2”."),
        ("(" * 50 + "${a} = 'yes'" + ")" * 50, "The expression has too many brackets"),
        ("not(" * 3000 + ")" * 3000, "The expression is too long."),
    ],
)
def test_what_no_condition_can_say_is_refused(relevant: str, sentence: str) -> None:
    (error,) = list_errors(ask(relevant))
    assert error[:3] == ("survey", 7, "relevant")
    assert error[3].startswith(sentence)


def test_groups_pass_their_conditions_down() -> None:
    found = take(
        write_form(
            HEADINGS,
            ["select_one yn", "a", "A?"],
            ["select_one yn", "b", "B?"],
            ["begin_group", "outer", "Outer", "${a} = 'yes'"],
            ["select_one yn", "c", "C?"],
            ["begin group", "inner", "", "${b} = 'yes'"],
            ["select_one yn", "d", "D?"],
            ["select_one yn", "e", "E?", "${c} = 'no'"],
            ["select_one yn", "f", "F?", "${a} = 'yes'"],
            ["end group"],
            ["select_one yn", "g", "G?"],
            ["end_group"],
            ["select_one yn", "h", "H?"],
        )
    )
    assert tell_rules(found) == [
        ("not(a=Yes)", ["c", "g"]),
        ("not((a=Yes and b=Yes))", ["d", "f"]),
        ("not((a=Yes and b=Yes and c=No))", ["e"]),
    ]


def test_a_group_cannot_look_into_itself() -> None:
    (error,) = list_errors(
        write_form(
            HEADINGS,
            ["begin_group", "g", "G", "${a} = 'yes'"],
            ["select_one yn", "a", "A?"],
            ["end_group"],
        )
    )
    assert error == (
        "survey",
        2,
        "relevant",
        "“a” is asked later (row 3). Move it before this row.",
    )


def test_two_questions_that_wait_for_each_other_are_refused() -> None:
    (error,) = list_errors(
        write_form(
            HEADINGS,
            ["select_one yn", "a", "A?", "${b} = 'yes'"],
            ["select_one yn", "b", "B?", "${a} = 'yes'"],
        )
    )
    assert error[:3] == ("survey", 2, "relevant")


def test_what_is_left_out_or_has_no_answer_cannot_be_looked_at() -> None:
    errors = list_errors(
        write_form(
            HEADINGS,
            ["calculate", "c", ""],
            ["note", "n", "Read this."],
            ["text", "t", "T?"],
            ["select_one yn", "a", "A?", "${c} = 1"],
            ["select_one yn", "b", "B?", "${n} = 'yes'"],
            ["select_one yn", "d", "D?", "${t} = 'yes'"],
            ["select_one missing", "e", "E?"],
            ["select_one yn", "f", "F?", "${e} = 'yes'"],
        )
    )
    assert [(row, column) for _sheet, row, column, _sentence in errors] == [
        (4, "type"),
        (5, "relevant"),
        (6, "relevant"),
        (8, "type"),  # and no word more of t and e, which are refused themselves
    ]
    assert "“c” is left out" in errors[1][3]
    assert "“n” has no answer" in errors[2][3]


def test_a_choice_that_every_question_offers_becomes_that_answer() -> None:
    data = write_form(
        HEADINGS,
        ["select_one role", "a", "A?"],
        ["select_one yn", "b", "B?", "${a} != 'na'"],
        choices=(*YES_NO, ("role", "rn", "RN"), ("role", "na", "Not applicable")),
    )
    assert tell_rules(take(data)) == [("a=not-applicable", ["b"])]
    assert len(take(data).questions[0].answers) == 1
    (note,) = list_notes(data)
    assert note[:3] == ("choices", 5, "label")


def test_a_condition_is_read_in_time() -> None:
    text = " or ".join(["${a} = 'yes'"] * 200)
    assert tell_rules(take(ask(text))) == [("not(a=Yes)", ["q"])]
    assert read_form(ask("((((((((${a} = 'yes'))))))))")).errors == []
