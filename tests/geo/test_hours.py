"""What changes by the hour: zones, gates, passes, closures; each drawn by hand.

On the grid a truck drives 15 km/h, 0.24 s a metre. From A at (130, 200) to B at (270, 200) it is
140 m or 34 s through the middle, 460 m or 111 s round the block.
"""

from datetime import datetime, timedelta

import numpy as np
import pytest

from logiroute.errors import Severity
from logiroute.geo.checks import closure_problems, road_problems
from logiroute.geo.journeys import Mover, journey, matrix
from logiroute.geo.passages import Why
from logiroute.geo.roads import Roads
from logiroute.geo.trace import trace
from logiroute.geo.travel import travel_times
from logiroute.geo.unreachable import why_unreachable
from logiroute.geo.windows import windows_of
from logiroute.model.place import Window
from logiroute.model.plan import Leg, Maneuver, Plan, Route, SolverRun, Stop, Trip
from logiroute.model.scenario import Scenario
from logiroute.model.travel import UNREACHABLE
from logiroute.model.zone import Closure, Gate, Pass
from logiroute.model.zone_access import ZoneAccess
from tests.geo.drawn import DAY, START, at, box, gate, grid, scenario, vehicle, zone

MIDDLE = box(150, 150, 250, 250)
STRAIGHT, ROUND = 140, 460
NOON = START + timedelta(hours=6)
GATED = {"truck": ZoneAccess(enter="gate", leave="gate", stop="yes", through=True)}
PLACES = {"A": (130.0, 200.0), "B": (270.0, 200.0)}


@pytest.fixture(scope="module")
def roads(tmp_path_factory: pytest.TempPathFactory) -> Roads:
    return grid(tmp_path_factory.mktemp("grid"))


def clock(hour: int, minute: int = 0, second: int = 0) -> datetime:
    return START.replace(hour=hour, minute=minute, second=second)


def gates(**change: object) -> tuple[Gate, Gate]:
    """One gate on each side of the middle, on the row of A and B."""
    west, east = gate("W", "Z", (150, 200)), gate("E", "Z", (250, 200))
    return west.model_copy(update=change), east.model_copy(update=change)


def leaving(day: Scenario, roads: Roads, when: datetime) -> tuple[int, int]:
    """Seconds and metres from A to B when the drive begins at a time."""
    movement = day.movement(day.vehicles[0])
    mover = Mover(roads, movement.profile, day, movement, when, 60)
    (row,) = (matrix(mover, [at(PLACES["A"])], [at(PLACES["B"])]),)
    seconds, metres = int(row.seconds[0, 0]), int(row.metres[0, 0])
    found = journey(mover, at(PLACES["A"]), at(PLACES["B"]))
    if found is None:
        assert seconds == metres == UNREACHABLE
    else:
        assert (found.seconds, found.metres) == (seconds, metres)
    return seconds, metres


def metres_between(day: Scenario, roads: Roads, start: datetime, end: datetime) -> int:
    """Metres from A to B in the narrowest table that covers a time."""
    times = travel_times(day, roads)
    table = times.table(day.movement(day.vehicles[0]), start, end)
    return int(table.metres[times.index["A"], times.index["B"]])


def test_zone_that_begins_at_noon(roads: Roads) -> None:
    day = scenario(PLACES, zones=[zone("Z", MIDDLE, valid=(NOON, None))])
    assert leaving(day, roads, clock(11))[1] == pytest.approx(STRAIGHT, abs=1)
    assert leaving(day, roads, clock(12))[1] == pytest.approx(ROUND, abs=1)
    # 34 s of driving end at 12:00:00 sharp, the last moment the zone is not there.
    seconds, metres = leaving(day, roads, NOON - timedelta(seconds=34))
    assert (seconds, metres) == pytest.approx((34, STRAIGHT), abs=1)
    # A second later it would be under way when the zone begins: legal on both sides of noon.
    seconds, metres = leaving(day, roads, NOON - timedelta(seconds=33))
    assert metres == pytest.approx(ROUND, abs=1)
    assert metres_between(day, roads, clock(7), clock(9)) == pytest.approx(STRAIGHT, abs=1)
    assert metres_between(day, roads, clock(7), clock(13)) == pytest.approx(ROUND, abs=1)


