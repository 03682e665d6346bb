"""Streets of a place through OSMnx, from a loopback server that answers like the real ones."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlparse

import osmium
import osmnx
import pytest
import shapely

from logiroute.errors import RoadsError
from logiroute.geo.loading import cache as disk
from logiroute.geo.loading.fetch import fetch_roads
from logiroute.geo.loading.load import load_roads
from tests.geo.drawn import at, write_osm

GUIXI = Path(__file__).parents[3] / "shared" / "data" / "guixi.osm.gz"
BOX = (117.19116, 28.28171, 117.25519, 28.32252)


def _elements(path: Path) -> list[dict[str, Any]]:
    """A file's content in Overpass's JSON, ways before nodes."""
    found: list[dict[str, Any]] = []
    for one in osmium.FileProcessor(str(path)):
        entry: dict[str, Any] = {"id": one.id, "tags": dict(one.tags)}
        if isinstance(one, osmium.osm.Node):
            entry |= {"type": "node", "lat": one.lat, "lon": one.lon}
        elif isinstance(one, osmium.osm.Way):
            entry |= {"type": "way", "nodes": [ref.ref for ref in one.nodes]}
        elif isinstance(one, osmium.osm.Relation):
            long = {"n": "node", "w": "way", "r": "relation"}
            members = [{"role": m.role, "type": long[m.type], "ref": m.ref} for m in one.members]
            entry |= {"type": "relation", "members": members}
        found.append(entry)
    return found[::-1]


class Server(ThreadingHTTPServer):
    """Answers every question about an area with the same content, and keeps the questions."""

    answer: dict[str, Any]
    places: list[dict[str, Any]]
    status = 200

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.questions: list[str] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Answers(BaseHTTPRequestHandler):
    server: Server

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        self.server.questions += parse_qs(self.rfile.read(length).decode())["data"]
        assert self.path == "/api/interpreter"
        self._say(self.server.answer)

    def do_GET(self) -> None:
        self.server.questions += parse_qs(urlparse(self.path).query)["q"]
        self._say(self.server.places)

    def _say(self, content: object) -> None:
        refuses = self.server.status != 200
        body = b"<html>bad question</html>" if refuses else json.dumps(content).encode()
        self.send_response(self.server.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:  # no noise
        pass


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Server]:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    with Server() as running:
        thread = Thread(target=running.serve_forever, args=(0.05,))
        thread.start()
        monkeypatch.setattr(osmnx.settings, "overpass_url", f"{running.url}/api")
        monkeypatch.setattr(osmnx.settings, "nominatim_url", f"{running.url}/")
        yield running
        running.shutdown()
        thread.join()


@pytest.fixture
def town(tmp_path: Path) -> Path:
    nodes = {"a": (0.0, 0.0), "b": (100.0, 0.0), "c": (100.0, 100.0), "g": (50.0, 0.0)}
    street = {"highway": "residential"}
    return write_osm(
        tmp_path / "town.osm",
        nodes,
        [("a g b", street), ("b c", street), ("c a", street)],
        relations=[("from:1 via:b to:2", {"restriction": "no_left_turn"})],
        node_tags={"g": {"barrier": "bollard"}},
    )


def _about(path: Path) -> dict[str, Any]:
    osm3s = {"timestamp_osm_base": "2024-11-05T00:00:00Z"}
    return {"version": 0.6, "osm3s": osm3s, "elements": _elements(path)}


def test_a_box_has_what_the_file_has(server: Server, town: Path) -> None:
    server.answer = _about(town)
    roads = fetch_roads(bbox=(*at((-10, -10)), *at((110, 110))))
    of_file = load_roads(town, cache=False)
    assert len(roads) == len(of_file) == 4
    assert sorted(roads.length_m) == pytest.approx(sorted(of_file.length_m))
    assert len(roads.ban_modes) == len(of_file.ban_modes) == 1
    assert (roads.barrier > 0).sum() == 1
    assert roads.date == "2024-11-05T00:00:00Z"
    assert roads.attribution == "© OpenStreetMap contributors"
    (question,) = server.questions
    assert 'way["highway"](poly:"30.4999' in question


def test_a_place_needs_no_network_the_second_time(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not GUIXI.is_file():
        pytest.skip("needs guixi.osm.gz in the folder of shared data beside the project")
    server.answer = _about(GUIXI)
    outline = shapely.geometry.mapping(shapely.box(*BOX))
    server.places = [
        {
            "place_id": 1,
            "osm_type": "relation",
            "osm_id": 1,
            "lat": "28.3",
            "lon": "117.2",
            "class": "boundary",
            "type": "administrative",
            "importance": 0.5,
            "display_name": "Guixi",
            "boundingbox": [str(BOX[1]), str(BOX[3]), str(BOX[0]), str(BOX[2])],
            "geojson": outline,
        }
    ]
    roads = fetch_roads(place="Guixi, China")
    assert server.questions[0] == "Guixi, China"
    assert len(roads) == len(load_roads(GUIXI, cache=False))
    server.shutdown()
    server.server_close()
    assert fetch_roads(place="Guixi, China").hash == roads.hash
    # Nor does another version of the cache: the servers' answers are there.
    monkeypatch.setattr("logiroute.geo.loading.cache.FORMAT_VERSION", -1)
    assert fetch_roads(place="Guixi, China").hash == roads.hash
    with pytest.raises(RoadsError, match=r"cannot be reached .* give a file"):
        fetch_roads(place="Guixi, China", cache=False)


def test_a_damaged_entry_of_a_place_is_rebuilt(server: Server, town: Path) -> None:
    server.answer = _about(town)
    roads = fetch_roads(bbox=(114.0, 30.0, 114.5, 30.6))
    (entry,) = disk.folder().glob("*.npz")
    entry.write_bytes(entry.read_bytes()[:-100])
    (answer,) = (disk.folder() / "answers").iterdir()
    answer.write_text("nonsense")
    assert fetch_roads(bbox=(114.0, 30.0, 114.5, 30.6)).hash == roads.hash
    assert len(server.questions) == 2


def test_settings_of_osmnx_are_left_as_they_were(server: Server, town: Path) -> None:
    import socket

    before = (osmnx.settings.cache_folder, osmnx.settings.use_cache, socket.getaddrinfo)
    server.answer = _about(town)
    fetch_roads(bbox=(114.0, 30.0, 114.5, 30.6), cache=False)
    after = (osmnx.settings.cache_folder, osmnx.settings.use_cache, socket.getaddrinfo)
    assert after == before
    fetch_roads(bbox=(114.0, 30.0, 114.5, 30.6), cache=False)
    assert len(server.questions) == 2


def test_every_part_of_a_polygon_is_asked_for(server: Server, town: Path) -> None:
    server.answer = _about(town)
    islands = shapely.MultiPolygon([shapely.box(0, 0, 1, 1), shapely.box(3, 3, 4, 4)])
    assert len(fetch_roads(polygon=islands)) == 4
    assert len(server.questions) == 2
    assert "4.0000000 3.0000000" in server.questions[1]


def test_an_unknown_place(server: Server) -> None:
    server.places = []
    with pytest.raises(RoadsError, match="Nowhere: the map server gave no streets"):
        fetch_roads(place="Nowhere")


def test_an_area_without_streets(server: Server) -> None:
    server.answer = {"elements": []}
    with pytest.raises(RoadsError, match="no street"):
        fetch_roads(bbox=(0, 0, 1, 1))


def test_a_question_too_big(server: Server, town: Path) -> None:
    server.answer = _about(town) | {"remark": "runtime error: Query timed out"}
    with pytest.raises(RoadsError, match="Query timed out"):
        fetch_roads(bbox=(0, 0, 1, 1))


def test_a_server_that_refuses(server: Server) -> None:
    server.answer, server.status = {}, 400
    with pytest.raises(RoadsError, match=r"OpenStreetMap: the map server gave no streets .*400"):
        fetch_roads(bbox=(0, 0, 1, 1))


def test_a_server_of_another_kind(server: Server) -> None:
    server.answer = {"hello": "world"}
    with pytest.raises(RoadsError, match="no elements in its answer"):
        fetch_roads(bbox=(0, 0, 1, 1))


@pytest.mark.parametrize("bbox", [(1, 0, 0, 1), (0, 0, 181, 1), (0, 1, 1, 0)])
def test_boxes_that_are_none(bbox: tuple[float, float, float, float]) -> None:
    with pytest.raises(RoadsError, match="west,south,east,north"):
        fetch_roads(bbox=bbox)


def test_polygons_that_are_none() -> None:
    with pytest.raises(RoadsError, match="valid polygon"):
        fetch_roads(polygon=shapely.Polygon([(0, 0), (1, 1), (0, 1), (1, 0)]))
    with pytest.raises(RoadsError, match="valid polygon"):
        fetch_roads(polygon=shapely.Point(0, 0))


def test_exactly_one_area() -> None:
    with pytest.raises(TypeError):
        fetch_roads()
    with pytest.raises(TypeError):
        fetch_roads(place="x", bbox=(0, 0, 1, 1))
