"""Service: work takes at least as long as the quantities need."""

import pytest

from logiroute.model.rules import Rule
from tests.rules.by_hand import done, edit, findings, plan, route, solved, visit, why
from tests.rules.day import at, day, delivery, depot, site, transfer, vehicle, window

# The depot takes 5 min to load, A takes 2 min of papers. 30 kits × 2 s are 1 min of handling,
# and order a needs 3 min more; a2 needs 1 kit × 2 s.
#   D 06:00–06:05 · drive 10 · A 06:15, work on a 06:17–06:21, on a2 06:21–06:21:02
#   · drive 10 · D 06:31:02
MADE = day(
    [depot(stop_s=300), site("A", stop_s=120)],
    [vehicle()],
    [delivery("a", "A", 30, service_s=180), delivery("a2", "A")],
    {"D-A": 10},
)
PLAN = plan(MADE, route(MADE, "V", visit("A", "unload a", "unload a2")))
A = "routes__0__trips__0__stops__1__"


def test_legal_plan() -> None:
    stop = PLAN.routes[0].stops[1]
    assert (stop.arrive, stop.depart) == (at("06:15"), at("06:21:02"))
    assert [task.start for task in stop.tasks] == [at("06:17"), at("06:21")]
    assert findings(MADE, PLAN) == []


@pytest.mark.parametrize(
    ("path", "clock", "off"),
    [
        (A + "tasks__0__start", "06:16", 60),  # papers are not done
        (A + "tasks__1__start", "06:20:30", 30),  # a is still being unloaded
        (A + "tasks__1__end", "06:21:01", 1),  # 2 s needed
        (A + "depart", "06:20", 62),  # before the work is done
        ("routes__0__trips__0__stops__0__tasks__0__start", "05:59", 60),  # before duty
        ("routes__0__trips__0__stops__0__tasks__0__end", "06:06", 60),  # after it left
    ],
)
def test_work_that_does_not_fit(path: str, clock: str, off: int) -> None:
    assert findings(MADE, edit(PLAN, **{path: at(clock)})) == [(Rule.SERVICE, off, "s")]


def test_work_shorter_than_its_quantities() -> None:
    # a ends at 06:20 and a2 follows at once; a needs 4 min and gets 3.
    short = edit(
        PLAN,
        **{
            A + "tasks__0__end": at("06:20"),
            A + "tasks__1__start": at("06:21"),
        },
    )
    assert findings(MADE, short) == [(Rule.SERVICE, 60, "s")]


def test_longer_work_and_waiting_are_allowed() -> None:
    assert findings(MADE, edit(PLAN, **{A + "tasks__1__start": at("06:21:00")})) == []
    longer = plan(MADE, route(MADE, "V", visit("A", "unload a", "unload a2", not_before="06:30")))
    assert findings(MADE, longer) == []


def test_work_in_the_last_stop_comes_after_its_stop_time() -> None:
    # The route ends at H at 06:10 and unloads there, after three minutes of parking.
    made = day(
        [depot(), site("H", stop_s=180)],
        [vehicle(end="H")],
        [delivery("h", "H")],
        {"D-H": 10},
    )
    whole = route(made, "V", visit("H", "unload h"))
    trip = whole.trips[0]
    ends = trip.model_copy(update={"stops": trip.stops[:-1], "legs": trip.legs[:-1]})
    wrong = whole.model_copy(update={"trips": (ends,)})
    assert findings(made, plan(made, wrong)) == []
    early = edit(
        plan(made, wrong),
        routes__0__trips__0__stops__1__tasks__0__start=at("06:10"),
        routes__0__trips__0__stops__1__tasks__0__end=at("06:10:02"),
        routes__0__trips__0__stops__1__depart=at("06:10:02"),
        routes__0__seconds=602,
    )
    # It starts three minutes early, and leaves so much before the work can be done.
    assert findings(made, early) == [(Rule.SERVICE, 180, "s"), (Rule.SERVICE, 178, "s")]


