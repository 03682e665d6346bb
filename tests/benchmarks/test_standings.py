"""Ratios, means and gaps by hand."""

import math
from typing import Any

import pytest

from benchmarks.solver_tables import print_all
from benchmarks.standings import (
    cost_at,
    first_plan,
    gap,
    geometric_mean,
    means,
    processor_share,
    ratios,
    references,
)


def _record(engine: str, cost: int | None, **more: Any) -> dict[str, Any]:
    return {
        "instance": "one",
        "class": "CVRP",
        "digest": "1",
        "best_known": None,
        "cost_scale": 1,
        "seconds": 5.0,
        "seed": 1,
        "cores": 1,
        "engine": engine,
        "version": "0",
        "cost": cost,
        "faults": () if cost is not None else ("no plan",),
        "cannot": "",
        "failed": "",
        "trace": [[0.5, 200], [2.0, cost or 100]],
        "wall_s": 5.0,
        "cpu_s": 4.9,
        "peak_kb": 2048,
        **more,
    }


def _second(engine: str, cost: int | None, **more: Any) -> dict[str, Any]:
    return _record(engine, cost, **{"instance": "two", "class": "VRPTW", "digest": "2", **more})


def test_the_best_peer_of_each_instance_counts() -> None:
    records = [
        _record("logiroute", 90),
        _record("pyvrp", 100),
        _record("vroom", 120),
        _second("logiroute", 110),
        _second("pyvrp", 105),
        _second("vroom", 100),
    ]
    found = ratios(records)
    assert [(one.instance, one.best_peer, one.ratio) for one in found] == [
        ("one", "pyvrp", 0.9),
        ("two", "vroom", 1.1),
    ]
    table = means(found)
    assert list(table) == ["CVRP", "VRPTW", "overall"]
    assert table["overall"]["pooled"] == pytest.approx(math.sqrt(0.9 * 1.1))
    assert table["CVRP"] == {"seed 1": pytest.approx(0.9), "pooled": pytest.approx(0.9)}


def test_seeds_meet_their_own_peers_and_are_pooled() -> None:
    records = [
        _record("logiroute", 80),
        _record("pyvrp", 100),
        _record("logiroute", 100, seed=2),
        _record("pyvrp", 80, seed=2),
    ]
    table = means(ratios(records))
    assert table["overall"]["seed 1"] == pytest.approx(0.8)
    assert table["overall"]["seed 2"] == pytest.approx(1.25)
    assert table["overall"]["pooled"] == pytest.approx(1.0)


def test_what_there_was_to_win() -> None:
    # Of one the best known is 60; of the other the best is what a peer found with another seed.
    records = [
        _record("logiroute", 90, best_known=60.0),
        _record("pyvrp", 100, best_known=60.0),
        _second("logiroute", 110),
        _second("pyvrp", 100),
        _second("logiroute", 110, seed=2),
        _second("pyvrp", 80, seed=2),
    ]
    assert [one.ideal for one in ratios(records)] == [0.6, 0.8, 1.0]
    # Who is better than the best known shows what can be had.
    records = [_record("logiroute", 50, best_known=60.0), _record("pyvrp", 100, best_known=60.0)]
    assert [one.ideal for one in ratios(records)] == [0.5]


def test_who_has_no_plan() -> None:
    # A peer without a legal plan is not the best; without any there is nothing to compare.
    assert ratios([_record("logiroute", 90), _record("pyvrp", None)]) == []
    found = ratios([_record("logiroute", 90), _record("pyvrp", None), _record("vroom", 100)])
    assert [one.best_peer for one in found] == ["vroom"]
    # Ours counts as infinite, and so does every mean it is in.
    found = ratios([_record("logiroute", None), _record("vroom", 100)])
    assert found[0].ratio == math.inf
    assert means(found)["overall"]["pooled"] == math.inf


def test_costs_of_nothing() -> None:
    assert ratios([_record("logiroute", 0), _record("vroom", 0)])[0].ratio == 1.0
    assert ratios([_record("logiroute", 3), _record("vroom", 0)])[0].ratio == math.inf
    assert gap(3, 0) is None


def test_geometric_mean() -> None:
    assert geometric_mean([0.5, 2.0, 1.0]) == pytest.approx(1.0)
    with pytest.raises(ValueError, match="nothing"):
        geometric_mean([])


def test_on_the_way() -> None:
    record = _record("pyvrp", 120)
    assert [cost_at(record, at) for at in (0.4, 0.5, 1.9, 2.0, 60.0)] == [None, 200, 200, 120, 120]
    assert first_plan(record) == 0.5
    assert first_plan(_record("pyvrp", None, trace=[])) is None
    assert gap(120, 100) == pytest.approx(20.0)
    assert gap(None, 100) is None


def test_references_are_the_best_known_or_the_best_found() -> None:
    records = [
        _record("pyvrp", 120, best_known=99.0),
        _second("pyvrp", 130),
        _second("vroom", 125),
        _second("ortools", None),
    ]
    assert references(records) == {"1": (99.0, True), "2": (125.0, False)}


def test_share_of_the_processors() -> None:
    assert processor_share(_record("vroom", 1, cores=2, cpu_s=9.0)) == pytest.approx(0.9)
    assert processor_share(_record("vroom", None, wall_s=0.0)) is None


def test_tables_say_what_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    print_all(
        [
            _record("logiroute", 95, best_known=90.0),
            _record("pyvrp", 100, best_known=90.0, cpu_s=2.0),
            _record("vroom", None, best_known=90.0, cannot="trips", wall_s=0.0, faults=()),
            _second("logiroute", None, faults=("order 3 is left out",)),
            _second("pyvrp", 200, reused=True),
            _second("vroom", None, failed="out of memory", faults=(), wall_s=0.0),
        ]
    )
    out = capsys.readouterr().out
    lines = {line.split("  ")[0]: line.split() for line in out.splitlines()}
    assert lines["CVRP one"][2:] == [
        "90.0",
        "95.0",
        "+5.6",
        "100.0",
        "+11.1",
        "–",
        "0.9500",
        "pyvrp",
    ]
    assert lines["VRPTW two"][2:] == ["–", "incomplete", "200.0", "+0.0*", "failed", "inf", "pyvrp"]
    assert lines["CVRP"][1:] == ["0.9500", "0.9500", "0.9000", "1", "of", "1"]
    assert "1 of 6 runs had less than 90% of their" in out
    assert "1 of 6 runs were made before" in out