def test_zone_that_ends_at_noon(roads: Roads) -> None:
    day = scenario(PLACES, zones=[zone("Z", MIDDLE, valid=(None, NOON))])
    assert leaving(day, roads, NOON - timedelta(seconds=1))[1] == pytest.approx(ROUND, abs=1)
    assert leaving(day, roads, NOON)[1] == pytest.approx(STRAIGHT, abs=1)


def test_a_gate_that_closes_at_six_in_the_evening(roads: Roads) -> None:
    shift = Window(start=DAY.start, end=DAY.start + timedelta(hours=15))
    open_ = (Window(start=clock(7), end=clock(18)),)
    day = scenario(
        PLACES,
        zones=[zone("Z", MIDDLE)],
        gates=gates(windows=open_, delay_s=5),
        access=GATED,
        vehicles=[vehicle().model_copy(update={"shifts": (shift,)})],
    )
    assert leaving(day, roads, clock(6, 30))[1] == pytest.approx(ROUND, abs=1)
    assert leaving(day, roads, clock(7)) == pytest.approx((44, STRAIGHT), abs=1)
    # 44 s with both checks: out at 17:59:59 and 18:00:00, and one that would arrive after six.
    assert leaving(day, roads, clock(17, 59, 15))[1] == pytest.approx(STRAIGHT, abs=1)
    assert leaving(day, roads, clock(17, 59, 16))[1] == pytest.approx(STRAIGHT, abs=1)
    assert leaving(day, roads, clock(17, 59, 17))[1] == pytest.approx(ROUND, abs=1)
    assert leaving(day, roads, clock(18, 1))[1] == pytest.approx(ROUND, abs=1)


def test_a_leg_that_would_arrive_at_one_minute_past_six(roads: Roads) -> None:
    # The only way to B leads through a gate that closes at 18:00.
    places = {"A": (130.0, 200.0), "B": (200.0, 190.0)}
    shift = Window(start=DAY.start, end=DAY.start + timedelta(hours=15))
    day = scenario(
        places,
        zones=[zone("Z", MIDDLE)],
        gates=[
            g.model_copy(update={"windows": (Window(start=START, end=clock(18)),)}) for g in gates()
        ],
        access=GATED,
        vehicles=[vehicle().model_copy(update={"shifts": (shift,)})],
    )
    times = travel_times(day, roads)
    movement = day.movement(day.vehicles[0])
    i, j = times.index["A"], times.index["B"]
    seconds = int(times.table(movement, clock(17), clock(18)).seconds[i, j])
    assert seconds < UNREACHABLE
    arrives = clock(18, 1)
    found = times.covering(movement, arrives - timedelta(seconds=seconds), arrives)
    assert found
    assert all(table.seconds[i, j] == UNREACHABLE for table in found)
    mover = Mover(roads, "truck", day, movement, arrives - timedelta(seconds=seconds), 60)
    assert journey(mover, at(places["A"]), at(places["B"])) is None


def test_windows_of_a_gate_that_touch_are_one(roads: Roads) -> None:
    hours = (Window(start=START, end=NOON), Window(start=NOON, end=DAY.end))
    day = scenario(PLACES, zones=[zone("Z", MIDDLE)], gates=gates(windows=hours), access=GATED)
    assert leaving(day, roads, NOON - timedelta(seconds=5))[1] == pytest.approx(STRAIGHT, abs=1)


