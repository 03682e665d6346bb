"""OSRM's side of the comparison."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.drivable import Drivable
from benchmarks.mirrored import Mirror, mirror
from benchmarks.osrm import OsrmTable, Server
from benchmarks.osrm_prepare import customize, write_closures
from benchmarks.osrm_programs import Programs, programs
from benchmarks.places import Places

#: Coordinates are rounded to a decimetre on both sides.
_SAME_PLACE_M = 1.0


@dataclass(frozen=True)
class ZoneChange:
    """What a zone change takes: new weights, a new server, a new table.

    Attributes
    ----------
    ms : ndarray of int64, shape (n, n)
    customize_seconds, restart_seconds, table_seconds : float
    """

    ms: NDArray[np.int64]
    customize_seconds: float
    restart_seconds: float
    table_seconds: float

    @property
    def seconds(self) -> float:
        """All three together."""
        return self.customize_seconds + self.restart_seconds + self.table_seconds


@dataclass(frozen=True)
class OsrmSide:
    """A prepared OSRM, served with both algorithms."""

    programs: Programs
    mirror: Mirror
    drivable: Drivable
    ch: Server
    mld: Server

    def puts_on(self, places: Places) -> NDArray[np.bool_]:
        """Which places it puts on the street they were drawn on."""
        found = self.ch.waypoints(places.lonlat)
        ways = self.mirror.streets.way[places.segment].tolist()
        return np.array(
            [
                way in waypoint.ways and waypoint.metres < _SAME_PLACE_M
                for way, waypoint in zip(ways, found, strict=True)
            ],
            dtype=np.bool_,
        )

    def table(self, algorithm: str, places: Places, *, metres: bool) -> OsrmTable:
        """Times, and distances if wanted, between all places; ``ch`` or ``mld``."""
        server = self.ch if algorithm == "ch" else self.mld
        return server.table(places.lonlat, metres=metres)

    def zone_change(self, segments: NDArray[np.int64], places: Places) -> ZoneChange:
        """Close segments: customize, start a server with the new weights, ask for a table.

        Writing down what is closed is not counted.
        """
        closures = self.mirror.mld.with_name("closures.csv")
        streets = self.mirror.streets
        closed = np.concatenate([streets.unused, streets.pieces(self.drivable.roads, segments)])
        write_closures(closures, closed)
        customized = customize(self.programs, self.mirror.mld, closures)
        with Server(self.programs, self.mirror.mld, "mld") as server:
            table = server.table(places.lonlat, metres=False)
            started = server.startup_seconds
        return ZoneChange(table.ms, customized, started, table.server_seconds)


@contextmanager
def osrm_side(
    source: Path, drivable: Drivable, profile: str, folder: Path | None
) -> Iterator[OsrmSide]:
    """Prepare OSRM and serve it as long as the context lasts.

    Parameters
    ----------
    source : path
        What the roads were read from.
    drivable : Drivable
    profile : str
    folder : path, optional
        Where OSRM's data stay; by default they are deleted at the end.

    Raises
    ------
    OsrmError
        OSRM cannot be had or fails.
    """
    found = programs()
    with tempfile.TemporaryDirectory() as temporary:
        made = mirror(found, source, drivable, profile, folder or Path(temporary))
        with Server(found, made.ch, "ch") as ch, Server(found, made.mld, "mld") as mld:
            yield OsrmSide(found, made, drivable, ch, mld)
