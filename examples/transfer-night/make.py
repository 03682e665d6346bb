"""Draw the transfer night anew: ``python examples/transfer-night/make.py FOLDER``.

The tables beside this file are what it writes; the seed is fixed. Streets are real, everything
else is invented (README.md).
"""

import csv
import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from logiroute.geo.journeys import Matrix, Mover, matrix
from logiroute.geo.loading.load import load_roads
from logiroute.geo.roads import Roads
from logiroute.model.profile import HIGHWAY_CLASSES

ROADS = Path(__file__).resolve().parents[2] / "data" / "roads" / "wuhan.parquet"

PEOPLE, PARTIES = 2_400, 800
COACHES, MINIBUSES, AMBULANCES = 36, 4, 6

#: The industrial area, a rectangle in Zhuankou, in the south-west of the city: lon, lat.
WEST, SOUTH, EAST, NORTH = 114.150, 30.478, 114.176, 30.500
ZONE = (WEST - 0.003, SOUTH - 0.003, EAST + 0.003, NORTH + 0.003)

#: Where roads leave the map: towards which corner or edge, and what drivers read on the signs.
EXITS = (
    ("XN", "北出口 North exit", (0.0, 1.0)),
    ("XE", "东出口 East exit", (1.0, 0.0)),
    ("XSE", "东南出口 South-east exit", (0.8, -0.8)),
    ("XS", "南出口 South exit", (0.0, -1.0)),
    ("XSW", "西南出口 South-west exit", (-0.8, -0.8)),
    ("XW", "西出口 West exit", (-1.0, 0.0)),
    ("XNW", "西北出口 North-west exit", (-0.8, 0.8)),
)

#: Exits with an approved relief area, where a loaded bus may stop for its driver's rest.
RELIEF = ("XS", "XSE", "XN", "XNW")

DEADLINE, SHIFT = "30:00", "17:00-32:00"


class Streets:
    """Points on two-way streets that a bus reaches and comes back from."""

    def __init__(self, roads: Roads) -> None:
        self.roads = roads
        self.mover = Mover(roads, "bus", snap_limit_m=60)
        names = ("primary", "secondary", "tertiary", "residential", "unclassified")
        wanted = np.isin(roads.highway, [HIGHWAY_CLASSES.index(name) for name in names])
        self.segments = segments = np.flatnonzero(wanted & ~roads.oneway)
        points = np.array([roads.point_at(int(segment), 0.5) for segment in segments])
        centre = points[np.hypot(*(points - points.mean(axis=0)).T).argmin()]
        out, back = self.table([centre], points), self.table(points, [centre])
        reached = (out.seconds[0] < 4 * 3600) & (back.seconds[:, 0] < 4 * 3600)
        self.points: NDArray[np.float64] = points[reached].round(6)

    def table(self, origins: Sequence[Any], targets: Sequence[Any]) -> Matrix:
        """Times between points."""
        return matrix(self.mover, [tuple(p) for p in origins], [tuple(p) for p in targets])

    def towards(self, direction: tuple[float, float]) -> tuple[float, float]:
        """The farthest point in a direction."""
        low, high = self.points.min(axis=0), self.points.max(axis=0)
        scaled = (self.points - (low + high) / 2) / (high - low)
        lon, lat = self.points[(scaled @ np.array(direction)).argmax()].tolist()
        return lon, lat

    def crossings(self, ring: shapely.LinearRing) -> NDArray[np.float64]:
        """Where two-way streets cross a ring."""
        lines = [shapely.LineString(self.roads.points(int(segment))) for segment in self.segments]
        found = shapely.intersection([line for line in lines if line.intersects(ring)], ring)
        return shapely.get_coordinates(found)

    def within(self, west: float, south: float, east: float, north: float) -> NDArray[np.float64]:
        """Points in a rectangle."""
        low, high = np.array([west, south]), np.array([east, north])
        return self.points[((self.points > low) & (self.points < high)).all(axis=1)]


def write(path: Path, rows: Sequence[dict[str, object]]) -> None:
    """Write a table; columns in the order of the first row that has them."""
    columns = list(dict.fromkeys(column for row in rows for column in row))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def beds_of(rng: np.random.Generator, sites: int, total: int) -> list[int]:
    """Sizes of sites, small and large, that add up to a total."""
    sizes = rng.choice(
        [16, 24, 36, 48, 72, 96, 120], sites, p=[0.2, 0.2, 0.2, 0.15, 0.1, 0.1, 0.05]
    )
    scaled = np.maximum(8, np.round(sizes * total / sizes.sum()).astype(int))
    scaled[-1] += total - scaled.sum()
    return [int(size) for size in scaled]


