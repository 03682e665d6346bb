"""A plan to the second, worked out by hand."""

from collections.abc import Sequence

from logiroute.model.fleet import Vehicle
from logiroute.model.order import Order
from logiroute.model.place import PlaceKind
from logiroute.model.plan import Plan, SolverRun, TaskKind, Unserved
from logiroute.solver.decode import Decoder
from logiroute.solver.evaluate import Evaluator
from logiroute.solver.problem import Routes, build_problem
from tests.solver.tiny import (
    SIX,
    call,
    collection,
    day,
    delivery,
    minute,
    place,
    transfer,
    travel,
    vehicle,
    window,
)


def _plan(orders: Sequence[Order], routes: Routes, van: Vehicle) -> Plan:
    places = [
        place(0, PlaceKind.DEPOT, stop_s=300),
        place(10, stop_s=60),
        place(20, PlaceKind.LABORATORY, stop_s=30),
    ]
    scenario = day(orders, [van], places)
    evaluator = Evaluator(build_problem(scenario, travel(scenario)))
    served = evaluator.served(routes)
    unserved = [
        Unserved(order_id=order.id)
        for row, order in enumerate(scenario.orders)
        if row not in served
    ]
    run = SolverRun(engine="test", seed=0)
    return Decoder(scenario, evaluator).plan(routes, run, unserved, SIX)


def test_a_round_of_goods() -> None:
    orders: list[Order] = [
        delivery("d", "P10", 4, windows=(window(30, 40),)),
        call("e", "P10", service_s=50),
        collection("c", "P10", ["P20"], 2),
        call("left", "P5", priority=2),
    ]
    plan = _plan(orders, ((0, 1, 2, 3),), vehicle())
    (route,) = plan.routes
    (trip,) = route.trips
    assert [stop.place_id for stop in trip.stops] == ["P0", "P10", "P20", "P0"]
    assert [(leg.from_id, leg.to_id, leg.seconds, leg.metres) for leg in trip.legs] == [
        ("P0", "P10", 600, 10_000),
        ("P10", "P20", 600, 10_000),
        ("P20", "P0", 1_200, 20_000),
    ]
    depot, site, laboratory, home = trip.stops
    # Work begins at 30: a minute of parking, ten of driving, five of loading before.
    assert (depot.arrive, depot.depart) == (minute(14), minute(19))
    assert [(t.kind, t.start, t.end) for t in depot.tasks] == [
        (TaskKind.LOAD, minute(14), minute(19))
    ]
    assert site.arrive == minute(29)
    seconds = [((t.start - minute(30)).seconds, (t.end - minute(30)).seconds) for t in site.tasks]
    assert seconds == [(0, 10), (10, 60), (60, 65)]
    assert [t.kind for t in site.tasks] == [TaskKind.UNLOAD, TaskKind.SERVE, TaskKind.LOAD]
    assert (site.depart - minute(31)).seconds == 5
    assert (laboratory.arrive - minute(41)).seconds == 5
    assert (laboratory.tasks[0].start - minute(41)).seconds == 35
    assert (laboratory.depart - minute(41)).seconds == 40
    assert home.arrive == home.depart
    assert (home.arrive - minute(61)).seconds == 40
    assert [stop.manifest.loads.get("mass_g", 0) for stop in trip.stops] == [40_000, 20_000, 0, 0]
    assert site.manifest.lines[0].quantity == 2
    assert (route.metres, route.seconds) == (40_000, 47 * 60 + 40)
    # 10.00 + 40.00 + 47:40 at 6.00 an hour (4.7667), rounded up.
    assert route.cost == plan.cost == 1_000 + 4_000 + 477
    assert plan.penalty == 100_000
    assert [entry.order_id for entry in plan.unserved] == ["left"]
    assert plan.created == SIX


def test_people_are_on_the_manifest() -> None:
    orders = [transfer("t", "P10", ["P20"], 2, service_s=60), transfer("u", "P5", ["P20"], 1)]
    plan = _plan(orders, ((0, 2, 3, 1),), vehicle("B", "bus", seats=8))
    stops = plan.routes[0].stops
    parties = [stop.manifest.parties for stop in stops]
    assert parties == [(), ("t",), ("t", "u"), (), ()]
    assert [stop.manifest.loads for stop in stops] == [{}, {"seats": 2}, {"seats": 3}, {}, {}]
    assert [task.kind for task in stops[3].tasks] == [TaskKind.ALIGHT, TaskKind.ALIGHT]
    assert [task.persons for task in stops[3].tasks] == [1, 2]


def test_a_task_at_home_is_a_stop_of_its_own() -> None:
    plan = _plan([call("a", "P0", service_s=60)], ((0,),), vehicle())
    stops, legs = plan.routes[0].stops, plan.routes[0].legs
    assert [stop.place_id for stop in stops] == ["P0", "P0", "P0"]
    assert [leg.seconds for leg in legs] == [0, 0]
    # Five minutes before driving off, five more for the stop, one of work.
    assert plan.routes[0].seconds == 11 * 60


def test_undriven_shifts_have_no_route() -> None:
    plan = _plan([call("a", "P10")], ((), (0,)), vehicle(shifts=[window(0, 60), window(60, 120)]))
    assert [(route.vehicle_id, route.shift) for route in plan.routes] == [("V", 1)]


def test_two_trips_with_a_collection_for_the_depot() -> None:
    orders: list[Order] = [
        delivery("d", "P10", 4),
        collection("c", "P10", ["P0"], 2),
        delivery("e", "P10", 2, release=minute(40)),
    ]
    van = vehicle(max_trips=2, reload_s=120)
    # c is set down (task 2) at P0 where the vehicle then loads (task 4) for e (task 3).
    plan = _plan(orders, ((0, 1, 2, 4, 3),), van)
    first, second = plan.routes[0].trips
    assert [stop.place_id for stop in first.stops] == ["P0", "P10", "P0"]
    assert [stop.place_id for stop in second.stops] == ["P0", "P10", "P0"]
    back, again = first.stops[-1], second.stops[0]
    # Off as late as that is in time: back at 06:35, stopped for 5 min less the 5 s of setting down.
    (unload,) = back.tasks
    assert (unload.kind, unload.order_id) == (TaskKind.UNLOAD, "c")
    assert back.depart == again.arrive == unload.end
    (load,) = again.tasks
    assert (load.kind, load.order_id, load.start) == (TaskKind.LOAD, "e", minute(40))
    assert again.depart == load.end == minute(42)
    assert unload.end == minute(40)
    assert [task.order_id for task in first.stops[0].tasks] == ["d"]
    assert [dict(stop.manifest.loads) for stop in (*first.stops, *second.stops)] == [
        {"mass_g": 40_000},
        {"mass_g": 20_000},
        {},
        {"mass_g": 20_000},
        {},
        {},
    ]
    assert sum(len(trip.legs) for trip in plan.routes[0].trips) == 4
