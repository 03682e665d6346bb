"""Points and lines of closures: the same drawing means the same, however it is written."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logiroute.files.cells import CellError
from logiroute.files.lines import check_line, line_of_geojson, line_of_text

DEGREES = st.tuples(
    st.integers(-180_000_000, 180_000_000).map(lambda micro: micro / 1e6),
    st.integers(-90_000_000, 90_000_000).map(lambda micro: micro / 1e6),
)


@given(line=st.lists(DEGREES, min_size=2, max_size=6))
def test_wkt_and_geojson_of_a_line_agree(line: list[tuple[float, float]]) -> None:
    corners = ", ".join(f"{lon:.6f} {lat:.6f}" for lon, lat in line)
    simple = {"type": "LineString", "coordinates": line}
    written = (
        f"LINESTRING ({corners})",
        f" MULTILINESTRING (({corners}))",
        json.dumps(simple),
        json.dumps({"type": "MultiLineString", "coordinates": [line]}),
    )
    assert {line_of_text(text) for text in written} == {tuple(line)}
    assert line_of_geojson(json.loads(json.dumps(simple))) == tuple(line)


@given(point=DEGREES)
def test_every_way_to_write_a_point(point: tuple[float, float]) -> None:
    lon, lat = point
    for text in (
        f"POINT ({lon:.6f} {lat:.6f})",
        f"POINT Z ({lon:.6f} {lat:.6f} 21.5)",
        f"MULTIPOINT (({lon:.6f} {lat:.6f}))",
        json.dumps({"type": "Point", "coordinates": [lon, lat, 21.5]}),
        json.dumps({"type": "MultiPoint", "coordinates": [point]}),
    ):
        assert line_of_text(text) == (point,)
        check_line(line_of_text(text))


@pytest.mark.parametrize(
    "text",
    [
        "POINT EMPTY",
        "LINESTRING EMPTY",
        "MULTILINESTRING EMPTY",
        '{"type": "Point", "coordinates": []}',
        '{"type": "MultiLineString", "coordinates": []}',
    ],
)
def test_nothing_is_no_closure(text: str) -> None:
    with pytest.raises(CellError) as caught:
        check_line(line_of_text(text))
    assert caught.value.code == "S229"
