"""Drawn small problems of plain arrays, with any of the rules, close to their limits."""

from dataclasses import replace
from random import Random

import numpy as np
from numpy.typing import NDArray

from logiroute.model.rules import Rule
from logiroute.model.travel import UNREACHABLE
from logiroute.solver.assembly.build import assemble
from logiroute.solver.assembly.rows import (
    MANDATORY,
    NO_LIMIT,
    OrderRows,
    ReloadRows,
    SharedRows,
    ShiftRows,
    TaskRows,
    TravelRows,
)
from logiroute.solver.bounds import MOST_S
from logiroute.solver.problem import Problem
from logiroute.solver.rules import beds, lifo, parties, suits
from logiroute.solver.suited import Suits

#: Depots, then places of tasks.
_DEPOTS = 2
_PLACES = 9

#: The last second of the day.
_END = 600


class _Orders:
    """Orders of one or two ends, and their tasks."""

    def __init__(self, rng: Random, most_tasks: int) -> None:
        count = rng.randint(max(2, most_tasks - 3), most_tasks)
        share = rng.choice((0.0, 0.0, 0.5, 1.0))
        self.first: list[int] = []
        self.choices: list[list[int]] = []
        self.tasks = 0
        while self.tasks < count:
            ends = rng.choice((0, 1, 1, 2, 3)) if rng.random() < share else 0
            if self.tasks + 1 + ends > count:
                ends = 0
            self.first.append(self.tasks)
            self.choices.append(list(range(self.tasks + 1, self.tasks + 1 + ends)))
            self.tasks += 1 + ends

    def change(self, rng: Random) -> list[int]:
        """Loads of one dimension: pairs bring what they fetch, some single tasks fetch."""
        change = [0] * self.tasks
        for first, choices in zip(self.first, self.choices, strict=True):
            load = rng.choice((0, 1, 1, 2, 3))
            change[first] = load if choices or rng.random() < 0.2 else -load
            for task in choices:
                change[task] = -load
        return change

    def limits(self, rng: Random, share: float, least: int, most: int) -> list[int]:
        """A limit for some of the pairs."""
        return [
            rng.randint(least, most) if choices and rng.random() < share else NO_LIMIT
            for choices in self.choices
        ]

    def rows(self, rng: Random) -> OrderRows:
        """Penalties, limits, parties."""
        orders = len(self.first)
        prizes = rng.choice((0.0, 0.5, 1.0))
        classes = rng.random() < 0.2
        alone = rng.choice((0.0, 0.0, 0.3))
        group = rng.sample(range(orders), min(orders, rng.choice((2, 3))))
        return OrderRows(
            first=self.first,
            choices=self.choices,
            penalty=[
                rng.randint(20, 400) if rng.random() < prizes else MANDATORY for _ in range(orders)
            ],
            arrive_by=self.limits(rng, rng.choice((0.0, 0.3)), 60, 400),
            max_aboard_s=self.limits(rng, rng.choice((0.0, 0.5)), 20, 150),
            together=[group] if len(group) > 1 and rng.random() < 0.2 else [],
            exclusive=[bool(choices) and rng.random() < alone for choices in self.choices],
            party_class=[rng.choice((-1, 0, 1)) if classes else -1 for _ in range(orders)],
        )


