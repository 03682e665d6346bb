"""`logiroute matrix` and `logiroute route`: through the command line, and the same in Python."""

import csv
import itertools
import json
import re
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from shapely.geometry.base import BaseGeometry

import logiroute
from tests.end_to_end.conftest import REPO, TOWN_DAY, Cli
from tests.geo.drawn import at, write_osm

WUHAN = REPO / "data" / "roads" / "wuhan.parquet"
PLACES = TOWN_DAY / "places.csv"
HELSINKI = REPO / "tests" / "data" / "helsinki.osm.pbf"
#: On both sides of the control zone; the shortest way leads through it.
WEST, EAST = "114.2785,30.5845", "114.2875,30.5865"
#: Inside the sealed zone, and outside.
INSIDE, OUTSIDE = "114.243806,30.632572", "114.235987,30.613119"


def feature(text: str) -> dict[str, Any]:
    """The line of a route."""
    found: dict[str, Any] = json.loads(text)["features"][0]
    return found


def zone(zone_id: str) -> BaseGeometry:
    """A zone of the example, read without logiroute."""
    zones = json.loads((TOWN_DAY / "zones.geojson").read_text("utf-8"))["features"]
    (found,) = [z["geometry"] for z in zones if z["properties"]["id"] == zone_id]
    return shapely.from_geojson(json.dumps(found))


def days_copy(tmp_path: Path, validity: dict[str, dict[str, str]]) -> Path:
    """The example with times for its zones."""
    day = tmp_path / "day"
    shutil.copytree(TOWN_DAY, day)
    settings = (day / "scenario.toml").read_text("utf-8")
    (day / "scenario.toml").write_text(
        settings.replace("../../data", (REPO / "data").as_posix()), "utf-8"
    )
    zones = json.loads((day / "zones.geojson").read_text("utf-8"))
    for one in zones["features"]:
        one["properties"] |= validity.get(one["properties"]["id"], {})
    (day / "zones.geojson").write_text(json.dumps(zones), "utf-8")
    return day


# --- matrix --------------------------------------------------------------------------------------


def test_the_table_is_the_same_in_csv_npz_and_python(cli: Cli, tmp_path: Path) -> None:
    points = tmp_path / "points.csv"
    points.write_text("".join(PLACES.read_text("utf-8").splitlines(keepends=True)[:30]), "utf-8")
    one, other = tmp_path / "table.csv", tmp_path / "table.npz"
    for out in (one, other):
        result = cli("matrix", WUHAN, points, "--out", out)
        assert result.returncode == 0, result.stderr
        assert result.stdout == f"29 × 29, 0 pairs without a way; written to {out}\n"
        assert result.stderr == ""
    mover = logiroute.mover_of(logiroute.load_roads(WUHAN))
    named = logiroute.read_points_file(points)
    table = logiroute.matrix(mover, [point.point for point in named])
    with np.load(other) as arrays:
        assert (arrays["seconds"] == table.seconds).all()
        assert (arrays["metres"] == table.metres).all()
        assert (arrays["to_snap_m"] == table.to_m).all()
    with one.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["from", "to", "seconds", "metres"]
    for row, (i, j) in zip(rows[1:], itertools.product(range(29), repeat=2), strict=True):
        pair = [str(table.seconds[i, j]), str(table.metres[i, j])]
        assert row == [named[i].id, named[j].id, *pair]


def test_points_off_the_roads_have_no_way_and_are_named(cli: Cli, tmp_path: Path) -> None:
    points, to = tmp_path / "from.csv", tmp_path / "to.csv"
    points.write_text("id,lon_wgs84,lat_wgs84\nA,114.2885,30.6149\nsea,121,30\n", "utf-8")
    to.write_text("id,lon_wgs84,lat_wgs84\nB,114.236,30.6131\n", "utf-8")
    out = tmp_path / "table.csv"
    result = cli("matrix", WUHAN, points, "--to", to, "--out", out)
    assert result.returncode == 0
    assert result.stdout.startswith("2 × 1, 1 pair without a way")
    (warning,) = result.stderr.splitlines()
    assert warning.startswith("warning: from.csv:3 lon_wgs84: sea has no way: it is 6")
    assert "m from the nearest street that may be used, more than the limit of 300 m" in warning
    assert out.read_text("utf-8").splitlines()[2] == "sea,B,,"
    near = cli("matrix", WUHAN, points, "--to", to, "--out", out, "--snap-limit", "1000000")
    assert (near.returncode, near.stderr) == (0, "")


