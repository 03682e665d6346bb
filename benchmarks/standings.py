"""Arithmetic on records of runs: who is better by how much, and when."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

Record = dict[str, Any]

#: The engine whose costs are divided by those of the best other.
OWN = "logiroute"


@dataclass(frozen=True)
class Ratio:
    """Our cost over that of the best peer, on one instance with one seed.

    Attributes
    ----------
    instance, kind : str
    seed : int
    best_peer : str
    ratio : float
        Below 1 we are better; infinite where only we have no legal plan.
    ideal : float
        What it would be with the best plan that is known, or was found in these runs: how much
        there was to win.
    """

    instance: str
    kind: str
    seed: int
    best_peer: str
    ratio: float
    ideal: float


def ratios(records: Iterable[Record]) -> list[Ratio]:
    """One per instance and seed where we ran and a peer has a legal plan.

    Records are of one time limit and one number of cores.
    """
    groups: dict[tuple[str, int], dict[str, Record]] = {}
    records = list(records)
    least = {digest: reference for digest, (reference, _) in references(records).items()}
    for record in records:
        if record["cost"] is not None:
            least[record["digest"]] = min(least[record["digest"]], record["cost"])
        group = groups.setdefault((record["digest"], record["seed"]), {})
        group[record["engine"]] = record
    found = []
    for (digest, _), group in groups.items():
        own = group.get(OWN)
        costs = {
            engine: record["cost"]
            for engine, record in group.items()
            if engine != OWN and record["cost"] is not None
        }
        if own is None or not costs:
            continue
        best = min(costs, key=lambda engine: (costs[engine], engine))
        found.append(
            Ratio(
                instance=own["instance"],
                kind=own["class"],
                seed=own["seed"],
                best_peer=best,
                ratio=_over(own["cost"], costs[best]),
                ideal=_over(least[digest], costs[best]),
            )
        )
    return found


def _over(cost: float | None, best: int) -> float:
    if cost is None:
        return math.inf
    if best == 0:
        return 1.0 if cost == 0 else math.inf
    return cost / best


def geometric_mean(values: Sequence[float]) -> float:
    """Of ratios; infinite if one is.

    Raises
    ------
    ValueError
        There are none.
    """
    if not values:
        raise ValueError("the mean of nothing")
    return math.exp(math.fsum(map(math.log, values)) / len(values))


def means(found: Sequence[Ratio]) -> dict[str, dict[str, float]]:
    """Geometric means by class and ``overall``, of each seed and ``pooled``."""
    kinds = sorted({ratio.kind for ratio in found})
    seeds = sorted({ratio.seed for ratio in found})
    table: dict[str, dict[str, float]] = {}
    for kind in [*kinds, "overall"]:
        own = [ratio for ratio in found if kind in (ratio.kind, "overall")]
        row = {}
        for seed in seeds:
            values = [ratio.ratio for ratio in own if ratio.seed == seed]
            if values:
                row[f"seed {seed}"] = geometric_mean(values)
        if own:
            row["pooled"] = geometric_mean([ratio.ratio for ratio in own])
            table[kind] = row
    return table


def cost_at(record: Record, seconds: float) -> int | None:
    """Cost of the best plan an engine had by then, by its own word; None if it had none yet."""
    had = [cost for at, cost in record["trace"] if at <= seconds]
    return had[-1] if had else None


def first_plan(record: Record) -> float | None:
    """Seconds until the first plan that leaves out nothing it may not."""
    return record["trace"][0][0] if record["trace"] else None


def gap(cost: float | None, reference: float) -> float | None:
    """Per cent above a reference; None without a plan or where the reference is nothing."""
    return None if cost is None or reference <= 0 else 100 * (cost / reference - 1)


def references(records: Iterable[Record]) -> dict[str, tuple[float, bool]]:
    """By digest: the best known cost, or the lowest that any engine found here.

    The flag says whether it is the best known: that is so only under the same convention.
    """
    known: dict[str, tuple[float, bool]] = {}
    for record in records:
        digest = record["digest"]
        if record["best_known"] is not None:
            known[digest] = (float(record["best_known"]), True)
        elif record["cost"] is not None:
            least, _ = known.get(digest, (math.inf, False))
            known[digest] = (min(least, float(record["cost"])), False)
    return known


def processor_share(record: Record) -> float | None:
    """Share of the processors given that a run really had; None for what did not run."""
    if not record["wall_s"]:
        return None
    return float(record["cpu_s"] / (record["wall_s"] * record["cores"]))