def _ways(rng: Random, drawer: np.random.Generator, *, plane: bool) -> TravelRows:
    """A plane, or tables that break the triangle inequality and now and then have no way."""
    at = drawer.integers(0, 60, (_PLACES + _DEPOTS, 2))
    way = np.hypot(*(at[:, None, :] - at[None, :, :]).transpose(2, 0, 1))
    metres = np.ceil(way).astype(np.int32)
    seconds = metres.copy()
    kind = 1.0 if plane else rng.random()
    if kind < 0.3:
        metres = (metres * drawer.uniform(0.5, 1.5, metres.shape)).astype(np.int32)
        seconds = (seconds * drawer.uniform(0.5, 1.5, metres.shape)).astype(np.int32)
    if kind < 0.1:
        shut = drawer.random(metres.shape) < 0.05
        metres[shut] = seconds[shut] = UNREACHABLE
    np.fill_diagonal(metres, 0)
    np.fill_diagonal(seconds, 0)
    second = [np.minimum(table, UNREACHABLE // 2) * 2 for table in (seconds, metres)]
    second = [np.where(seconds == UNREACHABLE, UNREACHABLE, table) for table in second]
    stop_s = [rng.choice((0, 0, 4)) for _ in range(len(metres))] if rng.random() < 0.3 else None
    return TravelRows(np.stack([seconds, second[0]]), np.stack([metres, second[1]]), stop_s)


def _windows(rng: Random, tasks: int) -> list[list[tuple[int, int]]]:
    share = rng.choice((0.0, 0.5, 1.0))
    holes = rng.choice((0.0, 0.0, 0.3))
    found = []
    for _ in range(tasks):
        opens = rng.randint(0, 300)
        spans = [(opens, opens + rng.randint(20, 250))] if rng.random() < share else [(0, _END)]
        if rng.random() < holes:
            spans = [(opens, opens + 30), (opens + 100, opens + 160)]
        found.append(spans)
    return found


def _fleet(rng: Random, loads: int, refused: NDArray[np.bool_]) -> ShiftRows:
    shifts = refused.shape[1]
    alike = rng.random() < 0.3

    def of_all(*values: int) -> list[int]:
        one = rng.choice(values)
        return [one if alike else rng.choice(values) for _ in range(shifts)]

    start = of_all(0, 0, 1)
    return ShiftRows(
        start=start,
        end=start if rng.random() < 0.7 else of_all(0, 1),
        opens=of_all(0, 0, 50),
        closes=of_all(_END, _END, 250),
        table=of_all(0, 0, 0, 1),
        capacity=[of_all(3, 4, 6) for _ in range(loads)],
        metre_cost=of_all(1, 1, 2),
        second_cost=of_all(0, 1) if rng.random() < 0.6 else None,
        fixed_cost=of_all(0, 30),
        duty_s=of_all(_END, _END, 200) if rng.random() < 0.5 else None,
        refused=refused,
    )


def _reloads(rng: Random, shifts: int) -> ReloadRows:
    place = [0, 1] if rng.random() < 0.3 else [0]
    return ReloadRows(
        place=place,
        service_s=[rng.choice((0, 5)) for _ in place],
        most=[rng.choice((0, 1, 2, 2)) for _ in range(shifts)],
    )


def _shared(rng: Random, orders: _Orders, place: list[int]) -> SharedRows:
    single = [
        first for first, choices in zip(orders.first, orders.choices, strict=True) if not choices
    ]
    rooms = rng.sample(range(_DEPOTS, _DEPOTS + _PLACES), 4) if rng.random() < 0.6 else []
    counted = rng.random() < 0.6
    set_down = {task for choices in orders.choices for task in choices}
    return SharedRows(
        room={at: rng.randint(0, 3) for at in rooms},
        staying=[rng.randint(0, 2) if task in set_down else 0 for task in range(len(place))],
        stock={(depot, 0): rng.randint(1, 6) for depot in range(_DEPOTS)} if counted else None,
        goods={task: [(0, rng.randint(1, 2))] for task in single} if counted else {},
    )


def _costs(orders: _Orders, rng: Random) -> list[int]:
    """What set-downs cost, in every third problem."""
    priced = rng.random() < 0.35
    set_down = {task for choices in orders.choices for task in choices}
    drawn = [rng.choice((0, rng.randint(1, 120))) for _ in range(orders.tasks)]
    return [cost if priced and task in set_down else 0 for task, cost in enumerate(drawn)]


def drawn_problem(seed: int, *, most_tasks: int) -> Problem:
    """A problem of one to three shifts and so many tasks, fewer where there are trips."""
    rng = Random(seed)  # noqa: S311 - drawn for tests
    drawer = np.random.default_rng(seed)
    trips = rng.random() < 0.35
    orders = _Orders(rng, most_tasks - 3 if trips else most_tasks)
    shifts = rng.choice((1, 2, 2, 3))
    loads = rng.choice((0, 1, 1, 2))
    place = [rng.randrange(_DEPOTS, _DEPOTS + _PLACES) for _ in range(orders.tasks)]
    single = {
        first for first, choices in zip(orders.first, orders.choices, strict=True) if not choices
    }
    released = trips and rng.random() < 0.4
    refused = drawer.random((orders.tasks, shifts)) < rng.choice((0.0, 0.0, 0.15))
    problem = assemble(
        # Elsewhere a reload that loads nothing could be a short cut, which no search looks for.
        _ways(rng, drawer, plane=trips),
        TaskRows(
            place=place,
            service_s=[rng.choice((0, 5, 10)) for _ in place],
            open=_windows(rng, orders.tasks),
            change=[orders.change(rng) for _ in range(loads)],
            release=[
                rng.randint(0, 200) if released and task in single else NO_LIMIT
                for task in range(orders.tasks)
            ],
            cost=_costs(orders, Random(seed)),  # noqa: S311 - drawn for tests
        ),
        orders.rows(rng),
        _fleet(rng, loads, refused),
        _reloads(rng, shifts) if trips else None,
        _shared(rng, orders, place) if rng.random() < 0.25 else None,
    )
    return _stacked(problem, Random(seed))  # noqa: S311 - drawn for tests


def _stacked(problem: Problem, rng: Random) -> Problem:
    """The same, in some cases with shifts whose load is a stack; some of its pairs are goods."""
    if rng.random() < 0.6 or not any(problem.choices):
        return problem
    return with_stacks(
        problem,
        tuple(rng.random() < 0.8 for _ in range(problem.shifts)),
        tuple(rng.random() < 0.8 for _ in range(problem.tasks)),
        tuple(rng.random() < 0.8 for _ in range(problem.orders)),
    )


def with_stacks(
    problem: Problem,
    of_stack: tuple[bool, ...],
    goods: tuple[bool, ...],
    collected: tuple[bool, ...],
) -> Problem:
    """A problem of plain arrays with shifts whose load is a stack.

    Parameters
    ----------
    problem : Problem
    of_stack : tuple of bool
        Per shift.
    goods : tuple of bool
        Per task, whether it leaves goods; of single tasks only.
    collected : tuple of bool
        Per order, whether it is goods, which may be aboard at a reload; of pairs only.
    """
    pairs = [bool(choices) for choices in problem.choices]
    single = {first for first, pair in zip(problem.first_task, pairs, strict=True) if not pair}
    fetched = tuple(goods and pair for goods, pair in zip(collected, pairs, strict=True))
    people = problem.of(Rule.PARTIES, parties.Columns)
    kinds: dict[tuple[int, bool], int] = {}
    columns = {
        Rule.LIFO: lifo.Columns(
            of_stack, tuple(task in single and one for task, one in enumerate(goods)), fetched
        ),
        Rule.PARTIES: replace(
            people,
            transfer=tuple(
                party and not goods for party, goods in zip(people.transfer, fetched, strict=True)
            ),
            exclusive=tuple(
                alone and not goods for alone, goods in zip(people.exclusive, fetched, strict=True)
            ),
        ),
    }
    return replace(
        problem,
        shift_alike=tuple(
            kinds.setdefault(key, len(kinds))
            for key in zip(problem.shift_alike, of_stack, strict=True)
        ),
        columns={**problem.columns, **columns},
    )


def suited_problem(seed: int, *, most_tasks: int) -> Problem:
    """A drawn problem whose crews mostly wear suits, and not for long."""
    rng = Random(seed)  # noqa: S311 - drawn for tests
    problem = drawn_problem(seed, most_tasks=most_tasks)
    worn = tuple(
        Suits(
            rng.choice((0, 5, 15)),
            rng.choice((0, 5)),
            rng.choice((MOST_S, rng.randint(20, 120), rng.randint(40, 200))),
        )
        for _ in range(problem.shifts)
    )
    kinds: dict[tuple[int, Suits], int] = {}
    return replace(
        problem,
        shift_alike=tuple(
            kinds.setdefault(key, len(kinds)) for key in zip(problem.shift_alike, worn, strict=True)
        ),
        columns={**problem.columns, Rule.SUITS: suits.Columns(worn)},
    )


def stacked_problem(seed: int) -> Problem:
    """Up to three sites and three pairs, for a vehicle with a rear door and perhaps one without.

    Nothing but the load is in the way, so mostly the stack is. There are no reloads: a search may
    miss one that pays only once several orders come with it.
    """
    rng = Random(seed)  # noqa: S311 - drawn for tests
    drawer = np.random.default_rng(seed)
    sites, pairs = rng.choice(((2, 2), (3, 2), (1, 3)))
    shifts = rng.choice((1, 1, 2))
    firsts = [*range(sites), *range(sites, sites + 2 * pairs, 2)]
    choices: list[list[int]] = [[]] * sites + [[first + 1] for first in firsts[sites:]]
    loads = [-1] * sites + [1, -1] * pairs
    problem = assemble(
        _ways(rng, drawer, plane=True),
        TaskRows(place=[rng.randrange(_DEPOTS, _DEPOTS + _PLACES) for _ in loads], change=[loads]),
        OrderRows(first=firsts, choices=choices, penalty=[MANDATORY] * len(firsts)),
        ShiftRows(
            start=[0] * shifts,
            end=[0] * shifts,
            opens=[0] * shifts,
            closes=[2 * _END] * shifts,
            capacity=[[rng.choice((2, 3, 9))] * shifts],
            metre_cost=[1] * shifts,
            fixed_cost=[rng.choice((0, 30)), 60][:shifts],
        ),
    )
    every = (True,) * problem.tasks
    return with_stacks(problem, (True, rng.random() < 0.5)[:shifts], every, every[: len(firsts)])


def leaving_problem(seed: int) -> Problem:
    """Four parties, some of whom leave beds at one of two places that others want.

    What an order is worth may be less than its way, and still be worth it for whoever gets a bed.
    """
    rng = Random(seed)  # noqa: S311 - drawn for tests
    drawer = np.random.default_rng(seed)
    hotels = _DEPOTS, _DEPOTS + 1
    leave = rng.choice((1, 1, 2))
    place, staying = [], []
    for order in range(4):
        here, there = rng.sample(hotels, 2)
        away = rng.randrange(_DEPOTS + 2, _DEPOTS + _PLACES)
        # Now and then somebody leaves one hotel for the other.
        goal = there if rng.random() < 0.3 else away
        place += [here, goal] if order < leave else [away, here]
        staying += [0, rng.randint(1, 2)]
    shifts = rng.choice((1, 2))
    problem = assemble(
        _ways(rng, drawer, plane=True),
        TaskRows(place=place),
        OrderRows(
            first=[0, 2, 4, 6],
            choices=[[1], [3], [5], [7]],
            penalty=[rng.choice((30, 100, 300, 1000)) for _ in range(4)],
        ),
        ShiftRows(
            start=[0] * shifts,
            end=[0] * shifts,
            opens=[0] * shifts,
            closes=[2 * _END] * shifts,
            metre_cost=[1] * shifts,
        ),
        shared=SharedRows(room={at: rng.choice((0, 0, 1)) for at in hotels}, staying=staying),
    )
    own = problem.of(Rule.BEDS, beds.Columns)
    gone = {2 * order: (staying[2 * order + 1], 0) for order in range(leave)}
    columns = {**problem.columns, Rule.BEDS: replace(own, leaving=gone)}
    return replace(problem, columns=columns)
