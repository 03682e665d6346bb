"""One mistake at a time: its place, its code and its cure."""

from collections.abc import Callable
from importlib import resources
from typing import Any

import pytest

from logiroute.errors import InputProblem, Severity
from logiroute.files.day import inspect_day
from tests.files.day_builder import SQUARE, DayBuilder, drawn, with_passes, zone

Spoil = Callable[[DayBuilder], None]


def cell(table: str, row: int, **values: str) -> Spoil:
    def spoil(day: DayBuilder) -> None:
        day.tables[table][row] |= values

    return spoil


def both(*several: Spoil) -> Spoil:
    def spoil(day: DayBuilder) -> None:
        for one in several:
            one(day)

    return spoil


def setting(**values: Any) -> Spoil:
    def spoil(day: DayBuilder) -> None:
        day.scenario |= values

    return spoil


def lateness(cost: int) -> Spoil:
    """A policy of one's own in which an hour late costs so much."""

    def spoil(day: DayBuilder) -> None:
        shipped = resources.files("logiroute") / "policies" / "cn-2022-9.toml"
        text = shipped.read_text("utf-8")
        day.policy = text.replace("late_cost_per_hour = 100", f"late_cost_per_hour = {cost}")
        day.scenario["policy"] = "own.toml"

    return spoil


def rename(table: str, **columns: str) -> Spoil:
    def spoil(day: DayBuilder) -> None:
        day.tables[table] = [
            {columns.get(key, key): value for key, value in row.items()}
            for row in day.tables[table]
        ]

    return spoil


def zones(*features: dict[str, Any]) -> Spoil:
    def spoil(day: DayBuilder) -> None:
        day.zones += features

    return spoil


def passes(*rows: dict[str, str], **span: str) -> Spoil:
    """Passes under a policy that asks for them: these, or the bus's for its zone in a span."""

    def spoil(day: DayBuilder) -> None:
        with_passes(day).tables["passes"] = [
            *(rows or [{"vehicle": "B1", "zone": "Z1", "gate": ""} | span])
        ]

    return spoil


def drawing(kind: str, coordinates: Any, name: str = "X3", **properties: str) -> Spoil:
    def spoil(day: DayBuilder) -> None:
        day.closures.append(drawn(name, kind, coordinates, **properties))

    return spoil


def empty(table: str) -> Spoil:
    def spoil(day: DayBuilder) -> None:
        day.tables[table] = [dict.fromkeys(day.tables[table][0], "")]

    return spoil


def valid(**span: str) -> Spoil:
    def spoil(day: DayBuilder) -> None:
        day.zones[0]["properties"] |= span

    return spoil


def place_of(problem: InputProblem) -> str:
    return f"{problem.file}:{problem.row} {problem.column} {problem.code}"


