"""A SYNTHETIC day of any size on real streets: deliveries from a few depots by alike trucks."""

from datetime import UTC, date, datetime, timedelta

import numpy as np

from benchmarks.ours import Ours
from benchmarks.places import Places, places_on
from logiroute.files.policy import read_policy
from logiroute.geo.roads import Roads
from logiroute.model.fleet import Vehicle
from logiroute.model.order import Delivery, Line
from logiroute.model.place import Place, PlaceKind, Window
from logiroute.model.scenario import Scenario
from logiroute.model.stock import Item

_START = datetime(2022, 4, 13, 8, tzinfo=UTC)
_HOURS = 10
#: A depot for so many stops.
_STOPS_PER_DEPOT = 2500
#: What a truck carries, and what an order weighs at most.
_TRUCK_KG, _MOST_KG = 1500, 60
#: Trucks are so many times those that the weight needs at least.
_SPARE = 1.3
#: Of three orders one is to be brought within so many hours.
_WINDOW_HOURS = 2
_UNLOADING_S = 240
#: Hundredths of the currency, as in the town day.
_FIXED, _PER_KM, _PER_HOUR = 8000, 220, 4500


def city_day(roads: Roads, stops: int, seed: int) -> Scenario:
    """So many deliveries at random points of the streets.

    Parameters
    ----------
    roads : Roads
    stops, seed : int

    Raises
    ------
    ValueError
        The streets have not so many points that lie on one street alone.
    """
    rng = np.random.default_rng(seed)
    depots = -(-stops // _STOPS_PER_DEPOT)
    points = _points(roads, stops + depots, seed)
    kg = rng.integers(5, _MOST_KG + 1, stops)
    windows = [_window(int(hour)) for hour in rng.integers(0, _HOURS - _WINDOW_HOURS + 1, stops)]
    timed = rng.random(stops) < 1 / 3
    trucks = int(_SPARE * kg.sum() / _TRUCK_KG) + depots
    names = [f"D{row}" if row < depots else f"S{row - depots}" for row in range(len(points))]
    return Scenario(
        id=f"city-{stops}",
        title=f"City day of {stops} stops (synthetic)",
        date=date(2022, 4, 13),
        timezone="UTC",
        roads="-",
        policy=read_policy("default"),
        items=(Item(id="kg", name="Goods", unit_loads={"mass_g": 1000}),),
        places=tuple(
            Place(
                id=name,
                name=name,
                kind=PlaceKind.DEPOT if row < depots else PlaceKind.SITE,
                point=tuple(points.lonlat[row].tolist()),
            )
            for row, name in enumerate(names)
        ),
        vehicles=tuple(_truck(row, f"D{row % depots}") for row in range(trucks)),
        orders=tuple(
            Delivery(
                id=f"O{row}",
                name=f"O{row}",
                site_id=f"S{row}",
                lines=(Line(item_id="kg", quantity=int(kg[row])),),
                windows=(windows[row],) if timed[row] else (),
                service_s=_UNLOADING_S,
            )
            for row in range(stops)
        ),
        note="SYNTHETIC: orders, depots and trucks are drawn at random; streets are real.",
    )


def _points(roads: Roads, count: int, seed: int) -> Places:
    drivable = Ours(roads, "truck", "cch").drivable
    # Points that lie near two streets are dropped, so more are drawn than needed.
    points = places_on(drivable, 2 * count, seed).first(count)
    if len(points) < count:
        raise ValueError(f"{roads.source}: {len(points)} points on one street alone, not {count}")
    return points


def _window(hour: int) -> Window:
    start = _START + timedelta(hours=hour)
    return Window(start=start, end=start + timedelta(hours=_WINDOW_HOURS))


def _truck(row: int, depot: str) -> Vehicle:
    return Vehicle(
        id=f"T{row}",
        name=f"T{row}",
        vehicle_class="truck",
        profile="truck",
        capacity={"mass_g": _TRUCK_KG * 1000},
        shifts=(Window(start=_START, end=_START + timedelta(hours=_HOURS)),),
        start_id=depot,
        end_id=depot,
        fixed_cost=_FIXED,
        cost_per_km=_PER_KM,
        cost_per_hour=_PER_HOUR,
    )