def test_delay_for_each_person(roads: Roads) -> None:
    one = vehicle().model_copy(update={"capacity": {"seats": 3}})
    day = scenario(
        PLACES,
        zones=[zone("Z", MIDDLE)],
        gates=gates(delay_s=10, person_delay_s=4),
        access=GATED,
        vehicles=[one],
    )
    # A driver and three passengers: 10 + 4 · 4 = 26 s at each of the two gates.
    assert leaving(day, roads, clock(7)) == pytest.approx((34 + 2 * 26, STRAIGHT), abs=1)


def test_only_holders_of_a_pass(roads: Roads) -> None:
    access = {"truck": ZoneAccess(enter="pass", leave="gate", stop="yes", through=True)}

    def with_pass(*passes: Pass) -> Scenario:
        one = vehicle().model_copy(update={"passes": passes})
        return scenario(
            PLACES, zones=[zone("Z", MIDDLE)], gates=gates(), access=access, vehicles=[one]
        )

    assert leaving(with_pass(), roads, clock(7))[1] == pytest.approx(ROUND, abs=1)
    assert leaving(with_pass(Pass(zone_id="Z")), roads, clock(7))[1] == pytest.approx(
        STRAIGHT, abs=1
    )
    # Inward at W only; leaving asks for no pass.
    assert leaving(with_pass(Pass(gate_id="W")), roads, clock(7))[1] == pytest.approx(
        STRAIGHT, abs=1
    )
    assert leaving(with_pass(Pass(gate_id="E")), roads, clock(7))[1] == pytest.approx(ROUND, abs=1)
    morning = with_pass(Pass(zone_id="Z", valid_to=NOON))
    assert leaving(morning, roads, clock(11))[1] == pytest.approx(STRAIGHT, abs=1)
    assert leaving(morning, roads, clock(12))[1] == pytest.approx(ROUND, abs=1)


def test_gates_of_nested_zones_add_up(roads: Roads) -> None:
    outer = box(140, 140, 260, 260)
    both = [
        *gates(delay_s=10),
        gate("OW", "O", (140, 200), 100),
        gate("OE", "O", (260, 200), 100),
    ]
    day = scenario(PLACES, zones=[zone("Z", MIDDLE), zone("O", outer)], gates=both, access=GATED)
    # Round the block takes 111 s, so the four checks (220 s) are not worth it: force them.
    there = {"A": (130.0, 200.0), "B": (200.0, 190.0)}
    inner = day.model_copy(update={"places": scenario(there).places})
    times = travel_times(inner, roads)
    table = times.table(inner.movement(inner.vehicles[0]))
    assert table.seconds[0, 1] == pytest.approx(80 * 0.24 + 110, abs=1)
    assert leaving(day, roads, clock(7))[1] == pytest.approx(ROUND, abs=1)


def test_slow_zone(roads: Roads) -> None:
    slow = zone("Z", MIDDLE, zone_class="control").model_copy(update={"speed_percent": 50})
    day = scenario(PLACES, zones=[slow])
    # 100 m of the 140 at half speed is 240 m worth of time, still shorter than round the block.
    assert leaving(day, roads, clock(7)) == pytest.approx((58, STRAIGHT), abs=1)
    slower = slow.model_copy(update={"speed_percent": 10})
    assert leaving(scenario(PLACES, zones=[slower]), roads, clock(7))[1] == pytest.approx(
        ROUND, abs=1
    )


def closed(*line: tuple[float, float], **times: datetime) -> Closure:
    return Closure(id="C", name="landslide", line=tuple(at(xy) for xy in line), **times)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (((200.0, 200.0),), 460),  # at the junction in the middle
        (((170.0, 204.0),), 340),  # in the middle of a street, drawn beside it: (100|200) is one
        (((200.0, 230.0),), 140),  # on a side street
        (((200.0, 200.0), (200.0, 200.0)), 460),  # a line without length is a point
        (((160.0, 200.0), (240.0, 200.0)), 460),  # a street along the way
        (((200.0, 160.0), (200.0, 240.0)), 140),  # a street across the way
    ],
)
def test_closures(roads: Roads, line: tuple[tuple[float, float], ...], expected: int) -> None:
    day = scenario(PLACES).model_copy(update={"closures": (closed(*line),)})
    metres = leaving(day, roads, clock(7))[1]
    if expected == 340:
        # Back to (100, 200), one block up or down, to (200, 200) and on: 30+100+100+100+70.
        expected = 400
    assert metres == pytest.approx(expected, abs=1)


