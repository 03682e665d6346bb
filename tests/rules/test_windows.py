"""Windows: work starts inside the windows of order and place, both ends allowed."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from logiroute.audit.audit_plan import audit_plan
from logiroute.model.rules import Rule
from tests.rules.by_hand import done, edit, findings, left_out, plan, route, solved, visit, why
from tests.rules.day import (
    Day,
    at,
    collection,
    day,
    delivery,
    depot,
    quarantine,
    site,
    transfer,
    vehicle,
    window,
)


# D -10- A -5- B -10- D. A is open from 06:20 on; order b wants to be done until 06:30.
# The work at A takes 5 min.
def _made(until: str = "06:30") -> Day:
    return day(
        [depot(), site("A", windows=[window("06:20", "09:00")]), site("B")],
        [vehicle()],
        [
            delivery("a", "A", item="box", service_s=300),
            delivery("b", "B", item="box", windows=(window("06:00", until),)),
        ],
        {"D-A": 10, "A-B": 5, "D-B": 10},
    )


# In 06:10, waits, works 06:20–06:25, B at 06:30: the last moment.
A_FIRST = (visit("A", "unload a", not_before="06:20"), visit("B", "unload b"))


def test_waiting_until_it_opens_is_legal_and_the_last_moment_too() -> None:
    made = _made()
    legal = plan(made, route(made, "V", *A_FIRST))
    assert legal.routes[0].stops[2].tasks[0].start == at("06:30")
    assert findings(made, legal) == []


def test_too_late_for_the_order() -> None:
    made = _made(until="06:28")
    assert findings(made, plan(made, route(made, "V", *A_FIRST))) == [(Rule.WINDOWS, 120, "s")]


def test_too_early_for_the_place() -> None:
    made = _made()
    early = edit(
        plan(made, route(made, "V", *A_FIRST)),
        routes__0__trips__0__stops__1__tasks__0__start=at("06:15"),
    )
    assert findings(made, early) == [(Rule.WINDOWS, 300, "s")]


def test_between_two_windows_the_nearer_counts() -> None:
    made = day(
        [depot(), site("A")],
        [vehicle()],
        [delivery("a", "A", windows=(window("06:00", "06:05"), window("06:12", "06:15")))],
        {"D-A": 10},
    )
    # At 06:10: five minutes after the first, two before the second.
    assert findings(made, plan(made, route(made, "V", visit("A", "unload a")))) == [
        (Rule.WINDOWS, 120, "s")
    ]


def test_the_real_clock_is_held_against_the_windows_too() -> None:
    # All is stated 4 min earlier from A on: B at 06:26 inside its window. Driving from D to A
    # takes 10 min, so A is really left at 06:15 and B reached at 06:20… too late for 06:18.
    made = day(
        [depot(), site("A"), site("B")],
        [vehicle()],
        [
            delivery("a", "A", item="box", service_s=300),
            delivery("b", "B", item="box", windows=(window("06:00", "06:18"),)),
        ],
        {"D-A": 10, "A-B": 5, "D-B": 10},
    )
    rosy = plan(made, route(made, "V", visit("A", "unload a"), visit("B", "unload b")))
    stops = "routes__0__trips__0__stops__"
    rosy = edit(
        rosy,
        **{
            stops + "1__arrive": at("06:06"),
            stops + "1__tasks__0__start": at("06:06"),
            stops + "1__tasks__0__end": at("06:11"),
            stops + "1__depart": at("06:11"),
            stops + "2__arrive": at("06:16"),
            stops + "2__tasks__0__start": at("06:16"),
            stops + "2__tasks__0__end": at("06:16"),
            stops + "2__depart": at("06:16"),
            stops + "3__arrive": at("06:26"),
            stops + "3__depart": at("06:26"),
            "routes__0__seconds": 26 * 60,
        },
    )
    assert findings(made, rosy) == [(Rule.TRAVEL, 240, "s"), (Rule.WINDOWS, 120, "s")]


@pytest.mark.parametrize(("closes", "found"), [("09:00", []), ("06:14", [(Rule.WINDOWS, 62, "s")])])
def test_a_collections_own_window_binds_where_it_is_fetched(
    closes: str, found: list[tuple[Rule, int, str]]
) -> None:
    # Fetched at A at 06:10, 2 s of work, at the laboratory B at 06:15:02. The order's window (to
    # 06:12) is for A only; the laboratory's own is for B: 06:14 is 62 s too early.
    made = day(
        [depot(), site("A"), site("B", windows=[window("06:00", closes)])],
        [vehicle()],
        [collection("c", "A", "B", windows=(window("06:00", "06:12"),))],
        {"D-A": 10, "A-B": 5, "D-B": 10},
    )
    done = plan(made, route(made, "V", visit("A", "load c"), visit("B", "unload c")))
    assert findings(made, done) == found


# The solver's half: it finds the plan worked out by hand, and the auditor agrees.


def test_solver_goes_where_it_is_open() -> None:
    # A opens at 07:00, B closes at 06:30: B first.
    made = day(
        [depot(), site("A", windows=[window("07:00", "09:00")]), site("B")],
        [vehicle(per_hour=6_000)],
        [
            delivery("a", "A", item="box"),
            delivery("b", "B", item="box", windows=(window("06:00", "06:30"),)),
        ],
        {"D-A": 10, "A-B": 5, "D-B": 10},
    )
    best = solved(made)
    assert done(best) == {"V": ["unload b", "unload a"]}
    # Time on duty costs: it reaches B as late as it may, at 06:30, and waits for A till 07:00.
    starts = {task.order_id: task.start for stop in best.routes[0].stops for task in stop.tasks}
    assert starts["a"] == at("07:00")
    assert best.routes[0].stops[0].arrive == at("06:20")


@pytest.mark.parametrize(("closes", "vehicles"), [("06:15", 1), ("06:14", 2)])
def test_solver_takes_a_second_vehicle_for_tight_windows(closes: str, vehicles: int) -> None:
    # From A (06:10) it is 5 min to B: 06:15 at the earliest.
    made = day(
        [depot(), site("A"), site("B")],
        [vehicle(), vehicle("W")],
        [delivery(i, i.upper(), item="box", windows=(window("06:00", closes),)) for i in "ab"],
        {"D-A": 10, "A-B": 5, "D-B": 10},
    )
    best = solved(made)
    assert (len(best.routes), left_out(best)) == (vehicles, [])


def test_solver_says_why() -> None:
    # There at 06:10 at the earliest, wanted by 06:08.
    made = day(
        [depot(), site("A")],
        [vehicle()],
        [delivery("a", "A", windows=(window("06:00", "06:08"),))],
        {"D-A": 10},
    )
    assert why(solved(made)) == {"a": [(Rule.WINDOWS, 120)]}


def _told(notice: datetime, **order: Any) -> Day:
    """A party at A, ten minutes away, that is told at some moment."""
    return day(
        [depot(), site("A"), quarantine("Q")],
        [vehicle()],
        [transfer("t", "A", "Q", notice=notice, **order)],
        {"D-A": 10, "A-Q": 5, "D-Q": 10},
    )


def test_nobody_boards_before_the_notice() -> None:
    made = _told(at("07:00"))
    early = plan(made, route(made, "V", visit("A", "board t"), visit("Q", "alight t")))
    assert findings(made, early) == [(Rule.WINDOWS, 3_000, "s")]
    (found,) = audit_plan(made.scenario, made.travel, early, geometry=False).violations
    assert found.text.endswith("place A starts at 06:10, 50 min before the notice at 07:00.")
    waits = visit("A", "board t", not_before="07:00")
    assert findings(made, plan(made, route(made, "V", waits, visit("Q", "alight t")))) == []


@pytest.mark.parametrize("search", ["recreate", "ortools"])
def test_the_vehicle_waits_for_the_notice(search: str) -> None:
    best = solved(_told(at("07:00")), search)
    assert best.routes[0].stops[1].tasks[0].start == at("07:00")


@pytest.mark.parametrize("before", [timedelta(minutes=1), timedelta(hours=30)])
def test_an_old_notice_hinders_nobody(before: timedelta) -> None:
    made = _told(at("06:10") - before)
    there = plan(made, route(made, "V", visit("A", "board t"), visit("Q", "alight t")))
    assert findings(made, there) == []
    assert solved(made).routes[0].stops[1].tasks[0].start == at("06:10")


@pytest.mark.parametrize("search", ["recreate", "ortools"])
def test_who_is_told_after_the_window_is_left_out(search: str) -> None:
    made = _told(at("07:00"), windows=(window("06:00", "06:59"),))
    best = solved(made, search)
    assert why(best) == {"t": [(Rule.WINDOWS, 0)]}
    assert "never start within the day after the notice at 07:00" in (
        best.unserved[0].reasons[0].text
    )
    assert left_out(solved(_told(at("07:00"), windows=(window("06:00", "07:00"),)), search)) == []
