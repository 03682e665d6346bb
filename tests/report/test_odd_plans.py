"""Plans that are legal but unusual: one place only, several trips, no streets, no stock."""

import json
from pathlib import Path

import openpyxl

from logiroute.model.plan import Leg, Plan, Route, Stop, Trip
from logiroute.report.cards import stop_card
from logiroute.report.desk_map import write_desk_map
from logiroute.report.driver_sheet import write_driver_sheets
from logiroute.report.driver_stop import stop_data
from logiroute.report.geojson import write_routes_geojson
from logiroute.report.gpx import write_routes_gpx
from logiroute.report.view import PlanView
from logiroute.report.wording import Wording
from logiroute.report.workbook import write_workbook
from tests.report.sample_day import sample


def write_all(plan: Plan, folder: Path) -> list[str]:
    scenario = sample().scenario.model_copy(update={"stock": ()})
    write_desk_map(scenario, plan, folder / "desk.html")
    write_workbook(scenario, plan, folder / "plan.xlsx")
    write_routes_geojson(scenario, plan, folder / "routes.geojson")
    write_routes_gpx(scenario, plan, folder / "routes.gpx")
    return [path.name for path in write_driver_sheets(scenario, plan, folder / "drivers")]


def test_a_route_that_never_leaves_its_depot(tmp_path: Path) -> None:
    day = sample()
    first = day.plan.routes[0].stops[0]
    stops = (first, Stop(place_id="D1", arrive=first.depart, depart=first.depart))
    leg = Leg(from_id="D1", to_id="D1", seconds=0, metres=0)
    route = Route(
        vehicle_id="T01", shift=0, trips=(Trip(stops=stops, legs=(leg,)),),
        metres=0, seconds=900, cost=0,
    )  # fmt: skip
    plan = day.plan.model_copy(update={"routes": (route,), "unserved": ()})
    assert write_all(plan, tmp_path) == ["T01.html"]


def test_two_trips_in_one_shift(tmp_path: Path) -> None:
    day = sample()
    one, other = (day.plan.routes[index] for index in (0, 1))
    route = one.model_copy(update={"trips": (*one.trips, *other.trips)})
    plan = day.plan.model_copy(update={"routes": (route,), "unserved": ()})
    assert write_all(plan, tmp_path) == ["T01.html"]
    view = PlanView(day.scenario, plan).routes[0]
    roles = [stop.role for stop in view.stops]
    assert (roles[0], roles[-1]) == ("start", "end")
    # Where the first trip ends and the second starts is one stop, without a number.
    assert roles[1:-1].count("reload") == 1
    assert set(roles[1:-1]) == {"stop", "reload"}
    assert [stop.number for stop in view.working_stops] == list(range(1, len(roles) - 2))
    assert len(view.legs) == len(view.stops) - 1
    slips = openpyxl.load_workbook(tmp_path / "plan.xlsx")["Issue slips"]
    trips = {row[5] for row in slips.iter_rows(min_row=2, values_only=True)}
    assert trips == {1, 2}


def test_where_it_loads_again(tmp_path: Path) -> None:
    day = sample()
    one, other = (day.plan.routes[index] for index in (0, 1))
    route = one.model_copy(update={"trips": (*one.trips, *other.trips)})
    plan = day.plan.model_copy(update={"routes": (route,), "unserved": ()})
    view = PlanView(day.scenario, plan)
    (again,) = [stop for stop in view.routes[0].stops if stop.role == "reload"]
    before, after = one.trips[0].stops[-1], other.trips[0].stops[0]
    assert (again.stop.arrive, again.stop.depart) == (before.arrive, after.depart)
    assert again.loading == after.tasks
    assert again.work == before.tasks
    assert again.stop.manifest == after.manifest
    quantity = sum(line.quantity for task in after.tasks for line in task.lines)
    assert sum(line.quantity for line in again.loaded) == quantity
    # The way to the depot leads to it, the way on from it; both trips share the stop.
    first, second = view.routes[0].stops_of_trip(0), view.routes[0].stops_of_trip(1)
    assert first[-1] is second[0] is again
    # Each card tells of its own trip.
    wording = Wording(day.scenario, "en")
    cards = [stop_data(wording, view.routes[0], stop) for stop in (first[0], again)]
    assert [card["trip"] for card in cards] == ["Trip 1 of 2", "Trip 2 of 2"]
    numbers = [{row["number"] for row in card["loading"]["order"]} for card in cards]
    assert numbers[0]
    assert numbers[1]
    assert max(numbers[0]) < min(numbers[1])
    assert stop_card(wording, view.routes[0], again)["title"].startswith("Trip 2 · ")
    write_routes_geojson(day.scenario, plan, tmp_path / "routes.geojson")
    features = json.loads((tmp_path / "routes.geojson").read_text("utf-8"))["features"]
    stops = [entry["properties"] for entry in features if entry["properties"]["feature"] == "stop"]
    assert [(entry["role"], entry["trip"]) for entry in stops if entry["role"] != "stop"] == [
        ("start", 0),
        ("reload", 1),
        ("end", 1),
    ]


def test_trips_that_do_not_meet_are_shown_as_they_are() -> None:
    day = sample()
    one, other = (day.plan.routes[index] for index in (0, 1))
    site = other.trips[0].stops[1].place_id
    elsewhere = other.trips[0].stops[0].model_copy(update={"place_id": site})
    far = other.trips[0].model_copy(update={"stops": (elsewhere, *other.trips[0].stops[1:])})
    route = one.model_copy(update={"trips": (*one.trips, far)})
    view = PlanView(day.scenario, day.plan.model_copy(update={"routes": (route,)})).routes[0]
    assert {stop.role for stop in view.stops[1:-1]} == {"stop"}
