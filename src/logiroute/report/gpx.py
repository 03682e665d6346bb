"""Routes as GPX 1.1, for navigation devices that take nothing else."""

import re
from datetime import UTC
from pathlib import Path
from xml.etree import ElementTree as ET

from logiroute.atomic import write_bytes
from logiroute.model.place import Point
from logiroute.model.plan import Plan
from logiroute.model.scenario import Scenario
from logiroute.report.cards import task_text
from logiroute.report.gathering import gathered
from logiroute.report.view import PlanView, RouteView
from logiroute.report.wording import Wording

NAMESPACE = "http://www.topografix.com/GPX/1/1"

#: Characters XML 1.0 has no way to write.
_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_routes_gpx(scenario: Scenario, plan: Plan, path: Path | str, *, lang: str = "en") -> None:
    """Write a track per route and a waypoint per stop, in one step.

    Parameters
    ----------
    scenario, plan : Scenario, Plan
        The plan, and what it is a plan of.
    path : Path or str
        The ``.gpx`` file.
    lang : str
        Language of the descriptions, ``en`` or ``zh_CN``.

    Raises
    ------
    LogirouteError
        Unknown language.
    """
    scenario, plan = gathered(scenario, plan)
    wording = Wording(scenario, lang)
    root = ET.Element("gpx", {"version": "1.1", "creator": "logiroute", "xmlns": NAMESPACE})
    head = ET.SubElement(root, "metadata")
    _text(head, "name", scenario.title)
    _text(head, "time", plan.created.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
    view = PlanView(scenario, plan)
    # The schema wants all waypoints before all tracks.
    for route in view.routes:
        _waypoints(root, route, wording)
    for route in view.routes:
        _track(root, route)
    ET.indent(root, " ")
    write_bytes(path, ET.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n")


def _text(parent: ET.Element, tag: str, value: str) -> None:
    ET.SubElement(parent, tag).text = _UNWRITABLE.sub("\ufffd", value)


def _point(parent: ET.Element, tag: str, point: Point) -> ET.Element:
    lon, lat = point
    return ET.SubElement(parent, tag, {"lat": f"{lat:.6f}", "lon": f"{lon:.6f}"})


def _waypoints(root: ET.Element, route: RouteView, wording: Wording) -> None:
    for stop in route.working_stops:
        waypoint = _point(root, "wpt", stop.place.point)
        clock = wording.clock(stop.stop.arrive)
        _text(waypoint, "name", f"{route.label} {stop.number} {stop.place.name}")
        tasks = "; ".join(task_text(wording, task) for task in stop.stop.tasks)
        _text(waypoint, "desc", f"{clock} {tasks}")


def _track(root: ET.Element, route: RouteView) -> None:
    track = ET.SubElement(root, "trk")
    _text(track, "name", f"{route.label} {route.vehicle.name}")
    for leg in route.legs:
        segment = ET.SubElement(track, "trkseg")
        for point in leg.points:
            _point(segment, "trkpt", point)
