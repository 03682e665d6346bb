"""A town-sized random day: breakfasts, a night round, rush calls, specimens and transfers."""

import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from logiroute.audit.audit_plan import audit_plan
from logiroute.model.fleet import Vehicle
from logiroute.model.order import Order
from logiroute.model.place import Place, PlaceKind
from logiroute.model.scenario import Scenario
from logiroute.model.travel import TravelTable, TravelTimes
from logiroute.solver.problem import build_problem
from logiroute.solver.routing import Routing
from logiroute.solver.solve import solve
from tests.solver.tiny import (
    KIT,
    POLICY,
    TZ,
    call,
    collection,
    delivery,
    transfer,
    vehicle,
    window,
)


def _town(seed: int, vans: int = 30) -> tuple[Scenario, TravelTimes]:
    """About 130 tasks and 43 shifts on 12 by 12 km of right-angled streets at 10 m/s."""
    rng = np.random.default_rng(seed)
    places: list[Place] = []

    def at(name: str, kind: PlaceKind = PlaceKind.SITE, **more: object) -> str:
        east, north = rng.uniform(0, 12_000, 2)
        fields = {"id": name, "name": name, "kind": kind, "point": (east / 1e5, north / 1e5)}
        places.append(Place.model_validate({**fields, **more}))
        return name

    depots = [at(f"D{n}", PlaceKind.DEPOT, stop_s=600) for n in range(2)]
    sites = [at(f"Q{n}", PlaceKind.QUARANTINE_SITE, beds=12, stop_s=60) for n in range(4)]
    laboratory = at("L", PlaceKind.LABORATORY)
    orders: list[Order] = []
    for n in range(60):
        kits, post = int(rng.integers(4, 9)), at(f"b{n}", stop_s=60)
        early = (window(0, 30),)
        orders.append(delivery(f"b{n}", post, kits, service_s=90, priority=2, windows=early))
    for n in range(8):
        late = (window(840, 1020),)
        kits = int(rng.integers(15, 40))
        orders.append(delivery(f"n{n}", at(f"n{n}"), kits, service_s=600, windows=late, priority=2))
    for n in range(6):
        both = (window(180, 360), window(480, 660))
        orders.append(call(f"r{n}", at(f"r{n}"), service_s=1200, priority=1, windows=both))
    for n in range(6):
        limit = {"max_aboard_s": 7200, "windows": (window(120, 600),), "priority": 2}
        orders.append(collection(f"c{n}", at(f"c{n}"), [laboratory], 2, service_s=120, **limit))
    for n in range(12):
        party = int(rng.integers(1, 4))
        orders.append(
            transfer(
                f"t{n}",
                at(f"t{n}"),
                sites,
                party,
                service_s=180,
                priority=2,
                together="family" if n < 2 else "",
                exclusive=n == 5,
                max_aboard_s=3600,
            )
        )
    day, night = window(-60, 720), window(780, 1080)
    fleet: list[Vehicle] = [
        vehicle(f"van{n}", shifts=[day], kg=400, home=depots[n % 2]) for n in range(vans)
    ]
    fleet += [vehicle(f"truck{n}", shifts=[day, night], home=depots[n % 2]) for n in range(4)]
    fleet += [vehicle(f"bus{n}", "bus", seats=12, shifts=[night], home=depots[0]) for n in range(5)]
    scenario = Scenario(
        id="town",
        title="A random town",
        date=date(2022, 4, 1),
        timezone=TZ.key,
        roads="none",
        policy=POLICY,
        places=tuple(places),
        vehicles=tuple(fleet),
        orders=tuple(orders),
        items=(KIT,),
    )
    points = np.array([place.point for place in places]) * 1e5
    metres = np.abs(points[:, None] - points[None, :]).sum(-1).astype(np.int32)
    seconds = np.ceil(metres / 10).astype(np.int32)
    spots = tuple(place.point for place in places)
    table = TravelTable(seconds, metres, spots, (0.0,) * len(spots))
    tables = dict.fromkeys(scenario.movements, (table,))
    return scenario, TravelTimes(tuple(place.id for place in places), tables, "streets")


@pytest.mark.parametrize("seed", [1, 2])
def test_a_town_is_served(seed: int) -> None:
    scenario, travel = _town(seed)
    plan = solve(scenario, travel, seconds=None, iterations=40)
    assert not plan.unserved
    result = audit_plan(scenario, travel, plan, geometry=False)
    assert result.clean, [str(violation) for violation in result.violations]


def test_too_few_vans_leave_posts_with_reasons() -> None:
    scenario, travel = _town(1, vans=6)
    plan = solve(scenario, travel, seconds=None, iterations=20)
    assert plan.unserved
    assert audit_plan(scenario, travel, plan, geometry=False).clean
    for entry in plan.unserved:
        reasons = {reason.vehicle_class: reason for reason in entry.reasons}
        assert set(reasons) == {"bus", "truck"}
        assert all(reason.text for reason in entry.reasons)
    assert any(
        reason.remedy == "one more truck" for entry in plan.unserved for reason in entry.reasons
    )


def test_a_first_plan_comes_within_seconds() -> None:
    scenario, travel = _town(1)
    began = time.monotonic()
    Routing(build_problem(scenario, travel)).close()
    assert time.monotonic() - began < 5
    began = time.monotonic()
    plan = solve(scenario, travel, seconds=None, iterations=1)
    assert len(plan.unserved) < len(scenario.orders) / 10
    assert time.monotonic() - began < 15


_HEAP = """
from tests.solver.test_town import _town
from logiroute.solver.budget import Budget
from logiroute.solver.conductor import search_problem
from logiroute.solver.problem import build_problem

def resident():
    return int(open("/proc/self/statm").read().split()[1]) * 4 // 1024

problem = build_problem(*_town(1))

def search():
    search_problem(problem, Budget(iterations=8), search="ortools", in_process=True)

search()
before = resident()
for _ in range(4):
    search()
print(resident() - before)
"""


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="needs /proc")
def test_models_of_finished_rounds_are_freed() -> None:
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", _HEAP],
        capture_output=True,
        text=True,
        cwd=root,
        env={"PYTHONPATH": f"{root}:{root / 'src'}", "PATH": ""},
        timeout=300,
        check=True,
    )
    # 24 models: before the search let go of them they took 190 MB.
    assert int(done.stdout) < 40
