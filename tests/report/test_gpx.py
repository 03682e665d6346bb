"""GPX read back by an XML parser."""

from pathlib import Path
from xml.etree import ElementTree as ET

from logiroute.report.gpx import NAMESPACE, write_routes_gpx
from tests.report.sample_day import HOSTILE, sample

GPX = {"g": NAMESPACE}


def test_a_track_per_route_and_a_waypoint_per_stop(tmp_path: Path) -> None:
    day = sample()
    path = tmp_path / "routes.gpx"
    write_routes_gpx(day.scenario, day.plan, path)
    root = ET.fromstring(path.read_text(encoding="utf-8"))  # noqa: S314 - written just above
    assert root.tag == f"{{{NAMESPACE}}}gpx"
    assert len(root.findall("g:trk", GPX)) == len(day.plan.routes)
    segments = root.findall("g:trk/g:trkseg", GPX)
    assert len(segments) == sum(len(route.legs) for route in day.plan.routes)
    first = segments[0].findall("g:trkpt", GPX)
    lon, lat = day.plan.routes[0].legs[0].geometry[0]
    assert (float(first[0].attrib["lon"]), float(first[0].attrib["lat"])) == (
        round(lon, 6),
        round(lat, 6),
    )
    waypoints = root.findall("g:wpt", GPX)
    assert len(waypoints) == sum(len(route.stops) - 2 for route in day.plan.routes)
    assert waypoints[0].findtext("g:name", namespaces=GPX) == "T01 1 学府路12号小区"
    assert waypoints[0].findtext("g:desc", namespaces=GPX) == (
        "06:13 Unload: 早餐 × 60, 暖心套餐 × 12"
    )
    assert root.findtext("g:metadata/g:time", namespaces=GPX) == "2022-04-17T20:12:00Z"


def test_hostile_and_unwritable_texts_stay_texts(tmp_path: Path) -> None:
    day = sample(hostile=True)
    title = HOSTILE[0] + "\x00\x1b\ud800"
    scenario = day.scenario.model_copy(update={"title": title})
    path = tmp_path / "routes.gpx"
    write_routes_gpx(scenario, day.plan, path)
    root = ET.fromstring(path.read_text(encoding="utf-8"))  # noqa: S314 - written just above
    assert root.findtext("g:metadata/g:name", namespaces=GPX) == HOSTILE[0] + "\ufffd" * 3
