"""Fixtures for tests that drive a real Chromium against the real processes."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.support import browser as driving
from tests.support import reporting
from tests.support.desk import OWN_PHONE
from tests.support.servers import Floor
from tests.support.sources import ROOT

#: Where the screens of failed tests are kept.
EVIDENCE = ROOT / "var" / "failed-tests"

expect.set_options(timeout=driving.PATIENCE_MS)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo):
    """Let fixtures see, when they clean up, whether the test has failed."""
    report = yield
    if report.when == "call":
        item.stash[FAILED] = report.failed
    return report


FAILED = pytest.StashKey[bool]()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = driving.find_chromium()
    if path is None:
        reporting.skip_or_fail("there is no Chromium here")
    with sync_playwright() as playwright:
        browser = driving.launch(playwright, path)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium, floor, request) -> Iterator[Callable[..., driving.Visit]]:
    """``visit()`` is a new browser on the floor, ``visit(color_scheme="dark")`` one in the dark.

    The test fails when a page complained: an error on the console, a breach of the policy.
    """
    visits: list[driving.Visit] = []

    def begin(**options) -> driving.Visit:
        settings = {"viewport": driving.WINDOW, "locale": "en-GB", "reduced_motion": "reduce"}
        context = chromium.new_context(**(settings | options))
        context.route("**/*", driving.stay_on_this_machine)
        visits.append(driving.Visit(context, floor.url))
        return visits[-1]

    yield begin
    if request.node.stash.get(FAILED, True):
        driving.keep_evidence(visits, EVIDENCE, request.node.name)
        print(floor.log)
    complaints = [complaint for one in visits for complaint in one.complaints]
    for one in visits:
        one.context.close()
    assert complaints == []


@pytest.fixture
def sign_in(visit) -> Callable[..., Page]:
    """``sign_in(alice)`` is Alice's tab, in a browser of her own."""
    return lambda user, **options: visit(**options).sign_in(user)


@pytest.fixture
def cast(backstage):
    """The people of the floor, in the database of the processes."""
    from tests.support.cast import cast

    with backstage():
        return cast()


@pytest.fixture
def floor(fresh_database):
    """The processes, not yet started; virtual seconds pass twenty times as fast."""
    floor = Floor(fresh_database, SIMULATOR_SPEED="20")
    yield floor
    floor.close()


@pytest.fixture
def alice(backstage):
    """A coordinator whose own telephone answers."""
    from tests.support.builders import make_user

    with backstage():
        return make_user("Alice Ash", phone=OWN_PHONE)
