"""What of a draft's translations may not be meant: made of another wording, or not finished."""

from __future__ import annotations

from collections.abc import Iterator

from voteapp.campaign.forms.sheets.languages import write_language
from voteapp.errors import gettext as _
from voteapp.services.drafting.translating.texts import measure_all
from voteapp.services.values.drafts import CampaignDraft
from voteapp.services.values.guards import Guard


def list_guards_of_translations(draft: CampaignDraft) -> Iterator[Guard]:
    """Part by part, language by language. Nothing of it stops: members can always read the first
    language."""
    for place, election in enumerate(draft.elections):
        for found in measure_all(election):
            path = f"elections.{place}.languages.{found.language}"
            values = {"title": election.title, "language": write_language(found.language)}
            if found.outdated:
                text = _(
                    "“%(title)s” has been reworded since it was translated into %(language)s. "
                    "Translations that nobody has looked at since then: %(number)d.",
                    number=found.outdated,
                    **values,
                )
                yield Guard("translation-outdated", "confirm", path, text)
            if not found.complete:
                text = _(
                    "“%(title)s” is not wholly translated into %(language)s: %(done)d of "
                    "%(total)d texts. Members cannot choose this language.",
                    done=found.done,
                    total=found.total,
                    **values,
                )
                yield Guard("translation-missing", "confirm", path, text)
