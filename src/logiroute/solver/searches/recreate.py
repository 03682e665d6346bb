"""Ruin and recreate: the compiled kernel, driven in chunks of time."""

import time
from typing import Protocol

from logiroute.solver.problem import Routes
from logiroute.solver.searches import PoolRoute, Stretch, Watch

#: Length of a chunk by the clock: as long as the search may be deaf.
_CHUNK_S = 0.03

#: Without a clock a chunk has so many iterations, or this share of its stretch if that is less.
_CHUNK_ITERATIONS = 200
_CHUNK_SHARE = 8

#: Seconds between two tellings of better routes.
_TELL_S = 0.2


class Kernel(Protocol):
    """What is driven here: `logiroute.solver.recreate.recreation.Recreation`."""

    @property
    def best(self) -> tuple[Routes, int]:
        """The best routes so far and their cost units, penalties included."""

    def run(self, iterations: int, fraction: float) -> bool:
        """A chunk at a fraction of the annealing schedule; whether there is a new best."""

    def adopt(self, routes: Routes) -> None:
        """Take over routes found elsewhere."""

    def pool(self) -> tuple[PoolRoute, ...]:
        """Good routes seen."""


class RecreateSearcher:
    """Drives a kernel.

    Parameters
    ----------
    kernel : Kernel
    """

    def __init__(self, kernel: Kernel) -> None:
        self._kernel = kernel
        self._chunk = 10

    @property
    def best(self) -> tuple[Routes, int]:
        """The best routes so far and their cost units, penalties included."""
        return self._kernel.best

    def adopt(self, routes: Routes) -> None:
        """Go on from routes found elsewhere."""
        self._kernel.adopt(routes)

    def pool(self) -> tuple[PoolRoute, ...]:
        """Good routes seen so far."""
        return self._kernel.pool()

    def explore(self, stretch: Stretch, watch: Watch) -> int:
        """Search on in chunks, telling of better routes now and then."""
        began = told = time.monotonic()
        done, passed = 0, 0.0
        news = False
        while not self._over(stretch, done, passed) and not watch.stopped():
            chunk = self._next_chunk(stretch, done)
            news |= self._kernel.run(chunk, self._fraction(stretch, done, passed))
            done += chunk
            now = time.monotonic()
            if stretch.seconds is not None:
                self._fit_chunk(chunk, now - began - passed)
                passed = now - began
            if news and now - told > _TELL_S:
                watch.tell(*self.best)
                news, told = False, now
        if news:
            watch.tell(*self.best)
        return done

    def _over(self, stretch: Stretch, done: int, passed: float) -> bool:
        return (
            (stretch.iterations is not None and done >= stretch.iterations)
            or (stretch.seconds is not None and passed >= stretch.seconds)
            or (stretch.target is not None and self.best[1] <= stretch.target)
        )

    def _next_chunk(self, stretch: Stretch, done: int) -> int:
        chunk = self._chunk
        if stretch.iterations is not None:
            if stretch.seconds is None:
                chunk = max(1, min(_CHUNK_ITERATIONS, stretch.iterations // _CHUNK_SHARE))
            chunk = min(chunk, stretch.iterations - done)
        return chunk

    def _fit_chunk(self, chunk: int, took: float) -> None:
        """Make the next chunk about as long as it should be, at most four times this one."""
        fitting = chunk * _CHUNK_S / max(took, _CHUNK_S / 4)
        self._chunk = max(1, round(fitting))

    @staticmethod
    def _fraction(stretch: Stretch, done: int, passed: float) -> float:
        first, last = stretch.shares
        over = max(
            done / stretch.iterations if stretch.iterations else 0.0,
            passed / stretch.seconds if stretch.seconds else 0.0,
        )
        return first + (last - first) * min(over, 1.0)
