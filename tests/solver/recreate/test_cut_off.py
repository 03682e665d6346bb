"""A place without a way to it: the kernel leaves its order out, and lives."""

from logiroute.solver.problem import build_problem
from logiroute.solver.recreate.recreation import Recreation
from tests.rules.day import day, delivery, depot, quarantine, site, transfer, vehicle


def test_legs_without_a_path_are_no_driving() -> None:
    # B and Q are not reached from anywhere but each other; no window asks for a clock.
    made = day(
        [depot(), site("A"), site("B"), quarantine("Q")],
        [vehicle()],
        [delivery("a", "A", item="box"), transfer("t", "B", "Q"), transfer("u", "A", "Q")],
        {"D-A": 10, "B-Q": 10},
    )
    problem = build_problem(made.scenario, made.travel)
    search = Recreation(problem, 0)
    for step in range(10):
        search.run(20, step / 10)
    routes, _ = search.best
    assert [problem.task_order[list(tasks)].tolist() for tasks in routes] == [[0]]
