"""Plans that are legal but unusual: one place only, several trips, no streets, no stock."""

from pathlib import Path

import openpyxl

from logiroute.model.plan import Leg, Plan, Route, Stop, Trip
from logiroute.report.desk_map import write_desk_map
from logiroute.report.driver_sheet import write_driver_sheets
from logiroute.report.geojson import write_routes_geojson
from logiroute.report.gpx import write_routes_gpx
from logiroute.report.view import PlanView
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
    assert set(roles[1:-1]) == {"stop"}
    assert [stop.number for stop in view.working_stops] == list(range(1, len(roles) - 1))
    slips = openpyxl.load_workbook(tmp_path / "plan.xlsx")["Issue slips"]
    trips = {row[5] for row in slips.iter_rows(min_row=2, values_only=True)}
    assert trips == {1, 2}
