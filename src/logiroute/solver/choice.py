"""Which of many routes to drive: thinned out by linear programming, then chosen by CP-SAT.

The linear relaxation says what each order is worth. A route that costs more than its orders are
worth by more than the whole choice could gain is in no better plan; of the others the most
promising few are enough, and CP-SAT chooses among them in seconds where it would be lost among
all.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from ortools.sat.python import cp_model
from scipy.optimize import linprog
from scipy.sparse import csr_matrix

#: Sums of the objective stay below this, as CP-SAT asks; costs are scaled down to it.
_MOST_SUM = 2**50

#: Routes that are left to CP-SAT: so many for each of the plan known, and no fewer than these.
_PER_ROUTE = 30
_FEWEST = 1000

#: Of the linear relaxation, in mean costs of a route.
_TOLERANCE = 1e-6


class Row(NamedTuple):
    """The sum of what some columns take may not pass a limit; some may give, a negative amount."""

    columns: tuple[int, ...]
    amounts: tuple[int, ...]
    most: int


@dataclass(frozen=True)
class Choice:
    """Columns to choose from.

    Attributes
    ----------
    costs : sequence of int
        Per column.
    orders : sequence of frozenset of int
        Per column. Each order is in one column that is chosen, or left out.
    penalty : sequence of int
        Per order: cost of leaving it out.
    rows : sequence of Row
    known : sequence of int
        The columns of a choice that is legal.
    """

    costs: Sequence[int]
    orders: Sequence[frozenset[int]]
    penalty: Sequence[int]
    rows: Sequence[Row]
    known: Sequence[int]

    def served(self) -> frozenset[int]:
        """Orders in the choice known."""
        return frozenset[int]().union(*(self.orders[at] for at in self.known))

    def known_cost(self) -> int:
        """What the choice known costs."""
        served = self.served()
        left_out = (cost for order, cost in enumerate(self.penalty) if order not in served)
        return sum(self.costs[at] for at in self.known) + sum(left_out)


def choose(choice: Choice, effort: float, seconds: float | None = None) -> list[int]:
    """The columns of the best choice that is found; those that are known, if none is.

    Parameters
    ----------
    choice : Choice
    effort : float
        Limit of CP-SAT's deterministic time, which is about a second each.
    seconds : float, optional
        Limit by the clock, which makes the choice depend on it.
    """
    columns, left_out = _promising(choice, seconds)
    model = cp_model.CpModel()
    drive = {at: model.new_bool_var("") for at in columns}
    leave = {order: model.new_bool_var("") for order in left_out}
    _declare(choice, model, drive, leave)
    known, served = set(choice.known), choice.served()
    for at, drives in drive.items():
        model.add_hint(drives, at in known)
    for order, leaves in leave.items():
        model.add_hint(leaves, order not in served)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 1
    # A choice of few among many is all but linear; by default most of it would stay logic.
    solver.parameters.linearization_level = 2
    solver.parameters.max_deterministic_time = effort
    if seconds is not None:
        solver.parameters.max_time_in_seconds = seconds
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return list(choice.known)
    return [at for at, drives in drive.items() if solver.boolean_value(drives)]


def _declare(
    choice: Choice,
    model: cp_model.CpModel,
    drive: Mapping[int, cp_model.IntVar],
    leave: Mapping[int, cp_model.IntVar],
) -> None:
    """Give a model its constraints and its objective."""
    on = defaultdict(list)
    for at, drives in drive.items():
        for order in choice.orders[at]:
            on[order].append(drives)
    for order in range(len(choice.penalty)):
        model.add_exactly_one([*on[order], *([leave[order]] if order in leave else [])])
    for row in choice.rows:
        pairs = zip(row.columns, row.amounts, strict=True)
        terms = [(drive[at], amount) for at, amount in pairs if at in drive]
        if sum(amount for _, amount in terms if amount > 0) > row.most:
            drives_of, amounts = zip(*terms, strict=True)
            model.add(cp_model.LinearExpr.weighted_sum(drives_of, amounts) <= row.most)
    costs = [choice.costs[at] for at in drive] + [choice.penalty[order] for order in leave]
    scale = max(1, sum(costs) // _MOST_SUM)
    model.minimize(
        cp_model.LinearExpr.weighted_sum(
            [*drive.values(), *leave.values()], [cost // scale for cost in costs]
        )
    )


def _promising(choice: Choice, seconds: float | None) -> tuple[list[int], list[int]]:
    """Columns, and orders to leave out, that may be in a better choice; and those known.

    Without the orders that are never left out, their penalties do not drown the costs of routes.
    """
    columns, orders = len(choice.costs), len(choice.penalty)
    on = [(order, at) for at, several in enumerate(choice.orders) for order in several]
    on += [(order, columns + order) for order in range(orders)]
    served = _matrix([(order, at, 1) for order, at in on], orders, columns + orders)
    shared = _matrix(
        [
            (number, at, amount)
            for number, row in enumerate(choice.rows)
            for at, amount in zip(row.columns, row.amounts, strict=True)
        ],
        len(choice.rows),
        columns + orders,
    )
    unit = max(1.0, sum(choice.costs) / max(1, columns))
    costs = np.array([*choice.costs, *choice.penalty], dtype=np.float64) / unit
    found = linprog(
        costs,
        A_eq=served,
        b_eq=np.ones(orders),
        A_ub=shared,
        b_ub=[row.most for row in choice.rows],
        method="highs-ds",
        options={} if seconds is None else {"time_limit": seconds / 2},
    )
    known, missing = set(choice.known), set(range(orders)) - choice.served()
    if found.status == 0:
        dearer = costs - served.T @ found.eqlin.marginals - shared.T @ found.ineqlin.marginals
        room = (choice.known_cost() / unit - found.fun) * (1 + _TOLERANCE) + _TOLERANCE
        enough = max(_FEWEST, _PER_ROUTE * len(known))
        ranked = np.argsort(dearer[:columns], kind="stable")[:enough]
        known |= set(ranked[dearer[ranked] < room].tolist())
        missing |= set(np.flatnonzero(dearer[columns:] < room).tolist())
    return sorted(known), sorted(missing)


def _matrix(entries: Sequence[tuple[int, int, int]], rows: int, columns: int) -> csr_matrix:
    """A sparse matrix of entries (row, column, value)."""
    row, column, value = np.array(entries, dtype=np.float64).reshape(-1, 3).T
    return csr_matrix((value, (row.astype(int), column.astype(int))), shape=(rows, columns))
