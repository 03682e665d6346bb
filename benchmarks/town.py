"""The town day, and four times it: logiroute's search against OR-Tools alone at equal time.

Run it as ``python benchmarks/town.py``; docs/benchmarks.md says what is measured and how.
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.larger_day import larger_day
from benchmarks.plain_table import table
from logiroute.audit.audit_plan import audit_plan
from logiroute.files.day import read_scenario
from logiroute.geo.loading.load import load_roads
from logiroute.geo.roads import Roads
from logiroute.geo.trace import trace
from logiroute.geo.travel import travel_times
from logiroute.model.plan import Plan
from logiroute.model.scenario import Scenario
from logiroute.model.travel import TravelTimes
from logiroute.solver.searches import DEFAULT_SEARCH, SEARCHES
from logiroute.solver.solve import solve

_DAY = Path(__file__).resolve().parent.parent / "examples" / "town-day"
#: Of the places that copies of sites are drawn from.
_SEED = 20220413


@dataclass(frozen=True)
class Outcome:
    """What a search made of a day, in hundredths of the currency.

    Attributes
    ----------
    cost, penalty : int
        Of what is driven, and of orders left out.
    unserved : int
    """

    cost: int
    penalty: int
    unserved: int

    @property
    def total(self) -> int:
        """What a search is to make small."""
        return self.cost + self.penalty


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the comparison and print it."""
    options = _options(arguments)
    day = read_scenario(options.day)
    roads = load_roads(day.roads)
    for times in options.times:
        scenario = day if times == 1 else larger_day(day, roads, times, _SEED)
        print(
            f"\n{scenario.title}: {len(scenario.orders)} orders, {len(scenario.vehicles)} vehicles;"
            f" {options.seconds:g} s a search, {options.processes} process(es)\n"
        )
        _compare(scenario, roads, options)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    def numbers(text: str) -> list[int]:
        return [int(part) for part in text.split(",")]

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--day", type=Path, default=_DAY)
    parser.add_argument("--times", type=numbers, default=[1, 4], help="how often the day is taken")
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--seeds", type=numbers, default=list(range(1, 11)))
    parser.add_argument("--processes", type=int, default=1, help="for either search")
    parser.add_argument("--search", choices=sorted(SEARCHES), default=DEFAULT_SEARCH)
    parser.add_argument("--against", choices=sorted(SEARCHES), default="ortools")
    return parser.parse_args(arguments)


def _compare(scenario: Scenario, roads: Roads, options: argparse.Namespace) -> None:
    travel = travel_times(scenario, roads)
    rows, pairs = [], []
    for seed in options.seeds:
        own, other = (
            _outcome(scenario, roads, travel, name, seed, options)
            for name in (options.search, options.against)
        )
        pairs.append((own, other))
        rows.append([f"{seed}", _shown(own), _shown(other), f"{_saving(own, other):,.2f}"])
        print(f"seed {seed}: {rows[-1][1]} against {rows[-1][2]}", flush=True)
    currency = scenario.currency
    print()
    print(table(["seed", options.search, options.against, f"saving {currency}"], rows))
    print(summary(pairs, currency))


def _outcome(
    scenario: Scenario,
    roads: Roads,
    travel: TravelTimes,
    search: str,
    seed: int,
    options: argparse.Namespace,
) -> Outcome:
    plan = solve(
        scenario,
        travel,
        seconds=options.seconds,
        seed=seed,
        processes=options.processes,
        search=search,
    )
    audit_plan(scenario, travel, trace(plan, scenario, roads)).raise_if_broken()
    return outcome_of(scenario, plan)


def outcome_of(scenario: Scenario, plan: Plan) -> Outcome:
    """Price a plan by what its routes say they cost, which the audit has checked."""
    left_out = [scenario.order[entry.order_id] for entry in plan.unserved]
    return Outcome(
        cost=sum(route.cost for route in plan.routes),
        penalty=sum(scenario.policy.penalties[order.priority] for order in left_out),
        unserved=len(left_out),
    )


def _shown(outcome: Outcome) -> str:
    left = f", {outcome.unserved} left out" if outcome.unserved else ""
    return f"{outcome.cost / 100:,.2f}{left}"


def _saving(own: Outcome, other: Outcome) -> float:
    """In the currency, penalties of orders left out included."""
    return (other.total - own.total) / 100


def summary(pairs: Sequence[tuple[Outcome, Outcome]], currency: str) -> str:
    """How often the first of each pair is not worse, and what it saves on the average."""
    good = sum(own.total <= other.total for own, other in pairs)
    served = [(own, other) for own, other in pairs if own.unserved == other.unserved]
    lines = [f"better or equal in {good} of {len(pairs)} seeds"]
    if served:
        saved = sum(_saving(own, other) for own, other in served) / len(served)
        spent = sum(other.cost for _, other in served) / len(served) / 100
        lines.append(
            f"saving {saved:,.2f} {currency} a day ({saved / spent:.2%}), mean of the"
            f" {len(served)} seeds in which both leave out as many orders"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    main()
