"""Given routes as a plan."""

from logiroute.model.plan import Plan, SolverRun, Unserved
from logiroute.model.rules import Rule
from logiroute.model.scenario import Scenario
from logiroute.solver.decode import Decoder
from logiroute.solver.evaluate import Evaluator
from logiroute.solver.miss import Miss
from logiroute.solver.problem import Problem, Routes
from logiroute.solver.role import Role
from logiroute.solver.rules import beds, pairing
from tests.properties.scenarios import DAY


def plan_of(scenario: Scenario, evaluator: Evaluator, routes: Routes) -> Plan:
    """The plan of routes, legal or not; what is not in them is unserved."""
    served = evaluator.served(routes)
    unserved = [
        Unserved(order_id=order.id)
        for row, order in enumerate(scenario.orders)
        if row not in served
    ]
    run = SolverRun(engine="test", seed=0)
    return Decoder(scenario, evaluator).plan(routes, run, unserved, DAY)


def misses_its_hours(evaluator: Evaluator, routes: Routes) -> bool:
    """Whether a route misses the minute of a wash or berth, or the part of the day of a set-down.

    To the solver it is illegal then; the plan written of it says another minute, or counts in
    another part of the day, and that may be legal: where more beds are free, or where two orders
    pay each for the other's lateness.
    """
    problem = evaluator.problem
    own = problem.of(Rule.BEDS, beds.Columns)
    found = [evaluator.timetable(shift, tasks) for shift, tasks in enumerate(routes) if tasks]
    late = [miss.task for miss in found if isinstance(miss, Miss) and miss.rule is Rule.WINDOWS]
    return any(
        int(problem.task_role[task]) in (Role.WASH, Role.BERTH)
        or (int(problem.task_place[task]), own.period[task] + 1) in own.beds
        or _is_due(problem, task)
        for task in late
    )


def _is_due(problem: Problem, task: int) -> bool:
    """Whether a set-down costs something else at another time of the day."""
    cost, place = problem.of(Rule.PAIRING, pairing.Columns).cost, problem.task_place
    choices = problem.choices[int(problem.task_order[task])]
    return any(place[other] == place[task] and cost[other] != cost[task] for other in choices)
