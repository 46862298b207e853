"""The types of a form's rows: what each becomes here, or why it cannot."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal, NamedTuple

from voteapp.campaign.forms.logic.conditions import suggest
from voteapp.campaign.questionnaire.document import MOST_ANSWERS
from voteapp.errors import Sentence
from voteapp.errors import gettext as _

RowKind = Literal[
    "one", "several", "integer", "decimal", "range", "note", "begin", "end", "left", "refused",
    "person", "repeat",
]  # fmt: skip


class RowType(NamedTuple):
    """``list_name``: of a question with choices, or "". ``why``: a sentence where it is none."""

    kind: RowKind
    list_name: str = ""
    why: Sentence | None = None


_SELECT = re.compile(
    r"(?P<how>select[ _]?(?:one|1)|select[ _](?:multiple|all[ _]that[ _]apply))"
    r"(?:\s+from)?(?:\s+(?P<list>\S+))?(?:\s+(?P<other>or[ _](?:specify[ _])?other))?\Z",
    re.I,
)
_ELSEWHERE = re.compile(
    r"(select|rank)[ _]?(one|1|multiple)?([ _]external|[ _]from[ _]file)|(csv|xml)-external"
)
_PROMPT = re.compile(r"add (.+) prompt\Z")

_PEOPLE = frozenset(
    [
        "audit",
        "backgroundaudio",
        "backgroundgeopoint",
        "barcode",
        "audio",
        "deviceid",
        "email",
        "end",
        "endtime",
        "file",
        "geopoint",
        "geoshape",
        "geotrace",
        "gps",
        "image",
        "imei",
        "location",
        "osm",
        "phonenumber",
        "photo",
        "picture",
        "qrcode",
        "signature",
        "simid",
        "simserial",
        "start",
        "startgeopoint",
        "starttime",
        "subscriberid",
        "today",
        "urideviceid",
        "uriemail",
        "uriphonenumber",
        "urisimserial",
        "urisubscriberid",
        "uriusername",
        "username",
        "video",
    ]
)
"""Who somebody is, where or when they were, or what shows or sounds like them."""

_PLAIN: Mapping[str, RowKind] = {
    "integer": "integer",
    "int": "integer",
    "decimal": "decimal",
    "range": "range",
    "note": "note",
    "begingroup": "begin",
    "endgroup": "end",
    "beginrepeat": "repeat",
    "beginloop": "repeat",
    "endrepeat": "end",
    "endloop": "end",
}
_TABLES_OF_KOBO = ("score", "scorerow", "kobomatrix")
_REPEATS = ("beginrepeat", "beginloop", "endrepeat", "endloop")
_OFFERED = (
    "select_one", "select_multiple", "integer", "decimal", "range", "note", "begin_group",
    "end_group", "calculate", "rank", "text", "date", "begin_repeat", "end_repeat",
)  # fmt: skip


def read_type(text: str) -> RowType:
    """What a cell of the column "type" says."""
    words = text.lower().split()
    plain = re.sub(r"[ _:-]", "", text.lower())
    prompt = _PROMPT.match(" ".join(words))
    if prompt is not None:
        plain = re.sub(r"[ _-]", "", prompt[1])
    if plain.removeprefix("get") in _PEOPLE or words[0] == "osm":
        return RowType("person", why=tell_who_or_where(text))
    if plain in _PLAIN:
        return RowType(_PLAIN[plain])
    if words[:1] in (["begin_repeat"], ["begin_loop"]) or words[:2] == ["begin", "loop"]:
        return RowType("repeat")
    if _ELSEWHERE.match(" ".join(words)):
        return RowType("refused", why=_external())
    if words[0] == "rank" or plain in ("beginrank", "ranklevel", "endrank"):
        return RowType(
            "left",
            why=_(
                "An order cannot be counted here, so the row is left out. "
                "Ask with select_one which comes first."
            ),
        )
    if plain in ("calculate", "calculation", "hidden"):
        return RowType("left", why=_("Nothing is asked in this row, so it is left out."))
    select = _SELECT.match(" ".join(text.split()))
    if select is not None:
        return _read_select(select)
    return RowType("refused", why=_explain(text, plain))


def is_repeat(text: str) -> bool:
    """Whether a row begins or ends a repeat, and not a group."""
    return re.sub(r"[ _:-]", "", text.lower()).startswith(_REPEATS)


def _read_select(found: re.Match[str]) -> RowType:
    if found["other"] or (found["list"] or "").lower() == "or_other":
        return RowType(
            "refused",
            why=_(
                "“Or other” asks for words of one’s own. Write “Other” as a choice of the list, "
                "and take “or_other” away."
            ),
        )
    if not found["list"]:
        return RowType(
            "refused",
            why=_("The list is missing. Write its name behind the type, as in select_one yes_no."),
        )
    if found["list"].startswith("${"):
        return RowType("refused", why=_external())
    one = found["how"].lower().endswith(("one", "1"))
    return RowType("one" if one else "several", found["list"])


def tell_who_or_where(text: str) -> Sentence:
    """Why the whole form is refused."""
    return _(
        "“%(type)s” collects who or where somebody is, or when. Nothing of this form is taken "
        "over. Delete every such row first: answers must not lead to anybody.",
        type=text,
    )


def _external() -> Sentence:
    return _(
        "The choices come from somewhere else. Write them into the sheet “choices”, at most "
        "%(most)d for one question.",
        most=MOST_ANSWERS,
    )


def _explain(text: str, plain: str) -> Sentence:
    if plain in ("text", "string", "textarea"):
        return _(
            "Words of one’s own cannot be counted and could give somebody away. Ask with "
            "select_one or select_multiple and name the answers."
        )
    if plain in ("date", "time", "datetime"):
        return _(
            "A date or a time cannot be asked. Ask with select_one and name periods, as in “this "
            "week”, “last week”."
        )
    if plain in ("acknowledge", "trigger"):
        return _(
            "An acknowledgement is no question here. Make it a note, or a select_one with the "
            "choices “Yes” and “No”."
        )
    if plain.endswith(_TABLES_OF_KOBO):
        return _(
            "A table of this kind is one tool’s own. Write a group with the appearance "
            "“table-list”, and in it a select_one for each row."
        )
    if plain.startswith(("selectone", "selectmultiple")):
        return _(
            "The name of a list has no spaces, and nothing stands behind it. Write it as in "
            "select_one yes_no, and name the list so in “choices”, too."
        )
    return _(
        "There is no type “%(type)s”. Is this meant: %(offered)s?",
        type=text[:60],
        offered=suggest(text.split()[0].lower(), _OFFERED),
    )
