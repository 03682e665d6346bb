"""Places beyond the loaded roads: reached by way of exits, with time and distance from there."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from logiroute.geo.drawing import Drawing
from logiroute.model.place import Approach, Place
from logiroute.model.plan import Maneuver, Step
from logiroute.model.travel import UNREACHABLE, TravelTable

_NEVER = np.int64(2**63 - 1)


class Join(NamedTuple):
    """One way between two places: the part on the roads, and what is given before and after it.

    Attributes
    ----------
    start_id, end_id : str
        The places between which the part on the roads lies.
    before, after : Approach or None
    """

    start_id: str
    end_id: str
    before: Approach | None
    after: Approach | None

    @property
    def seconds(self) -> int:
        """Seconds beyond the roads."""
        return sum(part.seconds for part in (self.before, self.after) if part is not None)

    @property
    def metres(self) -> int:
        """Metres beyond the roads."""
        return sum(part.metres for part in (self.before, self.after) if part is not None)


def joins(start: Place, end: Place) -> Iterator[Join]:
    """Every way between two different places, by any of their exits."""
    for before in start.approaches or (None,):
        for after in end.approaches or (None,):
            yield Join(
                start.id if before is None else before.exit_id,
                end.id if after is None else after.exit_id,
                before,
                after,
            )


def reaching_beyond(table: TravelTable, places: Sequence[Place]) -> TravelTable:
    """A table with the ways to and from places beyond the roads.

    Parameters
    ----------
    table : TravelTable
        Of the places on the roads; the others are unreachable in it.
    places : sequence of Place
        In its order.

    Returns
    -------
    TravelTable
        The fastest ways by any exit, of equally fast ones the shortest. Such a place "meets the
        road" where it is.
    """
    beyond = [(row, place) for row, place in enumerate(places) if place.approaches]
    if not beyond:
        return table
    row_of = {place.id: row for row, place in enumerate(places)}
    ways = _keys(table.seconds, table.metres)
    for row, place in beyond:
        ways[:, row] = _best([_on(ways[:, row_of[a.exit_id]], a) for a in place.approaches])
    for row, place in beyond:
        ways[row, :] = _best([_on(ways[row_of[a.exit_id], :], a) for a in place.approaches])
        ways[row, row] = 0
    none = ways == _NEVER
    snapped, away = list(table.snapped), list(table.snap_metres)
    for row, place in beyond:
        snapped[row], away[row] = place.point, 0.0
    return replace(
        table,
        seconds=np.where(none, UNREACHABLE, ways >> 32).astype(np.int32),
        metres=np.where(none, UNREACHABLE, ways & (2**32 - 1)).astype(np.int32),
        snapped=tuple(snapped),
        snap_metres=tuple(away),
    )


def extended(
    drawing: Drawing, join: Join, ends: tuple[Place, Place], places: Mapping[str, Place]
) -> Drawing:
    """The drawing of the part on the roads, with what lies beyond before and after it.

    Beyond the roads the line is straight, and the street is called as the exit is.

    Parameters
    ----------
    drawing : Drawing
    join : Join
    ends : (Place, Place)
        Where the whole way starts and ends.
    places : mapping of str to Place
        Those of the scenario.
    """
    geometry, gates, steps = drawing.geometry, drawing.gates, drawing.steps
    if join.before is not None:
        before = join.before
        geometry = (ends[0].point, *geometry)
        gates = tuple(gate._replace(after_s=gate.after_s + before.seconds) for gate in gates)
        comes_in = steps[0].model_copy(update={"maneuver": Maneuver.CONTINUE})
        steps = (_step(Maneuver.DEPART, before, places), comes_in, *steps[1:])
    if join.after is not None:
        geometry = (*geometry, ends[1].point)
        arrival = Step(maneuver=Maneuver.ARRIVE, street=places[join.after.exit_id].name)
        steps = (*steps[:-1], _step(Maneuver.CONTINUE, join.after, places), arrival)
    return drawing._replace(geometry=geometry, gates=gates, steps=steps)


def _step(maneuver: Maneuver, approach: Approach, places: Mapping[str, Place]) -> Step:
    name = places[approach.exit_id].name
    return Step(maneuver=maneuver, street=name, metres=approach.metres)


def _keys(seconds: NDArray[np.int32], metres: NDArray[np.int32]) -> NDArray[np.int64]:
    """Both in one number, that of a faster way the smaller."""
    both = (seconds.astype(np.int64) << 32) + metres
    return np.where(seconds == UNREACHABLE, _NEVER, both)


def _on(ways: NDArray[np.int64], approach: Approach) -> NDArray[np.int64]:
    """Ways that go on beyond the roads."""
    return np.where(ways == _NEVER, _NEVER, ways + (approach.seconds << 32) + approach.metres)


def _best(ways: Sequence[NDArray[np.int64]]) -> NDArray[np.int64]:
    best: NDArray[np.int64] = np.min(ways, axis=0)
    return best
