"""The desk map in a real browser with the network off."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Sheets, Watched

pytestmark = pytest.mark.browser

#: Every named thing of a drawn canvas: how many of its pixels are painted.
PAINTED = """(pane) => [...document.querySelectorAll(`.leaflet-${pane}-pane canvas`)]
  .map((canvas) => {
    const copy = document.createElement('canvas');
    [copy.width, copy.height] = [canvas.width, canvas.height];
    const ctx = copy.getContext('2d', { willReadFrequently: true });
    ctx.drawImage(canvas, 0, 0);
    const data = ctx.getImageData(0, 0, canvas.width, canvas.height).data;
    let painted = 0;
    for (let i = 3; i < data.length; i += 4) painted += data[i] > 0;
    return painted;
  }).reduce((sum, n) => sum + n, 0)"""


#: A point of a group's first canvas layer, brought to the middle of the map.
CLICKABLE = """(group) => {
  const layer = desk.layers[group].getLayers().find((one) => one.options.interactive
    && one.options.renderer instanceof L.Canvas && one.getPopup());
  const ring = layer.getLatLng ? null : layer.getLatLngs()[0][0];
  const inside = ring && layer.getBounds().getCenter();
  const near = (axis) => ring[0][axis] * 0.9 + inside[axis] * 0.1;
  const at = ring ? L.latLng(near("lat"), near("lng")) : layer.getLatLng();
  desk.map.setView(at, 17, { animate: false });
  return [at.lat, at.lng];
}"""


def opened(watched: Watched, path: Path) -> Page:
    page = watched.page
    page.goto(path.as_uri())
    page.wait_for_function("window.desk !== undefined")
    return page


def painted(page: Page, pane: str) -> int:
    """Painted pixels of a pane, after the map had time to draw."""
    page.wait_for_timeout(400)
    count = page.evaluate(PAINTED, pane)
    assert isinstance(count, int)
    return count


def settled(page: Page) -> dict[str, Any]:
    """Centre, zoom and bounds once the map stands still."""
    page.wait_for_timeout(700)
    found = page.evaluate(
        "() => ({zoom: desk.map.getZoom(), centre: desk.map.getCenter(),"
        " shown: [...desk.routes.keys()].filter((k) => desk.map.hasLayer(desk.routes.get(k).line)),"
        " chosen: desk.chosen})"
    )
    assert isinstance(found, dict)
    return found


def test_everything_is_drawn_and_nothing_overflows(watched: Watched, sheets: Sheets) -> None:
    page = opened(watched, sheets.desk)
    for pane in ("streets", "routes"):
        assert painted(page, pane) > 2000, pane
    assert page.locator("path.zone").count() == 3
    assert page.locator(".sign-gate svg").count() == 3
    assert page.locator(".sign-unserved svg").count() == 3
    assert page.locator(".sign-closure svg").count() == 3
    assert page.locator(".sign-depot svg").count() == 2
    assert page.evaluate("() => desk.layers.places.getLayers().length") == 63
    assert len(settled(page)["shown"]) == 12
    expect(page.locator(".leaflet-control-attribution")).to_contain_text(
        "© OpenStreetMap contributors"
    )
    expect(page.locator(".audit")).to_contain_text("932 facts")
    for selector in ("html", "body", "#panel", "#panel-body"):
        box = page.locator(selector).evaluate("(e) => [e.scrollWidth, e.clientWidth]")
        assert box[0] <= box[1], selector


def test_route_group_and_all_none_switches(watched: Watched, sheets: Sheets) -> None:
    page = opened(watched, sheets.desk)
    page.locator("[data-route-switch='T01#1']").uncheck()
    assert "T01#1" not in settled(page)["shown"]
    group = page.locator("[data-group-switch='truck']")
    assert group.evaluate("(box) => box.indeterminate") is True
    drawn = painted(page, "routes")
    page.locator("#show-none").click()
    assert settled(page)["shown"] == []
    assert painted(page, "routes") < drawn / 4
    group.check()
    assert len(settled(page)["shown"]) == 9
    page.locator("#show-all").click()
    assert len(settled(page)["shown"]) == 12


def test_layer_switches(watched: Watched, sheets: Sheets) -> None:
    page = opened(watched, sheets.desk)
    page.locator("#tab-key").click()
    for layer, selector in (
        ("zones", "path.zone"),
        ("gates", ".sign-gate svg"),
        ("closures", ".sign-closure svg"),
        ("unserved", ".sign-unserved svg"),
        ("places", ".sign-depot svg"),
    ):
        marks = page.locator(f".leaflet-container {selector}")
        before = marks.count()
        assert before > 0, layer
        page.locator(f"[data-layer='{layer}']").uncheck()
        expect(marks).to_have_count(0)
        page.locator(f"[data-layer='{layer}']").check()
        expect(marks).to_have_count(before)
    # Of streets there are as many tiles as the view at that moment asks for.
    tiles = page.locator(".leaflet-container .leaflet-streets-pane canvas")
    expect(tiles).not_to_have_count(0)
    page.locator("[data-layer='streets']").uncheck()
    expect(tiles).to_have_count(0)
    page.locator("[data-layer='streets']").check()
    expect(tiles).not_to_have_count(0)


#: Window coordinates of a point of the map.
ON_SCREEN = """([lat, lng]) => {
  const at = desk.map.latLngToContainerPoint([lat, lng]);
  const frame = desk.map.getContainer().getBoundingClientRect();
  return [at.x + frame.x, at.y + frame.y];
}"""


def test_lines_zones_stops_and_places_answer_a_click(watched: Watched, sheets: Sheets) -> None:
    page = opened(watched, sheets.desk)
    line = page.evaluate(
        "() => { const [key, route] = [...desk.routes][0]; const path = route.line.getLatLngs();"
        " const at = path[Math.floor(path.length / 2)]; desk.map.setView(at, 17, {animate: false});"
        " return [key, at.lat, at.lng]; }"
    )
    page.wait_for_timeout(400)
    page.mouse.click(*page.evaluate(ON_SCREEN, line[1:]))
    page.wait_for_timeout(300)
    assert settled(page)["chosen"] is not None
    page.keyboard.press("Escape")
    page.locator("#show-none").click()
    for group, text in (("zones", "Z"), ("places", "S")):
        at = page.evaluate(CLICKABLE, group)
        page.wait_for_timeout(400)
        page.mouse.click(*page.evaluate(ON_SCREEN, at))
        expect(page.locator(".leaflet-popup-content dd").first).to_contain_text(text)
        page.evaluate("() => { desk.map.closePopup(); }")


def test_a_blocked_street_is_taped_off_and_answers_a_click(
    watched: Watched, sheets: Sheets
) -> None:
    page = opened(watched, sheets.desk)
    page.locator("#show-none").click()
    drawn = painted(page, "routes")
    corner = page.evaluate(
        "() => { const band = desk.layers.closures.getLayers().find((one) => one.getLatLngs);"
        " const at = band.getLatLngs()[1]; desk.map.setView(at, 15, {animate: false});"
        " return [at.lat + 0.001, at.lng + 0.0002]; }"
    )
    page.wait_for_timeout(400)
    page.mouse.click(*page.evaluate(ON_SCREEN, corner))
    expect(page.locator(".leaflet-popup-content")).to_contain_text("解放路水马围挡")
    page.evaluate("() => { desk.map.closePopup(); desk.showWhole(); }")
    page.evaluate("() => desk.showLayer('closures', false)")
    assert painted(page, "routes") < drawn


def test_a_route_chosen_in_the_panel_is_zoomed_to_and_listed(
    watched: Watched, sheets: Sheets
) -> None:
    page = opened(watched, sheets.desk)
    before = settled(page)
    page.locator("[data-route-open='B01#1']").click()
    after = settled(page)
    assert after["chosen"] == "B01#1"
    assert (after["zoom"], after["centre"]) != (before["zoom"], before["centre"])
    inside = page.evaluate("() => desk.map.getBounds().contains(desk.routes.get('B01#1').bounds())")
    assert inside is True
    stops = page.locator("[data-route='B01#1'] .route-stops")
    expect(stops).to_be_visible()
    expect(stops).to_contain_text("22 persons (密接)")
    faded = page.evaluate("() => desk.routes.get('T01#1').line.options.opacity")
    assert faded < 0.5
    stops.locator("[data-stop='1']").click()
    popup = page.locator(".leaflet-popup-content")
    expect(popup).to_contain_text("X01 学府小区密接转运")
    expect(popup).to_contain_text("学府路卡口")
    page.keyboard.press("Escape")
    assert settled(page)["chosen"] is None


@pytest.mark.parametrize(
    ("typed", "found", "shown"),
    [
        ("学府路 12号", "学府路12号小区", "学府路12号小区"),
        ("o010", "O010", "O010"),
        ("S053", "中山路65号小区", "Unserved"),
        ("围挡", "解放路水马围挡", "06:00–12:00"),
        ("sample nonsense", "Nothing found", ""),
    ],
)
def test_search(watched: Watched, sheets: Sheets, typed: str, found: str, shown: str) -> None:
    page = opened(watched, sheets.desk)
    page.locator("#search").fill(typed)
    hits = page.locator("#search-results li")
    expect(hits.first).to_contain_text(found)
    if shown:
        page.keyboard.press("Enter")
        expect(page.locator(".leaflet-popup-content")).to_contain_text(shown)
        expect(page.locator("#search-results")).to_be_hidden()


def test_search_for_a_vehicle_chooses_its_route(watched: Watched, sheets: Sheets) -> None:
    page = opened(watched, sheets.desk)
    page.locator("#search").fill("A01")
    page.locator("#search-results li").first.click()
    assert settled(page)["chosen"] == "A01#1"


def test_unserved_orders_are_listed_and_shown(watched: Watched, sheets: Sheets) -> None:
    page = opened(watched, sheets.desk)
    page.locator("#tab-unserved").click()
    cards = page.locator("#pane-unserved .missed")
    expect(cards).to_have_count(3)
    expect(cards.first).to_contain_text("every truck that could still take it")
    cards.first.locator("button").click()
    expect(page.locator(".leaflet-popup-content")).to_contain_text("O055")


def test_hostile_texts_are_shown_and_do_not_run(watched: Watched, hostile_sheets: Sheets) -> None:
    page = opened(watched, hostile_sheets.desk)
    page.evaluate(
        """async () => {
          for (const group of ['places', 'gates', 'closures', 'unserved', 'zones']) {
            for (const layer of desk.layers[group].getLayers()) {
              if (layer.openPopup && layer.getPopup()) { layer.openPopup(); layer.closePopup(); }
              if (layer.getTooltip && layer.getTooltip()) layer.openTooltip();
            }
          }
          for (const route of desk.routes.values()) {
            for (const ball of route.balls) { ball.openTooltip(); ball.openPopup(); }
          }
        }"""
    )
    for tab in ("#tab-unserved", "#tab-key", "#tab-routes"):
        page.locator(tab).click()
    page.locator("#search").fill("window")
    expect(page.locator("#search-results li").first).to_contain_text("window.__run")
    page.wait_for_timeout(300)
    assert page.evaluate("() => window.__run") is None
    expect(page.locator("h1")).to_contain_text("<img src=x onerror")
    assert page.locator("img[src='x']").count() == 0
    box = page.locator("#panel-body").evaluate("(e) => [e.scrollWidth, e.clientWidth]")
    assert box[0] <= box[1]


def test_a_script_that_was_not_written_with_the_page_cannot_run(
    watched: Watched, sheets: Sheets
) -> None:
    page = opened(watched, sheets.desk)
    page.evaluate(
        """() => {
          const script = document.createElement('script');
          script.textContent = 'window.__run = 1';
          document.body.append(script);
        }"""
    )
    assert page.evaluate("() => window.__run") is None
    assert [entry for entry in watched.complaints if "Content Security Policy" in entry]
    watched.complaints.clear()
