"""From a day and a movement to the roads as it may drive them."""

from logiroute.geo.driving import driving
from logiroute.geo.engine import EngineName
from logiroute.geo.obstacles import obstacles
from logiroute.geo.open_roads import OpenRoads
from logiroute.geo.pace import Pace, pace
from logiroute.geo.profiles import PROFILES, profiles_of
from logiroute.geo.roads import Roads
from logiroute.geo.snap import Snap
from logiroute.geo.zones import zone_rules
from logiroute.model.place import Window
from logiroute.model.scenario import Scenario
from logiroute.model.travel import Movement


def open_roads(
    scenario: Scenario,
    roads: Roads,
    movement: Movement,
    engine: EngineName = "cch",
    window: Window | None = None,
    *,
    loaded: bool = False,
) -> OpenRoads:
    """The roads for one movement in one window of time.

    Parameters
    ----------
    scenario : Scenario
    roads : Roads
    movement : Movement
    engine : {"cch", "scipy"}
    window : Window, optional
        From (inclusive) to (exclusive); the scenario's horizon, if not given. Every path may be
        driven at any moment of it.
    loaded : bool
        With people aboard, or without.

    Raises
    ------
    RoadsError
        No street is open to the movement's profile.
    KeyError
        The profile is neither shipped nor one of the scenario's.
    """
    window = scenario.horizon if window is None else window
    able = driving(roads, profiles_of(scenario.profiles)[movement.profile])
    closures = tuple(c for c in scenario.closures if c.in_force(window.start, window.end))
    rules = zone_rules(scenario, roads, movement, window, loaded=loaded)
    limits = obstacles(roads, able.graph, rules, closures, _homeless(scenario, movement))
    return OpenRoads(roads, able, limits, pace(able.segment_ms, scenario, roads, window), engine)


def places_beside(
    scenario: Scenario, roads: Roads, movement: Movement, engine: EngineName = "cch"
) -> list[Snap | None]:
    """The street that each place of a scenario is on all day, for one movement.

    None where there is none, and for places beyond the roads.

    Windows only say when it may be used (`OpenRoads.usable`), and so does who is aboard; were it
    looked for in each of them, a vehicle could come to a place on one street and leave it from
    another. Zones count as they do with people aboard, when they restrict most.

    Raises
    ------
    RoadsError, KeyError
        As `open_roads`.
    """
    xy = roads.plane.metres([place.point for place in scenario.places])
    strictest = open_roads(scenario, roads, movement, engine, loaded=True)
    found = strictest.beside(xy, scenario.snap_limit_m)
    return [
        None if place.approaches else snap
        for place, snap in zip(scenario.places, found, strict=True)
    ]


def bare_roads(roads: Roads, profile: str, engine: EngineName = "cch") -> OpenRoads:
    """The roads for a shipped profile, without any zone.

    Raises
    ------
    RoadsError
        No street is open to the profile.
    KeyError
        There is no such profile.
    """
    able = driving(roads, PROFILES[profile])
    return OpenRoads(roads, able, obstacles(roads, able.graph), Pace(able.segment_ms), engine)


def _homeless(scenario: Scenario, movement: Movement) -> bool:
    """Whether a movement must stay in a zone of its own, but has none: it can go nowhere."""
    stays = scenario.policy.vehicle_class(movement.vehicle_class).stays_in_own_zone
    return stays and movement.own_zone_id not in scenario.zone
