"""How the whole way from places to routes grows: SYNTHETIC orders on the streets of Wuhan.

Run it as ``python benchmarks/scale.py``; docs/benchmarks.md says what is measured and how.
"""

import argparse
import contextlib
import json
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.agreement import growth_exponent
from benchmarks.city_day import city_day
from benchmarks.peers.memory import peak_of_tree
from benchmarks.plain_table import table
from logiroute.errors import NoPlanError
from logiroute.geo.loading.load import load_roads
from logiroute.geo.travel import travel_times
from logiroute.model.rules import Rule
from logiroute.solver.crew.standby import Standby
from logiroute.solver.problem import Routes, build_problem
from logiroute.solver.progress import Event
from logiroute.solver.rules import coverage
from logiroute.solver.searches import DEFAULT_SEARCH, SEARCHES
from logiroute.solver.solve_problem import solve_problem
from logiroute.units import COST_UNITS_PER_CENT

#: What the JSON says it is; docs/benchmarks.md describes it.
SCHEMA = "logiroute-scale-benchmark-1"
_ROADS = Path(__file__).resolve().parent.parent / "data" / "roads" / "wuhan.parquet"
_NOTHING = "–"


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure every size in a process of its own, and print."""
    options = _options(arguments)
    if options.one:
        json.dump(measure(options), sys.stdout)
        return
    print("SYNTHETIC orders, depots and trucks at random points of real streets.")
    print(
        f"{options.seconds:g} s a search, {options.processes} process(es), {options.search},"
        f" seed {options.seed}\n"
    )
    steps = []
    for stops in options.stops:
        steps.append(_step(stops, options))
        print(f"{stops:,} stops done, {len(steps[-1]['trace'])} plans", flush=True)
        if options.json:
            options.json.write_text(json.dumps({"schema": SCHEMA, "steps": steps}, indent=1))
    _print(steps, options.at)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    def numbers(text: str) -> list[int]:
        return [int(part) for part in text.split(",")]

    parser = argparse.ArgumentParser(description=__doc__)
    sizes = [500, 1000, 2000, 5000, 10_000, 20_000]
    parser.add_argument("--stops", type=numbers, default=sizes)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--at", type=numbers, default=[10, 60], help="seconds to look at the cost")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--search", choices=sorted(SEARCHES), default=DEFAULT_SEARCH)
    parser.add_argument("--roads", type=Path, default=_ROADS)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args(arguments)


def _step(stops: int, options: argparse.Namespace) -> dict[str, Any]:
    """One size in a process of its own: nothing of a size before is in its memory."""
    words = [
        *("--one", "--stops", stops, "--seconds", options.seconds, "--seed", options.seed),
        *("--processes", options.processes, "--search", options.search, "--roads", options.roads),
    ]
    child = subprocess.Popen(
        [sys.executable, __file__, *map(str, words)], stdout=subprocess.PIPE, text=True
    )
    with peak_of_tree([child.pid]) as peak:
        told, _ = child.communicate()
    if child.returncode:
        sys.exit(f"{stops} stops: the process ended with {child.returncode}")
    found: dict[str, Any] = json.loads(told)
    return {**found, "peak_kb": peak.kb}


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """From places to routes, here and now; costs in hundredths of the currency."""
    (stops,) = options.stops
    roads = load_roads(options.roads)
    scenario = city_day(roads, stops, options.seed)
    begun = time.perf_counter()
    trace: list[tuple[float, int, int]] = []
    routes: Routes = ()
    with Standby(options.processes, options.search) as standby:
        travel = travel_times(scenario, roads)
        tabled = time.perf_counter()
        problem = build_problem(scenario, travel)
        del travel
        built = time.perf_counter()

        def on_event(event: Event) -> None:
            if event.routes is None or event.cost is None:
                return
            served = {int(problem.task_order[task]) for route in event.routes for task in route}
            left_out = problem.orders - len(served - {-1})
            trace.append((time.perf_counter() - built, event.cost // COST_UNITS_PER_CENT, left_out))

        with contextlib.suppress(NoPlanError):
            routes = solve_problem(
                problem,
                seconds=options.seconds,
                seed=options.seed,
                processes=options.processes,
                search=options.search,
                on_event=on_event,
                standby=standby,
            )
    penalty = problem.of(Rule.COVERAGE, coverage.Columns).penalty
    return {
        "stops": stops,
        "vehicles": problem.shifts,
        "driven": sum(1 for route in routes if route),
        "matrix_s": round(tabled - begun, 3),
        "problem_s": round(built - tabled, 3),
        "penalty_each": penalty[0] // COST_UNITS_PER_CENT,
        "trace": [[round(at, 3), cost, left_out] for at, cost, left_out in trace],
        "wall_s": round(time.perf_counter() - built, 3),
    }


def _print(steps: Sequence[dict[str, Any]], moments: Sequence[int]) -> None:
    heads = ["stops", "trucks", "matrix s", "problem s", "first plan s", "all served s"]
    rows = [
        [
            f"{step['stops']:,}",
            f"{step['driven']} of {step['vehicles']}",
            f"{step['matrix_s']:.2f}",
            f"{step['problem_s']:.2f}",
            f"{step['trace'][0][0]:.2f}" if step["trace"] else _NOTHING,
            _all_served(step),
            *(_cost_at(step, moment) for moment in moments),
            f"{step['peak_kb'] / 1024:,.0f}",
        ]
        for step in steps
    ]
    print()
    print(table([*heads, *(f"cost at {moment} s" for moment in moments), "MB"], rows))
    planned = [step for step in steps if step["trace"]]
    if len(planned) > 1:
        sizes = [step["stops"] for step in planned]
        for what, values in (
            ("matrix", [step["matrix_s"] for step in planned]),
            ("first plan", [step["trace"][0][0] for step in planned]),
            ("memory", [float(step["peak_kb"]) for step in planned]),
        ):
            print(f"{what}: fitted stops^{growth_exponent(sizes, values):.2f}")


def _all_served(step: dict[str, Any]) -> str:
    """Seconds until the first plan that leaves nothing out."""
    return next((f"{at:.2f}" for at, _, left_out in step["trace"] if not left_out), _NOTHING)


def _cost_at(step: dict[str, Any], moment: float) -> str:
    """Cost in the currency without penalties, and how many orders are left out."""
    had = [point for point in step["trace"] if point[0] <= moment]
    if not had:
        return _NOTHING
    _, cost, left_out = had[-1]
    driven = cost - left_out * step["penalty_each"]
    return f"{driven / 100:,.0f}" + (f", {left_out} out" if left_out else "")


if __name__ == "__main__":
    main()
