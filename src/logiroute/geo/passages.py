"""What driving over one crossing of a zone's edge means for one movement.

The policy says of each crossing, by direction, whether it is closed, open, or open at a gate only
(and then costs the gate's delay):

* ``"no"`` closes it;
* ``"gate"`` closes it, unless within `GATE_REACH_M` there is a gate of the zone that lets the class
  through and is open during the whole window; ``"pass"`` asks for a pass for it as well;
* ``through = False``: each inward crossing costs `PENALTY_MS` on top. A leg to a destination in
  ``k`` such zones in which it did not start needs ``k`` of them; a path with more of them runs
  through some zone and is refused (`logiroute.geo.open_roads`);
* a class that stays in its own zone finds all crossings of it closed, in both directions.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

import numpy as np

from logiroute.geo.crossings import ZoneCut
from logiroute.model.zone_access import Crossing

#: A crossing this near to a gate, in metres, is the gate's.
GATE_REACH_M = 30.0

#: What an inward crossing of a zone without through traffic costs in the search: more than any
#: journey (27.7 h), little enough for twenty of them below 2³¹ ms.
PENALTY_MS = 10**8


class Why(StrEnum):
    """Why something is shut."""

    ZONE = "zone"  #: the policy lets nobody of the class cross the edge
    NO_GATE = "no_gate"  #: it may be crossed at gates, and there is none
    GATE_HOURS = "gate_hours"  #: the gate there is not open all the time
    GATE_CLASS = "gate_class"  #: the gate there does not let the class through
    UNPAPERED = "unpapered"  #: the vehicle has no pass for the gate there
    THROUGH = "through"  #: the zone may not be passed through
    OWN_ZONE = "own_zone"  #: the vehicle never leaves its zone
    EDGE = "edge"  #: the street runs along the zone's edge
    CLOSURE = "closure"  #: a blocked point or street
    ACCESS = "access"  #: the street is not for this kind of vehicle
    LIMIT = "limit"  #: the vehicle is too high, wide or heavy for the street
    TURN = "turn"  #: the turn is forbidden, or a barrier stands there


class Cause(NamedTuple):
    """What shuts a crossing: a reason, and the id of the zone, gate or closure (or segment)."""

    why: Why
    id: str


class Passage(NamedTuple):
    """What driving over one crossing in one direction means.

    Attributes
    ----------
    shut : Cause or None
        None where it is open.
    delay_ms : int
        Time lost at the gate.
    penalties : int
        Inward crossings of zones without through traffic.
    gate_id : str
        Gate passed, empty if none.
    zone_id : str
        Zone entered, empty if it is left.
    lifted : Cause or None
        What would shut it, in a search that asks what stands in the way.
    """

    shut: Cause | None = None
    delay_ms: int = 0
    penalties: int = 0
    gate_id: str = ""
    zone_id: str = ""
    lifted: Cause | None = None

    @property
    def open(self) -> bool:
        """Whether one may drive there."""
        return self.shut is None


@dataclass(frozen=True)
class GateHere:
    """A gate of a zone, for one movement and window.

    Attributes
    ----------
    shut : Why or None
        Why it does not let the movement through, if it does not.
    passed : bool
        Whether the movement has a pass for it.
    """

    gate_id: str
    xy: tuple[float, float]
    delay_ms: int
    shut: Why | None
    passed: bool


@dataclass(frozen=True)
class ZoneRule:
    """One zone, for one movement and window.

    Attributes
    ----------
    cut : ZoneCut
    enter, leave : {"no", "pass", "gate", "yes"}
    through : bool
    gates : tuple of GateHere
    own : bool
        The zone a class must stay in.
    """

    cut: ZoneCut
    enter: Crossing
    leave: Crossing
    through: bool
    gates: tuple[GateHere, ...] = ()
    own: bool = False

    @property
    def shut(self) -> bool:
        """No leg may have any part inside."""
        return not self.own and self.enter == "no" and self.leave == "no"

    def passage(self, xy: Sequence[float], inward: bool) -> Passage:
        """What crossing the edge at a point (metres of the roads' plane) means."""
        zone_id = self.cut.zone_id
        how = self.enter if inward else self.leave
        if how == "no":
            return Passage(Cause(Why.OWN_ZONE if self.own else Why.ZONE, zone_id))
        entered = zone_id if inward else ""
        penalties = int(inward and not self.through)
        if how == "yes":
            return Passage(penalties=penalties, zone_id=entered)
        reach = sorted(
            (self._refusal(gate, how) is not None, gap, gate.gate_id, gate)
            for gate in self.gates
            if (gap := float(np.hypot(gate.xy[0] - xy[0], gate.xy[1] - xy[1]))) <= GATE_REACH_M
        )
        if not reach:
            return Passage(Cause(Why.NO_GATE, zone_id))
        gate = reach[0][3]
        refusal = self._refusal(gate, how)
        if refusal is not None:
            return Passage(Cause(refusal, gate.gate_id))
        return Passage(None, gate.delay_ms, penalties, gate.gate_id, entered)

    @staticmethod
    def _refusal(gate: GateHere, how: Crossing) -> Why | None:
        return gate.shut or (Why.UNPAPERED if how == "pass" and not gate.passed else None)


def cost_of(passages: Iterable[Passage]) -> int:
    """Milliseconds of delays and penalties of some passages."""
    return sum(passage.delay_ms + PENALTY_MS * passage.penalties for passage in passages)
