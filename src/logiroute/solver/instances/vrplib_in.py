"""VRPLIB instances, in the dialect of PyVRP.

What each keyword and section means: https://pyvrp.org/dev/supported_vrplib_fields.html. Unlike
there, one that is not known is a mistake, and one that cannot be kept is said to be so.
"""

import difflib
from dataclasses import replace

import numpy as np

from logiroute.solver.instances.complaints import Complaints
from logiroute.solver.instances.convention import OF_TYPE, Convention, Conventions, Floats, Rows
from logiroute.solver.instances.distances import Distances, Weights
from logiroute.solver.instances.sheet import Fleet, Nodes, Sheet
from logiroute.solver.instances.vrplib_matrix import explicit_matrix
from logiroute.solver.instances.vrplib_table import VrplibTable
from logiroute.solver.instances.vrplib_text import read_vrplib_text

#: Keywords and sections that say nothing of the problem.
_IDLE = {"NAME", "COMMENT", "TYPE", "NODE_COORD_TYPE", "DISPLAY_DATA_TYPE", "DISPLAY_DATA"}

_KNOWN = _IDLE | {
    "CAPACITY",
    "DEMAND",
    "DEPOT",
    "DIMENSION",
    "DISTANCE",
    "EDGE_WEIGHT",
    "EDGE_WEIGHT_FORMAT",
    "EDGE_WEIGHT_TYPE",
    "LINEHAUL",
    "NODE_COORD",
    "PICKUP_AND_DELIVERY",
    "PRIZE",
    "RELEASE_TIME",
    "SERVICE_TIME",
    "TIME_WINDOW",
    "VEHICLES",
    "VEHICLES_ALLOWED_CLIENTS",
    "VEHICLES_DEPOT",
    "VEHICLES_FIXED_COST",
    "VEHICLES_MAX_DISTANCE",
    "VEHICLES_MAX_DURATION",
    "VEHICLES_MAX_RELOADS",
    "VEHICLES_RELOAD_DEPOT",
    "VEHICLES_UNIT_DISTANCE_COST",
}

#: What the problem has no rule for.
_CANNOT = {
    "BACKHAUL": "loads that are brought back to the depot",
    "MUTUALLY_EXCLUSIVE_GROUP": "a choice between several customers",
}


def read_vrplib(text: str, complaints: Complaints) -> tuple[Sheet, Convention]:
    """Read an instance.

    Parameters
    ----------
    text : str
    complaints : Complaints
        Told of every mistake.

    Returns
    -------
    Sheet
    Convention
        Of the published best values of such instances.

    Raises
    ------
    InputError
        There are mistakes.
    """
    table = VrplibTable(read_vrplib_text(text, complaints), complaints)
    _check_names(table)
    complaints.close()
    if not table.has("DIMENSION"):
        message = "DIMENSION, the number of depots and customers, is missing; add it"
        complaints.stop(0, "DIMENSION", message, "S503")
    count = table.count("DIMENSION", 1)
    complaints.close()
    depots = _depots(table, count)
    nodes = _nodes(table, count, depots)
    fleet = _fleet(table, nodes)
    complaints.close()
    kind = table.word("TYPE", "VRP").upper()
    sheet = Sheet(table.word("NAME", "instance"), kind, nodes, fleet)
    return sheet, _convention(kind, nodes.distances)


def _check_names(table: VrplibTable) -> None:
    for name in {**table.text.words, **table.text.sections}:
        suffix = "_SECTION" if name in table.text.sections else ""
        if name in _CANNOT:
            message = f"{_CANNOT[name]} cannot be expressed yet"
            table.complaints.say(table.line(name), f"{name}{suffix}", message, "S505")
        elif name not in _KNOWN:
            near = difflib.get_close_matches(name, _KNOWN, 1)
            hint = f"did you mean {near[0]}?" if near else "delete it if it limits nothing"
            message = f"not known here; {hint}"
            table.complaints.say(table.line(name), f"{name}{suffix}", message, "S506")
        elif name in table.text.words and name in table.text.sections:
            message = "it is a keyword and a section; delete one of them"
            table.complaints.say(table.line(name), name, message, "S502")


def _convention(kind: str, distances: Distances) -> Convention:
    if kind in OF_TYPE:
        return OF_TYPE[kind].value
    given = distances.matrix
    if given is not None and np.array_equal(given, np.rint(given)):
        return Conventions.ROUND.value
    return Conventions.EXACT.value


