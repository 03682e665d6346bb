"""Lifo: of a vehicle with a rear door only, the goods that came aboard last leave first."""

from collections.abc import Sequence
from typing import Any

import pytest

from logiroute.audit.audit_plan import AuditResult, audit_plan
from logiroute.model.fleet import Vehicle
from logiroute.model.order import Order
from logiroute.model.place import PlaceKind
from logiroute.model.plan import Plan
from logiroute.model.rules import Rule
from logiroute.solver.acceptance import accepts
from logiroute.solver.evaluate import Evaluator
from logiroute.solver.problem import Problem, build_problem
from logiroute.solver.sentences import Sentences
from tests.rules.by_hand import Visit, done, edit, findings, left_out, plan, solved, trips, visit
from tests.rules.by_hand import route as driven
from tests.rules.day import (
    Day,
    call,
    collection,
    day,
    delivery,
    depot,
    place,
    quarantine,
    site,
    transfer,
    vehicle,
)

#: As it comes: D A B L D, 38 km. With c not on top of b: D B A L D, 45 km.
WAYS = {"D-A": 10, "A-B": 8, "B-L": 10, "D-L": 10, "D-B": 15, "A-L": 12}
KITS = (delivery("a", "A"), delivery("b", "B"))
SPECIMENS = (collection("c", "A", "L"), collection("d", "B", "L"))
PEOPLE = (transfer("t", "A", "Q"), call("v", "B"), call("w", "B", 1))


def _made(*orders: Order, fleet: Sequence[Vehicle] = (), **of_vehicle: Any) -> Day:
    return day(
        [depot(), site("A"), site("B"), place("L", PlaceKind.LABORATORY), quarantine("Q")],
        fleet or [vehicle(**{"lifo": True, "max_trips": 3, **of_vehicle})],
        orders or (*KITS, *SPECIMENS, *PEOPLE),
        WAYS | {"A-Q": 5, "B-Q": 5, "L-Q": 5, "D-Q": 5},
    )


def _planned(made: Day, *visits: Visit) -> Plan:
    names = {what.split()[1] for stop in visits for what in stop.does}
    rest = [order.id for order in made.scenario.orders if order.id not in names]
    return plan(made, driven(made, "V", *visits), unserved=rest)


def _in_trips(made: Day, *rounds: list[Visit]) -> Plan:
    names = {what.split()[1] for stops in rounds for stop in stops for what in stop.does}
    rest = [order.id for order in made.scenario.orders if order.id not in names]
    return plan(made, trips(made, "V", *rounds), unserved=rest)


def _audited(made: Day, of: Plan) -> AuditResult:
    return audit_plan(made.scenario, made.travel, of, geometry=False)


def _said(made: Day, of: Plan) -> list[str]:
    return [str(found) for found in _audited(made, of).violations]


ON_TOP = (visit("A", "unload a", "load c"), visit("B", "unload b"), visit("L", "unload c"))
BEFORE = (visit("B", "unload b"), visit("A", "unload a", "load c"), visit("L", "unload c"))


def test_specimens_in_the_way() -> None:
    made = _made()
    assert findings(made, _planned(made, *BEFORE)) == []
    hurt = _planned(made, *ON_TOP)
    assert findings(made, hurt) == [(Rule.LIFO, 1, "orders")]
    assert _said(made, hurt) == [
        "lifo: vehicle V: order b leaves at place B while order c lies on top of it; what came "
        "aboard last leaves first."
    ]
    (found,) = _audited(made, hurt).violations
    assert (found.order_id, found.place_id, found.stop) == ("b", "B", 2)


def test_other_vehicles_are_unloaded_in_any_order() -> None:
    made = _made(lifo=False)
    assert findings(made, _planned(made, *ON_TOP)) == []
    looked = _audited(made, _planned(made, *ON_TOP)).facts
    assert looked[Rule.LIFO] == 0


def test_what_is_loaded_for_a_trip_is_one_layer() -> None:
    made = _made()
    for first, second in (("a", "b"), ("b", "a")):
        stops = [visit(name.upper(), f"unload {name}") for name in (first, second)]
        both = _planned(made, *stops)
        assert findings(made, both) == []
        assert _audited(made, both).facts[Rule.LIFO] == 2
        # Whatever order the depot lists them in.
        tasks = "routes__0__trips__0__stops__0__tasks"
        listed = both.routes[0].stops[0].model_dump(mode="json")["tasks"]
        assert findings(made, edit(both, **{tasks: listed[::-1]})) == []


