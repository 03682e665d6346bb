"""What an engine of the comparison looks like from outside. Knows numpy only, like the case."""

import time
from pathlib import Path
from typing import Any, Protocol

from benchmarks.peers.case import Routes

#: Difference of the seeds of two runs side by side.
SIDE_BY_SIDE = 1000


class Trace:
    """Costs over time, from the moment the engine is given the case.

    Attributes
    ----------
    points : list of (float, int)
        Seconds since then, and the cost of a plan better than all before, by the engine's word.
    """

    def __init__(self) -> None:
        self._began = time.perf_counter()
        self.points: list[tuple[float, int]] = []

    def elapsed(self) -> float:
        """Seconds since the engine was given the case."""
        return time.perf_counter() - self._began

    def better(self, cost: int) -> None:
        """Note a better plan, found now."""
        self.points.append((round(self.elapsed(), 3), int(cost)))


class Engine(Protocol):
    """A module that solves cases."""

    def read(self, folder: Path) -> Any:
        """What the engine is given, from the folder of an instance."""

    def version(self) -> str:
        """Release of the engine."""

    def cannot(self, given: Any) -> str:
        """What of it the engine cannot express; empty if it can express it all."""

    def solve(
        self, given: Any, seconds: float, seed: int, threads: int, trace: Trace
    ) -> Routes | None:
        """Search for so many seconds since the trace began; None if there is no plan."""
