"""Travel times between all places of a scenario."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from logiroute.errors import InputError, Severity
from logiroute.geo.checks import check_places, gate_problems, profile_problems
from logiroute.geo.engine import EngineName
from logiroute.geo.movement import MovementRoads
from logiroute.geo.roads import Roads
from logiroute.geo.snap import Snap
from logiroute.model.scenario import Scenario
from logiroute.model.travel import UNREACHABLE, Movement, TravelTable, TravelTimes


def travel_times(scenario: Scenario, roads: Roads, *, engine: EngineName = "cch") -> TravelTimes:
    """One table of times and distances for each movement of the scenario's vehicles.

    Zones are taken as in force for the whole plan if they are so at any moment of it. A place that
    one movement cannot use is unreachable in that table only.

    Parameters
    ----------
    scenario : Scenario
    roads : Roads
    engine : {"cch", "scipy"}
        Both give the same times; where two paths take equally long, distances may differ.

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
    places = scenario.places
    xy = roads.plane.metres([place.point for place in places])
    tables: dict[Movement, tuple[TravelTable, ...]] = {}
    for movement in scenario.movements:
        open_roads = MovementRoads(scenario, roads, movement, engine)
        tables[movement] = (_table(open_roads, open_roads.snap(xy, scenario.snap_limit_m)),)
    return TravelTimes(tuple(place.id for place in places), tables, roads.hash)


def _table(open_roads: MovementRoads, snaps: list[Snap | None]) -> TravelTable:
    ms = open_roads.table(snaps)
    seconds = np.where(ms < 0, UNREACHABLE, -(-ms // 1000))
    return TravelTable(
        seconds=seconds.astype(np.int32),
        metres=_metres(open_roads, snaps, ms),
        snapped=tuple(None if snap is None else snap.point for snap in snaps),
        snap_metres=tuple(float("inf") if snap is None else snap.metres for snap in snaps),
    )


def _metres(
    open_roads: MovementRoads, snaps: Sequence[Snap | None], ms: NDArray[np.int64]
) -> NDArray[np.int32]:
    """Length of the path behind each entry."""
    metres = np.full(ms.shape, UNREACHABLE, dtype=np.int32)
    np.fill_diagonal(metres, 0)
    for i, start in enumerate(snaps):
        reached = [j for j in np.flatnonzero(ms[i] >= 0).tolist() if j != i]
        if start is None:
            metres[i, i] = UNREACHABLE
            continue
        ends = [snap for snap in (snaps[j] for j in reached) if snap is not None]
        for j, path in zip(reached, open_roads.paths(start, ends), strict=True):
            if path is None or path.ms != ms[i, j]:
                raise AssertionError(f"path and table differ from place {i} to place {j}")
            metres[i, j] = open_roads.metres(path)
    return metres
