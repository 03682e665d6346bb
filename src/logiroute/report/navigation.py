"""Links that hand a stop to a navigation app or a telephone."""

import re
from typing import NamedTuple
from urllib.parse import quote, urlencode

from logiroute.model.place import Place
from logiroute.model.zone import Gate

#: A run of digits with the usual separators, at least seven digits long.
_PHONE = re.compile(r"\+?\d(?:[\s().\-–]{0,2}\d){6,17}")


class Link(NamedTuple):
    """A named address."""

    name: str
    href: str


def navigation_links(place: Place | Gate) -> list[Link]:
    """Links to a place or a gate, in WGS-84 throughout: the Chinese services are told so.

    Parameter names after the services' own pages: Amap URI API (``coordinate=wgs84``), Baidu map
    URI API (``coord_type=wgs84``), Google Maps URLs (``api=1``), RFC 5870 for ``geo:``.
    """
    lon, lat = (f"{value:.6f}" for value in place.point)
    amap = {
        "to": f"{lon},{lat},{place.name.replace(',', ' ')}",
        "mode": "car",
        "coordinate": "wgs84",
        "callnative": "1",
        "src": "logiroute",
    }
    baidu = {
        "location": f"{lat},{lon}",
        "title": place.name,
        "content": (place.address if isinstance(place, Place) else "") or place.name,
        "coord_type": "wgs84",
        "output": "html",
        "src": "logiroute",
    }
    google = {"api": "1", "destination": f"{lat},{lon}", "travelmode": "driving"}
    return [
        Link("amap", "https://uri.amap.com/navigation?" + _query(amap)),
        Link("baidu", "https://api.map.baidu.com/marker?" + _query(baidu)),
        Link("google", "https://www.google.com/maps/dir/?" + _query(google)),
        Link("geo", f"{geo_uri(place)}?q={lat},{lon}({quote(place.name, safe='')})"),
    ]


def _query(parameters: dict[str, str]) -> str:
    return urlencode(parameters, quote_via=quote, safe=",")


def geo_uri(place: Place | Gate) -> str:
    """The place as a ``geo:`` address (WGS-84 by definition)."""
    lon, lat = place.point
    return f"geo:{lat:.6f},{lon:.6f}"


def telephone(text: str) -> str:
    """The first telephone number in a text as a ``tel:`` link, empty if there is none."""
    found = _PHONE.search(text)
    if found is None:
        return ""
    number = found.group()
    digits = re.sub(r"\D", "", number)
    return f"tel:{'+' if number.startswith('+') else ''}{digits}"
