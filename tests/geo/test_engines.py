"""One contract for both engines."""

from collections.abc import Callable, Sequence
from pathlib import Path as FilePath

import numba
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from logiroute.errors import RoadsError
from logiroute.geo.cch import order as cch_order
from logiroute.geo.cch import table as cch_table
from logiroute.geo.cch.kernel import kernel
from logiroute.geo.engine import CM_LIMIT, UNREACHED, Engine, Metric, Path, Seeds
from logiroute.geo.engine_cch import CchEngine
from logiroute.geo.engine_scipy import ScipyEngine
from logiroute.geo.graph import EdgeGraph, build_graph
from logiroute.geo.loading import cache
from logiroute.geo.loading.load import load_roads

Arcs = Sequence[tuple[int, int]]
Make = Callable[[Arcs, int], Engine]
Options = list[tuple[int, int, int]]

WUHAN = FilePath(__file__).resolve().parents[2] / "data" / "roads" / "wuhan.parquet"


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: FilePath, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "folder", lambda: tmp_path / "roads")


def _ends(arcs: Arcs) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    tail, head = np.array(arcs, dtype=np.int32).reshape(-1, 2).T
    return tail, head


def _cch(arcs: Arcs, nodes: int) -> Engine:
    return CchEngine(*_ends(arcs), np.random.default_rng(0).uniform(0, 1, (nodes, 2)))


def _scipy(arcs: Arcs, nodes: int) -> Engine:
    return ScipyEngine(*_ends(arcs), nodes)


@pytest.fixture(params=[_cch, _scipy], ids=["cch", "scipy"])
def make(request: pytest.FixtureRequest) -> Make:
    chosen: Make = request.param
    return chosen


#: 0 → 1 → 2 → 3 with a dear but short way 0 → 2; 4 is an island.
ARCS = [(0, 1), (1, 2), (2, 3), (0, 2)]
MS = np.array([10, 5, 7, 100])
CM = np.array([1_000, 500, 900, 20])


def _single(*nodes: int) -> Seeds:
    return Seeds.of([[(node, 0, 0)] for node in nodes])


def _table(metric: Metric, origins: Seeds, targets: Seeds) -> list[list[tuple[int, int] | None]]:
    """Times and lengths in pairs, None where there is no path."""
    ms, cm = metric.table(origins, targets)
    assert ms.dtype == cm.dtype == np.int64
    assert ms.shape == cm.shape == (len(origins), len(targets))
    assert np.array_equal(ms == UNREACHED, cm == UNREACHED)
    return [
        [None if pair[0] == UNREACHED else (pair[0], pair[1]) for pair in row]
        for row in np.stack([ms, cm], axis=2).tolist()
    ]


def test_seeds_in_rows() -> None:
    rows: list[Options] = [[(3, 1, 2)], [], [(4, 5, 6), (7, 8, 9)]]
    seeds = Seeds.of(rows)
    assert len(seeds) == 3
    assert seeds.offset.tolist() == [0, 1, 1, 3]
    assert seeds.node.dtype == np.int32
    assert seeds.ms.dtype == seeds.cm.dtype == np.int64
    taken = seeds.take([2, 1, 2, 0])
    assert taken.offset.tolist() == [0, 2, 2, 4, 5]
    assert taken.node.tolist() == [4, 7, 4, 7, 3]
    assert taken.ms.tolist() == [5, 8, 5, 8, 1]
    assert taken.cm.tolist() == [6, 9, 6, 9, 2]
    assert len(seeds.take([])) == len(Seeds.of([])) == 0


def test_table(make: Make) -> None:
    metric = make(ARCS, 5).customize(MS, CM)
    assert _table(metric, _single(0, 1, 3), _single(0, 2, 3, 4)) == [
        [(0, 0), (15, 1_500), (22, 2_400), None],
        [None, (5, 500), (12, 1_400), None],
        [None, None, (0, 0), None],
    ]


