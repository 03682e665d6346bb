"""Trips: a shift has no more trips than it may, and loads where it may, what is there by then."""

from collections.abc import Sequence
from typing import Any

import pytest

from logiroute.model.order import Order
from logiroute.model.place import PlaceKind, Window
from logiroute.model.plan import Plan
from logiroute.model.rules import Rule
from logiroute.model.stock import Stock
from tests.rules.by_hand import edit, findings, left_out, plan, solved, trips, visit
from tests.rules.day import (
    Day,
    at,
    call,
    collection,
    day,
    delivery,
    depot,
    place,
    quarantine,
    site,
    transfer,
    vehicle,
    window,
)

WAYS = {
    "D-A": 10,
    "A-B": 5,
    "D-B": 10,
    "D-E": 20,
    "A-E": 10,
    "B-E": 10,
    "D-G": 5,
    "A-G": 5,
    "B-G": 5,
}
A = [visit("A", "unload a")]
B = [visit("B", "unload b")]


# 3 kits for A and 4 for B; the vehicle takes 5. A stop at D costs 5 minutes, loading again 10.
# D 06:00–06:05 · A 06:15–06:15:06 · D 06:25:06, stopped 06:30:06, loaded 06:40:06
#   · B 06:50:06–06:50:14 · D 07:00:14
def _made(
    *,
    orders: Sequence[Order] = (),
    open_from: Sequence[Window] = (),
    stock: Sequence[Stock] = (),
    **of_vehicle: Any,
) -> Day:
    fleet = vehicle(**{"kg": 50, "max_trips": 2, "reload_s": 600, **of_vehicle})
    return day(
        [
            place("D", PlaceKind.DEPOT, stop_s=300, windows=open_from),
            depot("E"),
            site("A"),
            site("B"),
            site("G"),
        ],
        [fleet],
        orders or [delivery("a", "A", 3), delivery("b", "B", 4)],
        WAYS,
        stock=stock,
    )


def _two(made: Day, **more: Any) -> Plan:
    return plan(made, trips(made, "V", A, B, **more))


def test_two_trips_by_the_clock() -> None:
    made = _made()
    two = _two(made)
    back, again = two.routes[0].stops[2:4]
    assert (back.arrive, back.depart) == (at("06:25:06"), at("06:30:06"))
    assert (again.arrive, again.depart) == (at("06:30:06"), at("06:40:06"))
    assert two.routes[0].stops[-1].arrive == at("07:00:14")
    assert findings(made, two) == []


@pytest.mark.parametrize(
    ("change", "rule", "seconds"),
    [
        # Off again at 06:35:06, after 5 minutes of loading.
        (("depart", "06:35:06"), Rule.SERVICE, 300),
        # Loading until 06:40:06, as planned, but away before.
        (("tasks__0__end", "06:40:07"), Rule.SERVICE, 1),
        # Loading while the trip before is not over.
        (("arrive", "06:29:06"), Rule.TRAVEL, 60),
    ],
)
def test_loading_takes_its_time(change: tuple[str, str], rule: Rule, seconds: int) -> None:
    made = _made()
    path, clock = change
    hurt = edit(_two(made), **{f"routes__0__trips__1__stops__0__{path}": at(clock)})
    assert (rule, seconds, "s") in findings(made, hurt)


def test_as_many_trips_as_it_may() -> None:
    made = _made(max_trips=1)
    assert findings(made, _two(made)) == [(Rule.TRIPS, 1, "trips")]


@pytest.mark.parametrize(
    ("reload_ids", "via", "legal"),
    [
        ((), "D", True),
        ((), "E", False),
        (("E",), "E", True),
        (("E",), "D", False),
        ((), "G", False),
    ],
)
def test_loads_where_it_may(reload_ids: tuple[str, ...], via: str, legal: bool) -> None:
    made = day(
        [depot(), depot("E"), site("A"), site("B"), site("G")],
        [vehicle(max_trips=2, reload_ids=reload_ids)],
        [delivery("a", "A"), delivery("b", "B")],
        WAYS,
    )
    assert findings(made, _two(made, via=via)) == ([] if legal else [(Rule.TRIPS, 0, "")])


def test_a_vehicle_may_fetch_its_first_load() -> None:
    # Parked at G, which is no depot: G 06:00 · D 06:05, stopped 06:10, loaded 06:20 · A 06:30
    # · D 06:40:06 …: two trips, and the way to the first.
    made = _made(start="G", end="G", reload_ids=("D",))
    fetched = plan(made, trips(made, "V", [], A, B, via="D"))
    assert fetched.routes[0].trips[1].stops[1].arrive == at("06:30")
    assert findings(made, fetched) == []
    one = _made(start="G", end="G", reload_ids=("D",), max_trips=1)
    assert findings(one, fetched) == [(Rule.TRIPS, 1, "trips")]
    fetched = plan(one, trips(one, "V", [], [*A], via="D"), unserved=["b"])
    assert findings(one, fetched) == []


