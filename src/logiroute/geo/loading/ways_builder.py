"""Collect ways one by one, as the readers of files meet them."""

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from logiroute.geo.loading.access import ACCESS_KEYS, access_of, barrier_of
from logiroute.geo.loading.limits import LIMIT_KEYS, limits_of, speed_limit
from logiroute.geo.loading.ways import MOTOR, Restriction, Ways

#: What `Roads.dropped` calls references to nodes that an extract does not have.
DANGLING = "references to missing nodes"
#: And values such as ``maxheight=low bridge``.
UNREAD_LIMITS = "limits of weight, height or width that cannot be read"

_SPECIAL = sorted({key for keys in ACCESS_KEYS.values() for key in keys})
#: Tags of a way that `WaysBuilder.add` looks at.
WAY_KEYS: tuple[str, ...] = (
    *("highway", "name", "ref", "oneway", "junction", "area", "maxspeed", "motorroad"),
    *("bridge", "tunnel", "cycleway", "busway", *LIMIT_KEYS, *_SPECIAL),
    *(f"{key}:{side}" for key in _SPECIAL for side in ("forward", "backward")),
    *(f"oneway:{key}" for key in _SPECIAL),
)
_NOT = frozenset({"", "no"})


@dataclass
class WaysBuilder:
    """Collects ways, barriers and turn restrictions; `ways` packs them.

    Plain arrays hold the numbers, because a list would take five times the memory. (Their types
    are quoted: arrays cannot be subscripted at run time before Python 3.12.)
    """

    offset: "array[int]" = field(default_factory=lambda: array("q", [0]))
    node: "array[int]" = field(default_factory=lambda: array("q"))
    degrees: "array[float]" = field(default_factory=lambda: array("d"))
    access: "array[int]" = field(default_factory=lambda: array("B"))
    maxspeed: "array[float]" = field(default_factory=lambda: array("f"))
    limits: "array[int]" = field(default_factory=lambda: array("i"))
    flags: "array[int]" = field(default_factory=lambda: array("B"))
    way_id: "array[int]" = field(default_factory=lambda: array("q"))
    highway: list[str] = field(default_factory=list)
    name: list[str] = field(default_factory=list)
    barrier: dict[int, int] = field(default_factory=dict)
    restrictions: list[Restriction] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)
    dropped: Counter[str] = field(default_factory=Counter)
    _texts: dict[str, str] = field(default_factory=dict)

    def add(
        self,
        way_id: int,
        nodes: list[int],
        degrees: Iterable[tuple[float, float]],
        tags: Mapping[str, str],
    ) -> None:
        """Add one way if it is a street somebody may use.

        A way that is open against its drawing only is turned round.

        Parameters
        ----------
        way_id : int
        nodes : list of int
            Node ids in drawn order, at least two.
        degrees : iterable of (lon, lat)
            Their positions.
        tags : mapping of str to str
            OpenStreetMap tags.
        """
        ahead, back = access_of(tags)
        if not ahead | back or len(nodes) < 2:
            return
        points = list(degrees)
        if (back & MOTOR) > (ahead & MOTOR) or (ahead != back and ahead & back == ahead):
            ahead, back = back, ahead
            nodes, points = nodes[::-1], points[::-1]
        self.node.extend(nodes)
        for point in points:
            self.degrees.extend(point)
        self.offset.append(len(self.node))
        self.access.extend((ahead, back))
        self.maxspeed.append(speed_limit(tags.get("maxspeed", "")))
        limits, unread = limits_of(tags)
        self.limits.extend(limits)
        self.dropped[UNREAD_LIMITS] += unread
        highway = tags["highway"]
        expressway = highway == "trunk" and tags.get("motorroad") == "yes"
        self.flags.extend(
            (
                tags.get("bridge", "") not in _NOT,
                tags.get("tunnel", "") not in _NOT,
                highway == "motorway" or expressway,
            )
        )
        self.way_id.append(way_id)
        self.highway.append(self._shared(highway))
        self.name.append(self._shared(tags.get("name") or tags.get("ref", "")))

    def add_clipped(
        self,
        way_id: int,
        refs: Iterable[tuple[int, tuple[float, float] | None]],
        tags: Mapping[str, str],
    ) -> None:
        """Add one way whose nodes are not all known, cut where one is missing.

        Parameters
        ----------
        way_id : int
        refs : iterable of (node id, (lon, lat) or None)
        tags : mapping of str to str
        """
        nodes: list[int] = []
        degrees: list[tuple[float, float]] = []
        for node, place in refs:
            if place is not None:
                nodes.append(node)
                degrees.append(place)
                continue
            self.dropped[DANGLING] += 1
            self.add(way_id, nodes, degrees, tags)
            nodes, degrees = [], []
        self.add(way_id, nodes, degrees, tags)

    def add_barrier(self, node: int, tags: Mapping[str, str]) -> None:
        """Note whom a node with these tags stops."""
        if stopped := barrier_of(tags):
            self.barrier[node] = stopped

    def ways(self) -> Ways:
        """Everything added so far."""
        count = len(self.way_id)
        limits = np.array(self.limits, dtype=np.int32).reshape(count, 3)
        flags = np.array(self.flags, dtype=np.bool_).reshape(count, 3)
        micro = np.array(self.degrees, dtype=np.float64).reshape(-1, 2)
        micro *= 1e6
        return Ways(
            offset=np.array(self.offset, dtype=np.int64),
            node=np.array(self.node, dtype=np.int64),
            micro=np.round(micro, out=micro).astype(np.int32),
            highway=tuple(self.highway),
            name=tuple(self.name),
            access=np.array(self.access, dtype=np.uint8).reshape(count, 2),
            maxspeed=np.array(self.maxspeed, dtype=np.float32),
            max_kg=limits[:, 0],
            max_height_cm=limits[:, 1],
            max_width_cm=limits[:, 2],
            bridge=flags[:, 0],
            tunnel=flags[:, 1],
            mainline=flags[:, 2],
            way_id=np.array(self.way_id, dtype=np.int64),
            barrier=dict(self.barrier),
            restrictions=tuple(self.restrictions),
            notes=dict(self.notes),
            dropped=dict(self.dropped),
        )

    def _shared(self, text: str) -> str:
        """The same text once in memory, however many ways have it."""
        return self._texts.setdefault(text, text)
