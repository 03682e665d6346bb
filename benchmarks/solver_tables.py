"""What `benchmarks/solver.py` prints of its records."""

import statistics
from collections.abc import Callable, Sequence

from benchmarks.plain_table import table
from benchmarks.standings import (
    OWN,
    Record,
    cost_at,
    first_plan,
    gap,
    geometric_mean,
    means,
    processor_share,
    ratios,
    references,
)

#: What stands where there is nothing to say.
NOTHING = "–"
#: Seconds at which the way to the result is looked at.
_MOMENTS = (1.0, 5.0, 15.0)
#: A run with less of its processors was disturbed by other programs.
_UNDISTURBED = 0.9


def print_all(records: Sequence[Record]) -> None:
    """Every table, for every time limit."""
    for seconds in sorted({record["seconds"] for record in records}):
        own = [record for record in records if record["seconds"] == seconds]
        cores = own[0]["cores"]
        print(f"\n{seconds:g} s, {cores} core{'s' if cores > 1 else ''}\n")
        for seed in sorted({record["seed"] for record in own}):
            print(f"Seed {seed}: cost, and per cent above the best known (* the best found here)")
            print(_costs([record for record in own if record["seed"] == seed]), end="\n\n")
        print("How it came about, median of seeds")
        print(_ways(own), end="\n\n")
        print(f"Cost of {OWN} / cost of the best peer, geometric means")
        print("(ideal: the same of the best plans that are known, or were found here)")
        print(_means(own), end="\n\n")
        _print_reservations(own)


def _engines(records: Sequence[Record]) -> list[str]:
    return list(dict.fromkeys(record["engine"] for record in records))


def _by_instance(records: Sequence[Record]) -> dict[str, list[Record]]:
    found: dict[str, list[Record]] = {}
    for record in sorted(records, key=lambda one: (one["class"], one["instance"])):
        found.setdefault(record["digest"], []).append(record)
    return found


def _costs(records: Sequence[Record]) -> str:
    engines, known = _engines(records), references(records)
    over = {(ratio.instance, ratio.kind): ratio for ratio in ratios(records)}
    rows = []
    for digest, own in _by_instance(records).items():
        first = own[0]
        reference, is_known = known.get(digest, (0.0, False))
        row = [f"{first['class']} {first['instance']}"]
        row.append(_number(reference / first["cost_scale"]) if is_known else NOTHING)
        costs = {record["engine"]: record for record in own}
        row += [_cost(costs.get(engine), reference, is_known) for engine in engines]
        ratio = over.get((first["instance"], first["class"]))
        row.append(NOTHING if ratio is None else f"{ratio.ratio:.4f} {ratio.best_peer}")
        rows.append(row)
    return table(["instance", "best known", *engines, "ratio"], rows)


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100_000 else f"{value:,.1f}"


def _cost(record: Record | None, reference: float, is_known: bool) -> str:
    if record is None or record["cannot"]:
        return NOTHING
    if record["failed"]:
        return "failed"
    if record["cost"] is None:
        return _without_cost(record["faults"][0])
    above = gap(record["cost"], reference)
    percent = "" if above is None else f" {above:+.1f}{'' if is_known else '*'}"
    return f"{_number(record['cost'] / record['cost_scale'])}{percent}"


def _without_cost(fault: str) -> str:
    """Why a plan does not count, in a word or two."""
    if fault == "no plan":
        return fault
    return "incomplete" if fault.endswith(" is left out") else "illegal"


def _ways(records: Sequence[Record]) -> str:
    known = references(records)
    rows = []
    for digest, of_instance in _by_instance(records).items():
        reference, _ = known.get(digest, (0.0, False))
        for engine in _engines(records):
            own = [r for r in of_instance if r["engine"] == engine and r["wall_s"]]
            if not own:
                continue
            rows.append([f"{own[0]['instance']} {engine}", *_way(own, reference)])
    moments = [f"% at {moment:g} s" for moment in _MOMENTS]
    return table(["run", "first plan s", *moments, "% at end", "wall s", "MB", "processor"], rows)


def _way(own: Sequence[Record], reference: float) -> list[str]:
    def at(moment: float) -> Callable[[Record], float | None]:
        return lambda record: gap(cost_at(record, moment), reference)

    return [
        _median(own, first_plan, ".2f"),
        *(_median(own, at(moment), ".1f") for moment in _MOMENTS),
        _median(own, lambda record: gap(record["cost"], reference), ".1f"),
        _median(own, lambda record: float(record["wall_s"]), ".1f"),
        _median(own, lambda record: record["peak_kb"] / 1024, ".0f"),
        _median(own, processor_share, ".0%"),
    ]


def _median(own: Sequence[Record], what: Callable[[Record], float | None], form: str) -> str:
    values = [value for value in map(what, own) if value is not None]
    # A seed without a plan is worse than any number.
    return format(statistics.median(values), form) if len(values) == len(own) else NOTHING


def _means(records: Sequence[Record]) -> str:
    found = ratios(records)
    if not found:
        return f"nothing to compare: {OWN} or its peers have no plan"
    rows = means(found)
    heads = list(rows["overall"])
    ends = {}
    for kind in rows:
        own = [ratio for ratio in found if kind in (ratio.kind, "overall")]
        ideal = geometric_mean([ratio.ideal for ratio in own])
        ends[kind] = [_ratio(ideal), f"{sum(ratio.ratio <= 1 for ratio in own)} of {len(own)}"]
    body = [
        [kind, *(_ratio(row.get(head)) for head in heads), *ends[kind]]
        for kind, row in rows.items()
    ]
    each = []
    for engine in _engines(records):
        alone = ratios([r for r in records if r["engine"] in (OWN, engine)])
        if engine != OWN and alone:
            pooled = geometric_mean([ratio.ratio for ratio in alone])
            each.append(f"against {engine} alone {_ratio(pooled)} ({len(alone)} runs)")
    return table(["class", *heads, "ideal", "not worse"], body) + "\n" + ", ".join(each)


def _ratio(value: float | None) -> str:
    return NOTHING if value is None else f"{value:.4f}"


def _print_reservations(records: Sequence[Record]) -> None:
    """What has to be known before any of it is believed."""
    shares = [(record, processor_share(record)) for record in records]
    low = [record for record, share in shares if share is not None and share < _UNDISTURBED]
    if low:
        print(f"{len(low)} of {len(records)} runs had less than {_UNDISTURBED:.0%} of their")
        print("processors: other programs ran, or the engine did not use them.")
    again = sum(bool(record.get("reused")) for record in records)
    if again:
        print(f"{again} of {len(records)} runs were made before and are reused here.")
    late = [record for record in records if record["wall_s"] > 1.05 * record["seconds"] + 0.5]
    for record in late:
        print(
            f"{record['engine']} took {record['wall_s']:.1f} s instead of {record['seconds']:g} on"
            f" {record['instance']}, seed {record['seed']}"
        )
