"""Many mistakes at once: each is found in one run, at its place, with its cure."""

import json
from pathlib import Path

import pytest

from logiroute.files.day import inspect_day
from tests.files.day_builder import SQUARE, DayBuilder, zone

Found = set[tuple[str, int, str, str]]


def found_in(path: Path) -> Found:
    return {(p.file, p.row, p.column, p.code) for p in inspect_day(path).problems}


#: Forty mistakes in one day: (file, row, column, code) of each.
PLANTED: Found = {
    ("crew.csv", 3, "vehicle", "S222"),
    ("gates.csv", 2, "zone", "S230"),
    ("gates.csv", 3, "zone", "S222"),
    ("gates.csv", 3, "vehicle_classes", "S223"),
    ("items.csv", 1, "wieght", "S104"),
    ("items.csv", 1, "capacity_", "S104"),
    ("items.csv", 2, "kg", "S211"),
    ("items.csv", 3, "m3", "S205"),
    ("order_lines.csv", 3, "order", "S222"),
    ("order_lines.csv", 4, "item", "S222"),
    ("order_lines.csv", 5, "quantity", "S205"),
    ("order_lines.csv", 6, "order", "S227"),
    ("order_lines.csv", 7, "", "S108"),
    ("orders.csv", 2, "window_end", "S208"),
    ("orders.csv", 3, "party_class", "S223"),
    ("orders.csv", 3, "persons", "S203"),
    ("orders.csv", 4, "id", "S226"),
    ("orders.csv", 4, "site", "S210"),
    ("orders.csv", 5, "site", "S222"),
    ("orders.csv", 6, "id", "S221"),
    ("orders.csv", 6, "priority", "S205"),
    ("orders.csv", 7, "kind", "S206"),
    ("ordes.csv", 0, "", "S103"),
    ("places.csv", 2, "open", "S208"),
    ("places.csv", 3, "lat_wgs84", "S209"),
    ("places.csv", 4, "kind", "S206"),
    ("places.csv", 5, "beds", "S203"),
    ("places.csv", 6, "id", "S201"),
    ("places.csv", 10, "id", "S221"),
    ("scenario.toml", 4, "timezone", "S215"),
    ("scenario.toml", 5, "roads", "S101"),
    ("scenario.toml", 7, "snaplimit_m", "S104"),
    ("stock.csv", 2, "quantity", "S205"),
    ("vehicles.csv", 2, "shifts", "S207"),
    ("vehicles.csv", 3, "start", "S222"),
    ("zones.geojson", 4, "geometry", "S228"),
    ("zones.geojson", 2, "geometry", "S229"),
    ("zones.geojson", 3, "zoneclass", "S104"),
    ("zones.geojson", 3, "zone_class", "S107"),
}


def plant(day: DayBuilder) -> Path:
    tables = day.tables
    day.scenario |= {"timezone": "Asia/Wuhan", "roads": "street.osm"}
    day.scenario["snaplimit_m"] = 200
    places = tables["places"]
    places[0]["open"] = "12:00-05:00"
    places[1] |= {"lon_wgs84": "30.6", "lat_wgs84": "114.3"}
    places[2]["kind"] = "house"
    places[3]["beds"] = "2o"
    places[4]["id"] = ""
    places += [dict(places[5], id="L2"), dict(places[5], id="L2")]
    tables["gates"][0]["lat_wgs84"] = "30.655"
    tables["gates"].append(
        {
            "id": "G2",
            "zone": "Z9",
            "lon_wgs84": "114.33",
            "lat_wgs84": "30.635",
            "vehicle_classes": "ambulances",
        }
    )
    tables["vehicles"][0]["shifts"] = "all day"
    tables["vehicles"][1]["start"] = "Q9"
    tables["crew"][1]["vehicle"] = "T9"
    tables["items"][0] |= {"kg": "1,250", "wieght": "8", "capacity_": "1"}
    tables["items"][1]["m3"] = "-1"
    tables["stock"][0]["quantity"] = "-5"
    orders = tables["orders"]
    orders[0]["window_end"] = "05:30"
    orders[1] |= {"persons": "3.5"}
    orders[1]["party_class"] = "close contacts"
    orders[2]["site"] = "P1"
    orders[3]["site"] = "P9"
    orders += [
        {"id": "O1", "kind": "call", "site": "P1", "priority": "12"},
        {"id": "O6", "kind": "delivry", "site": "P1"},
        {
            "id": "O7",
            "kind": "transfer",
            "origin": "P1",
            "persons": "2",
            "party_class": "positive",
            "destinations": "Q1",
        },
    ]
    tables["order_lines"] = [
        {"order": "O1", "item": "kit", "quantity": "6"},
        {"order": "O9", "item": "kit", "quantity": "6"},
        {"order": "O4", "item": "kits", "quantity": "6"},
        {"order": "O4", "item": "kit", "quantity": "-6"},
        {"order": "O7", "item": "tube", "quantity": "1"},
        {"order": "O4", "item": "tube", "quantity": "1"},
    ]
    bow_tie = [SQUARE[0], SQUARE[2], SQUARE[1], SQUARE[3], SQUARE[0]]
    day.zones += [zone("Z2", []), zone("Z3", [SQUARE]), zone("Z4", [bow_tie])]
    day.zones[2]["properties"]["zoneclass"] = day.zones[2]["properties"].pop("zone_class")
    folder = day.write()
    (folder / "roads.osm").unlink()
    (folder / "ordes.csv").write_text("id\n")
    lines = (folder / "order_lines.csv").read_text("utf-8").splitlines()
    lines[6] += ",7"
    (folder / "order_lines.csv").write_text("\n".join(lines), "utf-8")
    return folder


