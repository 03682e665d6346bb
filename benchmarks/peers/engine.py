"""What an engine of the comparison looks like from outside. Knows numpy only, like the sheet."""

import time
from typing import Protocol

from benchmarks.peers.sheet import Routes, Sheet


class Trace:
    """Costs over time, from the moment the engine is given the sheet.

    Attributes
    ----------
    points : list of (float, int)
        Seconds since then, and the cost of a plan better than all before, by the engine's word.
    """

    def __init__(self) -> None:
        self._began = time.perf_counter()
        self.points: list[tuple[float, int]] = []

    def elapsed(self) -> float:
        """Seconds since the engine was given the sheet."""
        return time.perf_counter() - self._began

    def better(self, cost: int) -> None:
        """Note a better plan, found now."""
        self.points.append((round(self.elapsed(), 3), int(cost)))


class Engine(Protocol):
    """A module that solves sheets."""

    def version(self) -> str:
        """Release of the engine."""

    def cannot(self, sheet: Sheet) -> str:
        """What of the sheet the engine cannot express; empty if it can express it all."""

    def solve(
        self, sheet: Sheet, seconds: float, seed: int, threads: int, trace: Trace
    ) -> Routes | None:
        """Search for so many seconds since the trace began; None if there is no plan."""
