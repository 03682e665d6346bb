"""Plans of transfers counted through without the auditor: who met whom, and who slept where."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta

from logiroute.model.order import Transfer
from logiroute.model.place import PlaceKind
from logiroute.model.plan import Plan, Route, Stop, Task, TaskKind
from logiroute.model.scenario import Scenario


def works(route: Route) -> Iterator[tuple[Stop, Task]]:
    """Stops and tasks, in order."""
    for stop in route.stops:
        for task in stop.tasks:
            yield stop, task


def runs_of(plan: Plan, scenario: Scenario) -> int:
    """Follow every vehicle that only moves people; count its disinfections.

    Straight there, one class a run, who must ride alone alone, and after each run a disinfection
    that is long enough, where the class asks for one.
    """
    return sum(_runs(route, scenario) for route in plan.routes)


def _runs(route: Route, scenario: Scenario) -> int:
    runs = 0
    aboard: set[str] = set()
    run: list[Transfer] = []
    due = 0
    for stop, task in works(route):
        if task.kind is TaskKind.REST:
            relief = scenario.place[stop.place_id].kind is PlaceKind.RELIEF_AREA
            assert not aboard or relief, f"{route.vehicle_id} rests at {stop.place_id}"
            continue
        if task.kind is TaskKind.DISINFECT:
            assert not aboard
            assert task.end - task.start >= timedelta(seconds=due)
            runs, due, run = runs + 1, 0, []
            continue
        order = scenario.order[task.order_id or ""]
        assert isinstance(order, Transfer)
        if task.kind is TaskKind.BOARD:
            assert not due, f"{order.id} boards {route.vehicle_id}, which is not clean"
            aboard.add(order.id)
            run.append(order)
            assert len({other.party.party_class for other in run}) == 1
            _alone(scenario, [scenario.order[name] for name in aboard])
        else:
            aboard.remove(order.id)
            due = max(due, scenario.disinfect_s(order))
    assert not aboard
    assert not due
    return runs


def _alone(scenario: Scenario, aboard: list[object]) -> None:
    """Whoever is to ride alone does."""
    for order in aboard:
        assert isinstance(order, Transfer)
        party = scenario.policy.party_class(order.party.party_class)
        assert len(aboard) == 1 or not (order.exclusive or party.exclusive), order.id


def beds_kept(plan: Plan, scenario: Scenario) -> int:
    """Count who gets out where, against the beds there are by then; return how many do."""
    arrivals: dict[str, list[tuple[datetime, int]]] = defaultdict(list)
    gone: dict[str, list[tuple[datetime, int]]] = defaultdict(list)
    for route in plan.routes:
        for stop, task in works(route):
            order = scenario.order.get(task.order_id or "")
            if task.kind is TaskKind.ALIGHT and isinstance(order, Transfer):
                assert stop.place_id in order.destination_ids
                place = scenario.place[stop.place_id]
                needs = " | ".join(order.party.needs).lower()
                assert not any(word in needs for word in place.refuses), f"{order.id} there"
                assert not place.accepts or order.party.party_class in place.accepts
                local = scenario.policy.stay_local.whom(order.party.ages, order.party.needs)
                assert not (local and place.off_county), f"{order.id} stays in the county"
                arrivals[place.id].append((task.start, order.party.persons))
            if task.kind is TaskKind.BOARD and isinstance(order, Transfer):
                assert stop.place_id == order.origin_id
                assert order.notice is None or task.start >= order.notice, f"{order.id} not told"
                room = scenario.place[stop.place_id].bed_turnover_s
                if room is not None:
                    ready = task.end + timedelta(seconds=room)
                    gone[stop.place_id].append((ready, order.party.persons))
    for name, came in arrivals.items():
        place = scenario.place[name]
        for moment, _ in came if place.beds is not None else ():
            free = (place.beds or 0) + sum(more.beds for more in place.freed if more.at <= moment)
            free += sum(persons for at, persons in gone[name] if at <= moment)
            assert sum(persons for at, persons in came if at <= moment) <= free, name
    return sum(persons for came in arrivals.values() for _, persons in came)


def bays_kept(plan: Plan, scenario: Scenario) -> None:
    """Count the vehicles that are disinfected at once."""
    spans: dict[str, list[tuple[datetime, datetime]]] = defaultdict(list)
    for route in plan.routes:
        for stop, task in works(route):
            if task.kind is TaskKind.DISINFECT:
                spans[stop.place_id].append((task.start, task.end))
    for name, at in spans.items():
        bays = scenario.place[name].bays
        for start, _ in at if bays is not None else ():
            assert sum(one <= start < other for one, other in at) <= (bays or 0), name


def everybody_once(plan: Plan, scenario: Scenario) -> None:
    """Each order rides once or is listed with a reason."""
    boarded = Counter(
        task.order_id
        for route in plan.routes
        for _, task in works(route)
        if task.kind is TaskKind.BOARD
    )
    left = Counter(entry.order_id for entry in plan.unserved)
    assert boarded + left == Counter(order.id for order in scenario.orders)
    assert all(entry.reasons for entry in plan.unserved)
