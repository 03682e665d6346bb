"""Places that are not reached from everywhere: taking one out may leave a leg without a path."""

from logiroute.solver.problem import build_problem
from logiroute.solver.recreate.recreation import Recreation
from tests.rules.day import day, delivery, depot, site, vehicle


def test_a_leg_without_a_path_is_no_driving() -> None:
    # D -10- A -10- M -10- B -10- D and no other way: without m there is none from A to B. Nothing
    # on this day asks for the compiled clock.
    made = day(
        [depot(), site("A"), site("M"), site("B")],
        [vehicle()],
        [delivery(name.lower(), name, item="box") for name in "AMB"],
        {"D-A": 10, "A-M": 10, "M-B": 10, "B-D": 10},
    )
    search = Recreation(build_problem(made.scenario, made.travel), 0)
    search.adopt(((0, 1, 2),))
    for step in range(10):
        search.run(50, step / 10)
    assert search.best[0] == ((0, 1, 2),)
