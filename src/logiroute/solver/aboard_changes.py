"""A longer time aboard, for an order and for its class of people."""

from collections.abc import Mapping

from logiroute.model.order import Collection, Transfer
from logiroute.model.scenario import Scenario
from logiroute.solver.sentences import duration


def longer_aboard(
    scenario: Scenario, row: int, order: Transfer | Collection, over: int
) -> tuple[str, Mapping[str, object]]:
    """What would have to be allowed where somebody, or something, is aboard for too long.

    Parameters
    ----------
    scenario : Scenario
    row : int
    order : Transfer or Collection
        Of that row; it or its class has a limit.
    over : int
        By how many seconds it is too long.

    Returns
    -------
    (str, mapping)
        In words, and what changes of the scenario.
    """
    most = (scenario.max_aboard_s(order) or 0) + over
    update: dict[str, object] = {}
    whose = []
    if order.max_aboard_s is not None and order.max_aboard_s < most:
        longer = order.model_copy(update={"max_aboard_s": most})
        update["orders"] = (*scenario.orders[:row], longer, *scenario.orders[row + 1 :])
        whose.append(f"order {order.id}")
    if isinstance(order, Transfer):
        own = scenario.policy.party_class(order.party.party_class)
        if own.max_aboard_s is not None and own.max_aboard_s < most:
            longer_class = own.model_copy(update={"max_aboard_s": most})
            classes = (
                longer_class if each.id == own.id else each
                for each in scenario.policy.party_classes
            )
            update["policy"] = scenario.policy.model_copy(update={"party_classes": tuple(classes)})
            whose.append(own.label)
    return f"up to {duration(most)} aboard for {' and '.join(whose)}", update