@pytest.mark.parametrize(
    ("stops", "broken"),
    [
        # One inside the other, one after the other, and crosswise.
        ([visit("A", "load c"), visit("B", "load d"), visit("L", "unload d", "unload c")], 0),
        ([visit("A", "load c"), visit("L", "unload c"), visit("B", "load d")], 0),
        ([visit("A", "load c"), visit("B", "load d"), visit("L", "unload c", "unload d")], 1),
        # In one stop the order of the tasks counts.
        ([visit("A", "unload a", "load c"), visit("L", "unload c")], 0),
        ([visit("A", "load c", "unload a"), visit("L", "unload c")], 1),
        # A call that leaves goods is like a delivery, one that brings none is not.
        ([visit("A", "load c"), visit("B", "serve v"), visit("L", "unload c")], 0),
        ([visit("A", "load c"), visit("B", "serve w"), visit("L", "unload c")], 1),
        # People are no goods: they are not under anything, nor on top of it.
        ([visit("A", "board t", "load c"), visit("Q", "alight t"), visit("L", "unload c")], 0),
        ([visit("A", "load c", "board t"), visit("L", "unload c"), visit("Q", "alight t")], 0),
        # Both orders under c are told, and then c is gone.
        ([visit("A", "load c", "unload a"), visit("B", "unload b"), visit("L", "unload c")], 2),
    ],
)
def test_in_one_trip(stops: list[Visit], broken: int) -> None:
    made = _made()
    if stops[-1].does == ("load d",):
        stops = [*stops, visit("L", "unload d")]
    assert findings(made, _planned(made, *stops)) == [(Rule.LIFO, 1, "orders")] * broken


def test_as_many_as_lie_on_top() -> None:
    made = _made()
    stops = (
        visit("A", "load c"),
        visit("B", "load d", "unload b"),
        visit("L", "unload d", "unload c"),
    )
    hurt = _planned(made, *stops)
    assert findings(made, hurt) == [(Rule.LIFO, 2, "orders")]
    assert "while orders d, c lie on top of it" in _said(made, hurt)[0]


@pytest.mark.parametrize(
    ("rounds", "said"),
    [
        # c rides along over a loading, and lies under b then.
        ([["A load c"], ["B unload b", "L unload c"]], ""),
        ([["A load c"], ["L unload c", "B unload b"]], "order c leaves at place L while order b"),
        # A loading without goods puts nothing on top.
        ([["A load c"], ["L unload c"]], ""),
        # What is fetched on the second trip lies on what it loaded.
        ([["A unload a"], ["A load c", "L unload c", "B unload b"]], ""),
        ([["A unload a"], ["A load c", "B unload b", "L unload c"]], "order b leaves at place B"),
        # Under the load is c, on top of it d; b is between them.
        ([["A load c"], ["B unload b", "B load d", "L unload d", "L unload c"]], ""),
        ([["A load c"], ["B load d", "L unload d", "B unload b", "L unload c"]], ""),
        ([["A load c"], ["B load d", "L unload d", "L unload c", "B unload b"]], "order b lies"),
        # c leaves before anything of the trip that follows is loaded.
        ([["A load c", "L unload c"], ["B unload b"]], ""),
        # Over two loadings.
        ([["A load c"], ["B unload b"], ["A unload a", "L unload c"]], ""),
    ],
)
def test_over_several_trips(rounds: list[list[str]], said: str) -> None:
    made = _made()
    stops = [[visit(what[0], what[2:]) for what in of_trip] for of_trip in rounds]
    found = _said(made, _in_trips(made, *stops))
    assert len(found) == bool(said)
    assert all(said in text and text.startswith("lifo") for text in found)


def test_what_is_wrong_anyway_is_no_matter_of_layers() -> None:
    made = _made()
    # Nobody fetched c; it is not aboard, and in nobody's way.
    hurt = _planned(made, visit("L", "unload c"), visit("B", "unload b"))
    assert {rule for rule, _, _ in findings(made, hurt)} & {Rule.LIFO} == set()


# The solver's half: all of it says what the auditor says.


def _rows(made: Day) -> tuple[Problem, dict[str, int]]:
    """The problem, and its tasks by what a plan calls them; the one reload that is used is 2."""
    problem = build_problem(made.scenario, made.travel)
    tasks = {"2": next((t for t in range(problem.tasks) if problem.task_order[t] < 0), -1)}
    for row, order in enumerate(made.scenario.orders):
        tasks[f"+{order.id}"] = problem.first_task[row]
        if problem.choices[row]:
            tasks[f"-{order.id}"] = problem.choices[row][0]
    return problem, tasks