def test_a_day_closes_its_zones_in_the_table(cli: Cli, tmp_path: Path) -> None:
    points = tmp_path / "points.csv"
    lines = ["id,lon_wgs84,lat_wgs84", f"in,{INSIDE}", f"out,{OUTSIDE}"]
    points.write_text("\n".join(lines), "utf-8")
    seconds = {}
    for vehicle in ("V01", "AM1"):
        out = tmp_path / f"{vehicle}.npz"
        options = ("--day", TOWN_DAY, "--vehicle", vehicle, "--at", "09:00")
        result = cli("matrix", WUHAN, points, "--out", out, *options)
        assert result.returncode == 0, result.stderr
        with np.load(out) as table:
            seconds[vehicle] = table["seconds"]
    assert seconds["V01"][1, 0] == 2**31 - 1
    assert 180 < seconds["AM1"][1, 0] < 3600  # three minutes of it at the gate


def test_big_tables_are_made_in_blocks(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from logiroute import tabulating
    from logiroute.answering import Question

    question = Question(WUHAN, TOWN_DAY, vehicle="V17")
    contents = []
    for block in (10**9, 300):
        monkeypatch.setattr(tabulating, "_BLOCK", block)
        for out in (tmp_path / "table.csv", tmp_path / "table.npz"):
            written = tabulating.table_of_times(question, PLACES, out)
            assert 0 < written.unreachable < 105 * 105
        with np.load(tmp_path / "table.npz") as table:
            contents.append(
                ((tmp_path / "table.csv").read_bytes(), *(a.tobytes() for a in table.values()))
            )
    assert contents[0] == contents[1]


def test_entries_of_a_table_are_ways(tmp_path: Path) -> None:
    day = days_copy(tmp_path, {"Z1": {"valid_from": "10:00"}, "Z2": {"valid_to": "11:00"}})
    scenario, roads = logiroute.read_scenario(day), logiroute.load_roads(WUHAN)
    chosen = np.random.default_rng(3).choice(len(scenario.places), 12, replace=False)
    points = [scenario.places[i].point for i in chosen] + [(114.2438, 30.6326), (114.2832, 30.5863)]
    movers = [logiroute.mover_of(roads)]
    for vehicle, when in (("V01", "09:55"), ("V01", None), ("AM1", "10:30"), ("TC1", "10:59")):
        movers.append(logiroute.mover_of(roads, scenario, vehicle=vehicle, at=when))
    ways = 0
    for mover in movers:
        table = logiroute.matrix(mover, points)
        for i, j in itertools.product(range(0, len(points), 3), range(len(points))):
            if i == j:
                continue
            way = logiroute.journey(mover, points[i], points[j])
            if way is None:
                assert table.seconds[i, j] == table.metres[i, j] == 2**31 - 1
                continue
            ways += 1
            assert (way.seconds, way.metres) == (table.seconds[i, j], table.metres[i, j])
            assert sum(step.metres for step in way.drawing.steps) == pytest.approx(
                way.metres, abs=1
            )
    assert ways > 100


# --- route ---------------------------------------------------------------------------------------


def test_streets_are_named_turn_by_turn(cli: Cli, tmp_path: Path) -> None:
    nodes = {"a": (0, 0), "b": (300, 0), "c": (300, 200), "d": (600, 0)}
    street = {"highway": "residential"}
    ways = [
        ("a b", street | {"name": "First Street"}),
        ("b c", street | {"name": "第二街"}),
        ("b d", street | {"name": "First Street"}),
    ]
    roads = write_osm(tmp_path / "town.osm", nodes, ways)
    ends = ("--from", "{},{}".format(*at((0, 0))), "--to", "{},{}".format(*at((300, 200))))
    out = tmp_path / "way.geojson"
    result = cli("route", roads, *ends, "--out", out)
    assert result.returncode == 0, result.stderr
    expected = [
        "Set off on First Street and drive 300 m",
        "Turn left into 第二街 and drive 200 m",
        "Arrive at your destination",
    ]
    assert [line.strip() for line in result.stdout.splitlines()][1:4] == expected
    line = feature(out.read_text("utf-8"))["properties"]
    assert [step["text"] for step in line["steps"]] == expected
    assert [step["metres"] for step in line["steps"]] == [300, 200, 0]
    assert (line["metres"], line["streets"]) == (500, ["First Street", "第二街"])
    chinese = feature(cli("route", roads, *ends, "--lang", "zh_CN").stdout)["properties"]
    assert chinese["steps"][1]["text"] == "左转进入第二街，行驶 200 米"


def test_a_zone_forces_the_way_round(cli: Cli) -> None:
    ends = ("--from", WEST, "--to", EAST)
    bare = feature(cli("route", WUHAN, *ends, "--profile", "bus").stdout)
    day = ("--day", TOWN_DAY, "--vehicle", "TC1")
    result = cli("route", WUHAN, *ends, *day)
    assert result.returncode == 0, result.stderr
    around = feature(result.stdout)
    inner = zone("Z2").buffer(-1e-5)
    assert shapely.LineString(bare["geometry"]["coordinates"]).intersects(inner)
    assert not shapely.LineString(around["geometry"]["coordinates"]).intersects(inner)
    assert around["properties"]["seconds"] > bare["properties"]["seconds"]
    assert around["properties"]["zones"] == []
    assert json.loads(result.stdout)["attribution"] == "© OpenStreetMap contributors"


def test_a_gate_is_passed_with_its_delay(cli: Cli) -> None:
    ends = ("--from", OUTSIDE, "--to", INSIDE)
    options = ("--day", TOWN_DAY, "--vehicle", "AM1", "--at", "2022-04-13 09:00")
    result = cli("route", WUHAN, *ends, *options)
    assert result.returncode == 0, result.stderr
    found = json.loads(result.stdout)
    line = found["features"][0]["properties"]
    (gate,) = line["gates"]
    # Three minutes, and five seconds for each of five: the crew of two, two seats, a wheelchair.
    assert (gate["gate"], gate["delay_s"], gate["zone"]) == ("G1", 205, "Z1")
    assert gate["after_s"] + 205 < line["seconds"]
    assert line["depart"] == "2022-04-13T09:00:00+08:00"
    assert [entered["zone"] for entered in line["zones"]] == ["Z1"]
    assert [step["maneuver"] for step in line["steps"]].count("gate") == 1
    mark = found["features"][1]
    assert mark["geometry"]["coordinates"] == [114.247729, 30.633862]
    assert mark["properties"]["papers"] == ["通行证 pass", "48小时核酸 test within 48 h"]


def test_before_and_after_a_zone_begins(cli: Cli, tmp_path: Path) -> None:
    day = days_copy(tmp_path, {"Z1": {"valid_from": "10:00"}})
    ends = ("--from", OUTSIDE, "--to", INSIDE, "--day", day, "--vehicle", "V01")
    free = cli("route", WUHAN, *ends, "--at", "08:30")
    assert free.returncode == 0, free.stderr
    assert feature(free.stdout)["properties"]["gates"] == []
    for options in (("--at", "10:00"), ("--at", "09:58"), ()):
        shut = cli("route", WUHAN, *ends, *options)
        assert (shut.returncode, shut.stdout) == (3, "")
        assert "(Z1, sealed) from 10:00 is closed to 普通货车 general truck" in shut.stderr


def test_no_way_says_what_stands_in_it(cli: Cli, tmp_path: Path) -> None:
    out = tmp_path / "way.geojson"
    ends = ("--from", OUTSIDE, "--to", INSIDE)
    result = cli("route", WUHAN, *ends, "--day", TOWN_DAY, "--profile", "truck", "--out", out)
    assert (result.returncode, result.stdout) == (3, "")
    head, *reasons, tail = result.stderr.splitlines()
    assert head == f"no way from {OUTSIDE} to {INSIDE}:"
    assert len(reasons) == 1
    assert "zone 北片区封控区" in reasons[0]
    assert "send a class that may enter (at 114.2" in reasons[0]
    assert tail == "tried: without all this, the way is open; nothing was written"
    assert not out.exists()
    lost = cli("route", WUHAN, "--from", OUTSIDE, "--to", "121,30")
    assert lost.returncode == 3
    assert "no street lies within 300 m of 121.000000,30.000000" in lost.stderr
    assert "could not be tried" in lost.stderr


# --- mistakes ------------------------------------------------------------------------------------


def test_every_mistake_of_a_table_at_once(cli: Cli, tmp_path: Path) -> None:
    day = days_copy(tmp_path, {})
    orders = (day / "orders.csv").read_text("utf-8")
    points, to = tmp_path / "points.csv", tmp_path / "to.csv"
    points.write_text("id,lon_wgs84,lat_wgs84\nA,1o,30\nA,114,30\n", "utf-8")
    to.write_text("id,lon,lat\nB,1,2\n", "utf-8")
    out = tmp_path / "table.xls"
    options = ("--day", day, "--vehicle", "V99", "--at", "25h", "--snap-limit", "-1")
    roads = tmp_path / "none.parquet"
    result = cli("matrix", roads, points, "--to", to, "--out", out, *options)
    assert (result.returncode, result.stdout) == (2, "")
    said = "\n".join(result.stderr.splitlines())
    for words in (
        "error: --out: the table is written as .csv or .npz; name a file that ends so [S402]",
        "error: points.csv:2 lon_wgs84: expected degrees",
        "error: points.csv:3 id: ",
        'error: to.csv:1 lon: "lon" does not say its datum',
        'error: --vehicle: the day has no vehicle "V99"',
        "error: --at: expected a time like 06:30",
        "error: --snap-limit: -1 is no distance in metres",
        "none.parquet: no such file [S304]",
    ):
        assert words in said
    assert said.endswith("errors; nothing was written")
    (day / "orders.csv").write_text(orders.replace(",3,06:00", ",three,06:00", 1), "utf-8")
    broken = cli("matrix", WUHAN, PLACES, "--out", tmp_path / "t.csv", "--day", day)
    assert broken.returncode == 2
    assert "error: orders.csv:2 priority: " in broken.stderr
    assert not {entry.suffix for entry in tmp_path.iterdir()} & {".xls", ".npz", ".part"}


def test_what_is_read_is_not_written_over(cli: Cli, tmp_path: Path) -> None:
    day = days_copy(tmp_path, {})
    points, roads = day / "places.csv", tmp_path / "mine.parquet"
    roads.write_bytes(WUHAN.read_bytes())
    before = {path: path.read_bytes() for path in (points, roads, day / "gates.csv")}
    for command in (
        ("matrix", WUHAN, points, "--out", points),
        ("matrix", WUHAN, PLACES, "--to", points, "--out", day / "x" / ".." / "places.csv"),
        ("route", WUHAN, "--from", WEST, "--to", EAST, "--day", day, "--out", day / "gates.csv"),
        ("route", roads, "--from", WEST, "--to", EAST, "--out", roads),
        ("roads", roads, "--out", roads),
    ):
        (day / "x").mkdir(exist_ok=True)
        result = cli(*command)
        assert (result.returncode, result.stdout) == (2, "")
        assert "which is read here; name another file [S115]" in result.stderr
    assert before == {path: path.read_bytes() for path in before}


def test_a_warning_about_the_roads_is_one_line(cli: Cli) -> None:
    result = cli("route", HELSINKI, "--from", "24.94,60.17", "--to", "24.945,60.172")
    (line,) = result.stderr.splitlines()
    assert line.startswith("warning: helsinki.osm.pbf: 734 references to missing nodes")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--from", "114.2", "--to", "30.6,114.2"), ["--from: expected LON,LAT", "--to: 30.6,11"]),
        (("--from", WEST, "--to", EAST, "--profile", "vann"), ['did you mean "van"?']),
        (("--from", WEST, "--to", EAST, "--vehicle", "V01"), ["--vehicle: only a day has"]),
        (("--from", WEST, "--to", EAST, "--out", REPO), ["the file cannot be written (it is a f"]),
        (
            ("--from", WEST, "--to", EAST, "--day", TOWN_DAY, "--profile", "van"),
            [
                "the vehicles that are van do not all move alike; name one of them with --vehicle: "
                "ZS1 (zone_shuttle, van, 1 more alike); SV1 (sampling_team, van, 1 more alike)"
            ],
        ),
    ],
)
def test_mistakes_of_a_route(cli: Cli, options: tuple[object, ...], said: list[str]) -> None:
    result = cli("route", WUHAN, *options)
    assert (result.returncode, result.stdout) == (2, "")
    assert "Traceback" not in result.stderr
    for words in said:
        assert words in result.stderr


