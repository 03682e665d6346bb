"""Reading a day, from a folder or a workbook, with every problem at once."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from pydantic import ValidationError

from logiroute.errors import InputError, InputProblem
from logiroute.files.build import build_places, build_scenario
from logiroute.files.cells import CellContext
from logiroute.files.checks_access import check_access
from logiroute.files.checks_arrival import check_arrivals
from logiroute.files.checks_beds import check_beds
from logiroute.files.checks_beyond import check_beyond
from logiroute.files.checks_crew import check_crew
from logiroute.files.checks_destinations import check_destinations
from logiroute.files.checks_docks import check_docks
from logiroute.files.checks_duty import check_duty
from logiroute.files.checks_means import check_means
from logiroute.files.checks_moments import check_moments
from logiroute.files.checks_needs import check_needs
from logiroute.files.checks_orders import check_orders
from logiroute.files.checks_people import check_people
from logiroute.files.checks_refs import check_references
from logiroute.files.checks_space import check_space
from logiroute.files.checks_suits import check_suits
from logiroute.files.checks_time import check_times
from logiroute.files.checks_trips import check_trips
from logiroute.files.checks_zone_work import check_zone_work
from logiroute.files.closures_in import read_closures
from logiroute.files.folder import read_folder
from logiroute.files.points import read_points, warn_far
from logiroute.files.policy import load_policy
from logiroute.files.problems import InputLocation, Problems, shown
from logiroute.files.raw import NEEDED_BY, ZONES, RawDay
from logiroute.files.rows_day import DayRows
from logiroute.files.rows_fleet import CrewRow, VehicleRow
from logiroute.files.rows_goods import ItemRow, StockRow
from logiroute.files.rows_lines import LineRow
from logiroute.files.rows_orders import OrderRow
from logiroute.files.rows_places import PlaceRow
from logiroute.files.rows_streets import PassRow, ProfileRow
from logiroute.files.rows_zones import GateRow
from logiroute.files.settings import Settings, read_settings, relative_to
from logiroute.files.table import R, Table, read_table
from logiroute.files.workbook_in import is_workbook, read_workbook
from logiroute.files.zones_in import read_zones
from logiroute.model.place import Place
from logiroute.model.policy import Policy
from logiroute.model.scenario import Scenario


@dataclass(frozen=True)
class DayReport:
    """What was found in a day's files.

    Attributes
    ----------
    scenario : Scenario or None
        ``None`` if any problem is an error.
    problems : tuple of InputProblem
        Errors and warnings, by file, row and column.
    places : tuple of Place
        All places that could be read, even if there is no scenario.
    roads : str or None
        Absolute path of the road network; ``None`` if it is not named or not there.
    snap_limit_m : int
        Farthest a place may lie from the roads, in metres.
    where : mapping of (str, str) to InputLocation
        Kind and id (``("place", "P01")``, ``("scenario", "roads")``) → file and row.
    """

    scenario: Scenario | None
    problems: tuple[InputProblem, ...]
    places: tuple[Place, ...]
    roads: str | None
    snap_limit_m: int
    where: Mapping[tuple[str, str], InputLocation]

    def located(self, problem: InputProblem) -> InputProblem:
        """A problem that only the roads show (table and id), turned into file and row."""
        location = self.where.get((problem.file.removesuffix("s"), problem.column))
        if location is None:
            return problem
        return replace(problem, file=location.file, row=location.row, column="")


def inspect_day(path: Path | str) -> DayReport:
    """Read a day and say everything that is wrong with its files.

    Parameters
    ----------
    path : Path or str
        A day folder, or a workbook (``.xlsx``).
    """
    problems = Problems()
    path = Path(path)
    raw = read_workbook(path, problems) if is_workbook(path) else read_folder(path, problems)
    settings = read_settings(raw, problems)
    policy = _policy(raw, settings, problems)
    roads = _roads(raw, settings, problems)
    rows = _rows(raw, settings, policy, problems)
    check_references(rows, problems)
    check_orders(rows, problems)
    check_destinations(rows, problems)
    check_space(rows, problems)
    check_beyond(rows, problems)
    check_trips(rows, problems)
    check_duty(rows, problems)
    check_crew(rows, problems)
    check_suits(rows, problems)
    check_docks(rows, problems)
    check_beds(rows, problems)
    check_people(rows, problems)
    check_arrivals(rows, problems)
    check_moments(rows, problems)
    check_needs(rows, problems)
    check_zone_work(rows, problems)
    check_times(rows, problems)
    check_access(rows, problems)
    check_means(rows, problems)
    _check_priorities(rows, problems)
    scenario = None
    if not problems.has_errors:
        scenario = _scenario(rows, roads, problems)
    where = {(kind, name): at for kind, name, at in reversed(list(rows.located()))}
    return DayReport(
        scenario=scenario,
        problems=problems.sorted(),
        places=build_places(rows),
        roads=roads,
        snap_limit_m=settings.snap_limit_m,
        where=MappingProxyType(where),
    )


def read_scenario(path: Path | str) -> Scenario:
    """Read a day.

    Parameters
    ----------
    path : Path or str
        A day folder, or a workbook (``.xlsx``).

    Raises
    ------
    InputError
        With every problem of every file, warnings included, if any is an error.
    """
    report = inspect_day(path)
    if report.scenario is None:
        raise InputError(report.problems)
    return report.scenario


def _policy(raw: RawDay, settings: Settings, problems: Problems) -> Policy | None:
    if settings.policy is None:
        return None
    at, key = settings.key("policy")
    return load_policy(settings.policy, raw.base, at, key, problems)


def _roads(raw: RawDay, settings: Settings, problems: Problems) -> str | None:
    if settings.roads is None:
        return None
    path = relative_to(raw.base, settings.roads)
    try:
        there = path is not None and path.is_file() and os.access(path, os.R_OK)
    except (OSError, ValueError):
        there = False
    if path is None or not there:
        at, key = settings.key("roads")
        problems.error(
            "S101",
            at,
            key,
            f"there is no road file {shown(settings.roads)}; add it or correct "
            "the path, which starts from the folder of the day",
        )
        return None
    return str(path)


def _rows(raw: RawDay, settings: Settings, policy: Policy | None, problems: Problems) -> DayRows:
    context = CellContext(settings.clock)

    def table(name: str, model: type[R]) -> Table[R]:
        read = read_table(
            raw.tables.get(name),
            model,
            context,
            raw.at(name),
            problems,
            broken=name in raw.broken,
        )
        return _unless_left_out(name, read, raw, problems)

    places, gates = table("places", PlaceRow), table("gates", GateRow)
    zones = read_zones(raw, context, settings.zones_datum, problems)
    zone_rows = _unless_left_out(ZONES, zones.table, raw, problems)
    closures = read_closures(raw, context, settings.zones_datum, problems)
    place_points, gate_points = read_points(places, problems), read_points(gates, problems)
    around = tuple(place_points.values())
    warn_far(places.entries, place_points, around, problems)
    warn_far(gates.entries, gate_points, around, problems)
    closure_points = {
        position: line[0]
        for position, line in closures.shapes.items()
        if closures.table.entries[position].row.has_point
    }
    warn_far(closures.table.entries, closure_points, around, problems)
    return DayRows(
        settings=settings,
        policy=policy,
        places=places,
        gates=gates,
        zones=zone_rows,
        closures=closures.table,
        vehicles=table("vehicles", VehicleRow),
        crew=table("crew", CrewRow),
        passes=table("passes", PassRow),
        profiles=table("profiles", ProfileRow),
        items=table("items", ItemRow),
        stock=table("stock", StockRow),
        orders=table("orders", OrderRow),
        lines=table("order_lines", LineRow),
        place_points=place_points,
        gate_points=gate_points,
        zone_shapes=zones.shapes,
        closure_lines=closures.shapes,
    )


def _unless_left_out(name: str, table: Table[R], raw: RawDay, problems: Problems) -> Table[R]:
    """The table; where it is missing and others need it, with that one problem noted.

    Its ids are unknown then, so that not every row of the others is called wrong as well.
    """
    there = raw.zones is not None if name == ZONES else name in raw.tables
    needers = [n for n in NEEDED_BY.get(name, ()) if n in raw.tables and raw.tables[n].rows]
    if there or name in raw.broken:
        return table
    at = raw.at(name)
    if not needers:
        if name == ZONES:
            problems.warn(
                "S101",
                at,
                "",
                f"there is no {at.file}: the day is planned as if nothing were closed",
            )
        return table
    problems.error(
        "S101",
        at,
        "",
        f"{at.file} is missing, and {' and '.join(needers)} cannot do without; add it",
    )
    return replace(table, ids=None)


def _check_priorities(rows: DayRows, problems: Problems) -> None:
    if rows.policy is None:
        return
    for entry in rows.orders:
        if entry.row.priority not in rows.policy.penalties:
            known = ", ".join(str(priority) for priority in sorted(rows.policy.penalties))
            problems.error(
                "S224",
                entry.at,
                entry.column("priority"),
                f"the policy {rows.policy.id} has no penalty for priority {entry.row.priority}; "
                f"use one of {known}, or add it under [penalties]",
            )


def _scenario(rows: DayRows, roads: str | None, problems: Problems) -> Scenario | None:
    settings = rows.settings.row
    if settings is None or rows.policy is None or roads is None or rows.horizon is None:
        raise AssertionError("a part is missing and no problem says so")
    try:
        return build_scenario(rows, settings, rows.policy, roads, rows.horizon)
    except ValidationError as error:
        for detail in error.errors(include_url=False, include_input=False):
            path = ".".join(str(part) for part in detail["loc"])
            problems.error("S202", rows.settings.at, path, str(detail["msg"]))
        return None