def test_of_equally_fast_paths_the_shortest(make: Make) -> None:
    # Three ways from 0 to 3 of 20 ms each, the shortest with the most arcs.
    arcs = [(0, 3), (0, 1), (1, 3), (0, 2), (2, 1)]
    metric = make(arcs, 4).customize([20, 10, 10, 4, 6], [900, 500, 300, 100, 200])
    assert _table(metric, _single(0), _single(1, 3)) == [[(10, 300), (20, 600)]]
    assert metric.paths(_single(0), _single(3)) == [Path(20, 600, (0, 2, 1, 3))]
    # One millisecond weighs more than any length.
    metric = make(arcs, 4).customize([19, 10, 10, 4, 6], [CM_LIMIT - 2, 500, 300, 100, 200])
    assert _table(metric, _single(0), _single(3)) == [[(19, CM_LIMIT - 2)]]


def test_arcs_without_time_or_length(make: Make) -> None:
    # A ring of nothing, entered by an arc of nothing or a longer one.
    arcs = [(0, 1), (1, 2), (2, 1), (2, 3), (0, 3)]
    metric = make(arcs, 4).customize([0, 0, 0, 0, 0], [0, 0, 0, 5, 7])
    assert _table(metric, _single(0), _single(0, 1, 2, 3)) == [[(0, 0), (0, 0), (0, 0), (0, 5)]]
    assert metric.paths(_single(0), _single(3)) == [Path(0, 5, (0, 1, 2, 3))]


def test_several_options_each_with_its_weight(make: Make) -> None:
    metric = make(ARCS, 5).customize(MS, CM)
    origins = Seeds.of([[(0, 3, 1), (1, 9, 2)], [(0, 3, 1), (1, 30, 2)], [(1, 9, 0), (1, 4, 7)]])
    targets = Seeds.of([[(2, 0, 0)], [(2, 50, 3), (3, 1, 4)], [(2, 5, 3), (2, 5, 1)]])
    assert _table(metric, origins, targets) == [
        [(14, 502), (22, 1_406), (19, 503)],
        [(18, 1_501), (26, 2_405), (23, 1_502)],
        [(9, 507), (17, 1_411), (14, 508)],
    ]
    path = metric.paths(origins.take([0]), targets.take([1]))
    assert path == [Path(9 + 12 + 1, 2 + 1_400 + 4, (1, 2, 3))]


def test_nothing_to_start_from_or_to_reach(make: Make) -> None:
    metric = make(ARCS, 5).customize(MS, CM)
    nothing = Seeds.of([[]])
    assert _table(metric, Seeds.of([[], [(0, 0, 0)]]), Seeds.of([[(3, 0, 0)], []])) == [
        [None, None],
        [(22, 2_400), None],
    ]
    assert _table(metric, _single(0), Seeds.of([])) == [[]]
    assert _table(metric, Seeds.of([]), _single(1)) == []
    assert metric.paths(_single(0), Seeds.of([[], [(4, 0, 0)]])) == [None, None]
    assert metric.paths(nothing, _single(1)) == [None]
    assert metric.paths(_single(0), Seeds.of([])) == []


def test_graph_without_arcs(make: Make) -> None:
    metric = make([], 2).customize(np.zeros(0, np.int64), np.zeros(0, np.int64))
    assert _table(metric, _single(0, 1), _single(0, 1)) == [[(0, 0), None], [None, (0, 0)]]


def test_path_of_one_node(make: Make) -> None:
    metric = make(ARCS, 5).customize(MS, CM)
    origin, target = Seeds.of([[(2, 4, 1)]]), Seeds.of([[(2, 6, 2)]])
    assert metric.paths(origin, target) == [Path(10, 3, (2,))]
    assert _table(metric, origin, target) == [[(10, 3)]]


