"""A day of random zones with holes and gates on a real network, and places in and around them."""

from datetime import UTC, date, datetime, timedelta

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

from logiroute.geo.crossings import cut
from logiroute.geo.roads import Roads
from logiroute.model.fleet import Vehicle
from logiroute.model.order import OrderKind
from logiroute.model.place import Place, PlaceKind, Point, Window
from logiroute.model.policy import Policy, VehicleClass, ZoneClass
from logiroute.model.scenario import Scenario
from logiroute.model.zone import Gate, Zone
from logiroute.model.zone_access import ZoneAccess

#: Zone class → what trucks may do, what buses may do.
_RULES: dict[str, tuple[ZoneAccess, ZoneAccess]] = {
    "gated": (
        ZoneAccess(enter="gate", leave="gate", stop="yes", through=False),
        ZoneAccess(enter="gate", leave="yes", stop="yes", through=True),
    ),
    "residents": (
        ZoneAccess(enter="yes", leave="yes", stop="yes", through=False),
        ZoneAccess(enter="yes", leave="gate", stop="yes", through=False),
    ),
    "sealed": (ZoneAccess(), ZoneAccess(enter="no", leave="yes", through=False)),
    "checked": (
        ZoneAccess(enter="gate", leave="yes", stop="yes", through=True, mainline_transit=True),
        ZoneAccess(enter="yes", leave="yes", stop="yes", through=True),
    ),
}
_VEHICLES = ("truck", "bus")
#: Radii of zones in metres, and how many gates each has at most.
_RADII_M, _GATES = (300.0, 2_500.0), 8
#: Share of the zones that have a hole, and of the gates that let trucks through only.
_HOLED, _FOR_TRUCKS = 0.6, 0.2
#: How far places lie from the middle of some street at most, metres each way.
_ASTRAY_M = 40.0
#: Places farther than this from every street they may use are left out.
SNAP_LIMIT_M = 300


def random_day(roads: Roads, zones: int, seed: int) -> Scenario:
    """A day of a truck and a bus among random zones, which may overlap.

    Parameters
    ----------
    roads : Roads
    zones : int
        How many; each is a star of 4 to 11 corners around a random street, three in five of them
        with a hole, with up to eight gates where streets cross the edge.
    seed : int
    """
    rng = np.random.default_rng(seed)
    drawn = [_zone(roads, number, rng) for number in range(zones)]
    start = datetime(2022, 4, 16, 8, tzinfo=UTC)
    shift = Window(start=start, end=start + timedelta(hours=10))
    return Scenario(
        id="random",
        title="random",
        date=date(2022, 4, 16),
        timezone="UTC",
        roads="-",
        policy=_policy(),
        places=(Place(id="A", name="A", kind=PlaceKind.SITE, point=(0.0, 0.0)),),
        vehicles=tuple(
            Vehicle(
                id=name,
                name=name,
                vehicle_class=name,
                profile=name,
                capacity={},
                shifts=(shift,),
                start_id="A",
                end_id="A",
            )
            for name in _VEHICLES
        ),
        zones=tuple(drawn),
        gates=tuple(gate for zone in drawn for gate in _gates(roads, zone, rng)),
    )


def random_places(roads: Roads, count: int, seed: int) -> NDArray[np.float64]:
    """Points near random streets in metres of the roads' plane, shape (count, 2)."""
    rng = np.random.default_rng(seed)
    return _street_points(roads, count, rng) + rng.uniform(-_ASTRAY_M, _ASTRAY_M, (count, 2))


def _street_points(roads: Roads, count: int, rng: np.random.Generator) -> NDArray[np.float64]:
    lines = roads.lines[rng.integers(0, len(roads), count)]
    along = rng.uniform(0, 1, count)
    found = shapely.line_interpolate_point(lines, along, normalized=True)
    return np.asarray(shapely.get_coordinates(found))


def _policy() -> Policy:
    return Policy(
        id="random",
        title="random",
        zone_classes=tuple(ZoneClass(id=name, label=name, level=1) for name in _RULES),
        vehicle_classes=tuple(
            VehicleClass(
                id=vehicle,
                label=vehicle,
                order_kinds=(OrderKind.DELIVERY,),
                zones={name: rules[number] for name, rules in _RULES.items()},
            )
            for number, vehicle in enumerate(_VEHICLES)
        ),
        penalties={3: 1000},
    )


def _zone(roads: Roads, number: int, rng: np.random.Generator) -> Zone:
    centre = _street_points(roads, 1, rng)[0]
    radius = float(rng.uniform(*_RADII_M))
    rings = [_star(centre, radius, int(rng.integers(4, 12)), rng)]
    if rng.random() < _HOLED:
        rings.append(_star(centre, radius * 0.3, int(rng.integers(4, 8)), rng))
        if not shapely.Polygon(rings[0], rings[1:]).is_valid:
            rings = rings[:1]
    return Zone(
        id=f"Z{number}",
        name=f"Z{number}",
        zone_class=list(_RULES)[number % len(_RULES)],
        polygons=(tuple(_degrees(roads, [*ring, ring[0]]) for ring in rings),),
    )


def _star(
    centre: NDArray[np.float64], radius: float, corners: int, rng: np.random.Generator
) -> list[NDArray[np.float64]]:
    """Corners around a centre at random distances, in steps of angle that vary little."""
    angles = (np.arange(corners) + rng.uniform(0, 0.5, corners)) * 2 * np.pi / corners
    far = rng.uniform(0.55, 1.0, corners) * radius
    return [*(centre + far[:, None] * np.stack([np.cos(angles), np.sin(angles)], axis=1))]


def _gates(roads: Roads, zone: Zone, rng: np.random.Generator) -> list[Gate]:
    spots = cut(roads, zone).crossing_points(roads)
    chosen = rng.permutation(len(spots))[: int(rng.integers(0, _GATES + 1))]
    return [
        Gate(
            id=f"{zone.id}-{number}",
            name=f"{zone.id}-{number}",
            zone_id=zone.id,
            point=point,
            delay_s=int(rng.integers(0, 300)),
            vehicle_classes=("truck",) if rng.random() < _FOR_TRUCKS else (),
        )
        for number, point in enumerate(_degrees(roads, spots[chosen]))
    ]


def _degrees(roads: Roads, xy: ArrayLike) -> tuple[Point, ...]:
    degrees = roads.plane.degrees(np.asarray(xy).reshape(-1, 2)).round(7)
    return tuple((lon, lat) for lon, lat in degrees.tolist())
