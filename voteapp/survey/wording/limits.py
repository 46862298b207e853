"""What a limit says in results: its number, for whom and where it holds, and who checked it."""

from __future__ import annotations

from collections.abc import Sequence

from voteapp.campaign.questionnaire.document import Limit
from voteapp.survey.figures.ratios import PlaceLimit
from voteapp.survey.limits import AVERAGES
from voteapp.survey.wording.places import name_places
from voteapp.survey.wording.speaking import Speaker


def list_limits(speaker: Speaker, limits: Sequence[PlaceLimit]) -> list[str]:
    """The limit of each leaf with its citation; where they differ, each by its name."""
    first = limits[0]
    if all((one.limit, one.decided) == (first.limit, first.decided) for one in limits):
        return _say_limit(speaker, first)
    return [
        speaker.gettext("%(where)s: %(limit)s", where=name_places([one.place]), limit=sentence)
        for one in limits
        for sentence in _say_limit(speaker, one)
    ]


def _say_limit(speaker: Speaker, one: PlaceLimit) -> list[str]:
    if one.limit is None and one.decided:
        return [speaker.gettext("There is no limit for this unit.")]
    if one.limit is None:
        return [speaker.gettext("Nobody said what the limit of this unit is.")]
    limit = one.limit
    told = [_say_number(speaker, limit), *_list_details(speaker, limit)]
    return [*told, _say_checked(speaker, limit), *([limit.address] if limit.address else [])]


def _list_details(speaker: Speaker, limit: Limit) -> list[str]:
    """For which patients, in which shift, whom and where: a number alone says more than is so."""
    told = []
    if limit.counted in AVERAGES:
        told.append(
            speaker.gettext("It is an average: one nurse can have more without breaking it.")
        )
    if limit.condition:
        told.append(speaker.gettext("It is for: %(condition)s.", condition=limit.condition))
    if limit.shift:
        told.append(_say_shift(speaker, limit.shift))
    if limit.roles:
        roles = ", ".join(_name_role(speaker, role) for role in limit.roles)
        told.append(speaker.gettext("People whom it covers: %(roles)s.", roles=roles))
    if limit.covered:
        told.append(speaker.gettext("Where it holds: %(places)s.", places=limit.covered))
    return told


def _say_shift(speaker: Speaker, shift: str) -> str:
    known = {
        "day": speaker.gettext("It is for the day: for every shift but the night."),
        "morning": speaker.gettext("It is for the morning shift only."),
        "afternoon": speaker.gettext("It is for the afternoon shift only."),
        "night": speaker.gettext("It is for the night shift only."),
    }
    other = speaker.gettext("It is for this shift: %(shift)s.", shift=shift)
    return known.get(shift, other)


def _name_role(speaker: Speaker, role: str) -> str:
    known = {
        "nurse": speaker.gettext("nurses"),
        "registered nurse": speaker.gettext("registered nurses"),
        "licensed nurse": speaker.gettext("licensed nurses"),
        "midwife": speaker.gettext("midwives"),
        "nursing assistant": speaker.gettext("nursing assistants"),
    }
    return known.get(role, role)


def name_limit(speaker: Speaker, limit: Limit) -> str:
    """What stands at a chart's line. A chart is taken out of its page, so it says by itself that
    nobody compared the number with what it cites, and that an average binds no single nurse."""
    told = [_name_number(speaker, limit)]
    if limit.counted in AVERAGES:
        told.append(
            speaker.gettext("It is an average: one nurse can have more without breaking it.")
        )
    if limit.checked is None:
        told.append(_say_checked(speaker, limit))
    return " ".join(told)


def _name_number(speaker: Speaker, limit: Limit) -> str:
    if not limit.citation:
        return speaker.gettext("Limit: %(limit)s", limit=speaker.number(limit.limit))
    return speaker.gettext(
        "Limit: %(limit)s (%(citation)s)",
        limit=speaker.number(limit.limit),
        citation=limit.citation,
    )


def _say_checked(speaker: Speaker, limit: Limit) -> str:
    """Who compared it with its source; where nobody did, it is never called law."""
    if limit.checked is not None:
        return speaker.gettext(
            "Compared with the source on %(day)s by %(name)s.",
            day=limit.checked,
            name=limit.checked_by,
        )
    if limit.citation or limit.address:
        return speaker.gettext("Not checked by us; see the source.")
    return speaker.gettext("Not checked by us; no source is named.")


def _say_number(speaker: Speaker, limit: Limit) -> str:
    """The number, what it counts, and where it is written."""
    number, citation = speaker.number(limit.limit), limit.citation
    if limit.counted != "patient":
        sentence = speaker.gettext(
            "The limit: %(limit)s for one nurse, counted so: %(counted)s.",
            limit=number,
            counted=_name_counted(speaker, limit.counted),
        )
    else:
        sentence = speaker.ngettext(
            "The limit: %(limit)s patient for one nurse.",
            "The limit: %(limit)s patients for one nurse.",
            limit.limit,
            limit=number,
        )
    return f"{sentence} {citation}" if citation else sentence


def _name_counted(speaker: Speaker, counted: str) -> str:
    known = {
        "couplet": speaker.gettext("a mother and her baby are one"),
        "mother-and-baby": speaker.gettext("a mother is one and her baby is one"),
        "ward-average": speaker.gettext("an average over the whole ward"),
        "shift-average": speaker.gettext("an average over the shift"),
    }
    return known.get(counted, counted)
