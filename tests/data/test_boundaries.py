"""The shipped boundaries are the files their README speaks of, and lie where they should."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from shapely import Point, contains_xy, prepare, union_all
from shapely.geometry import shape

from logiroute.geo.loading.load import load_roads

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "data" / "boundaries"

#: File → number of features, a point well inside (WGS-84) and the code of the county around it.
CITIES = {
    "wuhan": (13, (114.3052, 30.5435), "156420106"),
    "yiwu": (1, (120.075, 29.306), "156330782"),
    "yongkang": (1, (120.047, 28.888), "156330784"),
    "quzhou": (6, (118.872, 28.936), "156330802"),
}


def features(city: str) -> list[dict[str, Any]]:
    text = (FOLDER / f"{city}.geojson").read_text(encoding="utf-8")
    found: list[dict[str, Any]] = json.loads(text)["features"]
    return found


def test_checksums_hold_and_the_readme_repeats_them() -> None:
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    listed = {}
    for line in (FOLDER / "SHA256SUMS").read_text(encoding="utf-8").splitlines():
        digest, name = line.split()
        listed[name] = digest
        assert hashlib.sha256((FOLDER / name).read_bytes()).hexdigest() == digest, name
        assert f"`{name}`" in readme
        assert digest in readme
    assert set(listed) == {path.name for path in FOLDER.glob("*.geojson")}
    assert set(listed) == {f"{city}.geojson" for city in CITIES}


@pytest.mark.parametrize("city", CITIES)
def test_features_are_valid_named_and_in_place(city: str) -> None:
    count, inside, code = CITIES[city]
    found = features(city)
    assert len(found) == count
    assert len({feature["properties"]["gb"] for feature in found}) == count
    for feature in found:
        area = shape(feature["geometry"])
        assert area.is_valid
        assert area.area > 0.001  # square degrees: some 10 km² at this latitude
        assert feature["properties"]["name"][-1] in "区县市"
    around = [f["properties"]["gb"] for f in found if shape(f["geometry"]).covers(Point(inside))]
    assert around == [code]


def test_the_datum_is_not_gcj02() -> None:
    """Three corners as both datums publish them, of which the file must hold the WGS-84 one."""
    corners = {
        tuple(point)
        for feature in features("wuhan")
        for polygon in feature["geometry"]["coordinates"]
        for ring in polygon
        for point in ring
    }
    assert {(114.219831, 30.623574), (114.285328, 30.450711), (114.92838, 31.039501)} <= corners
    assert not {(114.225286, 30.621139), (114.290729, 30.448223)} & corners


def test_districts_of_wuhan_fit_together_without_overlap() -> None:
    areas = [shape(feature["geometry"]) for feature in features("wuhan")]
    assert sum(area.area for area in areas) == pytest.approx(union_all(areas).area, rel=1e-6)


def test_districts_of_wuhan_cover_the_shipped_streets() -> None:
    city = union_all([shape(feature["geometry"]) for feature in features("wuhan")])
    prepare(city)
    nodes = load_roads(ROOT / "data" / "roads" / "wuhan.parquet").micro / 1e6
    assert len(nodes) > 50_000
    assert contains_xy(city, nodes[:, 0], nodes[:, 1]).all()
