"""The vehicles of a VRPLIB file."""

from dataclasses import replace

import numpy as np

from logiroute.solver.instances.convention import Floats, Rows
from logiroute.solver.instances.sheet import Fleet, Nodes
from logiroute.solver.instances.vrplib_table import VrplibTable


def read_fleet(table: VrplibTable, nodes: Nodes) -> Fleet:
    """Read the vehicles.

    Parameters
    ----------
    table : VrplibTable
        Told of mistakes.
    nodes : Nodes
        Of the same file.
    """
    customers = len(nodes.demand) - nodes.depots
    count = table.count("VEHICLES", max(1, customers))
    capacity = table.columns("CAPACITY", count, None)
    if capacity is None:
        most = table.number("CAPACITY", np.inf)
        capacity = np.full((count, nodes.demand.shape[1]), most)
    if capacity.shape[1] != nodes.demand.shape[1]:
        message = f"{capacity.shape[1]} capacities a vehicle for {nodes.demand.shape[1]} demands"
        table.complaints.say(table.line("CAPACITY"), "CAPACITY_SECTION", message, "S504")
        capacity = np.zeros((count, nodes.demand.shape[1]))
    depot = table.lists("VEHICLES_DEPOT", count, nodes.depots) or [(0,)] * count
    if any(len(row) != 1 for row in depot):
        if not table.complaints:
            line = table.line("VEHICLES_DEPOT")
            message = "expected one depot a vehicle"
            table.complaints.say(line, "VEHICLES_DEPOT_SECTION", message, "S504")
        depot = [(0,)] * count
    allowed = table.lists("VEHICLES_ALLOWED_CLIENTS", count, len(nodes.demand)) or []
    reloads = table.lists("VEHICLES_RELOAD_DEPOT", count, nodes.depots) or [()] * count
    fleet = Fleet(
        depot=np.array(depot, dtype=np.int64)[:, 0],
        capacity=capacity,
        fixed=table.values("VEHICLES_FIXED_COST", count, 0.0),
        per_distance=table.values("VEHICLES_UNIT_DISTANCE_COST", count, 1.0),
        duration=_duration(table, nodes, count),
        allowed={vehicle: frozenset(rows) for vehicle, rows in enumerate(allowed)},
        reloads=tuple(reloads),
        most_reloads=_most_reloads(table, count, reloads, customers),
    )
    return fleet if table.has("VEHICLES") else _enough(fleet, nodes)


def _duration(table: VrplibTable, nodes: Nodes, count: int) -> Floats:
    """Longest durations; a longest distance is one too, where nothing but driving takes time."""
    longest = table.values("VEHICLES_MAX_DURATION", count, np.inf)
    idle = not nodes.service.any() and not nodes.opens.any()
    for name in ("VEHICLES_MAX_DISTANCE", "DISTANCE"):
        if not table.has(name):
            continue
        # TSPLIB's DISTANCE counts the time of service as well.
        if idle or (name == "DISTANCE" and not table.has("TIME_WINDOW")):
            longest = np.minimum(longest, table.values(name, count, np.inf))
        else:
            message = (
                "a longest distance cannot be expressed yet where service or waiting take time;"
                " use VEHICLES_MAX_DURATION"
            )
            table.complaints.say(table.line(name), name, message, "S505")
    return longest


def _most_reloads(
    table: VrplibTable, count: int, reloads: list[tuple[int, ...]], customers: int
) -> Rows:
    """Most reloads a vehicle: no more than customers, and none without a depot for it."""
    most = table.values("VEHICLES_MAX_RELOADS", count, customers)
    return np.array(
        [
            min(int(number), customers) if places else 0
            for number, places in zip(most, reloads, strict=True)
        ],
        dtype=np.int64,
    )


def _enough(fleet: Fleet, nodes: Nodes) -> Fleet:
    """As many vehicles as could be of use, where any number may be used.

    If loads alone limit routes in the plane, two routes that fit in one vehicle are better driven
    by one (but for what rounding may gain), so that all but one of the best routes are more than
    half full.
    """
    if nodes.distances.matrix is not None:
        return fleet
    timed = np.isfinite(nodes.closes).any() or np.isfinite(fleet.duration).any()
    if timed or nodes.pairs or nodes.demand.shape[1] != 1 or not np.isfinite(fleet.capacity[0, 0]):
        return fleet
    if nodes.backhaul.any():
        return fleet
    loads = nodes.demand[:, 0].sum() / max(1.0, fleet.capacity[0, 0])
    count = min(len(fleet.depot), 2 * int(np.ceil(loads)) + 1)
    return replace(
        fleet,
        depot=fleet.depot[:count],
        capacity=fleet.capacity[:count],
        fixed=fleet.fixed[:count],
        per_distance=fleet.per_distance[:count],
        duration=fleet.duration[:count],
        reloads=fleet.reloads[:count],
        most_reloads=fleet.most_reloads[:count],
    )
