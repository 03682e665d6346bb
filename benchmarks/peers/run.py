"""One run: an engine in a process of its own, watched from outside, its plan judged."""

import json
import os
import subprocess
import threading
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.judge import judge
from benchmarks.peers.case import Case
from benchmarks.peers.engine import SIDE_BY_SIDE
from benchmarks.peers.memory import peak_of_tree

#: Root of the repository: where the packages of benchmarks and of logiroute are found.
_ROOT = Path(__file__).resolve().parent.parent.parent
#: Engines with threads or processes of their own; of the others two runs stand side by side.
PARALLEL = frozenset({"logiroute", "vroom"})
#: Seconds after its time that a run is given up.
_GRACE_S = 120.0


@dataclass(frozen=True)
class Run:
    """What an engine did with an instance; `Run.record` is a row of the results' JSON.

    Attributes
    ----------
    engine, version : str
    cost : int or None
        Cost units by the judge; None if there is no legal plan.
    faults : tuple of str
        What the judge found wrong with it.
    cannot : str
        What the engine has no words for; empty if it ran.
    failed : str
        Last words of an engine that broke down.
    driven, left_out : int
        Shifts driven and orders not served.
    trace : tuple of (float, int)
        Seconds and costs of better and better plans, by the engine's own word.
    wall_s : float
        From being given the instance to the plan.
    cpu_s : float
        Processor time spent meanwhile: if it is much less than `wall_s` times cores, other programs
        disturbed the run.
    peak_kb : int
        Most memory of the engine's processes together.
    routes : tuple of (int, tuple of int)
        Shifts that are driven, with their tasks.
    """

    engine: str
    version: str
    cost: int | None = None
    faults: tuple[str, ...] = ()
    cannot: str = ""
    failed: str = ""
    driven: int = 0
    left_out: int = 0
    trace: tuple[tuple[float, int], ...] = ()
    wall_s: float = 0.0
    cpu_s: float = 0.0
    peak_kb: int = 0
    routes: tuple[tuple[int, tuple[int, ...]], ...] = field(default=(), repr=False)

    def record(self) -> dict[str, Any]:
        """Everything as JSON has it."""
        return asdict(self)


@dataclass(frozen=True)
class Asked:
    """How an engine is asked.

    Attributes
    ----------
    engine : str
    seconds : float
    seed : int
    cores : int
        1 or 2.
    python : Path
        Interpreter that has the engine.
    """

    engine: str
    seconds: float
    seed: int
    cores: int
    python: Path


def run(asked: Asked, case: Case, folder: Path) -> Run:
    """Run an engine, on two cores with two threads or twice side by side; the better counts."""
    alone = asked.cores == 1 or asked.engine in PARALLEL
    seeds = [asked.seed] if alone else [asked.seed, asked.seed + SIDE_BY_SIDE]
    children = [_start(asked, seed, asked.cores if alone else 1, folder) for seed in seeds]
    with peak_of_tree([child.pid for child in children]) as peak:
        answers = _answers(children, asked.seconds)
    runs = [_judged(asked.engine, case, answer) for answer in answers]
    best = min(runs, key=lambda one: float("inf") if one.cost is None else one.cost)
    together = {
        "peak_kb": max([peak.kb, *(one.peak_kb for one in runs)]),
        "cpu_s": sum(one.cpu_s for one in runs),
        "trace": _lowest([one.trace for one in runs]),
    }
    return Run(**{**vars(best), **together})


def _start(asked: Asked, seed: int, threads: int, folder: Path) -> "subprocess.Popen[str]":
    words = [asked.engine, str(folder), str(asked.seconds), str(seed), str(threads)]
    paths = [str(_ROOT), str(_ROOT / "src")] if asked.engine == "logiroute" else [str(_ROOT)]
    # Libraries that count with many threads by themselves would take cores that were not given.
    bounds = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")
    return subprocess.Popen(
        [str(asked.python), "-W", "ignore", "-m", "benchmarks.peers.child", *words],
        cwd=_ROOT,
        env={**os.environ, **bounds, "PYTHONPATH": os.pathsep.join(paths)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _answers(children: Sequence["subprocess.Popen[str]"], seconds: float) -> list[dict[str, Any]]:
    """What each child says in the end; children are read side by side."""
    answers: list[dict[str, Any]] = [{} for _ in children]

    def read(row: int, child: "subprocess.Popen[str]") -> None:
        try:
            out, err = child.communicate(timeout=seconds + _GRACE_S)
        except subprocess.TimeoutExpired:
            child.kill()
            child.communicate()
            answers[row] = {"failed": "did not end"}
            return
        said = err.strip().splitlines()[-1:] or ["said nothing"]
        answers[row] = json.loads(out) if child.returncode == 0 else {"failed": said[0]}

    readers = [
        threading.Thread(target=read, args=(row, child)) for row, child in enumerate(children)
    ]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    return answers


def _judged(engine: str, case: Case, answer: dict[str, Any]) -> Run:
    version = str(answer.get("version", ""))
    if "failed" in answer:
        return Run(engine, version, failed=str(answer["failed"]))
    if "cannot" in answer:
        return Run(engine, version, cannot=str(answer["cannot"]))
    told = answer["routes"]
    routes = None if told is None else {int(shift): list(tasks) for shift, tasks in told}
    verdict = judge(case, routes)
    return Run(
        engine=engine,
        version=version,
        cost=None if verdict.faults else int(verdict.cost),
        faults=verdict.faults[:10],
        driven=verdict.driven,
        left_out=verdict.left_out,
        trace=tuple((float(at), int(cost)) for at, cost in answer["trace"]),
        wall_s=float(answer["wall_s"]),
        cpu_s=float(answer["cpu_s"]),
        peak_kb=int(answer["peak_kb"]),
        routes=tuple((shift, tuple(tasks)) for shift, tasks in (routes or {}).items()),
    )


def _lowest(traces: Sequence[Sequence[tuple[float, int]]]) -> tuple[tuple[float, int], ...]:
    """One trace of several side by side: whenever any of them is better than all before."""
    found: list[tuple[float, int]] = []
    for at, cost in sorted(point for trace in traces for point in trace):
        if not found or cost < found[-1][1]:
            found.append((at, cost))
    return tuple(found)
