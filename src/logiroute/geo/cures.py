"""What a mover could do if one thing in its way were lifted."""

from dataclasses import replace

from logiroute.geo.journeys import Mover
from logiroute.geo.passages import Why
from logiroute.geo.profiles import profiles_of
from logiroute.model.profile import ProfileChange
from logiroute.model.scenario import Scenario
from logiroute.model.zone import Pass


def without_it(mover: Mover, why: Why, name: str) -> Mover | None:
    """The mover once one thing is lifted; None if it cannot be.

    Parameters
    ----------
    mover : Mover
    why, name : Why, str
        See `logiroute.geo.passages.Cause`.
    """
    if why is Why.LIMIT:
        return _smaller(mover)
    scenario, movement = mover.scenario, mover.movement
    if scenario is None or movement is None or why in (Why.ACCESS, Why.TURN):
        return None
    changed: Scenario
    if why is Why.CLOSURE:
        changed = scenario.model_copy(
            update={"closures": tuple(c for c in scenario.closures if c.id != name)}
        )
    elif why is Why.GATE_HOURS:
        changed = _with_gate(scenario, name, {"windows": ()})
    elif why is Why.GATE_CLASS:
        changed = _with_gate(scenario, name, {"vehicle_classes": ()})
    elif why is Why.UNPAPERED:
        movement = movement._replace(passes=(*movement.passes, Pass(gate_id=name)))
        changed = scenario
    else:
        changed = scenario.model_copy(
            update={"zones": tuple(zone for zone in scenario.zones if zone.id != name)}
        )
    return replace(mover, scenario=changed, movement=movement)


def _smaller(mover: Mover) -> Mover | None:
    """The same under a profile that fits everywhere (None on bare roads: no day to change)."""
    if mover.scenario is None or mover.movement is None:
        return None
    others = tuple(p for p in mover.scenario.profiles if p.id != mover.profile)
    mine = profiles_of(mover.scenario.profiles)[mover.profile]
    base = next((p.base for p in mover.scenario.profiles if p.id == mover.profile), mover.profile)
    small = ProfileChange(
        id=mine.name, base=base, height_cm=1, width_cm=1, weight_kg=1, speeds_kmh=dict(mine.speeds)
    )
    return replace(mover, scenario=mover.scenario.model_copy(update={"profiles": (*others, small)}))


def _with_gate(scenario: Scenario, gate_id: str, change: dict[str, object]) -> Scenario:
    gates = tuple(
        gate.model_copy(update=change) if gate.id == gate_id else gate for gate in scenario.gates
    )
    return scenario.model_copy(update={"gates": gates})
