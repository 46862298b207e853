"""Groups by name, and what is withheld of which places."""

from __future__ import annotations

from collections.abc import Sequence

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
