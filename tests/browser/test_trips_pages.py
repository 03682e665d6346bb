"""A route of two trips in a real browser: on the driver's page and on the desk map."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from logiroute.report.desk_map import write_desk_map
from logiroute.report.driver_sheet import write_driver_sheets
from tests.browser.conftest import Watched
from tests.report.sample_day import sample

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample day with the trips of its first two routes in one."""
    day = sample()
    one, other = (day.plan.routes[index] for index in (0, 1))
    route = one.model_copy(update={"trips": (*one.trips, *other.trips)})
    plan = day.plan.model_copy(update={"routes": (route,), "unserved": ()})
    folder = tmp_path_factory.mktemp("trips")
    write_desk_map(day.scenario, plan, folder / "desk.html", backdrop=day.backdrop)
    write_driver_sheets(day.scenario, plan, folder / "drivers", backdrop=day.backdrop)
    return folder


def test_the_driver_loads_for_one_trip_at_a_time(watched: Watched, pages: Path) -> None:
    page = watched.page
    page.goto((pages / "drivers" / "T01.html").as_uri())
    role, stop = page.locator("#next .role"), page.locator("#next .stop")
    expect(role).to_contain_text("Trip 1 of 2")
    loaded = page.locator("#next .load > table tr").count()
    assert loaded > 0
    while not stop.evaluate("(e) => e.classList.contains('reload')"):
        page.locator("#next .done").click()
    expect(role).to_contain_text("Trip 2 of 2")
    expect(page.locator("#next .load > table tr").first).to_be_visible()
    expect(page.locator("#next .done")).to_have_text("Loaded, drive off")
    # The way to the depot can be navigated; its number is no stop's.
    expect(page.locator("#next .navigate .main")).to_be_visible()
    expect(page.locator("#next .ball text")).to_have_count(0)


def test_the_desk_lists_where_it_loads_again(watched: Watched, pages: Path) -> None:
    page = watched.page
    page.goto((pages / "desk.html").as_uri())
    row = page.locator("li.route")
    expect(row.locator(".route-facts")).to_contain_text("2 trips")
    row.locator(".route-open").evaluate("(button) => button.click()")
    again = row.locator("li.reload")
    expect(again).to_have_count(1)
    expect(again.locator(".stop-name")).to_contain_text("Trip 2 · ")
    expect(again.locator(".stop-task").last).to_contain_text("Load: ")