def test_no_trip_for_nothing() -> None:
    made = _made(max_trips=3)
    idle = plan(made, trips(made, "V", A, [], B))
    assert findings(made, idle) == [(Rule.TRIPS, 0, "")]


def test_what_is_collected_may_stay_aboard_but_people_may_not() -> None:
    rides: list[Order] = [
        delivery("b", "B", 4),
        collection("c", "A", "B"),
        transfer("t", "A", "Q", persons=2),
    ]
    made = day(
        [depot(), site("A"), site("B"), quarantine("Q")],
        [vehicle(kg=50, max_trips=2)],
        rides,
        {"D-A": 10, "A-B": 5, "D-B": 10, "B-Q": 5, "A-Q": 5, "D-Q": 5},
    )
    # 1 kit from A to B, over D, where 4 for B come aboard: 50 kg.
    goods = trips(made, "V", [visit("A", "load c")], [visit("B", "unload b", "unload c")])
    assert findings(made, plan(made, goods, unserved=["t"])) == []
    people = trips(
        made, "V", [visit("A", "board t")], [visit("B", "unload b"), visit("Q", "alight t")]
    )
    assert findings(made, plan(made, people, unserved=["c"])) == [(Rule.TRIPS, 1, "")]


def test_each_trip_has_its_load_and_what_stayed_aboard() -> None:
    # 2 kits from A stay aboard while 4 for B come: 60 kg, 50 may.
    made = _made(orders=[collection("c", "A", "B", kits=2), delivery("b", "B", 4)])
    over = trips(made, "V", [visit("A", "load c")], [visit("B", "unload b", "unload c")])
    assert findings(made, plan(made, over)) == [(Rule.CAPACITY, 10_000, "mass_g")]


def test_sets_down_at_the_depot_and_loads_in_one_stop() -> None:
    # A 06:15–06:15:10 · D 06:25:10, stopped 06:30:10, unloaded 06:30:20, loaded 06:40:20.
    made = _made(orders=[collection("c", "A", "D", kits=5), delivery("b", "B", 5)])
    round_trip = plan(made, trips(made, "V", [visit("A", "load c"), visit("D", "unload c")], B))
    assert round_trip.routes[0].trips[1].stops[0].depart == at("06:40:20")
    assert findings(made, round_trip) == []


def test_goods_come_from_the_depot_of_their_trip() -> None:
    made = _made(
        orders=[delivery("a", "A", depot_ids=("D",)), delivery("b", "B", depot_ids=("E",))],
        reload_ids=("E",),
        stock=[Stock(depot_id=name, item_id="kit", quantity=1) for name in "DE"],
    )
    assert findings(made, _two(made, via="E")) == []
    wrong = plan(made, trips(made, "V", B, A, via="E"))
    assert [rule for rule, *_ in findings(made, wrong)] == [Rule.PAIRING] * 2
    only_d = _made(reload_ids=("E",), stock=[Stock(depot_id="D", item_id="kit", quantity=7)])
    assert findings(only_d, _two(only_d, via="E")) == [(Rule.STOCK, 4, "units")]


@pytest.mark.parametrize(
    ("opens", "closes", "off"),
    [("06:30:06", "07:00", 0), ("06:31:06", "07:00", 60), ("06:00", "06:30:05", 1)],
)
def test_loading_again_keeps_the_hours_of_the_depot(opens: str, closes: str, off: int) -> None:
    # Loading begins at 06:30:06. The first loading, at 06:00, has no window.
    made = _made(open_from=[window(opens, closes)])
    assert findings(made, _two(made)) == ([(Rule.WINDOWS, off, "s")] if off else [])


def test_goods_are_loaded_when_they_are_there() -> None:
    # For the second trip: there at 06:50, loaded 07:00, at B 07:10.
    made = _made(orders=[delivery("a", "A", 3), delivery("b", "B", 4, release=at("06:50"))])
    two = _two(made)
    assert two.routes[0].trips[1].stops[1].arrive == at("07:10")
    assert findings(made, two) == []
    # The same plan, the goods ten minutes later.
    later = _made(orders=[delivery("a", "A", 3), delivery("b", "B", 4, release=at("07:00"))])
    assert findings(later, two) == [(Rule.TRIPS, 600, "s")]


def test_the_first_trip_waits_too() -> None:
    # Duty from 06:00; a's goods are there at 06:10, so it is off at 06:15 at the earliest.
    made = _made(orders=[delivery("a", "A", 3, release=at("06:10")), delivery("b", "B", 4)])
    waits = _two(made)
    assert waits.routes[0].stops[0].depart == at("06:15")
    assert findings(made, waits) == []
    # Loaded from 06:12, as said, but away at 06:15 all the same: 5 minutes after 06:10 is enough.
    sooner = edit(waits, routes__0__trips__0__stops__0__tasks__0__start=at("06:12"))
    assert findings(made, sooner) == []
    # Goods that come at 06:12 cannot be loaded by then.
    late = _made(orders=[delivery("a", "A", 3, release=at("06:12")), delivery("b", "B", 4)])
    assert findings(late, sooner) == [(Rule.TRIPS, 120, "s")]


