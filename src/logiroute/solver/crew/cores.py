"""How many processes search side by side."""

import os

from logiroute.solver.budget import Budget


def cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def team_size(budget: Budget, processes: int | None) -> int:
    """Processes that search where so many are asked for; see `search_problem`."""
    if processes is None:
        return cores() if budget.by_clock else 1
    return processes
