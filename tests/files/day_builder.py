"""A small sound day, written as a folder in any encoding, delimiter and language."""

import csv
import io
import json
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Any

from logiroute.files.columns import columns_of
from logiroute.files.tables import ROWS

SCENARIO: dict[str, Any] = {
    "id": "small-day",
    "title": "Small day",
    "date": "2022-04-10",
    "timezone": "Asia/Shanghai",
    "roads": "roads.osm",
    "policy": "cn-2022-9",
}

TABLES: dict[str, list[dict[str, str]]] = {
    "places": [
        {
            "id": "D1",
            "name": "Depot",
            "kind": "depot",
            "lon_wgs84": "114.300",
            "lat_wgs84": "30.600",
            "open": "05:00-12:00|13:00-20:00",
            "stop_min": "10",
        },
        {
            "id": "P1",
            "name": "Post",
            "kind": "site",
            "lon_wgs84": "114.310",
            "lat_wgs84": "30.610",
            "contact": "=1+1",
        },
        {
            "id": "007",
            "name": "Home",
            "kind": "site",
            "lon_wgs84": "114.312",
            "lat_wgs84": "30.612",
        },
        {
            "id": "Q1",
            "name": "Hotel",
            "kind": "quarantine_site",
            "lon_wgs84": "114.320",
            "lat_wgs84": "30.620",
            "beds": "20",
            "accepts": "close_contact",
        },
        {
            "id": "Q2",
            "name": "Full",
            "kind": "quarantine_site",
            "lon_wgs84": "114.321",
            "lat_wgs84": "30.621",
            "beds": "0",
        },
        {
            "id": "L1",
            "name": "Lab",
            "kind": "laboratory",
            "lon_wgs84": "114.322",
            "lat_wgs84": "30.622",
        },
        {
            "id": "W1",
            "name": "Car wash",
            "kind": "disinfection_station",
            "lon_wgs84": "114.323",
            "lat_wgs84": "30.623",
            "bays": "2",
        },
    ],
    "gates": [
        {
            "id": "G1",
            "name": "West gate",
            "zone": "Z1",
            "lon_wgs84": "114.330",
            "lat_wgs84": "30.635",
            "delay_min": "2.5",
            "person_delay_s": "7.5",
            "open": "05:00-12:00|13:00-26:30",
            "vehicle_classes": "ambulance",
            "papers": "pass",
        },
    ],
    "closures": [
        {
            "id": "X1",
            "name": "Earth wall",
            "lon_wgs84": "114.305",
            "lat_wgs84": "30.605",
            "valid_from": "2022-04-09 18:00",
            "note": "Two metres high",
        },
        {"id": "X2", "geometry": "LINESTRING (114.306 30.606, 114.307 30.606, 114.307 30.607)"},
    ],
    "vehicles": [
        {
            "id": "T1",
            "name": "Truck",
            "vehicle_class": "general_truck",
            "profile": "old_truck",
            "plate": "鄂A1",
            "capacity_kg": "1500",
            "capacity_m3": "13",
            "capacity_boxes": "6",
            "shifts": "05:30-12:00|13:00-26:00",
            "start": "D1",
            "max_trips": "3",
            "reload_min": "7.5",
            "reload_depots": "D1",
            "lifo": "yes",
            "fixed_cost": "80.50",
            "cost_per_km": "2.405",
            "cost_per_hour": "45",
        },
        {
            "id": "B1",
            "name": "Bus",
            "vehicle_class": "transfer_bus",
            "profile": "bus",
            "seats": "49",
            "shifts": "06:00-18:00",
            "start": "Q1",
            "end": "D1",
        },
    ],
    "crew": [
        {"id": "C1", "vehicle": "T1", "name": "Wang", "skills": "nursing|sampling"},
        {"id": "C2", "vehicle": "T1", "name": "Li", "role": "loader"},
    ],
    "profiles": [
        {
            "id": "old_truck",
            "base": "truck_10t",
            "height_m": "3.805",
            "width_m": "2.5",
            "weight_kg": "16000",
            "speed_percent": "85",
            "turn_s": "7.2",
            "kmh_primary": "30.5",
        },
    ],
    "items": [
        {
            "id": "kit",
            "name": "Kit",
            "kg": "8.25",
            "m3": "0.030",
            "handling_s": "1.5",
            "load_boxes": "1",
        },
        {"id": "tube", "name": "Tube", "kg": "0.01"},
    ],
    "stock": [{"depot": "D1", "item": "kit", "quantity": "100", "reserve": "10"}],
    "orders": [
        {
            "id": "O1",
            "kind": "delivery",
            "name": "Kits",
            "priority": "2",
            "window_start": "06:00",
            "window_end": "06:30",
            "service_min": "0.25",
            "site": "P1",
            "depots": "D1",
            "release": "05:45",
        },
        {
            "id": "O2",
            "kind": "transfer",
            "window_start": "08:00",
            "origin": "007",
            "persons": "3",
            "party_class": "close_contact",
            "needs": "pregnant",
            "exclusive": "yes",
            "arrive_by": "12:00",
            "max_aboard_min": "90",
            "together": "family",
        },
        {
            "id": "O3",
            "kind": "collection",
            "window_end": "10:00",
            "origin": "P1",
            "destinations": "kind:laboratory",
            "max_aboard_min": "240",
        },
        {
            "id": "O4",
            "kind": "call",
            "windows": "08:00-09:00|14:00-15:00",
            "site": "007",
            "skills": "nursing",
            "vehicle_classes": "general_truck",
        },
    ],
    "order_lines": [
        {"order": "O1", "item": "kit", "quantity": "6"},
        {"order": "O3", "item": "tube", "quantity": "40"},
    ],
}

