"""One way from point to point as GeoJSON (RFC 7946), with its gates and directions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from logiroute.model.place import Point
from logiroute.model.plan import Step
from logiroute.model.zone import Gate, Zone
from logiroute.report.directions import direction_lines
from logiroute.report.geojson import position


@dataclass(frozen=True)
class GateMark:
    """A gate on the way, seconds from departure to it, and seconds the check takes."""

    gate: Gate
    after_s: int
    delay_s: int


@dataclass(frozen=True)
class Way:
    """What there is to say of one way.

    Attributes
    ----------
    seconds, metres : int
    from_m, to_m : float
        Distances of the points from the streets they were put on.
    geometry : tuple of Point
        WGS-84.
    gates : tuple of GateMark
        In driving order.
    zones : tuple of Zone
        Zones entered, in order.
    steps : tuple of Step
    depart : datetime or None
        On the clock it is shown on; None where the time does not matter.
    """

    seconds: int
    metres: int
    from_m: float
    to_m: float
    geometry: tuple[Point, ...]
    gates: tuple[GateMark, ...] = ()
    zones: tuple[Zone, ...] = ()
    steps: tuple[Step, ...] = ()
    depart: datetime | None = None

    def directions(self, lang: str) -> list[str]:
        """Turn by turn, in words; one line per step.

        Raises
        ------
        LogirouteError
            There is no catalog for this language.
        """
        names = {mark.gate.id: mark.gate.name for mark in self.gates}
        delays = {mark.gate.id: mark.delay_s for mark in self.gates}
        return direction_lines(self.steps, lang, names, delays)


def way_geojson(way: Way, about: Mapping[str, str], lang: str = "en") -> dict[str, Any]:
    """A FeatureCollection: the way as a LineString, then each of its gates as a Point.

    Parameters
    ----------
    way : Way
    about : mapping of str to str
        Goes to the top level: who moves, and whose roads they are (``attribution``).
    lang : str
        Language of the directions.

    Raises
    ------
    LogirouteError
        There is no catalog for this language.
    """
    line = {
        "type": "Feature",
        "geometry": {
            "type": "LineString",
            "coordinates": [position(point) for point in way.geometry],
        },
        "properties": {
            "feature": "way",
            "seconds": way.seconds,
            "metres": way.metres,
            **_clock(way, "depart", 0),
            **_clock(way, "arrive", way.seconds),
            "from_m": round(way.from_m, 1),
            "to_m": round(way.to_m, 1),
            "streets": _streets(way.steps),
            "zones": [
                {"zone": zone.id, "name": zone.name, "zone_class": zone.zone_class}
                for zone in way.zones
            ],
            "gates": [_gate(way, mark) for mark in way.gates],
            "steps": [
                {
                    "text": text,
                    "maneuver": step.maneuver.value,
                    "street": step.street,
                    "metres": step.metres,
                }
                for step, text in zip(way.steps, way.directions(lang), strict=True)
            ],
        },
    }
    points = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": position(mark.gate.point)},
            "properties": {"feature": "gate", **_gate(way, mark)},
        }
        for mark in way.gates
    ]
    return {"type": "FeatureCollection", **about, "features": [line, *points]}


def _gate(way: Way, mark: GateMark) -> dict[str, Any]:
    return {
        "gate": mark.gate.id,
        "name": mark.gate.name,
        "zone": mark.gate.zone_id,
        "after_s": mark.after_s,
        "delay_s": mark.delay_s,
        "papers": list(mark.gate.papers),
        **_clock(way, "at", mark.after_s),
    }


def _clock(way: Way, name: str, after_s: int) -> dict[str, str]:
    if way.depart is None:
        return {}
    return {name: (way.depart + timedelta(seconds=after_s)).isoformat()}


def _streets(steps: Sequence[Step]) -> list[str]:
    """Names of the streets driven, in order, each once in a row."""
    named = [step.street for step in steps if step.street]
    return [name for i, name in enumerate(named) if i == 0 or name != named[i - 1]]
