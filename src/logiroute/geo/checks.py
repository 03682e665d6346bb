"""What is wrong between a day and its roads, without any travel time."""

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray

from logiroute.errors import InputProblem, Severity
from logiroute.geo.closures import LINE_REACH_M, POINT_REACH_M, cuts_of
from logiroute.geo.crossings import cut, without
from logiroute.geo.movement import places_beside
from logiroute.geo.passages import GATE_REACH_M
from logiroute.geo.profiles import profiles_of
from logiroute.geo.roads import Roads
from logiroute.geo.shift import constant_shift
from logiroute.geo.windows import slices_of
from logiroute.geo.zones import metres_of, shut_zones
from logiroute.model.place import Place, Window
from logiroute.model.scenario import Scenario
from logiroute.model.zone import Zone


def road_problems(scenario: Scenario, roads: Roads) -> list[InputProblem]:
    """Everything that only the roads show.

    Parameters
    ----------
    scenario : Scenario
    roads : Roads

    Returns
    -------
    list of InputProblem
        Errors: places too far from every street (S301), gates off the streets (S302), unknown
        profiles (S306). Warnings: places that no vehicle may be at, at any time (S303), all places
        shifted alike (S305), closures that block nothing (S307). ``file`` is ``places``, ``gates``,
        ``vehicles`` or ``closures``, ``column`` the id.
    """
    unknown = profile_problems(scenario)
    found = check_places(scenario.places, roads, scenario.snap_limit_m)
    problems = [
        *unknown,
        *gate_problems(scenario, roads),
        *closure_problems(scenario, roads),
        *found,
    ]
    if unknown:
        return problems
    off_road = {problem.column for problem in found}
    usable = np.zeros(len(scenario.places), dtype=np.bool_)
    slices = [Window(start=start, end=end) for start, end in slices_of(scenario)]
    for movement in scenario.movements:
        beside = places_beside(scenario, roads, movement)
        closed = [shut_zones(scenario, roads, movement, window) for window in slices]
        usable |= [
            snap is not None and not all((snap.zones | snap.around) & shut for shut in closed)
            for snap in beside
        ]
    problems += [
        _closed(place, scenario.snap_limit_m)
        for place, good in zip(scenario.places, usable.tolist(), strict=True)
        if not (good or place.approaches) and place.id not in off_road
    ]
    return problems


def check_places(places: Sequence[Place], roads: Roads, snap_limit_m: float) -> list[InputProblem]:
    """Whether each place is near a street of any kind, but for those beyond the roads.

    Parameters
    ----------
    places : sequence of Place
    roads : Roads
    snap_limit_m : float

    Returns
    -------
    list of InputProblem
        S301 (error) for each place that is too far from every street; then S305 (warning, with an
        empty ``column``) if all places seem to be shifted by the same few hundred metres, as points
        given in GCJ-02 are.
    """
    places = [place for place in places if not place.approaches]
    if not places:
        return []
    xy = roads.plane.metres([place.point for place in places])
    (source, _), metres = roads.tree.query_nearest(
        shapely.points(xy), return_distance=True, all_matches=False
    )
    away = np.full(len(places), np.inf)
    away[source] = metres
    problems = [
        _off_road(place, distance, snap_limit_m)
        for place, distance in zip(places, away.tolist(), strict=True)
        if distance > snap_limit_m
    ]
    shift = constant_shift(roads, xy, away)
    if shift is not None:
        problems.append(_shifted(*shift))
    return problems


def profile_problems(scenario: Scenario) -> list[InputProblem]:
    """S306 for every vehicle with a profile that is neither shipped nor the day's own."""
    known = profiles_of(scenario.profiles)
    return [
        InputProblem(
            "vehicles",
            0,
            vehicle.id,
            f"vehicle {vehicle.id}: unknown profile {vehicle.profile!r}; known are "
            + ", ".join(sorted(known)),
            "S306",
        )
        for vehicle in scenario.vehicles
        if vehicle.profile not in known
    ]


def gate_problems(scenario: Scenario, roads: Roads) -> list[InputProblem]:
    """Find the gates that no street passes.

    Parameters
    ----------
    scenario : Scenario
    roads : Roads

    Returns
    -------
    list of InputProblem
        S302 for every gate that is not where a street crosses the edge of its zone; ``column`` is
        the gate's id.
    """
    crossings = {
        zone_id: _crossings(scenario, roads, scenario.zone[zone_id])
        for zone_id in {gate.zone_id for gate in scenario.gates}
    }
    problems = []
    for gate in scenario.gates:
        here = crossings[gate.zone_id] - metres_of(roads, gate.point)
        away = float(np.hypot(here[:, 0], here[:, 1]).min(initial=np.inf))
        if away > GATE_REACH_M:
            nearest = f"; the nearest is {away:.0f} m away" if away < np.inf else ""
            problems.append(
                InputProblem(
                    "gates",
                    0,
                    gate.id,
                    f"gate {gate.id} ({gate.name}): no street crosses the edge of zone "
                    f"{gate.zone_id} within {GATE_REACH_M:.0f} m of it{nearest}; move the gate "
                    "to a street on the edge",
                    "S302",
                )
            )
    return problems


def closure_problems(scenario: Scenario, roads: Roads) -> list[InputProblem]:
    """S307 (warning) for every closure that no street comes near; ``column`` is its id."""
    return [
        InputProblem(
            "closures",
            0,
            closure.id,
            f"closure {closure.id} ({closure.name}) blocks nothing: no street runs within "
            f"{POINT_REACH_M if len(closure.line) == 1 else LINE_REACH_M:.0f} m "
            f"{'of it' if len(closure.line) == 1 else 'along it'}; move it onto the street",
            "S307",
            Severity.WARNING,
        )
        for closure in scenario.closures
        if not len(cuts_of(roads, closure.line).segment)
    ]


def _crossings(scenario: Scenario, roads: Roads, zone: Zone) -> NDArray[np.float64]:
    """Where streets cross a zone's edge, or leave a main carriageway inside that counts as out."""
    points = [cut(roads, zone).crossing_points(roads)]
    classes = scenario.policy.vehicle_classes
    if any(c.zones[zone.zone_class].mainline_transit for c in classes):
        points.append(without(roads, zone).crossing_points(roads))
    return np.concatenate(points)


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
        "day may use; the streets there are closed to them by a zone or by their kind, and its "
        "orders will be left unserved",
        "S303",
        Severity.WARNING,
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