def _depots(table: VrplibTable, count: int) -> int:
    """How many depots there are; they are the first nodes."""
    section = table.text.sections.get("DEPOT")
    if section is None:
        return 1
    rows = [(row.line, number) for row in section.rows for number in row.numbers if number != -1]
    for expected, (line, number) in enumerate(rows, start=1):
        if number != expected or number > count:
            message = (
                f"expected depot {expected}, got {number:g}; depots have to be the first nodes"
            )
            table.complaints.say(line, "DEPOT_SECTION", message, "S505")
            break
    if not rows:
        table.complaints.say(section.line, "DEPOT_SECTION", "it names no depot; add one", "S503")
    return max(1, len(rows))


def _distances(table: VrplibTable, count: int) -> Distances:
    points = table.columns("NODE_COORD", count, 2)
    if table.has("EDGE_WEIGHT"):
        matrix = explicit_matrix(table, count)
        return Distances(np.zeros((count, 2)) if points is None else points, matrix)
    name = table.word("EDGE_WEIGHT_TYPE", "EUC_2D").upper()
    if name not in Weights.__members__:
        known = ", ".join(Weights.__members__)
        message = f"{name} is none of {known}; give an EDGE_WEIGHT_SECTION with EXPLICIT"
        table.complaints.say(table.line("EDGE_WEIGHT_TYPE"), "EDGE_WEIGHT_TYPE", message, "S505")
        name = "EUC_2D"
    if points is None:
        message = "neither NODE_COORD_SECTION nor EDGE_WEIGHT_SECTION is there; add one"
        table.complaints.say(0, "NODE_COORD_SECTION", message, "S503")
        points = np.zeros((count, 2))
    return Distances(points, weights=Weights[name])


def _nodes(table: VrplibTable, count: int, depots: int) -> Nodes:
    name = "DEMAND" if table.has("DEMAND") else "LINEHAUL"
    demand = table.columns(name, count, None)
    window = table.columns("TIME_WINDOW", count, 2)
    key = "TIME_WINDOW"
    service = table.values("SERVICE_TIME", count, 0.0, skip=depots)
    pairs: tuple[tuple[int, int], ...] = ()
    data = table.columns("PICKUP_AND_DELIVERY", count, 6)
    if data is not None:
        key = "PICKUP_AND_DELIVERY"
        demand, window, service = data[:, :1], data[:, 1:3], data[:, 3]
        pairs = _pairs(table, data, depots)
        demand = np.where(demand > 0, demand, 0.0)
    if demand is None:
        demand = np.zeros((count, 1))
    if (demand < 0).any():
        table.complaints.say(
            table.line(name), f"{name}_SECTION", "there are demands below 0; correct them", "S504"
        )
    opens, closes = np.zeros(count), np.full(count, np.inf)
    if window is not None:
        opens, closes = window[:, 0], window[:, 1]
        rows = table.text.sections[key].rows
        for row in np.flatnonzero((opens > closes) | (opens < 0)).tolist():
            message = f"the window from {opens[row]:g} to {closes[row]:g} is none; correct it"
            table.complaints.say(rows[row].line, f"{key}_SECTION", message, "S504")
    return Nodes(
        depots=depots,
        distances=_distances(table, count),
        demand=np.maximum(demand, 0.0),
        opens=opens,
        closes=closes,
        service=service,
        release=table.values("RELEASE_TIME", count, 0.0),
        prize=table.values("PRIZE", count, 0.0),
        pairs=pairs,
    )


def _pairs(table: VrplibTable, data: Floats, depots: int) -> tuple[tuple[int, int], ...]:
    """Rows of pick-ups and set-downs; each names the other."""
    found = []
    rows = table.text.sections["PICKUP_AND_DELIVERY"].rows
    partner = data[:, 4:6].astype(np.int64) - 1
    for row in range(depots, len(data)):
        other = partner[row].max()
        paired = partner[row].min() == -1 and depots <= other < len(data)
        if not paired or partner[other].max() != row or data[other, 0] != -data[row, 0]:
            message = "expected the row of one partner, which names this row, and the same load"
            table.complaints.say(rows[row].line, "PICKUP_AND_DELIVERY_SECTION", message, "S504")
        elif partner[row, 1] == other:
            found.append((row, int(other)))
    return tuple(found)


def _fleet(table: VrplibTable, nodes: Nodes) -> Fleet:
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
