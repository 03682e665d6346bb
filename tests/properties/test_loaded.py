"""Plans of random days on streets with zones that people aboard make a difference to are clean."""

from collections import Counter

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from logiroute.audit.audit_plan import audit_plan
from logiroute.geo.roads import Roads
from logiroute.geo.trace import trace
from logiroute.geo.travel import travel_times
from logiroute.model.loaded import loaded_legs
from logiroute.model.order import Order
from logiroute.model.plan import Plan, TaskKind
from logiroute.model.scenario import Scenario
from logiroute.model.zone import Zone
from logiroute.model.zone_access import LoadedAccess, ZoneAccess
from logiroute.solver.solve import solve
from tests.counts import examples
from tests.geo.drawn import EAST_M, LAT, LON, NORTH_M, Metres, box, gate, grid, zone
from tests.geo.loaded_grid import bus_day
from tests.rules.day import at, call, transfer

PLACES = "ABCQS"


@pytest.fixture(scope="module")
def streets(tmp_path_factory: pytest.TempPathFactory) -> Roads:
    """Five by five streets."""
    return grid(tmp_path_factory.mktemp("grid"))


@st.composite
def _spot(draw: st.DrawFn) -> Metres:
    """Somewhere on a street, off its crossings."""
    along, across = 10 * draw(st.integers(0, 39)) + 5, 100 * draw(st.integers(0, 4))
    return (along, across) if draw(st.booleans()) else (across, along)


@st.composite
def _zone(draw: st.DrawFn, name: str) -> Zone:
    west, south = (100 * draw(st.integers(0, 1)) + 50 for _ in "xy")
    wide, high = (100 * draw(st.integers(1, 2)) for _ in "xy")
    noon = draw(st.sampled_from(((None, None), (None, None), (None, at("06:10")))))
    return zone(name, box(west, south, west + wide, south + high), valid=noon)


@st.composite
def loaded_days(draw: st.DrawFn) -> Scenario:
    """One bus, one to four parties, now and then a call, one or two zones."""
    access = ZoneAccess(
        enter="yes",
        stop="yes",
        through=True,
        leave="yes",
        loaded=draw(
            st.sampled_from(
                (
                    LoadedAccess(through=False),
                    LoadedAccess(through=False, stop="party"),
                    LoadedAccess(enter="gate", leave="gate", through=False),
                    LoadedAccess(enter="no"),
                )
            )
        ),
    )
    zones = [draw(_zone(name)) for name in draw(st.sampled_from(("Y", "YZ")))]
    gates = [
        gate(f"{one.id}{side}", one.id, (x, y), draw(st.sampled_from((0, 30))))
        for one in zones
        for side, (x, y) in enumerate(_doors(one))
    ]
    orders: list[Order] = []
    for number in range(draw(st.integers(1, 4))):
        origin = draw(st.sampled_from("ABC"))
        sites = draw(st.sampled_from(("Q", "QS", "SQ", "C" if origin != "C" else "S")))
        persons = draw(st.integers(1, 6))
        orders.append(transfer(f"t{number}", origin, *sites, persons=persons))
    if draw(st.booleans()):
        orders.append(call("c", draw(st.sampled_from(PLACES))))
    return bus_day(
        access,
        zones=zones,
        gates=gates,
        orders=orders,
        spots={name: draw(_spot()) for name in ("D", *PLACES, "W")},
        disinfect_s=draw(st.sampled_from((0, 600))),
        straight=draw(st.sampled_from((None, True, False))),
    )


def _doors(of: Zone) -> list[Metres]:
    """Where the streets through a zone's first corner's block cross its west and east edge."""
    lon = [point[0] for point in of.polygons[0][0]]
    lat = [point[1] for point in of.polygons[0][0]]
    west, south = _metres((min(lon), min(lat)))
    east, _ = _metres((max(lon), min(lat)))
    return [(west, south + 50), (east, south + 50)]


def _metres(point: tuple[float, float]) -> Metres:
    return round((point[0] - LON) * EAST_M), round((point[1] - LAT) * NORTH_M)


def _count(counts: Counter[str], day: Scenario, plan: Plan) -> None:
    """Count legs, of which people are aboard of some that count as empty nowhere."""
    legs = loaded_legs(day, day.movements[0])
    for route in plan.routes:
        aboard: set[str] = set()
        for stop, leg in zip(route.stops, route.legs, strict=False):
            for task in stop.tasks:
                if task.kind is TaskKind.BOARD:
                    aboard.add(task.order_id or "")
                elif task.kind is TaskKind.ALIGHT:
                    aboard.discard(task.order_id or "")
            counts["loaded" if aboard else "empty"] += 1
            counts["through"] += bool(leg.zones) and not aboard
            if legs is not None and aboard:
                assert legs.loaded(leg.from_id, leg.to_id)


@pytest.mark.counted
def test_plans_of_days_with_loaded_entries_are_clean(streets: Roads) -> None:
    wanted = examples(25, 400)
    counts: Counter[str] = Counter()

    @settings(
        max_examples=wanted,
        deadline=None,
        derandomize=True,
        database=None,
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(day=loaded_days(), seed=st.integers(0, 99))
    def judge(day: Scenario, seed: int) -> None:
        travel = travel_times(day, streets)
        plan = solve(day, travel, seconds=None, iterations=40, seed=seed, in_process=True)
        drawn = trace(plan, day, streets)
        result = audit_plan(day, travel, drawn)
        assert result.clean, [str(violation) for violation in result.violations]
        _count(counts, day, drawn)

    judge()
    assert counts["loaded"] > wanted
    assert counts["empty"] > wanted
    assert counts["through"] > wanted // 10
