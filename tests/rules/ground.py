"""One piece of ground with a zone on it, to drive across.

The ground, in metres: the depot D at (0, 0), the site A at (1000, 0), the end depot E 100 m north
of A. A zone of 200 m × 200 m lies on the straight way between, from x = 400 to x = 600; the site
B is its centre. A minute is 1,000 m, so D–A is 06:00 to 06:01.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from math import hypot

from shapely import LineString, Point

from logiroute.model.order import OrderKind
from logiroute.model.plan import Plan, Stop
from logiroute.model.policy import VehicleClass
from logiroute.model.rules import Rule
from logiroute.model.zone import Closure, Gate, Pass, PolygonRings, Zone
from logiroute.model.zone_access import ZoneAccess
from tests.rules.by_hand import edit, findings, plan, route, visit
from tests.rules.day import (
    CLOSED,
    FREE,
    Day,
    at,
    box,
    day,
    delivery,
    depot,
    policy,
    retime,
    site,
    spot,
    vehicle,
)

Spot = tuple[float, float]

#: A gate as a leg lists it: its id, when, and the seconds of the check.
Listed = tuple[str, str] | tuple[str, str, int]
SQUARE = (box(400, -100, 600, 100),)
WEST, EAST = (400.0, 0.0), (600.0, 0.0)
STRAIGHT: tuple[Spot, ...] = ((0, 0), (1000, 0))
AROUND: tuple[Spot, ...] = ((0, 0), (0, 200), (1000, 200), (1000, 0))
HOME: tuple[Spot, ...] = ((1000, 0), (1000, 100))


def zone(
    zone_id: str = "Z",
    zone_class: str = "sealed",
    polygon: PolygonRings = SQUARE,
    valid_from: str = "",
    valid_to: str = "",
) -> Zone:
    return Zone(
        id=zone_id,
        name=f"zone {zone_id}",
        zone_class=zone_class,
        polygons=(polygon,),
        valid_from=at(valid_from) if valid_from else None,
        valid_to=at(valid_to) if valid_to else None,
    )


def gate(gate_id: str, where: Spot, classes: Sequence[str] = (), **more: object) -> Gate:
    fields = {"id": gate_id, "name": gate_id, "zone_id": "Z", "point": spot(*where)}
    return Gate.model_validate({**fields, "vehicle_classes": tuple(classes), **more})


def access(
    enter: str = "yes",
    leave: str = "yes",
    *,
    stop: str = "yes",
    through: bool = True,
    mainline: bool = False,
) -> ZoneAccess:
    rights = {"enter": enter, "leave": leave, "stop": stop, "through": through}
    return ZoneAccess.model_validate({**rights, "mainline_transit": mainline})


def ground(
    rights: ZoneAccess,
    zones: Sequence[Zone] | None = None,
    gates: Sequence[Gate] = (),
    *,
    stays: bool = False,
    passes: Sequence[Pass] = (),
    closures: Sequence[Closure] = (),
    mainline: Sequence[Sequence[Spot]] = (),
) -> Day:
    """The ground with one vehicle whose class has these rights in sealed zones."""
    mine = VehicleClass(
        id="mine",
        label="mine",
        order_kinds=tuple(OrderKind),
        stays_in_own_zone=stays,
        zones={"sealed": rights, "slow": FREE, "control": CLOSED},
    )
    here = vehicle(vehicle_class="mine", end="E", own_zone="Z" if stays else None)
    made = day(
        [
            depot(point=spot(0, 0)),
            depot("E", point=spot(1000, 100)),
            site("A", point=spot(1000, 0)),
            site("B", point=spot(500, 0)),
        ],
        [here.model_copy(update={"passes": tuple(passes)})],
        [delivery("a", "A", item="box"), delivery("b", "B", item="box")],
        {"D-A": 1, "D-B": 1, "A-E": 1, "B-E": 1, "A-B": 1},
        zones=[zone()] if zones is None else zones,
        gates=gates,
        rules=policy([mine]),
    )
    lines = tuple(tuple(spot(*point) for point in line) for line in mainline)
    return Day(
        made.scenario.model_copy(update={"closures": tuple(closures)}),
        replace(made.travel, mainline=lines),
    )


def drive(
    made: Day,
    lines: Mapping[str, Sequence[Spot]],
    gates: Mapping[str, Sequence[Listed]] | None = None,
    visits: str = "A",
    zones: Mapping[str, Sequence[str]] | None = None,
) -> list[tuple[Rule, int, str]]:
    """Drive along the lines given for each leg, the table agreeing with their lengths.

    Unless given, ``zones`` are those that the lines enter, in force or not.
    """
    for pair, line in lines.items():
        steps = pairwise(line)
        length = round(sum(hypot(b[0] - a[0], b[1] - a[1]) for a, b in steps))
        made = retime(made, pair, seconds=60, metres=length)
    return findings(made, traced(made, lines, gates or {}, visits, zones), geometry=True)


def traced(
    made: Day,
    lines: Mapping[str, Sequence[Spot]],
    gates: Mapping[str, Sequence[Listed]],
    visits: str,
    zones: Mapping[str, Sequence[str]] | None = None,
) -> Plan:
    served = [order.id for order in made.scenario.orders if order.id.upper() in visits]
    rest = [order.id for order in made.scenario.orders if order.id not in served]
    stops = [visit(place_id, f"unload {place_id.lower()}") for place_id in visits]
    drawn = plan(made, route(made, "V", *stops), unserved=rest)
    for index, leg in enumerate(drawn.routes[0].legs):
        pair = f"{leg.from_id}-{leg.to_id}"
        passages = [
            {"gate_id": gate_id, "at": at(clock).isoformat(), "delay_s": sum(delay)}
            for gate_id, clock, *delay in gates.get(pair, ())
        ]
        path = f"routes__0__trips__0__legs__{index}__"
        line = [spot(*point) for point in lines[pair]]
        if zones is None:
            entered = _entered(made, drawn.routes[0].stops[index], line)
        else:
            entered = [*zones.get(pair, ())]
        drawn = edit(
            drawn,
            **{
                path + "geometry": line,
                path + "gates": passages,
                path + "zones": entered,
            },
        )
    return drawn


def _entered(made: Day, start: Stop, line: Sequence[Spot]) -> list[str]:
    """Zones in force that a line enters; every leg takes a minute."""
    zones = made.scenario.zones
    return [
        zone.id
        for zone in zones
        if zone.in_force(start.depart, start.depart + timedelta(minutes=1))
        and not zone.shape.intersects(Point(line[0]))
        and LineString(line).intersection(zone.shape.buffer(-7e-6)).length > 0
    ]


def straight(made: Day, *gates: Listed) -> list[tuple[Rule, int, str]]:
    return drive(made, {"D-A": STRAIGHT, "A-E": HOME}, {"D-A": gates})


def metres(amount: int) -> list[tuple[Rule, int, str]]:
    return [(Rule.ACCESS, amount, "m")]


YES_NO = [(Rule.ACCESS, 0, "")]
