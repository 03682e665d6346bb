"""Access of one leg: its geometry, the zones and closures it meets, what it lists."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil

import numpy as np
from numpy.typing import NDArray

from logiroute.audit.beyond import Split, is_beyond, split
from logiroute.audit.blocked import along_m, passed_m
from logiroute.audit.crossings import GATE_REACH_M, Crossings
from logiroute.audit.geometry import GRAZE_M, Run, distance_m, distance_to_path_m, path_m
from logiroute.audit.ground import Ground, access_of
from logiroute.audit.moments import moment
from logiroute.audit.record import LegReplay, Replay, RouteReplay
from logiroute.audit.violation import Violation
from logiroute.model.fleet import Vehicle
from logiroute.model.plan import GatePassage, Leg
from logiroute.model.policy import VehicleClass
from logiroute.model.rules import Rule
from logiroute.model.zone import Zone
from logiroute.model.zone_access import ZoneAccess

#: A leg's geometry begins and ends within so many metres of where its places meet the road.
END_REACH_M = 5.0

#: Its length agrees with the leg's metres within the larger of these.
LENGTH_SLACK_M = 20
LENGTH_SLACK_PERCENT = 2


@dataclass(frozen=True)
class LegAccess:
    """Judges one leg of a known vehicle."""

    replay: Replay
    ground: Ground
    route: RouteReplay
    vehicle: Vehicle
    vehicle_class: VehicleClass
    replayed: LegReplay
    leg: Leg

    @property
    def _way(self) -> str:
        return f"from {self.replayed.origin.name} to {self.replayed.target.name}"

    def check(self) -> Iterator[Violation | None]:
        """Look at gates as listed, then at the geometry against every zone in force."""
        yield from self._listed()
        if not self.replay.geometry:
            return
        if len(self.leg.geometry) < 2:
            metres = self.replayed.metres or self.leg.metres
            text = f"the way {self._way} is untraced: nobody knows which streets it takes."
            yield self._breach(text, metres, "m") if metres > 0 else None
            return
        ends = (self.replayed.origin.place, self.replayed.target.place)
        if self.replayed.table is None and any(map(is_beyond, ends)):
            return  # travel says that there is no way; nobody knows where it would leave the roads
        whole = np.array(self.leg.geometry, dtype=float)
        found = split(self.replay, self.replayed, whole, END_REACH_M)
        if found is None:
            text = f"the line {self._way} leaves the roads at no exit that is declared for it."
            yield self._breach(text, self.leg.metres, "m")
            return
        degrees = found.on_roads
        yield from self._drawn(whole, found)
        yield from self._beyond(found)
        if len(degrees) < 2:
            for name in (*self.leg.zones, *(passage.gate_id for passage in self.leg.gates)):
                yield self._breach(f"is said to pass {name} {self._way}; it only passes an exit.")
            return
        yield from self._zones(degrees)
        yield from self._passes(degrees)
        yield from self._blocked(degrees)
        if self.vehicle_class.stays_in_own_zone:
            yield self._at_home(degrees)

    def _access(self, zone: Zone) -> ZoneAccess:
        """What the vehicle may do in a zone on this leg: people may be aboard."""
        return access_of(self.vehicle_class, zone, loaded=self.replayed.loaded)

    def _aboard(self, zone: Zone) -> str:
        """Words for who is aboard, where the zone makes a difference of that."""
        differs = self.replayed.loaded and access_of(self.vehicle_class, zone).ways_differ
        return " with people aboard" if differs else ""

    @property
    def _span(self) -> tuple[int, int]:
        return self.replayed.origin.depart, self.replayed.target.arrive

    @property
    def _crossings(self) -> Crossings:
        return Crossings(self.replay, self.ground, self.vehicle, self.leg)

    def _breach(self, text: str, amount: float = 0, unit: str = "") -> Violation:
        return self.route.breach(
            Rule.ACCESS, text, leg=self.replayed, amount=ceil(amount), unit=unit
        )

    def _listed(self) -> Iterator[Violation | None]:
        """Gates as the leg lists them: known, in order, while it drives."""
        clock = self.replay.clock
        origin, target = self.replayed.origin, self.replayed.target
        # A departure or arrival that is stated wrong is told by other rules; the real one counts.
        earliest = min(origin.stated_depart, origin.ready)
        latest = max(target.stated_arrive, target.arrive)
        for passage in self.leg.gates:
            at = moment(passage.at)
            off = max(earliest - at, at + passage.delay_s - latest)
            if passage.gate_id not in self.replay.scenario.gate:
                yield self._breach(f"nobody knows a gate {passage.gate_id!r} {self._way}.")
            elif off > 0:
                text = (
                    f"is said to pass gate {passage.gate_id} at {clock(at)}; with the check that "
                    f"is not on the way {self._way}, or before it is through an earlier gate."
                )
                yield self._breach(text, off, "s")
            else:
                yield self._delay(passage)
                earliest = at + passage.delay_s

    def _delay(self, passage: GatePassage) -> Violation | None:
        """Look whether the check at a gate takes what it takes there."""
        gate = self.replay.scenario.gate[passage.gate_id]
        people = self.replay.scenario.movement(self.vehicle).people
        needed = gate.delay_s + gate.person_delay_s * people
        off = abs(needed - passage.delay_s)
        text = (
            f"the check at gate {gate.id} takes {needed} s, the leg {self._way} says "
            f"{passage.delay_s} s."
        )
        return self._breach(text, off, "s") if off else None

    def _drawn(self, line: NDArray[np.float64], found: Split) -> Iterator[Violation | None]:
        """Look whether the line joins its stops, and its part on the roads is as long as there."""
        ends = (
            ("begins", line[0], self.replayed.snapped[0], self.replayed.origin.name),
            ("ends", line[-1], self.replayed.snapped[1], self.replayed.target.name),
        )
        for verb, point, road, name in ends:
            if road is None:
                continue
            gap = distance_m(point, road)
            text = f"the line {self._way} {verb} {ceil(gap)} m from where {name} meets the road."
            yield self._breach(text, gap, "m") if gap > END_REACH_M else None
        stated = self.replayed.metres if self.replayed.metres is not None else self.leg.metres
        metres = stated - found.beyond_m
        off = abs(round(path_m(found.on_roads)) - metres)
        wrong = off > max(LENGTH_SLACK_M, metres * LENGTH_SLACK_PERCENT // 100)
        text = f"the line {self._way} is {off} m longer or shorter than the way ({metres} m)."
        yield self._breach(text, off, "m") if wrong else None

    def _beyond(self, found: Split) -> Iterator[Violation | None]:
        """Look whether what lies beyond the roads is outside of every zone in force."""
        ends = (self.replayed.origin.place, self.replayed.target.place)
        points = [*found.exits, *(place.point for place in ends if place and is_beyond(place))]
        for zone in self.ground.zones(*self._span) if points else ():
            inside = any(self.ground.areas[zone.id].contains(point) for point in points)
            text = f"crosses the edge of {zone.name} where nobody can look at it {self._way}."
            yield self._breach(text) if inside else None

    def _zones(self, degrees: NDArray[np.float64]) -> Iterator[Violation | None]:
        """Hold the line against every zone in force, and the zones listed against the line."""
        known = {zone.id: zone for zone in self.ground.zones(*self._span)}
        for zone_id in dict.fromkeys(self.leg.zones):
            if zone_id not in known:
                yield self._breach(
                    f"is said to enter {zone_id} {self._way}; no such zone is there."
                )
        for zone in known.values():
            area = self.ground.areas[zone.id]
            runs = area.runs(degrees)
            mainline = self._access(zone).mainline_transit
            judged = area.runs(degrees, self.ground.carriageways[zone.id]) if mainline else runs
            found = [*self._zone(zone, judged)]
            yield from found
            if not any(found):
                yield self._entered(zone, runs, judged, grazed=not runs and area.meets(degrees))

    def _entered(
        self, zone: Zone, runs: list[Run], judged: list[Run], *, grazed: bool
    ) -> Violation | None:
        """Look whether the leg lists a zone that it enters, and none that it does not."""
        listed = zone.id in self.leg.zones
        if listed and not (grazed or any(run.enters for run in runs)):
            return self._breach(f"is said to enter {zone.name} {self._way}; its line does not.")
        if not listed and any(run.enters for run in judged):
            return self._breach(f"enters {zone.name} {self._way} without saying so.")
        return None

    def _zone(self, zone: Zone, runs: list[Run]) -> Iterator[Violation | None]:
        """Hold what a leg does in one zone against what its class may do there."""
        if self.vehicle_class.stays_in_own_zone and zone.id == self.vehicle.own_zone_id:
            return  # it lives there; _at_home sees that it stays
        access, aboard = self._access(zone), self._aboard(zone)
        if not runs:
            yield None
        allowed = []
        for run in runs:
            started, ended = run.enters is None, run.leaves is None
            metres = f"{ceil(run.metres)} m"
            if access.enter == "no" and not (started and access.leave != "no"):
                text = f"drives {metres} inside {zone.name}{aboard} {self._way}; it may not."
                yield self._breach(text, run.metres, "m")
            elif not (access.through or started or ended):
                text = f"drives {metres} through {zone.name}{aboard} {self._way}"
                yield self._breach(f"{text}; it may not pass through.", run.metres, "m")
            else:
                allowed.append(run)
        for fault in self._crossings.of_zone(zone, access, allowed):
            if fault is None:
                yield None
            else:
                yield self._breach(
                    f"{fault.text}{aboard} on the way {self._way}.", fault.amount, fault.unit
                )

    def _passes(self, degrees: NDArray[np.float64]) -> Iterator[Violation | None]:
        """Look whether the line comes by every gate the leg lists."""
        for passage in self.leg.gates:
            gate = self.replay.scenario.gate.get(passage.gate_id)
            if gate is None:
                continue
            gap = distance_to_path_m(gate.point, degrees)
            text = f"is said to pass gate {passage.gate_id}, {ceil(gap)} m off its way {self._way}."
            yield self._breach(text, gap, "m") if gap > GATE_REACH_M else None
        for gate, listed, times in self._crossings.too_often():
            text = f"is said to pass gate {gate.id} {listed} times {self._way}; it passes {times}."
            yield self._breach(text) if listed > times else None

    def _blocked(self, degrees: NDArray[np.float64]) -> Iterator[Violation | None]:
        """Hold the line against every closure in force."""
        for closure in self.ground.closures(*self._span):
            if len(set(closure.line)) == 1:
                gap = passed_m(closure, degrees)
                text = f"passes the blocked point {closure.name} {self._way}"
                far = "" if gap is None else f", {ceil(gap)} m from it."
                yield None if gap is None else self._breach(text + far, gap, "m")
            else:
                metres = along_m(closure, degrees)
                text = f"drives {ceil(metres)} m along {closure.name} {self._way}; it is blocked."
                yield self._breach(text, metres, "m") if metres else None

    def _at_home(self, degrees: NDArray[np.float64]) -> Violation | None:
        """Look whether a vehicle that lives in its zone stays there."""
        area = self.ground.areas.get(self.vehicle.own_zone_id or "")
        metres = path_m(degrees) if area is None else area.outside_m(degrees)
        if metres <= GRAZE_M:
            return None
        text = f"drives {ceil(metres)} m outside its own zone {self._way}; it may not leave it."
        return self._breach(text, metres, "m")
