"""A limit's number, with what it counts: a whole sentence for each, as languages need it."""

from __future__ import annotations

from voteapp.campaign.questionnaire.document import Limit
from voteapp.survey.limits import covers_nurses
from voteapp.web.words.i18n import gettext as _
from voteapp.web.words.i18n import ngettext


def say_number(limit: Limit) -> str:
    """The number alone, and what it counts: for lists."""
    number = limit.limit
    if not covers_nurses(limit.roles):
        return ngettext(
            "At most %(num)d patient for one nursing assistant",
            "At most %(num)d patients for one nursing assistant",
            number,
        )
    if limit.counted == "patient":
        return ngettext(
            "At most %(num)d patient for one nurse",
            "At most %(num)d patients for one nurse",
            number,
        )
    if limit.counted == "couplet":
        return ngettext(
            "At most %(num)d mother with her baby for one nurse",
            "At most %(num)d mothers with their babies for one nurse",
            number,
        )
    if limit.counted == "mother-and-baby":
        return ngettext(
            "At most %(num)d mother or baby for one nurse",
            "At most %(num)d mothers and babies, each counted, for one nurse",
            number,
        )
    if limit.counted == "ward-average":
        return ngettext(
            "At most %(num)d patient for one nurse, as an average over the ward",
            "At most %(num)d patients for one nurse, as an average over the ward",
            number,
        )
    if limit.counted == "shift-average":
        return ngettext(
            "At most %(num)d patient for one nurse, as an average over the shift",
            "At most %(num)d patients for one nurse, as an average over the shift",
            number,
        )
    return _("At most %(number)d for one nurse (%(counted)s)", number=number, counted=limit.counted)


def say_for_unit(limit: Limit) -> str:
    """The number of a unit, in a sentence."""
    number = limit.limit
    if limit.counted == "patient":
        return ngettext(
            "For this unit the limit is %(num)d patient for one nurse.",
            "For this unit the limit is %(num)d patients for one nurse.",
            number,
        )
    if limit.counted == "couplet":
        return ngettext(
            "For this unit the limit is %(num)d mother with her baby for one nurse.",
            "For this unit the limit is %(num)d mothers with their babies for one nurse.",
            number,
        )
    if limit.counted == "mother-and-baby":
        return ngettext(
            "For this unit the limit is %(num)d mother or baby for one nurse.",
            "For this unit the limit is %(num)d mothers and babies, each counted, for one nurse.",
            number,
        )
    if limit.counted == "ward-average":
        return ngettext(
            "For this unit the limit is %(num)d patient for one nurse, averaged over the ward.",
            "For this unit the limit is %(num)d patients for one nurse, averaged over the ward.",
            number,
        )
    if limit.counted == "shift-average":
        return ngettext(
            "For this unit the limit is %(num)d patient for one nurse, averaged over the shift.",
            "For this unit the limit is %(num)d patients for one nurse, averaged over the shift.",
            number,
        )
    values = {"number": number, "counted": limit.counted}
    return _("For this unit the limit is %(number)d for one nurse (%(counted)s).", **values)


def say_cited(limit: Limit) -> str:
    """The number of a unit, and where it is written."""
    number, cited = limit.limit, {"citation": limit.citation}
    if limit.counted == "patient":
        return ngettext(
            "For this unit the limit is %(num)d patient for one nurse: %(citation)s.",
            "For this unit the limit is %(num)d patients for one nurse: %(citation)s.",
            number,
            **cited,
        )
    if limit.counted == "couplet":
        return ngettext(
            "For this unit the limit is %(num)d mother with her baby for one nurse: %(citation)s.",
            "For this unit the limit is %(num)d mothers with their babies for one nurse: "
            "%(citation)s.",
            number,
            **cited,
        )
    if limit.counted == "mother-and-baby":
        return ngettext(
            "For this unit the limit is %(num)d mother or baby for one nurse: %(citation)s.",
            "For this unit the limit is %(num)d mothers and babies, each counted, for one nurse: "
            "%(citation)s.",
            number,
            **cited,
        )
    if limit.counted == "ward-average":
        return ngettext(
            "For this unit the limit is %(num)d patient for one nurse, averaged over the ward: "
            "%(citation)s.",
            "For this unit the limit is %(num)d patients for one nurse, averaged over the ward: "
            "%(citation)s.",
            number,
            **cited,
        )
    if limit.counted == "shift-average":
        return ngettext(
            "For this unit the limit is %(num)d patient for one nurse, averaged over the shift: "
            "%(citation)s.",
            "For this unit the limit is %(num)d patients for one nurse, averaged over the "
            "shift: %(citation)s.",
            number,
            **cited,
        )
    values = {"number": number, "counted": limit.counted, **cited}
    text = _(
        "For this unit the limit is %(number)d for one nurse (%(counted)s): %(citation)s.", **values
    )
    return text
