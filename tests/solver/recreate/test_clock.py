"""The compiled clock against the one whose twin it is."""

from collections import Counter
from collections.abc import Callable

import numpy as np
import pytest

from logiroute.model.order import Order
from logiroute.solver.bounds import MOST_S
from logiroute.solver.problem import build_problem
from logiroute.solver.recreate.clock import CompiledClock
from logiroute.solver.recreate.clock_rows import clock_rows_of, rows_of_times
from logiroute.solver.rules import shifts
from logiroute.solver.schedule import Clock
from logiroute.solver.suited import stints
from logiroute.solver.times import Timetable
from tests.solver.recreate.drawn_times import SHIFTS, Drawn, drawn_routes, drawn_times, in_suits
from tests.solver.tiny import ZONE, call, collection, day, minute, place, travel, vehicle, window


def _said(drawn: Drawn, clock: Clock, shift: int, tasks: list[int]) -> tuple[int, int, int] | None:
    """Start and end of duty, and metres."""
    found = clock.timetable(shift, tasks)
    if not isinstance(found, Timetable):
        return None
    return found.duty_start, found.duty_end, drawn.metres_of(shift, tasks, found)


def _features(drawn: Drawn, shift: int, tasks: list[int]) -> list[str]:
    times = drawn.times
    known = {
        "tables": bool(times.shift_parts[shift]),
        "rooms": any(len(times.rooms[shift].get(times.place[task], ())) > 1 for task in tasks),
        "limits": any(times.pick_up[task] in tasks[:k] for k, task in enumerate(tasks)),
        "trips": any(times.reload_kind[task] >= 0 for task in tasks),
        "releases": any(times.release[task] > 0 for task in tasks),
        "duty": times.duty_s[shift] < MOST_S,
    }
    return ["any", *(name for name, is_there in known.items() if is_there)]


def test_the_same_timetables_in_suits() -> None:
    counts: Counter[tuple[str, bool]] = Counter()
    for seed in range(2500):
        drawn = in_suits(seed)
        clock, compiled = drawn.clocks()
        for shift, tasks in drawn_routes(seed, drawn, 8):
            said = _said(drawn, clock, shift, tasks)
            assert compiled.timetable(shift, tasks) == said, (seed, shift, tasks)
            suits, changing = drawn.times.suits[shift], sum(drawn.times.changing(shift, tasks))
            several = len([*stints(drawn.times.dress, tasks)]) > 1
            for name, is_there in (
                ("changing", changing > 0),
                ("limit", suits.most_s < MOST_S),
                ("stints", several),
                ("tables", bool(drawn.times.shift_parts[shift])),
                ("rooms", "rooms" in _features(drawn, shift, tasks)),
            ):
                counts[name, said is not None] += is_there
    for name in ("changing", "limit", "stints", "tables", "rooms"):
        assert min(counts[name, True], counts[name, False]) > 200, (name, counts)


def test_the_same_timetables() -> None:
    counts: Counter[tuple[str, bool]] = Counter()
    for seed in range(2500):
        drawn = drawn_times(seed)
        clock, compiled = drawn.clocks()
        for shift, tasks in drawn_routes(seed, drawn, 8):
            said = _said(drawn, clock, shift, tasks)
            assert compiled.timetable(shift, tasks) == said, (seed, shift, tasks)
            names = _features(drawn, shift, tasks)
            counts.update((name, said is not None) for name in names)
            counts["rooms and limits", said is not None] += {"rooms", "limits"} <= {*names}
    for name in ("tables", "rooms", "limits", "trips", "releases", "duty"):
        assert min(counts[name, True], counts[name, False]) > 500, name
    assert min(counts["rooms and limits", True], counts["rooms and limits", False]) > 50
    assert min(counts["any", True], counts["any", False]) > 5000


def _earliest_end(drawn: Drawn, shift: int, tasks: list[int]) -> int | None:
    """The first second at which the shift may end for the route to fit."""
    times = drawn.times
    for closes in range(times.opens[shift], times.closes[shift] + 1):
        sooner = times._replace(closes=[closes] * len(times.closes))
        if isinstance(Clock(sooner).timetable(shift, tasks), Timetable):
            return closes
    return None


