"""VRPLIB instances, in the dialect of PyVRP.

What each keyword and section means: https://pyvrp.org/dev/supported_vrplib_fields.html. Unlike
there, one that is not known is a mistake, and one that cannot be kept is said to be so.
"""

import difflib

import numpy as np

from logiroute.solver.instances.complaints import Complaints
from logiroute.solver.instances.convention import OF_TYPE, Convention, Conventions, Floats
from logiroute.solver.instances.distances import Distances, Weights
from logiroute.solver.instances.sheet import Nodes, Sheet
from logiroute.solver.instances.vrplib_fleet import read_fleet
from logiroute.solver.instances.vrplib_matrix import explicit_matrix
from logiroute.solver.instances.vrplib_table import VrplibTable
from logiroute.solver.instances.vrplib_text import read_vrplib_text

#: Keywords and sections that say nothing of the problem.
_IDLE = {"NAME", "COMMENT", "TYPE", "NODE_COORD_TYPE", "DISPLAY_DATA_TYPE", "DISPLAY_DATA"}

_KNOWN = _IDLE | {
    "BACKHAUL",
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
    fleet = read_fleet(table, nodes)
    complaints.close()
    kind = _kind(table)
    sheet = Sheet(table.word("NAME", "instance"), kind, nodes, fleet)
    return sheet, _convention(kind, nodes.distances)


def _check_names(table: VrplibTable) -> None:
    if _kind(table) == "VRPB":
        message = "that all is delivered before anything is picked up cannot be kept yet"
        table.complaints.say(table.line("TYPE"), "TYPE", message, "S505")
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


def _kind(table: VrplibTable) -> str:
    return table.word("TYPE", "VRP").upper()


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
    demand = _loads(table, "DEMAND" if table.has("DEMAND") else "LINEHAUL", count)
    backhaul = _loads(table, "BACKHAUL", count)
    window = table.columns("TIME_WINDOW", count, 2)
    key = "TIME_WINDOW"
    service = table.values("SERVICE_TIME", count, 0.0, skip=depots)
    pairs: tuple[tuple[int, int], ...] = ()
    data = table.columns("PICKUP_AND_DELIVERY", count, 6)
    if data is not None:
        key = "PICKUP_AND_DELIVERY"
        demand, window, service = np.maximum(data[:, :1], 0.0), data[:, 1:3], data[:, 3]
        pairs = _pairs(table, data, depots)
    if demand is None:
        demand = np.zeros((count, 1) if backhaul is None else backhaul.shape)
    if backhaul is None:
        backhaul = np.zeros(demand.shape)
    if backhaul.shape != demand.shape:
        message = f"{backhaul.shape[1]} columns for {demand.shape[1]} of what is delivered"
        table.complaints.say(table.line("BACKHAUL"), "BACKHAUL_SECTION", message, "S504")
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
        demand=demand,
        backhaul=backhaul,
        opens=opens,
        closes=closes,
        service=service,
        release=table.values("RELEASE_TIME", count, 0.0),
        prize=table.values("PRIZE", count, 0.0),
        pairs=pairs,
    )


def _loads(table: VrplibTable, name: str, count: int) -> Floats | None:
    """Amounts a node, from 0 on; several columns are several dimensions."""
    found = table.columns(name, count, None)
    if found is None:
        return None
    for row in np.flatnonzero((found < 0).any(axis=1)).tolist():
        line = table.text.sections[name].rows[row].line
        message = f"expected amounts from 0 on, got {found[row].min():g}"
        table.complaints.say(line, f"{name}_SECTION", message, "S504")
    return np.maximum(found, 0.0)


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
