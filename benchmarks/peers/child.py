"""The process of one engine: ``python -m benchmarks.peers.child ENGINE SHEET SECONDS SEED THREADS``.

Runs in whatever interpreter has the engine, and answers with one line of JSON on its standard
output: ``cannot`` or ``routes``, ``trace``, ``wall_s``, ``peak_kb`` and ``version``.
"""

import importlib
import json
import os
import resource
import sys
from pathlib import Path
from typing import Any, cast

from benchmarks.peers.engine import Engine, Trace
from benchmarks.peers.sheet import load


def answer(arguments: list[str]) -> dict[str, Any]:
    """Solve as asked."""
    name, path, seconds, seed, threads = arguments
    engine = cast(Engine, importlib.import_module(f"benchmarks.peers.{name}"))
    sheet = load(Path(path))
    cannot = engine.cannot(sheet)
    if cannot:
        return {"version": engine.version(), "cannot": cannot}
    trace = Trace()
    routes = engine.solve(sheet, float(seconds), int(seed), int(threads), trace)
    wall = trace.elapsed()
    usage = max(resource.getrusage(who).ru_maxrss for who in _WHO)
    return {
        "version": engine.version(),
        "routes": None if routes is None else [[shift, tasks] for shift, tasks in routes.items()],
        "trace": trace.points,
        "wall_s": round(wall, 3),
        "peak_kb": usage,
    }


_WHO = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)


def main() -> None:
    """Answer on standard output, to which the engine itself may not write."""
    channel = os.fdopen(os.dup(sys.stdout.fileno()), "w")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    json.dump(answer(sys.argv[1:]), channel)
    channel.close()


if __name__ == "__main__":
    main()
