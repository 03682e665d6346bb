"""Fetch the streets of a place, a box or a polygon from OpenStreetMap, once."""

import json
import socket
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import shapely

from logiroute.errors import RoadsError
from logiroute.geo.loading import cache as disk
from logiroute.geo.loading.network import build_roads
from logiroute.geo.loading.overpass import read_overpass
from logiroute.geo.roads import Roads

Box = tuple[float, float, float, float]

#: Streets of an area with all their nodes, and the turn restrictions on them.
_QUERY = (
    '{head};way["highway"](poly:"{outline}")->.streets;'
    'rel(bw.streets)["type"="restriction"]->.turns;(.streets;node(w.streets);.turns;);out;'
)
_CURE = "check the network, or give a file (an extract of OpenStreetMap, .osm.pbf) instead"


def fetch_roads(
    *,
    place: str | None = None,
    bbox: Box | None = None,
    polygon: Any = None,
    cache: bool = True,
) -> Roads:
    """Read the road network of an area through OSMnx.

    The servers are those of ``osmnx.settings`` (``nominatim_url``, ``overpass_url``). What they
    answer stays in the cache folder (`logiroute.geo.loading.cache.folder`), so that the same area
    needs no network a second time. Barriers and turn restrictions come with the streets.

    Parameters
    ----------
    place : str
        Name of a town, county or district: "Guixi, Jiangxi".
    bbox : (west, south, east, north)
        Degrees, WGS-84.
    polygon : shapely Polygon or MultiPolygon
        Degrees, WGS-84. Exactly one of the three is given.
    cache : bool
        Keep answers and network, and take them from the cache folder if they are there.

    Raises
    ------
    RoadsError
        The servers cannot be reached, do not know the place, or there is no street in the area.
    """
    given = [area for area in (place, bbox, polygon) if area is not None]
    if len(given) != 1:
        raise TypeError("give exactly one of place, bbox and polygon")
    if place is None:
        polygon = _box(bbox) if bbox is not None else _checked(polygon)
    what = place if place is not None else shapely.to_wkt(polygon, rounding_precision=7)
    import osmnx

    key = disk.key_of_texts(what, osmnx.settings.overpass_url, osmnx.settings.nominatim_url)
    roads = disk.fetch(key) if cache else None
    if roads is None:
        name = place if place is not None else "OpenStreetMap"
        with _in_words(name), _settings(cache):
            try:
                answer = _ask(polygon if place is None else _outline(place))
            except json.JSONDecodeError:
                # What a server says is looked at by OSMnx: this is an answer kept and damaged.
                _forget_damaged()
                answer = _ask(polygon if place is None else _outline(place))
        roads = build_roads(read_overpass(answer), name)
        if cache:
            disk.store(key, roads)
    return roads


def _box(bbox: Box) -> Any:
    west, south, east, north = bbox
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
        raise RoadsError(
            f"the box {west},{south},{east},{north} is none; give west,south,east,north in degrees"
        )
    return shapely.box(west, south, east, north)


def _checked(polygon: Any) -> Any:
    kinds = ("Polygon", "MultiPolygon")
    if polygon.geom_type not in kinds or polygon.is_empty or not polygon.is_valid:
        raise RoadsError("the area must be a valid polygon in degrees (longitude, latitude)")
    _box(polygon.bounds)
    return polygon


def _outline(place: str) -> Any:
    """The polygon of a place; the geocoder's first answer that has one."""
    import osmnx

    return osmnx.geocode_to_gdf(place).geometry.iloc[0]


def _ask(area: Any) -> dict[str, Any]:
    """Overpass's answer about an area; holes in it are asked for as well."""
    import osmnx

    elements: dict[tuple[str, int], Any] = {}
    answer: dict[str, Any] = {}
    for part in shapely.get_parts(area):
        shell = shapely.get_coordinates(part.exterior)
        outline = " ".join(f"{lat:.7f} {lon:.7f}" for lon, lat in shell.tolist())
        head = osmnx._overpass._make_overpass_settings()
        query = _QUERY.format(head=head, outline=outline)
        # OSMnx has no public function that fetches relations too.
        answer = osmnx._overpass._overpass_request(OrderedDict(data=query))
        if "remark" in answer:  # a question too big ends in a part of the streets and a remark
            raise ValueError(answer["remark"])
        if "elements" not in answer:
            raise ValueError("no elements in its answer")
        elements |= {(one["type"], one["id"]): one for one in answer["elements"]}
    return answer | {"elements": list(elements.values())}


def _answers() -> Path:
    """Where OSMnx keeps what the servers said."""
    return disk.folder() / "answers"


def _forget_damaged() -> None:
    for answer in _answers().glob("*.json"):
        try:
            json.loads(answer.read_bytes())
        except ValueError:
            answer.unlink(missing_ok=True)


@contextmanager
def _settings(cache: bool) -> Iterator[None]:
    """Settings of OSMnx for our questions; as they were before when it is done."""
    import osmnx

    ours: dict[str, object] = {
        "cache_folder": _answers(),
        "use_cache": cache,
        # One question needs no slot; asking for one waits a minute if there is no server.
        "overpass_rate_limit": False,
        # No third party is asked for the server's address.
        "doh_url_template": None,
    }
    before = {name: getattr(osmnx.settings, name) for name in ours}
    resolver = socket.getaddrinfo  # OSMnx replaces it
    for name, value in ours.items():
        setattr(osmnx.settings, name, value)
    try:
        yield
    finally:
        socket.getaddrinfo = resolver
        for name, value in before.items():
            setattr(osmnx.settings, name, value)


@contextmanager
def _in_words(name: str) -> Iterator[None]:
    """Failures of the network, the servers and the geocoder as a `RoadsError`."""
    try:
        yield
    except OSError as error:  # the errors of requests among them
        raise RoadsError(f"{name}: the map server cannot be reached ({error}); {_CURE}") from error
    except TypeError as error:
        raise RoadsError(f"{name}: no area with a boundary of that name ({error})") from error
    except ValueError as error:
        # OSMnx's own errors are ValueErrors: no result, or a server that refuses.
        raise RoadsError(f"{name}: the map server gave no streets ({error}); {_CURE}") from error
