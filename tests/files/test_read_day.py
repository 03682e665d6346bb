"""A sound day is read right: every field, every encoding, both languages."""

from datetime import datetime
from importlib import resources
from pathlib import Path

import pytest

from logiroute.errors import InputError, Severity
from logiroute.files.day import inspect_day, read_scenario
from logiroute.model.lateness import due_of, latest_of
from logiroute.model.order import Call, Collection, Delivery, OrderKind, Transfer
from logiroute.model.place import Approach, PlaceKind, Window
from logiroute.model.scenario import Scenario
from logiroute.model.zone import Pass
from tests.files.day_builder import DayBuilder, drawn, with_passes


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


@pytest.mark.parametrize("header", ["max_km", "最远公里"])
def test_the_longest_way_is_rounded_down_to_metres(day: DayBuilder, header: str) -> None:
    day.tables["orders"][1][header] = "40.0509"
    scenario = read_scenario(day.write())
    (transfer,) = [order for order in scenario.orders if isinstance(order, Transfer)]
    assert transfer.max_way_m == 40_050


@pytest.mark.parametrize(
    "headers", [("due", "notice", "extra_cost"), ("应到时间", "通知时间", "额外费用")]
)
def test_when_it_is_due_and_what_a_place_costs(day: DayBuilder, headers: tuple[str, ...]) -> None:
    due, notice, extra = headers
    day.tables["orders"][1] |= {due: "12:30", notice: "2022-04-09 21:00", "arrive_by": ""}
    day.tables["places"][3][extra] = "12.501"
    scenario = read_scenario(day.write())
    (transfer,) = [order for order in scenario.orders if isinstance(order, Transfer)]
    assert transfer.due == datetime(2022, 4, 10, 12, 30, tzinfo=scenario.tz)
    assert transfer.notice == datetime(2022, 4, 9, 21, tzinfo=scenario.tz)
    # Twelve hours after the notice comes before that, and the planned day has to be enough.
    assert due_of(scenario, transfer) == datetime(2022, 4, 10, 9, tzinfo=scenario.tz)
    assert latest_of(scenario, transfer) == datetime(2022, 4, 11, tzinfo=scenario.tz)
    assert scenario.place["Q1"].extra_cost == 1_251


@pytest.mark.parametrize("needs", ["Companion of the crew", "护士陪同"])
def test_children_who_are_minded(day: DayBuilder, needs: str) -> None:
    day.tables["orders"][1] |= {"ages": "9| 9|１３", "needs": needs}
    scenario = read_scenario(day.write())
    (transfer,) = [order for order in scenario.orders if isinstance(order, Transfer)]
    assert transfer.party.ages == (9, 9, 13)


def test_children_alone_where_the_policy_says_nothing_of_them(day: DayBuilder) -> None:
    policy = resources.files("logiroute") / "policies" / "cn-2022-9.toml"
    day.policy = policy.read_text("utf-8").replace("accompanied_under_years = 14", "")
    day.scenario["policy"] = "own.toml"
    day.tables["orders"][1]["ages"] = "9|9|13"
    assert inspect_day(day.write()).problems == ()


def test_who_stays_local_is_offered_places_of_the_county_only(day: DayBuilder) -> None:
    day.tables["places"][3]["off_county"] = "是"
    day.tables["places"][4]["beds"] = "3"
    day.tables["orders"][1] |= {"ages": "1|34|34", "needs": ""}
    scenario = read_scenario(day.write())
    assert [place.id for place in scenario.places if place.off_county] == ["Q1"]
    (transfer,) = [order for order in scenario.orders if isinstance(order, Transfer)]
    assert transfer.destination_ids == ("Q2",)
    # Named by id it is kept, with a warning.
    day.tables["orders"][1]["destinations"] = "Q1|Q2"
    (problem,) = inspect_day(day.write()).problems
    assert problem.message == "Q1 is off-county, and the party must stay local (age 1)"
    # Of grown-ups nobody has to stay.
    day.tables["orders"][1]["ages"] = "3|34|34"
    assert inspect_day(day.write()).problems == ()


