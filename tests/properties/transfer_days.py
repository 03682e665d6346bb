"""Random small transfer days with all that is known of people, beds, crews and stations."""

from hypothesis import strategies as st

from logiroute.model.order import Order, Party, Transfer
from logiroute.model.place import PlaceKind
from logiroute.model.policy import StayLocal
from tests.properties.duty_days import held
from tests.properties.rule_days import Day, changed
from tests.properties.scenarios import days, leaving, minute, one_in, travel_of

_NEEDS = st.sampled_from(((), (), (), (), (), ("infant",), ("Oxygen, 2 bottles",)))
_CLASSES = st.sampled_from(("contact", "contact", "contact", "released", "positive"))


@st.composite
def _party(draw: st.DrawFn) -> Party:
    persons = draw(st.integers(1, 4))
    ages = draw(st.lists(st.sampled_from((34, 34, 34, 1, 91)), min_size=persons, max_size=persons))
    return Party(
        persons=persons,
        party_class=draw(_CLASSES),
        ages=tuple(ages) if draw(one_in(2)) else (),
        needs=draw(_NEEDS),
        stretchers=int(draw(one_in(6))),
        child_seats=int(persons > 1 and draw(one_in(6))),
    )


@st.composite
def _transfer(draw: st.DrawFn, number: int) -> Order:
    sites = st.sampled_from((("Q1", "Q2"), ("Q1", "Q2"), ("Q1",), ("Q2",)))
    way: dict[str, object] = {
        "origin_id": draw(st.sampled_from(("S1", "S2", "S3"))),
        "destination_ids": draw(sites),
    }
    return Transfer(
        id=f"o{number}",
        **(draw(leaving()) if draw(one_in(3)) else way),
        party=draw(_party()),
        together="g1" if draw(one_in(6)) else "",
        exclusive=draw(one_in(8)),
        approved=not draw(one_in(10)),
        priority=draw(st.integers(1, 3)),
        service_s=draw(st.sampled_from((0, 120))),
        arrive_by=minute(draw(st.integers(60, 300))) if draw(one_in(3)) else None,
        due=minute(draw(st.integers(0, 240))) if draw(one_in(3)) else None,
        notice=minute(draw(st.integers(-60, 120))) if draw(one_in(5)) else None,
        max_aboard_s=draw(st.sampled_from((3_600, 1_200))) if draw(one_in(4)) else None,
        max_way_m=20_000 if draw(one_in(4)) else None,
    )


@st.composite
def transfer_days(draw: st.DrawFn) -> Day:
    """Six to ten parties, two or three vehicles, each class disinfected after, at one bay or two.

    In every other one drivers are held to a driving rule.
    """
    scenario, _ = draw(days(min_orders=0, max_orders=0))
    orders = tuple(draw(_transfer(number)) for number in range(draw(st.integers(6, 10))))
    policy = scenario.policy
    minutes = st.sampled_from((600, 1_500))
    policy = policy.model_copy(
        update={
            "party_classes": tuple(
                entry.model_copy(update={"disinfect_s": draw(minutes)})
                for entry in policy.party_classes
            ),
            "stay_local": StayLocal(under_years=2, from_years=90, needs=("infant",)),
        }
    )
    station = PlaceKind.DISINFECTION_STATION
    places = tuple(
        place.model_copy(update={"bays": draw(st.integers(1, 2))})
        if place.kind is station
        else place.model_copy(
            update={"accepts": (), "refuses": ("oxygen",) if draw(one_in(4)) else ()}
        )
        for place in scenario.places
    )
    vehicles = []
    for number, vehicle in enumerate(scenario.vehicles * 2):
        places_aboard = {
            "seats": draw(st.sampled_from((20, 12, 5))),
            "stretchers": draw(st.integers(0, 2)),
            "child_seats": draw(st.integers(0, 1)),
        }
        update = {
            "id": f"v{number}",
            "vehicle_class": "van",
            "own_zone_id": None,
            "capacity": places_aboard,
        }
        vehicles.append(vehicle.model_copy(update=update))
    made = changed(
        scenario, policy=policy, places=places, vehicles=tuple(vehicles[:3]), orders=orders
    )
    if draw(st.booleans()):
        return draw(held((made, draw(travel_of(made, most_parts=1)))))
    made = changed(made, zones=())
    return made, draw(travel_of(made, most_parts=1))
