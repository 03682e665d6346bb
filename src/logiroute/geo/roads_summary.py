"""What a road network holds, counted and measured."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from logiroute.geo.loading.ways import NO_LIMIT
from logiroute.geo.roads import Roads
from logiroute.model.place import Point


@dataclass(frozen=True)
class RoadsSummary:
    """What a road network holds, for people.

    Attributes
    ----------
    kilometres : float
        Length of all segments.
    one_way_km : float
        Length of those that are one-way for vehicles.
    by_class : dict of str to (int, float)
        Highway class → segments and kilometres, longest first.
    bans, bans_over_ways : int
        Forbidden turns, and those of them that pass more than two segments.
    barriers : int
        Junctions that stop somebody.
    limits : dict of str to int
        ``weight``, ``height``, ``width``, ``speed`` → segments with such a limit.
    bounds : (Point, Point)
        South-west and north-east corner.
    date : str
        ISO 8601 date or time of the data, empty if unknown.
    """

    segments: int
    nodes: int
    kilometres: float
    one_way_km: float
    by_class: dict[str, tuple[int, float]]
    bans: int
    bans_over_ways: int
    barriers: int
    limits: dict[str, int]
    bounds: tuple[Point, Point]
    date: str
    dropped: Mapping[str, int]
    source: str
    licence: str
    attribution: str
    hash: str


def roads_summary(roads: Roads) -> RoadsSummary:
    """Count and measure a road network."""
    count = np.bincount(roads.highway, minlength=len(roads.classes))
    length = np.bincount(roads.highway, weights=roads.length_m, minlength=len(roads.classes))
    order = sorted(range(len(roads.classes)), key=lambda i: (-float(length[i]), roads.classes[i]))
    low, high = (corner / 1e6 for corner in (roads.micro.min(axis=0), roads.micro.max(axis=0)))
    return RoadsSummary(
        segments=len(roads),
        nodes=roads.nodes,
        kilometres=float(roads.length_m.sum()) / 1000,
        one_way_km=float(roads.length_m[roads.oneway].sum()) / 1000,
        by_class={roads.classes[i]: (int(count[i]), float(length[i]) / 1000) for i in order},
        bans=len(roads.ban_modes),
        bans_over_ways=int((np.diff(roads.ban_offset) > 2).sum()),
        barriers=int(np.count_nonzero(roads.barrier)),
        limits={
            "weight": int((roads.max_kg < NO_LIMIT).sum()),
            "height": int((roads.max_height_cm < NO_LIMIT).sum()),
            "width": int((roads.max_width_cm < NO_LIMIT).sum()),
            "speed": int((~np.isnan(roads.maxspeed)).sum()),
        },
        bounds=((float(low[0]), float(low[1])), (float(high[0]), float(high[1]))),
        date=roads.date,
        dropped=dict(roads.dropped),
        source=roads.source,
        licence=roads.licence,
        attribution=roads.attribution,
        hash=roads.hash,
    )
