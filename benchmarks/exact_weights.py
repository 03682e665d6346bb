"""Compare both engines on bare weights, time and length, on many pairs of a road network.

    python benchmarks/exact_weights.py [PAIRS]

`benchmarks/exact.py` compares them among zones. Here weights are those of vans, as they are and
with blocked, slowed and doubled arcs. Points have several options, as places have. Prints the
pairs that were compared and those that differ (there must be none), and checks arc by arc that
some paths add up to the table.
"""

import sys
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from logiroute.geo.engine import UNREACHED, Metric, Seeds
from logiroute.geo.engine_cch import CchEngine
from logiroute.geo.engine_scipy import ScipyEngine
from logiroute.geo.graph import EdgeGraph, build_graph
from logiroute.geo.loading.load import load_roads
from logiroute.geo.profiles import PROFILES, segment_ms

WUHAN = Path(__file__).resolve().parents[1] / "data" / "roads" / "wuhan.parquet"
TARGETS = 2_000

Whole = NDArray[np.int64]


def points(graph: EdgeGraph, size: int, rng: np.random.Generator) -> Seeds:
    """Random streets, each with up to four states near it and what is spent there."""
    return Seeds.of(
        [
            [
                (int((state + i) % len(graph)), *rng.integers(0, 9_000, 2).tolist())
                for i in range(rng.integers(1, 5))
            ]
            for state in rng.integers(0, len(graph), size)
        ]
    )


def wrong_paths(
    metric: Metric, graph: EdgeGraph, ms: Whole, cm: Whole, origins: Seeds, targets: Seeds
) -> tuple[int, int]:
    """How many paths there are, and how many do not add up to the table over open arcs."""
    turn = {
        ends: (time, length)
        for *ends_, time, length in zip(
            graph.tail.tolist(), graph.head.tolist(), ms.tolist(), cm.tolist(), strict=True
        )
        for ends in [tuple(ends_)]
    }
    times, lengths = metric.table(origins, targets)
    count = wrong = 0
    for i in range(len(origins)):
        for j, path in enumerate(metric.paths(origins.take([i]), targets)):
            if path is None:
                wrong += int(times[i, j] != UNREACHED)
                continue
            count += 1
            total = np.zeros(2, dtype=np.int64)
            for point, node in (
                (origins.take([i]), path.nodes[0]),
                (targets.take([j]), path.nodes[-1]),
            ):
                total += min(
                    (a, b)
                    for n, a, b in zip(
                        point.node.tolist(), point.ms.tolist(), point.cm.tolist(), strict=True
                    )
                    if n == node
                )
            steps = [turn[step] for step in zip(path.nodes[:-1], path.nodes[1:], strict=True)]
            if steps:
                total += np.array(steps).sum(axis=0)
            blocked = any(spent == UNREACHED for spent, _ in steps)
            same = total.tolist() == [path.ms, path.cm] == [times[i, j], lengths[i, j]]
            wrong += int(blocked or not same)
    return count, wrong


def main() -> None:
    """Print what was compared."""
    pairs = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    roads = load_roads(WUHAN)
    profile = PROFILES["van"]
    graph = build_graph(roads, profile.walking)
    ms = segment_ms(roads, profile)[graph.segment][graph.tail].astype(np.int64)
    cm = np.rint(roads.length_m[graph.segment] * 100).astype(np.int64)[graph.tail]
    rng = np.random.default_rng(1)
    changed = ms.copy()
    changed[rng.random(len(ms)) < 0.05] += 100_000_000
    changed[rng.random(len(ms)) < 0.1] = UNREACHED
    # Times in whole minutes tie all the time, so that the lengths decide.
    coarse = ms // 10_000
    fast = CchEngine(graph.tail, graph.head, graph.lonlat)
    slow = ScipyEngine(graph.tail, graph.head, len(graph))
    failed = False
    for name, weights in (("as they are", ms), ("blocked, penalised", changed), ("tied", coarse)):
        start = time.perf_counter()
        size = -(-pairs // (3 * TARGETS))
        origins, targets = points(graph, size, rng), points(graph, TARGETS, rng)
        metrics = [engine.customize(weights, cm) for engine in (fast, slow)]
        tables = [metric.table(origins, targets) for metric in metrics]
        times, lengths = (int((tables[0][i] != tables[1][i]).sum()) for i in (0, 1))
        reached = int((tables[1][0] < UNREACHED).sum())
        few, some = origins.take(np.arange(min(size, 20))), targets.take(np.arange(200))
        count, wrong = wrong_paths(metrics[0], graph, weights, cm, few, some)
        failed |= times + lengths + wrong > 0
        print(
            f"{name:20} {size * TARGETS} pairs, {reached} reached; differences: {times} in time, "
            f"{lengths} in length; {count} paths, {wrong} wrong; "
            f"{time.perf_counter() - start:.0f} s"
        )
    sys.exit(failed)


if __name__ == "__main__":
    main()