@pytest.mark.parametrize(
    ("tasks", "legal"),
    [
        ("+a +c +b -c", False),
        ("+b +a +c -c", True),
        ("+c -c +a +b", True),
        ("+c +d -d -c", True),
        ("+c +d -c -d", False),
        ("+c -c +d -d", True),
        ("+c +v -c +a", True),
        ("+c +w -c +a", False),
        ("+t +c -t -c +a", True),
        ("+c +t -c -t +a", True),
        ("+c 2 +b -c", True),
        ("+c 2 -c +b", False),
        ("+c 2 +v -c", True),
        ("+a 2 +c +b -c", False),
        ("+a 2 +c -c +b", True),
        ("+a +c 2 +b -c", True),
        ("+c +a 2 +b -c", False),
        ("+c 2 +b +d -d -c", True),
        ("+c 2 +d -d +b -c", True),
        ("+c 2 +b +d -c -d", False),
        ("+c 2 +d -d -c +b", False),
        ("+c +d 2 +b -d -c", True),
        ("+c +d 2 +b -c -d", False),
        ("+c +d -d 2 +b +a -c", True),
        ("+c 2 +b -c +a", False),
        # Under nothing left of the second trip, but over d, which came on it.
        ("+c 2 +b -c +d -d", True),
    ],
)
def test_kernel_model_and_checks_agree(tasks: str, legal: bool) -> None:
    from logiroute.solver.recreate.recreation import Recreation

    problem, task = _rows(_made())
    routes = (tuple(task[name] for name in tasks.split()),)
    evaluator = Evaluator(problem)
    miss = evaluator.miss(routes)
    assert (miss is None) == legal
    assert accepts(problem, routes) == legal
    assert miss is None or miss.rule is Rule.LIFO
    price = Recreation(problem, 0).verdict(routes)
    assert price == (sum(evaluator.total(routes)) if legal else None)
    free, _ = _rows(_made(lifo=False))
    assert Evaluator(free).miss(routes) is None
    assert accepts(free, routes)
    assert Recreation(free, 0).verdict(routes) is not None


def test_the_rows_know_whose_load_is_a_stack() -> None:
    fleet = [vehicle("V", lifo=True), vehicle("W"), vehicle("X", lifo=True)]
    problem, _ = _rows(_made(fleet=fleet))
    assert problem.shift_alike == (0, 1, 0)


@pytest.mark.parametrize("search", ["recreate", "ortools"])
@pytest.mark.parametrize(("lifo", "cost"), [(False, 4_800), (True, 5_500)])
def test_solver_goes_round_the_other_way(search: str, lifo: bool, cost: int) -> None:
    best = solved(_made(*KITS, SPECIMENS[0], lifo=lifo, max_trips=1), search)
    assert left_out(best) == []
    assert best.cost == cost
    assert done(best)["V"][-2:] == ["load c" if lifo else "unload b", "unload c"]


@pytest.mark.parametrize("search", ["recreate", "ortools"])
def test_solver_sets_down_first_what_came_last(search: str) -> None:
    best = solved(_made(*SPECIMENS, max_trips=1), search)
    tasks = done(best)["V"]
    assert left_out(best) == []
    assert [what[-1] for what in tasks[2:]] == [what[-1] for what in tasks[1::-1]]


@pytest.mark.parametrize(("side_door", "cost"), [(4_500, 5_500), (600, 4_400)])
def test_solver_takes_the_vehicle_with_a_side_door_where_it_pays(side_door: int, cost: int) -> None:
    # 38 km and 6.00 for the shift are less than 45 km and 10.00; with 45.00 they are not.
    fleet = [vehicle("V", lifo=True), vehicle("W", fixed=side_door)]
    best = solved(_made(*KITS, SPECIMENS[0], fleet=fleet))
    assert left_out(best) == []
    assert best.cost == cost


def test_solver_loads_again_on_top_of_what_is_aboard() -> None:
    # 3 kits each for A and B are too much at once. D A D B L D, 10 + 10 + 15 + 10 + 10 km, as any
    # vehicle would: c lies under the kits for B.
    kits = (delivery("a", "A", 3), delivery("b", "B", 3))
    best = solved(_made(*kits, SPECIMENS[0], kg=40))
    assert left_out(best) == []
    assert best.cost == 5_500 + 1_000
    assert done(best)["V"][-3:] == ["load b", "unload b", "unload c"]


def test_a_sentence_says_what_is_in_the_way() -> None:
    made = _made()
    problem, task = _rows(made)
    miss = Evaluator(problem).miss((tuple(task[name] for name in ("+a", "+c", "+b", "-c")),))
    assert miss is not None
    words = Sentences(made.scenario, problem).why("van", 0, miss)
    assert words == "other goods would lie on top of what leaves at place B"
