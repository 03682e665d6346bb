"""When a search ends."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Budget:
    """After so many seconds, so many iterations, or whichever is first.

    Attributes
    ----------
    seconds : float or None
    iterations : int or None
        Moves the local search accepts. With iterations alone nothing depends on the clock: the
        same problem, seed and iterations give the same plan.
    """

    seconds: float | None = None
    iterations: int | None = None
