"""A driver's page in a real browser with the network off."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Sheets, Watched

pytestmark = pytest.mark.browser


def opened(watched: Watched, path: Path) -> Page:
    watched.page.goto(path.as_uri())
    return watched.page


def no_overflow(page: Page) -> None:
    box = page.evaluate(
        "() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    )
    assert box[0] <= box[1]


def test_the_next_stop_is_on_top_and_big(watched: Watched, sheets: Sheets) -> None:
    page = opened(watched, sheets.drivers["T01"])
    no_overflow(page)
    expect(page.locator("#next .stop")).to_have_count(1)
    expect(page.locator("#next h3")).to_have_text("东西湖保供仓")
    expect(page.locator("#ahead .stop")).to_have_count(8)
    font_size = "(e) => parseFloat(getComputedStyle(e).fontSize)"
    sizes = [
        page.locator(f"{part} .arrive").first.evaluate(font_size) for part in ("#next", "#ahead")
    ]
    assert sizes[0] >= 36 > sizes[1]
    top = page.locator("#next .stop").bounding_box()
    assert top is not None
    assert top["y"] < 260


def test_ticks_advance_survive_a_reload_and_can_be_taken_back(
    watched: Watched, sheets: Sheets
) -> None:
    page = opened(watched, sheets.drivers["T01"])
    page.locator("#next .done").click()
    expect(page.locator("#next h3")).to_have_text("学府路12号小区")
    page.locator("#next .done").click()
    expect(page.locator("#next h3")).to_have_text("学府路36号小区")
    page.reload()
    expect(page.locator("#next h3")).to_have_text("学府路36号小区")
    expect(page.locator("#done-count")).to_have_text("2")
    expect(page.locator("#behind .stop")).to_have_count(2)
    expect(page.locator(".pin.past")).to_have_count(1)
    page.locator("#behind .undo").last.click()
    expect(page.locator("#next h3")).to_have_text("学府路12号小区")
    # Another vehicle's page, opened on the same phone, knows nothing of it.
    opened(watched, sheets.drivers["T02"])
    expect(page.locator("#done-count")).to_have_text("0")
    opened(watched, sheets.drivers["T01"])
    expect(page.locator("#done-count")).to_have_text("1")
    page.locator("#forget").click()
    expect(page.locator("#done-count")).to_have_text("0")


def test_a_whole_shift_can_be_ticked_off(watched: Watched, sheets: Sheets) -> None:
    page = opened(watched, sheets.drivers["B01"])
    for _stop in range(4):
        page.locator("#next .done").click()
    expect(page.locator("#finished")).to_be_visible()
    expect(page.locator("#next .stop")).to_have_count(0)
    no_overflow(page)


def test_the_map_follows_the_shift(watched: Watched, sheets: Sheets) -> None:
    page = opened(watched, sheets.drivers["鄂A_T08"])
    maps = page.locator(".map")
    expect(maps).to_have_count(2)
    expect(maps.nth(0)).to_be_visible()
    expect(maps.nth(1)).to_be_hidden()
    while page.locator("#next .stop").get_attribute("data-shift") == "1":
        page.locator("#next .done").click()
    expect(maps.nth(0)).to_be_hidden()
    expect(maps.nth(1)).to_be_visible()


def test_the_map_shows_streets_zones_route_and_zooms(watched: Watched, sheets: Sheets) -> None:
    page = opened(watched, sheets.drivers["T01"])
    drawing = page.locator(".drawing").first
    assert drawing.locator("path.street").count() >= 4
    assert drawing.locator("path.zone").count() >= 2
    assert drawing.locator("path.way").count() == 2
    assert drawing.locator("[data-pin='1']").count() == 1
    size = "(e) => e.getBoundingClientRect().width"
    pin = drawing.locator("[data-pin='1'] circle")
    before = pin.evaluate(size)
    assert 15 < before < 30
    page.locator("[data-zoom='in']").first.click()
    view = drawing.get_attribute("viewBox")
    assert view is not None
    assert float(view.split()[2]) == pytest.approx(960)
    assert pin.evaluate(size) == pytest.approx(before, abs=0.5)
    page.locator("[data-zoom='out']").first.click()
    assert drawing.get_attribute("viewBox") == f"0 0 1600 {drawing.get_attribute('data-height')}"


def test_a_gate_about_to_close_stands_out_and_the_way_there_unfolds(
    watched: Watched, sheets: Sheets
) -> None:
    page = opened(watched, sheets.drivers["T01"])
    while page.locator("#next .gate").count() == 0:
        page.locator("#next .done").click()
    colour = "(e) => getComputedStyle(e).backgroundColor"
    scarce = page.locator("#next .gate").evaluate(colour)
    fold = page.locator("#next .way-there")
    steps = fold.locator("li")
    expect(steps.first).to_be_hidden()
    task = page.locator("#next .task").first.bounding_box()
    folded = fold.bounding_box()
    assert task is not None
    assert folded is not None
    assert task["y"] < folded["y"]  # the goods come first
    fold.locator("summary").click()
    expect(steps.first).to_be_visible()
    expect(fold.locator(".m-gate")).to_contain_text("学府路卡口")
    expect(fold.locator(".m-gate")).to_contain_text("4 min")
    arrow = "(e) => getComputedStyle(e, '::before').backgroundImage"
    assert steps.first.evaluate(arrow).startswith('url("data:image/svg+xml')
    no_overflow(page)
    opened(watched, sheets.drivers["T06"])
    assert page.locator(".gate").first.evaluate(colour) != scarce


def test_closures_are_drawn_and_named(watched: Watched, sheets: Sheets) -> None:
    page = opened(watched, sheets.drivers["T01"])
    drawing = page.locator(".drawing").first
    assert drawing.locator("path.blocked").count() == 2
    expect(page.locator(".map .closures li")).to_have_count(1)
    expect(page.locator(".map .closures")).to_contain_text("解放路水马围挡")
    opened(watched, sheets.drivers["鄂A_T08"])
    # The one that begins in the evening is no matter of the morning's shift.
    assert page.locator(".map").nth(0).locator(".closures", has_text="城东").count() == 0
    assert page.locator(".map").nth(1).locator(".closures", has_text="城东").count() == 1


def test_buttons_are_large_enough_for_a_thumb(watched: Watched, sheets: Sheets) -> None:
    page = opened(watched, sheets.drivers["T01"])
    page.locator("#next .done").click()
    for target in page.locator("#next button:visible, #next a:visible").all():
        box = target.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 44, target.inner_text()


def test_paper_has_all_stops_and_no_buttons(watched: Watched, sheets: Sheets) -> None:
    page = opened(watched, sheets.drivers["T01"])
    page.locator("#next .done").click()
    page.evaluate("() => window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    expect(page.locator(".stop:visible")).to_have_count(9)
    expect(page.locator(".stop .qr:visible")).to_have_count(9)
    expect(page.locator("button:visible")).to_have_count(0)
    expect(page.locator(".navigate:visible")).to_have_count(0)
    expect(page.locator(".loading:visible")).to_have_count(1)
    first = page.locator(".stop h3").first
    expect(first).to_have_text("东西湖保供仓")
    page.evaluate("() => window.dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    expect(page.locator("#next h3")).to_have_text("学府路12号小区")


def test_hostile_texts_are_shown_and_do_not_run(watched: Watched, hostile_sheets: Sheets) -> None:
    for path in hostile_sheets.drivers.values():
        page = opened(watched, path)
        page.locator("#next .done").click()
        assert page.evaluate("() => window.__run") is None
        assert page.locator("img").count() == 0
        for fold in page.locator("#next summary").all():
            fold.click()
        no_overflow(page)
    expect(page.locator("body")).to_contain_text("window.__run")


def test_the_list_of_vehicles_leads_to_the_pages(watched: Watched, sheets: Sheets) -> None:
    index = sheets.drivers["T01"].with_name("index.html")
    page = opened(watched, index)
    no_overflow(page)
    expect(page.locator(".vehicles a")).to_have_count(11)
    page.locator(".vehicles a", has_text="鄂A/T08").click()
    expect(page.locator("h1")).to_have_text("鄂A/T08")
    page.locator("footer a").click()
    expect(page.locator("h1")).to_have_text("Driver pages")