def test_forty_mistakes_in_one_run(day: DayBuilder) -> None:
    report = inspect_day(plant(day))
    found = {(p.file, p.row, p.column, p.code) for p in report.problems}
    assert PLANTED - found == set()
    # One mistake, one message: nothing may come up beside what was planted.
    assert found - PLANTED == set()
    assert report.scenario is None
    assert list(report.problems) == sorted(report.problems)


def test_time_that_summer_time_skips(day: DayBuilder) -> None:
    day.scenario |= {"timezone": "Europe/Berlin", "date": "2022-03-27"}
    day.tables["orders"][0] |= {"window_start": "02:30", "window_end": "06:00"}
    assert ("orders.csv", 2, "window_start", "S216") in found_in(day.write())


@pytest.mark.parametrize(
    ("name", "content", "row", "code"),
    [
        ("scenario.toml", b"id = town\n", 1, "S111"),
        ("scenario.toml", b"a = 1\na = 2\n", 2, "S111"),
        ("places.csv", b"", 0, "S113"),
        ("places.csv", b'id,name\n"P1,x\n', 2, "S111"),
        ("places.csv", b"\xff\xff\xff", 0, "S102"),
        ("zones.geojson", b"{", 1, "S111"),
        ("zones.geojson", b"[]", 0, "S111"),
        ("zones.geojson", b"[" * 100_000, 0, "S111"),
    ],
)
def test_broken_files(day: DayBuilder, name: str, content: bytes, row: int, code: str) -> None:
    folder = day.write()
    (folder / name).write_bytes(content)
    hits = [p for p in inspect_day(folder).problems if p.file == name]
    assert [(p.row, p.code) for p in hits] == [(row, code)]


def test_missing_files_are_one_problem_each(day: DayBuilder) -> None:
    folder = day.write()
    for name in ("places.csv", "scenario.toml"):
        (folder / name).unlink()
    # No cascade: references to places are not judged when there are none to judge them by.
    assert found_in(folder) == {("places.csv", 0, "", "S101"), ("scenario.toml", 0, "", "S101")}


def test_no_folder_at_all(tmp_path: Path) -> None:
    codes = {p.code for p in inspect_day(tmp_path / "nowhere").problems}
    assert codes == {"S101"}


def test_coordinates_in_a_projected_system(day: DayBuilder) -> None:
    folder = day.write()
    data = json.loads((folder / "zones.geojson").read_text("utf-8"))
    data["crs"] = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3857"}}
    (folder / "zones.geojson").write_text(json.dumps(data))
    assert ("zones.geojson", 0, "crs", "S213") in found_in(folder)


def test_drawing_styles_are_ignored(day: DayBuilder) -> None:
    day.zones[0]["properties"] |= {"stroke": "#ff0000", "fill-opacity": 0.5}
    assert found_in(day.write()) == set()


def test_messages_show_no_control_characters(day: DayBuilder) -> None:
    day.tables["places"][0]["bad\x1b[31m"] = "1"
    for problem in inspect_day(day.write()).problems:
        assert str(problem).isprintable()
