"""One contract for both engines."""

from collections.abc import Callable

import numpy as np
import pytest
import routingkit_cch as kit
from numpy.typing import NDArray

from logiroute.errors import RoadsError
from logiroute.geo import engine_cch
from logiroute.geo.engine import UNREACHED, Engine
from logiroute.geo.engine_cch import CchEngine
from logiroute.geo.engine_scipy import ScipyEngine

Make = Callable[[list[tuple[int, int]], int], Engine]


def _cch(arcs: list[tuple[int, int]], nodes: int) -> Engine:
    tail, head = np.array(arcs, dtype=np.int32).reshape(-1, 2).T
    spots = np.random.default_rng(0).uniform(0, 1, (nodes, 2))
    return CchEngine(tail, head, spots)


def _scipy(arcs: list[tuple[int, int]], nodes: int) -> Engine:
    tail, head = np.array(arcs, dtype=np.int32).reshape(-1, 2).T
    return ScipyEngine(tail, head, nodes)


@pytest.fixture(params=[_cch, _scipy], ids=["cch", "scipy"])
def make(request: pytest.FixtureRequest) -> Make:
    chosen: Make = request.param
    return chosen


#: 0 → 1 → 2 → 3 with a dear short cut 0 → 2; 4 is an island.
ARCS = [(0, 1), (1, 2), (2, 3), (0, 2)]
WEIGHTS = np.array([10, 5, 7, 100])


def test_table(make: Make) -> None:
    metric = make(ARCS, 5).customize(WEIGHTS)
    table = metric.table([[(0, 0)], [(1, 0)], [(3, 0)]], [0, 2, 3, 4])
    assert table.dtype == np.int64
    assert table.tolist() == [
        [0, 15, 22, UNREACHED],
        [UNREACHED, 5, 12, UNREACHED],
        [UNREACHED, UNREACHED, 0, UNREACHED],
    ]


def test_several_seeds_each_with_its_cost(make: Make) -> None:
    metric = make(ARCS, 5).customize(WEIGHTS)
    assert metric.table([[(0, 3), (1, 9)], [(0, 3), (1, 30)]], [2]).tolist() == [[14], [18]]
    assert metric.table([[(1, 9), (1, 4)]], [2, 2]).tolist() == [[9, 9]]
    path = metric.paths([(0, 3), (1, 9)], [[(2, 50), (3, 1)]])[0]
    assert path is not None
    assert (path.cost, path.nodes) == (9 + 12 + 1, (1, 2, 3))


def test_nothing_to_start_from_or_to_reach(make: Make) -> None:
    metric = make(ARCS, 5).customize(WEIGHTS)
    assert metric.table([[], [(0, 0)]], [3]).tolist() == [[UNREACHED], [22]]
    assert metric.table([[(0, 0)]], []).shape == (1, 0)
    assert metric.table([], [1]).shape == (0, 1)
    assert metric.paths([(0, 0)], [[], [(4, 0)]]) == [None, None]
    assert metric.paths([], [[(1, 0)]]) == [None]


def test_path_of_one_node(make: Make) -> None:
    path = make(ARCS, 5).customize(WEIGHTS).paths([(2, 4)], [[(2, 6)]])[0]
    assert path is not None
    assert (path.cost, path.nodes) == (10, (2,))


def test_parallel_arcs_the_cheapest_counts(make: Make) -> None:
    metric = make([(0, 1), (0, 1), (1, 0)], 2).customize(np.array([9, 4, 1]))
    assert metric.table([[(0, 0)]], [1]).tolist() == [[4]]


def test_blocked_arc(make: Make) -> None:
    engine = make(ARCS, 5)
    blocked = WEIGHTS.copy()
    blocked[1] = UNREACHED
    assert engine.customize(blocked).table([[(0, 0)], [(1, 0)]], [3]).tolist() == [
        [107],
        [UNREACHED],
    ]
    # The same engine takes the next weights without remembering the last.
    assert engine.customize(WEIGHTS).table([[(0, 0)]], [3]).tolist() == [[22]]


