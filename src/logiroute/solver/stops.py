"""How the tasks of a route fall into stops and trips.

Neighbours at one place are done at one stop. With a reload a trip starts, and a trip always starts
with a leg: also where its first task is at the place of the reload.
"""

from collections.abc import Iterator, Sequence


def leg_before(
    place: Sequence[int], reload_kind: Sequence[int], tasks: Sequence[int], position: int
) -> bool:
    """Whether a leg leads to a task of a route, rather than the task before being at its stop.

    Parameters
    ----------
    place, reload_kind : sequence of int
        Per task of the problem; the kind is -1 where the task is no reload.
    tasks : sequence of int
        The route.
    position : int
        Of the task in it.
    """
    if position == 0:
        return True
    before = tasks[position - 1]
    return reload_kind[before] >= 0 or place[before] != place[tasks[position]]


def trips_of(reload_kind: Sequence[int], tasks: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Where each trip of a route begins and ends: the first of its tasks, and one past the last.

    A reload is the first task of its trip; the trip from the start of the route has none.
    """
    begin = 0
    for position, task in enumerate(tasks):
        if reload_kind[task] >= 0:
            yield begin, position
            begin = position
    yield begin, len(tasks)
