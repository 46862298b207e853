"""Fixtures that every folder of tests shares, and the rule that nothing is ever skipped."""

from __future__ import annotations

import gc
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.support import tools
from tests.support.browser import CHROMIUM_ARGUMENTS
from tests.support.network import only_loopback
from tests.support.postgresql import PostgresqlServer
from tests.support.randomness import RandomStream
from tests.support.templates import compile_routes_once, compile_templates_once

SLOW_FIXTURES = {"chromium", "postgresql_server"}
SLOW_FOLDERS = (
    *("browser", "cli/form", "cli/paper", "campaign/forms", "survey/charts"),
    *("web/committee", "web/trustee", "web/words/surveys"),
)
"""Browsers, pages through which whole campaigns are played, spreadsheets, drawings."""
FEWEST_NEW_OBJECTS = 20_000
"""Until the garbage collector looks for circles."""

tools.use_lib25519()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: Any) -> Generator[None, Any, Any]:
    """A skipped or expectedly failing test counts as a failure."""
    report = yield
    if report.skipped or hasattr(report, "wasxfail"):
        reason = getattr(report, "wasxfail", "") or str(report.longrepr)
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} did not run to its end, and no test may skip: {reason}"
        report.__dict__.pop("wasxfail", None)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Generator[None, Any, Any]:
    """A module that skips itself counts as an error."""
    report = yield
    if report.skipped:
        report.outcome = "failed"
        report.longrepr = f"{collector.nodeid} skips itself, and no test may: {report.longrepr}"
    return report


def pytest_addoption(parser: pytest.Parser) -> None:
    """`make long` runs what repeats at its full length; otherwise a seeded sample runs."""
    parser.addoption("--long", action="store_true", help="repeat at full length (make long)")


settings.register_profile("sample", deadline=None)
settings.register_profile("long", max_examples=5000, deadline=None)
"""No test is timed: another program on the same machine makes none fail."""


def pytest_configure(config: pytest.Config) -> None:
    """Hypothesis searches for longer, too."""
    settings.load_profile("long" if config.getoption("--long") else "sample")


@pytest.fixture(scope="session")
def length(request: pytest.FixtureRequest) -> Callable[[int, int], int]:
    """How often to repeat: `length(sample, whole)`."""
    whole_length = bool(request.config.getoption("--long"))
    return lambda sample, whole: whole if whole_length else sample


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Whatever starts a browser or a database server is slow, whether it says so or not, and what
    stands in certain folders. It comes first, so that no process is left with a long test at the
    end. What is only for `make long` is not among the tests of other runs."""
    if not config.getoption("--long"):
        left = [item for item in items if item.get_closest_marker("long") is not None]
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if item not in left]
    folders = [Path(__file__).parent / name for name in SLOW_FOLDERS]
    paths = {item.path for item in items}
    slow = {path for path in paths if any(path.is_relative_to(folder) for folder in folders)}
    for item in items:
        if item.path in slow or SLOW_FIXTURES & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.slow)
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


@pytest.fixture(scope="session", autouse=True)
def _compiled_once() -> None:
    compile_templates_once()
    compile_routes_once()


@pytest.fixture(scope="session", autouse=True)
def _freeze_what_stays() -> None:
    """What was imported and collected stays to the end: the collector need not go through it."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(FEWEST_NEW_OBJECTS)


@pytest.fixture(scope="session", autouse=True)
def _no_outside_network() -> Iterator[None]:
    with only_loopback():
        yield


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository."""
    return tools.ROOT


@pytest.fixture(scope="session")
def vectors() -> Path:
    """Elections made by an independent implementation (tests/vectors/README.md)."""
    return tools.VECTORS


@pytest.fixture
def random_stream() -> Callable[[str], RandomStream]:
    """Makes streams of random bytes that depend on a seed alone: `random_stream("seed")(32)`."""
    return RandomStream


@pytest.fixture(scope="session")
def belenios_tool() -> Path:
    """The independent tool, to be started with the command line of its documentation."""
    return tools.find_program("belenios-tool")


@pytest.fixture(scope="session")
def node() -> Path:
    """Node.js, 20.19 or newer."""
    return tools.find_program("node")


@pytest.fixture(scope="session")
def chromium() -> Path:
    """Debian's Chromium."""
    return tools.find_program("chromium")


@pytest.fixture(scope="session")
def browser(chromium: Path) -> Iterator[Browser]:
    """One Chromium for the session; each test opens contexts of its own in it."""
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=str(chromium), args=list(CHROMIUM_ARGUMENTS)
        )
        yield launched
        launched.close()


@pytest.fixture
def browser_context(browser: Browser) -> Iterator[BrowserContext]:
    """An empty browser profile."""
    context = browser.new_context()
    yield context
    context.close()


@pytest.fixture
def page(browser_context: BrowserContext) -> Page:
    """A page in an empty browser profile."""
    return browser_context.new_page()


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[PostgresqlServer]:
    """A PostgreSQL server of this session's own."""
    server = PostgresqlServer()
    yield server
    server.stop()


@pytest.fixture
def postgresql(postgresql_server: PostgresqlServer) -> Iterator[str]:
    """The SQLAlchemy address of an empty PostgreSQL database."""
    url = postgresql_server.create_database()
    yield url
    postgresql_server.drop_database(url)
