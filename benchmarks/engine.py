"""How fast the engines are, in one run on one core: ours, RoutingKit as it is, and scipy.

    python benchmarks/engine.py [ROADS]

The graph is edge-based (turn-aware). Points are a street each: three states a leg may start with
and two it may end on, as places have them. RoutingKit gives times only, from one state to one
state. scipy is measured on a few origins and scaled to all, which is said in its lines.
"""

import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import routingkit_cch as kit

from logiroute.geo.cch.order import order_of
from logiroute.geo.engine import Metric, Seeds
from logiroute.geo.engine_cch import CchEngine
from logiroute.geo.engine_scipy import ScipyEngine
from logiroute.geo.graph import EdgeGraph, build_graph
from logiroute.geo.loading.load import load_roads
from logiroute.geo.profiles import PROFILES, segment_ms

SIZES = (1, 10, 100, 1_000, 4_000)
WUHAN = Path(__file__).resolve().parents[1] / "data" / "roads" / "wuhan.parquet"


def best_of(work: Callable[[], object], runs: int = 5) -> float:
    """Least seconds of some runs; fewer if they are long."""
    spent: list[float] = []
    while len(spent) < runs and sum(spent) < 5:
        start = time.perf_counter()
        work()
        spent.append(time.perf_counter() - start)
    return min(spent)


def points(graph: EdgeGraph, size: int, options: int, rng: np.random.Generator) -> Seeds:
    """Random streets, with options on it and near it."""
    state = rng.integers(0, len(graph), size)
    rows = [
        [(int((s + i) % len(graph)), *rng.integers(0, 9_000, 2).tolist()) for i in range(options)]
        for s in state
    ]
    return Seeds.of(rows)


def line(what: str, seconds: float, other: float | None = None, about: str = "") -> None:
    """One result, and how many times as long the other took."""
    ratio = "" if other is None else f"{other / seconds:8.1f} x"
    print(f"{what:44}{seconds * 1e3:12.2f} ms{ratio:>12} {about}")


def paths(metric: Metric, origins: Seeds, targets: Seeds) -> int:
    """Paths from the first origins to all targets; how many there are."""
    return sum(
        path is not None
        for row in range(min(len(origins), 10))
        for path in metric.paths(origins.take([row]), targets)
    )


def main() -> None:
    """Print all lines."""
    roads = load_roads(Path(sys.argv[1]) if len(sys.argv) > 1 else WUHAN)
    profile = PROFILES["van"]
    graph = build_graph(roads, profile.walking)
    ms = segment_ms(roads, profile)[graph.segment][graph.tail]
    cm = np.rint(roads.length_m[graph.segment] * 100).astype(np.int64)[graph.tail]
    print(f"{roads.source}: {len(graph)} states, {len(graph.tail)} turns")
    start = time.perf_counter()
    order = order_of(graph.tail, graph.head, graph.lonlat)
    line("order (from the cache, if it is there)", time.perf_counter() - start)
    ours = CchEngine(graph.tail, graph.head, graph.lonlat)
    slow = ScipyEngine(graph.tail, graph.head, len(graph))
    hierarchy = kit.CCH(order.tolist(), graph.tail.tolist(), graph.head.tolist(), False)
    line(
        "contraction, order known",
        best_of(lambda: CchEngine(graph.tail, graph.head, graph.lonlat)),
    )
    weights = ms.tolist()
    raw = best_of(lambda: kit.CCHMetric(hierarchy, weights))
    line("RoutingKit: customise, times", raw)
    line("customise, times and lengths", best_of(lambda: ours.customize(ms, cm)), raw)
    metric, oracle = ours.customize(ms, cm), slow.customize(ms, cm)
    kit_metric = kit.CCHMetric(hierarchy, weights)
    rng = np.random.default_rng(0)
    for size in SIZES:
        origins, targets = points(graph, size, 3, rng), points(graph, size, 2, rng)
        print(f"-- {size} x {size}")
        single = targets.node[targets.offset[:-1]].tolist()
        sources = origins.node[origins.offset[:-1]].tolist()

        def times(sources: list[int] = sources, single: list[int] = single) -> None:
            sweep = kit.CCHOneToMany(kit_metric, single)
            for source in sources:
                sweep.distances_from(source)

        few = origins.take(np.arange(min(size, 4)))
        scipy = best_of(partial(oracle.table, few, targets)) * size / len(few)
        mine = best_of(partial(metric.table, origins, targets))
        line("ours: times and lengths", mine)
        one = Seeds.of([[(node, 0, 0)] for node in sources])
        other = Seeds.of([[(node, 0, 0)] for node in single])
        line("ours: the same, one state a point", best_of(partial(metric.table, one, other)))
        raw = best_of(times)
        line("RoutingKit: times, one state a point", raw)
        line("scipy: times and lengths", scipy, None, f"from {len(few)} origins")
        if size <= 1_000:
            spent = best_of(partial(paths, metric, origins, targets))
            count = paths(metric, origins, targets)
            line(f"ours: {count} paths", spent, None, f"{spent / max(count, 1) * 1e6:.1f} us each")


if __name__ == "__main__":
    main()