def test_nobody_drives_along_a_blocked_street_to_a_place_on_it(roads: Roads) -> None:
    # 60 m of the row are blocked; B and C lie on them, A and D on either side.
    places = {"A": (130.0, 200.0), "B": (180.0, 200.0), "C": (165.0, 200.0), "D": (290.0, 200.0)}
    works = closed((140.0, 200.0), (200.0, 200.0))
    day = scenario(places, snap_limit_m=15).model_copy(update={"closures": (works,)})
    table = travel_times(day, roads).table(day.movement(day.vehicles[0]))
    shut = table.seconds == UNREACHABLE
    assert shut.tolist() == [
        [False, True, True, False],
        [True, False, True, True],
        [True, True, False, True],
        [False, True, True, False],
    ]
    # With more room B is put on the nearest open street: down by 100 m, or up.
    wide = scenario(places, snap_limit_m=150).model_copy(update={"closures": (works,)})
    table = travel_times(wide, roads).table(wide.movement(wide.vehicles[0]))
    assert not (table.seconds == UNREACHABLE).any()
    mover = Mover(roads, "truck", day, day.movement(day.vehicles[0]), None, 15)
    why = why_unreachable(mover, at(places["A"]), at(places["B"]))
    assert why is not None
    assert [o.why for o in why.obstructions] == [Why.CLOSURE]
    assert why.verified


def test_nobody_gets_past_a_blocked_point_by_stopping_on_it(roads: Roads) -> None:
    places = {"A": (110.0, 200.0), "M": (139.0, 200.0), "B": (170.0, 200.0)}
    day = scenario(places).model_copy(update={"closures": (closed((139.0, 200.0)),)})
    times = travel_times(day, roads)
    metres = times.table(day.movement(day.vehicles[0])).metres
    # A and B are 60 m apart, but 340 m by road; so M, a metre from the barrier, is near to one of
    # them only.
    assert metres[0, 2] == pytest.approx(340, abs=1)
    near, far = sorted([metres[0, 1], metres[1, 2]])
    assert near == pytest.approx(29, abs=3)
    assert far == pytest.approx(340 + near, abs=1)


def test_a_closure_for_the_morning(roads: Roads) -> None:
    blocked = closed((200.0, 200.0), valid_to=NOON)
    day = scenario(PLACES).model_copy(update={"closures": (blocked,)})
    assert leaving(day, roads, clock(11))[1] == pytest.approx(ROUND, abs=1)
    assert leaving(day, roads, clock(12))[1] == pytest.approx(STRAIGHT, abs=1)


def test_a_place_is_on_one_street_all_day(roads: Roads) -> None:
    # P is nearest to the row at 200, which is in the zone from noon on; P itself is not. A truck
    # that came by that row in the morning would leave at one o'clock from 50 m away, without ever
    # having driven out of the zone.
    places = {"A": (20.0, 300.0), "P": (250.0, 230.0)}
    sealed = zone("Z", box(150, 150, 350, 220), valid=(NOON, None))
    day = scenario(places, zones=[sealed])
    tables = travel_times(day, roads).tables[day.movement(day.vehicles[0])]
    assert len({table.snapped[1] for table in tables}) == 1
    assert all(table.seconds[0, 1] < UNREACHABLE for table in tables)


