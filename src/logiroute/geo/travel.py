"""Travel times between all places of a scenario."""

from collections.abc import Hashable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from logiroute.errors import InputError, Severity
from logiroute.geo.beyond import reaching_beyond
from logiroute.geo.checks import check_places, gate_problems, profile_problems
from logiroute.geo.crossings import cut
from logiroute.geo.engine import EngineName
from logiroute.geo.movement import open_roads, places_beside
from logiroute.geo.open_roads import OpenRoads
from logiroute.geo.roads import Roads
from logiroute.geo.snap import Snap
from logiroute.geo.windows import windows_of
from logiroute.model.loaded import loaded_legs
from logiroute.model.place import Point, Window
from logiroute.model.scenario import Scenario
from logiroute.model.travel import Movement, TravelTable, TravelTimes


def travel_times(scenario: Scenario, roads: Roads, *, engine: EngineName = "cch") -> TravelTimes:
    """Tables of times and distances for each movement of the scenario's vehicles.

    The day is cut into slices at every change of a zone, gate, closure or pass. There is a table
    for each slice, for each two neighbours, for each shift (all slices it touches), and for the
    whole day; windows in which the same streets are open share their figures. A place that one
    movement cannot use is unreachable in that table only. Where it can, it is on the same street
    all day: nobody arrives in front of a house and leaves from behind it. Where zones tell vehicles
    with people aboard from those without, each leg is as `LoadedLegs` says it is driven.

    Parameters
    ----------
    scenario : Scenario
    roads : Roads
    engine : {"cch", "scipy"}
        Both give the same times and distances.

    Raises
    ------
    InputError
        A place too far from every street (S301), a gate that is not on the edge of its zone (S302),
        an unknown profile (S306). ``file`` is ``places``, ``gates`` or ``vehicles``, ``column`` the
        id.
    RoadsError
        The road network does not serve one of the profiles at all.
    """
    problems = [
        *profile_problems(scenario),
        *gate_problems(scenario, roads),
        *check_places(scenario.places, roads, scenario.snap_limit_m),
    ]
    if errors := [problem for problem in problems if problem.severity is Severity.ERROR]:
        raise InputError(errors)
    tables = {}
    for movement in scenario.movements:
        maker = _Tables(scenario, roads, movement, engine)
        tables[movement] = tuple(
            _valid(maker.figures(window), window, scenario.horizon)
            for window in windows_of(scenario)
        )
    return TravelTimes(
        tuple(place.id for place in scenario.places), tables, roads.hash, _mainline(scenario, roads)
    )


class _Tables:
    """Makes the tables of one movement; windows in which the same streets are open share one."""

    def __init__(
        self, scenario: Scenario, roads: Roads, movement: Movement, engine: EngineName
    ) -> None:
        self._scenario, self._roads = scenario, roads
        self._movement, self._engine = movement, engine
        self._beside = places_beside(scenario, roads, movement, engine)
        self._legs = loaded_legs(scenario, movement)
        self._known: dict[Hashable, TravelTable] = {}

    def figures(self, window: Window) -> TravelTable:
        """The table of a window: each leg as it is driven, with people aboard or without."""
        key, empty = self._one(window, loaded=False)
        if self._legs is None:
            return empty
        key_loaded, loaded = self._one(window, loaded=True)
        if key_loaded == key:
            return empty
        if (key, key_loaded) not in self._known:
            names = [place.id for place in self._scenario.places]
            self._known[key, key_loaded] = _joined(empty, loaded, self._legs.between(names, names))
        return self._known[key, key_loaded]

    def _one(self, window: Window, *, loaded: bool) -> tuple[Hashable, TravelTable]:
        """What tells the streets of a window from others, and the table of all legs on them."""
        streets = open_roads(
            self._scenario, self._roads, self._movement, self._engine, window, loaded=loaded
        )
        key = _fingerprint(streets)
        if key not in self._known:
            self._known[key] = reaching_beyond(
                _table(streets, streets.usable(self._beside)), self._scenario.places
            )
        return key, self._known[key]


def _joined(empty: TravelTable, loaded: TravelTable, mask: NDArray[np.bool_]) -> TravelTable:
    """One table of two; where the mask is true, a leg is of the second."""
    return replace(
        empty,
        seconds=np.where(mask, loaded.seconds, empty.seconds),
        metres=np.where(mask, loaded.metres, empty.metres),
    )


def _valid(table: TravelTable, window: Window, horizon: Window) -> TravelTable:
    """A table with its window; what holds until the day's edge holds beyond it."""
    return replace(
        table,
        valid_from=None if window.start == horizon.start else window.start,
        valid_to=None if window.end == horizon.end else window.end,
    )


def _fingerprint(streets: OpenRoads) -> Hashable:
    """Equal for two windows in which a movement finds the same streets open at the same cost."""
    limits = streets.limits
    return (
        streets.weights.tobytes(),
        tuple(streets.pace.slow.items()),
        tuple((r.cut.zone_id, r.enter, r.leave, r.through, r.own, r.gates) for r in limits.rules),
        tuple(limits.events.items()),
        tuple(limits.turns.items()),
        tuple(limits.shut),
    )


def _table(streets: OpenRoads, snaps: Sequence[Snap | None]) -> TravelTable:
    seconds, metres = streets.matrix(snaps, snaps)
    known = [i for i, snap in enumerate(snaps) if snap is not None]
    seconds[known, known] = metres[known, known] = 0
    return TravelTable(
        seconds=seconds,
        metres=metres,
        snapped=tuple(None if snap is None else snap.point for snap in snaps),
        snap_metres=tuple(float("inf") if snap is None else snap.metres for snap in snaps),
    )


def _mainline(scenario: Scenario, roads: Roads) -> tuple[tuple[Point, ...], ...]:
    """Main carriageways that touch a zone, if some class may drive them there."""
    classes = scenario.policy.vehicle_classes
    if not any(access.mainline_transit for c in classes for access in c.zones.values()):
        return ()
    touched = {
        segment for zone in scenario.zones for segment in cut(roads, zone).nearby.segment.tolist()
    }
    return tuple(
        tuple((lon, lat) for lon, lat in roads.points(segment).round(6).tolist())
        for segment in sorted(touched)
        if roads.mainline[segment]
    )
