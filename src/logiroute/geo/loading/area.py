"""Roads by the words of a command line: a file, a place, a box or an area in a file."""

from pathlib import Path
from typing import Any

import shapely

from logiroute.errors import RoadsError
from logiroute.geo.loading.fetch import fetch_roads
from logiroute.geo.loading.load import is_road_file, load_roads
from logiroute.geo.roads import Roads


def roads_of(
    source: str | None = None, *, bbox: str | None = None, polygon: Path | None = None
) -> Roads:
    """The road network that is meant.

    Parameters
    ----------
    source : str
        A road file; what neither is there nor ends like one is the name of a place.
    bbox : str
        "west,south,east,north" in degrees.
    polygon : path
        GeoJSON file with one area. Exactly one of the three is given.

    Raises
    ------
    RoadsError
        None or several are given, or it cannot be read or fetched.
    """
    if sum(one is not None for one in (source, bbox, polygon)) != 1:
        raise RoadsError("give one of: a road file, the name of a place, a box, a polygon")
    if bbox is not None:
        return fetch_roads(bbox=_numbers(bbox))
    if polygon is not None:
        return fetch_roads(polygon=_area(polygon))
    source = str(source)
    if Path(source).exists() or is_road_file(source) or "/" in source or "\\" in source:
        return load_roads(source)
    return fetch_roads(place=source)


def _numbers(text: str) -> tuple[float, float, float, float]:
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError as error:
        raise RoadsError(f"box {text!r}: give west,south,east,north in degrees") from error
    return west, south, east, north


def _area(path: Path) -> Any:
    """The one area of a GeoJSON file: a geometry, a feature, or features that make it up."""
    try:
        found = shapely.from_geojson(path.read_text("utf-8"))
    except (OSError, ValueError, shapely.errors.GEOSException) as error:
        raise RoadsError(f"{path}: cannot be read as GeoJSON ({error})") from error
    areas = [part for part in shapely.get_parts(found) if part.geom_type.endswith("Polygon")]
    if not areas:
        raise RoadsError(f"{path}: no polygon in this file")
    return shapely.union_all(areas)
