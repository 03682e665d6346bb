"""From the tasks of one route to its trips: stops, legs, loads and clock times."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from logiroute.model.order import Call, Delivery, Line, Order, Party, Transfer
from logiroute.model.plan import Leg, Manifest, Stop, Task, TaskKind, Trip
from logiroute.model.rules import Rule
from logiroute.model.scenario import Scenario
from logiroute.solver.evaluate import Evaluator
from logiroute.solver.role import VISITS, Role
from logiroute.solver.rules import service, travel, trips
from logiroute.solver.stops import leg_before, trips_of
from logiroute.solver.times import Timetable


class _Hold:
    """What is aboard, as tasks are done."""

    def __init__(self, scenario: Scenario) -> None:
        self._scenario = scenario
        self._units: Counter[str] = Counter()
        self._parties: dict[str, Party] = {}

    def change(self, order: Order, sign: int) -> None:
        """Take an order's goods or people aboard (1) or off (-1)."""
        if isinstance(order, Transfer):
            if sign > 0:
                self._parties[order.id] = order.party
            else:
                self._parties.pop(order.id, None)
            return
        for line in order.lines:
            self._units[line.item_id] += sign * line.quantity

    def manifest(self) -> Manifest:
        """What is aboard now."""
        loads: Counter[str] = Counter()
        units = sorted((item, count) for item, count in self._units.items() if count > 0)
        for item, count in units:
            for name, each in self._scenario.item[item].unit_loads.items():
                loads[name] += count * each
        for party in self._parties.values():
            loads.update(party.loads)
        return Manifest(
            lines=tuple(Line(item_id=item, quantity=count) for item, count in units),
            parties=tuple(sorted(self._parties)),
            loads={name: loads[name] for name in sorted(loads) if loads[name]},
        )


_KIND = {
    Role.PICK_UP: (TaskKind.BOARD, TaskKind.LOAD),
    Role.SET_DOWN: (TaskKind.ALIGHT, TaskKind.UNLOAD),
}
_KIND_OF_VISIT = {Role.WASH: TaskKind.DISINFECT, Role.REST: TaskKind.REST}


class RouteWriter:
    """Writes the trips of routes.

    Parameters
    ----------
    scenario : Scenario
        The scenario the problem was built from.
    evaluator : Evaluator
        Of that problem.
    """

    def __init__(self, scenario: Scenario, evaluator: Evaluator) -> None:
        self.scenario = scenario
        self.problem = problem = evaluator.problem
        self.start = scenario.horizon.start
        self.service_s = problem.of(Rule.SERVICE, service.Columns).service_s
        self.travel = problem.of(Rule.TRAVEL, travel.Columns)
        self.reload_kind = problem.of(Rule.TRIPS, trips.Columns).kind
        self.place: list[int] = problem.task_place.tolist()
        self.role: list[int] = problem.task_role.tolist()

    def trips(self, shift: int, tasks: Sequence[int], times: Timetable) -> tuple[Trip, ...]:
        """The trips of a driven route, to the second."""
        at = _Driving(self, shift, times)
        loads = trips_of(self.reload_kind, tasks)
        first, last = next(loads)
        at.load(tasks[first:last], times.duty_start, at.stop_s)
        for position, (task, start) in enumerate(zip(tasks, times.starts, strict=True)):
            if leg_before(self.place, self.reload_kind, tasks, position):
                at.drive(self.place[task])
            if self.role[task] == Role.BERTH:
                continue  # The work after it starts when it says.
            if self.reload_kind[task] < 0:
                at.work(task, start)
                continue
            at.end_trip()
            first, last = next(loads)
            at.load(tasks[first + 1 : last], start, self.service_s[task])
        at.drive(int(self.problem.shift_end[shift]))
        at.end_shift(times.duty_end)
        return tuple(at.trips)


