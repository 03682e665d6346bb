"""A stop for no order: where a vehicle is disinfected, on every page and in every file."""

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import python_calamine

from logiroute.model.place import Place, PlaceKind
from logiroute.model.plan import Leg, Plan, Route, Stop, Task, TaskKind
from logiroute.model.scenario import Scenario
from logiroute.report.cards import place_card, stop_card
from logiroute.report.desk_map import write_desk_map
from logiroute.report.driver_sheet import write_driver_sheets
from logiroute.report.geojson import write_routes_geojson
from logiroute.report.gpx import NAMESPACE, write_routes_gpx
from logiroute.report.view import PlanView
from logiroute.report.wording import Wording
from logiroute.report.workbook import write_workbook
from tests.report.sample_day import sample
from tests.report.sample_maker import window
from tests.report.test_driver_sheet import texts

WASH = Place(
    id="W1",
    name="城东洗消站",
    kind=PlaceKind.DISINFECTION_STATION,
    point=(114.360, 30.590),
    windows=(window(6, 20),),
    stop_s=300,
    bays=2,
)


def scenario() -> Scenario:
    data = sample().scenario.model_dump()
    return Scenario.model_validate(data | {"places": (*data["places"], WASH.model_dump())})


def washed(times: int = 1, minutes: int = 45) -> Plan:
    """The plan in which the bus goes to the station after its transfer, so many times."""
    routes = [_washed(route, times, minutes) for route in sample().plan.routes]
    return sample().plan.model_copy(update={"routes": tuple(routes)})


def _washed(route: Route, times: int, minutes: int) -> Route:
    if route.vehicle_id != "B01":
        return route
    (trip,) = route.trips
    *stops, home = trip.stops
    *legs, last = trip.legs
    for _ in range(times):
        arrive = stops[-1].depart + timedelta(minutes=10)
        start = arrive + timedelta(minutes=5)
        end = start + timedelta(minutes=minutes)
        task = Task(kind=TaskKind.DISINFECT, start=start, end=end)
        legs.append(Leg(from_id=stops[-1].place_id, to_id="W1", seconds=600, metres=5000))
        stops.append(Stop(place_id="W1", arrive=arrive, depart=end, tasks=(task,)))
    back = stops[-1].depart + timedelta(minutes=10)
    stops.append(home.model_copy(update={"arrive": back, "depart": back}))
    legs.append(last.model_copy(update={"from_id": "W1", "geometry": (), "steps": ()}))
    return route.model_copy(
        update={"trips": (trip.model_copy(update={"stops": tuple(stops), "legs": tuple(legs)}),)}
    )


def times_of(plan: Plan) -> tuple[str, str]:
    """From when to when, as the pages say it."""
    (task,) = next(route for route in plan.routes if route.vehicle_id == "B01").stops[3].tasks
    wording = Wording(scenario(), "en")
    return wording.clock(task.start), wording.clock(task.end)


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "Disinfect Disinfect the vehicle, 45 min {start}–{end}"),
        ("zh_CN", "消毒 车辆消毒，45 分钟 {start}–{end}"),
    ],
)
def test_the_driver_reads_what_where_and_how_long(tmp_path: Path, lang: str, said: str) -> None:
    plan = washed()
    pages = {p.stem: p for p in write_driver_sheets(scenario(), plan, tmp_path, lang=lang)}
    start, end = times_of(plan)
    text, page = texts(pages["B01"]), pages["B01"].read_text(encoding="utf-8")
    assert said.format(start=start, end=end) in text
    assert "城东洗消站" in text
    assert "06:00–20:00" in text
    assert page.count('<section class="task disinfect">') == 1
    assert "None" not in text


def keys(folder: Path, plan: Plan) -> list[str]:
    (page,) = [p for p in write_driver_sheets(scenario(), plan, folder) if p.stem == "B01"]
    return re.findall(
        r'<article class="stop [a-z]+" data-key="([0-9a-f]{16})"', page.read_text(encoding="utf-8")
    )


