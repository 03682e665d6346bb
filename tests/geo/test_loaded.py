"""Legs with people aboard and without: each by what its class may do then."""

from dataclasses import replace

import numpy as np
import pytest

from logiroute.audit.audit_plan import audit_plan
from logiroute.geo.journeys import Mover, journey
from logiroute.geo.movement import open_roads, places_beside
from logiroute.geo.obstructed import name_obstructions
from logiroute.geo.roads import Roads
from logiroute.geo.trace import trace
from logiroute.geo.travel import travel_times
from logiroute.geo.unreachable import why_unreachable
from logiroute.model.order import Order
from logiroute.model.plan import Plan, Reason, Unserved
from logiroute.model.rules import Rule
from logiroute.model.scenario import Scenario
from logiroute.model.travel import UNREACHABLE
from logiroute.model.zone_access import LoadedAccess, ZoneAccess
from tests.geo.drawn import OPEN, at, box, gate, grid, zone
from tests.geo.loaded_grid import MIDDLE, ONLY_EMPTY, bus_day, on
from tests.rules.by_hand import findings, plan, route, visit
from tests.rules.day import Day, call, transfer
from tests.rules.day import at as clock

#: D–A straight through the zone, and A–Q around it by the next street.
THROUGH_M, ROUND_M = 340, 50 + 100 + 200 + 100 + 40


@pytest.fixture(scope="module")
def streets(tmp_path_factory: pytest.TempPathFactory) -> Roads:
    return grid(tmp_path_factory.mktemp("grid"))


def _metres(made: Day, pair: str, clock_time: str | None = None) -> int:
    (movement,) = made.scenario.movements
    table = made.travel.table(movement, None if clock_time is None else clock(clock_time))
    a, b = (made.travel.index[name] for name in pair.split("-"))
    return int(table.metres[a, b])


def _by_hand(made: Day) -> Plan:
    return plan(made, route(made, "V", visit("A", "board t"), visit("Q", "alight t")))


def test_empty_straight_through_and_loaded_round(streets: Roads) -> None:
    made = on(streets, bus_day())
    assert _metres(made, "D-A") == pytest.approx(THROUGH_M, abs=1)
    assert _metres(made, "A-Q") == pytest.approx(ROUND_M, abs=1)
    assert _metres(made, "Q-D") == pytest.approx(50, abs=1)
    # To the station nobody is aboard any more.
    assert _metres(made, "Q-W") == pytest.approx(330, abs=1)
    drawn = trace(_by_hand(made), made.scenario, streets)
    assert findings(made, drawn, geometry=True) == []
    out, ride, home = drawn.routes[0].legs
    assert (out.zones, ride.zones, home.zones) == (("Z",), (), ())
    assert out.metres == pytest.approx(THROUGH_M, abs=1)
    assert ride.metres == pytest.approx(ROUND_M, abs=1)


def test_without_loaded_entries_nothing_is_different(streets: Roads) -> None:
    plain = ONLY_EMPTY.model_copy(update={"loaded": LoadedAccess()})
    for day in (bus_day(plain), bus_day(orders=()), bus_day(zones=[])):
        made = on(streets, day)
        assert _metres(made, "A-Q") == pytest.approx(290, abs=1)


def test_a_ride_through_the_zone_is_found(streets: Roads) -> None:
    # Planned by a policy that lets it through, audited by the one that does not.
    free = on(streets, bus_day(ONLY_EMPTY.model_copy(update={"loaded": LoadedAccess()})))
    driven = trace(_by_hand(free), free.scenario, streets)
    strict = Day(bus_day(), free.travel)
    (found,) = audit_plan(strict.scenario, strict.travel, driven).violations
    assert (found.rule, found.leg, found.unit) == (Rule.ACCESS, 1, "m")
    assert found.amount == pytest.approx(100, abs=2)
    assert "through Z with people aboard from A to Q; it may not pass through" in found.text


def test_gates_that_ask_for_more_with_people(streets: Roads) -> None:
    # Without people it enters anywhere, with them by the gate in the north, where it waits 60 s.
    north = gate("north", "Z", (200, 250), 60)
    loaded = LoadedAccess(enter="gate", leave="gate")
    access = ONLY_EMPTY.model_copy(update={"loaded": loaded})
    made = on(
        streets,
        bus_day(
            access,
            gates=[north],
            spots={"D": (10, 200), "A": (220, 200), "Q": (60, 200)},
        ),
    )
    assert _metres(made, "D-A") == pytest.approx(210, abs=1)
    # Back to the middle, north to the next street, west, and down.
    assert _metres(made, "A-Q") == pytest.approx(20 + 100 + 100 + 100 + 40, abs=1)
    drawn = trace(_by_hand(made), made.scenario, streets)
    assert findings(made, drawn, geometry=True) == []
    out, ride, _ = drawn.routes[0].legs
    assert (out.gates, [passed.gate_id for passed in ride.gates]) == ((), ["north"])


