"""The conductor of instances: from a benchmark file to a file of routes."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from math import floor
from pathlib import Path

from logiroute.atomic import write_text
from logiroute.errors import InputError, InputProblem
from logiroute.files.whole_file import file_problems
from logiroute.solver.budget import Budget
from logiroute.solver.crew.standby import stand_by
from logiroute.solver.evaluate import Evaluator
from logiroute.solver.instances.instance import Instance
from logiroute.solver.instances.read import read_instance
from logiroute.solver.instances.solution import solution_text
from logiroute.solver.instances.vroom_out import vroom_solution
from logiroute.solver.problem import Routes
from logiroute.solver.progress import Event
from logiroute.solver.searches import DEFAULT_SEARCH
from logiroute.solver.solve_problem import solve_problem


@dataclass(frozen=True)
class SolveSettings:
    """How to read and how to search; see `logiroute.read_instance` and `logiroute.solve_problem`.

    ``target`` ends the search as soon as routes that serve all that has to be served cost no more,
    in the units of the file.
    """

    seconds: float | None = 30.0
    iterations: int | None = None
    target: Decimal | None = None
    plateau_seconds: float | None = None
    seed: int = 0
    processes: int | None = None
    search: str = DEFAULT_SEARCH
    convention: str | None = None
    fewest_vehicles: bool = False


@dataclass(frozen=True)
class Standing:
    """The best routes so far.

    Attributes
    ----------
    cost : Decimal
        In the units of the file, prizes of orders left out included.
    routes, unserved, missing : int
        Routes that are driven, orders that are left out, and those of them that have no prize: the
        cost says nothing of them.
    """

    cost: Decimal
    routes: int
    unserved: int
    missing: int


#: Told seconds since the search began, and the best routes so far, or None before there are any.
OnProgress = Callable[[float, Standing | None], None]


@dataclass(frozen=True)
class Solved:
    """What was written: routes that keep every rule, and their standing."""

    instance: Instance
    routes: Routes
    standing: Standing


def solve_instance(
    path: Path,
    out: Path,
    settings: SolveSettings,
    on_progress: OnProgress | None = None,
) -> Solved:
    """Read an instance, search, and write the routes, or nothing.

    Parameters
    ----------
    path : Path
        Benchmark file; see `logiroute.read_instance`.
    out : Path
        ``.sol``: VRPLIB's form; ``.json``: VROOM's, for instances read from that.
    settings : SolveSettings
    on_progress : callable, optional
        Told a few times a second how far the search has come.

    Raises
    ------
    InputError
        Everything that is wrong with the file and the options.
    NoPlanError
        The search ended or was interrupted before its first routes.
    """
    found = file_problems(out, (path,))
    kind = out.suffix.casefold()
    if kind not in (".sol", ".json"):
        message = "routes are written as .sol or .json; name a file that ends so"
        found.append(_option("--out", message))
    if settings.target is not None and settings.fewest_vehicles:
        message = "a cost says nothing where fewer routes are worth any; leave out one of the two"
        found.append(_option("--target", message))
    if found:
        raise InputError(found)
    budget = Budget(settings.seconds, settings.iterations, None, settings.plateau_seconds)
    with stand_by(budget, settings.processes, settings.search) as standby:
        instance = read_instance(
            path, convention=settings.convention, fewest_vehicles=settings.fewest_vehicles
        )
        if kind == ".json" and instance.vroom is None:
            message = "only VROOM's JSON is answered as .json; name a .sol file"
            raise InputError([_option("--out", message)])
        watch = _Watch(instance, on_progress)
        routes = solve_problem(
            instance.problem,
            seconds=settings.seconds,
            iterations=settings.iterations,
            target=_units(instance, settings.target),
            plateau_seconds=settings.plateau_seconds,
            seed=settings.seed,
            processes=settings.processes,
            search=settings.search,
            on_event=watch.event,
            standby=standby,
        )
    standing = watch.standing(routes)
    if kind == ".json":
        told = vroom_solution(instance, routes, Evaluator(instance.problem))
        write_text(out, json.dumps(told, indent=1, ensure_ascii=False) + "\n")
    else:
        write_text(out, solution_text(instance, routes, standing.cost))
    return Solved(instance, routes, standing)


def _option(option: str, message: str) -> InputProblem:
    return InputProblem(option, 0, "", message, "S402")


def _units(instance: Instance, target: Decimal | None) -> int | None:
    """A cost of the file in units of the problem."""
    return None if target is None else floor(target * instance.cost_scale)


class _Watch:
    """Turns what a search tells into standings."""

    def __init__(self, instance: Instance, on_progress: OnProgress | None) -> None:
        self._instance = instance
        self._evaluator = Evaluator(instance.problem)
        self._on_progress = on_progress
        self._best: Standing | None = None

    def standing(self, routes: Routes) -> Standing:
        """How good routes are."""
        served = self._evaluator.served(routes)
        return Standing(
            cost=self._instance.objective(routes, self._evaluator),
            routes=sum(1 for tasks in routes if tasks),
            unserved=self._instance.problem.orders - len(served),
            missing=self._instance.missing(served),
        )

    def event(self, event: Event) -> None:
        """Tell of better routes, or that time has passed."""
        if self._on_progress is None:
            return
        if event.routes is not None:
            self._best = self.standing(event.routes)
        self._on_progress(event.elapsed_s, self._best)
