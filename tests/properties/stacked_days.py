"""Random small days of vehicles with a rear door, and routes on which goods lie on one another.

Vehicles are roomy and their shifts are long, so that what is in the way is mostly other goods.
"""

from hypothesis import strategies as st

from logiroute.model.fleet import Vehicle
from logiroute.model.order import Call, Collection, Delivery, Line, Order, Party, Transfer
from logiroute.model.place import PlaceKind, Window
from logiroute.solver.problem import Problem, Routes
from tests.properties.rule_days import Day, changed
from tests.properties.scenarios import days, minute, one_in, reload_at_random, travel_of

_SITES = st.sampled_from(("S1", "S2", "S3"))


@st.composite
def _order(draw: st.DrawFn, number: int) -> Order:
    kinds = (Delivery, Delivery, Collection, Collection, Collection, Call, Transfer)
    kind = draw(st.sampled_from(kinds))
    common: dict[str, object] = {
        "id": f"o{number}",
        "priority": draw(st.integers(1, 3)),
        "together": "g1" if draw(one_in(8)) else "",
    }
    line = Line(item_id="kit", quantity=draw(st.integers(1, 2)))
    if kind in (Delivery, Call):
        goods = kind is Delivery or draw(st.booleans())
        common |= {"site_id": draw(_SITES), "lines": (line,) if goods else ()}
        return kind.model_validate(common)
    to = draw(st.sampled_from((("D1",), ("Q1",), ("D1", "Q1"), ("Q1", "Q2"))))
    common |= {"origin_id": draw(_SITES), "destination_ids": to}
    if kind is Collection:
        most = 3_000 if draw(one_in(5)) else None
        return Collection.model_validate({**common, "lines": (line,), "max_aboard_s": most})
    return Transfer.model_validate({**common, "party": Party(persons=1, party_class="released")})


@st.composite
def _truck(draw: st.DrawFn, vehicle: Vehicle) -> Vehicle:
    """A vehicle that may do anything, with a rear door in two of three cases."""
    opens = draw(st.integers(0, 30))
    changes: dict[str, object] = {
        "vehicle_class": "van",
        "own_zone_id": None,
        "shifts": (Window(start=minute(opens), end=minute(draw(st.integers(250, 400)))),),
        "start_id": "D1",
        "end_id": "D1",
        "capacity": {
            "mass_g": draw(st.sampled_from((900, 900, 30))),
            "volume_cm3": 900,
            "seats": 4,
        },
        "max_trips": draw(st.sampled_from((1, 2, 3))),
        "reload_ids": ("D1",),
        "lifo": not draw(one_in(3)),
    }
    return vehicle.model_copy(update=changes)


@st.composite
def stacked_days(draw: st.DrawFn, *, max_orders: int = 6) -> Day:
    """Goods to bring and goods to fetch, now and then a party."""
    scenario, _ = draw(days(min_orders=0, max_orders=0))
    orders = tuple(draw(_order(number)) for number in range(draw(st.integers(3, max_orders))))
    places = tuple(
        place.model_copy(
            update={
                "windows": (),
                "accepts": (),
                "beds": None,
                "freed": (),
                "bed_turnover_s": None,
            }
        )
        for place in scenario.places
        if place.kind is not PlaceKind.DISINFECTION_STATION
    )
    vehicles = tuple(draw(_truck(vehicle)) for vehicle in scenario.vehicles[:2])
    classes = tuple(
        entry.model_copy(update={"disinfect_s": 0}) for entry in scenario.policy.party_classes
    )
    policy = scenario.policy.model_copy(update={"party_classes": classes, "people_and_goods": True})
    made = changed(
        scenario,
        orders=orders,
        places=places,
        vehicles=vehicles,
        policy=policy,
        zones=(),
        stock=(),
    )
    return made, draw(travel_of(made, most_parts=draw(st.sampled_from((0, 0, 1)))))


@st.composite
def stacked_routes(draw: st.DrawFn, problem: Problem) -> Routes:
    """Routes that serve orders whole, often one inside the other, and load in between."""
    routes: list[list[int]] = [[] for _ in range(problem.shifts)]
    for order in draw(st.permutations(range(problem.orders))):
        route = routes[draw(st.integers(0, problem.shifts - 1))]
        at = draw(st.integers(0, len(route)))
        route.insert(at, problem.first_task[order])
        if problem.choices[order]:
            after = at + 1 if draw(one_in(3)) else draw(st.integers(at + 1, len(route)))
            route.insert(after, draw(st.sampled_from(problem.choices[order])))
    reload_at_random(draw, problem, routes)
    return tuple(tuple(route) for route in routes)