def test_only_while_the_zone_is_in_force(streets: Roads) -> None:
    until_eight = zone("Z", MIDDLE, valid=(None, clock("08:00")))
    made = on(streets, bus_day(zones=[until_eight]))
    assert _metres(made, "A-Q", "07:00") == pytest.approx(ROUND_M, abs=1)
    assert _metres(made, "A-Q", "09:00") == pytest.approx(290, abs=1)
    assert _metres(made, "A-Q") == pytest.approx(ROUND_M, abs=1)
    (movement,) = made.scenario.movements
    table = made.travel.table(movement, clock("09:00"))
    by_nine = Day(made.scenario, replace(made.travel, tables={movement: (table,)}))
    stops = (visit("A", "board t"), visit("Q", "alight t"))
    late = plan(made, route(by_nine, "V", *stops, start="08:30"))
    drawn = trace(late, made.scenario, streets)
    assert findings(made, drawn, geometry=True) == []
    assert drawn.routes[0].legs[1].metres == pytest.approx(290, abs=1)


def test_windows_in_which_nothing_differs_share_their_figures(streets: Roads) -> None:
    until_eight = zone("Z", MIDDLE, valid=(None, clock("08:00")))
    made = on(streets, bus_day(zones=[until_eight]))
    (movement,) = made.scenario.movements
    tables = made.travel.tables[movement]
    assert len({id(table.seconds) for table in tables}) == 2


def test_a_place_that_people_come_to_and_leave(streets: Roads) -> None:
    # From Q, which people leave as well, to A somebody may be aboard; from the depot nobody is.
    orders = [transfer("t", "A", "Q"), transfer("u", "Q", "A")]
    made = on(streets, bus_day(orders=orders))
    assert _metres(made, "Q-A") == pytest.approx(ROUND_M, abs=1)
    assert _metres(made, "D-A") == pytest.approx(THROUGH_M, abs=1)
    assert _metres(made, "A-D") == pytest.approx(THROUGH_M, abs=1)


def test_a_call_on_the_way_only_where_nobody_goes_straight(streets: Roads) -> None:
    spots = {"D": (10, 200), "A": (350, 200), "Q": (60, 200), "C": (360, 200)}
    orders: list[Order] = [transfer("t", "A", "Q"), call("c", "C")]
    may = on(streets, bus_day(orders=orders, spots=spots, straight=False))
    assert _metres(may, "C-Q") == pytest.approx(ROUND_M + 10, abs=1)
    straight = on(streets, bus_day(orders=orders, spots=spots, straight=True))
    # A call is then done with nobody aboard, but from there nobody is brought to Q either.
    assert _metres(straight, "D-C") == _metres(straight, "C-D") == pytest.approx(350, abs=1)


def test_a_depot_that_people_leave_is_both(streets: Roads) -> None:
    made = on(streets, bus_day(orders=[transfer("t", "D", "A")]))
    assert _metres(made, "D-A") > THROUGH_M + 100


def test_places_are_on_one_street_whoever_is_aboard(streets: Roads) -> None:
    shut = ONLY_EMPTY.model_copy(update={"loaded": LoadedAccess(enter="no", leave="no")})
    day = bus_day(shut, spots={"D": (10, 200), "A": (350, 200), "Q": (60, 200), "I": (200, 210)})
    (movement,) = day.movements
    beside = places_beside(day, streets, movement)
    for loaded in (False, True):
        there = open_roads(day, streets, movement, loaded=loaded).usable(beside)
        assert [snap is None for snap in there] == [False, False, False, loaded]
    made = on(streets, day)
    assert _metres(made, "D-I") < UNREACHABLE


def test_why_there_is_no_way_with_people(streets: Roads) -> None:
    wall = zone("Z", box(150, -50, 250, 450))
    day = bus_day(zones=[wall])
    (movement,) = day.movements
    mover = Mover(streets, "bus", day, movement, snap_limit_m=60)
    ends = at((350, 200)), at((60, 200))
    assert journey(mover, *ends) is not None
    loaded = replace(mover, loaded=True)
    assert journey(loaded, *ends) is None
    why = why_unreachable(loaded, *ends)
    assert why is not None
    assert [found.text for found in why.obstructions] == [
        "zone Z (Z, sealed) may not be driven through with people aboard"
    ]
    assert why.verified
    made = on(streets, day)
    assert _metres(made, "A-Q") == UNREACHABLE
    # The reason in a plan names the zone.
    reason = Reason(vehicle_class="bus", rule=Rule.TRAVEL, text="bus has no legal way to Q and on.")
    nobody = plan(made, unserved=["t"])
    left = nobody.model_copy(update={"unserved": (Unserved(order_id="t", reasons=(reason,)),)})
    (said,) = name_obstructions(left, day, streets).unserved[0].reasons
    assert said.text == (
        "bus has no legal way to Q and on; in the way: zone Z (Z, sealed) may not be driven "
        "through with people aboard."
    )


def test_tables_are_those_of_both_ways_of_driving(streets: Roads) -> None:
    """Leg by leg the figures of one or of the other; loaded ways are never the shorter ones."""
    made = on(streets, bus_day())
    empty, loaded = (
        travel_times(_with(made.scenario, access), streets)
        for access in (OPEN, ONLY_EMPTY.with_people)
    )
    (movement,) = made.scenario.movements
    mine, free, strict = (times.table(movement) for times in (made.travel, empty, loaded))
    assert np.all((mine.metres == free.metres) | (mine.metres == strict.metres))
    assert np.all(free.seconds <= strict.seconds)
    assert np.any(free.seconds < strict.seconds)


def _with(day: Scenario, access: ZoneAccess) -> Scenario:
    (bus,) = day.policy.vehicle_classes
    changed = bus.model_copy(update={"zones": {**bus.zones, "sealed": access}})
    return day.model_copy(
        update={"policy": day.policy.model_copy(update={"vehicle_classes": (changed,)})}
    )
