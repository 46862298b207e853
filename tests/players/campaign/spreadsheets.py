"""Forms written for a test, and questionnaires told in words that a test can compare."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.players.campaign.elections import Stream
from voteapp.campaign.forms.importing import Imported, import_file
from voteapp.campaign.forms.sheets.writing import write_workbook
from voteapp.campaign.questionnaire.document import Question, Questionnaire, read_text
from voteapp.campaign.questionnaire.rules import Condition, Skip

CASES = Path(__file__).parent.parent.parent / "campaign" / "forms" / "cases"
YES_NO = (("yn", "yes", "Yes"), ("yn", "no", "No"))
CARE = (("care", "pain", "Pain"), ("care", "talk", "Talk"), ("care", "none", "None of these"))
CHOICES = (*YES_NO, *CARE)

Rows = Sequence[Sequence[str]]


def write_form(
    headings: str, *rows: Sequence[str], choices: Rows = CHOICES, settings: Rows = ()
) -> bytes:
    """A workbook: the survey's headings, separated by spaces, and its rows; usual choices."""
    return write_workbook(
        {
            "survey": [headings.split(), *rows],
            "choices": [["list_name", "name", "label"], *choices],
            "settings": [*settings],
        }
    )


def read_form(data: bytes, seed: str = "form") -> Imported:
    """Import with identities that are the same every time."""
    return import_file(data, "A form", Stream(seed))


def read_case(name: str) -> Imported:
    """Import one of the files beside the tests."""
    return read_form((CASES / name).read_bytes())


def take(data: bytes) -> Questionnaire:
    """The questionnaire of a form without errors."""
    imported = read_form(data)
    assert imported.errors == []
    assert imported.questionnaire is not None
    return imported.questionnaire


def list_errors(data: bytes) -> list[tuple[str, int, str, str]]:
    """Sheet, row, column and sentence of each error; nothing is made of such a form."""
    imported = read_form(data)
    assert imported.questionnaire is None
    return [(*(e.place or ("", 0, "")), str(e.sentence)) for e in imported.errors]


def list_notes(data: bytes) -> list[tuple[str, int, str, str]]:
    """The same of what was left out of a form without errors."""
    imported = read_form(data)
    assert imported.errors == []
    return [(*(n.place or ("", 0, "")), str(n.sentence)) for n in imported.notes]


def tell(question: Question, language: str = "en") -> tuple[str, str, list[str]]:
    """A question's kind, its text and its answers'."""
    return (
        question.kind,
        read_text(question.texts, language),
        [read_text(answer.texts, language) for answer in question.answers],
    )


def tell_bins(question: Question) -> list[tuple[int, int | None] | None]:
    """What numbers a question's answers stand for."""
    return [(a.bin.low, a.bin.high) if a.bin else None for a in question.answers]


def tell_rules(questionnaire: Questionnaire) -> list[tuple[str, list[str]]]:
    """Skips as (condition, codes of what is skipped), with codes and texts for identities."""
    codes = {question.id: question.code for question in questionnaire.questions}
    answers = {
        answer.id: read_text(answer.texts, questionnaire.language)
        for question in questionnaire.questions
        for answer in question.answers
    }
    told = []
    for rule in questionnaire.rules:
        assert isinstance(rule, Skip)
        told.append(
            (_tell_condition(rule.when, codes, answers), [codes[name] for name in rule.questions])
        )
    return told


def _tell_condition(
    condition: Condition, codes: Mapping[str, str], answers: Mapping[str, str]
) -> str:
    if condition.negated:
        return f"not({_tell_condition(condition.negated, codes, answers)})"
    for word, parts in (("and", condition.all), ("or", condition.any)):
        if parts:
            return f"({f' {word} '.join(_tell_condition(p, codes, answers) for p in parts)})"
    chosen = "/".join(answers.get(answer, answer) for answer in condition.answers or ())
    return f"{codes[condition.question or '']}={chosen}"
