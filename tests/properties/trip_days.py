"""Random small days on which vehicles load several times, and routes that do.

Every vehicle may do every order, and loads are close to what it takes, so that many routes of
several trips are legal, and many just not.
"""

from datetime import date

from hypothesis import strategies as st

from logiroute.model.fleet import Vehicle
from logiroute.model.order import Call, Collection, Delivery, Line, Order, Party, Transfer
from logiroute.model.place import Place, PlaceKind, Window
from logiroute.model.scenario import Scenario
from logiroute.model.stock import Stock
from logiroute.model.travel import TravelTimes
from logiroute.solver.problem import Problem, Routes
from tests.properties.scenarios import (
    ITEMS,
    POLICY,
    TZ,
    minute,
    one_in,
    reload_at_random,
    travel_of,
)

_PLACES = ("D1", "D2", "S1", "S2", "S3", "Q1")
_HOME = st.sampled_from(("D1", "D1", "D1", "D2", "S1"))


@st.composite
def _place(draw: st.DrawFn, name: str) -> Place:
    depot = name.startswith("D")
    opens = draw(st.integers(0, 60))
    kind = PlaceKind.DEPOT if depot else PlaceKind.SITE
    return Place(
        id=name,
        name=name,
        kind=PlaceKind.HOSPITAL if name == "Q1" else kind,
        point=(114.35, 30.5),
        stop_s=draw(st.sampled_from((0, 60))),
        windows=(
            (Window(start=minute(opens), end=minute(opens + draw(st.integers(30, 200)))),)
            if depot and draw(one_in(3))
            else ()
        ),
    )


@st.composite
def _order(draw: st.DrawFn, number: int) -> Order:
    kind = draw(st.sampled_from((Delivery, Delivery, Call, Collection, Collection, Transfer)))
    common: dict[str, object] = {"id": f"o{number}", "service_s": draw(st.sampled_from((0, 60)))}
    line = Line(item_id="kit", quantity=draw(st.integers(1, 3)))
    site = st.sampled_from(("S1", "S2", "S3", "D2"))
    if kind in (Delivery, Call):
        goods = kind is Delivery or draw(st.booleans())
        common |= {
            "site_id": draw(site),
            "lines": (line,) if goods else (),
            "depot_ids": draw(st.sampled_from(((), (), (), ("D1",), ("D2",)))),
            "release": minute(draw(st.integers(0, 150))) if goods and draw(one_in(3)) else None,
        }
        return kind.model_validate(common)
    common |= {"origin_id": draw(site), "destination_ids": ("Q1", "D1")}
    if kind is Collection:
        most = draw(st.sampled_from((None, 3000)))
        return Collection.model_validate({**common, "lines": (line,), "max_aboard_s": most})
    return Transfer.model_validate({**common, "party": Party(persons=2, party_class="released")})


@st.composite
def _vehicle(draw: st.DrawFn, number: int) -> Vehicle:
    opens = draw(st.integers(0, 60))
    return Vehicle(
        id=f"v{number}",
        name=f"vehicle {number}",
        vehicle_class="van",
        profile="car",
        capacity={
            "mass_g": draw(st.sampled_from((24, 32, 40))),
            "volume_cm3": draw(st.sampled_from((1000, 12))),
            "seats": 4,
        },
        shifts=(Window(start=minute(opens), end=minute(opens + draw(st.integers(100, 300)))),),
        start_id=draw(_HOME),
        end_id=draw(_HOME),
        fixed_cost=draw(st.sampled_from((0, 5_000))),
        cost_per_km=170,
        cost_per_hour=draw(st.sampled_from((0, 3_300))),
        max_trips=draw(st.sampled_from((3, 2, 4, 1))),
        reload_s=draw(st.sampled_from((0, 120))),
        reload_ids=draw(st.sampled_from(((), ("D1",), ("D1", "D2")))),
        lifo=draw(one_in(3)),
    )


@st.composite
def trip_days(draw: st.DrawFn, *, max_orders: int = 5) -> tuple[Scenario, TravelTimes]:
    """A scenario and travel times for its fleet."""
    scenario = Scenario(
        id="trips",
        title="A random day of trips",
        date=date(2022, 4, 1),
        timezone=TZ.key,
        roads="none",
        policy=POLICY,
        places=tuple(draw(_place(name)) for name in _PLACES),
        vehicles=tuple(draw(_vehicle(number)) for number in range(draw(st.integers(1, 2)))),
        orders=tuple(draw(_order(number)) for number in range(draw(st.integers(2, max_orders)))),
        items=ITEMS,
        stock=(
            tuple(
                Stock(depot_id=depot, item_id="kit", quantity=draw(st.integers(1, 8)))
                for depot in ("D1", "D2")
            )
            if draw(one_in(3))
            else ()
        ),
    )
    return scenario, draw(travel_of(scenario, most_parts=draw(st.sampled_from((0, 0, 2)))))


@st.composite
def trip_routes(draw: st.DrawFn, problem: Problem) -> Routes:
    """Routes that serve some orders whole, and load in between."""
    routes: list[list[int]] = [[] for _ in range(problem.shifts)]
    for order in draw(st.permutations(range(problem.orders))):
        if draw(one_in(5)):
            continue
        route = routes[draw(st.integers(0, problem.shifts - 1))]
        choices = problem.choices[order]
        at = draw(st.integers(0, len(route)))
        route.insert(at, problem.first_task[order])
        if choices:
            after = len(route) - draw(st.integers(0, len(route) - at - 1))
            route.insert(after, draw(st.sampled_from(choices)))
    reload_at_random(draw, problem, routes)
    return tuple(tuple(route) for route in routes)
