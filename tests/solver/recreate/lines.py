"""Places on a line."""

import numpy as np

from logiroute.solver.assembly.rows import TravelRows


def line(positions: list[int]) -> TravelRows:
    """Places on a line, a second and a metre apart per unit."""
    at = np.array(positions)
    way = np.abs(at[:, None] - at[None, :]).astype(np.int32)
    return TravelRows(way, way)
