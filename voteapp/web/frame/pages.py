"""What every page can use: languages, dates in the campaign's zone, downloads."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel.dates import format_date, format_time
from babel.support import Translations
from flask import Flask, Response, current_app, request, url_for
from flask_babel import get_locale
from markupsafe import Markup

from voteapp.campaign.words import compute_words
from voteapp.config import Settings
from voteapp.services.life import State
from voteapp.web.frame.sessions import current_account, current_trustee, get_context
from voteapp.web.words.i18n import isolate
from voteapp.web.words.numbers import show_number, show_share
from voteapp.web.words.progress import action_words, doer_words
from voteapp.web.words.rules import public_rule_words, rule_words
from voteapp.web.words.states import kind_words, state_tag
from voteapp.web.words.times import list_times

SITE_NAME = "voteapp"


@cache
def _list_locales(folder: str) -> tuple[str, ...]:
    found = Path(folder).glob("*/LC_MESSAGES/messages.mo")
    return tuple(sorted(path.parent.parent.name for path in found))


def select_locale() -> str:
    """The best of our languages for the browser; no cookie, no address keeps a choice."""
    names = _list_locales(current_app.config["BABEL_TRANSLATION_DIRECTORIES"])
    return request.accept_languages.best_match([*names, "en"], default="en") or "en"


def find_zone(name: str) -> ZoneInfo:
    """The time zone of an IANA name; UTC where this machine does not know it."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def zone_words(name: str) -> str:
    """A time zone's name as people read it."""
    return name.replace("_", " ")


def show_instant(value: datetime, zone: str) -> Markup:
    """A date and a time as people in ``zone`` read them, with the zone's name."""
    local = value.astimezone(find_zone(zone))
    locale = get_locale()
    day = format_date(local, "full", locale=locale)
    text = f"{day}, {format_time(local, 'short', tzinfo=local.tzinfo, locale=locale)}"
    return Markup('<time datetime="{}">{} <span class="small">({})</span></time>').format(
        value.astimezone(UTC).isoformat(timespec="seconds"), text, zone_words(zone)
    )


def page_language() -> str:
    """The page's language as HTML names it."""
    return str(get_locale()).replace("_", "-")


def download(data: bytes, mimetype: str, name: str) -> Response:
    """Bytes that the browser saves under a name."""
    response = Response(data, mimetype=mimetype)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@cache
def _browser_catalog(folder: str, locale: str) -> dict[str, str | list[str]]:
    found = Translations.load(folder, [locale], "browser")
    catalog: dict[str, str | list[str]] = {}
    for key, text in getattr(found, "_catalog", {}).items():
        if isinstance(key, tuple):
            catalog.setdefault(key[0], [])
            forms = catalog[key[0]]
            if isinstance(forms, list):
                forms.append(text)
        elif key:
            catalog[key] = text
    return catalog


def browser_catalog() -> dict[str, str | list[str]]:
    """Texts of our scripts in the page's language (English itself needs none)."""
    folder = current_app.config["BABEL_TRANSLATION_DIRECTORIES"]
    return _browser_catalog(folder, str(get_locale()))


def address_of(endpoint: str, code: str | None = None) -> str:
    """The whole address of a page, as it stands on paper; ``code``: a campaign's."""
    return get_context().settings.base_url + url_for(endpoint, code=code)


def install(app: Flask, settings: Settings) -> None:
    """Filters and names for the templates."""
    app.jinja_env.filters.update(
        action_words=action_words,
        doer_words=doer_words,
        instant=show_instant,
        isolated=isolate,
        kind_words=kind_words,
        zone_words=zone_words,
        number=show_number,
        tracker_words=compute_words,
    )
    app.jinja_env.globals.update(
        site_name=SITE_NAME,
        trial_mode=settings.trial,
        page_language=page_language,
        share=show_share,
        i18n_catalog=browser_catalog,
        rule_words=rule_words,
        list_times=list_times,
        public_rule_words=public_rule_words,
        state_tag=state_tag,
        signed_in=lambda: current_account() is not None,
        signed_in_trustee=lambda: current_trustee() is not None,
        State=State,
    )
