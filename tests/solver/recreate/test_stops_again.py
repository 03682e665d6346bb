"""A task at the place where the vehicle has just loaded for a further trip is a stop of its own."""

from logiroute.model.rules import Rule
from logiroute.solver.evaluate import Evaluator
from logiroute.solver.problem import build_problem
from logiroute.solver.recreate.recreation import Recreation
from logiroute.solver.rules import trips
from tests.rules.day import collection, day, delivery, depot, site, vehicle


def test_it_is_charged_once_more() -> None:
    # D -10- A: c comes aboard at A, kits for a are loaded at D, then c is set down there, which is
    # a second stop of 60 s at D, and a is served. An hour costs 36: a cent a second. Each handling
    # of a kit takes 2 s.
    made = day(
        [depot(stop_s=60), site("A"), site("B")],
        [vehicle(max_trips=2, per_hour=3_600, fixed=0, per_km=0)],
        [collection("c", "A", "D"), delivery("a", "B")],
        {"D-A": 10, "D-B": 10},
    )
    problem = build_problem(made.scenario, made.travel)
    reload = problem.of(Rule.TRIPS, trips.Columns).kind.index(0)
    ((down,),) = (problem.choices[0],)
    route = (problem.first_task[0], reload, down, problem.first_task[1])
    evaluator = Evaluator(problem)
    assert evaluator.miss((route,)) is None
    seconds = 60 + 600 + 2 + 600 + 60 + 60 + 2 + 600 + 2 + 600
    assert sum(evaluator.total((route,))) == seconds * 18_000
    assert Recreation(problem, 0).verdict((route,)) == seconds * 18_000