#: What is spoilt, where the problem must be, and a part of its cure.
ERRORS: list[tuple[Spoil, str, str]] = [
    (rename("places", lon_wgs84="lon", lat_wgs84="lat"), "places.csv:1 lon S105", "lon_gcj02"),
    (rename("places", lon_wgs84="lon_gcj02"), "places.csv:1 lon_gcj02 S106", "same datum"),
    (rename("places", kind="名称"), "places.csv:1 名称 S109", "mean the same"),
    (rename("places", kind="kund"), "places.csv:1 kund S104", '"kind"?'),
    (rename("vehicles", shifts="Scichten"), "vehicles.csv:1 shifts S107", "班次"),
    (
        rename("vehicles", capacity_boxes="capacity_seats"),
        "vehicles.csv:1 capacity_seats S217",
        "load",
    ),
    (empty("vehicles"), "vehicles.csv:1  S225", "fill"),
    (cell("places", 0, lon_wgs84=""), "places.csv:2 lon_wgs84 S201", "degrees"),
    (cell("places", 0, name="a" * 6000), "places.csv:2 name S202", "5000"),
    (cell("places", 0, id="D1|D2"), "places.csv:2 id S202", "|"),
    (cell("places", 0, beds="#N/A"), "places.csv:2 beds S212", "formula"),
    (cell("places", 0, open="25:61-26:00"), "places.csv:2 open S207", "59"),
    (cell("places", 0, open="06:00-48:00"), "places.csv:2 open S207", "47"),
    (cell("places", 0, open="06:00-10:00|09:00-12:00"), "places.csv:2 open S208", "one"),
    (cell("places", 0, stop_min="5 min"), "places.csv:2 stop_min S204", "number"),
    (cell("places", 3, accepts="close_contacts"), "places.csv:5 accepts S223", "close_contact"),
    (cell("places", 4, beds_later="14:00"), "places.csv:6 beds_later S218", "14:00+3"),
    (cell("places", 4, beds_later="14:00-3"), "places.csv:6 beds_later S218", ', got "14:00-3"'),
    (cell("places", 4, beds_later="14:00+0"), "places.csv:6 beds_later S218", "14:00+3"),
    (cell("places", 4, beds_later="25h+2"), "places.csv:6 beds_later S207", "06:30"),
    (cell("places", 4, beds="", beds_later="14:00+2"), "places.csv:6 beds_later S240", "only 0"),
    (cell("places", 4, bed_turnover_min="1 h"), "places.csv:6 bed_turnover_min S204", "number"),
    (cell("places", 4, bed_turnover_min="-1"), "places.csv:6 bed_turnover_min S205", "negative"),
    (
        cell("places", 4, beds="", bed_turnover_min="30"),
        "places.csv:6 bed_turnover_min S296",
        "only 0",
    ),
    (cell("places", 6, bays="0"), "places.csv:8 bays S205", "1 or more"),
    (cell("places", 6, bays="1.5"), "places.csv:8 bays S203", "whole number"),
    (cell("places", 0, bays="2"), "places.csv:2 bays S238", "disinfection_station"),
    (cell("places", 6, kind="site"), "places.csv:8 bays S238", "empty"),
    (cell("places", 1, docks="0"), "places.csv:3 docks S205", "1 or more"),
    (cell("places", 1, docks="1.5"), "places.csv:3 docks S203", "whole number"),
    (cell("places", 1, docks="two"), "places.csv:3 docks S203", "whole number"),
    (cell("places", 0, docks="2"), "places.csv:2 docks S247", "loading at a depot"),
    (cell("places", 6, docks="2"), "places.csv:8 docks S247", "write bays"),
    (cell("places", 1, docks="2", rest="yes"), "places.csv:3 rest S247", "nobody rests"),
    (
        cell("places", 6, kind="site", bays=""),
        "orders.csv:3 party_class S239",
        "the policy cn-2022-9 asks for disinfection (45 min after close_contact) and no place can "
        "do it; add a place of kind disinfection_station, or set disinfect_min to 0",
    ),
    (cell("orders", 1, households="3|x"), "orders.csv:3 households S245", "4|3|1x12"),
    (cell("orders", 1, households="3|0"), "orders.csv:3 households S245", "4|3|1x12"),
    (cell("orders", 1, households="1x5001"), "orders.csv:3 households S245", "at most 5,000"),
    (cell("orders", 1, households="2|2"), "orders.csv:3 households S245", "4 persons"),
    (cell("orders", 1, households="2|1"), "orders.csv:3 together S245", "empty this cell"),
    (
        both(
            cell("orders", 1, households="2|1", together=""),
            cell("orders", 2, id="O2/2"),
            cell("order_lines", 1, order="O2/2"),
        ),
        "orders.csv:3 id S245",
        '"O2/2"',
    ),
    (
        cell("orders", 1, id="O" * 79, households="2|1", together=""),
        "orders.csv:3 id S245",
        "80 characters",
    ),
    (cell("orders", 0, households="2|1"), "orders.csv:2 households S210", "a delivery has no"),
    (cell("places", 3, approaches="P1"), "places.csv:5 approaches S219", "X1:48min/52.3km"),
    (cell("places", 3, approaches="P1:5/6"), "places.csv:5 approaches S219", "X1:48min/52.3km"),
    (
        cell("places", 3, approaches="P1:5min/6km|P1:7min/8km"),
        "places.csv:5 approaches S219",
        "twice",
    ),
    (cell("places", 3, approaches="P1:2881min/6km"), "places.csv:5 approaches S219", "two days"),
    (cell("places", 3, approaches="P1:5min/6km"), "places.csv:5 approaches S234", "not an exit"),
    (cell("places", 3, approaches="P7:5min/6km"), "places.csv:5 approaches S222", "P7"),
    (
        cell("places", 1, kind="exit", approaches="P1:1min/1km"),
        "places.csv:3 approaches S220",
        "beyond the roads itself",
    ),
    (
        both(
            cell("places", 1, kind="exit"),
            cell("places", 2, approaches="P1:5min/6km", lon_wgs84="114.332", lat_wgs84="30.632"),
        ),
        "places.csv:4 approaches S220",
        '"007" lies in zone "Z1", and nobody could look at how its edge is crossed',
    ),
    (
        both(
            cell("places", 1, kind="exit", lon_wgs84="114.332", lat_wgs84="30.632"),
            cell("places", 2, approaches="P1:5min/6km"),
        ),
        "places.csv:4 approaches S220",
        '"P1" lies in zone "Z1"',
    ),
    (cell("places", 3, approaches="A" * 81 + ":5min/6km"), "places.csv:5 approaches S202", "80"),
    (
        cell("places", 3, approaches="P1:5min/6,5km"),
        "places.csv:5 approaches S204",
        "decimal point",
    ),
    (cell("vehicles", 0, seats="1e3"), "vehicles.csv:2 seats S203", "whole number"),
    (cell("vehicles", 0, capacity_kg="2000000000"), "vehicles.csv:2 capacity_kg S205", "unit"),
    (
        cell("vehicles", 0, vehicle_class="general_truk"),
        "vehicles.csv:2 vehicle_class S223",
        '"general_truck"?',
    ),
    (cell("vehicles", 0, vehicle_class="zone_shuttle"), "vehicles.csv:2 own_zone S232", "zone"),
    (cell("vehicles", 0, start="P1", reload_depots=""), "vehicles.csv:2 start S231", "depot"),
    (
        cell("vehicles", 0, shifts="06:00-10:00|11:00-15:00", end="P1"),
        "vehicles.csv:2 end S235",
        "next shift",
    ),
    (cell("vehicles", 0, max_trips="0"), "vehicles.csv:2 max_trips S205", "1"),
    (cell("vehicles", 0, lifo="rear"), "vehicles.csv:2 lifo S206", "yes or no (是 or 否)"),
    (
        cell("vehicles", 0, reload_depots="D7"),
        "vehicles.csv:2 reload_depots S222",
        "D1",
    ),
    (
        cell("vehicles", 0, reload_depots="D1|P1"),
        "vehicles.csv:2 reload_depots S234",
        "site",
    ),
    (cell("vehicles", 1, max_trips="2"), "vehicles.csv:3 max_trips S237", "reload_depots"),
    (cell("orders", 1, release="06:00"), "orders.csv:3 release S210", "transfer"),
    (cell("orders", 3, release="06:00"), "orders.csv:5 release S210", "order_lines"),
    (cell("orders", 0, depots="P1"), "orders.csv:2 depots S234", "site"),
    (cell("orders", 0, persons="3"), "orders.csv:2 persons S210", "delivery"),
    (cell("orders", 0, site=""), "orders.csv:2 site S210", "needs"),
    (cell("orders", 0, windows="06:00-07:00"), "orders.csv:2 windows S210", "not both"),
    (
        cell("orders", 0, window_start="10:00", window_end="09:00"),
        "orders.csv:2 window_end S208",
        "before it starts at 04-10 10:00; swap the two",
    ),
    (
        both(
            cell("vehicles", 0, shifts="06:00-34:00"),
            cell("orders", 0, window_start="10:00", window_end="09:00"),
        ),
        "orders.csv:2 window_end S208",
        "write 33:00 for the next day",
    ),
    (cell("orders", 1, persons="1", ages="34|67"), "orders.csv:3 ages S281", "ages for 1 person;"),
    (cell("orders", 0, window_end="06:30 am"), "orders.csv:2 window_end S207", "06:30"),
    (cell("orders", 1, max_aboard_min="0"), "orders.csv:3 max_aboard_min S205", "empty"),
    (cell("orders", 1, ages="34|4o|1"), "orders.csv:3 ages S203", "whole number"),
    (cell("orders", 1, ages="34|131|1"), "orders.csv:3 ages S205", "0 to 130"),
    (cell("orders", 1, ages="34|67"), "orders.csv:3 ages S281", "2 ages for 3 persons"),
    (cell("orders", 1, ages="34|67|1|1"), "orders.csv:3 ages S281", "one for each"),
    (cell("orders", 1, ages="13|9|1"), "orders.csv:3 ages S282", "nobody in the party is 14"),
    (cell("orders", 1, stretchers="-1"), "orders.csv:3 stretchers S205", "negative"),
    (
        cell("orders", 1, stretchers="4"),
        "orders.csv:3 stretchers S283",
        "4 stretchers for a party of 3",
    ),
    (
        cell("orders", 1, wheelchairs="2", child_seats="2"),
        "orders.csv:3 wheelchairs S283",
        "2 wheelchairs and 2 child seats for a party of 3",
    ),
    (
        cell("orders", 1, stretchers="1", households="2|1"),
        "orders.csv:3 stretchers S245",
        "a row of their own",
    ),
    (cell("orders", 0, stretchers="1"), "orders.csv:2 stretchers S210", "empty the cell"),
    (cell("vehicles", 0, capacity_stretchers="1"), "vehicles.csv:1 capacity_stretchers S217", ""),
    (cell("orders", 0, ages="34"), "orders.csv:2 ages S210", "empty the cell"),
    (cell("places", 3, off_county="maybe"), "places.csv:5 off_county S206", "yes or no"),
    (
        cell("orders", 1, arrive_by="07:59"),
        "orders.csv:3 arrive_by S312",
        "there by 04-10 07:59, and it is fetched from 04-10 08:00 on at the earliest "
        "(window_start)",
    ),
    (
        cell("orders", 1, window_start="", notice="12:01"),
        "orders.csv:3 arrive_by S312",
        "(notice)",
    ),
    (
        cell("orders", 1, window_end="09:00", notice="09:01", arrive_by=""),
        "orders.csv:3 notice S312",
        "told, at 04-10 09:01, and the window ends at 04-10 09:00",
    ),
    (cell("orders", 2, window_start="09:00", arrive_by="08:59"), "orders.csv:4 arrive_by S312", ""),
    (cell("orders", 1, destinations="W1|Q1"), "orders.csv:3 destinations S316", "disinfection"),
    (
        both(cell("places", 3, kind="relief_area", beds=""), cell("orders", 1, destinations="Q1")),
        "orders.csv:3 destinations S316",
        "of kind relief_area, where nobody is taken in",
    ),
    (cell("orders", 1, max_km="0.0004"), "orders.csv:3 max_km S205", "0 km"),
    (cell("orders", 1, max_km="far"), "orders.csv:3 max_km S204", "number"),
    (cell("orders", 0, max_km="60"), "orders.csv:2 max_km S210", "empty the cell"),
    (cell("orders", 0, due="12:00"), "orders.csv:2 due S210", "empty the cell"),
    (cell("orders", 0, notice="12:00"), "orders.csv:2 notice S210", "empty the cell"),
    (cell("orders", 1, notice="yesterday"), "orders.csv:3 notice S207", "2022-04-10 06:30"),
    (cell("places", 3, extra_cost="-1"), "places.csv:5 extra_cost S205", "0"),
    (
        both(cell("orders", 1, due="12:00"), lateness(2_605)),
        "orders.csv:3 due S290",
        "24 x 2,605 (late_cost_per_hour), more than a quarter of the 250,000",
    ),
    (
        both(cell("orders", 1, notice="06:00"), lateness(2_605)),
        "orders.csv:3 notice S290",
        "of priority 3",
    ),
    (
        cell("places", 3, extra_cost="62500.01"),
        "orders.csv:3 destinations S291",
        "extra_cost of Q1 is 62,500.01, more than a quarter",
    ),
    (cell("orders", 1, approved="asked"), "orders.csv:3 approved S206", "是"),
    (cell("orders", 0, approved="no"), "orders.csv:2 approved S210", "empty the cell"),
    (setting(temperature_c="hot"), "scenario.toml:7 temperature_c S204", "degrees"),
    (setting(temperature_c=95), "scenario.toml:7 temperature_c S205", "not between"),
    (setting(plan_unapproved="maybe"), "scenario.toml:7 plan_unapproved S206", "yes or no"),
    (cell("orders", 1, exclusive="perhaps"), "orders.csv:3 exclusive S206", "是"),
    (cell("orders", 1, destinations="kind:hotel"), "orders.csv:3 destinations S206", "hospital"),
    (cell("orders", 1, destinations="kind:hospital"), "orders.csv:3 destinations S233", "accepts"),
    (cell("orders", 2, destinations="kind:depot|Q7"), "orders.csv:4 destinations S222", "Q1"),
    (cell("order_lines", 0, quantity="6.5"), "order_lines.csv:2 quantity S203", "whole"),
    (setting(date="2022-02-30"), "scenario.toml:3 date S207", "no day"),
    (setting(date="1822-02-20"), "scenario.toml:3 date S207", "1970"),
    (setting(policy="cn-2022"), "scenario.toml:6 policy S241", "cn-2022-9"),
    (setting(policy="mine.toml"), "scenario.toml:6 policy S101", "mine.toml"),
    (setting(roads=["a"]), "scenario.toml:5 roads S202", "list"),
    (setting(currency="yuan"), "scenario.toml:7 currency S202", "CNY"),
    (setting(zones_datum="gcj03"), "scenario.toml:7 zones_datum S206", '"gcj02"?'),
    (
        setting(timezone="Europe/Berlin", date="2022-03-27", snap_limit_m=0),
        "scenario.toml:7 snap_limit_m S205",
        "1 metre",
    ),
    (zones(zone("Z1", [SQUARE])), "zones.geojson:2 id S221", "row 1"),
    (zones(zone("Z2", [SQUARE], "seald")), "zones.geojson:2 zone_class S223", '"sealed"?'),
    (zones({"type": "Feature", "geometry": None}), "zones.geojson:2 geometry S229", "draw"),
    (
        zones(zone("Z2", [[[30.6, 114.3], [30.7, 114.3], [30.7, 114.4]]])),
        "zones.geojson:2 geometry S209",
        "swapped",
    ),
    (
        zones(zone("Z2", [[[4e6, 1e7], [5e6, 1e7], [5e6, 2e7]]])),
        "zones.geojson:2 geometry S213",
        "4326",
    ),
    (zones(zone("Z2", [[["a", 3]]])), "zones.geojson:2 geometry S213", "no point"),
    (
        zones({**zone("Z2", []), "geometry": {"type": "Point", "coordinates": [1, 2]}}),
        "zones.geojson:2 geometry S213",
        "Polygon",
    ),
    (valid(valid_from="12:00", valid_to="11:00"), "zones.geojson:1 valid_to S208", "after"),
    (valid(speed_percent="120"), "zones.geojson:1 speed_percent S205", "100"),
    (cell("gates", 0, open="22:00-05:00"), "gates.csv:2 open S208", "29:00"),
    (cell("gates", 0, open="06:00-07:00|09:00-09:00"), "gates.csv:2 open S208", "later end"),
    (cell("gates", 0, person_delay_s="7 s"), "gates.csv:2 person_delay_s S204", "number"),
    (cell("closures", 0, id="X2"), "closures.csv:3 id S221", "row 2"),
    (cell("closures", 0, lat_wgs84=""), "closures.csv:2 lat_wgs84 S201", "degrees"),
    (cell("closures", 0, lon_wgs84="", lat_wgs84=""), "closures.csv:2 geometry S236", "nowhere"),
    (cell("closures", 0, geometry="POINT (114 30)"), "closures.csv:2 geometry S236", "empty"),
    (cell("closures", 0, lon_wgs84="30.6", lat_wgs84="114.3"), "closures.csv:2 lat_wgs84 S209", ""),
    (rename("closures", lat_wgs84="lat_bd09"), "closures.csv:1 lon_wgs84 S106", "pair"),
    (rename("closures", lon_wgs84="x"), "closures.csv:1 x S105", "datum"),
    (cell("closures", 1, geometry="LINE (1 2, 3 4)"), "closures.csv:3 geometry S213", "WKT"),
    (cell("closures", 1, geometry="POLYGON EMPTY"), "closures.csv:3 geometry S229", "draw"),
    (
        cell("closures", 1, geometry="POLYGON ((1 1, 2 1, 2 2, 1 1))"),
        "closures.csv:3 geometry S213",
        "LINESTRING",
    ),
    (
        cell("closures", 1, geometry="MULTILINESTRING ((1 2, 3 4), (5 6, 7 8))"),
        "closures.csv:3 geometry S213",
        "each",
    ),
    (cell("closures", 1, geometry="LINESTRING (1 2, 1 2)"), "closures.csv:3 geometry S229", "same"),
    (
        cell("closures", 1, geometry="LINESTRING (30.6 114.3, 30.7 114.4)"),
        "closures.csv:3 geometry S209",
        "swapped",
    ),
    (cell("closures", 1, valid_from="9", valid_to="8:00"), "closures.csv:3 valid_from S207", "06"),
    (
        cell("closures", 1, valid_from="12:00", valid_to="12:00"),
        "closures.csv:3 valid_to S208",
        "after",
    ),
    (drawing("Polygon", [SQUARE]), "closures.geojson:1 geometry S213", "LineString"),
    (drawing("LineString", []), "closures.geojson:1 geometry S229", "draw"),
    (drawing("LineString", [[1e6 + 1, 2]]), "closures.geojson:1 geometry S213", "4326"),
    (drawing("MultiPoint", [[1, 2], [3, 4]]), "closures.geojson:1 geometry S213", "each"),
    (drawing("Point", [114, 30], "X2"), "closures.geojson:1 id S221", "row 3 of closures.csv"),
    (drawing("Point", [114, 30], valid="x"), "closures.geojson:1 valid S104", "valid_"),
    (drawing("Point", [114, 30], lon_gcj02="1"), "closures.geojson:1 lon_gcj02 S104", "delete"),
    (drawing("Point", [114, 30], zone_class="sealed"), "closures.geojson:1 zone_class S104", ""),
    (passes({"vehicle": "B2", "gate": "G1"}), "passes.csv:2 vehicle S222", "known are B1"),
    (passes({"vehicle": "B1", "zone": "Z9"}), "passes.csv:2 zone S222", "known are Z1"),
    (passes({"vehicle": "B1", "gate": "G9"}), "passes.csv:2 gate S222", "known are G1"),
    (passes({"vehicle": "B1", "gate": "G1", "zone": "Z1"}), "passes.csv:2 gate S236", "row"),
    (passes({"vehicle": "B1", "gate": ""}), "passes.csv:2 zone S236", "fill"),
    (passes({"vehicle": "", "gate": "G1"}), "passes.csv:2 vehicle S201", "T01"),
    (passes(valid_from="12:00", valid_to="11:00"), "passes.csv:2 valid_to S208", "after"),
    (cell("vehicles", 0, profile="old_truk"), "vehicles.csv:2 profile S306", '"old_truck"?'),
    (cell("vehicles", 1, profile="hovercraft"), "vehicles.csv:3 profile S306", "truck_18t"),
    (cell("profiles", 0, base="truck_10"), "profiles.csv:2 base S306", '"truck_10t"?'),
    (cell("profiles", 0, base="old_truck"), "profiles.csv:2 base S306", "truck"),
    (cell("profiles", 0, base=""), "profiles.csv:2 base S201", "truck_10t"),
    (cell("profiles", 0, height_m="0"), "profiles.csv:2 height_m S205", "papers"),
    (cell("profiles", 0, weight_kg="16 t"), "profiles.csv:2 weight_kg S204", "number"),
    (cell("profiles", 0, speed_percent="301"), "profiles.csv:2 speed_percent S205", "300"),
    (cell("profiles", 0, kmh_primary="0"), "profiles.csv:2 kmh_primary S205", "more than 0"),
    (cell("profiles", 0, kmh_primary="201"), "profiles.csv:2 kmh_primary S205", "200"),
    (
        rename("profiles", kmh_primary="kmh_primry"),
        "profiles.csv:1 kmh_primry S104",
        '"kmh_primary"?',
    ),
    (rename("profiles", kmh_primary="时速_高速"), "profiles.csv:1 时速_高速 S104", "时速_motorway"),
]