def test_loading_takes_the_depots_time() -> None:
    # Duty starts a minute later, everything else stays: 4 min for loading instead of 5; and the
    # sum of time on duty is a minute less.
    late = edit(
        PLAN,
        routes__0__trips__0__stops__0__arrive=at("06:01"),
        routes__0__trips__0__stops__0__tasks__0__start=at("06:01"),
        routes__0__trips__0__stops__0__tasks__1__start=at("06:01"),
        routes__0__seconds=PLAN.routes[0].seconds - 60,
    )
    assert findings(MADE, late) == [(Rule.SERVICE, 60, "s")]


def test_boarding_and_alighting_each_take_the_orders_time() -> None:
    # Boards at A 06:10–06:14, drives 5, alights at B 06:19–06:23.
    made = day(
        [depot(), site("A"), site("B")],
        [vehicle()],
        [transfer("t", "A", "B", service_s=240)],
        {"D-A": 10, "A-B": 5, "D-B": 10},
    )
    legal = plan(made, route(made, "V", visit("A", "board t"), visit("B", "alight t")))
    assert legal.routes[0].stops[2].depart == at("06:23")
    assert findings(made, legal) == []
    hurried = edit(legal, routes__0__trips__0__stops__2__tasks__0__end=at("06:20"))
    assert findings(made, hurried) == [(Rule.SERVICE, 180, "s")]


def test_fractions_of_a_second_are_not_on_the_clock() -> None:
    later = at("06:21").replace(microsecond=400_000)
    assert findings(MADE, edit(PLAN, **{A + "tasks__1__start": later}))[0][0] is Rule.SERVICE


# The solver's half: it finds the plan worked out by hand, and the auditor agrees.


def test_solver_counts_the_work_before_the_next_window() -> None:
    # B first: there at 06:06, 20 min of work, A at 06:31, too late for 06:25. A first: there at
    # 06:10, B at 06:15. Without the work at B both would do.
    made = day(
        [depot(), site("A"), site("B")],
        [vehicle()],
        [
            delivery("a", "A", item="box", windows=(window("06:00", "06:25"),)),
            delivery("b", "B", item="box", service_s=1_200),
        ],
        {"D-A": 10, "A-B": 5, "D-B": 6},
    )
    assert done(solved(made)) == {"V": ["unload a", "unload b"]}


def test_solver_takes_a_second_vehicle_where_the_work_is_long() -> None:
    # 300 kits × 2 s are 10 min each. Both want work to start by 06:16; whoever is second at the
    # other site starts at 06:25. Alone each starts at 06:10.
    made = day(
        [depot(), site("A"), site("B")],
        [vehicle(kg=6_000), vehicle("W", kg=6_000)],
        [delivery(i, i.upper(), 300, windows=(window("06:00", "06:16"),)) for i in "ab"],
        {"D-A": 10, "A-B": 5, "D-B": 10},
    )
    best = solved(made)
    assert sorted(map(len, done(best).values())) == [1, 1]
    # With boxes, which take no time, one vehicle does both: 06:10 and 06:15.
    quick = day(
        made.scenario.places,
        made.scenario.vehicles,
        [
            delivery(i, i.upper(), 300, item="box", windows=(window("06:00", "06:16"),))
            for i in "ab"
        ],
        {"D-A": 10, "A-B": 5, "D-B": 10},
    )
    assert len(solved(quick).routes) == 1


def test_solver_says_why() -> None:
    # 10 min of loading and 10 of driving: there at 06:20, wanted by 06:18.
    made = day(
        [depot(stop_s=600), site("A")],
        [vehicle()],
        [delivery("a", "A", windows=(window("06:00", "06:18"),))],
        {"D-A": 10},
    )
    assert why(solved(made)) == {"a": [(Rule.WINDOWS, 120)]}
