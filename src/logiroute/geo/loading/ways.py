"""Streets as a file gives them, before they become a network."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

#: Who may use a street, as bits of `Ways.access`. Heavy goods vehicles, buses and ambulances have
#: bits of their own, because signs open and close streets for them alone.
MOTOR, BICYCLE, FOOT, HGV, BUS, EMERGENCY = 1, 2, 4, 8, 16, 32
MODE_BITS: dict[str, int] = {
    "motor": MOTOR,
    "bicycle": BICYCLE,
    "foot": FOOT,
    "hgv": HGV,
    "bus": BUS,
    "emergency": EMERGENCY,
}
#: Every kind of motor vehicle.
MOTOR_KINDS = MOTOR | HGV | BUS | EMERGENCY

#: Where no limit of weight, height or width is known.
NO_LIMIT = 2**31 - 1

_ALL = MOTOR_KINDS | BICYCLE | FOOT

#: Highway class → modes where no access tag says otherwise. Classes that are not listed (under
#: construction, proposed, raceway, bus guideway, …) are no streets for logiroute.
#: Source: OpenStreetMap wiki, "Access restrictions", worldwide defaults; a footway is not ridden
#: with a loaded cart, a track is no road for a truck, and nobody walks along a motorway.
DEFAULT_MODES: dict[str, int] = {
    "motorway": MOTOR_KINDS,
    "motorway_link": MOTOR_KINDS,
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


@dataclass(frozen=True)
class Restriction:
    """A turn restriction as OpenStreetMap's relation gives it.

    Attributes
    ----------
    kind : str
        ``no_left_turn``, ``only_straight_on``, …
    from_ways, to_ways : tuple of int
        Ids of ways; ``no_entry`` and ``no_exit`` may have several.
    via_node : int or None
        Where the turn is made, if at a node.
    via_ways : tuple of int
        Ways between, in driving order, if not at a node.
    modes : int
        Bits of the modes that are bound.
    """

    kind: str
    from_ways: tuple[int, ...]
    to_ways: tuple[int, ...]
    via_node: int | None
    via_ways: tuple[int, ...]
    modes: int


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
    access : ndarray of uint8, shape (ways, 2)
        Bits of `MODE_BITS` that are allowed from first to last vertex and back.
    maxspeed : ndarray of float32, shape (ways,)
        Legal limit in km/h, NaN where unknown.
    max_kg, max_height_cm, max_width_cm : ndarray of int32, shape (ways,)
        Limits of the vehicle, `NO_LIMIT` where none is known.
    bridge, tunnel : ndarray of bool, shape (ways,)
    mainline : ndarray of bool, shape (ways,)
        Main carriageway of an expressway.
    way_id : ndarray of int64, shape (ways,)
        Id in the source; turn restrictions refer to it.
    barrier : mapping of int to int
        Node id → bits of the modes that may not pass it.
    restrictions : tuple of Restriction
    notes : mapping of str to str
        Where the file says so: ``source``, ``licence``, ``attribution``, ``date``.
    dropped : mapping of str to int
        What the reader left out, by reason.
    """

    offset: NDArray[np.int64]
    node: NDArray[np.int64]
    micro: NDArray[np.int32]
    highway: tuple[str, ...]
    name: tuple[str, ...]
    access: NDArray[np.uint8]
    maxspeed: NDArray[np.float32]
    max_kg: NDArray[np.int32]
    max_height_cm: NDArray[np.int32]
    max_width_cm: NDArray[np.int32]
    bridge: NDArray[np.bool_]
    tunnel: NDArray[np.bool_]
    mainline: NDArray[np.bool_]
    way_id: NDArray[np.int64]
    barrier: Mapping[int, int] = field(default_factory=dict)
    restrictions: tuple[Restriction, ...] = ()
    notes: Mapping[str, str] = field(default_factory=dict)
    dropped: Mapping[str, int] = field(default_factory=dict)
