"""A sound day is read right: every field, every encoding, both languages."""

from datetime import datetime
from pathlib import Path

import pytest

from logiroute.errors import InputError, Severity
from logiroute.files.day import inspect_day, read_scenario
from logiroute.model.order import Call, Collection, Delivery, OrderKind, Transfer
from logiroute.model.place import PlaceKind, Window
from logiroute.model.scenario import Scenario
from tests.files.day_builder import DayBuilder


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2022-04-{text}+08:00")


def window(start: str, end: str) -> Window:
    return Window(start=at(start), end=at(end))


@pytest.fixture
def scenario(day: DayBuilder) -> Scenario:
    return read_scenario(day.write())


def test_sound_day_has_no_problems(day: DayBuilder) -> None:
    report = inspect_day(day.write())
    assert [str(problem) for problem in report.problems] == []
    assert report.scenario is not None
    assert report.places == report.scenario.places
    assert report.snap_limit_m == 300


def test_settings(scenario: Scenario, day: DayBuilder) -> None:
    assert scenario.id == "small-day"
    assert scenario.date.isoformat() == "2022-04-10"
    assert scenario.policy.id == "cn-2022-9"
    assert Path(scenario.roads) == (day.folder / "roads.osm").absolute()
    assert scenario.currency == "CNY"


def test_places(scenario: Scenario) -> None:
    depot, post, home, hotel, full, _ = scenario.places
    assert depot.kind is PlaceKind.DEPOT
    assert depot.point == (114.3, 30.6)
    assert depot.windows == (window("10T05:00", "10T12:00"), window("10T13:00", "10T20:00"))
    assert depot.stop_s == 600
    assert post.contact == "=1+1"  # text that looks like a formula stays text
    assert home.id == "007"
    assert (hotel.beds, hotel.accepts) == (20, ("close_contact",))
    assert full.beds == 0
    assert depot.beds is None


def test_vehicles_with_crew(scenario: Scenario) -> None:
    truck, bus = scenario.vehicles
    assert truck.capacity == {"mass_g": 1_500_000, "volume_cm3": 13_000_000, "boxes": 6}
    assert truck.shifts == (window("10T05:30", "10T12:00"), window("10T13:00", "11T02:00"))
    assert (truck.start_id, truck.end_id) == ("D1", "D1")
    assert (truck.fixed_cost, truck.cost_per_km, truck.cost_per_hour) == (8050, 241, 4500)
    assert [(m.id, m.role) for m in truck.crew] == [("C1", "driver"), ("C2", "loader")]
    assert truck.skills == {"nursing", "sampling"}
    assert bus.capacity == {"seats": 49}
    assert bus.end_id == "D1"


def test_items_and_stock(scenario: Scenario) -> None:
    kit, tube = scenario.items
    assert kit.unit_loads == {"mass_g": 8250, "volume_cm3": 30_000, "boxes": 1}
    assert kit.handling_ms == 1500
    assert tube.unit_loads == {"mass_g": 10}
    assert scenario.stock[0].available == 90


def test_orders(scenario: Scenario) -> None:
    delivery, transfer, collection, call = scenario.orders
    assert isinstance(delivery, Delivery)
    assert delivery.windows == (window("10T06:00", "10T06:30"),)
    assert (delivery.service_s, delivery.priority, delivery.depot_ids) == (15, 2, ("D1",))
    assert [(line.item_id, line.quantity) for line in delivery.lines] == [("kit", 6)]
    assert isinstance(transfer, Transfer)
    # Open to the right: until the end of the last shift, 02:00 of the next day.
    assert transfer.windows == (window("10T08:00", "11T02:00"),)
    assert transfer.destination_ids == ("Q1",)  # Q2 has no bed left
    assert transfer.exclusive
    assert transfer.party.needs == ("pregnant",)
    assert (transfer.arrive_by, transfer.max_aboard_s) == (at("10T12:00"), 5400)
    assert isinstance(collection, Collection)
    assert collection.windows == (window("10T05:30", "10T10:00"),)
    assert collection.destination_ids == ("L1",)
    assert isinstance(call, Call)
    assert len(call.windows) == 2
    assert call.kind is OrderKind.CALL


def test_zones_and_gates(scenario: Scenario) -> None:
    (zone,), (gate,) = scenario.zones, scenario.gates
    assert zone.zone_class == "sealed"
    assert len(zone.polygons[0]) == 2
    assert zone.shape.area == pytest.approx(0.01**2 - 0.002**2)
    assert (gate.zone_id, gate.delay_s, gate.papers) == ("Z1", 150, ("pass",))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("chinese", [False, True])
def test_encodings_delimiters_languages(
    tmp_path: Path, encoding: str, delimiter: str, chinese: bool
) -> None:
    plain = read_scenario(DayBuilder(tmp_path / "day").write())
    other = DayBuilder(
        tmp_path / "day", encoding=encoding, delimiter=delimiter, chinese=chinese
    ).write()
    report = inspect_day(other)
    assert [str(problem) for problem in report.problems] == []
    assert report.scenario == plain


@pytest.mark.parametrize("encoding", ["gbk", "gb18030"])
def test_gbk(tmp_path: Path, encoding: str) -> None:
    written = DayBuilder(tmp_path / "day", encoding=encoding, delimiter=";", chinese=True)
    written.tables["places"][0]["name"] = "东湖仓库"
    report = inspect_day(written.write())
    assert [str(problem) for problem in report.problems] == []
    assert report.scenario is not None
    assert report.scenario.places[0].name == "东湖仓库"
    assert report.scenario.item["kit"].unit_loads["mass_g"] == 8250  # "8,25" in the file


