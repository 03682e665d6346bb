"""Synthetic graphs are graphs of roads."""

import numpy as np

from benchmarks.synthetic import synthetic_graph


def test_turns_lead_on_and_turning_back_is_for_dead_ends() -> None:
    graph = synthetic_graph(24, seed=2)
    again = synthetic_graph(24, seed=2)
    assert np.array_equal(graph.tail, again.tail)
    assert (np.diff(graph.tail) >= 0).all()
    assert (graph.ms > 0).all()
    assert (graph.cm > 0).all()
    end: dict[int, tuple[float, float]] = {}
    for state in np.unique(graph.tail).tolist():
        leaving = graph.tail == state
        starts = {tuple(spot) for spot in graph.lonlat[graph.head[leaving]].tolist()}
        # All turns lead to streets that start where this one ends, at its length from its start.
        (end[state],) = starts
        metres = np.hypot(*(np.array(end[state]) - graph.lonlat[state])) * 111_000.0
        assert abs(metres - graph.cm[leaving][0] / 100) < 0.01
    exits = np.bincount(graph.tail, minlength=len(graph))
    back = [
        tail
        for tail, head in zip(graph.tail.tolist(), graph.head.tolist(), strict=True)
        if end.get(head) == tuple(graph.lonlat[tail].tolist())
    ]
    assert back
    assert (exits[back] == 1).all()
