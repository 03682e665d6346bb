"""What the kernels of the hierarchy share: how they are compiled, and their numbers.

A weight is one whole number, ``ms << 31 | cm``. Adding two of them adds both parts, and the smaller
of two is the faster one, of equally fast ones the shorter one.
"""

from collections.abc import Callable
from typing import TypeVar, cast

import numba
import numpy as np
from numpy.typing import NDArray

from logiroute.geo.engine import UNREACHED

Kernel = TypeVar("Kernel", bound=Callable[..., object])

#: Bits of the centimetres. The sum of two weights then still fits into 63 bits.
SHIFT = 31
CM_MASK = (1 << SHIFT) - 1

#: Weight of a blocked arc, and of no path. Every kernel keeps the smaller of it and a sum of two
#: weights that are no larger: below 2⁶³, so that nothing overflows.
BLOCKED = np.int64(UNREACHED << SHIFT)

#: Searches run side by side: one vector register of weights.
LANES = 8


def kernel(signature: str) -> Callable[[Kernel], Kernel]:
    """Compile a function for these types now, or load it as compiled before.

    The machine code lies in ``__pycache__`` beside the module, or in the user's cache folder if
    that cannot be written. If that cannot be written either, it is compiled in every process.
    """

    def compiled(function: Kernel) -> Kernel:
        try:
            done = numba.njit(signature, cache=True)(function)
        except RuntimeError:
            done = numba.njit(signature)(function)
        return cast(Kernel, done)

    return compiled


def pack(ms: NDArray[np.int64], cm: NDArray[np.int64]) -> NDArray[np.int64]:
    """Weights of milliseconds ≥ 0 and centimetres ``0 … 2**31 - 1``."""
    return np.where(ms < UNREACHED, np.minimum(ms, UNREACHED) << SHIFT | cm, BLOCKED)