def test_each_disinfection_is_ticked_off_by_itself(tmp_path: Path) -> None:
    once, thrice = keys(tmp_path / "a", washed()), keys(tmp_path / "b", washed(3))
    assert len(once) == len(set(once)) == 5
    assert len(thrice) == len(set(thrice)) == 7
    # The tick stays when the plan is made anew: what it is done after names it, not the hour.
    assert thrice[:4] == once[:4] == keys(tmp_path / "c", washed(minutes=60))[:4]


def test_the_desk_sees_it_on_the_stop_and_at_the_station(tmp_path: Path) -> None:
    plan = washed()
    view, wording = PlanView(scenario(), plan), Wording(scenario(), "en")
    bus = next(route for route in view.routes if route.vehicle.id == "B01")
    assert bus.order_ids == ("X01",)
    stop = next(entry for entry in bus.stops if entry.place.id == "W1")
    assert stop.wait_s == 0
    rows = stop_card(wording, bus, stop)["rows"]
    assert ("Task", "Disinfect the vehicle, 45 min") in rows
    assert ("Window", "06:00–20:00") in rows
    assert {label for label, _ in rows}.isdisjoint({"Order", "Priority"})
    rows = place_card(wording, view, view.scenario.place["W1"])["rows"]
    assert ("Bays", "2") in rows
    assert (f"{times_of(plan)[0]} {bus.label}", "Disinfect the vehicle, 45 min") in rows
    write_desk_map(scenario(), plan, tmp_path / "desk.html")
    page = (tmp_path / "desk.html").read_text(encoding="utf-8")
    assert '<span class="stop-task">Disinfect the vehicle, 45 min</span>' in page


def test_the_workbook_has_its_row(tmp_path: Path) -> None:
    write_workbook(scenario(), washed(), tmp_path / "plan.xlsx")
    book = python_calamine.load_workbook(tmp_path / "plan.xlsx")

    def rows(sheet: str) -> list[dict[str, Any]]:
        head, *body = book.get_sheet_by_name(sheet).to_python()
        found = [dict(zip(map(str, head), row, strict=True)) for row in body]
        return [row for row in found if row.get("Place") == "W1"]

    (stop,) = rows("Stops")
    assert (stop["Vehicle"], stop["Task"], stop["Order"]) == ("B01", "Disinfect", "")
    assert stop["Content"] == "Disinfect the vehicle, 45 min"
    assert [row["Aboard"] for row in rows("Manifest")] == ["empty"]


def test_the_files_for_other_programs_have_it(tmp_path: Path) -> None:
    plan = washed()
    write_routes_geojson(scenario(), plan, tmp_path / "routes.geojson")
    features = json.loads((tmp_path / "routes.geojson").read_text("utf-8"))["features"]
    tasks = [t for f in features for t in f["properties"].get("tasks", ()) if not t["order"]]
    assert [(task["kind"], task["order"], task["persons"]) for task in tasks] == [
        ("disinfect", None, 0)
    ]
    write_routes_gpx(scenario(), plan, tmp_path / "routes.gpx")
    root = ET.fromstring((tmp_path / "routes.gpx").read_text("utf-8"))  # noqa: S314 - just written
    said = [point.findtext(f"{{{NAMESPACE}}}desc") or "" for point in root]
    assert sum(text.endswith("Disinfect the vehicle, 45 min") for text in said) == 1


def test_all_of_it_in_chinese(tmp_path: Path) -> None:
    write_workbook(scenario(), washed(), tmp_path / "plan.xlsx", lang="zh_CN")
    write_desk_map(scenario(), washed(), tmp_path / "desk.html", lang="zh_CN")
    write_routes_gpx(scenario(), washed(), tmp_path / "routes.gpx", lang="zh_CN")
    for name in ("desk.html", "routes.gpx"):
        assert "车辆消毒，45 分钟" in (tmp_path / name).read_text("utf-8")
