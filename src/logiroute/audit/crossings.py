"""Crossings of a zone's edge: at an open gate that admits the vehicle, and listed by the leg."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil
from typing import NamedTuple

import numpy as np

from logiroute.audit.geometry import Run
from logiroute.audit.ground import Ground, in_force
from logiroute.audit.moments import closed, moment
from logiroute.audit.record import Replay
from logiroute.model.fleet import Vehicle
from logiroute.model.plan import GatePassage, Leg
from logiroute.model.zone import Gate, Timed, Zone
from logiroute.model.zone_access import Crossing, ZoneAccess

#: A crossing counts as at a gate within so many metres of it.
GATE_REACH_M = 40.0


class Fault(NamedTuple):
    """What is wrong with a crossing, without the way it is on; amount and unit as in violations."""

    text: str
    amount: float = 0
    unit: str = ""


@dataclass(frozen=True)
class Crossings:
    """Judges how one leg crosses the edges of zones."""

    replay: Replay
    ground: Ground
    vehicle: Vehicle
    leg: Leg

    def of_zone(self, zone: Zone, access: ZoneAccess, runs: list[Run]) -> Iterator[Fault | None]:
        """Every crossing of a zone's edge, in order, and what is wrong with it.

        Each crossing at a gate takes up one passage that the leg lists, in order.
        """
        listed = list(self.leg.gates)
        for run in runs:
            for how, point, verb in (
                (access.enter, run.enters, "enters"),
                (access.leave, run.leaves, "leaves"),
            ):
                if point is None or how == "yes":
                    yield None
                elif how == "no":
                    yield Fault(f"{verb} {zone.name}; it may not")
                else:
                    yield self._at_gate(zone, how, point, verb, listed)

    def _at_gate(
        self,
        zone: Zone,
        how: Crossing,
        point: tuple[float, float],
        verb: str,
        listed: list[GatePassage],
    ) -> Fault | None:
        """Look at one crossing; what is listed up to its passage is struck from the list."""
        distances = {
            gate.id: self.ground.areas[zone.id].plane_distance(point, gate.point)
            for gate in self.ground.admitting(zone.id, self.vehicle.vehicle_class)
        }
        near = {gate_id for gate_id, gap in distances.items() if gap <= GATE_REACH_M}
        if not near:
            nearest = min(distances.values(), default=None)
            where = (
                "no gate lets it through" if nearest is None else f"{ceil(nearest)} m from a gate"
            )
            text = f"{verb} {zone.name} where there is no gate for it ({where})"
            return Fault(text, nearest or 0, "m" if nearest else "")
        row = next((k for k, passage in enumerate(listed) if passage.gate_id in near), None)
        if row is None:
            names = " or ".join(sorted(near))
            return Fault(f"{verb} {zone.name} by gate {names} without saying so")
        passage = listed[row]
        del listed[: row + 1]
        return self._shut(passage) or (self._without_pass(passage) if how == "pass" else None)

    def _shut(self, passage: GatePassage) -> Fault | None:
        gate, at = self.replay.scenario.gate[passage.gate_id], moment(passage.at)
        off = closed(gate.windows, at)
        if not off:
            return None
        hours = " and ".join(
            f"{self._clock(moment(window.start))}–{self._clock(moment(window.end))}"
            for window in gate.windows
        )
        text = f"gate {gate.id} is open {hours}; it passes at {self._clock(at)}"
        return Fault(text, abs(off), "s")

    def _without_pass(self, passage: GatePassage) -> Fault | None:
        gate, at = self.replay.scenario.gate[passage.gate_id], moment(passage.at)
        held = [
            leave
            for leave in self.vehicle.passes
            if leave.gate_id == gate.id or leave.zone_id == gate.zone_id
        ]
        if any(in_force(leave, at, at) for leave in held):
            return None
        said = f"its pass is valid {' and '.join(map(self._validity, held))}"
        what = said if held else f"it has no pass for the gate or for zone {gate.zone_id}"
        return Fault(f"gate {gate.id} asks for a pass; it passes at {self._clock(at)}, {what}")

    def _validity(self, what: Timed) -> str:
        parts = [
            f"{word} {self._clock(moment(bound))}"
            for word, bound in (("from", what.valid_from), ("until", what.valid_to))
            if bound is not None
        ]
        return " ".join(parts)

    def _clock(self, seconds: int) -> str:
        return self.replay.clock(seconds)

    def too_often(self) -> Iterator[tuple[Gate, int, int]]:
        """Gates that the leg lists several times: how often, and how often it crosses there."""
        names = [passage.gate_id for passage in self.leg.gates]
        for gate in self.replay.scenario.gates:
            listed = names.count(gate.id)
            if listed > 1:
                yield gate, listed, self._times(gate)

    def _times(self, gate: Gate) -> int:
        """How often the line crosses the edge of a gate's zone near it."""
        area = self.ground.areas[gate.zone_id]
        points = [
            point
            for run in area.runs(np.array(self.leg.geometry, dtype=float))
            for point in (run.enters, run.leaves)
            if point is not None
        ]
        return sum(area.plane_distance(point, gate.point) <= GATE_REACH_M for point in points)
