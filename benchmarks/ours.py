"""logiroute's side of the comparison: the only module here that knows how it is asked."""

import time
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import count

import numpy as np
import shapely
from numpy.typing import NDArray

from benchmarks.drivable import Drivable
from benchmarks.places import Places
from logiroute.files.policy import read_policy
from logiroute.geo.driving import Driving, driving
from logiroute.geo.engine import EngineName
from logiroute.geo.engines import engine_for
from logiroute.geo.graph import build_graph, main_component
from logiroute.geo.loading.ways import MODE_BITS
from logiroute.geo.movement import bare_roads, open_roads
from logiroute.geo.open_roads import OpenRoads
from logiroute.geo.profiles import PROFILES
from logiroute.geo.roads import Roads
from logiroute.geo.snap import Snap
from logiroute.model.fleet import Vehicle
from logiroute.model.place import Place, PlaceKind, Window
from logiroute.model.scenario import Scenario
from logiroute.model.zone import Zone

#: Places are points of streets; what is farther is another street.
_SNAP_LIMIT_M = 5.0
#: Every zone is a new one: nothing that an earlier run cut is used.
_ZONE_NUMBERS = count()


@dataclass(frozen=True)
class OurTable:
    """A table and how long it took.

    Attributes
    ----------
    ms, cm : ndarray of int64, shape (n, n)
        Milliseconds and centimetres of the same paths, -1 where there is none.
    rules_seconds, snap_seconds, table_seconds : float
        To apply zones and profile, customize the engine and make the index of streets; to put the
        places on streets; to fill the table.
    """

    ms: NDArray[np.int64]
    cm: NDArray[np.int64]
    rules_seconds: float
    snap_seconds: float
    table_seconds: float

    @property
    def seconds(self) -> float:
        """From coordinates to a table under known weights: what OSRM does in a request."""
        return self.snap_seconds + self.table_seconds

    @property
    def change_seconds(self) -> float:
        """From changed zones to a table."""
        return self.rules_seconds + self.seconds


class Ours:
    """One profile on one network with one engine.

    Parameters
    ----------
    roads : Roads
    profile : str
    engine : {"cch", "scipy"}

    Attributes
    ----------
    drivable : Drivable
        What the profile may drive.
    size : str
        Of the graph, for people.
    build_seconds, contract_seconds : float
        Once per network: to make the graph, and to make the engine ready for any weights.
    """

    def __init__(self, roads: Roads, profile: str, engine: EngineName) -> None:
        self._roads, self._profile, self._engine = roads, profile, engine
        begun = time.perf_counter()
        graph = build_graph(roads, PROFILES[profile].walking)
        built = time.perf_counter()
        engine_for(graph, engine)
        self.build_seconds = built - begun
        self.contract_seconds = time.perf_counter() - built
        self.size = f"{len(graph):,} states, {len(graph.tail):,} turns"
        self.drivable = _drivable(roads, driving(roads, PROFILES[profile]))

    def puts_on(self, places: Places) -> NDArray[np.bool_]:
        """Which places it puts on the street they were drawn on."""
        streets = bare_roads(self._roads, self._profile, self._engine)
        snaps = streets.snap(self._roads.plane.metres(places.lonlat), _SNAP_LIMIT_M)
        found = np.array([-1 if snap is None else snap.segment for snap in snaps])
        return np.asarray(found == places.segment)

    def table(self, places: Places, closed: shapely.Polygon | None = None) -> OurTable:
        """Times and lengths between all places, around a closed zone if there is one.

        Parameters
        ----------
        places : Places
        closed : shapely.Polygon, optional
            In degrees, without holes; the vehicle may not be in it.

        Raises
        ------
        ValueError
            A place is on no street.
        """
        scenario = None if closed is None else _scenario(self._profile, closed)
        begun = time.perf_counter()
        streets = self._streets(scenario)
        streets.metric  # noqa: B018 (a property: customizes the engine)
        streets.snap(np.zeros((0, 2)), _SNAP_LIMIT_M)  # makes the index
        ruled = time.perf_counter()
        snaps = streets.snap(self._roads.plane.metres(places.lonlat), _SNAP_LIMIT_M)
        found = _all(snaps)
        snapped = time.perf_counter()
        ms, cm = streets.table(found, found)
        done = time.perf_counter()
        return OurTable(
            ms=ms,
            cm=cm,
            rules_seconds=ruled - begun,
            snap_seconds=snapped - ruled,
            table_seconds=done - snapped,
        )

    def _streets(self, scenario: Scenario | None) -> OpenRoads:
        if scenario is None:
            return bare_roads(self._roads, self._profile, self._engine)
        movement = scenario.movement(scenario.vehicles[0])
        return open_roads(scenario, self._roads, movement, self._engine)


def without_restrictions(roads: Roads) -> Roads:
    """The same streets without any turn restriction."""
    return replace(
        roads,
        ban_offset=np.zeros(1, dtype=np.int64),
        ban_segment=roads.ban_segment[:0].copy(),
        ban_forward=roads.ban_forward[:0].copy(),
        ban_modes=roads.ban_modes[:0].copy(),
    )


def _all(snaps: list[Snap | None]) -> list[Snap]:
    found = [snap for snap in snaps if snap is not None]
    if len(found) < len(snaps):
        raise ValueError(f"{len(snaps) - len(found)} of {len(snaps)} places are on no street")
    return found


def _drivable(roads: Roads, able: Driving) -> Drivable:
    graph = able.graph
    arrives, leaves = main_component(graph, able.open_arc)
    connected = np.zeros(len(roads), dtype=np.bool_)
    connected[graph.segment[arrives & leaves & able.open_state]] = True
    bit = np.uint8(MODE_BITS[able.profile.mode])
    back = graph.segment[graph.tail] == graph.segment[graph.head]
    back &= (graph.forward[graph.tail] != graph.forward[graph.head]) & (graph.refused & bit == 0)
    turns_back = np.zeros((len(roads), 2), dtype=np.bool_)
    states = graph.tail[back]
    turns_back[graph.segment[states], graph.forward[states].astype(np.int64)] = True
    return Drivable(
        roads=roads,
        open=(roads.access & bit) > 0,
        used=able.usable,
        connected=connected,
        kmh=roads.length_m * 3600.0 / able.segment_ms,
        turns_back=turns_back,
        barrier=(roads.barrier & bit) > 0,
    )


def _scenario(profile: str, closed: shapely.Polygon) -> Scenario:
    """A day of one truck in which only its profile and the zone matter."""
    start = datetime(2022, 4, 16, 8, tzinfo=UTC)
    ring = tuple((float(lon), float(lat)) for lon, lat in closed.exterior.coords)
    name = f"Z{next(_ZONE_NUMBERS)}"
    return Scenario(
        id="benchmark",
        title="benchmark",
        date=date(2022, 4, 16),
        timezone="UTC",
        roads="-",
        policy=read_policy("default"),
        places=(Place(id="A", name="A", kind=PlaceKind.SITE, point=(0.0, 0.0)),),
        vehicles=(
            Vehicle(
                id="V",
                name="V",
                vehicle_class="truck",
                profile=profile,
                capacity={},
                shifts=(Window(start=start, end=start + timedelta(hours=8)),),
                start_id="A",
                end_id="A",
            ),
        ),
        zones=(Zone(id=name, name=name, zone_class="closed", polygons=((ring,),)),),
    )
