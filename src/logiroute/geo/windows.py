"""The windows of time of a day in which the same things are open."""

from datetime import datetime
from itertools import pairwise

from logiroute.model.place import Window
from logiroute.model.scenario import Scenario


def slices_of(scenario: Scenario) -> list[tuple[datetime, datetime]]:
    """The day cut at every change of a zone, gate, closure or pass."""
    horizon = scenario.horizon
    return list(pairwise((horizon.start, *scenario.changes, horizon.end)))


def windows_of(scenario: Scenario) -> tuple[Window, ...]:
    """The windows of a day that get a table, the narrowest first, the whole day last."""
    slices = slices_of(scenario)
    day = (slices[0][0], slices[-1][1])
    wanted = {*slices, *((a, c) for (a, _), (_, c) in pairwise(slices)), day}
    for vehicle in scenario.vehicles:
        for shift in vehicle.shifts:
            first = max(start for start, _ in slices if start <= shift.start)
            last = min(end for _, end in slices if end >= shift.end)
            wanted.add((first, last))
    ordered = sorted(wanted, key=lambda pair: (pair[1] - pair[0], pair[0]))
    return tuple(Window(start=start, end=end) for start, end in ordered)
