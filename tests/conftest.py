"""The headless browser, for every test that looks at a page; no test is judged by the clock."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

from tests.counts import THOROUGH

# What is red for one is red for all; new examples are looked for with ``make thorough``.
settings.register_profile("usual", deadline=None, derandomize=not THOROUGH)
settings.load_profile("usual")

CHROMIUM = Path("/usr/bin/chromium")


#: Folders whose files take minutes.
_LONG = ("end_to_end", "properties")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long files first: at the end no core waits for another."""
    items.sort(key=lambda item: item.path.parent.name not in _LONG)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium without a network; a missing one skips the test, but fails it in CI."""
    if not CHROMIUM.exists():
        message = f"no browser at {CHROMIUM}: install the package chromium to run these tests"
        if os.environ.get("LOGIROUTE_REQUIRE_BROWSER"):
            pytest.fail(message)
        pytest.skip(message)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--no-first-run",
            ],
        )
        yield chromium
        chromium.close()
