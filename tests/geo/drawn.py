"""Little street networks drawn by hand, and scenarios on them, for the tests of geo."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from math import cos, radians
from pathlib import Path
from xml.sax.saxutils import quoteattr

from logiroute.geo.loading.load import load_roads
from logiroute.geo.roads import Roads
from logiroute.model.fleet import Vehicle
from logiroute.model.order import OrderKind
from logiroute.model.place import Place, PlaceKind, Point, Window
from logiroute.model.policy import Policy, VehicleClass, ZoneClass
from logiroute.model.scenario import Scenario
from logiroute.model.zone import Gate, Zone
from logiroute.model.zone_access import ZoneAccess

LON, LAT = 114.3, 30.5
#: Metres of a degree at `LAT` on the WGS-84 ellipsoid (meridian radius 6,351,877 m, normal radius
#: 6,383,645 m at 30.5°).
NORTH_M = radians(1) * 6_351_877.0
EAST_M = radians(1) * 6_383_645.0 * cos(radians(LAT))
START = datetime(2022, 4, 16, 6, tzinfo=UTC)
DAY = Window(start=START, end=START + timedelta(hours=12))

OPEN = ZoneAccess(enter="yes", stop="yes", through=True, leave="yes")
SHUT = ZoneAccess()

Metres = tuple[float, float]


def at(xy: Metres) -> Point:
    """Metres east and north of the origin → WGS-84."""
    return (round(LON + xy[0] / EAST_M, 7), round(LAT + xy[1] / NORTH_M, 7))


def write_osm(
    path: Path,
    nodes: Mapping[str, Metres],
    ways: Sequence[tuple[str, Mapping[str, str]]],
    missing: Sequence[str] = (),
    node_tags: Mapping[str, Mapping[str, str]] | None = None,
    relations: Sequence[tuple[str, Mapping[str, str]]] = (),
    head: str = "",
) -> Path:
    """An OpenStreetMap file: node names and metres; ways as "a b c" with tags.

    Way ids are 1, 2, …; relations are given as "from:1 via:b to:2", where a member named by
    digits is a way and any other a node; ``head`` goes into the ``osm`` element.
    """
    number = {name: i + 1 for i, name in enumerate(nodes)}
    rows = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<osm version="0.6" generator="tests"{head}>',
    ]
    for name, xy in nodes.items():
        if name not in missing:
            lon, lat = at(xy)
            marks = _marks((node_tags or {}).get(name, {}))
            place = f'id="{number[name]}" version="1" lat="{lat}" lon="{lon}"'
            rows.append(f"<node {place}>{marks}</node>")
    for i, (names, tags) in enumerate(ways):
        refs = "".join(f'<nd ref="{number[name]}"/>' for name in names.split())
        rows.append(f'<way id="{i + 1}" version="1">{refs}{_marks(tags)}</way>')
    for i, (members, tags) in enumerate(relations):
        parts = ""
        for role, ref in (member.split(":") for member in members.split()):
            kind, ref = ("way", ref) if ref.isdigit() else ("node", str(number[ref]))
            parts += f'<member type="{kind}" ref="{ref}" role="{role}"/>'
        marks = _marks({"type": "restriction", **tags})
        rows.append(f'<relation id="{i + 1}" version="1">{parts}{marks}</relation>')
    path.write_text("\n".join([*rows, "</osm>"]), encoding="utf-8")
    return path


def _marks(tags: Mapping[str, str]) -> str:
    return "".join(f"<tag k={quoteattr(k)} v={quoteattr(v)}/>" for k, v in tags.items())


def grid(folder: Path, columns: int = 5, rows: int = 5, spacing: float = 100.0) -> Roads:
    """Residential two-way streets; node ``c,r`` lies at (c·spacing, r·spacing) metres."""
    nodes = {f"{c},{r}": (c * spacing, r * spacing) for c in range(columns) for r in range(rows)}
    street = {"highway": "residential"}
    ways = [(" ".join(f"{c},{r}" for c in range(columns)), street) for r in range(rows)]
    ways += [(" ".join(f"{c},{r}" for r in range(rows)), street) for c in range(columns)]
    return load_roads(write_osm(folder / "grid.osm", nodes, ways), cache=False)


def box(west: float, south: float, east: float, north: float) -> list[Metres]:
    """Corners of a rectangle in metres."""
    return [(west, south), (east, south), (east, north), (west, north)]


def zone(
    zone_id: str,
    outer: Sequence[Metres],
    *holes: Sequence[Metres],
    zone_class: str = "sealed",
    valid: tuple[datetime | None, datetime | None] = (None, None),
) -> Zone:
    """A zone of one polygon given in metres."""
    rings = tuple(tuple(at(xy) for xy in (*ring, ring[0])) for ring in (outer, *holes))
    return Zone(
        id=zone_id,
        name=zone_id,
        zone_class=zone_class,
        polygons=(rings,),
        valid_from=valid[0],
        valid_to=valid[1],
    )


def gate(
    gate_id: str, zone_id: str, xy: Metres, delay_s: int = 0, classes: tuple[str, ...] = ()
) -> Gate:
    """A gate at a point given in metres."""
    return Gate(
        id=gate_id,
        name=gate_id,
        zone_id=zone_id,
        point=at(xy),
        delay_s=delay_s,
        vehicle_classes=classes,
    )


def vehicle(
    vehicle_class: str = "truck", profile: str = "truck", own_zone_id: str | None = None
) -> Vehicle:
    """A vehicle of a class; its places do not matter here."""
    return Vehicle(
        id=f"{vehicle_class}-{profile}-{own_zone_id}",
        name=vehicle_class,
        vehicle_class=vehicle_class,
        profile=profile,
        capacity={},
        shifts=(DAY,),
        start_id="A",
        end_id="A",
        own_zone_id=own_zone_id,
    )


def scenario(
    places: Mapping[str, Metres],
    *,
    zones: Sequence[Zone] = (),
    gates: Sequence[Gate] = (),
    access: Mapping[str, ZoneAccess] | None = None,
    vehicles: Sequence[Vehicle] = (),
    stays: Sequence[str] = (),
    snap_limit_m: int = 60,
) -> Scenario:
    """A scenario in which only places, zones and vehicles matter.

    ``access`` gives the rule in ``sealed`` zones by vehicle class (default: truck, shut);
    ``control`` zones are like them but open to all.
    """
    rules = access or {"truck": SHUT}
    policy = Policy(
        id="drawn",
        title="drawn",
        zone_classes=tuple(
            ZoneClass(id=name, label=name, level=1) for name in ("sealed", "control")
        ),
        vehicle_classes=tuple(
            VehicleClass(
                id=name,
                label=name,
                order_kinds=(OrderKind.DELIVERY,),
                stays_in_own_zone=name in stays,
                zones={"sealed": rule, "control": OPEN},
            )
            for name, rule in rules.items()
        ),
        penalties={3: 1000},
    )
    return Scenario(
        id="drawn",
        title="drawn",
        date=date(2022, 4, 16),
        timezone="UTC",
        roads="grid.osm",
        policy=policy,
        places=tuple(
            Place(id=name, name=name, kind=PlaceKind.SITE, point=at(xy))
            for name, xy in places.items()
        ),
        vehicles=tuple(
            one.model_copy(update={"start_id": next(iter(places)), "end_id": next(iter(places))})
            for one in vehicles or (vehicle(next(iter(rules))),)
        ),
        zones=tuple(zones),
        gates=tuple(gates),
        snap_limit_m=snap_limit_m,
    )
