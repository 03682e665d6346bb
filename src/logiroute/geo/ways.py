"""Streets as a file gives them, before they become a network; what OpenStreetMap's tags mean."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

#: Who may use a street, as bits of `Ways.modes`.
MOTOR, BICYCLE, FOOT = 1, 2, 4
MODE_BITS: dict[str, int] = {"motor": MOTOR, "bicycle": BICYCLE, "foot": FOOT}

_ALL = MOTOR | BICYCLE | FOOT

#: Highway class → modes where no access tag says otherwise. Classes that are not listed (under
#: construction, proposed, raceway, bus guideway, …) are no streets for logiroute.
#: Source: OpenStreetMap wiki, "Access restrictions", worldwide defaults; a footway is not ridden
#: with a loaded cart, a track is no road for a truck, and nobody walks along a motorway.
DEFAULT_MODES: dict[str, int] = {
    "motorway": MOTOR,
    "motorway_link": MOTOR,
    "trunk": _ALL,
    "trunk_link": _ALL,
    "primary": _ALL,
    "primary_link": _ALL,
    "secondary": _ALL,
    "secondary_link": _ALL,
    "tertiary": _ALL,
    "tertiary_link": _ALL,
    "unclassified": _ALL,
    "residential": _ALL,
    "living_street": _ALL,
    "service": _ALL,
    "road": _ALL,
    "track": BICYCLE | FOOT,
    "cycleway": BICYCLE | FOOT,
    "path": BICYCLE | FOOT,
    "pedestrian": FOOT,
    "footway": FOOT,
    "steps": FOOT,
}

_REFUSED = frozenset({"no", "private", "agricultural", "forestry", "military"})
_ACCESS_KEYS: dict[int, tuple[str, ...]] = {
    MOTOR: ("access", "vehicle", "motor_vehicle"),
    BICYCLE: ("access", "vehicle", "bicycle"),
    FOOT: ("access", "foot"),
}
_SPEED = re.compile(r"^\s*(\d+(?:\.\d+)?)\s*(km/h|kmh|kph|mph)?\s*$")
_KM_PER_MILE = 1.609344


@dataclass(frozen=True)
class Ways:
    """Polylines with tags; way ``i`` owns the vertices ``offset[i]:offset[i + 1]``.

    Attributes
    ----------
    offset : ndarray of int64, shape (ways + 1,)
    node : ndarray of int64, shape (vertices,)
        Node ids; two ways meet where they have the same one.
    micro : ndarray of int32, shape (vertices, 2)
        ``lon, lat`` in millionths of a degree, WGS-84.
    highway, name : tuple of str, one per way
    oneway : ndarray of bool, shape (ways,)
        True: motor and bicycle traffic in drawn direction only.
    modes : ndarray of uint8, shape (ways,)
        Bits `MOTOR`, `BICYCLE`, `FOOT`.
    maxspeed : ndarray of float32, shape (ways,)
        Legal limit in km/h, NaN where unknown.
    way_id : ndarray of int64, shape (ways,)
        Id in the source; turn restrictions refer to it.
    notes : dict of str to str
        Where the file says so: ``source``, ``licence``, ``attribution``.
    dangling : int
        References to nodes that the file does not have.
    """

    offset: NDArray[np.int64]
    node: NDArray[np.int64]
    micro: NDArray[np.int32]
    highway: tuple[str, ...]
    name: tuple[str, ...]
    oneway: NDArray[np.bool_]
    modes: NDArray[np.uint8]
    maxspeed: NDArray[np.float32]
    way_id: NDArray[np.int64]
    notes: dict[str, str] = field(default_factory=dict)
    dangling: int = 0


@dataclass
class WaysBuilder:
    """Collects ways one by one, as the readers of OSM and GraphML files meet them."""

    offset: list[int] = field(default_factory=lambda: [0])
    node: list[int] = field(default_factory=list)
    degrees: list[tuple[float, float]] = field(default_factory=list)
    highway: list[str] = field(default_factory=list)
    name: list[str] = field(default_factory=list)
    oneway: list[bool] = field(default_factory=list)
    modes: list[int] = field(default_factory=list)
    maxspeed: list[float] = field(default_factory=list)
    way_id: list[int] = field(default_factory=list)
    dangling: int = 0

    def add(
        self,
        way_id: int,
        nodes: list[int],
        degrees: list[tuple[float, float]],
        tags: Mapping[str, str],
    ) -> None:
        """Add one way if it is a street somebody may use.

        Parameters
        ----------
        way_id : int
        nodes : list of int
            Node ids in drawn order, at least two.
        degrees : list of (lon, lat)
            Their positions.
        tags : mapping of str to str
            OpenStreetMap tags.
        """
        modes = modes_of(tags)
        direction = direction_of(tags)
        if direction is None:
            modes &= ~(MOTOR | BICYCLE)
        if not modes or len(nodes) < 2:
            return
        step = -1 if direction == -1 else 1
        self.node += nodes[::step]
        self.degrees += degrees[::step]
        self.offset.append(len(self.node))
        self.highway.append(tags["highway"])
        self.name.append(tags.get("name", ""))
        self.oneway.append(direction in (1, -1))
        self.modes.append(modes)
        self.maxspeed.append(speed_limit(tags.get("maxspeed", "")))
        self.way_id.append(way_id)

    def ways(self) -> Ways:
        """Everything added so far."""
        degrees = np.array(self.degrees, dtype=np.float64).reshape(-1, 2)
        return Ways(
            offset=np.array(self.offset, dtype=np.int64),
            node=np.array(self.node, dtype=np.int64),
            micro=np.round(degrees * 1e6).astype(np.int32),
            highway=tuple(self.highway),
            name=tuple(self.name),
            oneway=np.array(self.oneway, dtype=np.bool_),
            modes=np.array(self.modes, dtype=np.uint8),
            maxspeed=np.array(self.maxspeed, dtype=np.float32),
            way_id=np.array(self.way_id, dtype=np.int64),
            dangling=self.dangling,
        )


def modes_of(tags: Mapping[str, str]) -> int:
    """Bits of the modes that may use a way, 0 if it is no street.

    The more special access key wins, as OpenStreetMap's hierarchy says: ``access=no`` with
    ``motor_vehicle=yes`` is open to motor vehicles.
    """
    default = DEFAULT_MODES.get(tags.get("highway", ""), 0)
    if not default or tags.get("area") == "yes":
        return 0
    modes = 0
    for mode, keys in _ACCESS_KEYS.items():
        allowed = bool(default & mode)
        for key in keys:
            value = tags.get(key)
            if value is None:
                continue
            if value in _REFUSED:
                allowed = False
            elif default & mode or key == keys[-1]:
                # A general "access=yes" does not make a footway a road; the mode's own key does.
                allowed = True
        if allowed:
            modes |= mode
    return modes


def direction_of(tags: Mapping[str, str]) -> int | None:
    """1 one-way as drawn, -1 one-way against it, 0 both ways, None: changes by the hour."""
    value = tags.get("oneway", "")
    if value in ("yes", "true", "1"):
        return 1
    if value in ("-1", "reverse"):
        return -1
    if value in ("reversible", "alternating"):
        return None
    implied = tags.get("junction") in ("roundabout", "circular")
    implied = implied or tags.get("highway") == "motorway"
    return 1 if implied and value not in ("no", "false", "0") else 0


def speed_limit(text: str) -> float:
    """``maxspeed`` in km/h, NaN where it is missing or no number (``signals``, ``CN:urban``)."""
    match = _SPEED.match(text)
    if match is None:
        return float("nan")
    speed = float(match[1]) * (_KM_PER_MILE if match[2] == "mph" else 1.0)
    return speed if speed > 0 else float("nan")