def test_parallel_arcs_and_loops(make: Make) -> None:
    arcs = [(0, 1), (0, 1), (0, 1), (1, 0), (1, 1), (0, 0)]
    metric = make(arcs, 2).customize([9, 4, 4, 1, 0, 3], [1, 8, 6, 1, 0, 0])
    assert _table(metric, _single(0, 1), _single(0, 1)) == [[(0, 0), (4, 6)], [(1, 1), (0, 0)]]
    assert metric.paths(_single(0), _single(1)) == [Path(4, 6, (0, 1))]


def test_blocked_arc(make: Make) -> None:
    engine = make(ARCS, 5)
    blocked = MS.copy()
    blocked[1] = UNREACHED
    metric = engine.customize(blocked, CM)
    assert _table(metric, _single(0, 1), _single(3)) == [[(107, 920)], [None]]
    assert metric.paths(_single(1), _single(3)) == [None]
    # The same engine takes the next weights without remembering the last.
    assert _table(engine.customize(MS, CM), _single(0), _single(3)) == [[(22, 2_400)]]


def test_sums_from_the_limit_on_are_no_path(make: Make) -> None:
    engine = make([(0, 1), (1, 2)], 3)
    just = engine.customize([UNREACHED - 2, 1], [5, 6])
    late = Seeds.of([[(0, 1, 0)]])
    assert _table(just, _single(0), _single(2)) == [[(UNREACHED - 1, 11)]]
    assert just.paths(_single(0), _single(2)) == [Path(UNREACHED - 1, 11, (0, 1, 2))]
    assert _table(just, late, _single(2)) == [[None]]
    assert just.paths(late, _single(2)) == [None]
    assert just.paths(_single(0), Seeds.of([[(2, 1, 0)]])) == [None]
    over = engine.customize([UNREACHED - 1, 1], [5, 6])
    assert _table(over, _single(0), _single(1, 2)) == [[(UNREACHED - 1, 5), None]]
    far = engine.customize([2_000_000_000, 2_000_000_000], [CM_LIMIT - 2, CM_LIMIT - 2])
    assert _table(far, _single(0), _single(1, 2)) == [[(2_000_000_000, CM_LIMIT - 2), None]]
    never = Seeds.of([[(0, 10 * UNREACHED, 0)]])
    assert _table(far, never, never) == [[None]]
    assert far.paths(never, _single(0)) == [None]


