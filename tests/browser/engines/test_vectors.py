"""Each engine writes the shared vectors byte for byte and audits every genuine record."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.players.browser.engines.kinds import AnyBrowser, Engine, open_browser

MAKE = "async () => (await import('/tests/js/vectors/vectors.mjs')).makeVectors()"
AUDIT = """async (path) => {
  const { verifyFile } = await import('/voteapp/static/js/campaign/audit/election.js');
  const bytes = new Uint8Array(await (await fetch(path)).arrayBuffer());
  try {
    const { report } = await verifyFile(bytes);
    return report;
  } catch (error) {
    return { error: error.code };
  }
}"""


class _Handler(SimpleHTTPRequestHandler):
    extensions_map = {".mjs": "text/javascript", ".js": "text/javascript", "": "text/plain"}

    def log_message(self, format: str, *args: object) -> None:
        """Keep the tests' output clean."""


@pytest.fixture
def scripts(engine: Engine, root: Path) -> Iterator[AnyBrowser]:
    """A page that can import our scripts from a server on loopback."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(root)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    browser = open_browser(engine)
    browser.open(f"http://127.0.0.1:{server.server_port}/voteapp/static/js/i18n.js")
    yield browser
    browser.close()
    server.shutdown()
    thread.join()
    server.server_close()


def test_shared_vectors(scripts: AnyBrowser, root: Path) -> None:
    made = scripts.evaluate(MAKE)
    folder = root / "tests" / "vectors-deterministic"
    stored = {path.name: json.loads(path.read_bytes()) for path in folder.glob("*.json")}
    assert made.keys() == stored.keys()
    for name, vectors in stored.items():
        assert made[name] == vectors, name


def test_genuine_records(scripts: AnyBrowser, root: Path, vectors: Path) -> None:
    verified = 0
    for path in sorted(vectors.glob("*/*.bel")):
        report = scripts.evaluate(AUDIT, f"/{path.relative_to(root)}")
        if "error" in report:
            assert report == {"error": "unsupported"}
            continue
        expected = json.loads((path.parent / "expected.json").read_bytes())
        assert (report["findings"], report["result"]) == ([], expected["result"])
        verified += 1
    assert verified == 7