@pytest.mark.parametrize("cell", ["no", "否"])
def test_a_transfer_that_is_not_approved(day: DayBuilder, cell: str) -> None:
    day.tables["orders"][1]["approved"] = cell
    assert not read_scenario(day.write()).plan_unapproved
    day.scenario["plan_unapproved"] = True
    scenario = read_scenario(day.write())
    assert scenario.plan_unapproved
    (transfer,) = [order for order in scenario.orders if isinstance(order, Transfer)]
    assert not transfer.approved


def test_places(scenario: Scenario) -> None:
    depot, post, home, hotel, full, _, wash = scenario.places
    assert depot.kind is PlaceKind.DEPOT
    assert depot.point == (114.3, 30.6)
    assert depot.windows == (window("10T05:00", "10T12:00"), window("10T13:00", "10T20:00"))
    assert depot.stop_s == 600
    assert post.contact == "=1+1"  # text that looks like a formula stays text
    assert home.id == "007"
    assert (hotel.beds, hotel.accepts) == (20, ("close_contact",))
    assert full.beds == 0
    assert depot.beds is None
    assert (wash.kind, wash.bays) == (PlaceKind.DISINFECTION_STATION, 2)
    assert depot.bays is None


def test_ways_to_a_place_beyond_the_roads(day: DayBuilder) -> None:
    day.tables["places"][1]["kind"] = "exit"
    day.tables["places"][4] |= {"kind": "出口", "id": "Q2:①"}  # kept as written
    day.tables["places"][2]["approaches"] = "P1:5.51min/6.0004km | Q2:①： 7 分钟 / ８ 公里"
    _, exit_, home, _, other, *_ = read_scenario(day.write()).places
    assert exit_.kind is other.kind is PlaceKind.EXIT
    assert home.approaches == (
        Approach(exit_id="P1", seconds=331, metres=6001),  # rounded up
        Approach(exit_id="Q2:①", seconds=420, metres=8000),
    )


def test_how_the_policy_has_people_ride(scenario: Scenario) -> None:
    delivery, transfer, collection, call = scenario.orders
    assert [scenario.disinfect_s(order) for order in (delivery, transfer, collection, call)] == [
        0,
        2_700,
        0,
        0,
    ]
    assert isinstance(transfer, Transfer)
    assert isinstance(collection, Collection)
    assert scenario.max_aboard_s(transfer) == 5_400
    assert scenario.max_aboard_s(collection) == 14_400


def test_vehicles_with_crew(scenario: Scenario) -> None:
    truck, bus = scenario.vehicles
    assert truck.capacity == {"mass_g": 1_500_000, "volume_cm3": 13_000_000, "boxes": 6}
    assert truck.shifts == (window("10T05:30", "10T12:00"), window("10T13:00", "11T02:00"))
    assert (truck.start_id, truck.end_id) == ("D1", "D1")
    assert (truck.fixed_cost, truck.cost_per_km, truck.cost_per_hour) == (8050, 241, 4500)
    assert [(m.id, m.role) for m in truck.crew] == [("C1", "driver"), ("C2", "loader")]
    assert truck.skills == {"nursing", "sampling"}
    assert (truck.max_trips, truck.reload_s, truck.reload_ids) == (3, 450, ("D1",))
    assert (truck.lifo, bus.lifo) == (True, False)
    assert bus.capacity == {"seats": 49}
    assert (bus.max_trips, bus.reload_s, bus.reload_ids) == (1, 0, ())
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
    assert delivery.release == at("10T05:45")
    assert isinstance(transfer, Transfer)
    # Open to the right: until the end of the last shift, 02:00 of the next day.
    assert transfer.windows == (window("10T08:00", "11T02:00"),)
    assert transfer.destination_ids == ("Q1",)  # Q2 has no bed left
    assert transfer.exclusive
    assert transfer.approved  # an empty cell
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
    assert zone.speed_percent == 40
    assert (gate.zone_id, gate.delay_s, gate.papers) == ("Z1", 150, ("pass",))
    assert gate.person_delay_s == 8  # 7.5 s, rounded up
    assert gate.windows == (window("10T05:00", "10T12:00"), window("10T13:00", "11T02:30"))


def test_closures(scenario: Scenario) -> None:
    wall, street = scenario.closures
    assert wall.line == ((114.305, 30.605),)
    assert (wall.name, wall.note) == ("Earth wall", "Two metres high")
    assert (wall.valid_from, wall.valid_to) == (at("09T18:00"), None)
    assert street.line == ((114.306, 30.606), (114.307, 30.606), (114.307, 30.607))
    assert (street.name, street.valid_from) == ("X2", None)


