"""Seventy workers, two buses and two sites on the streets of the example, by the command line."""

import csv
import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.conftest import NIGHT, Cli, on_the_nights_streets

#: The base, a station, the works, and sites with 26 and 51 beds.
PLACES = {"BASE", "W1", "P04", "Q02", "Q03"}

#: Six couples and 58 who live alone.
ORDERS = """\
编号,类型,名称,优先级,作业分钟,起点,人数,户构成,人员类别
T7,转运,Workers of plant 3,2,10,P04,70,2x6|1x58,close_contact
"""


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A day folder: few of the example's places, and two of its buses for one run each."""
    folder = tmp_path_factory.mktemp("cohort") / "day"
    on_the_nights_streets(folder)
    with (NIGHT / "places.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.reader(file) if row[0] in {"id", *PLACES}]
    with (folder / "places.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    header, *buses = (NIGHT / "vehicles.csv").read_text("utf-8").splitlines()[:3]
    two = "\n".join([header, *(bus.replace("17:00-32:00", "18:00-21:30") for bus in buses)])
    (folder / "vehicles.csv").write_text(two, "utf-8")
    (folder / "orders.csv").write_text(ORDERS, "utf-8")
    return folder


@pytest.fixture(scope="module")
def planned(cli: Cli, day: Path) -> tuple[str, Path]:
    """What the command says, and its outputs."""
    folder = day.parent / "out"
    result = cli("plan", day, "--out", folder, "--iterations", "200", "--seed", "3")
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout, folder


def test_every_seat_is_filled_with_whole_households(
    cli: Cli, day: Path, planned: tuple[str, Path]
) -> None:
    plan: dict[str, Any] = json.loads((planned[1] / "plan.json").read_text("utf-8"))
    aboard = [
        sum(task["persons"] for task in stop["tasks"] if task["kind"] == "board")
        for route in plan["routes"]
        for trip in route["trips"]
        for stop in trip["stops"]
        if stop["place_id"] == "P04"
    ]
    # Half of 49 seats, and one run each.
    assert aboard == [24, 24]
    arrivals = [
        task["order_id"]
        for route in plan["routes"]
        for trip in route["trips"]
        for stop in trip["stops"]
        for task in stop["tasks"]
        if task["kind"] == "alight"
    ]
    left = [entry["order_id"] for entry in plan["unserved"]]
    parts = [*arrivals, *left]
    assert sorted(parts) == sorted(f"T7/{number}" for number in range(1, len(parts) + 1))
    assert cli("audit", day, planned[1] / "plan.json").returncode == 0


def test_what_is_left_out_is_said_once(planned: tuple[str, Path]) -> None:
    said = planned[0]
    assert "0 of 1 order served, 1 more in part" in said
    (line,) = re.findall("not served: .*", said)
    assert line.startswith("not served: T7 Workers of plant 3: 22 of 70 persons, in ")
    assert "with 1 more transfer_bus like B01 (3 in all)" in said


def test_the_driver_reads_one_line_for_all_of_them(planned: tuple[str, Path]) -> None:
    page = (planned[1] / "drivers" / "B01.html").read_text("utf-8")
    assert page.count("24 of 70 persons, in ") == page.count("T7 Workers of plant 3") >= 2
    assert "T7/" not in page
