"""Insertion of whole orders and groups into routes, at the cheapest place that breaks no rule."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from logiroute.model.rules import Rule
from logiroute.solver.bounds import MOST_S
from logiroute.solver.evaluate import Evaluator
from logiroute.solver.miss import Miss
from logiroute.solver.problem import Routes
from logiroute.solver.rules import beds, cleaning, duty, slots, trips, windows
from logiroute.solver.times import Timetable
from logiroute.solver.washing import washer_of, without_visits


class Insertion(NamedTuple):
    """A route with a unit in it: shift, its tasks, and what it costs more (cost units)."""

    shift: int
    tasks: tuple[int, ...]
    extra: int


class Refused(NamedTuple):
    """Why a unit does not fit in a shift: the miss that came closest to none."""

    shift: int
    miss: Miss


class Inserter:
    """Finds insertions.

    Parameters
    ----------
    evaluator : Evaluator
    """

    def __init__(self, evaluator: Evaluator) -> None:
        self._evaluator = evaluator
        self._problem = evaluator.problem
        self._loading = loading = self._problem.of(Rule.TRIPS, trips.Columns)
        #: Per kind of reload, its tasks.
        self._pools = [
            [task for task, of_task in enumerate(loading.kind) if of_task == kind]
            for kind in range(len(loading.place))
        ]
        self._washing = self._problem.of(Rule.CLEANING, cleaning.Columns)
        self._driving = self._problem.of(Rule.DUTY, duty.Columns)
        docks = self._problem.of(Rule.SLOTS, slots.Columns).places
        #: Per task, whether it needs a dock.
        self._docked = [place in docks for place in self._problem.task_place.tolist()]
        self._washer = washer_of(self._problem)
        #: Set-downs that have another one later on at their place: who is late here has that one.
        self._earlier = frozenset(self._with_a_later_one())
        self._alone: dict[tuple[int, tuple[int, ...]], Refused | None] = {}

    def _with_a_later_one(self) -> Iterator[int]:
        place = self._problem.task_place
        opens = self._problem.of(Rule.WINDOWS, windows.Columns).open
        for choices in self._problem.choices:
            for task, after in pairwise(choices):
                if place[task] == place[after] and opens[after]:
                    yield task

    def _placed(
        self, tasks: Sequence[int], order: int, reloads: Sequence[tuple[int, ...]]
    ) -> Iterator[tuple[int, ...]]:
        """Every way to put one order's tasks into a sequence, by the given reloads into new trips.

        A new trip starts with the order, or ends with it, or is just for the order.
        """
        first = self._problem.first_task[order]
        choices = self._problem.choices[order]
        for at in range(len(tasks) + 1):
            if not choices:
                done, to_do = tasks[:at], tasks[at:]
                yield (*done, first, *to_do)
                for reload in reloads:
                    yield (*done, reload[0], first, *to_do)
                    if to_do:
                        yield (*done, first, reload[0], *to_do)
                    if done and to_do and len(reload) > 1:
                        yield (*done, reload[0], first, reload[1], *to_do)
                continue
            for after in range(at, len(tasks) + 1):
                for choice in choices:
                    yield (*tasks[:at], first, *tasks[at:after], choice, *tasks[after:])

    def _reloads(
        self, routes: Sequence[Sequence[int]], shift: int, tasks: Sequence[int]
    ) -> list[tuple[int, ...]]:
        """Per kind of reload, tasks that the route may still take: none, one or two."""
        kind = self._loading.kind
        left = self._loading.most_reloads[shift] - sum(kind[task] >= 0 for task in tasks)
        if left <= 0:
            return []
        taken = {
            task
            for other, route in enumerate((*routes, tasks))
            if other != shift
            for task in route
            if kind[task] >= 0
        }
        free = (
            tuple(task for task in pool if task not in taken)[: min(left, 2)]
            for pool, usable in zip(self._pools, self._loading.usable[:, shift], strict=True)
            if usable
        )
        return [some for some in free if some]

    def distance(self, miss: Miss, unit: Sequence[int]) -> tuple[int, bool, int]:
        """Order misses by how far a candidate came, then whose limit it is, then the amount.

        Rules of all routes together are looked at last, the timetable before them, loads before
        that. A limit of the unit itself is nearer than one of an order it would delay.
        """
        foreign = miss.task >= 0 and int(self._problem.task_order[miss.task]) not in unit
        if miss.rule in (Rule.BEDS, Rule.STOCK, Rule.SLOTS) and miss.amount:
            return 0, foreign, miss.amount
        if miss.unit == "s":
            return 1, foreign, miss.amount
        if miss.rule is Rule.CAPACITY:
            return 2, foreign, miss.amount
        # Of several places that are too far the nearest; then what is no question of more or less.
        return (3, foreign, miss.amount) if miss.unit == "m" else (4, foreign, 0)

    def into(
        self, routes: Sequence[Sequence[int]], shift: int, unit: Sequence[int]
    ) -> Insertion | Refused:
        """The cheapest insertion into one shift.

        The orders of a group are put in one after the other, each at its best place. What does
        not fit in the shift alone is not tried beside other tasks.
        """
        before = tuple(routes[shift])
        if before:
            hopeless = self._refused_alone(shift, tuple(unit))
            if hopeless is not None:
                return hopeless
        tasks = before
        extra = 0
        for order in unit:
            found = self._one(routes, shift, tasks, order, unit)
            if isinstance(found, Refused):
                return found
            tasks, extra = found.tasks, found.extra
        return Insertion(shift, tasks, extra - self._price(shift, before))

    def _refused_alone(self, shift: int, unit: tuple[int, ...]) -> Refused | None:
        """Why the unit does not even fit in the shift alone, worked out once for alike shifts."""
        key = (self._problem.shift_alike[shift], unit)
        if key not in self._alone:
            empty: Routes = ((),) * self._problem.shifts
            found = self.into(empty, shift, unit)
            self._alone[key] = None
            if isinstance(found, Refused) and not beds.may_be_left(self._problem, found.miss):
                self._alone[key] = found
        known = self._alone[key]
        return None if known is None else Refused(shift, known.miss)

    def _nearer(self, old: Miss | None, new: Miss, unit: Sequence[int]) -> Miss:
        if old is None or self.distance(new, unit) < self.distance(old, unit):
            return new
        return old

    def _price(self, shift: int, tasks: tuple[int, ...]) -> int:
        if not tasks:
            return 0
        timetable = self._evaluator.timetable(shift, tasks)
        if isinstance(timetable, Miss):
            raise ValueError(f"route of shift {shift} misses {timetable} before the insertion")
        return self._evaluator.cost(shift, tasks, timetable)

    def _one(
        self,
        routes: Sequence[Sequence[int]],
        shift: int,
        tasks: tuple[int, ...],
        order: int,
        unit: Sequence[int],
    ) -> Insertion | Refused:
        best: Insertion | None = None
        nearest: Miss | None = None
        passed: Miss | None = None
        others = list(routes)
        if self._washer is not None:
            self._washer.beside(routes, shift)
            tasks = without_visits(self._problem, tasks)
        # A group that is only half in is torn apart: with its last order it is judged whole.
        left_aside = None if order == unit[-1] else Rule.PARTIES
        reloads = self._reloads(routes, shift, tasks)
        for placed in self._placed(tasks, order, reloads):
            found = self._timed(shift, placed)
            if isinstance(found, Miss):
                waits = found.task in self._earlier and found.why != "too_long_aboard"
                if found.unit == "s" and waits:
                    passed = found
                else:
                    nearest = self._nearer(nearest, found, unit)
                continue
            candidate, timetable = found
            cost = self._evaluator.cost(shift, candidate, timetable)
            if best is not None and cost >= best.extra:
                continue
            others[shift] = candidate
            short = self._evaluator.plan_miss(others, left_aside)
            if short is not None:
                nearest = self._nearer(nearest, short, unit)
                continue
            best = Insertion(shift, candidate, cost)
        if best is not None:
            return best
        nearest = nearest or passed
        if nearest is None:  # pragma: no cover - there is always one place to try
            raise RuntimeError("nothing was tried")
        return Refused(shift, nearest)

    def _timed(
        self, shift: int, tasks: tuple[int, ...]
    ) -> tuple[tuple[int, ...], Timetable] | Miss:
        """A sequence with its timetable, and with the visits that it needs."""
        need = self._washing.need[self._washing.row[shift]]
        soiled = [task for task in tasks if need[task]]
        docked = [task for task in tasks if self._docked[task]]
        limited = self._driving.limits[shift].least_s < MOST_S
        if self._washer is None or not (soiled or docked or limited):
            timetable = self._evaluator.timetable(shift, tasks)
            return timetable if isinstance(timetable, Miss) else (tasks, timetable)
        miss: Miss | None = None
        for visiting in self._washer.ways(shift, tasks):
            timetable = self._evaluator.timetable(shift, visiting)
            if not isinstance(timetable, Miss):
                return visiting, timetable
            miss = timetable
        if docked and (miss is None or not (soiled or limited)):
            # Who would be in time were a dock free is told that there is none.
            task = docked[-1] if miss is None or miss.task not in docked else miss.task
            no_dock = Miss(Rule.SLOTS, 1, "vehicles", task, "no_dock")
            miss = self._without(shift, tasks, no_dock)
        if miss is None and soiled and not self._washer.runs_well(shift, tasks):
            # No station would help: something is done that may not be between others.
            timetable = self._evaluator.timetable(shift, tasks)
            return timetable if isinstance(timetable, Miss) else (tasks, timetable)
        if miss is None and soiled:
            miss = self._without(shift, tasks, Miss(Rule.CLEANING, task=soiled[-1], why="no_bay"))
        if miss is None:
            timetable = self._evaluator.timetable(shift, tasks)
            return timetable if isinstance(timetable, Miss) else (tasks, timetable)
        return miss

    def _without(self, shift: int, tasks: tuple[int, ...], none_found: Miss) -> Miss:
        """What is missed where no visits were found: another rule, if these are not to blame."""
        without = self._evaluator.timetable(shift, tasks)
        # Without a disinfection suits are never changed.
        for_want = (Rule.CLEANING, Rule.SLOTS, Rule.SUITS)
        if isinstance(without, Miss) and without.rule not in for_want:
            return without
        times = self._evaluator.clock.timetable(shift, tasks)
        if isinstance(times, Miss) and times.rule is not Rule.SUITS:
            return times
        return none_found

    def best(self, routes: Sequence[Sequence[int]], unit: Sequence[int]) -> Insertion | None:
        """The cheapest insertion over all shifts; empty shifts that are alike are tried once."""
        found: Insertion | None = None
        tried: set[int] = set()
        for shift in range(self._problem.shifts):
            if not routes[shift]:
                key = self._problem.shift_alike[shift]
                if key in tried:
                    continue
                tried.add(key)
            here = self.into(routes, shift, unit)
            if isinstance(here, Insertion) and (found is None or here.extra < found.extra):
                found = here
        return found
