"""A part of a problem says of its routes what the whole problem says of them."""

from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from logiroute.model.scenario import Scenario
from logiroute.model.travel import TravelTimes
from logiroute.solver.acceptance import accepts
from logiroute.solver.evaluate import Evaluator
from logiroute.solver.excerpt import excerpt_of, take
from logiroute.solver.fill import fill
from logiroute.solver.problem import build_problem
from tests.properties.dock_days import dock_days, with_berths
from tests.properties.scenarios import days, routes_of

_SLOW = settings(
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@settings(_SLOW, max_examples=250)
@given(made=st.one_of(days(min_orders=2, max_orders=6), dock_days(odd=True)), data=st.data())
def test_part_and_whole_agree(made: tuple[Scenario, TravelTimes], data: st.DataObject) -> None:
    problem = build_problem(*made)
    evaluator = Evaluator(problem)
    before = fill(evaluator, ((),) * problem.shifts)
    kept = data.draw(
        st.sets(st.integers(0, problem.shifts - 1), min_size=1, max_size=problem.shifts)
    )
    order_of = problem.task_order.tolist()
    elsewhere = {
        order_of[task] for at, tasks in enumerate(before) if at not in kept for task in tasks
    }
    rows = excerpt_of(problem, before, kept, set(range(problem.orders)) - elsewhere)
    assume(rows.orders)
    part = take(problem, rows)
    of_part = Evaluator(part)
    assert rows.whole(rows.cut(before)) == before
    routes = data.draw(with_berths(of_part, data.draw(routes_of(part))))
    whole = rows.whole(routes)
    miss = of_part.miss(routes)
    event("legal" if miss is None else f"misses {miss.rule}")
    assert (miss is None) == (evaluator.miss(whole) is None)
    assert accepts(part, routes) == (miss is None)
    for shift, tasks in zip(rows.shifts, routes, strict=True):
        inside = of_part.timetable(rows.shifts.index(shift), tasks) if tasks else None
        assert inside == (evaluator.timetable(shift, whole[shift]) if tasks else None) or (
            miss is not None
        )
    if miss is None:
        outside = [() if at in kept else tasks for at, tasks in enumerate(before)]
        more = evaluator.total(whole)[0] - evaluator.total(outside)[0]
        assert of_part.total(routes)[0] == more
