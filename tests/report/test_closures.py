"""Which closures a map shows, and which of them a driver is told of."""

import pytest

from logiroute.model.zone import Closure
from logiroute.report.closures import closures_near, closures_of_day, closures_of_route
from logiroute.report.driver_map import driver_map
from logiroute.report.lines import Streets
from logiroute.report.view import PlanView
from tests.report.sample_day import sample
from tests.report.sample_maker import at


def view_with(*closures: Closure) -> PlanView:
    day = sample()
    return PlanView(day.scenario.model_copy(update={"closures": closures}), day.plan)


def ids(closures: list[Closure]) -> list[str]:
    return [entry.id for entry in closures]


def test_a_closure_that_ended_before_the_first_shift_is_left_out() -> None:
    assert ids(closures_of_day(sample().scenario)) == ["C1", "C2", "C4"]


def test_a_route_minds_those_of_its_shift() -> None:
    view = view_with(*sample().scenario.closures)
    early, late = (route for route in view.routes if route.vehicle.id == "鄂A/T08")
    assert ids(closures_of_route(view, early)) == ["C1", "C2"]
    assert ids(closures_of_route(view, late)) == ["C1", "C4"]


@pytest.mark.parametrize(("north_m", "near"), [(0, True), (480, True), (520, False)])
def test_near_is_within_five_hundred_metres_of_the_path(north_m: int, near: bool) -> None:
    route = view_with().routes[0]
    lon, lat = max(route.path, key=lambda point: point[1])
    point = (lon, lat + north_m / 111_195)
    view = view_with(Closure(id="C", name="x", line=(point,)))
    assert ids(closures_near(view, view.routes[0])) == (["C"] if near else [])


def test_named_in_the_order_they_are_met() -> None:
    path = view_with().routes[0].path
    spots = [path[len(path) * share // 10] for share in (7, 2, 4)]
    closures = [
        Closure(id=f"C{number}", name="x", line=(spot,)) for number, spot in enumerate(spots)
    ]
    over = Closure(id="C9", name="x", line=(path[0],), valid_to=at(5))
    view = view_with(*closures, over)
    assert ids(closures_near(view, view.routes[0])) == ["C1", "C2", "C0"]


def test_the_small_map_draws_them_and_leaves_out_what_lies_beyond_its_edge() -> None:
    route = view_with().routes[0]
    lon, lat = route.path[len(route.path) // 2]
    street = Closure(id="A", name="x", line=((lon, lat), (lon + 0.01, lat), (lon + 0.01, lat)))
    spot = Closure(id="B", name="x", line=((lon, lat),))
    far = Closure(id="C", name="x", line=((lon + 2, lat), (lon + 2.1, lat)))
    view = view_with(street, spot, far)
    drawn = driver_map(view, view.routes[0], Streets(None))
    signs = [pin for pin in drawn.pins if pin.kind == "closed"]
    assert drawn.blocked.count("M") == 1
    assert len(signs) == 2
    # The sign of a street stands half way along it, the other one at its point.
    assert signs[0].x > signs[1].x
    assert signs[0].y == signs[1].y
    assert driver_map(view_with(), view_with().routes[0], Streets(None)).blocked == ""
