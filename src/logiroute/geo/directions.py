"""Turn by turn: what a driver does along a path, street by street."""

from collections.abc import Sequence

import numpy as np

from logiroute.geo.open_roads import OpenRoads
from logiroute.geo.paths import DrivenPath, whole_metres
from logiroute.geo.turns import STRAIGHT_DEG, turn_degrees
from logiroute.model.plan import Maneuver, Step

#: A turn is sharp from so many degrees on, and slight up to so many.
_SHARP_DEG, _SLIGHT_DEG, _U_TURN_DEG = 135.0, 60.0, 170.0


def steps(streets: OpenRoads, path: DrivenPath) -> tuple[Step, ...]:
    """The steps of a path, from depart to arrive.

    A new step begins where the street's name changes, where the vehicle turns off the straight way
    at a junction, and at every gate.
    """
    roads, graph = streets.roads, streets.graph
    degrees = turn_degrees(roads, graph)
    gates = _gates(streets, path)
    made: list[tuple[Maneuver, str, str]] = []
    spans: list[int] = []
    for number, piece in enumerate(path.pieces):
        street = roads.names[int(roads.name[piece.segment])]
        cm = round(int(streets.driving.segment_cm[piece.segment]) * (piece.end - piece.start))
        if number == 0:
            made.append((Maneuver.DEPART, street, ""))
            spans.append(0)
        else:
            arc = path.arcs[number - 1]
            maneuver = _maneuver(float(degrees[arc])) if _choice(streets, arc) else None
            if maneuver is not None or street != made[-1][1]:
                made.append((maneuver or Maneuver.CONTINUE, street, ""))
                spans.append(0)
        done = 0
        for share, gate_id in gates[number]:
            at = round(cm * share)
            spans[-1] += at - done
            made.append((Maneuver.GATE, street, gate_id))
            spans.append(0)
            done = at
        spans[-1] += cm - done
    return (
        *(
            Step(maneuver=maneuver, street=street, metres=metres, gate_id=gate_id)
            for (maneuver, street, gate_id), metres in zip(made, _rounded(spans), strict=True)
        ),
        Step(maneuver=Maneuver.ARRIVE, street=made[-1][1]),
    )


def _rounded(spans: Sequence[int]) -> list[int]:
    """Centimetres as metres that add up to the rounded total."""
    marks = whole_metres(np.cumsum([0, *spans]))
    return [int(metres) for metres in np.diff(marks)]


def _gates(streets: OpenRoads, path: DrivenPath) -> list[list[tuple[float, str]]]:
    """Per piece, the gates on it: share of the piece driven before, and the gate."""
    found: list[list[tuple[float, str]]] = []
    for number, piece in enumerate(path.pieces):
        turn = streets.limits.turns.get(path.arcs[number - 1], ()) if number else ()
        here = [(0.0, passage.gate_id) for passage in turn if passage.gate_id]
        span = max(piece.end - piece.start, 1e-9)
        met = streets.limits.met(piece.segment, piece.forward, piece.start, piece.end)
        here += [((at - piece.start) / span, p.gate_id) for at, p in met if p.gate_id]
        found.append(here)
    return found


def _choice(streets: OpenRoads, arc: int) -> bool:
    """Whether there was another way to go than by this turn, or it turns back."""
    graph = streets.graph
    tail, head = int(graph.tail[arc]), int(graph.head[arc])
    if graph.segment[tail] == graph.segment[head]:
        return True
    first, last = int(graph.first_arc[tail]), int(graph.first_arc[tail + 1])
    return int(streets.driving.open_arc[first:last].sum()) > 1


def _maneuver(degrees: float) -> Maneuver | None:
    """What a change of direction is called; None for straight on."""
    sharpness = abs(degrees)
    if sharpness <= STRAIGHT_DEG:
        return None
    if sharpness >= _U_TURN_DEG:
        return Maneuver.U_TURN
    left = degrees > 0
    if sharpness < _SLIGHT_DEG:
        return Maneuver.SLIGHT_LEFT if left else Maneuver.SLIGHT_RIGHT
    if sharpness < _SHARP_DEG:
        return Maneuver.LEFT if left else Maneuver.RIGHT
    return Maneuver.SHARP_LEFT if left else Maneuver.SHARP_RIGHT
