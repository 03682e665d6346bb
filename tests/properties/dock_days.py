"""Random small days on which docks are counted, and random routes with berths in them."""

from datetime import timedelta

from hypothesis import strategies as st

from logiroute.model.order import Call
from logiroute.model.place import DOCK_KINDS
from logiroute.model.rules import Rule
from logiroute.model.travel import UNREACHABLE
from logiroute.solver.evaluate import Evaluator
from logiroute.solver.problem import Routes
from logiroute.solver.rules import slots
from tests.properties.duty_days import coach_days, duty_days
from tests.properties.rule_days import Day, changed, washing_days
from tests.properties.scenarios import days, one_in, travel_of


@st.composite
def _counted(draw: st.DrawFn, day: Day, *, odd: bool) -> Day:
    """A day with one dock or two at most places, and work that takes some time.

    ``odd`` is work of any number of seconds; else all of it takes whole minutes, so that what fits
    at every second fits minute by minute.
    """
    scenario, travel = day
    parking = st.sampled_from((0, 60, 150, 7) if odd else (0, 60, 120))
    places = tuple(
        place.model_copy(update={"stop_s": draw(parking), "docks": docks, "rest": None})
        if place.kind in DOCK_KINDS and (docks := draw(st.sampled_from((1, 1, 1, 2, None))))
        else place.model_copy(update={"stop_s": draw(parking)})
        for place in scenario.places
    )
    work = st.sampled_from((0, 59, 301, 1_234) if odd else (60, 300, 1_500))
    orders = tuple(order.model_copy(update={"service_s": draw(work)}) for order in scenario.orders)
    items = scenario.items
    if not odd:
        items = tuple(item.model_copy(update={"handling_ms": 0}) for item in items)
    made = changed(scenario, places=places, orders=orders, items=items)
    return made, travel


@st.composite
def dock_days(draw: st.DrawFn, *, odd: bool = False) -> Day:
    """Any small day with docks."""
    day = draw(st.one_of(days(min_orders=2, max_orders=6), duty_days(), washing_days()))
    return draw(_counted(day, odd=odd))


@st.composite
def coach_dock_days(draw: st.DrawFn) -> Day:
    """People after whom vehicles are disinfected, drivers who rest, and docks."""
    return draw(_counted(draw(coach_days()), odd=draw(st.booleans())))


@st.composite
def calling_days(draw: st.DrawFn, *, odd: bool) -> Day:
    """Nothing but calls, at two places, with time enough for them."""
    scenario, travel = draw(rush_days(odd=odd, hurried=False))
    orders = [
        Call(
            id=order.id,
            site_id=draw(st.sampled_from(("S1", "S3", "S3"))),
            service_s=order.service_s,
            windows=order.windows,
        )
        for order in scenario.orders
    ]
    return changed(scenario, orders=tuple(orders)), travel


@st.composite
def rush_days(draw: st.DrawFn, *, odd: bool = True, hurried: bool = True) -> Day:
    """Everybody wants to be served at one place; in shifts that leave little time, if hurried."""
    scenario, _ = draw(days(min_orders=3, max_orders=6))
    orders = []
    for order in scenario.orders:
        changes: dict[str, object] = {"windows": (), "together": "", "skills": ()}
        name = "origin_id" if hasattr(order, "origin_id") else "site_id"
        changes[name] = draw(st.sampled_from(("S1", "S3", "S3", "S3")))
        orders.append(order.model_copy(update=changes))
    vehicles = []
    for vehicle in scenario.vehicles:
        first = vehicle.shifts[0]
        long = draw(st.integers(40, 120)) if hurried else 300
        shifts = (first.model_copy(update={"end": first.start + timedelta(minutes=long)}),)
        roomy = dict.fromkeys(vehicle.capacity, 90)
        update = {"shifts": shifts, "capacity": roomy, "vehicle_class": "van", "own_zone_id": None}
        vehicles.append(vehicle.model_copy(update=update))
    made = changed(scenario, orders=tuple(orders), vehicles=tuple(vehicles), zones=())
    return draw(_counted((made, draw(travel_of(made, most_parts=1))), odd=odd))


@st.composite
def with_berths(draw: st.DrawFn, evaluator: Evaluator, routes: Routes) -> Routes:
    """The same routes with a berth before most stops that need one, soon after it can be used."""
    problem = evaluator.problem
    columns = problem.of(Rule.SLOTS, slots.Columns)
    free = [task for task, kind in enumerate(columns.kind) if kind >= 0]
    place: list[int] = problem.task_place.tolist()
    found: list[tuple[int, ...]] = []
    for shift, tasks in enumerate(routes):
        route: list[int] = []
        for at, task in enumerate(tasks):
            leaves = evaluator.clock.times.leg_before(tasks, at)
            needed = leaves and place[task] in columns.places
            if draw(one_in(25 if needed else 60)) is needed:
                route.append(task)
                continue
            ready = evaluator.clock.hurried(shift, [*route, task]).starts[-1]
            fitting = [
                berth
                for berth in free
                if place[berth] == place[task]
                and ready <= columns.second[columns.kind[berth]] < UNREACHABLE
            ]
            # At a dock that others use, to be in their way.
            taken = [
                columns.second[columns.kind[one]]
                for own in (*found, route)
                for one in own
                if columns.kind[one] >= 0 and place[one] == place[task]
            ]
            near = [
                berth
                for berth in fitting
                if any(abs(columns.second[columns.kind[berth]] - second) <= 600 for second in taken)
            ]
            in_the_way: bool = draw(st.booleans())
            fitting = near if near and in_the_way else fitting
            if fitting:
                berth = fitting[min(draw(st.sampled_from((0, 0, 0, 1, 2, 7))), len(fitting) - 1)]
                free.remove(berth)
                route.append(berth)
            route.append(task)
        found.append(tuple(route))
    return tuple(found)