SQUARE = [[114.33, 30.63], [114.34, 30.63], [114.34, 30.64], [114.33, 30.64], [114.33, 30.63]]
HOLE = [
    [114.334, 30.634],
    [114.334, 30.636],
    [114.336, 30.636],
    [114.336, 30.634],
    [114.334, 30.634],
]

ZONES: list[dict[str, Any]] = [
    {
        "type": "Feature",
        "properties": {
            "id": "Z1",
            "name": "Lake block",
            "zone_class": "sealed",
            "speed_percent": 40,
        },
        "geometry": {"type": "Polygon", "coordinates": [SQUARE, HOLE]},
    }
]


def zone(name: str, rings: list[Any], zone_class: str = "sealed") -> dict[str, Any]:
    """A feature of zones.geojson."""
    return {
        "type": "Feature",
        "properties": {"id": name, "zone_class": zone_class},
        "geometry": {"type": "Polygon", "coordinates": rings},
    }


def drawn(name: str, kind: str, coordinates: Any, **properties: str) -> dict[str, Any]:
    """A feature of closures.geojson."""
    return {
        "type": "Feature",
        "properties": {"id": name} | properties,
        "geometry": {"type": kind, "coordinates": coordinates},
    }


def with_passes(day: "DayBuilder") -> "DayBuilder":
    """The day under a policy by which buses need a pass to enter sealed zones; the bus has two."""
    shipped = resources.files("logiroute") / "policies" / "cn-2022-9.toml"
    header = "[vehicle_classes.transfer_bus.zones.sealed]\n"
    before, after = shipped.read_text("utf-8").split(header)
    day.policy = before + header + after.replace('enter = "gate"', 'enter = "pass"', 1)
    day.scenario["policy"] = "own.toml"
    day.tables["passes"] = [
        {"vehicle": "B1", "gate": "G1"},
        {"vehicle": "B1", "zone": "Z1", "valid_from": "06:00", "valid_to": "18:00", "note": "7"},
    ]
    return day


def sound_tables() -> dict[str, list[dict[str, str]]]:
    """A copy that a test may spoil."""
    return {name: [dict(row) for row in rows] for name, rows in TABLES.items()}


@dataclass
class DayBuilder:
    """What `write` puts into a folder; tests change it first."""

    folder: Path
    scenario: dict[str, Any] = field(default_factory=lambda: dict(SCENARIO))
    tables: dict[str, list[dict[str, str]]] = field(default_factory=sound_tables)
    zones: list[dict[str, Any]] = field(default_factory=lambda: json.loads(json.dumps(ZONES)))
    encoding: str = "utf-8"
    delimiter: str = ","
    chinese: bool = False
    closures: list[dict[str, Any]] = field(default_factory=list)
    policy: str = ""

    def write(self) -> Path:
        """Write everything and return the folder."""
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "roads.osm").write_text("<osm/>")
        toml = "".join(f"{key} = {_toml(value)}\n" for key, value in self.scenario.items())
        (self.folder / "scenario.toml").write_bytes(toml.encode("utf-8"))
        for name, rows in self.tables.items():
            (self.folder / f"{name}.csv").write_bytes(self.table(name, rows))
        geojson = json.dumps({"type": "FeatureCollection", "features": self.zones})
        (self.folder / "zones.geojson").write_text(geojson, "utf-8")
        if self.closures:
            geojson = json.dumps({"type": "FeatureCollection", "features": self.closures})
            (self.folder / "closures.geojson").write_text(geojson, "utf-8")
        if self.policy:
            (self.folder / "own.toml").write_text(self.policy, "utf-8")
        return self.folder

    def table(self, name: str, rows: list[dict[str, str]]) -> bytes:
        """One table as a spreadsheet would save it."""
        headers = list(dict.fromkeys(key for row in rows for key in row))
        text = io.StringIO(newline="")
        writer = csv.writer(text, delimiter=self.delimiter, lineterminator="\r\n")
        writer.writerow([self._header(name, header) for header in headers])
        for row in rows:
            writer.writerow([self._cell(row.get(header, "")) for header in headers])
        return text.getvalue().encode(self.encoding)

    def _header(self, table: str, header: str) -> str:
        if not self.chinese:
            return header
        for column in columns_of(ROWS[table]):
            if column.name == header:
                return column.chinese[0]
        own = {"capacity_boxes": "容量_boxes", "load_boxes": "占用_boxes"}
        return (own | {"kmh_primary": "时速_primary"}).get(header, header)

    def _cell(self, cell: str) -> str:
        is_decimal = cell.replace(".", "", 1).isdigit() and "." in cell
        return cell.replace(".", ",") if self.delimiter == ";" and is_decimal else cell


def _toml(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
