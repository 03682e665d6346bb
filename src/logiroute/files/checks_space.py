"""Do gates and vehicles fit on the map."""

from logiroute.files.geometry import metres_to_edge
from logiroute.files.problems import Problems, shown
from logiroute.files.rows_day import DayRows
from logiroute.files.rows_fleet import VehicleRow
from logiroute.files.table import Entry
from logiroute.model.zone import PolygonRings

#: Farther than this from its zone's edge a gate opens nothing. The auditor lets a leg cross
#: within 40 m of a gate, so a gate may stand a lane's width beyond that at most.
GATE_LIMIT_M = 50.0


def check_space(rows: DayRows, problems: Problems) -> None:
    """Note gates off their edge, and vehicles that end or live in the wrong place."""
    _check_gates(rows, problems)
    for entry in rows.vehicles:
        _check_vehicle(entry, rows, problems)
    if rows.vehicles.ids is not None and not rows.vehicles.written:
        message = "there are no vehicles; fill the table vehicles"
        if rows.vehicles.at.file.endswith(".csv"):
            message += " (to plan from a workbook, name its file)"
        problems.error("S225", rows.vehicles.at, "", message)


def _zone_shapes(rows: DayRows) -> dict[str, tuple[PolygonRings, ...]]:
    return {
        entry.row.id: rows.zone_shapes[position]
        for position, entry in enumerate(rows.zones)
        if position in rows.zone_shapes
    }


def _check_gates(rows: DayRows, problems: Problems) -> None:
    shapes = _zone_shapes(rows)
    for position, point in rows.gate_points.items():
        entry = rows.gates.entries[position]
        shape = shapes.get(entry.row.zone)
        if shape is None:
            continue
        metres = metres_to_edge(shape, point)
        if metres > GATE_LIMIT_M:
            problems.error(
                "S230",
                entry.at,
                entry.column("zone"),
                f"the gate stands {metres:,.0f} m from the edge of zone {shown(entry.row.zone)}; "
                f"move it to within {GATE_LIMIT_M:.0f} m, or correct its datum or zone",
            )


def _check_vehicle(entry: Entry[VehicleRow], rows: DayRows, problems: Problems) -> None:
    row = entry.row
    if len(row.shifts) > 1 and row.end and row.end != row.start:
        problems.error(
            "S235",
            entry.at,
            entry.column("end"),
            f"the next shift begins at {shown(row.start)}, but this one ends at {shown(row.end)}; "
            "end it where it starts, or write a vehicle for each shift",
        )
    entry_class = rows.vehicle_class(row.vehicle_class)
    if entry_class is None:
        return
    if entry_class.stays_in_own_zone and not row.own_zone:
        problems.error(
            "S232",
            entry.at,
            entry.column("own_zone"),
            f"a {row.vehicle_class} never leaves its zone; write which one it is",
        )
    if row.own_zone and not entry_class.stays_in_own_zone:
        problems.warn(
            "S232",
            entry.at,
            entry.column("own_zone"),
            f"a {row.vehicle_class} is not bound to a zone; empty the cell",
        )
