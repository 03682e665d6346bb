"""Random small days on which certain rules are often in the way."""

from datetime import timedelta

from hypothesis import strategies as st

from logiroute.model.fleet import Vehicle
from logiroute.model.order import Delivery, Line, Order, Party, Transfer
from logiroute.model.place import PlaceKind, Window
from logiroute.model.scenario import Scenario
from logiroute.model.stock import Stock
from logiroute.model.travel import TravelTimes
from tests.properties.scenarios import days, leaving, minute, one_in, travel_of

Day = tuple[Scenario, TravelTimes]


def changed(scenario: Scenario, **changes: object) -> Scenario:
    fields = {name: getattr(scenario, name) for name in Scenario.model_fields}
    return Scenario.model_validate({**fields, **changes})


@st.composite
def _transfer(draw: st.DrawFn, number: int, special: int) -> Order:
    party_class = draw(st.sampled_from(("contact", "released")))
    way: dict[str, object] = {
        "origin_id": draw(st.sampled_from(("S1", "S2", "S3"))),
        "destination_ids": draw(st.sampled_from((("Q1",), ("Q1", "Q2"), ("Q2",)))),
    }
    return Transfer(
        id=f"o{number}",
        **(draw(leaving()) if draw(one_in(4)) else way),
        party=Party(persons=draw(st.integers(1, 3)), party_class=party_class),
        together="g1" if draw(one_in(special)) else "",
        exclusive=draw(one_in(special)),
        priority=draw(st.integers(1, 3)),
    )


@st.composite
def people_days(draw: st.DrawFn, *, special: int = 6) -> Day:
    """Nothing but people of two classes to carry, one in ``special`` in a group, or alone."""
    scenario, travel = draw(days(min_orders=0, max_orders=0))
    orders = tuple(draw(_transfer(number, special)) for number in range(draw(st.integers(3, 6))))
    return changed(scenario, orders=orders), travel


@st.composite
def _bus(draw: st.DrawFn, vehicle: Vehicle) -> Vehicle:
    """A vehicle that may carry anybody, with a long shift."""
    hours = Window(start=minute(draw(st.integers(0, 30))), end=minute(draw(st.integers(150, 400))))
    changes = {
        "vehicle_class": "van",
        "own_zone_id": None,
        "shifts": (hours,),
        "capacity": {"seats": draw(st.sampled_from((20, 12, 5)))},
    }
    return vehicle.model_copy(update=changes)


@st.composite
def washing_days(draw: st.DrawFn, *, special: int = 6) -> Day:
    """People whose vehicles are disinfected afterwards, with one bay for all of them."""
    scenario, _ = draw(people_days(special=special))
    policy = scenario.policy
    classes = tuple(
        entry.model_copy(update={"disinfect_s": draw(st.sampled_from((600, 1500)))})
        for entry in policy.party_classes
    )
    open_all_day: dict[str, object] = {} if draw(one_in(3)) else {"windows": ()}
    places = tuple(
        place.model_copy(update={"bays": 1, "windows": ()})
        if place.kind is PlaceKind.DISINFECTION_STATION
        else place.model_copy(update={**open_all_day, "accepts": ()})
        for place in scenario.places
    )
    policy = policy.model_copy(update={"party_classes": classes})
    vehicles = tuple(draw(_bus(vehicle)) for vehicle in scenario.vehicles)
    made = changed(scenario, policy=policy, places=places, vehicles=vehicles, zones=())
    return made, draw(travel_of(made, most_parts=1))


@st.composite
def _delivery(draw: st.DrawFn, number: int) -> Order:
    return Delivery(
        id=f"o{number}",
        site_id=draw(st.sampled_from(("S1", "S2", "S3"))),
        lines=(Line(item_id="kit", quantity=draw(st.integers(1, 3))),),
        priority=draw(st.integers(1, 3)),
    )


@st.composite
def goods_days(draw: st.DrawFn) -> Day:
    """Nothing but goods to deliver, of which there are few."""
    scenario, travel = draw(days(min_orders=0, max_orders=0))
    orders = tuple(draw(_delivery(number)) for number in range(draw(st.integers(3, 6))))
    stock = tuple(
        Stock(depot_id=depot, item_id="kit", quantity=draw(st.integers(1, 5)), reserve=0)
        for depot in ("D1", "D2")
    )
    return changed(scenario, orders=orders, stock=stock), travel


@st.composite
def punctual_days(draw: st.DrawFn) -> Day:
    """Every order within its half hour."""
    scenario, travel = draw(days(min_orders=3, max_orders=6))
    orders = []
    for order in scenario.orders:
        opens = draw(st.integers(30, 150))
        window = Window(start=minute(opens), end=minute(opens + 30))
        orders.append(order.model_copy(update={"windows": (window,)}))
    return changed(scenario, orders=tuple(orders)), travel


@st.composite
def short_days(draw: st.DrawFn) -> Day:
    """Much work in short shifts, one in the morning and one at noon."""
    scenario, travel = draw(days(min_orders=3, max_orders=6))
    vehicles = []
    for vehicle in scenario.vehicles:
        start = vehicle.shifts[0].start
        end = start + timedelta(minutes=draw(st.integers(30, 90)))
        noon = Window(start=minute(305), end=minute(305 + draw(st.integers(30, 90))))
        shifts = (Window(start=start, end=min(end, vehicle.shifts[0].end)), noon)
        changes = {"shifts": shifts, "end_id": vehicle.start_id}
        vehicles.append(vehicle.model_copy(update=changes))
    work = st.sampled_from((0, 300, 900))
    orders = [order.model_copy(update={"service_s": draw(work)}) for order in scenario.orders]
    return changed(scenario, vehicles=tuple(vehicles), orders=tuple(orders)), travel
