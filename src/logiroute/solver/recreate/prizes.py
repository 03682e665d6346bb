"""Orders that hardly pay count for more while the search is warm.

Where each order may be left out at about what it costs to serve, a route pays only once it is
full and in good order. A warm search takes such routes apart and never builds them in one step;
from plans with too many routes it finds the way, as taking one away is easy.
"""

import numpy as np
from numpy.typing import NDArray

from logiroute.solver.problem import Routes
from logiroute.solver.recreate.best import CURRENT, LEAST, ROUTES, Best
from logiroute.solver.recreate.layout import Rows
from logiroute.solver.recreate.memory import BANK, Memory

#: By so much more they count in the beginning, and in which share of the search it ebbs away.
_MORE, _OVER = 0.5, 0.9

#: Penalties of fewer legs than this hardly pay a route of one's own.
_FEW_LEGS = 25.0


class Prizes:
    """What leaving out costs, and the best plan by what it truly costs.

    Parameters
    ----------
    rows : Rows
    memory : Memory
    best : Best
    unit : float
        Mean cost of a leg.
    """

    def __init__(self, rows: Rows, memory: Memory, best: Best, unit: float) -> None:
        self._rows, self._memory, self._best = rows, memory, best
        self._true: NDArray[np.int64] = rows.unit["penalty"].copy()
        #: What they count for at most: dearer ones are worth a route of their own as they are.
        self._most = np.maximum(self._true, int(_FEW_LEGS * unit))
        #: Whether there are orders that hardly pay.
        self.matter = bool((self._true < self._most)[rows.top].any())
        self._kept: tuple[Routes, int] | None = None

    def weigh(self, fraction: float) -> None:
        """Let orders count as they do when so much of the search is over, 0 to 1."""
        if not self.matter:
            return
        share = _MORE * max(0.0, 1.0 - fraction / _OVER)
        extra = (self._true * share).astype(np.int64)
        now = self._true + np.minimum(extra, self._most - self._true)
        more = now - self._rows.unit["penalty"]
        if not more.any():
            return
        bank = self._memory.bank[: self._memory.number[BANK]]
        self._best.number[CURRENT] += int(more[bank].sum())
        self._best.number[LEAST] += int(more[self._left_out()].sum())
        self._rows.unit["penalty"] = now

    def _left_out(self) -> NDArray[np.int64]:
        """Units that the kernel's best routes leave out."""
        count = int(self._best.length[: self._best.number[ROUTES]].sum())
        done = np.zeros(len(self._rows.task), np.bool_)
        done[self._best.seq[:count]] = True
        top = self._rows.top
        out: NDArray[np.int64] = top[~done[self._rows.unit["first"][top]]]
        return out

    def adopted(self, routes: Routes, cost: int) -> None:
        """Note routes that the kernel has just taken over, at what they cost it."""
        if self.matter:
            self._keep(routes, cost, self._memory.bank[: self._memory.number[BANK]])

    def _keep(self, routes: Routes, cost: int, out: NDArray[np.int64]) -> tuple[Routes, int]:
        """The better ones of those kept and these, which leave out some units."""
        cost -= int((self._rows.unit["penalty"][out] - self._true[out]).sum())
        if self._kept is None or cost < self._kept[1]:
            self._kept = routes, cost
        return self._kept

    def truly(self, routes: Routes, cost: int) -> tuple[Routes, int]:
        """Of the kernel's best routes and the best of those shown before, the better ones.

        Parameters
        ----------
        routes : Routes
            The kernel's best.
        cost : int
            As the kernel keeps it.

        Returns
        -------
        tuple of Routes and int
            With what they cost by the true penalties.
        """
        if not self.matter:
            return routes, cost
        return self._keep(routes, cost, self._left_out())
