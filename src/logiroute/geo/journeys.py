"""Times and ways between any points, for other tools: on bare roads, or under a day's rules."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from logiroute.geo.crossings import ZoneCut
from logiroute.geo.drawing import Drawing, draw
from logiroute.geo.engine import EngineName
from logiroute.geo.movement import bare_roads, open_roads
from logiroute.geo.open_roads import OpenRoads
from logiroute.geo.roads import Roads
from logiroute.geo.zones import cuts_in_force
from logiroute.model.place import Point, Window
from logiroute.model.scenario import Scenario
from logiroute.model.travel import UNREACHABLE, Movement


@dataclass(frozen=True)
class Mover:
    """Who drives, where, and by whose rules.

    Attributes
    ----------
    roads : Roads
    profile : str
        A shipped profile, or one of the day's; for a day, that of the movement.
    scenario : Scenario or None
        The day whose zones, gates, closures and passes count; None for none.
    movement : Movement or None
        Whose rights count under the day; given with ``scenario``.
    at : datetime or None
        When the drive begins. None: at any moment of the day, so that whatever is closed at some
        time of it is closed.
    snap_limit_m : float
        A point farther than this from every street it may use has no way.
    engine : {"cch", "scipy"}
    loaded : bool
        Whether people are aboard, which zones may make a difference of.
    """

    roads: Roads
    profile: str = "car"
    scenario: Scenario | None = None
    movement: Movement | None = None
    at: datetime | None = None
    snap_limit_m: float = 300
    engine: EngineName = "cch"
    loaded: bool = False

    def __post_init__(self) -> None:
        if (self.scenario is None) != (self.movement is None):
            raise ValueError("a movement and the scenario it belongs to are given together")
        if self.at is not None and self.at.tzinfo is None:
            raise ValueError("the time has no timezone")

    def windows(self) -> Iterator[Window | None]:
        """Windows in which to look, each with one more change of the day in it than the last."""
        if self.scenario is None or self.at is None:
            yield None
            return
        horizon = self.scenario.horizon
        marks = (horizon.start, *self.scenario.changes, horizon.end)
        ends = [end for _, end in pairwise(marks) if end > self.at] or [horizon.end]
        for end in ends:
            yield Window(start=min(self.at, end), end=end)

    def streets(self, window: Window | None) -> OpenRoads:
        """The roads as they are open in a window.

        Raises
        ------
        RoadsError
            No street is open to the profile.
        KeyError
            The profile is unknown.
        """
        if self.scenario is None or self.movement is None:
            return bare_roads(self.roads, self.profile, self.engine)
        return open_roads(
            self.scenario, self.roads, self.movement, self.engine, window, loaded=self.loaded
        )

    def seconds_left(self, window: Window | None) -> int:
        """How long a drive may take to be over inside a window; any time in the last one."""
        if self.scenario is None or self.at is None or window is None:
            return UNREACHABLE
        if window.end >= self.scenario.horizon.end:
            return UNREACHABLE
        return int((window.end - self.at) // timedelta(seconds=1))


@dataclass(frozen=True, eq=False)
class Matrix:
    """Times and distances from points to points.

    Attributes
    ----------
    seconds, metres : ndarray of int32, shape (origins, targets)
        Row = from; seconds rounded up, metres of the same path; `UNREACHABLE` where there is no
        legal way.
    from_m, to_m : ndarray of float64
        Distance of each point from the street it was put on; inf where there is none.
    """

    seconds: NDArray[np.int32]
    metres: NDArray[np.int32]
    from_m: NDArray[np.float64]
    to_m: NDArray[np.float64]


class Journey(NamedTuple):
    """The way from one point to another.

    Attributes
    ----------
    seconds, metres : int
        Seconds rounded up.
    from_m, to_m : float
        Distances of the points from the streets they were put on.
    drawing : Drawing
        Line, gates, zones, directions.
    """

    seconds: int
    metres: int
    from_m: float
    to_m: float
    drawing: Drawing


def matrix(
    mover: Mover, origins: Sequence[Point], targets: Sequence[Point] | None = None
) -> Matrix:
    """Times and distances between points.

    With a time of departure, each entry is the way that is legal from then until it is over: a
    drive that outlasts a change of zones is legal before and after it.

    Parameters
    ----------
    mover : Mover
    origins, targets : sequence of Point
        ``(lon, lat)``, WGS-84; without targets, the origins.

    Raises
    ------
    RoadsError
        No street is open to the profile.
    KeyError
        The profile is unknown.
    """
    points = [*origins] if targets is None else [*origins, *targets]
    columns = slice(0 if targets is None else len(origins), len(points))
    found: Matrix | None = None
    for window in mover.windows():
        streets = mover.streets(window)
        snaps = streets.snap(_metres(mover.roads, points), mover.snap_limit_m)
        seconds, metres = streets.matrix(snaps[: len(origins)], snaps[columns])
        away = np.array([np.inf if snap is None else snap.metres for snap in snaps])
        if targets is None:
            known = np.flatnonzero(np.isfinite(away))
            seconds[known, known] = metres[known, known] = 0
        late = seconds > mover.seconds_left(window)
        late &= seconds < UNREACHABLE
        seconds[late] = metres[late] = UNREACHABLE
        fresh = Matrix(seconds, metres, away[: len(origins)], away[columns])
        found = fresh if found is None else _filled(found, fresh)
        if (found.seconds < UNREACHABLE).all():
            break
    if found is None:
        raise AssertionError("a mover always has a window")
    return found


def _filled(first: Matrix, later: Matrix) -> Matrix:
    """The first, with what it lacks from the later."""
    lacks = first.seconds == UNREACHABLE
    return Matrix(
        np.where(lacks, later.seconds, first.seconds),
        np.where(lacks, later.metres, first.metres),
        np.minimum(first.from_m, later.from_m),
        np.minimum(first.to_m, later.to_m),
    )


def journey(mover: Mover, start: Point, end: Point) -> Journey | None:
    """The fastest legal way between two points, or None.

    Parameters
    ----------
    mover : Mover
    start, end : Point
        ``(lon, lat)``, WGS-84.

    Raises
    ------
    RoadsError
        No street is open to the profile.
    KeyError
        The profile is unknown.
    """
    for window in mover.windows():
        streets = mover.streets(window)
        snaps = streets.snap(_metres(mover.roads, [start, end]), mover.snap_limit_m)
        first, last = snaps
        if first is None or last is None:
            continue
        path = streets.path(first, last)
        seconds = UNREACHABLE if path is None else -(-path.ms // 1000)
        if path is None or seconds > mover.seconds_left(window):
            continue
        drawing = draw(streets, path, (first, last), _cuts(mover, seconds))
        return Journey(seconds, path.metres, first.metres, last.metres, drawing)
    return None


def _cuts(mover: Mover, seconds: int) -> list[ZoneCut]:
    """Zones in force during a drive of so many seconds; at any time, if nobody said when."""
    if mover.scenario is None or mover.movement is None:
        return []
    span = mover.scenario.horizon
    if mover.at is not None:
        span = Window(start=mover.at, end=mover.at + timedelta(seconds=seconds))
    return cuts_in_force(mover.scenario, mover.roads, mover.movement, span, loaded=mover.loaded)


def _metres(roads: Roads, points: Sequence[Point]) -> NDArray[np.float64]:
    return roads.plane.metres([*points]).reshape(-1, 2)
