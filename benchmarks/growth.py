"""How long tables take as graphs and numbers of places grow, on synthetic road graphs.

Run it as ``python benchmarks/growth.py``; docs/benchmarks.md says what is measured.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.agreement import growth_exponent
from benchmarks.synthetic import SyntheticGraph, synthetic_graph
from logiroute.geo.engine import Engine, Metric, Seeds
from logiroute.geo.engine_cch import CchEngine

#: Side of the grid that shows how many turns a junction has.
_SAMPLE_SIDE = 512


@dataclass(frozen=True)
class Step:
    """What one graph took, in seconds."""

    arcs: int
    contract: float
    customize: float
    table: float


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the benchmark and print what it finds."""
    options = _options(arguments)
    with tempfile.TemporaryDirectory() as empty:
        os.environ["XDG_CACHE_HOME"] = empty  # nothing contracted by an earlier run
        _measure(options)


def _measure(options: argparse.Namespace) -> None:
    print("SYNTHETIC graphs: an irregular grid of towns and faster streets between; no real place.")
    print("Times and lengths by the cch engine, one thread.\n")
    _warm_up()
    print(f"Growth with the graph, {options.n:,} x {options.n:,}")
    steps = [_step(arcs, options) for arcs in options.arcs]
    sizes = [step.arcs for step in steps]
    for what in ("contract", "customize", "table"):
        _print_fit(what, "arcs", sizes, [getattr(step, what) for step in steps])
    graph = _graph(options.fixed_arcs)
    metric = _engine(graph).customize(graph.ms, graph.cm)
    print(f"\nGrowth with N, {len(graph.tail):,} arcs")
    seconds = [_table_seconds(graph, metric, size, options.repeat) for size in options.ns]
    for size, taken in zip(options.ns, seconds, strict=True):
        print(f"  N = {size:,}: {taken:.3f} s")
    _print_fit("table", "N", options.ns, seconds)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    def numbers(text: str) -> list[int]:
        return [int(part) for part in text.split(",")]

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--arcs", type=numbers, default=[100_000, 300_000, 1_000_000, 2_000_000])
    parser.add_argument("--n", type=int, default=1000, help="places while the graph grows")
    parser.add_argument("--ns", type=numbers, default=[250, 500, 1000, 2000, 4000])
    parser.add_argument("--fixed-arcs", type=int, default=300_000, help="arcs while N grows")
    parser.add_argument("--repeat", type=int, default=3, help="tables each; the fastest counts")
    return parser.parse_args(arguments)


def _graph(arcs: int) -> SyntheticGraph:
    """A graph with about that many arcs."""
    per_junction = len(synthetic_graph(_SAMPLE_SIDE).tail) / _SAMPLE_SIDE**2
    return synthetic_graph(round((arcs / per_junction) ** 0.5))


def _engine(graph: SyntheticGraph) -> Engine:
    return CchEngine(graph.tail, graph.head, graph.lonlat)


def _warm_up() -> None:
    """Have everything compiled before the first clock starts."""
    graph = synthetic_graph(40)
    _table_seconds(graph, _engine(graph).customize(graph.ms, graph.cm), 4, 1)


def _step(arcs: int, options: argparse.Namespace) -> Step:
    graph = _graph(arcs)
    begun = time.perf_counter()
    engine = _engine(graph)
    contracted = time.perf_counter()
    metric = engine.customize(graph.ms, graph.cm)
    customized = time.perf_counter()
    step = Step(
        arcs=len(graph.tail),
        contract=contracted - begun,
        customize=customized - contracted,
        table=_table_seconds(graph, metric, options.n, options.repeat),
    )
    print(
        f"  {len(graph):,} states, {step.arcs:,} arcs: contract {step.contract:.2f} s, "
        f"customize {step.customize:.3f} s, table {step.table:.3f} s",
        flush=True,
    )
    return step


def _table_seconds(graph: SyntheticGraph, metric: Metric, count: int, repeat: int) -> float:
    """The fastest of some tables between random places."""
    random = np.random.default_rng(count)
    places = Seeds.of([[(state, 0, 0)] for state in random.integers(0, len(graph), count).tolist()])
    taken = []
    for _ in range(repeat):
        begun = time.perf_counter()
        metric.table(places, places)
        taken.append(time.perf_counter() - begun)
    return min(taken)


def _print_fit(what: str, size: str, sizes: Sequence[int], seconds: Sequence[float]) -> None:
    if len(set(sizes)) > 1:
        print(f"  {what} grows as {size}^{growth_exponent(sizes, seconds):.2f}")


if __name__ == "__main__":
    main()
