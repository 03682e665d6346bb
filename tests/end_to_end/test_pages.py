"""The pages of the shipped example in a real browser with the network off."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

SIZES = [(1400, 900), (390, 844)]


def opened(browser: Browser, path: Path, size: tuple[int, int], complaints: list[str]) -> Page:
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, offline=True, service_workers="block"
    )
    page = context.new_page()
    page.on("console", lambda message: complaints.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "request",
        lambda request: (
            None
            if request.url.startswith(("file:", "data:", "blob:"))
            else complaints.append(request.url)
        ),
    )
    page.goto(path.as_uri())
    page.wait_for_timeout(800)
    return page


@pytest.mark.parametrize("size", SIZES)
def test_desk_map_of_the_example(browser: Browser, town_plan: Path, size: tuple[int, int]) -> None:
    complaints: list[str] = []
    page = opened(browser, town_plan / "desk.html", size, complaints)
    assert page.locator("path.zone").count() == 2
    assert page.locator(".sign-gate svg").count() >= 3
    assert page.locator(".sign-depot svg").count() == 3
    assert page.locator("[data-route-switch]").count() > 20
    width = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert width[0] <= width[1]
    assert complaints == []
    page.context.close()


@pytest.mark.parametrize("size", SIZES)
def test_every_driver_page_of_the_example(
    browser: Browser, town_plan: Path, size: tuple[int, int]
) -> None:
    pages = sorted((town_plan / "drivers").glob("*.html"))
    assert len(pages) > 20
    for path in pages[:: 1 if size[0] < 400 else 6]:
        complaints: list[str] = []
        page = opened(browser, path, size, complaints)
        width = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
        assert width[0] <= width[1], path.name
        assert complaints == [], path.name
        page.context.close()