def places(rng: np.random.Generator, streets: Streets) -> list[dict[str, object]]:
    """Base, stations, premises, exits, hospitals, 59 quarantine sites, relief areas."""
    rows: list[dict[str, object]] = []

    def add(name: str, title: str, kind: str, point: Iterable[float], **more: object) -> None:
        lon, lat = point
        where = {"lon_wgs84": f"{lon:.6f}", "lat_wgs84": f"{lat:.6f}"}
        rows.append({"id": name, "name": title, "kind": kind} | where | more)

    def near(lon: float, lat: float) -> tuple[float, float]:
        away = np.hypot(streets.points[:, 0] - lon, streets.points[:, 1] - lat)
        x, y = streets.points[away.argmin()].tolist()
        return x, y

    add("BASE", "转运车队驻地 Transfer base(示意)", "site", near(114.190, 30.515))
    for number, spot in enumerate(((114.196, 30.510), (114.140, 30.515), (114.180, 30.465)), 1):
        title = f"第{number}洗消站 Disinfection station {number}(示意)"
        add(f"W{number}", title, "disinfection_station", near(*spot), stop_min=3, bays=6)
    inside = streets.within(WEST, SOUTH, EAST, NORTH)
    for number, row in enumerate(rng.choice(len(inside), 16, replace=False), 1):
        title = f"厂区宿舍{number:02d} Works dormitory {number:02d}(示意)"
        add(f"P{number:02d}", title, "site", inside[row], stop_min=4)
    for name, title, direction in EXITS:
        add(name, f"{title}(示意)", "exit", streets.towards(direction))
    add(
        "H1",
        "定点医院一 Designated hospital 1(示意)",
        "hospital",
        near(114.270, 30.600),
        beds=30,
        stop_min=5,
        accepts="positive",
    )
    add(
        "H2",
        "定点医院二 Designated hospital 2(示意)",
        "hospital",
        near(114.110, 30.580),
        beds=30,
        stop_min=5,
        accepts="positive",
    )
    # Fourteen sites at the edges of the city, the others beyond the map.
    beds = beds_of(rng, 59, round(PEOPLE * 1.2))
    area = np.array([(WEST + EAST) / 2, (SOUTH + NORTH) / 2])
    away = np.hypot(*((streets.points - area) * np.array([95.9, 110.9])).T)
    edge = streets.points[(away > 18) & (away < 40)]
    for number, row in enumerate(rng.choice(len(edge), 14, replace=False), 1):
        title = f"市郊隔离点{number:02d} Quarantine site {number:02d}, edge of the city(示意)"
        add(
            f"Q{number:02d}", title, "quarantine_site", edge[row], beds=beds[number - 1], stop_min=5
        )
    exits = {str(row["id"]): row for row in rows if row["kind"] == "exit"}
    names = list(exits)
    for number in range(15, 60):
        first = int(rng.integers(len(names)))
        km = round(float(rng.triangular(4, 6, 115)), 1)
        ways = [(names[first], km)]
        if rng.random() < 0.4:  # reached by the next exit as well, on a longer way
            ways.append(
                (names[(first + 1) % len(names)], round(km * float(rng.uniform(1.0, 1.4)) + 4, 1))
            )
        exit_row = exits[ways[0][0]]
        angle = np.arctan2(
            *(
                np.array([float(str(exit_row["lat_wgs84"])), float(str(exit_row["lon_wgs84"]))])
                - area[::-1]
            )
            * np.array([110.9, 95.9])
        )
        reach = km * 0.75
        point = (
            float(str(exit_row["lon_wgs84"])) + reach * np.cos(angle) / 95.9,
            float(str(exit_row["lat_wgs84"])) + reach * np.sin(angle) / 110.9,
        )
        title = f"异地隔离点{number:02d} Quarantine site {number:02d}, off-county(示意)"
        add(
            f"Q{number:02d}",
            title,
            "quarantine_site",
            point,
            beds=beds[number - 1],
            stop_min=5,
            off_county="yes",
            approaches="|".join(
                f"{name}:{round(far / 70 * 60 + 3)}min/{far}km" for name, far in ways
            ),
        )
    for number, name in enumerate(RELIEF, 1):
        at = exits[name]
        spot = near(float(str(at["lon_wgs84"])), float(str(at["lat_wgs84"])) + 0.004)
        title = f"第{number}服务区 Relief area {number}(示意)"
        add(f"R{number}", title, "relief_area", spot, stop_min=2)
    return rows


