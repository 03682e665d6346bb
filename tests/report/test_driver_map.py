"""The small map of a driver's page, where a site lies beyond the roads."""

from logiroute.model.place import Approach
from logiroute.model.plan import Leg, Route
from logiroute.report.driver_map import WIDTH, driver_map
from logiroute.report.lines import Streets
from logiroute.report.view import PlanView
from tests.report.sample_day import sample


def _far_away() -> tuple[PlanView, str]:
    """The sample day, where the second stop of the first route is 100 km east of all others."""
    day = sample()
    route = day.plan.routes[0]
    moved = route.stops[1].place_id
    places = tuple(
        place.model_copy(
            update={
                "point": (place.point[0] + 1.0000004, place.point[1]),
                "approaches": (Approach(exit_id=moved, seconds=3600, metres=100_000),),
            }
        )
        if place.id == moved
        else place
        for place in day.scenario.places
    )
    point = next(place.point for place in places if place.id == moved)
    rounded = (round(point[0], 6), round(point[1], 6))

    def led(leg: Leg) -> Leg:
        line = leg.geometry
        if leg.to_id == moved:
            line = (*line, rounded)
        if leg.from_id == moved:
            line = (rounded, *line)
        return leg.model_copy(update={"geometry": line})

    def drawn(one: Route) -> Route:
        trips = [trip.model_copy(update={"legs": tuple(map(led, trip.legs))}) for trip in one.trips]
        return one.model_copy(update={"trips": tuple(trips)})

    plan = day.plan.model_copy(update={"routes": tuple(map(drawn, day.plan.routes))})
    return PlanView(day.scenario.model_copy(update={"places": places}), plan), moved


def test_a_site_beyond_the_roads_is_where_the_way_leaves_the_drawing() -> None:
    before = PlanView(sample().scenario, sample().plan)
    view, moved = _far_away()
    route = view.routes[0]
    drawn = driver_map(view, route, Streets(None))
    whole = driver_map(before, before.routes[0], Streets(None))
    # The rest of the route is drawn about as large as if there were no such site.
    assert drawn.height < 2 * whole.height
    numbers = [str(stop.number) for stop in route.stops if stop.place.id == moved]
    pins = [pin for pin in drawn.pins if pin.text in numbers]
    assert pins
    for pin in pins:
        assert WIDTH * 0.9 < pin.x <= WIDTH
        assert 0 <= pin.y <= drawn.height
    others = [pin for pin in drawn.pins if pin.kind == "stop" and pin.text not in numbers]
    assert max(pin.x for pin in others) - min(pin.x for pin in others) > WIDTH / 10


def test_there_are_arrows_only_where_something_is_drawn() -> None:
    view, _ = _far_away()
    drawn = driver_map(view, view.routes[0], Streets(None))
    assert drawn.arrows
    assert all(-100 <= x <= WIDTH + 100 for x, _, _ in drawn.arrows)
    assert all(-100 <= y <= drawn.height + 100 for _, y, _ in drawn.arrows)