@pytest.mark.parametrize(("spoil", "where", "words"), ERRORS)
def test_each_error(day: DayBuilder, spoil: Spoil, where: str, words: str) -> None:
    spoil(day)
    report = inspect_day(day.write())
    hits = [problem for problem in report.problems if place_of(problem) == where]
    assert len(hits) == 1, report.problems
    assert hits[0].severity is Severity.ERROR
    assert words in hits[0].message
    assert report.scenario is None


def leaving_late(**values: str) -> Spoil:
    """Somebody leaves a hotel whose beds are given again, with nobody saying until when."""

    def spoil(day: DayBuilder) -> None:
        day.tables["places"][3]["bed_turnover_min"] = "30"
        home = {"id": "O9", "kind": "transfer", "origin": "Q1", "destinations": "007"}
        day.tables["orders"].append(
            home | {"persons": "2", "party_class": "close_contact"} | values
        )

    return spoil


def swap_in_europe(day: DayBuilder) -> None:
    """Both orders are inside the world there, so only the other places tell."""
    for row in day.tables["places"]:
        row["lon_wgs84"] = f"{float(row['lon_wgs84']) - 106:.3f}"
        row["lat_wgs84"] = f"{float(row['lat_wgs84']) + 20:.3f}"
    post = day.tables["places"][1]
    post["lon_wgs84"], post["lat_wgs84"] = post["lat_wgs84"], post["lon_wgs84"]


