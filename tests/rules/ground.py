"""One piece of ground with a zone on it, to drive across.

The ground, in metres: the depot D at (0, 0), the site A at (1000, 0), the end depot E 100 m north
of A. A zone of 200 m × 200 m lies on the straight way between, from x = 400 to x = 600; the site
B is its centre. A minute is 1,000 m, so D–A is 06:00 to 06:01.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from math import hypot

from logiroute.model.order import OrderKind
from logiroute.model.plan import Plan
from logiroute.model.policy import VehicleClass, ZoneAccess
from logiroute.model.rules import Rule
from logiroute.model.zone import Gate, PolygonRings, Zone
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


def gate(gate_id: str, where: Spot, classes: Sequence[str] = ()) -> Gate:
    return Gate(
        id=gate_id, name=gate_id, zone_id="Z", point=spot(*where), vehicle_classes=tuple(classes)
    )


def access(
    enter: str = "yes", leave: str = "yes", *, stop: str = "yes", through: bool = True
) -> ZoneAccess:
    return ZoneAccess.model_validate(
        {"enter": enter, "leave": leave, "stop": stop, "through": through}
    )


def ground(
    rights: ZoneAccess,
    zones: Sequence[Zone] | None = None,
    gates: Sequence[Gate] = (),
    *,
    stays: bool = False,
) -> Day:
    """The ground with one vehicle whose class has these rights in sealed zones."""
    mine = VehicleClass(
        id="mine",
        label="mine",
        order_kinds=tuple(OrderKind),
        stays_in_own_zone=stays,
        zones={"sealed": rights, "slow": FREE, "control": CLOSED},
    )
    return day(
        [
            depot(point=spot(0, 0)),
            depot("E", point=spot(1000, 100)),
            site("A", point=spot(1000, 0)),
            site("B", point=spot(500, 0)),
        ],
        [vehicle(vehicle_class="mine", end="E", own_zone="Z" if stays else None)],
        [delivery("a", "A", item="box"), delivery("b", "B", item="box")],
        {"D-A": 1, "D-B": 1, "A-E": 1, "B-E": 1, "A-B": 1},
        zones=[zone()] if zones is None else zones,
        gates=gates,
        rules=policy([mine]),
    )


def drive(
    made: Day,
    lines: Mapping[str, Sequence[Spot]],
    gates: Mapping[str, Sequence[tuple[str, str]]] | None = None,
    visits: str = "A",
) -> list[tuple[Rule, int, str]]:
    """Drive along the lines given for each leg, the table agreeing with their lengths."""
    for pair, line in lines.items():
        steps = pairwise(line)
        length = round(sum(hypot(b[0] - a[0], b[1] - a[1]) for a, b in steps))
        made = retime(made, pair, seconds=60, metres=length)
    return findings(made, traced(made, lines, gates or {}, visits), geometry=True)


def traced(
    made: Day,
    lines: Mapping[str, Sequence[Spot]],
    gates: Mapping[str, Sequence[tuple[str, str]]],
    visits: str,
) -> Plan:
    served = [order.id for order in made.scenario.orders if order.id.upper() in visits]
    rest = [order.id for order in made.scenario.orders if order.id not in served]
    stops = [visit(place_id, f"unload {place_id.lower()}") for place_id in visits]
    drawn = plan(made, route(made, "V", *stops), unserved=rest)
    for index, leg in enumerate(drawn.routes[0].legs):
        pair = f"{leg.from_id}-{leg.to_id}"
        passages = [
            {"gate_id": gate_id, "at": at(clock).isoformat()}
            for gate_id, clock in gates.get(pair, ())
        ]
        path = f"routes__0__trips__0__legs__{index}__"
        line = [spot(*point) for point in lines[pair]]
        drawn = edit(drawn, **{path + "geometry": line, path + "gates": passages})
    return drawn


def straight(made: Day, *gates: tuple[str, str]) -> list[tuple[Rule, int, str]]:
    return drive(made, {"D-A": STRAIGHT, "A-E": HOME}, {"D-A": gates})


def metres(amount: int) -> list[tuple[Rule, int, str]]:
    return [(Rule.ACCESS, amount, "m")]


YES_NO = [(Rule.ACCESS, 0, "")]
