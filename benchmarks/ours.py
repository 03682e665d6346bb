"""logiroute's side of the comparison: the only module here that knows its interface."""

import time
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import numpy as np
import shapely
from numpy.typing import NDArray

from benchmarks.drivable import Drivable
from benchmarks.places import Places
from logiroute.files.policy import read_policy
from logiroute.geo.engine import EngineName
from logiroute.geo.engines import engine_for
from logiroute.geo.graph import EdgeGraph, build_graph, main_component
from logiroute.geo.movement import MovementRoads
from logiroute.geo.profiles import PROFILES, segment_ms
from logiroute.geo.roads import Roads
from logiroute.model.fleet import Vehicle
from logiroute.model.place import Place, PlaceKind, Window
from logiroute.model.scenario import Scenario
from logiroute.model.zone import Zone

#: Places are points of streets; what is farther is another street.
_SNAP_LIMIT_M = 5.0


@dataclass(frozen=True)
class OurTable:
    """A table and how long it took.

    Attributes
    ----------
    ms : ndarray of int64, shape (n, n)
        Milliseconds, -1 where there is no path.
    rules_seconds, snap_seconds, table_seconds : float
        To make the weights of zones and profile and customize the engine; to put the places on
        streets; to fill the table.
    """

    ms: NDArray[np.int64]
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
        graph = build_graph(roads, PROFILES[profile].mode)
        built = time.perf_counter()
        engine_for(graph, engine)
        self.build_seconds = built - begun
        self.contract_seconds = time.perf_counter() - built
        self.size = f"{len(graph):,} states, {len(graph.tail):,} turns"
        self.drivable = _drivable(roads, graph, profile)

    def puts_on(self, places: Places) -> NDArray[np.bool_]:
        """Which places it puts on the street they were drawn on."""
        scenario = _scenario(self._profile, None)
        movement = MovementRoads(scenario, self._roads, scenario.vehicles[0].movement, self._engine)
        snaps = movement.snap(self._roads.plane.metres(places.lonlat), _SNAP_LIMIT_M)
        found = np.array([-1 if snap is None else snap.segment for snap in snaps])
        return np.asarray(found == places.segment)

    def table(self, places: Places, closed: shapely.Polygon | None = None) -> OurTable:
        """Times between all places, around a closed zone if there is one.

        Parameters
        ----------
        places : Places
        closed : shapely.Polygon, optional
            In degrees, without holes; the vehicle may not be in it.
        """
        scenario = _scenario(self._profile, closed)
        begun = time.perf_counter()
        movement = MovementRoads(scenario, self._roads, scenario.vehicles[0].movement, self._engine)
        movement.metric  # noqa: B018 (a property: customizes the engine)
        ruled = time.perf_counter()
        snaps = movement.snap(self._roads.plane.metres(places.lonlat), _SNAP_LIMIT_M)
        snapped = time.perf_counter()
        ms = movement.table(snaps)
        done = time.perf_counter()
        return OurTable(
            ms=ms,
            rules_seconds=ruled - begun,
            snap_seconds=snapped - ruled,
            table_seconds=done - snapped,
        )


def _drivable(roads: Roads, graph: EdgeGraph, profile: str) -> Drivable:
    arrives, leaves = main_component(graph, np.ones(len(graph.tail), dtype=np.bool_))
    connected = np.zeros(len(roads), dtype=np.bool_)
    connected[graph.segment[arrives & leaves]] = True
    return Drivable(
        roads=roads,
        open=graph.state_of >= 0,
        connected=connected,
        kmh=roads.length_m * 3600.0 / segment_ms(roads, PROFILES[profile]),
        barrier=np.zeros(roads.nodes, dtype=np.bool_),
    )


def _scenario(profile: str, closed: shapely.Polygon | None) -> Scenario:
    """A day of one truck in which only its profile and the zone matter."""
    start = datetime(2022, 4, 16, 8, tzinfo=UTC)
    zones: tuple[Zone, ...] = ()
    if closed is not None:
        ring = tuple((float(lon), float(lat)) for lon, lat in closed.exterior.coords)
        zones = (Zone(id="Z", name="Z", zone_class="closed", polygons=((ring,),)),)
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
        zones=zones,
    )
