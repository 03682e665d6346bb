"""A larger version of a day: more sites of the same kinds near the old ones, and more of the fleet.

It is SYNTHETIC, made from a day by a seed: nobody reported it.
"""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import shapely
from numpy.typing import NDArray

from benchmarks.ours import Ours
from benchmarks.places import places_on
from logiroute.geo.roads import Roads
from logiroute.geo.travel import travel_times
from logiroute.model.fleet import Vehicle
from logiroute.model.order import Collection, Order, Transfer
from logiroute.model.place import Place, PlaceKind, Point
from logiroute.model.scenario import Scenario
from logiroute.model.stock import Stock
from logiroute.model.travel import UNREACHABLE, TravelTimes

#: A copy of a site lies so far from it at least, in metres, and is one of so many next points.
_APART_M, _NEXT = 60.0, 40
#: Points on streets that copies are drawn from.
_POINTS = 20_000
#: How often copies that cannot be reached as the old site can are drawn again.
_ROUNDS = 6


def larger_day(scenario: Scenario, roads: Roads, times: int, seed: int) -> Scenario:
    """So many times the orders and the vehicles of a day.

    The first of each is the day's own. Copies of an order go to a site of their own, on a street
    nearby that lies in the same zones and is reached by the same kinds of vehicles, or where there
    is none to the old site. Depots, hospitals and the like stay where they are, with as many times
    the stock and beds.

    Parameters
    ----------
    scenario : Scenario
    roads : Roads
    times, seed : int
    """
    copies = [str(number) for number in range(2, times + 1)]
    spots = _Spots(scenario, roads, seed)
    old = {place.id: place for place in scenario.places}
    new: dict[str, Place] = {}
    wrong = [f"{name}-{copy}" for copy in copies for name in _moved(scenario)]
    for _ in range(_ROUNDS):
        for name in wrong:
            place = old[name.rpartition("-")[0]]
            point = spots.near(place)
            if point is not None:
                new[name] = place.model_copy(update={"id": name, "point": point})
        wrong = _reached_otherwise(scenario, roads, new)
        if not wrong:
            break
    for name in wrong:
        del new[name]
    return _with(scenario, times, copies, new)


def _moved(scenario: Scenario) -> list[str]:
    """Sites that orders go to or start from, and nothing else happens at."""
    used = {name for order in scenario.orders for name in _ends(order)[1]}
    used |= {name for vehicle in scenario.vehicles for name in (vehicle.start_id, vehicle.end_id)}
    own = {_ends(order)[0] for order in scenario.orders} - used
    return [p.id for p in scenario.places if p.id in own and p.kind is PlaceKind.SITE]


def _ends(order: Order) -> tuple[str, tuple[str, ...]]:
    """Where an order is done or begins, and where it may end."""
    if isinstance(order, Transfer | Collection):
        return order.origin_id, order.destination_ids
    return order.site_id, ()


class _Spots:
    """Points on streets, and which lie near a place and in its zones."""

    def __init__(self, scenario: Scenario, roads: Roads, seed: int) -> None:
        self._roads, self._rng = roads, np.random.default_rng(seed)
        found = places_on(Ours(roads, "van", "cch").drivable, _POINTS, seed).lonlat
        self._degrees = found
        self._metres = roads.plane.metres(found)
        rings = [polygon[0] for zone in scenario.zones for polygon in zone.polygons]
        # What lies in a hole is outside, but not like what lies outside of everything.
        filled = [shapely.Polygon(ring) for ring in rings]
        self._zones = [*(zone.shape for zone in scenario.zones), *filled]
        self._inside = self._of(found)
        self._free = np.ones(len(found), dtype=np.bool_)

    def _of(self, degrees: NDArray[np.float64]) -> NDArray[np.bool_]:
        points = shapely.points(degrees)
        return np.array([shapely.contains(zone, points) for zone in self._zones]).T.reshape(
            len(degrees), len(self._zones)
        )

    def near(self, place: Place) -> Point | None:
        """A point that nobody has been given yet, or None if none is left."""
        here = np.array([place.point])
        apart = np.hypot(*(self._metres - self._roads.plane.metres(here)).T)
        fit = (apart > _APART_M) & self._free & (self._inside == self._of(here)).all(axis=1)
        if not fit.any():
            return None
        rows = np.flatnonzero(fit)
        row = int(self._rng.choice(rows[np.argsort(apart[rows], kind="stable")[:_NEXT]]))
        self._free[row] = False
        lon, lat = self._degrees[row].tolist()
        return lon, lat


def _reached_otherwise(scenario: Scenario, roads: Roads, new: Mapping[str, Place]) -> list[str]:
    """New places that some kind of vehicle reaches, or leaves, unlike the old one."""
    places = (*scenario.places, *new.values())
    travel = travel_times(scenario.model_copy(update={"places": places}), roads)
    ends = sorted({v.start_id for v in scenario.vehicles} | set(_destinations(scenario)))
    return [
        name
        for name in new
        if not np.array_equal(
            _reach(travel, name, ends), _reach(travel, name.rpartition("-")[0], ends)
        )
    ]


def _destinations(scenario: Scenario) -> Iterable[str]:
    return (name for order in scenario.orders for name in _ends(order)[1])


def _reach(travel: TravelTimes, name: str, ends: Sequence[str]) -> NDArray[np.bool_]:
    """Whether there is a way from each end and to it, in every table."""
    row, rows = travel.index[name], [travel.index[end] for end in ends]
    return np.array(
        [
            (table.seconds[rows, row] != UNREACHABLE, table.seconds[row, rows] != UNREACHABLE)
            for movement in travel.tables
            for table in travel.tables[movement]
        ]
    )


def _with(
    scenario: Scenario,
    times: int,
    copies: Sequence[str],
    new: Mapping[str, Place],
) -> Scenario:
    """The whole day, checked like any other."""
    places = tuple(
        place if place.beds is None else place.model_copy(update={"beds": place.beds * times})
        for place in scenario.places
    )
    orders = [_order(order, copy, new) for copy in copies for order in scenario.orders]
    vehicles = [_vehicle(vehicle, copy) for copy in copies for vehicle in scenario.vehicles]
    note = f"SYNTHETIC: {times} times {scenario.id}, sites moved at random. {scenario.note}"
    update = {
        "id": f"{scenario.id}-{times}",
        "title": f"{scenario.title} x {times} (synthetic)",
        "places": (*places, *new.values()),
        "orders": (*scenario.orders, *orders),
        "vehicles": (*scenario.vehicles, *vehicles),
        "stock": tuple(_stock(stock, times) for stock in scenario.stock),
        "note": note,
    }
    return Scenario.model_validate(scenario.model_copy(update=update).model_dump())


def _order(order: Order, copy: str, new: Mapping[str, Place]) -> Order:
    where = "origin_id" if isinstance(order, Transfer | Collection) else "site_id"
    here = _ends(order)[0]
    there = f"{here}-{copy}"
    update = {"id": f"{order.id}-{copy}", where: there if there in new else here}
    if order.together:
        update["together"] = f"{order.together}-{copy}"
    return order.model_copy(update=update)


def _vehicle(vehicle: Vehicle, copy: str) -> Vehicle:
    crew = tuple(member.model_copy(update={"id": f"{member.id}-{copy}"}) for member in vehicle.crew)
    return vehicle.model_copy(update={"id": f"{vehicle.id}-{copy}", "crew": crew})


def _stock(stock: Stock, times: int) -> Stock:
    more = {"quantity": stock.quantity * times, "reserve": stock.reserve * times}
    return stock.model_copy(update=more)
