"""Drawn times of small problems, with everything that bounds or takes time at once.

Times are short and amounts small, so that bounds are often met to the second. Tables are drawn, not
measured: they break the triangle inequality, and now and then have no way at all.
"""

from random import Random
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from logiroute.model.travel import UNREACHABLE
from logiroute.solver.bounds import MOST_S
from logiroute.solver.recreate.clock import CompiledClock
from logiroute.solver.recreate.clock_rows import rows_of_times
from logiroute.solver.schedule import Clock
from logiroute.solver.slices import Part
from logiroute.solver.suited import Dress, Suits
from logiroute.solver.times import Room, Times, Timetable

SHIFTS = 3

Span = tuple[int, int]


class Drawn(NamedTuple):
    """Times with their travel tables."""

    times: Times
    seconds: NDArray[np.int32]
    metres: NDArray[np.int32]

    def clocks(self) -> tuple[Clock, CompiledClock]:
        """The clock to judge by, and its compiled twin."""
        return Clock(self.times), CompiledClock(rows_of_times(*self))

    def metres_of(self, shift: int, tasks: list[int], found: Timetable) -> int:
        """Metres of a route, counted here once more."""
        of_legs = iter([leg.table for leg in found.legs])
        whole = self.times.shift_table[shift]
        here, total = self.times.shift_start[shift], 0
        for position, task in enumerate(tasks):
            there = self.times.place[task]
            if self.times.leg_before(tasks, position):
                total += int(self.metres[next(of_legs, whole), here, there])
            here = there
        return total + int(self.metres[next(of_legs, whole), here, self.times.shift_end[shift]])


def _spans(rng: Random, end: int, count: int) -> tuple[Span, ...]:
    marks = sorted(rng.sample(range(end), 2 * count))
    return tuple(zip(marks[::2], marks[1::2], strict=True))


def _windows(rng: Random, end: int) -> tuple[Span, ...]:
    if rng.random() < 0.25:
        return ((0, end),)
    return _spans(rng, end, rng.choice((1, 1, 1, 2, 3, 4)) if rng.random() < 0.95 else 0)


def _rooms(rng: Random, end: int) -> tuple[Room, ...]:
    rooms, at = [], -MOST_S
    for begins, ends in _spans(rng, end, rng.choice((1, 1, 2))):
        rooms.append((at, begins))
        at = ends
    rooms.append((at, MOST_S))
    first = rng.choice((0, 0, 1))
    return tuple(rooms[first : -1 if rng.random() < 0.2 and len(rooms) > first + 1 else None])


def _parts(rng: Random, end: int, tables: int) -> tuple[Part, ...]:
    parts = []
    for _ in range(rng.choice((0, 0, 1, 2, 3))):
        first = rng.randint(-5, end)
        last = first + rng.randint(1, end // 2)
        parts.append(
            Part(
                rng.randrange(tables),
                first if rng.random() < 0.8 else -MOST_S,
                last if rng.random() < 0.8 else MOST_S,
            )
        )
    return tuple(parts)


def drawn_times(seed: int) -> Drawn:
    """Up to 8 tasks at up to 6 places, and 3 shifts."""
    rng = Random(seed)  # noqa: S311 - drawn for tests
    end = rng.choice((30, 60, 200, 1000))
    places, tables, tasks = rng.randint(2, 6), rng.randint(1, 4), rng.randint(1, 8)
    drawer = np.random.default_rng(seed)
    shape = (tables, places, places)
    seconds = drawer.integers(0, max(2, end // rng.choice((6, 12, 30))), shape).astype(np.int32)
    metres = seconds * drawer.integers(1, 4, shape, np.int32)
    metres += drawer.integers(0, 3, shape, np.int32)
    shut = drawer.random(shape) < rng.choice((0, 0.03, 0.2))
    seconds[shut] = metres[shut] = UNREACHABLE

    aboard_s, pick_up = [-1] * tasks, [-1] * tasks
    if rng.random() < 0.6:
        for task in range(1, tasks):
            if rng.random() < 0.5:
                pick_up[task] = rng.randrange(task)
                aboard_s[task] = rng.randint(0, end // 2)
    trips = rng.random() < 0.4
    times = Times(
        seconds=seconds.tolist(),
        metres=metres.tolist(),
        service_s=[rng.choice((0, 1, 3)) for _ in range(tasks)],
        stop_s=[rng.choice((0, 0, 1, 2)) for _ in range(places)],
        spans=[_windows(rng, end) for _ in range(tasks)],
        latest=[rng.choice((-2, rng.randint(0, end))) if rng.random() < 0.1 else -1]
        + [rng.randint(end // 2, end) if rng.random() < 0.2 else -1 for _ in range(1, tasks)],
        pick_up=pick_up,
        aboard_s=aboard_s,
        place=[rng.randrange(places) for _ in range(tasks)],
        reload_kind=[0 if trips and rng.random() < 0.25 else -1 for _ in range(tasks)],
        release=[
            rng.randint(0, end // 2) if trips and rng.random() < 0.4 else -MOST_S
            for _ in range(tasks)
        ],
        shift_table=[rng.randrange(tables) for _ in range(SHIFTS)],
        shift_start=[rng.randrange(places) for _ in range(SHIFTS)],
        shift_end=[rng.randrange(places) for _ in range(SHIFTS)],
        opens=[rng.randint(-end // 9, end // 4) for _ in range(SHIFTS)],
        closes=[rng.randint(end // 2, end) for _ in range(SHIFTS)],
        duty_s=[rng.randint(1, end) if rng.random() < 0.3 else MOST_S for _ in range(SHIFTS)],
        shift_parts=[_parts(rng, end, tables) for _ in range(SHIFTS)],
        rooms=[
            {place: _rooms(rng, end) for place in range(places) if rng.random() < 0.5}
            if rng.random() < 0.5
            else {}
            for _ in range(SHIFTS)
        ],
    )
    return Drawn(times, seconds, metres)


def in_suits(seed: int) -> Drawn:
    """The same, with crews of most shifts in suits, and tasks that change what they wear."""
    rng = Random(seed)  # noqa: S311
    drawn = drawn_times(seed)
    times, end = drawn.times, max(drawn.times.closes)
    kinds = (*[Dress.WORK] * 5, Dress.OFF, Dress.OFF, Dress.ANY, Dress.BERTH)
    suits = [
        Suits(
            rng.choice((0, 1, 3)),
            rng.choice((0, 0, 2)),
            rng.choice((MOST_S, rng.randint(1, end // 2), rng.randint(1, end))),
        )
        for _ in times.opens
    ]
    dress = [Dress.ANY if kind >= 0 else rng.choice(kinds) for kind in times.reload_kind]
    return drawn._replace(times=times._replace(suits=suits, dress=dress))


def drawn_routes(seed: int, drawn: Drawn, count: int) -> list[tuple[int, list[int]]]:
    """Shifts, and some tasks in an order in which pick-ups mostly come first."""
    rng = Random(seed)  # noqa: S311
    tasks = len(drawn.times.place)
    routes = []
    for _ in range(count):
        chosen = rng.sample(range(tasks), rng.randint(1, tasks))
        if rng.random() < 0.6:
            chosen.sort()
        routes.append((rng.randrange(SHIFTS), chosen))
    return routes
