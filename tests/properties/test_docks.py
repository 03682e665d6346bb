"""All judges agree on routes with berths, and plans of days with docks keep them."""

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from logiroute.audit.audit_plan import audit_plan
from logiroute.model.rules import Rule
from logiroute.solver.acceptance import accepts
from logiroute.solver.draws import Draws
from logiroute.solver.evaluate import Evaluator
from logiroute.solver.problem import Routes, build_problem
from logiroute.solver.recreate.recreation import Recreation
from logiroute.solver.rules import slots
from logiroute.solver.solve import solve
from tests.counts import examples
from tests.properties.dock_days import (
    calling_days,
    coach_dock_days,
    dock_days,
    rush_days,
    with_berths,
)
from tests.properties.judges import agree, is_a_short_cut
from tests.properties.plans import plan_of
from tests.properties.rule_days import Day
from tests.properties.scenarios import routes_of

_SLOW = settings(
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def _refused_as_such(evaluator: Evaluator, routes: Routes) -> bool:
    """Whether berths are not in order, of which a plan says nothing; then all solvers refuse."""
    miss = evaluator.miss(routes)
    if miss is None or miss.rule is not Rule.SLOTS or miss.why == "no_dock":
        return False
    event(f"berths: {miss.why}")
    assert not accepts(evaluator.problem, routes)
    assert Recreation(evaluator.problem, 0).verdict(routes) is None
    return True


@settings(_SLOW, max_examples=examples(150, 3000))
@given(day=st.one_of(dock_days(), calling_days(odd=False)), data=st.data())
def test_four_judges_give_one_verdict_on_docks(day: Day, data: st.DataObject) -> None:
    evaluator = Evaluator(build_problem(*day))
    routes = data.draw(with_berths(evaluator, data.draw(routes_of(evaluator.problem))))
    if not _refused_as_such(evaluator, routes):
        agree(day, evaluator, routes)


@settings(_SLOW, max_examples=examples(60, 1000))
@given(day=st.one_of(dock_days(odd=True), calling_days(odd=True)), data=st.data())
def test_what_is_legal_minute_by_minute_is_so_at_every_second(
    day: Day, data: st.DataObject
) -> None:
    evaluator = Evaluator(build_problem(*day))
    routes = data.draw(with_berths(evaluator, data.draw(routes_of(evaluator.problem))))
    miss = evaluator.miss(routes)
    event("legal" if miss is None else f"misses {miss.rule}")
    assert accepts(evaluator.problem, routes) == (miss is None)
    if miss is None:
        result = audit_plan(*day, plan_of(day[0], evaluator, routes), geometry=False)
        assert result.clean, [str(violation) for violation in result.violations]


@settings(_SLOW, max_examples=examples(40, 400))
@given(
    day=st.one_of(dock_days(odd=True), rush_days(), coach_dock_days()),
    seed=st.integers(0, 99),
    search=st.sampled_from(("recreate", "recreate", "ortools")),
)
def test_plans_keep_to_the_docks(day: Day, seed: int, search: str) -> None:
    scenario, travel = day
    iterations = 60 if search == "recreate" else 20
    plan = solve(
        scenario,
        travel,
        seconds=None,
        iterations=iterations,
        seed=seed,
        search=search,
        in_process=True,
    )
    result = audit_plan(scenario, travel, plan, geometry=False)
    assert result.clean, [str(violation) for violation in result.violations]
    reasons = {reason.rule for entry in plan.unserved for reason in entry.reasons}
    event("out for want of a dock" if Rule.SLOTS in reasons else "docks enough")


def _held(search: Recreation, problem_draws: Draws) -> dict[tuple[int, ...], int]:
    """What the routes at hand take, as the rule says; docks by place and cell."""
    state = search._state
    taken: dict[tuple[int, ...], int] = {}
    for r in range(len(state.route)):
        full = int(state.route["full"][r])
        for draw in problem_draws.of_route(r, state.full[r, :full].tolist()):
            taken[draw.source] = taken.get(draw.source, 0) + draw.amount
    return taken


@settings(_SLOW, max_examples=examples(40, 400))
@given(day=st.one_of(dock_days(odd=True), rush_days()), seed=st.integers(0, 99))
def test_docks_held_are_those_of_the_routes(day: Day, seed: int) -> None:
    problem = build_problem(*day)
    places = sorted(problem.of(Rule.SLOTS, slots.Columns).places)
    search = Recreation(problem, seed)
    for step in range(6):
        search.run(20, step / 6)
        cells = search._rows.dock_cells
        held = {
            (places[at // cells], at % cells): number
            for at, number in enumerate(search._state.docked.tolist())
            if number
        }
        assert held == _held(search, slots.draws(problem))
    routes, evaluator = search.best[0], Evaluator(problem)
    if not any(is_a_short_cut(evaluator, shift, tasks) for shift, tasks in enumerate(routes)):
        assert search.verdict(routes) == sum(evaluator.total(routes))
