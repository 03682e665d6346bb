"""Random numbers whose state belongs to one search: xorshift64* (Vigna, ACM TOMS 42 (2016))."""

import numpy as np
from numpy.typing import NDArray

from logiroute.compiled import lazily_compiled


def chance_of(seed: int) -> NDArray[np.uint64]:
    """The state of a generator, shape (1,)."""
    return np.random.default_rng(seed).integers(1, 2**63, 1, np.uint64)


@lazily_compiled
def uniform(chance: NDArray[np.uint64]) -> float:
    """A number from 0 (inclusive) to 1 (exclusive)."""
    x = chance[0]
    x ^= x >> np.uint64(12)
    x ^= x << np.uint64(25)
    x ^= x >> np.uint64(27)
    chance[0] = x
    return np.float64((x * np.uint64(2685821657736338717)) >> np.uint64(11)) * 2.0**-53


@lazily_compiled
def below(chance: NDArray[np.uint64], end: int) -> int:
    """A whole number from 0 to ``end - 1``."""
    return int(uniform(chance) * end)