def zone(folder: Path, streets: Streets) -> None:
    """The sealed zone around the area, with three gates where streets cross its edge."""
    west, south, east, north = ZONE
    ring = [(west, south), (east, south), (east, north), (west, north), (west, south)]
    feature = {
        "type": "Feature",
        "properties": {
            "id": "Z1",
            "name": "工业区封控区 Sealed industrial area(示意)",
            "zone_class": "sealed",
        },
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    collection = {"type": "FeatureCollection", "features": [feature]}
    text = json.dumps(collection, ensure_ascii=False, indent=1) + "\n"
    (folder / "zones.geojson").write_text(text, encoding="utf-8")
    crossings = streets.crossings(shapely.LinearRing(ring))
    rows: list[dict[str, object]] = []
    for name, title, lon, lat in (
        ("G1", "东门 East gate(示意)", east, (south + north) / 2),
        ("G2", "北门 North gate(示意)", (west + east) / 2, north),
        ("G3", "西门 West gate(示意)", west, (south + north) / 2),
    ):
        away = np.hypot(crossings[:, 0] - lon, crossings[:, 1] - lat)
        x, y = crossings[away.argmin()].tolist()
        rows.append(
            {
                "id": name,
                "name": title,
                "zone": "Z1",
                "lon_wgs84": f"{x:.6f}",
                "lat_wgs84": f"{y:.6f}",
            }
            | {
                "delay_min": 2,
                "vehicle_classes": "transfer_bus|ambulance",
                "papers": "转运单 transfer order",
            }
        )
    write(folder / "gates.csv", rows)


def orders(rng: np.random.Generator) -> list[dict[str, object]]:
    """800 parties, 2,400 people."""
    sizes = rng.choice([1, 2, 3, 4, 5, 6], PARTIES, p=[0.16, 0.22, 0.28, 0.2, 0.1, 0.04])
    while sizes.sum() != PEOPLE:
        row = int(rng.integers(PARTIES))
        step = int(np.sign(PEOPLE - sizes.sum()))
        if 1 <= sizes[row] + step <= 6:
            sizes[row] += step
    rows: list[dict[str, object]] = []
    for number, persons in enumerate(sizes.tolist(), 1):
        row: dict[str, object] = {
            "id": f"T{number:03d}",
            "kind": "transfer",
            "name": "密接 Close contacts",
            "priority": 2,
            "service_min": round(1 + 0.4 * persons, 1),
            "origin": f"P{int(rng.integers(1, 17)):02d}",
            "destinations": "kind:quarantine_site",
            "persons": persons,
            "party_class": "close_contact",
            "needs": "",
            "exclusive": "",
            "arrive_by": DEADLINE,
            "max_aboard_min": "",
        }
        draw = rng.random()
        if number == 1:
            row |= {
                "name": "三口之家(孕妇)专人专车 Family of three, one pregnant",
                "persons": persons,
                "needs": "孕妇 pregnant",
                "exclusive": "yes",
            }
        elif number == 2:
            row |= {"name": "婴儿和母亲 Infant with mother", "needs": "婴儿 infant"}
        elif draw < 0.02 and persons <= 4:  # so many seats an ambulance has
            row |= {
                "name": "阳性感染者 Positive case",
                "priority": 1,
                "party_class": "positive",
                "destinations": "H1|H2",
            }
        elif draw < 0.03:
            row |= {"name": "高龄老人 Very old person with family", "needs": "高龄 very old"}
        elif draw < 0.2:
            row |= {"name": "次密接 Secondary contacts", "party_class": "secondary_contact"}
        rows.append(row)
    return rows


def vehicles() -> list[dict[str, object]]:
    """Forty buses, six ambulances."""
    rows: list[dict[str, object]] = []
    for number in range(1, COACHES + MINIBUSES + 1):
        coach = number <= COACHES
        rows.append(
            {
                "id": f"B{number:02d}",
                "name": f"转运大巴{number:02d} Coach {number:02d} (49)"
                if coach
                else f"转运中巴{number:02d} Minibus {number:02d} (19)",
                "vehicle_class": "transfer_bus",
                "profile": "bus",
                "seats": 49 if coach else 19,
                "shifts": SHIFT,
                "start": "BASE",
                "fixed_cost": 300 if coach else 200,
                "cost_per_km": "4.50" if coach else "3.00",
                "cost_per_hour": 70 if coach else 60,
            }
        )
    rows += [
        {
            "id": f"A{number}",
            "name": f"负压救护车{number} Negative-pressure ambulance {number}",
            "vehicle_class": "ambulance",
            "profile": "car",
            "seats": 4,
            "shifts": SHIFT,
            "start": "BASE",
            "fixed_cost": 200,
            "cost_per_km": "5.00",
            "cost_per_hour": 120,
        }
        for number in range(1, AMBULANCES + 1)
    ]
    return rows


def crew() -> list[dict[str, object]]:
    """Two drivers on every coach, one on every minibus and ambulance."""
    rows: list[dict[str, object]] = []
    for vehicle in vehicles():
        number = int(str(vehicle["id"])[1:])
        two = str(vehicle["id"]).startswith("B") and number <= COACHES
        for letter in "ab" if two else "a":
            name = f"驾驶员 Driver {vehicle['id']}{letter}"
            rows.append(
                {"id": f"D-{vehicle['id']}{letter}", "vehicle": vehicle["id"], "name": name}
            )
    return rows


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    generator = np.random.default_rng(20220413)
    network = Streets(load_roads(ROADS))
    zone(folder, network)
    write(folder / "places.csv", places(generator, network))
    write(folder / "orders.csv", orders(generator))
    write(folder / "vehicles.csv", vehicles())
    write(folder / "crew.csv", crew())
