"""A longer time in protective suits, which somebody has to answer for."""

from logiroute.model.fleet import Vehicle
from logiroute.model.policy import Policy
from logiroute.model.scenario import Scenario
from logiroute.solver.sentences import duration


def longer_in_suits(scenario: Scenario, vehicle: Vehicle, over: int) -> tuple[str, Policy]:
    """What a crew would have to be allowed that is in suits for too long.

    Parameters
    ----------
    scenario : Scenario
    vehicle : Vehicle
        Its class has a limit.
    over : int
        By how many seconds it is too long.

    Returns
    -------
    (str, Policy)
        In words, and the policy with it.
    """
    most = (scenario.suit_max_s(vehicle) or 0) + over
    own = scenario.policy.vehicle_class(vehicle.vehicle_class)
    longer = own.model_copy(
        update={
            name: None if limit is None else max(limit, most)
            for name, limit in (
                ("suit_max_s", own.suit_max_s),
                ("suit_max_hot_s", own.suit_max_hot_s),
            )
        }
    )
    classes = (longer if of.id == own.id else of for of in scenario.policy.vehicle_classes)
    policy = scenario.policy.model_copy(update={"vehicle_classes": tuple(classes)})
    return f"up to {duration(most)} in suits for {own.label}", policy
