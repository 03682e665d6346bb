"""Given routes as a plan."""

from logiroute.model.plan import Plan, SolverRun, Unserved
from logiroute.model.scenario import Scenario
from logiroute.solver.decode import Decoder
from logiroute.solver.evaluate import Evaluator
from logiroute.solver.problem import Routes
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
