"""Compiling the kernel ahead of time, so that no dispatcher waits for it.

``python -m logiroute.solver.recreate.warm`` does so; it belongs to the installation.
"""

import sys

import numpy as np

from logiroute import compiled
from logiroute.solver.problem import Problem

_PACKAGE = "logiroute.solver.recreate"


def is_cold() -> bool:
    """Whether the kernel has yet to be compiled on this machine."""
    return compiled.is_cold(_PACKAGE)


def load() -> None:
    """Load the machine code of the search, by beginning one that takes no time."""
    from logiroute.solver.recreate.recreation import Recreation

    Recreation(_smallest(), 0)


def warm() -> None:
    """Compile all of the kernel, by a search so small that it takes no time."""
    from logiroute.solver.recreate.recreation import Recreation

    search = Recreation(_smallest(), 0)
    search.run(1, 1.0)
    search.adopt(search.best[0])
    search.verdict(search.best[0])
    compiled.mark_warm(_PACKAGE)


def _smallest() -> Problem:
    """One vehicle, one order."""
    from logiroute.solver.assembly.build import assemble
    from logiroute.solver.assembly.rows import OrderRows, ShiftRows, TaskRows, TravelRows

    way = np.array([[0, 1], [1, 0]], np.int32)
    return assemble(
        TravelRows(way, way),
        TaskRows(place=[1], open=[[(0, 9)]]),
        OrderRows(first=[0]),
        ShiftRows(start=[0], end=[0], opens=[0], closes=[9]),
    )


if __name__ == "__main__":
    warm()
    sys.exit(0)
