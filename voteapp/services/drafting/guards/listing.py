"""Before a step that nobody can take back: what cannot work, and what must be confirmed by name.

Pure: a draft and numbers in, guards out. Pages show them before the press, and the press itself
(``require_confirmed``) asks again, with what is so at that moment.
"""

from __future__ import annotations

import gettext as catalogs
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from importlib import resources
from pathlib import Path

from voteapp.errors import InvalidInputError
from voteapp.errors import gettext as _
from voteapp.services.drafting.guards.limits import list_guards_of_limits
from voteapp.services.drafting.guards.numbers import list_guards_of_numbers
from voteapp.services.drafting.guards.paths import list_guards_of_paths
from voteapp.services.drafting.guards.texts import Beside, list_guards_of_texts
from voteapp.services.drafting.guards.translations import list_guards_of_translations
from voteapp.services.errors import InvalidDraftError, UnconfirmedError
from voteapp.services.values.drafts import CampaignDraft
from voteapp.services.values.guards import Guard

_DOMAINS = ("messages", "browser")


def list_guards(
    draft: CampaignDraft, members: int, slips: int, beside: Beside | None = None
) -> list[Guard]:
    """Everything about a draft, with the members entitled and the slips that can be used.

    ``beside``: what pages call the answers beside a question's own; by itself, what they do call
    them, in every language.
    """
    words = beside if beside is not None else read_words_beside()
    return [
        *list_guards_of_texts(draft, words),
        *list_guards_of_paths(draft),
        *list_guards_of_limits(draft),
        *list_guards_of_numbers(draft, members, slips),
    ]


def list_before_locking(draft: CampaignDraft) -> list[Guard]:
    """With the numbers that the draft itself says, and what can be mended in a draft only."""
    known = list_guards(draft, draft.roster_size, draft.slips)
    return [*known, *list_guards_of_translations(draft)]


def require_confirmed(guards: Sequence[Guard], confirmed: Collection[str]) -> None:
    """Raises InvalidDraftError for every ``stop``, and UnconfirmedError for each ``confirm`` whose
    key is not among ``confirmed``."""
    stops = [guard for guard in guards if guard.severity == "stop"]
    if stops:
        raise InvalidDraftError([InvalidInputError(g.place, g.sentence) for g in stops])
    left = [guard.key for guard in guards if guard.key not in confirmed]
    if left:
        raise UnconfirmedError(_("There are warnings that nobody has confirmed."), left)


@cache
def read_words_beside(folder: Path | None = None) -> Mapping[str, frozenset[str]]:
    """What pages call the answers beside a question's own: in English, and in every language of
    the catalogs in ``folder`` (by itself, those that we ship)."""
    place = folder or Path(str(resources.files("voteapp"))) / "translations"
    languages = sorted(found.name for found in place.iterdir() if found.is_dir())
    loaded = [
        catalogs.translation(domain, str(place), [language], fallback=True)
        for language in languages
        for domain in _DOMAINS
    ]
    return {
        kind: frozenset([*words, *(found.gettext(w) for found in loaded for w in words)])
        for kind, words in _list_words().items()
    }


def _list_words() -> dict[str, list[str]]:
    return {
        "prefer-not": [
            _("Blank vote"),
            _("Prefer not to answer"),
            _("No answer (blank)"),
            _("No answer"),
            _("Blank"),
        ],
        "not-applicable": [_("Not applicable")],
    }
