"""The conductor of instances: from a benchmark file to a file of routes."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from logiroute.atomic import write_text
from logiroute.errors import InputError, InputProblem
from logiroute.files.whole_file import file_problems
from logiroute.solver.evaluate import Evaluator
from logiroute.solver.instances.instance import Instance
from logiroute.solver.instances.read import read_instance
from logiroute.solver.instances.solution import solution_text
from logiroute.solver.instances.vroom_out import vroom_solution
from logiroute.solver.problem import Routes
from logiroute.solver.solve_problem import solve_problem


@dataclass(frozen=True)
class SolveSettings:
    """How to read and how to search; see `logiroute.read_instance` and `logiroute.solve_problem`.

    ``target`` ends the search as soon as routes that serve all that has to be served cost no more,
    in the units of the file.
    """

    seconds: float | None = 30.0
    iterations: int | None = None
    seed: int = 0
    target: Decimal | None = None
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
        Routes that are driven, orders that are left out, and those of them that have to be served.
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
        found.append(_option("routes are written as .sol or .json; name a file that ends so"))
    if found:
        raise InputError(found)
    instance = read_instance(
        path, convention=settings.convention, fewest_vehicles=settings.fewest_vehicles
    )
    if kind == ".json" and instance.vroom is None:
        raise InputError([_option("only VROOM's JSON is answered as .json; name a .sol file")])
    watch = _Watch(instance, settings.target, on_progress)
    routes = solve_problem(
        instance.problem,
        seconds=settings.seconds,
        iterations=settings.iterations,
        seed=settings.seed,
        on_event=watch.event,
    )
    standing = watch.standing(routes)
    if kind == ".json":
        told = vroom_solution(instance, routes, Evaluator(instance.problem))
        write_text(out, json.dumps(told, indent=1, ensure_ascii=False) + "\n")
    else:
        write_text(out, solution_text(instance, routes, standing.cost))
    return Solved(instance, routes, standing)


def _option(message: str) -> InputProblem:
    return InputProblem("--out", 0, "", message, "S402")


class _Watch:
    """Turns what a search tells into standings, and ends it at its target."""

    def __init__(
        self, instance: Instance, target: Decimal | None, on_progress: OnProgress | None
    ) -> None:
        self._instance = instance
        self._evaluator = Evaluator(instance.problem)
        self._target = target
        self._on_progress = on_progress
        self._began = time.monotonic()
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

    def event(self, routes: Routes | None) -> None:
        """Take note of better routes, or that time has passed."""
        if routes is not None:
            self._best = self.standing(routes)
        if self._on_progress is not None:
            self._on_progress(time.monotonic() - self._began, self._best)
        best, target = self._best, self._target
        if best is not None and target is not None and not best.missing and best.cost <= target:
            raise KeyboardInterrupt