@pytest.mark.parametrize("make", [drawn_times, in_suits])
def test_the_earliest_end_is_the_first_by_which_it_can_be_home(
    make: Callable[[int], Drawn],
) -> None:
    ends = Counter[bool]()
    for seed in range(400):
        drawn = make(seed)
        free = [MOST_S] * len(drawn.times.duty_s)
        drawn = drawn._replace(times=drawn.times._replace(duty_s=free))
        if max(drawn.times.closes) > 60:
            continue
        compiled = drawn.clocks()[1]
        for shift, tasks in drawn_routes(seed, drawn, 6):
            end = _earliest_end(drawn, shift, tasks)
            assert compiled.home_at(shift, tasks) == end, (seed, shift, tasks)
            ends[end is not None] += 1
    assert min(ends.values()) > 200


def test_a_route_without_tasks_is_not_driven() -> None:
    drawn = drawn_times(1)
    compiled = drawn.clocks()[1]
    opens = drawn.times.opens[0]
    assert compiled.timetable(0, []) == (opens, opens, 0)
    assert compiled.home_at(0, []) == opens


def test_a_route_longer_than_there_is_room_for_is_refused() -> None:
    """Compiled code would write beyond its arrays."""
    compiled = drawn_times(1).clocks()[1]
    tasks = len(compiled.rows.task)
    for asked in (compiled.timetable, compiled.home_at):
        with pytest.raises(ValueError, match=f"{tasks + 1} tasks; there is room for {tasks}"):
            asked(0, [0] * (tasks + 1))


def test_more_windows_than_there_is_room_for_at_first() -> None:
    often = [window(at / 3, at / 3 + 0.1) for at in range(340)]
    orders = [call("a", "P1", windows=often), call("b", "P2", windows=often[1::2])]
    scenario = day(orders, [vehicle()])
    problem = build_problem(scenario, travel(scenario))
    clock, compiled = shifts.clock_of(problem), CompiledClock(clock_rows_of(problem))
    for tasks in ([0, 1], [1, 0]):
        found = clock.timetable(0, tasks)
        assert isinstance(found, Timetable)
        assert compiled.timetable(0, tasks) == (found.duty_start, found.duty_end, 4000)


def test_a_limit_aboard_leaves_only_the_later_room() -> None:
    # On duty from 21 for b; c is picked up at P9 before 30 or after 60, may ride for 15 minutes,
    # and cannot be set down at P12 before 70.
    zone = ZONE.model_copy(update={"valid_from": minute(30), "valid_to": minute(60)})
    orders: list[Order] = [
        call("b", "P5", windows=(window(24, 26),)),
        collection("c", "P9", ["P12"], max_aboard_s=900),
    ]
    scenario = day(orders, [vehicle()], [place(12, windows=(window(70, 90),))], zones=[zone])
    problem = build_problem(scenario, travel(scenario))
    compiled = CompiledClock(clock_rows_of(problem))
    assert compiled.timetable(0, [0, 1, 2]) == (21 * 60, 82 * 60 + 3, 24_000)
    for_good = zone.model_copy(update={"valid_to": None})
    scenario = scenario.model_copy(update={"zones": (for_good,)})
    shut = CompiledClock(clock_rows_of(build_problem(scenario, travel(scenario))))
    assert shut.timetable(0, [0, 1, 2]) is None


def test_rows_tell_what_needs_the_clock() -> None:
    zone = ZONE.model_copy(update={"valid_from": minute(30)})
    early, late = vehicle(shifts=[window(0, 25)]), vehicle("W", shifts=[window(0, 60)])
    orders: list[Order] = [
        call("a", "P1", windows=(window(0, 5), window(10, 15))),
        call("z", "P9"),
        collection("c", "P2", ["P3"], max_aboard_s=600),
    ]
    scenario = day(orders, [early, late], zones=[zone])
    rows = clock_rows_of(build_problem(scenario, travel(scenario)))
    assert rows.timed.tolist() == [False, True]
    assert rows.several_windows.tolist() == [True, False, False, False]
    assert rows.limited.tolist() == [False, False, False, True]


def test_travel_tables_are_not_copied() -> None:
    drawn = drawn_times(1)
    rows = rows_of_times(*drawn)
    assert np.shares_memory(rows.seconds, drawn.seconds)
    assert np.shares_memory(rows.metres, drawn.metres)
    one = np.zeros((1, 3000, 3000), np.int32)
    places = drawn.times._replace(
        stop_s=[0] * 3000, shift_table=[0] * SHIFTS, shift_parts=[()] * SHIFTS
    )
    others = sum(array.nbytes for array in rows_of_times(places, one, one)[:-2])
    assert others < one.nbytes / 100
