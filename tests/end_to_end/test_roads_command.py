"""``logiroute roads``: what it says about a file, what it writes, what it refuses."""

import json
from pathlib import Path

import pytest

from logiroute.errors import RoadsError
from logiroute.geo.loading.area import roads_of
from logiroute.geo.loading.load import load_roads
from tests.end_to_end.conftest import REPO, Cli

HELSINKI = REPO / "tests" / "data" / "helsinki.osm.pbf"


@pytest.mark.filterwarnings("ignore:.*missing nodes")
def test_a_file_is_described_and_written(cli: Cli, tmp_path: Path) -> None:
    out = tmp_path / "helsinki.parquet"
    result = cli("roads", HELSINKI, "--out", out)
    assert result.returncode == 0, result.stderr
    rows = {tuple(line.split(maxsplit=1)) for line in result.stdout.splitlines()}
    assert ("segments", "4,213 between 3,103 junctions") in rows
    assert ("turns", "48 forbidden turns, 0 over ways") in rows
    assert ("barriers", "24 junctions that stop somebody") in rows
    assert (
        "limits",
        "segments with a limit: 22 of weight, 23 of height, 0 of width, 1,195 of speed",
    ) in rows
    assert ("dropped", "1 turn restrictions whose ways lie outside the network") in rows
    assert ("date", "unknown") in rows
    assert ("box", "24.9352,60.1642 to 24.9534,60.1791 (lon,lat WGS-84)") in rows
    assert ("Written", f"to {out}") in rows
    assert "missing nodes" in result.stderr
    roads = load_roads(out, cache=False)
    assert ("sha256", roads.hash) in rows
    assert roads.hash == load_roads(HELSINKI, cache=False).hash


def test_what_a_format_cannot_carry_is_said(cli: Cli, tmp_path: Path) -> None:
    result = cli("roads", HELSINKI, "--out", tmp_path / "helsinki.geojson")
    assert result.returncode == 0, result.stderr
    assert "helsinki.geojson cannot carry 48 forbidden turns; .parquet can" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("nowhere.osm",), "nowhere.osm: no such file"),
        ((), "give one of: a road file"),
        (("Guixi", "--bbox", "0,0,1,1"), "give one of: a road file"),
        (("--bbox", "0,0,1"), "give west,south,east,north"),
        (("--bbox", "1,0,0,1"), "is none; give west,south,east,north"),
        (("--polygon", "nothing.geojson"), "nothing.geojson: cannot be read as GeoJSON"),
        ((HELSINKI, "--out", "roads.shp"), "roads.shp: unknown kind of road file"),
    ],
)
def test_wrong_words_are_bad_input(arguments: tuple[object, ...], words: str, cli: Cli) -> None:
    result = cli("roads", *arguments)
    assert result.returncode == 2
    assert words in result.stderr
    assert not result.stdout


def test_a_name_is_a_place_and_a_path_is_a_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked: list[dict[str, object]] = []
    monkeypatch.setattr("logiroute.geo.loading.area.fetch_roads", lambda **area: asked.append(area))
    roads_of("贵溪市")
    roads_of(bbox="117.19,28.28,117.25,28.32")
    square = [[0, 0], [1, 0], [1, 1], [0, 0]]
    feature = {
        "type": "Feature",
        "properties": {},
        "geometry": {"type": "Polygon", "coordinates": [square]},
    }
    area = tmp_path / "area.geojson"
    area.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    roads_of(polygon=area)
    assert asked[:2] == [{"place": "贵溪市"}, {"bbox": (117.19, 28.28, 117.25, 28.32)}]
    polygon = asked[2]["polygon"]
    assert getattr(polygon, "area", None) == 0.5
    for path in ("data/nowhere", str(tmp_path), "nowhere.gpkg"):
        with pytest.raises(RoadsError):
            roads_of(path)
    area.write_text('{"type": "Point", "coordinates": [0, 0]}')
    with pytest.raises(RoadsError, match="no polygon"):
        roads_of(polygon=area)
    assert len(asked) == 3
