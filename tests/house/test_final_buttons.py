"""What cannot be undone has a button of its own kind (voteapp/static/js/ui/final.js)."""

from __future__ import annotations

import re

from tests.support.tools import ROOT

TEMPLATES = ROOT / "templates"
SCRIPTS = ROOT / "voteapp" / "static" / "js"

FINAL = {
    "committee/account/remove.html",
    "committee/account/disable.html",
    "committee/drafting/delete.html",
    "committee/part/remove.html",
    "committee/editor/question_remove.html",
    "committee/drafting/reopen.html",
    "committee/drafting/review.html",
    "committee/forms/offer.html",
    "committee/editor/language_remove.html",
    "committee/setup/closing.html",
    "committee/setup/entitled.html",
    "committee/counting/final.html",
    "committee/counting/notes.html",
    "committee/setup/fix.html",
    "committee/setup/opening.html",
    "committee/setup/tellers.html",
    "committee/setup/withdraw.html",
    "committee/trustees/link_again.html",
    "committee/trustees/witness_link_again.html",
    "committee/trustees/remove.html",
    "committee/trustees/replace.html",
    "committee/trustees/restart.html",
    "committee/voting/annul.html",
    "committee/voting/cancel.html",
    "committee/voting/clock.html",
    "committee/voting/close.html",
    "committee/voting/open.html",
    "trustee/key/remove.html",
}
"""Pages that ask once more before something that cannot be undone."""

NOT_FINAL = {
    "committee/account/accounts.html",
    "committee/forms/upload.html",
    "committee/account/again.html",
    "committee/account/login.html",
    "committee/account/passkeys.html",
    "committee/account/password.html",
    "committee/account/set_up.html",
    "committee/base.html",
    "committee/counting/counts.html",
    "committee/counting/notes.html",
    "committee/drafting/dates.html",
    "committee/drafting/details.html",
    "committee/part/limit.html",
    "committee/part/limit_place.html",
    "committee/drafting/new.html",
    "committee/drafting/numbers.html",
    "committee/part/details.html",
    "committee/part/new.html",
    "committee/editor/question.html",
    "committee/part/rule.html",
    "committee/editor/blocks.html",
    "committee/editor/copy.html",
    "committee/editor/heading.html",
    "committee/editor/languages.html",
    "committee/editor/rules_change.html",
    "committee/editor/scale.html",
    "committee/editor/survey_rule.html",
    "committee/editor/translation.html",
    "committee/overview.html",
    "committee/trustees/new.html",
    "committee/trustees/trustees.html",
    "committee/trustees/witnesses.html",
    "trustee/base.html",
    "trustee/witness/witness.html",
}
"""Pages that change what can be changed again, or whose fields are filled first."""

FINAL_SCRIPTS = {
    "booth/checking.js",
    "booth/sealing.js",
    "teller/command.js",
    "teller/make.js",
    "teller/posted.js",
    "teller/print.js",
    "teller/void.js",
    "trustee/ceremony/lost.js",
    "trustee/ceremony/making.js",
    "trustee/ceremony/offline.js",
    "trustee/ceremony/rehearsal.js",
    "trustee/confirming/pages.js",
    "trustee/decrypt/found.js",
    "trustee/desk/offline.js",
    "trustee/opening/out.js",
    "trustee/opening/pages.js",
}


def test_every_form_is_one_or_the_other() -> None:
    forms, final = set(), set()
    for path in sorted(TEMPLATES.rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        name = path.relative_to(TEMPLATES).as_posix()
        if 'method="post"' in text:
            forms.add(name)
        if re.search(r"\bfinal\(_\('", text):
            final.add(name)
            assert "submit(_('" not in text, f"{name} has a button that can be pressed by accident"
            assert text.startswith(('{% extends "committee/', "{% extends 'committee/")), name
    assert forms == FINAL | NOT_FINAL
    assert final == FINAL


def test_no_button_in_red_can_be_pressed_by_accident() -> None:
    for path in sorted(TEMPLATES.rglob("*.html")):
        for line in path.read_text(encoding="utf-8").splitlines():
            assert not re.search(r"submit\(.*'danger'", line), f"{path.name}: {line}"


def test_programs_use_it_too() -> None:
    found = {
        path.relative_to(SCRIPTS).as_posix()
        for path in SCRIPTS.rglob("*.js")
        if re.search(r"\bfinal(Form|Button)\(t?\(?", path.read_text(encoding="utf-8"))
        and path.parent.name != "ui"
    }
    assert found == FINAL_SCRIPTS


def test_the_style_is_dead_for_as_long_as_the_script() -> None:
    script = (SCRIPTS / "ui" / "final.js").read_text(encoding="utf-8")
    style = (SCRIPTS.parent / "css" / "voteapp.css").read_text(encoding="utf-8")
    (milliseconds,) = re.findall(r"const DEAD_MS = (\d+);", script)
    assert f".final {{ animation: final-wake {milliseconds}ms step-end; }}" in style
