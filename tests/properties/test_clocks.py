"""The compiled clock says the same as the one whose twin it is, on days with all rules."""

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from logiroute.model.scenario import Scenario
from logiroute.model.travel import TravelTimes
from logiroute.solver.evaluate import Evaluator
from logiroute.solver.problem import Problem, Routes, build_problem
from logiroute.solver.recreate.clock import CompiledClock
from logiroute.solver.recreate.clock_rows import clock_rows_of
from logiroute.solver.times import Timetable
from tests.properties.scenarios import days, routes_of
from tests.properties.trip_days import trip_days, trip_routes

Day = tuple[Scenario, TravelTimes]

_SLOW = settings(
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def _compare(problem: Problem, routes: Routes) -> None:
    # Routes may do something twice, and so be longer than there are tasks.
    longest = max(map(len, routes), default=0)
    evaluator, compiled = Evaluator(problem), CompiledClock(clock_rows_of(problem), longest)
    for shift, tasks in enumerate(routes):
        if not tasks:
            continue
        found = evaluator.clock.timetable(shift, tasks)
        said = None
        if isinstance(found, Timetable):
            metres = evaluator.metres(shift, tasks, found)
            said = found.duty_start, found.duty_end, metres
        assert compiled.timetable(shift, tasks) == said
        event(f"{'timed' if evaluator.clock.timed(shift) else 'plain'}, fits: {said is not None}")


@settings(_SLOW, max_examples=400)
@given(day=days(), data=st.data())
def test_two_clocks_agree(day: Day, data: st.DataObject) -> None:
    problem = build_problem(*day)
    _compare(problem, data.draw(routes_of(problem)))


@settings(_SLOW, max_examples=200)
@given(day=trip_days(), data=st.data())
def test_two_clocks_agree_on_trips(day: Day, data: st.DataObject) -> None:
    problem = build_problem(*day)
    _compare(problem, data.draw(trip_routes(problem)))