WARNINGS: list[tuple[Spoil, str]] = [
    (cell("stock", 0, reserve="95"), "order_lines.csv:2 quantity S262"),
    (cell("stock", 0, reserve="95"), "stock.csv:2 quantity S262"),
    (cell("orders", 1, persons="300"), "orders.csv:3 persons S263"),
    (cell("orders", 1, stretchers="1"), "orders.csv:3 stretchers S263"),
    (cell("orders", 1, persons="21"), "orders.csv:3 persons S270"),
    (cell("order_lines", 0, quantity="7"), "orders.csv:2 id S263"),
    (valid(valid_from="2022-04-12 00:00"), "zones.geojson:1 valid_from S264"),
    (cell("orders", 0, window_start="", window_end="04:00"), "orders.csv:2 window_end S266"),
    (cell("orders", 1, arrive_by="04:00", window_start=""), "orders.csv:3 arrive_by S266"),
    (cell("orders", 1, arrive_by="12:00", due="12:01"), "orders.csv:3 due S293"),
    (cell("orders", 1, notice="06:00", arrive_by="", due="24:01"), "orders.csv:3 due S293"),
    (
        cell("orders", 1, party_class="secondary_contact", destinations="Q2", notice="06:00"),
        "orders.csv:3 notice S292",
    ),
    (cell("orders", 1, due="05:00"), "orders.csv:3 due S294"),
    (cell("orders", 1, due="07:59"), "orders.csv:3 due S313"),
    (cell("orders", 1, due="08:59", notice="09:00"), "orders.csv:3 due S313"),
    (
        cell("orders", 1, notice="2022-04-10 22:00", window_start="24:01", arrive_by=""),
        "orders.csv:3 window_start S313",
    ),
    (cell("orders", 1, needs="担架 stretcher"), "orders.csv:3 needs S314"),
    (cell("orders", 1, needs="pregnant|Wheelchair"), "orders.csv:3 needs S314"),
    (cell("orders", 1, needs="儿童座椅"), "orders.csv:3 needs S314"),
    (cell("orders", 1, needs="medical escort"), "orders.csv:3 needs S314"),
    (cell("places", 3, refuses="pregnent"), "places.csv:5 refuses S311"),
    (
        both(cell("places", 3, off_county="yes"), cell("orders", 1, ages="34|67|1")),
        "orders.csv:3 destinations S310",
    ),
    (cell("places", 3, refuses="Pregnant"), "orders.csv:3 destinations S310"),
    (cell("places", 3, beds="0", beds_later=""), "orders.csv:3 destinations S310"),
    (cell("orders", 1, origin="Q1", destinations="Q1"), "orders.csv:3 destinations S310"),
    (
        both(cell("crew", 0, vehicle="B1"), cell("crew", 1, vehicle="B1", role="")),
        "crew.csv:2 role S315",
    ),
    (cell("vehicles", 1, driven_day_min="480"), "vehicles.csv:3 driven_day_min S319"),
    (cell("vehicles", 1, driven_week_min="2640"), "vehicles.csv:3 driven_week_min S319"),
    (cell("orders", 0, together="family"), "orders.csv:2 together S268"),
    (cell("orders", 1, notice="2022-04-09 17:00"), "orders.csv:3 notice S294"),
    (
        both(
            cell("vehicles", 0, shifts="25:00-30:00"),
            cell("vehicles", 1, shifts="24:10-30:00"),
            cell("orders", 1, notice="22:00", arrive_by=""),
        ),
        "orders.csv:3 notice S294",
    ),
    (swap_in_europe, "places.csv:3 lon_wgs84 S267"),
    (cell("orders", 3, skills="diving"), "orders.csv:5 skills S268"),
    (cell("orders", 3, vehicle_classes="ambulance"), "orders.csv:5 vehicle_classes S268"),
    (rename("items", load_boxes="load_boxs"), "items.csv:1 load_boxs S269"),
    (
        cell("orders", 1, destinations="Q1|P1", party_class="positive"),
        "orders.csv:3 destinations S270",
    ),
    (leaving_late(), "orders.csv:6 window_end S295"),
    # The last shift ends at 02:00, and the room needs half an hour.
    (leaving_late(window_end="25:31"), "orders.csv:6 window_end S295"),
    (cell("vehicles", 0, own_zone="Z1"), "vehicles.csv:2 own_zone S232"),
    (cell("vehicles", 0, max_trips=""), "vehicles.csv:2 reload_min S237"),
    (cell("vehicles", 0, max_trips=""), "vehicles.csv:2 reload_depots S237"),
    (cell("orders", 0, release="2022-04-11 03:00"), "orders.csv:2 release S266"),
    (cell("closures", 1, valid_to="05:30"), "closures.csv:3 valid_to S264"),
    (cell("closures", 1, valid_from="2022-04-11 02:01"), "closures.csv:3 valid_from S264"),
    (drawing("Point", [114.3, 30.6], valid_to="05:30"), "closures.geojson:1 valid_to S264"),
    (passes(valid_to="05:00"), "passes.csv:2 valid_to S264"),
    (cell("gates", 0, open="04:00-05:00|26:00-27:00"), "gates.csv:2 open S264"),
    (passes({"vehicle": "T1", "zone": "Z1"}), "passes.csv:2 vehicle S271"),
    (passes({"vehicle": "T1", "gate": "G1"}), "passes.csv:2 vehicle S271"),
    (cell("vehicles", 0, profile="truck"), "profiles.csv:2 id S272"),
]


