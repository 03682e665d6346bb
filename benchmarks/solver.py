"""logiroute's solver against OR-Tools, PyVRP and VROOM: same integers, machine, cores and time.

Run it as ``python benchmarks/solver.py DIR``; docs/benchmarks.md says what is measured and how.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.peers.entries import Entry, entries
from benchmarks.peers.results import Key, Results
from benchmarks.peers.run import Asked, run
from benchmarks.solver_tables import print_all
from benchmarks.standings import OWN

#: Engines, and what has to be importable for each.
ENGINES = {OWN: "logiroute", "ortools": "ortools", "pyvrp": "pyvrp", "vroom": "vroom"}


def main(arguments: Sequence[str] | None = None) -> None:
    """Run what has not been run yet and print the tables."""
    options = _options(arguments)
    _check_engines(options)
    results = Results(options.json)
    reused = Results(options.reuse) if options.reuse else None
    if reused is not None:
        print(f"NOT ONE RUN ON ONE MACHINE: figures of peers are taken from {options.reuse}.")
    found = list(entries(options.folders, options.only))
    records = []
    with tempfile.TemporaryDirectory() as work:
        for entry in found:
            entry.prepare(Path(work) / entry.digest)
        for seed in options.seeds:
            for seconds in options.seconds:
                for entry in found:
                    for engine in options.engines:
                        asked = Asked(
                            engine, seconds, seed, options.cores, _python(engine, options)
                        )
                        records.append(_record(asked, entry, Path(work), results, reused))
    print_all(records)


def _record(
    asked: Asked, entry: Entry, work: Path, results: Results, reused: Results | None
) -> dict[str, Any]:
    """A run that is there already, in the file or in the one to be reused, or a new one."""
    key = Key(entry.digest, asked.engine, asked.seconds, asked.seed, asked.cores)
    record = results.find(key)
    if record is not None:
        return record
    if reused is not None and asked.engine != OWN:
        record = reused.find(key)
        if record is not None:
            return {**record, "reused": True}
    busy = os.getloadavg()[0]
    made = datetime.now(UTC).isoformat(timespec="seconds")
    done = run(asked, entry.case, work / entry.digest)
    record = {
        "instance": entry.name,
        "class": entry.kind,
        "digest": entry.digest,
        "best_known": entry.best_known,
        "cost_scale": entry.instance.cost_scale,
        "seconds": asked.seconds,
        "seed": asked.seed,
        "cores": asked.cores,
        "made": made,
        "load_before": round(busy, 2),
        **done.record(),
    }
    results.add(record)
    said = (
        done.cannot or done.failed or ("; ".join(done.faults) if done.cost is None else done.cost)
    )
    print(
        f"{made} {entry.name} {asked.engine} {asked.seconds:g} s seed {asked.seed}: {said}"
        f" ({done.wall_s:.1f} s, {done.peak_kb / 1024:.0f} MB)",
        flush=True,
    )
    return record


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    def listed(kind: Any) -> Any:
        return lambda text: [kind(part) for part in text.split(",")]

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", type=Path, nargs="+", help="folders with instances, or files")
    parser.add_argument("--seconds", type=listed(float), default=[5.0, 30.0])
    parser.add_argument("--engines", type=listed(str), default=list(ENGINES))
    parser.add_argument("--seeds", type=listed(int), default=[1, 2, 3])
    parser.add_argument("--cores", type=int, choices=(1, 2), default=1)
    parser.add_argument("--json", type=Path, help="keep every run here, and skip what is there")
    parser.add_argument("--reuse", type=Path, help="take the peers' runs from this file")
    parser.add_argument("--only", help="a class as CVRP, or the name of an instance")
    parser.add_argument(
        "--peer-python",
        type=Path,
        default=Path(sys.executable),
        help="interpreter that has the peers",
    )
    options = parser.parse_args(arguments)
    unknown = set(options.engines) - set(ENGINES)
    if unknown:
        parser.error(f"unknown engines: {', '.join(sorted(unknown))}")
    return options


def _python(engine: str, options: argparse.Namespace) -> Path:
    """OR-Tools comes with logiroute; the others may live elsewhere."""
    python: Path = options.peer_python if engine in ("pyvrp", "vroom") else Path(sys.executable)
    return python


def _check_engines(options: argparse.Namespace) -> None:
    """Stop at once, not after an hour, if an engine is missing."""
    for engine in options.engines:
        python = _python(engine, options)
        asked = subprocess.run(
            [str(python), "-c", f"import {ENGINES[engine]}"], capture_output=True, check=False
        )
        if asked.returncode:
            sys.exit(
                f"{python} has no {ENGINES[engine]}: install pyvrp and pyvroom and name the"
                " interpreter by --peer-python, or leave the engine out by --engines"
            )


if __name__ == "__main__":
    main()
