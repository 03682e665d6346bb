"""The driver's page of a vehicle that is disinfected, in a real browser with the network off."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from logiroute.report.driver_sheet import write_driver_sheets
from tests.browser.conftest import Watched
from tests.browser.test_driver_sheet import no_overflow
from tests.report.test_disinfection import scenario, washed

pytestmark = pytest.mark.browser


def test_each_disinfection_is_seen_and_ticked_off(watched: Watched, tmp_path: Path) -> None:
    pages = {path.stem: path for path in write_driver_sheets(scenario(), washed(2), tmp_path)}
    page = watched.page
    page.goto(pages["B01"].as_uri())
    for _stop in range(3):
        page.locator("#next .done").click()
    for done in ("3", "4"):
        expect(page.locator("#done-count")).to_have_text(done)
        expect(page.locator("#next h3")).to_have_text("城东洗消站")
        expect(page.locator("#next .disinfect .party")).to_have_text(
            "Disinfect the vehicle, 45 min"
        )
        expect(page.locator("#next .disinfect .times")).to_be_visible()
        no_overflow(page)
        page.locator("#next .done").click()
    page.reload()
    expect(page.locator("#done-count")).to_have_text("5")
    page.locator("#next .done").click()
    expect(page.locator("#finished")).to_be_visible()
