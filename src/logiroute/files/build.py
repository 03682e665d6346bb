"""From sound rows to the model."""

import math

from logiroute.files.build_orders import orders_of
from logiroute.files.checks_crew import roles_of
from logiroute.files.loads import capacity_of, unit_loads_of
from logiroute.files.rows_day import DayRows
from logiroute.files.rows_fleet import VehicleRow
from logiroute.files.rows_places import PlaceRow
from logiroute.files.rows_settings import SettingsRow
from logiroute.files.rows_streets import PassRow, ProfileRow
from logiroute.model.fleet import CrewMember, Vehicle
from logiroute.model.place import DOCK_KINDS, Place, Point, Window
from logiroute.model.policy import Policy
from logiroute.model.profile import ProfileChange
from logiroute.model.scenario import Scenario
from logiroute.model.stock import Item, Stock
from logiroute.model.zone import Closure, Gate, Pass, Zone


def build_places(rows: DayRows) -> tuple[Place, ...]:
    """Every place with a sound row and point."""
    return tuple(
        _place(entry.row, rows.place_points[position])
        for position, entry in enumerate(rows.places)
        if position in rows.place_points
    )


def build_scenario(
    rows: DayRows, settings: SettingsRow, policy: Policy, roads: str, horizon: Window
) -> Scenario:
    """The scenario of rows in which no error was found.

    Parameters
    ----------
    rows : DayRows
        All rows.
    settings, policy : SettingsRow, Policy
        As read.
    roads : str
        Absolute path of the road network.
    horizon : Window
        Closes the open sides of windows.

    Raises
    ------
    pydantic.ValidationError
        Rows that contradict the model, which the checks should have found.
    """
    return Scenario(
        id=settings.id,
        title=settings.title,
        date=settings.date,
        timezone=settings.timezone,
        roads=roads,
        policy=policy,
        places=build_places(rows),
        vehicles=tuple(_vehicle(entry.row, rows) for entry in rows.vehicles),
        orders=tuple(
            order for entry in rows.orders for order in orders_of(entry.row, rows, horizon)
        ),
        zones=_zones(rows),
        gates=_gates(rows),
        closures=_closures(rows),
        profiles=tuple(_profile(entry.row) for entry in rows.profiles),
        items=tuple(
            Item(
                id=entry.row.id,
                name=entry.row.name or entry.row.id,
                unit_loads=unit_loads_of(entry.row),
                handling_ms=entry.row.handling_s,
            )
            for entry in rows.items
        ),
        stock=tuple(
            Stock(
                depot_id=entry.row.depot,
                item_id=entry.row.item,
                quantity=entry.row.quantity,
                reserve=entry.row.reserve,
            )
            for entry in rows.stock
        ),
        snap_limit_m=settings.snap_limit_m,
        plan_unapproved=settings.plan_unapproved,
        temperature_c=settings.temperature_c,
        currency=settings.currency,
        note=settings.note,
    )


def _place(row: PlaceRow, point: Point) -> Place:
    return Place(
        id=row.id,
        name=row.name or row.id,
        kind=row.kind,
        point=point,
        windows=row.open,
        stop_s=row.stop_min,
        beds=row.beds,
        # Places are put on the map whatever else is wrong with them.
        freed=() if row.beds is None else row.beds_later,
        extra_cost=row.extra_cost,
        bed_turnover_s=None if row.beds is None else row.bed_turnover_min,
        accepts=row.accepts,
        refuses=row.refuses,
        off_county=bool(row.off_county),
        bays=row.bays,
        docks=row.docks if row.kind in DOCK_KINDS and not row.rest else None,
        approaches=row.approaches,
        rest=row.rest,
        address=row.address,
        contact=row.contact,
        note=row.note,
    )


def _vehicle(row: VehicleRow, rows: DayRows) -> Vehicle:
    members = [entry.row for entry in rows.crew_of.get(row.id, [])]
    crew = tuple(
        CrewMember(
            id=member.id,
            name=member.name or member.id,
            role=role,
            skills=member.skills,
            phone=member.phone,
        )
        for member, role in zip(members, roles_of(members), strict=True)
    )
    return Vehicle(
        id=row.id,
        name=row.name or row.id,
        vehicle_class=row.vehicle_class,
        profile=row.profile,
        capacity=capacity_of(row),
        shifts=row.shifts,
        start_id=row.start,
        end_id=row.end or row.start,
        max_trips=row.max_trips,
        reload_s=row.reload_min,
        reload_ids=row.reload_depots,
        lifo=row.lifo,
        fixed_cost=row.fixed_cost,
        cost_per_km=row.cost_per_km,
        cost_per_hour=row.cost_per_hour,
        crew=crew,
        own_zone_id=row.own_zone or None,
        passes=_passes(rows.passes_of.get(row.id, [])),
        driven_day_s=row.driven_day_min,
        driven_week_s=row.driven_week_min,
        plate=row.plate,
        note=row.note,
    )


def _passes(rows: list[PassRow]) -> tuple[Pass, ...]:
    """Each pass once, in an order of its own: vehicles with the same passes move alike."""
    found = [
        Pass(zone_id=row.zone, gate_id=row.gate, valid_from=row.valid_from, valid_to=row.valid_to)
        for row in rows
    ]
    return tuple(sorted(dict.fromkeys(found), key=_order_of_pass))


def _order_of_pass(leave: Pass) -> tuple[str, str, float, float]:
    start, end = leave.valid_from, leave.valid_to
    return (
        leave.zone_id,
        leave.gate_id,
        start.timestamp() if start else -math.inf,
        end.timestamp() if end else math.inf,
    )


def _profile(row: ProfileRow) -> ProfileChange:
    return ProfileChange(
        id=row.id,
        base=row.base,
        height_cm=row.height_m,
        width_cm=row.width_m,
        weight_kg=row.weight_kg,
        speed_percent=row.speed_percent,
        speeds_kmh={name: speed for name, speed in row.speeds.items() if speed is not None},
        turn_s=row.turn_s,
    )


def _zones(rows: DayRows) -> tuple[Zone, ...]:
    return tuple(
        Zone(
            id=entry.row.id,
            name=entry.row.name or entry.row.id,
            zone_class=entry.row.zone_class,
            polygons=rows.zone_shapes[position],
            speed_percent=entry.row.speed_percent,
            valid_from=entry.row.valid_from,
            valid_to=entry.row.valid_to,
            note=entry.row.note,
        )
        for position, entry in enumerate(rows.zones)
    )


def _gates(rows: DayRows) -> tuple[Gate, ...]:
    return tuple(
        Gate(
            id=entry.row.id,
            name=entry.row.name or entry.row.id,
            zone_id=entry.row.zone,
            point=rows.gate_points[position],
            delay_s=entry.row.delay_min,
            person_delay_s=entry.row.person_delay_s,
            windows=entry.row.open,
            vehicle_classes=entry.row.vehicle_classes,
            papers=entry.row.papers,
            note=entry.row.note,
        )
        for position, entry in enumerate(rows.gates)
    )


def _closures(rows: DayRows) -> tuple[Closure, ...]:
    return tuple(
        Closure(
            id=entry.row.id,
            name=entry.row.name or entry.row.id,
            line=rows.closure_lines[position],
            valid_from=entry.row.valid_from,
            valid_to=entry.row.valid_to,
            note=entry.row.note,
        )
        for position, entry in enumerate(rows.closures)
    )