def test_western_text_read_as_gbk_is_warned_about(day: DayBuilder) -> None:
    day.tables["places"][0]["name"] = "Großstraße"
    day.encoding = "latin-1"
    day.tables["vehicles"][0]["plate"] = ""
    (problem,) = inspect_day(day.write()).problems
    assert (problem.code, problem.file, problem.severity) == (
        "S110",
        "places.csv",
        Severity.WARNING,
    )


def test_chinese_words_and_file_names(day: DayBuilder) -> None:
    plain = read_scenario(day.write())
    day.tables["orders"][0]["kind"] = "配送"
    day.tables["orders"][1]["exclusive"] = "是"
    day.tables["places"][0]["kind"] = "仓库"
    day.tables["places"][0]["open"] = "０５：００－12:00｜13:00至20:00"
    folder = day.write()
    (folder / "places.csv").rename(folder / "地点.csv")
    assert read_scenario(folder) == plain


@pytest.mark.parametrize("datum", ["gcj02", "bd09"])
def test_datums_are_converted(day: DayBuilder, datum: str) -> None:
    from logiroute.datum import from_wgs84

    plain = read_scenario(day.write())
    for table in ("places", "gates"):
        for row in day.tables[table]:
            lon, lat = from_wgs84(float(row.pop("lon_wgs84")), float(row.pop("lat_wgs84")), datum)
            row[f"lon_{datum}"], row[f"lat_{datum}"] = f"{lon:.9f}", f"{lat:.9f}"
    for rings in [feature["geometry"]["coordinates"] for feature in day.zones]:
        for ring in rings:
            for point in ring:
                point[:] = [float(value) for value in from_wgs84(point[0], point[1], datum)]
    day.scenario["zones_datum"] = datum
    shifted = read_scenario(day.write())
    for place, other in zip(plain.places, shifted.places, strict=True):
        assert other.point == pytest.approx(place.point, abs=2e-9)
    assert shifted.gates[0].point == pytest.approx(plain.gates[0].point, abs=2e-9)
    assert shifted.zones[0].shape.equals_exact(plain.zones[0].shape, 1e-8)


def test_times_of_next_day_and_dates(day: DayBuilder) -> None:
    day.tables["orders"][0] |= {"window_start": "24:30", "window_end": "2022-04-11 01:15:30"}
    assert read_scenario(day.write()).orders[0].windows == (window("11T00:30", "11T01:15:30"),)


def test_comments_empty_rows_and_hint_keep_row_numbers(day: DayBuilder) -> None:
    folder = day.write()
    text = (folder / "items.csv").read_text("utf-8").splitlines()
    spoilt = ["sep=,", "# our items", text[0], "", "# kits", text[1], text[2].replace("0.01", "x")]
    (folder / "items.csv").write_text("\n".join(spoilt), "utf-8")
    (problem,) = [p for p in inspect_day(folder).problems if p.file == "items.csv"]
    assert (problem.row, problem.column, problem.code) == (7, "kg", "S204")


def test_missing_optional_tables(day: DayBuilder) -> None:
    folder = day.write()
    for name in ("gates", "crew", "items", "stock", "order_lines"):
        (folder / f"{name}.csv").unlink()
    (folder / "zones.geojson").unlink()
    orders = folder / "orders.csv"
    orders.write_text(orders.read_text("utf-8").splitlines()[0] + "\n", "utf-8")
    report = inspect_day(folder)
    assert [problem.code for problem in report.problems] == ["S261", "S101"]
    assert report.problems[1].severity is Severity.WARNING
    assert report.scenario is not None
    assert report.scenario.orders == ()
    assert report.scenario.zones == ()


def test_missing_tables_that_others_need_are_one_problem_each(day: DayBuilder) -> None:
    folder = day.write()
    for name in ("items.csv", "orders.csv", "zones.geojson"):
        (folder / name).unlink()
    problems = inspect_day(folder).problems
    assert [(p.file, p.code) for p in problems if p.severity is Severity.ERROR] == [
        ("items.csv", "S101"),
        ("orders.csv", "S101"),
        ("zones.geojson", "S101"),
    ]


def test_where_locates_everything(day: DayBuilder) -> None:
    where = inspect_day(day.write()).where
    assert (where["place", "007"].file, where["place", "007"].row) == ("places.csv", 4)
    assert where["scenario", "roads"].row == 5
    assert where["zone", "Z1"].row == 1
    assert {kind for kind, _ in where} == {
        "place",
        "gate",
        "zone",
        "vehicle",
        "crew",
        "item",
        "order",
        "scenario",
    }


def test_read_scenario_raises_all_problems(day: DayBuilder) -> None:
    day.tables["items"][0]["kg"] = "heavy"
    day.scenario["timezone"] = "Asia/Shanghi"
    with pytest.raises(InputError) as caught:
        read_scenario(day.write())
    assert {problem.code for problem in caught.value.problems} == {"S204", "S215"}
    assert 'did you mean "Asia/Shanghai"?' in str(caught.value)


def test_places_are_given_without_a_scenario(day: DayBuilder) -> None:
    day.tables["places"][1]["kind"] = "sit"
    report = inspect_day(day.write())
    assert report.scenario is None
    assert [place.id for place in report.places] == ["D1", "007", "Q1", "Q2", "L1"]
    assert report.roads is not None
    # The place is known all the same: no second message for every order that goes there.
    assert [problem.code for problem in report.problems] == ["S206"]
