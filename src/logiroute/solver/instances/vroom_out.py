"""Routes as a solution in VROOM's JSON."""

from collections.abc import Sequence
from typing import Any

from logiroute.model.rules import Rule
from logiroute.solver.evaluate import Evaluator
from logiroute.solver.instances.instance import Instance
from logiroute.solver.instances.vroom_document import Job, Step
from logiroute.solver.instances.vroom_source import VroomSource
from logiroute.solver.miss import Miss
from logiroute.solver.rules import service, travel
from logiroute.solver.times import Timetable

#: Keys that are sums over steps and over routes.
_SUMS = ("cost", "setup", "service", "duration", "waiting_time", "priority")


def vroom_solution(
    instance: Instance, routes: Sequence[Sequence[int]], evaluator: Evaluator
) -> dict[str, Any]:
    """A solution with the keys of VROOM's API.

    Parameters
    ----------
    instance : Instance
        Read from VROOM's JSON.
    routes : sequence of sequence of int
        Task rows, one sequence per shift; they keep all rules.
    evaluator : Evaluator
        Of the instance's problem.

    Raises
    ------
    ValueError
        The instance is of another format, or a route misses a rule.
    """
    if instance.vroom is None:
        raise ValueError("the instance was not read from VROOM's JSON")
    writer = _Writer(instance, instance.vroom, evaluator)
    told = [writer.route(shift, tasks) for shift, tasks in enumerate(routes) if tasks]
    done = {task for tasks in routes for task in tasks}
    left = [row for row in range(instance.problem.tasks) if row not in done]
    dimensions = len(instance.vroom.document.vehicles[0].capacity)
    summary: dict[str, Any] = {key: sum(route[key] for route in told) for key in _SUMS}
    for key in ("delivery", "amount", "pickup"):
        summary[key] = _added([route[key] for route in told], dimensions)
    return {
        "code": 0,
        "summary": {**summary, "routes": len(told), "unassigned": len(left), "violations": []},
        "unassigned": [writer.named(row) for row in left],
        "routes": told,
    }


