"""Streets, policy and routes of the sample day, put together with times and loads that fit."""

import math
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import shapely

from logiroute.model.backdrop import Backdrop, StreetLine
from logiroute.model.fleet import Vehicle
from logiroute.model.order import Call, Collection, Delivery, Line, Order, Transfer
from logiroute.model.place import Place, Point, Window
from logiroute.model.plan import (
    GatePassage,
    Leg,
    Maneuver,
    Manifest,
    Route,
    Step,
    Stop,
    Task,
    TaskKind,
    Trip,
)
from logiroute.model.policy import PartyClass, Policy, VehicleClass, ZoneClass
from logiroute.model.stock import Item
from logiroute.model.zone import Gate, Zone
from logiroute.model.zone_access import ZoneAccess

TZ = ZoneInfo("Asia/Shanghai")
DAY = date(2022, 4, 18)
GRID = 0.005

#: Streets of the sample day, as the road data has them.
STREETS: tuple[str, ...] = (
    "学府路",
    "江滨大道",
    "解放路",
    "建设大道",
    "珞喻路",
    "中山路",
    "二环线辅路",
    "",
)

OPEN = ZoneAccess(enter="yes", stop="yes", through=True, leave="yes")
GATED = ZoneAccess(enter="gate", stop="yes", through=False, leave="gate")


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(DAY.year, DAY.month, DAY.day, tzinfo=TZ) + timedelta(hours=hour, minutes=minute)


def window(from_hour: float, to_hour: float) -> Window:
    return Window(
        start=at(0, round(from_hour * 60)),
        end=at(0, round(to_hour * 60)),
    )


def wiggle(start: Point, end: Point, seed: int) -> tuple[Point, ...]:
    """A way along a grid of streets, with small bends."""
    rng = np.random.default_rng(seed)
    corner = (round(end[0] / GRID) * GRID, round(start[1] / GRID) * GRID)
    points: list[Point] = []
    for (x0, y0), (x1, y1) in ((start, corner), (corner, end)):
        steps = max(2, round(math.hypot(x1 - x0, y1 - y0) / 0.0012))
        for step in range(steps):
            share = step / steps
            bend = 0.0 if step == 0 else rng.uniform(-0.00012, 0.00012)
            points.append((x0 + (x1 - x0) * share + bend, y0 + (y1 - y0) * share + bend))
    return (*points, end)