@pytest.mark.parametrize(
    "spoil",
    [
        valid(valid_to="12:00"),
        valid(valid_from="17:00"),
        cell("closures", 1, valid_from="09:00"),
        drawing("Point", [114.3, 30.6], valid_to="12:00"),
        leaving_late(window_end="25:30"),
        leaving_late(arrive_by="25:30"),
    ],
)
def test_what_begins_or_ends_during_a_shift_is_no_mistake(day: DayBuilder, spoil: Spoil) -> None:
    spoil(day)
    assert inspect_day(day.write()).problems == ()


@pytest.mark.parametrize(
    "spoil",
    [
        rename("closures", geometry="geometri"),
        rename("closures", lon_wgs84="lon", lat_wgs84="lat"),
    ],
)
def test_a_header_that_is_not_understood_is_no_empty_cell(day: DayBuilder, spoil: Spoil) -> None:
    spoil(day)
    found = inspect_day(day.write()).problems
    assert {(p.file, p.row, p.code) for p in found} <= {
        ("closures.csv", 1, "S104"),
        ("closures.csv", 1, "S105"),
    }


def test_a_misspelt_gate_of_passes_is_one_problem(day: DayBuilder) -> None:
    passes({"vehicle": "B1", "gatte": "G1"})(day)
    assert [(p.row, p.code) for p in inspect_day(day.write()).problems] == [(1, "S104")]


