"""Synthetic days: as large as asked, the same again, as reachable as the day they are made of."""

from pathlib import Path

import numpy as np
import pytest
import shapely

from benchmarks.city_day import city_day
from benchmarks.larger_day import larger_day
from benchmarks.town import Outcome, summary
from logiroute.files.day import read_scenario
from logiroute.geo.loading.load import load_roads
from logiroute.geo.travel import travel_times
from logiroute.model.order import Delivery
from logiroute.model.travel import UNREACHABLE

_ROOT = Path(__file__).resolve().parent.parent.parent
_ROADS = _ROOT / "data" / "roads" / "wuhan.parquet"


def test_a_city_day_is_as_large_as_asked_and_the_same_again() -> None:
    roads = load_roads(_ROADS)
    day = city_day(roads, 60, 3)
    assert len(day.orders) == 60
    assert day == city_day(roads, 60, 3)
    assert day != city_day(roads, 60, 4)
    assert "SYNTHETIC" in day.note
    goods = [order.lines for order in day.orders if isinstance(order, Delivery)]
    asked = sum(line.quantity for lines in goods for line in lines)
    assert sum(v.capacity["mass_g"] for v in day.vehicles) >= 1000 * asked
    (tables,) = travel_times(day, roads).tables.values()
    assert tables[-1].seconds.max() < UNREACHABLE


@pytest.mark.slow
def test_a_larger_day_keeps_zones_and_ways() -> None:
    day = read_scenario(_ROOT / "examples" / "town-day")
    roads = load_roads(day.roads)
    larger = larger_day(day, roads, 2, 1)
    assert len(larger.orders) == 2 * len(day.orders)
    assert len(larger.vehicles) == 2 * len(day.vehicles)
    assert larger.orders[: len(day.orders)] == day.orders
    assert "SYNTHETIC" in larger.note
    assert sum(stock.quantity for stock in larger.stock) == 2 * sum(s.quantity for s in day.stock)
    copies = [place for place in larger.places if place.id not in day.place]
    assert len(copies) > 80
    for place in copies:
        first = day.place[place.id.removesuffix("-2")]
        for zone in day.zones:
            inside = shapely.contains_xy(zone.shape, *place.point)
            assert inside == shapely.contains_xy(zone.shape, *first.point), place.id
    travel = travel_times(larger, roads)
    new = [travel.index[place.id] for place in copies]
    old = [travel.index[place.id.removesuffix("-2")] for place in copies]
    ends = [travel.index[vehicle.start_id] for vehicle in day.vehicles]
    for tables in travel.tables.values():
        for table in tables:
            reached = table.seconds != UNREACHABLE
            assert np.array_equal(reached[np.ix_(ends, new)], reached[np.ix_(ends, old)])
            assert np.array_equal(reached[np.ix_(new, ends)], reached[np.ix_(old, ends)])


def test_savings_by_hand() -> None:
    pairs = [
        (Outcome(9_000, 0, 0), Outcome(10_000, 0, 0)),
        (Outcome(11_000, 0, 0), Outcome(10_000, 0, 0)),
        (Outcome(12_000, 0, 0), Outcome(4_000, 50_000, 1)),
    ]
    said = summary(pairs, "CNY")
    assert "better or equal in 2 of 3 seeds" in said
    # The third leaves out an order: it is better, and no saving.
    assert "saving 0.00 CNY a day (0.00%), mean of the 2 seeds" in said