def test_a_place_in_a_zone_is_closed_while_that_is_sealed(roads: Roads) -> None:
    places = {"A": (20.0, 300.0), "P": (250.0, 190.0)}
    day = scenario(places, zones=[zone("Z", box(150, 150, 350, 220), valid=(NOON, None))])
    morning, evening, whole = travel_times(day, roads).tables[day.movement(day.vehicles[0])]
    assert morning.snapped[1] == pytest.approx(at((250, 200)))
    assert evening.snapped[1] is None
    assert morning.seconds[0, 1] < UNREACHABLE == evening.seconds[0, 1] == whole.seconds[0, 1]
    # There is a time at which it can be served, so nobody is warned that there is none.
    assert not road_problems(day, roads)
    never = scenario(places, zones=[zone("Z", box(150, 150, 350, 220))])
    assert [problem.code for problem in road_problems(never, roads)] == ["S303"]


def test_windows_of_a_day(roads: Roads) -> None:
    ten = START + timedelta(hours=4)
    day = scenario(PLACES, zones=[zone("Z", MIDDLE, valid=(ten, NOON))])
    found = [(w.start, w.end) for w in windows_of(day)]
    assert found == [
        (ten, NOON),
        (START, ten),
        (START, NOON),
        (NOON, DAY.end),
        (ten, DAY.end),
        (START, DAY.end),
    ]
    times = travel_times(day, roads)
    tables = times.tables[day.movement(day.vehicles[0])]
    # The zone is there in the first, second pair, third pair and whole day: two sets of figures.
    assert len({id(table.seconds) for table in tables}) == 2
    assert (tables[-1].valid_from, tables[-1].valid_to) == (None, None)
    assert np.array_equal(tables[1].seconds, tables[3].seconds)


def test_traced_legs_know_gates_zones_and_directions(roads: Roads) -> None:
    day = scenario(PLACES, zones=[zone("Z", MIDDLE)], gates=gates(delay_s=5), access=GATED)
    times = travel_times(day, roads)
    table = times.table(day.movement(day.vehicles[0]), clock(7), clock(8))
    i, j = times.index["A"], times.index["B"]
    leg = Leg(
        from_id="A", to_id="B", seconds=int(table.seconds[i, j]), metres=int(table.metres[i, j])
    )
    leaves = clock(7)
    stops = (
        Stop(place_id="A", arrive=leaves, depart=leaves),
        Stop(
            place_id="B",
            arrive=leaves + timedelta(seconds=leg.seconds),
            depart=leaves + timedelta(seconds=leg.seconds),
        ),
    )
    route = Route(
        vehicle_id=day.vehicles[0].id,
        shift=0,
        trips=(Trip(stops=stops, legs=(leg,)),),
        metres=leg.metres,
        seconds=leg.seconds,
        cost=0,
    )
    plan = Plan(
        scenario_id=day.id, created=START, run=SolverRun(engine="hand", seed=0), routes=(route,)
    )
    ((drawn,),) = (r.legs for r in trace(plan, day, roads).routes)
    # 20 m to the first gate, 5 s there, 100 m to the second.
    assert [(g.gate_id, (g.at - leaves).seconds, g.delay_s) for g in drawn.gates] == [
        ("W", 4, 5),
        ("E", 33, 5),
    ]
    assert drawn.zones == ("Z",)
    assert [(s.maneuver, s.metres, s.gate_id) for s in drawn.steps] == [
        (Maneuver.DEPART, 20, ""),
        (Maneuver.GATE, 100, "W"),
        (Maneuver.GATE, 20, "E"),
        (Maneuver.ARRIVE, 0, ""),
    ]


def test_a_closure_that_blocks_nothing_is_told(roads: Roads) -> None:
    idle = closed((150.0, 150.0)).model_copy(update={"id": "idle"})
    aslant = closed((110.0, 110.0), (190.0, 190.0)).model_copy(update={"id": "aslant"})
    busy = closed((150.0, 205.0)).model_copy(update={"id": "busy"})
    day = scenario(PLACES).model_copy(update={"closures": (idle, aslant, busy)})
    found = closure_problems(day, roads)
    assert [(p.column, p.code, p.severity) for p in found] == [
        ("idle", "S307", Severity.WARNING),
        ("aslant", "S307", Severity.WARNING),
    ]
    assert set(found) <= set(road_problems(day, roads))