def test_sums_from_the_limit_on_are_no_path(make: Make) -> None:
    engine = make([(0, 1), (1, 2)], 3)
    just = engine.customize(np.array([UNREACHED - 2, 1]))
    assert just.table([[(0, 0)]], [2]).tolist() == [[UNREACHED - 1]]
    path = just.paths([(0, 0)], [[(2, 0)]])[0]
    assert path is not None
    assert path.cost == UNREACHED - 1
    over = engine.customize(np.array([UNREACHED - 1, 1]))
    assert over.table([[(0, 0)]], [2]).tolist() == [[UNREACHED]]
    assert over.paths([(0, 0)], [[(2, 0)]]) == [None]
    assert just.table([[(0, 1)]], [2]).tolist() == [[UNREACHED]]
    assert just.paths([(0, 0)], [[(2, 1)]]) == [None]
    far = engine.customize(np.array([2_000_000_000, 2_000_000_000]))
    assert far.table([[(0, 0)]], [1, 2]).tolist() == [[2_000_000_000, UNREACHED]]


@pytest.mark.parametrize(
    ("weights", "words"),
    [
        ([10, 5, 7, -1], "between 0 and"),
        ([10, 5, 7, UNREACHED + 1], "between 0 and"),
        ([10, 5, 7], "4 arcs"),
        ([10.0, 5.0, 7.0, 1.0], "whole numbers"),
    ],
)
def test_bad_weights_are_refused(make: Make, weights: list[float], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        make(ARCS, 5).customize(np.array(weights))


def test_bad_seeds_are_refused(make: Make) -> None:
    metric = make(ARCS, 5).customize(WEIGHTS)
    with pytest.raises(ValueError, match="node 5"):
        metric.table([[(5, 0)]], [1])
    with pytest.raises(ValueError, match="node -1"):
        metric.table([[(0, 0)]], [-1])
    with pytest.raises(ValueError, match="negative"):
        metric.paths([(0, -1)], [[(1, 0)]])


def test_two_metrics_of_one_engine_live_side_by_side(make: Make) -> None:
    engine = make(ARCS, 5)
    one, two = engine.customize(WEIGHTS), engine.customize(WEIGHTS * 2)
    assert one.table([[(0, 0)]], [3]).tolist() == [[22]]
    assert two.table([[(0, 0)]], [3]).tolist() == [[44]]


def _random_graph(seed: int) -> tuple[list[tuple[int, int]], NDArray[np.int64], int]:
    rng = np.random.default_rng(seed)
    nodes = int(rng.integers(2, 40))
    arcs = rng.integers(0, nodes, (int(rng.integers(1, 150)), 2))
    arcs = (
        arcs[arcs[:, 0] != arcs[:, 1]] if (arcs[:, 0] != arcs[:, 1]).any() else np.array([[0, 1]])
    )
    weights = rng.integers(1, 60, len(arcs))
    weights[rng.random(len(arcs)) < 0.1] = UNREACHED
    return [(int(a), int(b)) for a, b in arcs], weights, nodes


@pytest.mark.parametrize("seed", range(30))
def test_engines_agree_and_paths_add_up(seed: int) -> None:
    arcs, weights, nodes = _random_graph(seed)
    metrics = [make(arcs, nodes).customize(weights) for make in (_cch, _scipy)]
    origins = [[(i, 3), ((i + 1) % nodes, 0)] for i in range(nodes)]
    tables = [metric.table(origins, range(nodes)) for metric in metrics]
    assert np.array_equal(tables[0], tables[1])
    cheapest = dict[tuple[int, int], int]()
    for arc, weight in zip(arcs, weights.tolist(), strict=True):
        cheapest[arc] = min(weight, cheapest.get(arc, UNREACHED))
    for metric in metrics:
        for i, origin in enumerate(origins):
            paths = metric.paths(origin, [[(j, 0)] for j in range(nodes)])
            for j, path in enumerate(paths):
                if path is None:
                    assert tables[0][i, j] == UNREACHED
                    continue
                steps = zip(path.nodes[:-1], path.nodes[1:], strict=True)
                total = dict(origin)[path.nodes[0]] + sum(cheapest[step] for step in steps)
                assert total == path.cost == tables[0][i, j]
                assert path.nodes[-1] == j


def test_panic_of_the_binding_becomes_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    metric = _cch(ARCS, 5).customize(WEIGHTS)
    # The binding panics if a query runs while an old result is alive: keep one alive.
    hierarchy = kit.CCH(list(range(5)), [a for a, _ in ARCS], [b for _, b in ARCS], False)
    query = kit.CCHQuery(kit.CCHMetric(hierarchy, WEIGHTS.tolist()))
    alive = query.run(0, 3)
    assert isinstance(metric, engine_cch.CchMetric)
    monkeypatch.setattr(metric, "_query", query)
    with pytest.raises(RoadsError, match="routing engine failed"):
        metric.paths([(0, 0)], [[(3, 0)]])
    assert alive.distance == 22
