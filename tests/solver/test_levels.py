"""Plans of days on which vehicles are disinfected after work in zones, worked out by hand."""

from typing import Any

import pytest
from shapely import Point

from logiroute.model.order import Order
from logiroute.model.plan import Plan, Stop
from logiroute.model.rules import Rule
from logiroute.solver.levels import levels_of
from tests.rules.by_hand import done, left_out, solved, why
from tests.rules.day import Day, call, collection, delivery, station, transfer, vehicle, window
from tests.rules.zoned import SEALED, zoned

#: No kilometre costs anything, but time does.
BY_TIME: dict[str, Any] = {"per_km": 0, "fixed": 0, "per_hour": 60}


def _made(of: str, *orders: Order, vehicle_: dict[str, Any] | None = None, **more: Any) -> Day:
    return zoned([vehicle(vehicle_class=of, **(vehicle_ or BY_TIME))], orders, **more)


def _washes(of: Plan) -> list[tuple[str, int]]:
    """Where vehicles are disinfected, and for how many minutes."""
    return [
        (stop.place_id, int((task.end - task.start).total_seconds()) // 60)
        for route in of.routes
        for stop in route.stops
        for task in stop.tasks
        if task.order_id is None
    ]


@pytest.mark.parametrize("search", ["recreate", "ortools"])
def test_clean_before_contaminated(search: str) -> None:
    # Up from C to A, and one disinfection: before O, or at the end.
    best = solved(_made("team", call("a", "A"), call("o", "O"), call("c", "C")), search)
    (own,) = done(best).values()
    at_a = own.index("serve a")
    assert own.index("serve c") < at_a
    assert own[at_a + 1] == "disinfect"
    assert _washes(best) == [("W", 20)]
    assert best.routes[0].seconds == (10 + 10 + 10 + 5 + 2 + 20 + 5) * 60


def test_what_is_urgent_comes_first_at_the_price_of_one_more() -> None:
    urgent = call("a", "A", windows=(window("06:00", "06:15"),))
    best = solved(_made("team", urgent, call("o", "O"), call("c", "C")))
    # D 06:00 · A 06:10 · W 06:17–06:37 · O 06:42 · C 06:52 · W 06:59–07:19 · D 07:24, or C first.
    assert done(best)["V"][:2] == ["serve a", "disinfect"]
    assert _washes(best) == [("W", 20)] * 2
    assert best.routes[0].seconds == 84 * 60


def test_the_longest_minutes_are_waited_for() -> None:
    best = solved(_made("mixed", call("c", "C"), call("a", "A")))
    assert done(best) == {"V": ["serve c", "serve a", "disinfect"]}
    assert _washes(best) == [("W", 45)]


def test_a_class_of_which_nothing_is_asked_goes_in() -> None:
    fleet = [vehicle("U", "crew", **BY_TIME), vehicle("V", "free", **BY_TIME)]
    best = solved(zoned(fleet, [call("a", "A"), call("o", "O")]))
    assert done(best).keys() == {"V"}
    assert _washes(best) == []


@pytest.mark.parametrize("search", ["recreate", "ortools"])
def test_two_sealed_stops_and_one_disinfection(search: str) -> None:
    best = solved(_made("crew", call("a", "A"), call("b", "B")), search)
    assert left_out(best) == []
    assert _washes(best) == [("W", 30)]


@pytest.mark.parametrize("search", ["recreate", "ortools"])
def test_loading_again_needs_a_clean_vehicle(search: str) -> None:
    # 100 kits a trip; b is wanted before o.
    orders = [
        delivery("b", "B", 100, windows=(window("06:00", "07:00"),)),
        delivery("o", "O", 100, windows=(window("08:00", "11:00"),)),
    ]
    made = _made("crew", *orders, vehicle_={**BY_TIME, "max_trips": 2})
    best = solved(made, search)
    assert left_out(best) == []
    assert _washes(best) == [("W", 30)]
    (route,) = best.routes
    kinds = [task.kind.value for stop in route.stops for task in stop.tasks]
    assert kinds == ["load", "unload", "disinfect", "load", "unload"]


def test_parties_of_a_run_board_from_lower_to_higher() -> None:
    best = solved(_made("crew", transfer("s", "A", "Q"), transfer("t", "O", "Q")))
    assert left_out(best) == []
    (own,) = done(best).values()
    assert own[:2] == ["board t", "board s"]
    assert set(own[2:4]) == {"alight s", "alight t"}
    assert own[4:] == ["disinfect"]


def test_two_runs_where_the_lower_one_is_later() -> None:
    orders = [
        transfer("s", "A", "Q", windows=(window("06:00", "06:10"),)),
        transfer("t", "O", "Q", windows=(window("06:20", "11:00"),)),
    ]
    best = solved(_made("crew", *orders))
    assert done(best) == {"V": ["board s", "alight s", "disinfect", "board t", "alight t"]}


def test_a_call_in_a_zone_and_people_after_it() -> None:
    at_once = call("a", "A", windows=(window("06:00", "06:10"),))
    best = solved(_made("crew", at_once, transfer("s", "B", "Q")))
    # Nobody sits down in a vehicle that has worked in a zone, not even in that zone.
    assert done(best) == {"V": ["serve a", "disinfect", "board s", "alight s", "disinfect"]}


@pytest.mark.parametrize("search", ["recreate", "ortools"])
def test_what_is_collected_in_a_zone(search: str) -> None:
    made = _made("team", collection("s", "A", "O", max_aboard_s=37 * 60))
    # A 06:10 · W 06:17–06:37 · O 06:42: 32 minutes aboard.
    best = solved(made, search)
    assert done(best) == {"V": ["load s", "disinfect", "unload s"]}
    late = _made("team", collection("s", "A", "O", max_aboard_s=31 * 60))
    assert left_out(solved(late, search)) == ["s"]


def test_one_bay_and_two_crews() -> None:
    # A 06:10 · W 06:17: the second waits from 06:17 to 06:47, and is home at 07:22.
    hours = [window("06:00", "07:22")]
    fleet = [vehicle(name, "crew", shifts=hours, **BY_TIME) for name in "UV"]
    # Each works for ten minutes at 06:10: one vehicle cannot do both.
    at_ten: dict[str, Any] = {"windows": (window("06:10", "06:10"),)}
    orders = [call("a", "A", **at_ten), call("b", "B", **at_ten)]
    wash = [station("W", stop_s=120, bays=1)]
    best = solved(zoned(fleet, orders, stations=wash))
    assert left_out(best) == []
    starts = sorted(
        task.start for route in best.routes for stop in route.stops for task in _wash(stop)
    )
    assert [start.strftime("%H:%M") for start in starts] == ["06:17", "06:47"]
    short = [one.model_copy(update={"shifts": (window("06:00", "07:21"),)}) for one in fleet]
    assert len(left_out(solved(zoned(short, orders, stations=wash)))) == 1


def _wash(stop: Stop) -> list[Any]:
    return [task for task in stop.tasks if task.order_id is None]


def test_without_a_station_it_is_left_out_and_says_so() -> None:
    made = _made("crew", call("a", "A"), call("o", "O"), stations=())
    best = solved(made)
    assert left_out(best) == ["a"]
    ((rule, _),) = why(best)["a"]
    assert rule is Rule.CLEANING
    (text,) = (reason.text for reason in best.unserved[0].reasons)
    assert text == "It must be disinfected after place A; the day has no disinfection station."


def test_two_stations_and_two_classes_of_zones() -> None:
    """The zone's own version of the afternoon asks for caution all day long."""
    later = SEALED.model_copy(update={"valid_from": window("11:00", "12:00").start})
    best = solved(_made("crew", call("a", "A"), zones=[later]))
    assert _washes(best) == [("W", 30)]


@pytest.mark.parametrize("seed", range(3))
def test_whatever_is_asked_of_two_teams(seed: int) -> None:
    turned = "ABCO"[seed:] + "ABCO"[:seed]
    orders = [call(f"{name.lower()}{n}", name) for n, name in enumerate(turned * 2)]
    fleet = [vehicle(name, "team", **BY_TIME) for name in "UV"]
    best = solved(zoned(fleet, orders))
    assert left_out(best) == []
    # One way out and back is enough for one of them: up through the levels.
    assert _washes(best) == [("W", 20)]


@pytest.mark.parametrize("search", ["recreate", "ortools"])
def test_who_is_left_out_is_told_why_where_others_are_served(search: str) -> None:
    # T boards in the control zone and waits for approval; whatever is tried with o between boarding
    # and alighting cannot be disinfected. It was a crash.
    waiting = transfer("t", "C", "Q", party_class="released", approved=False)
    best = solved(_made("team", waiting, call("o", "O")), search)
    assert left_out(best) == ["t"]
    assert {reason.rule for entry in best.unserved for reason in entry.reasons} == {Rule.ACCESS}


def test_a_place_on_the_edge_is_inside_for_what_it_leaves_and_outside_for_who_comes() -> None:
    # B is half a tenth of a millimetre beyond the eastern edge of the control zone, in degrees.
    made = _made("team", call("c", "C"), call("a", "A"))
    (point,) = (place.point for place in made.scenario.places if place.id == "C")
    west = next(zone for zone in made.scenario.zones if zone.shape.contains(Point(point)))
    east = west.shape.bounds[2]
    moved = made.scenario.model_copy(
        update={
            "places": tuple(
                place.model_copy(update={"point": (east + 5e-10, place.point[1])})
                if place.id == "C"
                else place
                for place in made.scenario.places
            )
        }
    )
    marks = dict(zip((p.id for p in moved.places), levels_of(moved).marks[0], strict=True))
    inside = dict(zip((p.id for p in moved.places), levels_of(made.scenario).marks[0], strict=True))
    assert marks["C"].leaves == inside["C"].leaves > 0
    assert marks["C"].asks == inside["O"].asks < inside["C"].asks
