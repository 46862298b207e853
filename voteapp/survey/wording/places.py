"""Groups by name, their limits, and what is withheld of which places."""

from __future__ import annotations

from collections.abc import Sequence

from voteapp.campaign.questionnaire.document import Limit
from voteapp.survey.figures.ratios import PlaceLimit
from voteapp.survey.figures.released import Place, Released, Withheld
from voteapp.survey.figures.survey import SurveyFigures
from voteapp.survey.wording.speaking import Speaker, show_share


def name_places(places: Sequence[Place]) -> str:
    """Facility and unit of each of a group's leaves: those that are shown together."""
    return "; ".join(list_names(places))


def list_names(places: Sequence[Place]) -> list[str]:
    """Each leaf by the names of facility and unit."""
    return [", ".join(name for name in place.names if name) for place in places]


def name_group(speaker: Speaker, figures: SurveyFigures, group: Released) -> str:
    """A group by its places, or everybody."""
    if figures.everybody is not None and group.code == figures.everybody.code:
        return speaker.gettext("All groups together")
    return name_places(group.places)


def say_response(speaker: Speaker, group: Released) -> str:
    """How many answered, of how many."""
    share = show_share(speaker, group.response)
    return speaker.ngettext(
        "%(accepted)s of %(members)s member answered: %(share)s.",
        "%(accepted)s of %(members)s members answered: %(share)s.",
        group.members,
        accepted=speaker.number(group.accepted),
        members=speaker.number(group.members),
        share=share,
    )


def list_withheld(speaker: Speaker, figures: SurveyFigures) -> list[str]:
    """What is not shown, by name, and why."""
    return [_say_withheld(speaker, held, figures.release.k) for held in figures.release.withheld]


def _say_withheld(speaker: Speaker, held: Withheld, k: int) -> str:
    where = name_places(held.places)
    if held.reason == "not-published":
        return speaker.gettext("%(where)s: not published.", where=where)
    if held.accepted is None:
        return speaker.gettext(
            "%(where)s: fewer than %(k)s ballots came, so nothing was opened.",
            where=where,
            k=speaker.number(k),
        )
    return speaker.ngettext(
        "%(where)s: %(ballots)s ballot came, of %(members)s members. Under %(k)s nothing is "
        "opened, so that nobody can guess who answered what.",
        "%(where)s: %(ballots)s ballots came, of %(members)s members. Under %(k)s nothing is "
        "opened, so that nobody can guess who answered what.",
        held.accepted,
        where=where,
        ballots=speaker.number(held.accepted),
        members=speaker.number(held.members),
        k=speaker.number(k),
    )


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
    sentences = [_say_number(speaker, one.limit), _say_checked(speaker, one.limit)]
    return [*sentences, *([one.limit.address] if one.limit.address else [])]


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
