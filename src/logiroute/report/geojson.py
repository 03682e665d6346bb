"""Routes as GeoJSON (RFC 7946), for any other map or analysis."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from logiroute.atomic import write_text
from logiroute.model.place import Point
from logiroute.model.plan import Plan
from logiroute.model.scenario import Scenario
from logiroute.model.zone import Zone
from logiroute.report.lines import OSM_ATTRIBUTION
from logiroute.report.palette import route_style
from logiroute.report.passages import Passing, passings, way_there
from logiroute.report.stop_view import StopView
from logiroute.report.view import PlanView, RouteView
from logiroute.report.wording import Wording


def write_routes_geojson(scenario: Scenario, plan: Plan, path: Path | str) -> None:
    """Write legs as LineStrings, stops and passed gates as Points, in one step.

    A leg names its gates with time and check, the zones it enters, and its steps turn by turn.

    Parameters
    ----------
    scenario, plan : Scenario, Plan
        The plan, and what it is a plan of. A leg that was not traced is a straight line, and says
        so (``traced`` false).
    path : Path or str
        The ``.geojson`` file.
    """
    view = PlanView(scenario, plan)
    wording = Wording(scenario, "en")
    features: list[dict[str, Any]] = []
    for route in view.routes:
        features += _legs(route, wording)
        features += [_stop(route, stop, wording) for stop in route.stops]
        features += [
            _gate(passing, wording)
            for stop in route.stops
            for passing in passings(wording, route, stop)
        ]
    collection = {
        "type": "FeatureCollection",
        "scenario": scenario.id,
        "title": scenario.title,
        "note": scenario.note,
        "attribution": OSM_ATTRIBUTION,
        "features": features,
    }
    write_text(path, json.dumps(collection, ensure_ascii=False, allow_nan=False, indent=1) + "\n")


def position(point: Point) -> list[float]:
    """Longitude, latitude; seven decimals are a centimetre."""
    return [round(point[0], 7), round(point[1], 7)]


def _about(route: RouteView) -> dict[str, Any]:
    style = route_style(route.index)
    return {
        "vehicle": route.vehicle.id,
        "vehicle_name": route.vehicle.name,
        "vehicle_class": route.vehicle.vehicle_class,
        "shift": route.route.shift,
        "stroke": style.colour,
    }


def _legs(route: RouteView, wording: Wording) -> Iterator[dict[str, Any]]:
    for number, driven in enumerate(route.legs, start=1):
        leg = driven.leg
        yield {
            "type": "Feature",
            "geometry": {
                "type": "LineString",
                "coordinates": [position(point) for point in driven.points],
            },
            "properties": {
                "feature": "leg",
                **_about(route),
                "trip": driven.stop.trip,
                "leg": number,
                "from": leg.from_id,
                "to": leg.to_id,
                "depart": wording.local(driven.before.stop.depart).isoformat(),
                "arrive": wording.local(driven.stop.stop.arrive).isoformat(),
                "seconds": leg.seconds,
                "metres": leg.metres,
                "traced": driven.traced,
                "gates": [
                    _passage(passing, wording) for passing in passings(wording, route, driven.stop)
                ],
                "zones": [_zone(wording.scenario.zone[zone_id]) for zone_id in leg.zones],
                "steps": [
                    {
                        "text": text,
                        "maneuver": step.maneuver.value,
                        "street": step.street,
                        "metres": step.metres,
                    }
                    for step, text in zip(leg.steps, way_there(wording, leg), strict=True)
                ],
            },
        }


def _passage(passing: Passing, wording: Wording) -> dict[str, Any]:
    gate, passage = passing.gate, passing.passage
    return {
        "gate": gate.id,
        "name": gate.name,
        "zone": gate.zone_id,
        "at": wording.local(passage.at).isoformat(),
        "delay_s": passage.delay_s,
        "papers": list(gate.papers),
    }


def _zone(zone: Zone) -> dict[str, str]:
    return {"zone": zone.id, "name": zone.name, "zone_class": zone.zone_class}


def _gate(passing: Passing, wording: Wording) -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": position(passing.gate.point)},
        "properties": {
            "feature": "gate",
            **_about(passing.route),
            "trip": passing.stop.trip,
            **_passage(passing, wording),
        },
    }


def _stop(route: RouteView, view: StopView, wording: Wording) -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": position(view.place.point)},
        "properties": {
            "feature": "stop",
            **_about(route),
            "trip": view.trip,
            "number": view.number,
            "role": view.role,
            "place": view.place.id,
            "name": view.place.name,
            "kind": view.place.kind.value,
            "arrive": wording.local(view.stop.arrive).isoformat(),
            "depart": wording.local(view.stop.depart).isoformat(),
            "tasks": [
                {
                    "kind": task.kind.value,
                    "order": task.order_id,
                    "start": wording.local(task.start).isoformat(),
                    "end": wording.local(task.end).isoformat(),
                    "lines": {line.item_id: line.quantity for line in task.lines},
                    "persons": task.persons,
                }
                for task in view.stop.tasks
            ],
            "loads_after": dict(sorted(view.stop.manifest.loads.items())),
        },
    }
