"""A small day with an order of every kind, a gated zone, and a legal, traced plan.

Metres: depot D (0, 0), call site B (500, 0) in the middle of a zone from x = 400 to x = 600 with a
gate in the west and one in the east, site A (1000, 0), quarantine site Q (1000, 1000), disinfection
station S (500, 1000), laboratory L (0, 1000). Everybody drives 10 m/s. After contacts a vehicle is
disinfected for a minute.

V: D 06:00–06:05 · 50 s · B 06:05:50–06:07:52 · 50 s · A 06:08:42–06:08:48 · 140 s round the zone
   · D 06:11:08
W: D 06:00–06:05 · 140 s · A 06:07:20–06:08:22 · 100 s · Q 06:10:02–06:11:02 · 50 s
   · S 06:11:52–06:12:52 · 50 s · L 06:13:42–06:13:44 · 100 s · D 06:15:24
"""

from logiroute.model.driving import DrivingRule
from logiroute.model.order import OrderKind
from logiroute.model.place import PlaceKind
from logiroute.model.plan import Plan
from logiroute.model.policy import VehicleClass
from logiroute.model.stock import Stock
from logiroute.model.zone import Gate, Zone
from tests.rules.by_hand import edit, plan, route, visit
from tests.rules.day import (
    FREE,
    GATED,
    SET_POINTS,
    Day,
    at,
    box,
    call,
    collection,
    day,
    delivery,
    depot,
    place,
    policy,
    retime,
    site,
    spot,
    station,
    transfer,
    vehicle,
    window,
)

LINES = {
    "D-B": [(0, 0), (500, 0)],
    "B-A": [(500, 0), (1000, 0)],
    "A-D": [(1000, 0), (1000, 200), (0, 200), (0, 0)],
    "D-A": [(0, 0), (0, 200), (1000, 200), (1000, 0)],
    "A-Q": [(1000, 0), (1000, 1000)],
    "Q-S": [(1000, 1000), (500, 1000)],
    "S-L": [(500, 1000), (0, 1000)],
    "L-D": [(0, 1000), (0, 0)],
}
METRES = {
    "D-B": 500,
    "B-A": 500,
    "D-A": 1400,
    "A-Q": 1000,
    "Q-S": 500,
    "S-L": 500,
    "L-D": 1000,
}
#: W drives 440 s, V 240 s.
DRIVING = DrivingRule(id="rule", label="the rule", drive_s=440, rest_s=120)
GATES = {"D-B": ("west", "06:05:40"), "B-A": ("east", "06:08:02")}


def full_day() -> Day:
    """The day."""
    mine = VehicleClass(
        id="mine",
        label="mine",
        order_kinds=tuple(OrderKind),
        party_classes=("contact", "released"),
        driving_rule=DRIVING.id,
        suit_max_s=1_800,
        zones={"sealed": GATED, "control": SET_POINTS, "slow": FREE},
    )
    zone = Zone(id="Z", name="zone Z", zone_class="sealed", polygons=((box(400, -100, 600, 100),),))
    gates = [
        Gate(id=name, name=name, zone_id="Z", point=spot(east, 0))
        for name, east in (("west", 400), ("east", 600))
    ]
    made = day(
        [
            depot(point=spot(0, 0), stop_s=300),
            site("A", point=spot(1000, 0), docks=2),
            site("B", point=spot(500, 0)),
            place("Q", PlaceKind.QUARANTINE_SITE, point=spot(1000, 1000), beds=2),
            station("S", point=spot(500, 1000), bays=1),
            place("L", PlaceKind.LABORATORY, point=spot(0, 1000)),
        ],
        [vehicle(vehicle_class="mine", kg=40, lifo=True), vehicle("W", "mine", seats=2)],
        [
            delivery("a", "A", 3, windows=(window("06:00", "06:30"),)),
            call("b", "B", 1, service_s=120),
            transfer("t", "A", "Q", persons=2, service_s=60, arrive_by=at("06:30")),
            collection("c", "A", "L", max_aboard_s=600),
            delivery("late", "A", 1, priority=2),
        ],
        dict.fromkeys(METRES, 1),
        zones=[zone],
        gates=gates,
        stock=[Stock(depot_id="D", item_id="kit", quantity=4)],
        rules=policy([mine], disinfect={"contact": 1}, driving=DRIVING),
    )
    for pair, metres in METRES.items():
        made = retime(made, pair, seconds=metres // 10, metres=metres)
    return made


def full_plan(made: Day, second_starts: str = "06:00") -> Plan:
    """A legal plan of it, every leg traced, one order unserved."""
    first = route(made, "V", visit("B", "serve b"), visit("A", "unload a"))
    second = route(
        made,
        "W",
        visit("A", "load c", "board t"),
        visit("Q", "alight t"),
        visit("S", "disinfect 1"),
        visit("L", "unload c"),
        start=second_starts,
    )
    drawn = plan(made, first, second, unserved=["late"])
    for number, driven in enumerate(drawn.routes):
        for index, leg in enumerate(driven.legs):
            pair = f"{leg.from_id}-{leg.to_id}"
            path = f"routes__{number}__trips__0__legs__{index}__"
            drawn = edit(drawn, **{path + "geometry": [spot(*xy) for xy in LINES[pair]]})
            if pair in GATES:
                gate_id, clock = GATES[pair]
                passage = {"gate_id": gate_id, "at": at(clock).isoformat()}
                zones = ["Z"] if pair == "D-B" else []
                drawn = edit(drawn, **{path + "gates": [passage], path + "zones": zones})
    return drawn
