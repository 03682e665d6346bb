"""Headless Chromium without a network; pages written once for all tests."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route

from logiroute.report.desk_map import write_desk_map
from logiroute.report.driver_sheet import write_driver_sheets
from tests.report.sample_day import sample


class Sheets(NamedTuple):
    """Where the pages of one plan are."""

    desk: Path
    drivers: dict[str, Path]


class Watched(NamedTuple):
    """A page, with what went wrong on it."""

    page: Page
    complaints: list[str]


@pytest.fixture(scope="session")
def sheets(tmp_path_factory: pytest.TempPathFactory) -> Sheets:
    day = sample()
    folder = tmp_path_factory.mktemp("plain")
    proof = {"clean": True, "facts": {"capacity": 812, "windows": 120}}
    write_desk_map(day.scenario, day.plan, folder / "desk.html", backdrop=day.backdrop, proof=proof)
    paths = write_driver_sheets(day.scenario, day.plan, folder / "drivers", backdrop=day.backdrop)
    return Sheets(folder / "desk.html", {path.stem: path for path in paths})


@pytest.fixture(scope="session")
def hostile_sheets(tmp_path_factory: pytest.TempPathFactory) -> Sheets:
    day = sample(hostile=True)
    folder = tmp_path_factory.mktemp("hostile")
    write_desk_map(
        day.scenario, day.plan, folder / "desk.html", backdrop=day.backdrop, lang="zh_CN"
    )
    paths = write_driver_sheets(day.scenario, day.plan, folder / "drivers", lang="zh_CN")
    return Sheets(folder / "desk.html", {path.stem: path for path in paths})


def watch(context: BrowserContext) -> Watched:
    """A page of an offline context; every request for anything but a file is a complaint."""
    context.set_offline(True)
    page = context.new_page()
    complaints: list[str] = []

    def guard(route: Route) -> None:
        url = route.request.url
        if url.startswith("file://"):
            route.continue_()
        else:
            complaints.append(f"request: {url}")
            route.abort()

    page.route("**/*", guard)
    page.on("console", lambda message: complaints.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: complaints.append(f"error: {error}"))
    return Watched(page, complaints)


@pytest.fixture(params=["desktop", "phone"])
def watched(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Watched]:
    """A page in each of the two sizes; nothing may have gone wrong on it in the end."""
    if request.param == "phone":
        context = browser.new_context(
            viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True
        )
    else:
        context = browser.new_context(viewport={"width": 1400, "height": 900})
    made = watch(context)
    made.page.set_default_timeout(10_000)
    yield made
    context.close()
    assert made.complaints == []
