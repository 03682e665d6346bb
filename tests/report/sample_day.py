"""A day around Wuhan made by hand: 12 routes, zones with a hole and gates, unserved orders."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from logiroute.model.backdrop import Backdrop
from logiroute.model.plan import Plan, Reason, SolverRun, Unserved
from logiroute.model.rules import Rule
from logiroute.model.scenario import Scenario
from logiroute.model.stock import Stock
from logiroute.model.zone import Closure
from tests.report.sample_maker import DAY, STREETS, Maker, at, policy, streets
from tests.report.sample_parts import ITEMS, fleet, orders, places, zones

#: Names as an attacker, or a careless copy from a chat, might write them.
HOSTILE = (
    "<img src=x onerror=\"window.__run='img'\">",
    "${window.__run='template'}",
    "</script><script>window.__run='script'</script>",
    "`+(window.__run='tick')+`",
    "=cmd|' /C calc'!A0",
    "{{ 7*7 }}<style>*{display:none}</style>",
)


class Sample(NamedTuple):
    scenario: Scenario
    plan: Plan
    backdrop: Backdrop


def closures() -> tuple[Closure, ...]:
    return (
        Closure(id="C1", name="建设大道桥洞积水", line=((114.280, 30.612),), note="水深 40 厘米"),
        Closure(
            id="C2",
            name="解放路水马围挡",
            line=((114.2710, 30.5720), (114.2695, 30.5650), (114.2700, 30.5580)),
            valid_from=at(6),
            valid_to=at(12),
        ),
        Closure(id="C3", name="昨日封路", line=((114.30, 30.60),), valid_to=at(4)),
        Closure(id="C4", name="城东路口封堵点", line=((114.3945, 30.5135),), valid_from=at(19)),
    )


def unserved(order_ids: tuple[str, ...]) -> tuple[Unserved, ...]:
    late = Reason(
        vehicle_class="truck",
        rule=Rule.WINDOWS,
        amount=720,
        unit="s",
        text="every truck that could still take it would arrive at 06:42 or later",
        remedy="extend the window to 06:45",
    )
    heavy = Reason(
        vehicle_class="truck",
        rule=Rule.CAPACITY,
        amount=180_000,
        unit="mass_g",
        text="180 kg more than the emptiest truck can still take",
        remedy="",
    )
    kind = Reason(vehicle_class="bus", rule=Rule.ACCESS, text="buses carry people only")
    return tuple(
        Unserved(order_id=order_id, reasons=(late, kind) if number % 2 else (heavy, late))
        for number, order_id in enumerate(order_ids)
    )


def unapproved(scenario: Scenario, order_id: str) -> Scenario:
    """The same day with a transfer that is not approved yet."""
    orders = tuple(
        order.model_copy(update={"approved": False}) if order.id == order_id else order
        for order in scenario.orders
    )
    return scenario.model_copy(update={"orders": orders})


@lru_cache(maxsize=2)
def sample(*, hostile: bool = False) -> Sample:
    """The day and its plan; with hostile texts in every free field if asked for."""
    zones_, gates = zones()
    sites = places(np.random.default_rng(7))
    order_list = orders(sites)
    vehicles = fleet()
    title, note = "武汉城区保供日（示例）", "站点与分区均为虚构，仅供演示。"
    items, blocked, street_names = ITEMS, closures(), STREETS
    if hostile:
        bad = [HOSTILE[number % len(HOSTILE)] for number in range(100)]
        title, note = bad[0] + bad[2], "".join(HOSTILE)
        sites = {
            id_: place.model_copy(
                update={
                    "name": bad[n],
                    "address": bad[n + 1],
                    "note": bad[n + 2],
                    "contact": bad[n + 3] + "13800001",
                }
            )
            for n, (id_, place) in enumerate(sites.items())
        }
        order_list = [
            order.model_copy(update={"name": bad[n], "note": bad[n + 1]})
            for n, order in enumerate(order_list)
        ]
        vehicles = [
            vehicle.model_copy(update={"name": bad[n], "plate": bad[n + 1], "note": bad[n + 2]})
            for n, vehicle in enumerate(vehicles)
        ]
        zones_ = tuple(z.model_copy(update={"name": bad[n]}) for n, z in enumerate(zones_))
        gates = tuple(
            g.model_copy(update={"name": bad[n], "papers": HOSTILE, "note": bad[n + 1]})
            for n, g in enumerate(gates)
        )
        blocked = tuple(
            c.model_copy(update={"name": bad[n], "note": bad[n + 1]}) for n, c in enumerate(blocked)
        )
        street_names = HOSTILE
        items = tuple(i.model_copy(update={"name": bad[n]}) for n, i in enumerate(items))
    scenario = Scenario(
        id="sample-day",
        title=title,
        date=DAY,
        timezone="Asia/Shanghai",
        roads="roads",
        policy=policy(),
        places=tuple(sites.values()),
        vehicles=tuple(vehicles),
        orders=tuple(order_list),
        zones=zones_,
        gates=gates,
        closures=blocked,
        items=items,
        note=note,
        stock=tuple(
            Stock(depot_id=depot, item_id=item.id, quantity=9000, reserve=200)
            for depot in ("D1", "D2")
            for item in items
        ),
    )
    maker = Maker({item.id: item for item in items}, sites, zones_, gates, street_names)
    by_id = scenario.order
    deliveries = [order for order in order_list if order.id.startswith("O")]
    trucks = [vehicle for vehicle in vehicles if vehicle.vehicle_class == "truck"][:8]
    for number, vehicle in enumerate(trucks):
        mine = [order for n, order in enumerate(deliveries[:53]) if n % len(trucks) == number]
        maker.route(vehicle, sorted(mine, key=lambda order: order.windows[0].end))
    maker.route(trucks[7], [by_id["N01"]], shift=1)
    maker.route(scenario.vehicle["B01"], [by_id["X01"]])
    maker.route(scenario.vehicle["A01"], [by_id["X02"]])
    maker.route(scenario.vehicle["C01"], [by_id["K01"], by_id["W01"]])
    left = tuple(order.id for order in deliveries[53:])
    plan = Plan(
        scenario_id=scenario.id,
        created=at(4, 12),
        run=SolverRun(engine="sample", seed=7),
        routes=tuple(maker.routes),
        unserved=unserved(left),
        cost=sum(route.cost for route in maker.routes),
        penalty=sum(scenario.policy.penalties[by_id[id_].priority] for id_ in left),
    )
    return Sample(scenario, plan, streets())