def test_a_day_without_a_station_is_one_problem(day: DayBuilder) -> None:
    people = day.tables["orders"][1]
    day.tables["places"].pop()
    day.tables["places"][3]["accepts"] = ""
    day.tables["vehicles"][1] |= {"vehicle_class": "ambulance"}
    day.tables["orders"] += [
        people | {"id": "O5", "party_class": "patient", "together": ""},
        people | {"id": "O6", "party_class": "close_contact", "together": ""},
    ]
    (problem,) = inspect_day(day.write()).problems
    assert (problem.row, problem.code) == (3, "S239")
    assert "(45 min after close_contact, 10 min after patient)" in problem.message


def test_nobody_asks_for_a_station_where_no_class_does(day: DayBuilder) -> None:
    day.tables["places"].pop()
    shipped = resources.files("logiroute") / "policies" / "cn-2022-9.toml"
    day.policy = shipped.read_text("utf-8").replace("disinfect_min = 45", "disinfect_min = 0")
    day.scenario["policy"] = "own.toml"
    assert inspect_day(day.write()).problems == ()


def test_a_station_in_a_row_that_cannot_be_read_may_be_one(day: DayBuilder) -> None:
    day.tables["places"][6]["kind"] = "wash"
    assert [p.code for p in inspect_day(day.write()).problems] == ["S206"]


def test_dates_are_not_judged_without_the_date_of_the_day(day: DayBuilder) -> None:
    del day.scenario["date"]
    day.zones[0]["properties"] |= {"valid_to": "2022-04-11 00:00"}
    assert [p.code for p in inspect_day(day.write()).problems] == ["S107"]


@pytest.mark.parametrize(("spoil", "where"), WARNINGS)
def test_each_warning(day: DayBuilder, spoil: Spoil, where: str) -> None:
    spoil(day)
    report = inspect_day(day.write())
    assert (where, Severity.WARNING) in {(place_of(p), p.severity) for p in report.problems}
    assert report.scenario is not None