class _Driving:
    """A route that grows, from the start of duty on."""

    def __init__(self, writer: RouteWriter, shift: int, times: Timetable) -> None:
        self._writer = writer
        self._whole = int(writer.problem.shift_table[shift])
        self._ways = iter(times.legs)
        self._hold = _Hold(writer.scenario)
        self._place = int(writer.problem.shift_start[shift])
        #: When the vehicle came to the stop it is at, and when the work there so far is done.
        self._arrive = self._done = times.duty_start
        self._work: list[Task] = []
        self._stops: list[Stop] = []
        self._legs: list[Leg] = []
        self.trips: list[Trip] = []

    @property
    def stop_s(self) -> int:
        """What a stop costs at the place it is at."""
        return self._writer.scenario.places[self._place].stop_s

    def load(self, tasks: Sequence[int], start: int, seconds: int) -> None:
        """Start a trip: the goods of its deliveries and calls come aboard."""
        for task in tasks:
            if self._for_no_order(task):
                continue
            order = self._order(task)
            if isinstance(order, Delivery | Call) and order.lines:
                self._hold.change(order, 1)
                loading = TaskKind.LOAD, order, start, start + seconds
                self._work.append(self._task(*loading))
        self._done = start + seconds

    def drive(self, there: int) -> None:
        """Leave the stop it is at, and drive to the next."""
        way = next(self._ways, None)
        leave = way.depart if way else self._done
        self._stop(leave)
        table = way.table if way else self._whole
        travel, places = self._writer.travel, self._writer.scenario.places
        leg = Leg(
            from_id=places[self._place].id,
            to_id=places[there].id,
            seconds=int(travel.seconds[table, self._place, there]),
            metres=int(travel.metres[table, self._place, there]),
        )
        self._legs.append(leg)
        self._place, self._arrive = there, leave + leg.seconds
        self._done = self._arrive + self.stop_s

    def work(self, task: int, start: int) -> None:
        """Do a task of an order, disinfect the vehicle, or rest."""
        if self._for_no_order(task):
            self._done = start + self._writer.service_s[task]
            kind = _KIND_OF_VISIT[Role(int(self._writer.problem.task_role[task]))]
            self._work.append(Task(kind=kind, start=self._at(start), end=self._at(self._done)))
            return
        order, role = self._order(task), Role(int(self._writer.problem.task_role[task]))
        if role is Role.SITE:
            kind = TaskKind.SERVE if isinstance(order, Call) else TaskKind.UNLOAD
        else:
            kind = _KIND[role][0 if isinstance(order, Transfer) else 1]
        self._done = start + self._writer.service_s[task]
        self._work.append(self._task(kind, order, start, self._done))
        self._hold.change(order, 1 if role is Role.PICK_UP else -1)

    def end_trip(self) -> None:
        """End a trip at the stop it is at, where the next one starts."""
        self._stop(self._done)
        self.trips.append(Trip(stops=tuple(self._stops), legs=tuple(self._legs)))
        self._stops, self._legs = [], []
        self._arrive = self._done

    def end_shift(self, end: int) -> None:
        """End duty, on arrival or when suits are off."""
        self._done = end
        self.end_trip()

    def _stop(self, depart: int) -> None:
        self._stops.append(
            Stop(
                place_id=self._writer.scenario.places[self._place].id,
                arrive=self._at(self._arrive),
                depart=self._at(depart),
                tasks=tuple(self._work),
                manifest=self._hold.manifest(),
            )
        )
        self._work = []

    def _task(self, kind: TaskKind, order: Order, start: int, end: int) -> Task:
        return Task(
            kind=kind,
            order_id=order.id,
            start=self._at(start),
            end=self._at(end),
            lines=() if isinstance(order, Transfer) else order.lines,
            persons=order.party.persons if isinstance(order, Transfer) else 0,
        )

    def _for_no_order(self, task: int) -> bool:
        return int(self._writer.problem.task_role[task]) in VISITS

    def _order(self, task: int) -> Order:
        return self._writer.scenario.orders[int(self._writer.problem.task_order[task])]

    def _at(self, second: int) -> datetime:
        moment = self._writer.start + timedelta(seconds=second)
        return moment.astimezone(self._writer.scenario.tz)