class _Writer:
    """Tells routes step by step."""

    def __init__(self, instance: Instance, source: VroomSource, evaluator: Evaluator) -> None:
        self._instance = instance
        self._source = source
        self._evaluator = evaluator
        problem = instance.problem
        self._service_s = problem.of(Rule.SERVICE, service.Columns).service_s
        self._stop_s = problem.of(Rule.SERVICE, service.Columns).stop_s
        self._seconds = problem.of(Rule.TRAVEL, travel.Columns).seconds

    def named(self, row: int) -> dict[str, Any]:
        """A task as it is told where nobody does it."""
        kind, step, _ = self._source.tasks[row]
        return {"id": step.id, "type": kind, **_where(step)}

    def route(self, shift: int, tasks: Sequence[int]) -> dict[str, Any]:
        """One route.

        Raises
        ------
        ValueError
            It misses a rule.
        """
        times = self._evaluator.timetable(shift, tasks)
        if isinstance(times, Miss):
            raise ValueError(f"the route of vehicle {shift} misses {times}")
        problem = self._instance.problem
        vehicle = self._source.document.vehicles[shift]
        table = self._seconds[int(problem.shift_table[shift])]
        load = self._load(tasks)
        here, now, driven = int(problem.shift_start[shift]), times.duty_start, 0
        start = {"type": "start", **_ends(vehicle.start, vehicle.start_index)}
        steps = [self._told(start, load, now, driven)]
        for task, begins in zip(tasks, times.starts, strict=True):
            there = int(problem.task_place[task])
            seconds = int(table[here, there])
            setup = self._setup(task, first=there != here)
            arrival = now + seconds
            driven += seconds
            load = self._after(load, task)
            step = self._told({**self._head(task)}, load, arrival, driven)
            step |= {"setup": setup, "service": self._source.tasks[task].step.service}
            # A setup of the stop comes before the work the problem knows of, others are part of it.
            before = setup if self._stop_s[there] else 0
            step["waiting_time"] = begins - before - arrival
            steps.append(step)
            here, now = there, begins + self._service_s[task]
        seconds = int(table[here, int(problem.shift_end[shift])])
        end = {"type": "end", **_ends(vehicle.end, vehicle.end_index)}
        steps.append(self._told(end, load, now + seconds, driven + seconds))
        # A vehicle without a start or end is told where its work begins and ends.
        for at, task, index in (
            (0, tasks[0], vehicle.start_index),
            (-1, tasks[-1], vehicle.end_index),
        ):
            if index is None:
                steps[at]["location_index"] = self._source.tasks[task].step.location_index
        return self._summed(shift, tasks, steps, self._cost(shift, tasks, times))

    def _cost(self, shift: int, tasks: Sequence[int], times: Timetable) -> int:
        scale = self._instance.cost_scale
        return (2 * self._evaluator.cost(shift, tasks, times) + scale) // (2 * scale)

    def _told(
        self, head: dict[str, Any], load: Sequence[int], arrival: int, driven: int
    ) -> dict[str, Any]:
        return {
            **head,
            "setup": 0,
            "service": 0,
            "waiting_time": 0,
            "load": list(load),
            "arrival": arrival + self._source.origin,
            "duration": driven,
            "violations": [],
        }

    def _head(self, task: int) -> dict[str, Any]:
        kind, step, _ = self._source.tasks[task]
        return {"type": kind, "id": step.id, "job": step.id, **_where(step)}

    def _setup(self, task: int, *, first: bool) -> int:
        place = int(self._instance.problem.task_place[task])
        setup = self._source.tasks[task].step.setup
        return setup if first or not self._stop_s[place] else 0

    def _amounts(self, task: int, key: str) -> tuple[int, ...]:
        """What a task delivers or picks up as a job, or moves as a shipment's step."""
        kind, _, of = self._source.tasks[task]
        zeros = (0,) * len(self._source.document.vehicles[0].capacity)
        if isinstance(of, Job):
            return (of.delivery if key == "delivery" else of.pickup) or zeros
        return (of.amount or zeros) if kind == key else zeros

    def _load(self, tasks: Sequence[int]) -> list[int]:
        """Aboard at the start: what jobs deliver."""
        given = [
            self._amounts(task, "delivery")
            for task in tasks
            if self._source.tasks[task].kind == "job"
        ]
        return _added(given, len(self._source.document.vehicles[0].capacity))

    def _after(self, load: Sequence[int], task: int) -> list[int]:
        down, up = self._amounts(task, "delivery"), self._amounts(task, "pickup")
        return [now - off + on for now, off, on in zip(load, down, up, strict=True)]

    def _summed(
        self, shift: int, tasks: Sequence[int], steps: list[dict[str, Any]], cost: int
    ) -> dict[str, Any]:
        vehicle = self._source.document.vehicles[shift]
        dimensions = len(vehicle.capacity)
        delivered = _added([self._amounts(task, "delivery") for task in tasks], dimensions)
        picked_up = _added([self._amounts(task, "pickup") for task in tasks], dimensions)
        orders = {id(self._source.tasks[task].of): self._source.tasks[task].of for task in tasks}
        told = {
            "vehicle": vehicle.id,
            "cost": cost,
            "delivery": delivered,
            "amount": delivered,
            "pickup": picked_up,
            "setup": sum(step["setup"] for step in steps),
            "service": sum(step["service"] for step in steps),
            "duration": steps[-1]["duration"],
            "waiting_time": sum(step["waiting_time"] for step in steps),
            "priority": sum(
                order.priority * (1 if isinstance(order, Job) else 2) for order in orders.values()
            ),
            "steps": steps,
            "violations": [],
        }
        if vehicle.description is not None:
            told["description"] = vehicle.description
        return told


def _where(step: Step) -> dict[str, Any]:
    """Place and description of a step, as far as given."""
    told: dict[str, Any] = {"location_index": step.location_index}
    if step.location is not None:
        told["location"] = list(step.location)
    if step.description is not None:
        told["description"] = step.description
    return told


def _ends(location: tuple[float, float] | None, index: int | None) -> dict[str, Any]:
    told: dict[str, Any] = {"location_index": index}
    if location is not None:
        told["location"] = list(location)
    return told


def _added(amounts: Sequence[Sequence[int]], dimensions: int) -> list[int]:
    return [sum(row[k] for row in amounts) for k in range(dimensions)]
