"""The process of one engine.

``python -m benchmarks.peers.child ENGINE FOLDER SECONDS SEED THREADS``

Runs in whatever interpreter has the engine, and answers with one line of JSON on its standard
output: ``version``, and ``cannot`` or ``routes``, ``trace``, ``wall_s``, ``cpu_s``, ``peak_kb``.
"""

import importlib
import json
import os
import sys
from pathlib import Path
from typing import Any, cast

from benchmarks.peers.engine import Engine, Trace


def answer(arguments: list[str]) -> dict[str, Any]:
    """Solve as asked."""
    name, folder, seconds, seed, threads = arguments
    engine = cast(Engine, importlib.import_module(f"benchmarks.peers.{name}"))
    given = engine.read(Path(folder))
    cannot = engine.cannot(given)
    if cannot:
        return {"version": engine.version(), "cannot": cannot}
    before = _cpu_s()
    trace = Trace()
    routes = engine.solve(given, float(seconds), int(seed), int(threads), trace)
    wall = trace.elapsed()
    return {
        "version": engine.version(),
        "routes": None if routes is None else [[shift, tasks] for shift, tasks in routes.items()],
        "trace": trace.points,
        "wall_s": round(wall, 3),
        "cpu_s": round(_cpu_s() - before, 3),
        "peak_kb": _peak_kb(),
    }


def _cpu_s() -> float:
    """Processor time of this process and of those it waited for."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def _peak_kb() -> int:
    """Most memory this program held; ``ru_maxrss`` would count what its caller held as well."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1])
    return 0


def main() -> None:
    """Answer on standard output, to which the engine itself may not write."""
    channel = os.fdopen(os.dup(sys.stdout.fileno()), "w")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    json.dump(answer(sys.argv[1:]), channel)
    channel.close()


if __name__ == "__main__":
    main()
