"""On which legs people may be aboard: the table of the docs, case by case."""

from itertools import product

import pytest
from pydantic import ValidationError

from logiroute.model.loaded import LoadedLegs, loaded_legs
from logiroute.model.order import OrderKind
from logiroute.model.policy import VehicleClass
from logiroute.model.zone_access import LoadedAccess, ZoneAccess
from tests.geo.loaded_grid import ONLY_EMPTY, bus_day
from tests.rules.day import call, transfer

#: B where people get in, A where they get out, X where they do both, R a relief area, N elsewhere.
LEGS = LoadedLegs(boards=frozenset("BX"), alights=frozenset("AX"), halts=frozenset("R"))

#: Of all pairs those on which nobody is aboard for sure.
EMPTY = {"NN", "NB", "NX", "NR", "AN", "XN", "RN"}


@pytest.mark.parametrize("pair", ["".join(pair) for pair in product("BAXRN", repeat=2)])
def test_loaded_unless_surely_empty(pair: str) -> None:
    assert LEGS.loaded(*pair) == (pair not in EMPTY)
    assert LEGS.between("BAXRN", "BAXRN")["BAXRN".index(pair[0]), "BAXRN".index(pair[1])] == (
        pair not in EMPTY
    )


def test_roles_of_places_are_those_of_the_orders_that_the_class_does() -> None:
    day = bus_day(orders=[transfer("t", "A", "Q", "W")])
    (movement,) = day.movements
    assert loaded_legs(day, movement) == LoadedLegs(frozenset("A"), frozenset("QW"), frozenset())
    others = bus_day(orders=[transfer("t", "A", "Q"), call("c", "W")])
    known = loaded_legs(others, movement)
    assert known is not None
    assert known.halts == {"W"}
    straight = loaded_legs(
        bus_day(orders=[transfer("t", "A", "Q"), call("c", "W")], straight=True), movement
    )
    assert straight is not None
    assert straight.halts == set()


def test_no_difference_no_legs() -> None:
    (movement,) = bus_day().movements
    assert loaded_legs(bus_day(), movement) is not None
    assert loaded_legs(bus_day(zones=[]), movement) is None
    assert loaded_legs(bus_day(orders=[call("c", "A")]), movement) is None
    plain = ONLY_EMPTY.model_copy(update={"loaded": LoadedAccess()})
    assert loaded_legs(bus_day(plain), movement) is None
    # Where it may stop makes no difference to ways.
    stops = plain.model_copy(update={"loaded": LoadedAccess(stop="party")})
    assert loaded_legs(bus_day(stops), movement) is None


def test_what_is_left_out_is_as_without_people() -> None:
    own = ZoneAccess(
        enter="gate",
        stop="party",
        through=True,
        leave="yes",
        disinfect_s=60,
        loaded=LoadedAccess(through=False, leave="pass"),
    )
    assert own.with_people == ZoneAccess(
        enter="gate", stop="party", through=False, leave="pass", disinfect_s=60
    )
    assert own.for_ride(loaded=False) is own
    assert own.ways_differ
    assert not own.with_people.ways_differ


@pytest.mark.parametrize(
    ("loaded", "said"),
    [
        (LoadedAccess(enter="yes"), "enter"),
        (LoadedAccess(leave="yes"), "leave"),
        (LoadedAccess(stop="yes"), "stop"),
        (LoadedAccess(stop="set_points"), "stop"),
        (LoadedAccess(through=True), "through"),
        (LoadedAccess(mainline_transit=False), "mainline_transit may differ"),
    ],
)
def test_never_more_than_without_people(loaded: LoadedAccess, said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        ZoneAccess(enter="gate", stop="party", leave="gate", mainline_transit=True, loaded=loaded)


def test_the_main_carriageway_where_it_may_not_be_at_all() -> None:
    shut = LoadedAccess(enter="no", leave="no", mainline_transit=False)
    own = ZoneAccess(enter="gate", stop="yes", leave="gate", mainline_transit=True, loaded=shut)
    assert not own.with_people.mainline_transit


def test_whoever_carries_nobody_is_never_loaded() -> None:
    with pytest.raises(ValidationError, match=r"zones\.sealed\.loaded is for people aboard"):
        VehicleClass(
            id="truck",
            label="truck",
            order_kinds=(OrderKind.DELIVERY,),
            zones={"sealed": ONLY_EMPTY},
        )