@pytest.mark.parametrize(
    ("ms", "cm", "words"),
    [
        ([10, 5, 7, -1], CM, "ms must lie between 0 and"),
        ([10, 5, 7, UNREACHED + 1], CM, "ms must lie between 0 and"),
        (MS, [10, 5, 7, -1], "cm must lie between 0 and"),
        (MS, [10, 5, 7, CM_LIMIT], "cm must lie between 0 and"),
        ([10, 5, 7], CM, "4 arcs"),
        (MS, [[10, 5, 7, 1]], "4 arcs"),
        ([10.0, 5.0, 7.0, 1.0], CM, "whole numbers"),
    ],
)
def test_bad_weights_are_refused(make: Make, ms: list[int], cm: list[int], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        make(ARCS, 5).customize(np.array(ms), np.array(cm))


@pytest.mark.parametrize(
    ("option", "words"),
    [
        ((5, 0, 0), "node 5 is not"),
        ((-1, 0, 0), "node -1 is not"),
        ((1, -1, 0), "node 1 has a negative time"),
        ((1, 0, -1), "node 1 has a length"),
        ((1, 0, CM_LIMIT), "node 1 has a length"),
    ],
)
def test_bad_seeds_are_refused(make: Make, option: tuple[int, int, int], words: str) -> None:
    metric = make(ARCS, 5).customize(MS, CM)
    bad = Seeds.of([[(0, 0, 0), option]])
    for origins, targets in ((bad, _single(1)), (_single(1), bad)):
        with pytest.raises(ValueError, match=words):
            metric.table(origins, targets)
        with pytest.raises(ValueError, match=words):
            metric.paths(origins, targets)


def test_paths_start_at_one_point(make: Make) -> None:
    with pytest.raises(ValueError, match="got 2"):
        make(ARCS, 5).customize(MS, CM).paths(_single(0, 1), _single(2))


def test_two_metrics_of_one_engine_live_side_by_side(make: Make) -> None:
    engine = make(ARCS, 5)
    one, two = engine.customize(MS, CM), engine.customize(MS * 2, CM)
    for _ in range(2):
        assert _table(one, _single(0), _single(3)) == [[(22, 2_400)]]
        assert _table(two, _single(0), _single(3)) == [[(44, 2_400)]]
        assert one.paths(_single(0), _single(3)) == [Path(22, 2_400, (0, 1, 2, 3))]


def _check_paths(
    metric: Metric, arcs: Arcs, ms: NDArray[np.int64], cm: NDArray[np.int64], rows: list[Options]
) -> None:
    """All paths between points add up to the table, arc by arc."""
    points = Seeds.of(rows)
    table = _table(metric, points, points)
    cheapest: dict[tuple[int, int], tuple[int, int]] = {}
    for arc, *weight in zip(arcs, ms.tolist(), cm.tolist(), strict=True):
        if weight[0] < UNREACHED:
            cheapest[arc] = min((weight[0], weight[1]), cheapest.get(arc, (UNREACHED, 0)))
    for i, start in enumerate(rows):
        for j, path in enumerate(metric.paths(points.take([i]), points)):
            expected = table[i][j]
            if path is None or expected is None:
                assert path is None
                assert expected is None
                continue
            assert (path.ms, path.cm) == expected
            sums = np.zeros(2, dtype=np.int64)
            for options, node in ((start, path.nodes[0]), (rows[j], path.nodes[-1])):
                sums += min((a, b) for option, a, b in options if option == node)
            for step in zip(path.nodes[:-1], path.nodes[1:], strict=True):
                sums += cheapest[step]
            assert tuple(sums.tolist()) == expected


@st.composite
def _graphs(draw: st.DrawFn) -> tuple[Arcs, NDArray[np.int64], NDArray[np.int64], list[Options]]:
    nodes = draw(st.integers(1, 14))
    node = st.integers(0, nodes - 1)
    weight = st.tuples(st.integers(0, 4) | st.just(UNREACHED), st.integers(0, 4))
    arcs = draw(st.lists(st.tuples(node, node, weight), max_size=45))
    option = st.tuples(node, st.integers(0, 3), st.integers(0, 3))
    rows = draw(st.lists(st.lists(option, max_size=4), max_size=11))
    ms, cm = np.array([weight for _, _, weight in arcs], dtype=np.int64).reshape(-1, 2).T
    ends = [(tail, head) for tail, head, _ in arcs]
    return ends, ms.copy(), cm.copy(), [*rows, [(nodes - 1, 0, 0)]]


@given(_graphs())
def test_engines_agree_and_paths_add_up(
    graph: tuple[Arcs, NDArray[np.int64], NDArray[np.int64], list[Options]],
) -> None:
    arcs, ms, cm, rows = graph
    nodes = max([rows[-1][0][0], 0]) + 1
    metrics = [make(arcs, nodes).customize(ms, cm) for make in (_cch, _scipy)]
    points = Seeds.of(rows)
    assert _table(metrics[0], points, points) == _table(metrics[1], points, points)
    for metric in metrics:
        _check_paths(metric, arcs, ms, cm, rows)


@pytest.fixture(scope="module")
def wuhan() -> EdgeGraph:
    if not WUHAN.exists():
        pytest.skip("the Wuhan streets are not there")
    return build_graph(load_roads(WUHAN), walking=False)


def test_engines_agree_on_real_streets(wuhan: EdgeGraph) -> None:
    rng = np.random.default_rng(3)
    ms = rng.integers(1, 60_000, len(wuhan.tail))
    cm = rng.integers(0, 40_000, len(wuhan.tail))
    ms[rng.random(len(ms)) < 0.1] = UNREACHED
    near = rng.integers(0, len(wuhan) - 4, 100).tolist()
    # Options as a place has them: states of the same street or the next ones.
    rows = [
        [(node + int(k), *rng.integers(0, 9_000, 2).tolist()) for k in rng.integers(0, 4, 3)]
        for node in near
    ]
    points = Seeds.of(rows)
    cch = CchEngine(wuhan.tail, wuhan.head, wuhan.lonlat).customize(ms, cm)
    scipy = ScipyEngine(wuhan.tail, wuhan.head, len(wuhan)).customize(ms, cm)
    tables = [metric.table(points, points) for metric in (cch, scipy)]
    assert (tables[0][0] < UNREACHED).mean() > 0.5
    assert np.array_equal(tables[0], tables[1])
    arcs = list(zip(wuhan.tail.tolist(), wuhan.head.tolist(), strict=True))
    _check_paths(cch, arcs, ms, cm, rows[:20])


def test_the_blocks_of_a_large_table_fit_together(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(5)
    arcs = [(int(a), int(b)) for a, b in rng.integers(0, 60, (200, 2))]
    metric = _cch(arcs, 60).customize(rng.integers(0, 50, 200), rng.integers(0, 50, 200))
    whole = metric.table(_single(*range(60)), _single(*range(59, -1, -1)))
    monkeypatch.setattr(cch_table, "_ROWS", 7)
    monkeypatch.setattr(cch_table, "_COLUMNS", 11)
    parts = metric.table(_single(*range(60)), _single(*range(59, -1, -1)))
    assert np.array_equal(whole, parts)


def _order(nodes: int) -> NDArray[np.int32]:
    lonlat = np.random.default_rng(0).uniform(0, 1, (nodes, 2))
    return cch_order.order_of(*_ends(ARCS), lonlat)


def test_the_order_is_found_once(monkeypatch: pytest.MonkeyPatch) -> None:
    order = _order(5)
    assert sorted(order.tolist()) == list(range(5))
    monkeypatch.setattr(cch_order, "_found", lambda *_: pytest.fail("found again"))
    assert np.array_equal(_order(5), order)


@pytest.mark.parametrize("damage", [b"", b"no array", "other"])
def test_a_damaged_order_is_found_again(
    damage: bytes | str, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = _order(5)
    (entry,) = cache.folder().glob("*.order.npy")
    if damage == "other":
        np.save(entry, np.zeros(5, dtype=np.int32))
    else:
        entry.write_bytes(bytes(damage, "ascii") if isinstance(damage, str) else damage)
    assert np.array_equal(_order(5), order)
    monkeypatch.setattr(cch_order, "_found", lambda *_: pytest.fail("not stored again"))
    assert np.array_equal(_order(5), order)


def test_a_cache_that_cannot_be_written_is_done_without(tmp_path: FilePath) -> None:
    (tmp_path / "roads").write_text("in the way")
    assert sorted(_order(5).tolist()) == list(range(5))


def test_kernels_are_compiled_even_if_nothing_can_be_written(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real = numba.njit

    def njit(signature: str, *, cache: bool = False) -> object:
        if cache:
            raise RuntimeError("cannot cache function: no locator available")
        return real(signature)

    monkeypatch.setattr(numba, "njit", njit)

    @kernel("int64(int64)")
    def twice(number: int) -> int:
        return 2 * number

    assert twice(21) == 42


def test_panic_of_the_binding_becomes_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    panic = type("PanicException", (BaseException,), {})

    def fail(*_: object) -> None:
        raise panic("index out of bounds")

    monkeypatch.setattr("routingkit_cch.compute_order_inertial", fail)
    with pytest.raises(RoadsError, match="index out of bounds"):
        _order(5)
