"""Travel times between all places of a scenario, and the check that each place is on a road."""

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray

from logiroute.errors import InputError, InputProblem, Severity
from logiroute.geo.engine import EngineName
from logiroute.geo.movement import MovementRoads
from logiroute.geo.profiles import PROFILES
from logiroute.geo.roads import Roads
from logiroute.geo.shift import constant_shift
from logiroute.geo.snap import Snap
from logiroute.geo.zones import check_gates
from logiroute.model.place import Place
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
        A place that no movement can use (S301 too far from a road, S303 closed by zones), a gate
        that is not on the edge of its zone (S302), an unknown profile (S304). ``file`` is
        ``places``, ``gates`` or ``vehicles``, ``column`` the id.
    RoadsError
        The road network does not serve one of the profiles at all.
    """
    _check_profiles(scenario)
    check_gates(scenario, roads)
    places = scenario.places
    xy = roads.plane.metres([place.point for place in places])
    movements = sorted({vehicle.movement for vehicle in scenario.vehicles})
    usable = np.zeros(len(places), dtype=np.bool_)
    tables: dict[Movement, tuple[TravelTable, ...]] = {}
    for movement in movements:
        open_roads = MovementRoads(scenario, roads, movement, engine)
        snaps = open_roads.snap(xy, scenario.snap_limit_m)
        usable |= [snap is not None for snap in snaps]
        tables[movement] = (_table(open_roads, snaps),)
    if not usable.all():
        off_road = dict(check_places(places, roads, scenario.snap_limit_m))
        raise InputError(
            off_road.get(place.id) or _closed(place, scenario.snap_limit_m)
            for place, good in zip(places, usable.tolist(), strict=True)
            if not good
        )
    return TravelTimes(tuple(place.id for place in places), tables, roads.hash)


def check_places(
    places: Sequence[Place], roads: Roads, snap_limit_m: float
) -> list[tuple[str, InputProblem]]:
    """Whether each place is near a street of any kind.

    Parameters
    ----------
    places : sequence of Place
    roads : Roads
    snap_limit_m : float

    Returns
    -------
    list of (place id, InputProblem)
        S301 (error) for each place that is too far from every street; then S305 (warning, with an
        empty place id) if all places seem to be shifted by the same few hundred metres, as points
        given in GCJ-02 are.
    """
    if not places:
        return []
    xy = roads.plane.metres([place.point for place in places])
    (source, _), metres = roads.tree.query_nearest(
        shapely.points(xy), return_distance=True, all_matches=False
    )
    away = np.full(len(places), np.inf)
    away[source] = metres
    problems = [
        (place.id, _off_road(place, distance, snap_limit_m))
        for place, distance in zip(places, away.tolist(), strict=True)
        if distance > snap_limit_m
    ]
    shift = constant_shift(roads, xy, away)
    if shift is not None:
        problems.append(("", _shifted(*shift)))
    return problems


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


def _check_profiles(scenario: Scenario) -> None:
    problems = [
        InputProblem(
            "vehicles",
            0,
            vehicle.id,
            f"vehicle {vehicle.id}: unknown profile {vehicle.profile!r}; known are "
            + ", ".join(sorted(PROFILES)),
            "S304",
        )
        for vehicle in scenario.vehicles
        if vehicle.profile not in PROFILES
    ]
    if problems:
        raise InputError(problems)


def _off_road(place: Place, metres: float, limit: float) -> InputProblem:
    return InputProblem(
        "places",
        0,
        place.id,
        f"place {place.id} ({place.name}) is {metres:,.0f} m from the nearest street, more than "
        f"the limit of {limit:,.0f} m; correct its coordinates or raise snap_limit_m",
        "S301",
    )


def _closed(place: Place, limit: float) -> InputProblem:
    return InputProblem(
        "places",
        0,
        place.id,
        f"place {place.id} ({place.name}): no street within {limit:,.0f} m that any vehicle of the "
        "day may use; the streets there are closed to them by a zone or by their kind",
        "S303",
    )


def _shifted(east: float, north: float) -> InputProblem:
    return InputProblem(
        "places",
        0,
        "",
        f"all places would lie on streets if they were moved by {east:+.0f} m east and "
        f"{north:+.0f} m north: are the coordinates GCJ-02 or BD-09 instead of WGS-84?",
        "S305",
        Severity.WARNING,
    )
