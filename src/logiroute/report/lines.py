"""Street lines for the pages: clipped to what is shown and packed small."""

from collections.abc import Iterable, Sequence

import numpy as np
import shapely

from logiroute.model.backdrop import Backdrop
from logiroute.model.place import Point

#: Always named: routes run on OpenStreetMap roads even where no streets are drawn.
OSM_ATTRIBUTION = "© OpenStreetMap contributors"

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


def clip(backdrop: Backdrop, box: Box, *, max_rank: int = 4) -> list[tuple[int, list[Point]]]:
    """Street lines inside a box.

    Returns
    -------
    list of (rank, points)
        In the order of the backdrop; a line that leaves the box and returns becomes several.
    """
    lines = [line for line in backdrop.lines if line.rank <= max_rank and len(line.points) > 1]
    if not lines:
        return []
    counts = [len(line.points) for line in lines]
    coords = np.concatenate([np.asarray(line.points, dtype=float) for line in lines])
    shapes = shapely.linestrings(coords, indices=np.repeat(np.arange(len(lines)), counts))
    clipped = shapely.clip_by_rect(shapes, *box)
    parts, owners = shapely.get_parts(clipped, return_index=True)
    out: list[tuple[int, list[Point]]] = []
    for part, owner in zip(parts, owners, strict=True):
        if part.geom_type != "LineString" or part.is_empty:
            continue
        points = [(float(lon), float(lat)) for lon, lat in shapely.get_coordinates(part)]
        out.append((lines[int(owner)].rank, points))
    return out


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