def steps(points: tuple[Point, ...], passed: Gate | None, names: tuple[str, ...]) -> list[Step]:
    """A street every 1,200 m or so, now and then another turn, the gate before the last."""
    metres = round(length(points))
    parts = max(2, metres // 1200)
    turns = (Maneuver.LEFT, Maneuver.CONTINUE, Maneuver.RIGHT, Maneuver.SLIGHT_RIGHT)
    found = [
        Step(
            maneuver=turns[(metres + part) % 4] if part else Maneuver.DEPART,
            street=names[(metres // 7 + part // 2) % len(names)],
            metres=metres // parts,
        )
        for part in range(parts)
    ]
    if passed:
        last = found.pop()
        found.append(last.model_copy(update={"metres": last.metres - 60}))
        gate = Step(maneuver=Maneuver.GATE, street=last.street, metres=60, gate_id=passed.id)
        found.append(gate)
    return [*found, Step(maneuver=Maneuver.ARRIVE)]


def length(points: tuple[Point, ...]) -> float:
    """Metres of a line around Wuhan."""
    return sum(
        math.hypot((b[0] - a[0]) * 95_800, (b[1] - a[1]) * 111_300) for a, b in pairwise(points)
    )


def streets() -> Backdrop:
    """Some hundred bent lines on the same grid."""
    rng = np.random.default_rng(3)
    lines: list[StreetLine] = []
    for number in range(64):
        for vertical in (True, False):
            fixed = (114.16 if vertical else 30.44) + number * GRID
            rank = 0 if number % 24 == 12 else 1 if number % 8 == 4 else 2 if number % 4 == 0 else 4
            for part in range(3):
                points: list[Point] = []
                for step in range(21):
                    along = (part + step / 20) / 3
                    drift = rng.uniform(-0.0002, 0.0002) + 0.001 * math.sin(along * 9 + number)
                    if vertical:
                        points.append((fixed + drift, 30.44 + along * 0.26))
                    else:
                        points.append((114.16 + along * 0.30, fixed + drift))
                lines.append(StreetLine(points=tuple(points), rank=rank, name=f"{number}号街"))
    return Backdrop(lines=tuple(lines), attribution="© OpenStreetMap contributors (ODbL)")


def policy() -> Policy:
    def vehicle_class(id_: str, label: str, kinds: tuple[str, ...], **more: Any) -> VehicleClass:
        zones = {"sealed": GATED, "control": GATED, "precaution": OPEN}
        return VehicleClass(id=id_, label=label, order_kinds=kinds, zones=zones, **more)

    return Policy(
        id="sample",
        title="示例政策",
        zone_classes=(
            ZoneClass(id="sealed", label="封控区", level=3),
            ZoneClass(id="control", label="管控区", level=2),
            ZoneClass(id="precaution", label="防范区", level=1),
        ),
        party_classes=(
            PartyClass(id="close_contact", label="密接"),
            PartyClass(id="positive", label="阳性感染者", exclusive=True),
        ),
        vehicle_classes=(
            vehicle_class("truck", "保供货车", ("delivery",)),
            vehicle_class(
                "bus",
                "转运大巴",
                ("transfer",),
                party_classes=("close_contact",),
                seat_percent={"close_contact": 50},
            ),
            vehicle_class("ambulance", "负压救护车", ("transfer",), party_classes=("positive",)),
            vehicle_class("team", "采样车", ("call", "collection")),
        ),
        penalties={1: 500000, 2: 200000, 3: 100000},
    )


@dataclass
class Maker:
    """Puts routes together with loads and times that fit."""

    items: dict[str, Item]
    places: dict[str, Place]
    zones: tuple[Zone, ...]
    gates: tuple[Gate, ...]
    streets: tuple[str, ...] = STREETS
    seed: int = 0
    routes: list[Route] = field(default_factory=list)

    def leg(self, vehicle: Vehicle, from_id: str, to_id: str, depart: datetime) -> Leg:
        self.seed += 1
        geometry = wiggle(self.places[from_id].point, self.places[to_id].point, self.seed)
        metres = round(length(geometry))
        gates = [gate for gate in self.gates if to_id.startswith("Z") and gate.id == f"G-{to_id}"]
        passed = tuple(
            GatePassage(
                gate_id=gate.id,
                at=depart + timedelta(seconds=metres // 12),
                delay_s=gate.delay_s + gate.person_delay_s * vehicle.people,
            )
            for gate in gates
        )
        entered = tuple(
            zone.id
            for zone in self.zones
            if not zone.shape.contains(shapely.Point(geometry[0]))
            and zone.shape.intersects(shapely.LineString(geometry))
        )
        return Leg(
            from_id=from_id,
            to_id=to_id,
            seconds=metres // 8 + sum(passage.delay_s for passage in passed),
            metres=metres,
            geometry=geometry,
            gates=passed,
            zones=entered,
            steps=tuple(steps(geometry, gates[0] if gates else None, self.streets)),
        )

    def manifest(self, aboard: dict[str, int], parties: dict[str, int]) -> Manifest:
        loads: dict[str, int] = {}
        for item_id, quantity in aboard.items():
            for name, unit in self.items[item_id].unit_loads.items():
                loads[name] = loads.get(name, 0) + unit * quantity
        if parties:
            loads["seats"] = sum(parties.values())
        lines = tuple(
            Line(item_id=item_id, quantity=quantity)
            for item_id, quantity in sorted(aboard.items())
            if quantity
        )
        return Manifest(lines=lines, parties=tuple(sorted(parties)), loads=loads)

    def route(self, vehicle: Vehicle, orders: list[Order], shift: int = 0) -> None:
        """One trip: deliveries and calls one after the other, a transfer or collection at once."""
        start = vehicle.shifts[shift].start + timedelta(minutes=5)
        aboard: dict[str, int] = {}
        loading = []
        for order in orders:
            if isinstance(order, Delivery | Call) and order.lines:
                for line in order.lines:
                    aboard[line.item_id] = aboard.get(line.item_id, 0) + line.quantity
                loading.append((order.id, order.lines))
        now = start + timedelta(minutes=15)
        tasks = tuple(
            Task(kind=TaskKind.LOAD, order_id=id_, start=start, end=now, lines=lines)
            for id_, lines in loading
        )
        stops = [
            Stop(
                place_id=vehicle.start_id,
                arrive=start,
                depart=now,
                tasks=tasks,
                manifest=self.manifest(aboard, {}),
            )
        ]
        legs: list[Leg] = []

        def visit(place_id: str, kind: TaskKind, order: Order, parties: dict[str, int]) -> None:
            nonlocal now
            leg = self.leg(vehicle, stops[-1].place_id, place_id, now)
            legs.append(leg)
            arrive = now + timedelta(seconds=leg.seconds)
            begin = arrive + timedelta(seconds=self.places[place_id].stop_s)
            if order.windows and kind not in (TaskKind.ALIGHT,):
                begin = max(begin, order.windows[0].start.astimezone(UTC))
            now = begin + timedelta(seconds=300 + order.service_s)
            lines = () if isinstance(order, Transfer) else order.lines
            persons = order.party.persons if isinstance(order, Transfer) else 0
            task = Task(
                kind=kind, order_id=order.id, start=begin, end=now, lines=lines, persons=persons
            )
            stops.append(
                Stop(
                    place_id=place_id,
                    arrive=arrive,
                    depart=now,
                    tasks=(task,),
                    manifest=self.manifest(aboard, parties),
                )
            )

        for order in orders:
            if isinstance(order, Transfer):
                persons = {order.id: order.party.persons}
                visit(order.origin_id, TaskKind.BOARD, order, persons)
                visit(order.destination_ids[0], TaskKind.ALIGHT, order, {})
            elif isinstance(order, Collection):
                for line in order.lines:
                    aboard[line.item_id] = aboard.get(line.item_id, 0) + line.quantity
                visit(order.origin_id, TaskKind.LOAD, order, {})
                for line in order.lines:
                    aboard[line.item_id] -= line.quantity
                visit(order.destination_ids[0], TaskKind.UNLOAD, order, {})
            else:
                for line in order.lines:
                    aboard[line.item_id] -= line.quantity
                kind = TaskKind.UNLOAD if isinstance(order, Delivery) else TaskKind.SERVE
                visit(order.site_id, kind, order, {})
        leg = self.leg(vehicle, stops[-1].place_id, vehicle.end_id, now)
        legs.append(leg)
        arrive = now + timedelta(seconds=leg.seconds)
        stops.append(Stop(place_id=vehicle.end_id, arrive=arrive, depart=arrive))
        metres = sum(leg.metres for leg in legs)
        seconds = round((arrive - start).total_seconds())
        self.routes.append(
            Route(
                vehicle_id=vehicle.id,
                shift=shift,
                trips=(Trip(stops=tuple(stops), legs=tuple(legs)),),
                metres=metres,
                seconds=seconds,
                cost=-(-vehicle.cost_units(metres=metres, seconds=seconds, shifts=1) // 18000),
            )
        )
