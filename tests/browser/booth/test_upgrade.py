"""While a campaign runs the server is upgraded: its phones load the booth that was pinned."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from tests.players.browser.box import Box, cast
from tests.players.browser.people import Member
from tests.players.web.upgrades import upgraded

BROKEN = b"document.title = 'another booth'; throw new Error('another booth');\n"


def test_a_phone_is_served_the_pinned_booth(box: Box, member: Member, tmp_path: Path) -> None:
    """Every script of the new program is broken; a slip is scanned, a vote sent."""
    with upgraded(tmp_path, box.site.context) as folder:
        for path in (folder / "js").rglob("*.js"):
            if path.parent.name != "vendor" and "check" not in path.parts:
                path.write_bytes(BROKEN)
        loaded: list[str] = []
        member.page.on("request", lambda request: loaded.append(urlsplit(request.url).path))
        member.scan(box.draw().address)
        tracker = cast(member)
        assert tracker
        scripts = [path for path in loaded if path.endswith(".js")]
        assert len(scripts) > 50
        own = f"/b/{box.committee.code}/static/lean/"
        assert [path for path in scripts if not path.startswith(own)] == []
