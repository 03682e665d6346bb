"""Twenty-seven mistakes planted in a copy of the example: each is found, located, in one run."""

import csv
import json
import shutil
from pathlib import Path

import pytest

from tests.end_to_end.conftest import REPO, TOWN_DAY, Cli

#: Table, row id, column, what is written there instead.
CELLS = [
    ("orders", "B01", "window_end", "05:45"),  # window end before start
    ("orders", "B02", "priority", "urgent"),  # no number
    ("orders", "B03", "site", "P99"),  # unknown site
    ("orders", "B04", "kind", "delivry"),  # unknown kind
    ("orders", "B05", "window_start", "6 o'clock"),  # no time
    ("orders", "B06", "persons", "4"),  # a delivery has no persons
    ("orders", "B07", "vehicle_classes", "tank"),  # unknown class
    ("orders", "T02", "party_class", "suspect"),  # unknown policy class
    ("orders", "T03", "origin", "O33"),  # unknown site of a transfer
    ("orders", "T04", "persons", "0"),  # nobody
    ("orders", "T05", "exclusive", "perhaps"),  # neither yes nor no
    ("order_lines", "B08", "quantity", "-83"),  # negative quantity
    ("order_lines", "B09", "quantity", "8o"),  # the letter o
    ("order_lines", "B10", "item", "brekfast"),  # unknown item
    ("places", "P11", "lon_wgs84", "east"),  # no number
    ("places", "P12", "lon_wgs84", "114.32"),  # in the water, 445 m from a street
    ("places", "P13", "kind", "dept"),  # unknown kind
    ("places", "Q4", "beds", "-5"),  # negative beds
    ("places", "Q3", "accepts", "closecontact"),  # unknown party class
    ("gates", "G1", "lat_wgs84", "30.5800"),  # off its zone's edge
    ("gates", "G4", "zone", "Z9"),  # unknown zone
    ("items", "tent", "kg", "heavy"),  # no number
    ("stock", "D1", "reserve", "many"),  # no number
    ("crew", "X002", "id", "X001"),  # an id given twice
]

#: A gate off its edge shows in the column that names the zone; a place off the roads as a row.
SEEN_IN = {"G1": "zone", "P12": ""}


def edit(day: Path, table: str, row_id: str, column: str, value: str) -> int:
    """Change one cell; return the row as a spreadsheet numbers it."""
    file = day / f"{table}.csv"
    with file.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream))
    at = rows[0].index(column)
    number = next(n for n, row in enumerate(rows) if row and row[0] == row_id)
    rows[number] += [""] * (at + 1 - len(rows[number]))
    assert rows[number][at] != value
    rows[number][at] = value
    with file.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    return number + 1


@pytest.fixture
def day(tmp_path: Path) -> Path:
    """A copy of the example that finds its roads."""
    copy = shutil.copytree(TOWN_DAY, tmp_path / "day")
    settings = copy / "scenario.toml"
    text = settings.read_text("utf-8")
    assert "../../data/roads" in text
    settings.write_text(text.replace("../../data", (REPO / "data").as_posix()), "utf-8")
    return copy


def test_every_mistake_is_located_in_one_run(cli: Cli, day: Path, tmp_path: Path) -> None:
    assert cli("check", day).returncode == 0
    expected = {
        (f"{table}.csv:{edit(day, table, row_id, column, value)}", SEEN_IN.get(row_id, column))
        for table, row_id, column, value in CELLS
    }
    # an unknown key, no vehicles at all, a zone that crosses itself, a row given twice
    settings = day / "scenario.toml"
    settings.write_text(
        settings.read_text("utf-8")
        .replace("timezone", "time_zone")
        .replace('zones_datum = "wgs84"', 'zones_datum = "mars"'),
        "utf-8",
    )
    vehicles = day / "vehicles.csv"
    vehicles.write_text(vehicles.read_text("utf-8").splitlines()[0] + "\n", "utf-8")
    zones = json.loads((day / "zones.geojson").read_text("utf-8"))
    ring = zones["features"][1]["geometry"]["coordinates"][0]
    ring[1], ring[2] = ring[2], ring[1]
    (day / "zones.geojson").write_text(json.dumps(zones), "utf-8")
    with (day / "places.csv").open(encoding="utf-8") as stream:
        rows = stream.read().rstrip("\n").splitlines()
    (day / "places.csv").write_text("\n".join([*rows, rows[-1]]) + "\n", "utf-8")

    result = cli("check", day)
    assert result.returncode == 2
    assert "Traceback" not in result.stdout + result.stderr
    errors = [line for line in result.stdout.splitlines() if line.startswith("error: ")]
    assert len(errors) >= 25
    missing = [
        (where, column)
        for where, column in sorted(expected)
        if not any(line.startswith(f"error: {where} {column}".rstrip() + ":") for line in errors)
    ]
    assert missing == []
    for hint in ("time_zone", "timezone", "mars", "zones.geojson", f"places.csv:{len(rows) + 1}"):
        assert any(hint in line for line in errors), hint
    assert any(line.startswith("error: vehicles.csv") for line in errors)

    out = tmp_path / "out"
    planned = cli("plan", day, "--out", out)
    assert planned.returncode == 2
    assert not out.exists()
    for line in errors:
        assert line in planned.stderr


def test_missing_files_are_named(cli: Cli, day: Path) -> None:
    (day / "items.csv").unlink()
    (day / "places.csv").unlink()
    result = cli("check", day)
    assert result.returncode == 2
    errors = [line for line in result.stdout.splitlines() if line.startswith("error: ")]
    assert len(errors) == 2
    assert errors[0].startswith("error: items.csv: ")
    assert errors[1].startswith("error: places.csv: ")


def test_points_in_chinese_map_datum_are_noticed(cli: Cli, day: Path) -> None:
    """Points in GCJ-02 under a WGS-84 header lie some 500 m off every street."""
    import numpy as np

    from logiroute.datum import Datum, from_wgs84

    with (day / "places.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))
    lon, lat = (rows[0].index(name) for name in ("lon_wgs84", "lat_wgs84"))
    shifted = from_wgs84(
        np.array([float(row[lon]) for row in rows[1:]]),
        np.array([float(row[lat]) for row in rows[1:]]),
        Datum.GCJ02,
    )
    for row, east, north in zip(rows[1:], *shifted, strict=True):
        row[lon], row[lat] = f"{east:.6f}", f"{north:.6f}"
    with (day / "places.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    result = cli("check", day)
    assert result.returncode == 2
    assert "GCJ-02" in result.stdout


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_what_excel_writes_is_read(cli: Cli, day: Path, encoding: str) -> None:
    for table in day.glob("*.csv"):
        with table.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.reader(stream))
        with table.open("w", encoding=encoding, newline="") as stream:
            csv.writer(stream, delimiter=";").writerows(rows)
    result = cli("check", day)
    assert result.returncode == 0, result.stdout