def test_python_says_the_same_as_the_command(cli: Cli) -> None:
    scenario, roads = logiroute.read_scenario(TOWN_DAY), logiroute.load_roads(WUHAN)
    mover = logiroute.mover_of(roads, scenario, vehicle="AM1", at="09:00")
    start, end = ((float(x), float(y)) for x, y in (p.split(",") for p in (OUTSIDE, INSIDE)))
    way = logiroute.journey(mover, start, end)
    assert way is not None
    ends = ("--from", OUTSIDE, "--to", INSIDE, "--lang", "zh_CN")
    result = cli("route", WUHAN, *ends, "--day", TOWN_DAY, "--vehicle", "AM1", "--at", "09:00")
    assert json.loads(result.stdout) == logiroute.journey_geojson(mover, way, "zh_CN")
    assert logiroute.why_unreachable(mover, start, end) is None
    truck = logiroute.mover_of(roads, scenario, vehicle="V01")
    why = logiroute.why_unreachable(truck, start, end)
    assert why is not None
    assert why.verified


# --- docs/routing-tools.md -----------------------------------------------------------------------


def test_the_page_about_it_tells_the_truth(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    page = (REPO / "docs" / "routing-tools.md").read_text("utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", page, re.S)
    monkeypatch.chdir(REPO)
    names: dict[str, Any] = {}
    exec(compile(code, "routing-tools.md", "exec"), names)  # noqa: S102
    about = logiroute.journey_geojson(names["mover"], names["way"])["features"][0]["properties"]
    table = page.split("| property | what |")[1].split("\n\n")[0]
    rows = [line for line in table.splitlines() if line.startswith("| `")]
    written = {name for line in rows for name in re.findall(r"`(\w+)`", line.split("|")[1])}
    assert written == set(about) - {"feature"}
    (command, told) = re.findall(r"\$ logiroute (.*?\n.*?)\n(.*?)\n```", page, re.S)[0]
    result = cli(*command.replace("\\", "").split())
    assert result.stderr == f"{told}\n"
