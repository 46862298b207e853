"""The sheet for the table as texts and charts: what stands on its one page."""

from __future__ import annotations

from dataclasses import dataclass

from voteapp.survey.figures.survey import SurveyFigures
from voteapp.survey.wording.measures import Entry, list_sheet_entries
from voteapp.survey.wording.places import list_withheld, name_group, say_response
from voteapp.survey.wording.speaking import Speaker, say_unit


@dataclass(frozen=True)
class Sheet:
    """``warnings``: that it was a trial; ``where`` names the group, ``withheld`` what is not shown;
    ``foot``: whose shifts, when, of which election, how to check."""

    organizer: str
    title: str
    warnings: tuple[str, ...]
    where: str
    response: str
    withheld: tuple[str, ...]
    entries: tuple[Entry, ...]
    foot: tuple[str, ...]


@dataclass(frozen=True)
class Occasion:
    """Which survey it is: texts and instants as the manifest has them."""

    organizer: str
    title: str
    opens: str
    closes: str
    trial: bool
    uuid: str
    fingerprint: str


def create_sheet(speaker: Speaker, figures: SurveyFigures, code: str, occasion: Occasion) -> Sheet:
    """The five figures of one group, with what stands beside them."""
    group = figures.groups[code]
    return Sheet(
        organizer=occasion.organizer,
        title=occasion.title,
        warnings=(speaker.gettext("This was a trial, not a real vote."),) if occasion.trial else (),
        where=name_group(speaker, figures, group),
        response=say_response(speaker, group),
        withheld=tuple(list_withheld(speaker, figures)),
        entries=tuple(list_sheet_entries(speaker, figures, code)),
        foot=(
            say_unit(speaker),
            speaker.gettext(
                "Open from %(opens)s to %(closes)s.", opens=occasion.opens, closes=occasion.closes
            ),
            speaker.gettext(
                "Everybody can check every figure, with the file %(name)s and the command “voteapp "
                "figures”. Fingerprint: %(fingerprint)s",
                name=f"{occasion.uuid}.zip",
                fingerprint=occasion.fingerprint,
            ),
        ),
    )