def test_profiles(scenario: Scenario) -> None:
    (own,) = scenario.profiles
    assert (own.id, own.base) == ("old_truck", "truck_10t")
    assert (own.height_cm, own.width_cm, own.weight_kg) == (381, 250, 16_000)
    assert (own.speed_percent, own.turn_s, own.speeds_kmh) == (85, 8, {"primary": 30.5})
    assert scenario.vehicles[0].profile == "old_truck"


@pytest.mark.parametrize("chinese", [False, True])
def test_passes(tmp_path: Path, chinese: bool) -> None:
    report = inspect_day(with_passes(DayBuilder(tmp_path / "day", chinese=chinese)).write())
    assert [str(problem) for problem in report.problems] == []
    assert report.scenario is not None
    truck, bus = report.scenario.vehicles
    assert truck.passes == ()
    assert bus.passes == (
        Pass(gate_id="G1"),
        Pass(zone_id="Z1", valid_from=at("10T06:00"), valid_to=at("10T18:00")),
    )
    assert report.scenario.movement(bus).passes == bus.passes


def test_passes_in_another_order_move_alike(tmp_path: Path) -> None:
    day = with_passes(DayBuilder(tmp_path / "day"))
    day.tables["vehicles"].append(day.tables["vehicles"][1] | {"id": "B2"})
    rows = day.tables["passes"]
    day.tables["passes"] = [*rows, *({**row, "vehicle": "B2"} for row in reversed(rows)), rows[0]]
    scenario = read_scenario(day.write())
    assert len(scenario.vehicle["B1"].passes) == 2
    assert len(scenario.movements) == 2


def test_drawn_closures_beside_written_ones(day: DayBuilder) -> None:
    day.scenario["zones_datum"] = "gcj02"
    day.tables["closures"] = day.tables["closures"][:1]
    day.tables["gates"] = []  # the zone is elsewhere now
    day.closures = [
        drawn("X3", "LineString", [[114.311, 30.611], [114.312, 30.611]], 名称="湖路"),
        drawn("X4", "MultiLineString", [[[114.311, 30.612], [114.312, 30.612]]], stroke="#f00"),
        drawn("X5", "Point", [114.311, 30.613, 20.0]),
        drawn("X6", "MultiPoint", [[114.311, 30.614]], valid_to="2022-04-12 00:00"),
    ]
    folder = day.write()
    (folder / "gates.csv").unlink()
    report = inspect_day(folder)
    assert [str(problem) for problem in report.problems] == []
    assert report.scenario is not None
    closures = {closure.id: closure for closure in report.scenario.closures}
    assert list(closures) == ["X1", "X3", "X4", "X5", "X6"]
    assert closures["X1"].line == ((114.305, 30.605),)  # its columns say WGS-84
    assert [len(closure.line) for closure in closures.values()] == [1, 2, 2, 1, 1]
    assert closures["X3"].name == "湖路"
    # GCJ-02 lies about 5.5 m in 1,000 east of WGS-84 there.
    lon, lat = closures["X5"].line[0]
    assert lon == pytest.approx(114.3055, abs=2e-4)
    assert lat == pytest.approx(30.6153, abs=3e-4)
    assert closures["X6"].valid_to == at("12T00:00")


def test_closures_in_a_drawing_alone(day: DayBuilder) -> None:
    del day.tables["closures"]
    day.closures = [drawn("X3", "LineString", [[114.311, 30.611], [114.312, 30.611]])]
    assert [closure.id for closure in read_scenario(day.write()).closures] == ["X3"]


def test_a_shipped_profile_changed(day: DayBuilder) -> None:
    day.tables["profiles"] = [{"id": "bus", "base": "bus", "turn_s": "0"}]
    day.tables["vehicles"][0]["profile"] = "truck_18t"
    (own,) = read_scenario(day.write()).profiles
    assert (own.id, own.base, own.turn_s, own.height_cm) == ("bus", "bus", 0, None)


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
        "closure",
        "profile",
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
    assert [place.id for place in report.places] == ["D1", "007", "Q1", "Q2", "L1", "W1"]
    assert report.roads is not None
    # The place is known all the same: no second message for every order that goes there.
    assert [problem.code for problem in report.problems] == ["S206"]
