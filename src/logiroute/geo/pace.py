"""How long each part of each street takes one profile, slow zones included."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from logiroute.geo.crossings import cut
from logiroute.geo.roads import Roads
from logiroute.model.place import Window
from logiroute.model.scenario import Scenario

#: Stretches of a segment, ``(start, end, extra)`` as fractions from its first vertex: there it
#: takes ``1 + extra`` times as long.
Stretches = tuple[tuple[float, float, float], ...]


@dataclass(frozen=True, eq=False)
class Pace:
    """Driving times.

    Attributes
    ----------
    free_ms : ndarray of int64, shape (segments,)
        Milliseconds for the whole segment where nothing slows it down.
    slow : mapping of int to Stretches
        Segments that are slow in places.
    """

    free_ms: NDArray[np.int64]
    slow: Mapping[int, Stretches] = field(default_factory=dict)

    @cached_property
    def segment_ms(self) -> NDArray[np.int64]:
        """Milliseconds for the whole segment, shape (segments,)."""
        whole = self.free_ms.copy()
        for segment in self.slow:
            whole[segment] = self.ms(segment, True, 0.0, 1.0)
        return whole

    def ms(self, segment: int, forward: bool, start: float, end: float) -> int:
        """Milliseconds from one fraction to another, counted along the drive; rounded up."""
        share = end - start
        for low, high, extra in self.slow.get(segment, ()):
            first, last = (low, high) if forward else (1.0 - high, 1.0 - low)
            share += extra * max(0.0, min(end, last) - max(start, first))
        return int(np.ceil(int(self.free_ms[segment]) * share))


def pace(free_ms: NDArray[np.int64], scenario: Scenario, roads: Roads, window: Window) -> Pace:
    """Driving times where the slow zones that are in force at some moment of a window count.

    Of several zones at one place the slowest counts.
    """
    found: dict[int, list[tuple[float, float, float]]] = {}
    for zone in scenario.zones:
        if zone.speed_percent < 100 and zone.in_force(window.start, window.end):
            extra = 100 / zone.speed_percent - 1
            for segment, stretches in cut(roads, zone).inside_of.items():
                found.setdefault(segment, []).extend((a, b, extra) for a, b in stretches)
    return Pace(free_ms, {segment: _slowest(given) for segment, given in found.items()})


def _slowest(given: list[tuple[float, float, float]]) -> Stretches:
    """The same without overlaps."""
    marks = sorted({mark for start, end, _ in given for mark in (start, end)})
    parts = (
        (a, b, max((extra for start, end, extra in given if start <= a and b <= end), default=0.0))
        for a, b in pairwise(marks)
    )
    return tuple(part for part in parts if part[2] > 0)