def test_a_call_has_a_release_only_with_goods() -> None:
    assert call("c", "A", 1, release=at("06:10")).release == at("06:10")
    with pytest.raises(ValueError, match="no goods to be released"):
        call("c", "A", release=at("06:10"))


def test_a_vehicle_loads_at_depots_only() -> None:
    with pytest.raises(ValueError, match="vehicle V: unknown depot 'G'"):
        _made(reload_ids=("G",))


# The solver's half: it finds the plan worked out by hand, and the auditor agrees.


def _trips(of: Plan) -> list[list[str]]:
    """What the one route does on each trip, loading left aside."""
    return [
        [f"{task.kind} {task.order_id}" for stop in trip.stops[1:] for task in stop.tasks]
        for trip in of.routes[0].trips
    ]


def test_solver_comes_back_for_more() -> None:
    made = _made(per_hour=60)
    best = solved(made)
    assert left_out(best) == []
    assert sorted(_trips(best)) == [["unload a"], ["unload b"]]
    # 40 km, 10.00 for the shift, and an hour and 14 seconds at 0.60 rounded up.
    assert best.cost == 4_000 + 1_000 + 61


@pytest.mark.parametrize(("seconds", "routes", "trips_each"), [(0, 1, 2), (60, 2, 1)])
def test_solver_weighs_a_trip_against_a_vehicle(seconds: int, routes: int, trips_each: int) -> None:
    # A stop at D takes 10 minutes, at the start as in between. A second vehicle costs one cent
    # more, a minute of loading again two.
    cars = [
        vehicle(name, kg=50, max_trips=2, reload_s=seconds, fixed=1, per_hour=120) for name in "VW"
    ]
    orders = [delivery("a", "A", 3), delivery("b", "B", 4)]
    ways = {"D-A": 10, "A-B": 5, "D-B": 10}
    best = solved(
        day([place("D", PlaceKind.DEPOT, stop_s=600), site("A"), site("B")], cars, orders, ways)
    )
    assert [len(route.trips) for route in best.routes] == [trips_each] * routes


def test_solver_waits_for_goods_or_takes_them_later() -> None:
    # a's goods come at 06:20: first b, back at 06:25:08, loaded by 06:40:08.
    made = _made(
        orders=[delivery("a", "A", 3, release=at("06:20")), delivery("b", "B", 4)],
        shifts=[window("06:00", "07:10")],
    )
    assert _trips(solved(made)) == [["unload b"], ["unload a"]]
    # If they come at 06:45 the vehicle waits at the depot, or starts later: off at 06:55.
    later = _made(
        orders=[delivery("a", "A", 3, release=at("06:45")), delivery("b", "B", 4)],
        shifts=[window("06:00", "07:16")],
    )
    best = solved(later)
    assert _trips(best) == [["unload b"], ["unload a"]]
    assert best.routes[0].trips[1].stops[0].depart == at("06:55")


def test_solver_fetches_the_first_load() -> None:
    made = _made(start="G", end="G", reload_ids=("D",))
    best = solved(made)
    assert (len(best.routes[0].trips), left_out(best)) == (3, [])


def test_solver_loads_where_the_stock_is() -> None:
    made = _made(
        reload_ids=("E",),
        stock=[
            Stock(depot_id="D", item_id="kit", quantity=4),
            Stock(depot_id="E", item_id="kit", quantity=3),
        ],
    )
    best = solved(made)
    assert (_trips(best), left_out(best)) == ([["unload b"], ["unload a"]], [])
    assert best.routes[0].trips[1].stops[0].place_id == "E"


def _reasons(of: Plan) -> list[tuple[Rule, int, str, str]]:
    (entry,) = of.unserved
    return [(found.rule, found.amount, found.text, found.remedy) for found in entry.reasons]


def test_solver_says_that_a_trip_more_would_do() -> None:
    best = solved(_made(max_trips=1))
    assert _reasons(best) == [
        (
            Rule.CAPACITY,
            20_000,
            "The only van is busy; the nearest miss is vehicle V: it is 20 kg too much.",
            "one trip more for vehicle V",
        )
    ]


def test_solver_says_that_goods_come_too_late() -> None:
    # Loading would start at 12:30, and the shift ends at 12:00.
    late = _made(orders=[delivery("a", "A", release=at("12:30"))])
    assert _reasons(solved(late)) == [
        (
            Rule.TRIPS,
            1800,
            "Even straight from vehicle V's start: "
            "the goods are at the depot 30 min too late to be loaded.",
            "",
        )
    ]
    # 06:30 and 15 minutes to A: 5 minutes after its window.
    tight = _made(
        orders=[delivery("a", "A", release=at("06:30"), windows=(window("06:00", "06:40"),))]
    )
    ((rule, late_s, text, remedy),) = _reasons(solved(tight))
    assert (rule, late_s) == (Rule.WINDOWS, 300)
    assert text == "Even straight from vehicle V's start: 5 min late at place A."
    assert remedy == "window until 06:45"
