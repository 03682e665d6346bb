"""Street lines for the pages: clipped to what is shown and packed small."""

from collections.abc import Iterable, Sequence

import numpy as np
import shapely
from numpy.typing import NDArray

from logiroute.model.backdrop import Backdrop, StreetLine
from logiroute.model.place import Point

#: Always named: routes run on OpenStreetMap roads even where no streets are drawn.
OSM_ATTRIBUTION = "© OpenStreetMap contributors"

#: Shapely's number for a line.
_LINE = 1

#: West, south, east, north in degrees.
Box = tuple[float, float, float, float]


def attribution(backdrop: Backdrop | None) -> str:
    """Whom to thank, OpenStreetMap always among them."""
    given = backdrop.attribution.strip() if backdrop else ""
    if "OpenStreetMap contributors" in given:
        return given
    return f"{OSM_ATTRIBUTION} · {given}" if given else OSM_ATTRIBUTION


def box_around(points: Iterable[Point], margin: float, least: float = 0.004) -> Box:
    """The box around points, widened.

    Parameters
    ----------
    points : iterable of Point
        At least one.
    margin : float
        Share of width and height added on each side.
    least : float
        Least width added on each side, in degrees (0.004° is about 400 m).

    Raises
    ------
    ValueError
        No point was given.
    """
    array = np.asarray(list(points), dtype=float)
    if not array.size:
        raise ValueError("a box needs at least one point")
    west, south = (float(value) for value in array.min(axis=0))
    east, north = (float(value) for value in array.max(axis=0))
    dx = max((east - west) * margin, least)
    dy = max((north - south) * margin, least)
    return west - dx, south - dy, east + dx, north + dy


class Streets:
    """Street lines of a backdrop as shapes by rank, made once for all the maps of a plan.

    Parameters
    ----------
    backdrop : Backdrop or None
        None for no streets.
    """

    #: Ranks of streets, main ones first.
    RANKS = range(5)

    def __init__(self, backdrop: Backdrop | None) -> None:
        self.attribution = attribution(backdrop)
        by_rank: list[list[StreetLine]] = [[] for _rank in self.RANKS]
        for line in () if backdrop is None else backdrop.lines:
            if len(line.points) > 1:
                by_rank[min(line.rank, self.RANKS[-1])].append(line)
        self._shapes = [_shapes(lines) for lines in by_rank]

    def inside(self, box: Box, rank: int) -> NDArray[np.object_]:
        """Lines of a rank inside a box, in degrees.

        In the order of the backdrop; a line that leaves the box and returns becomes several.
        """
        parts = shapely.get_parts(shapely.clip_by_rect(self._shapes[rank], *box))
        lines: NDArray[np.object_] = parts[
            (shapely.get_type_id(parts) == _LINE) & ~shapely.is_empty(parts)
        ]
        return lines


def points_of(lines: NDArray[np.object_]) -> list[NDArray[np.float64]]:
    """The points of each line, of shape (points, 2)."""
    coords, owner = shapely.get_coordinates(lines, return_index=True)
    return np.split(coords, np.flatnonzero(np.diff(owner)) + 1) if len(coords) else []


def _shapes(lines: Sequence[StreetLine]) -> NDArray[np.object_]:
    if not lines:
        return np.empty(0, dtype=object)
    counts = [len(line.points) for line in lines]
    coords = np.concatenate([np.asarray(line.points, dtype=float) for line in lines])
    return np.asarray(shapely.linestrings(coords, indices=np.repeat(np.arange(len(lines)), counts)))


def encode(points: Sequence[Point]) -> str:
    """A line as text, five decimals (about one metre).

    The published "encoded polyline algorithm format" of Google Maps: differences of coordinates,
    zigzag, five bits a character, latitude first.
    """
    out: list[str] = []
    last_lat = last_lon = 0
    for lon, lat in points:
        lat_e5, lon_e5 = round(lat * 1e5), round(lon * 1e5)
        for delta in (lat_e5 - last_lat, lon_e5 - last_lon):
            value = ~(delta << 1) if delta < 0 else delta << 1
            while value >= 0x20:
                out.append(chr((0x20 | (value & 0x1F)) + 63))
                value >>= 5
            out.append(chr(value + 63))
        last_lat, last_lon = lat_e5, lon_e5
    return "".join(out)
