"""From a file's own numbers to an instance, under a convention."""

import numpy as np

from logiroute.model.rules import Rule
from logiroute.model.travel import UNREACHABLE
from logiroute.solver.assembly.build import assemble
from logiroute.solver.assembly.rows import (
    MANDATORY,
    NO_LIMIT,
    OrderRows,
    ReloadRows,
    ShiftRows,
    TaskRows,
    TravelRows,
)
from logiroute.solver.bounds import MOST_LOAD, MOST_S
from logiroute.solver.instances.complaints import Complaints
from logiroute.solver.instances.convention import Convention, Floats, Rows
from logiroute.solver.instances.instance import Instance
from logiroute.solver.instances.sheet import Fleet, Nodes, Sheet
from logiroute.solver.rules import trips

#: Loads and rates with digits behind the point are multiplied by the least of these.
_TENS = (1, 10, 100, 1000, 10_000, 100_000, 1_000_000)


def instance_of(
    sheet: Sheet, convention: Convention, complaints: Complaints, *, fewest_vehicles: bool
) -> Instance:
    """Make an instance.

    Parameters
    ----------
    sheet : Sheet
    convention : Convention
    complaints : Complaints
        Told what cannot be made whole numbers.
    fewest_vehicles : bool
        Whether a route less is worth any cost.

    Raises
    ------
    InputError
        Something cannot be made whole numbers.
    """
    nodes, fleet = sheet.nodes, sheet.fleet
    try:
        seconds, metres = nodes.distances.whole(convention)
    except OverflowError as error:
        message = f"{error}; divide all coordinates and times, or choose another convention"
        complaints.stop(0, "distances", message, "S504")
    rates, tens = _whole(fleet.per_distance, complaints, "unit distance costs")
    given = np.vstack([nodes.demand, nodes.backhaul, fleet.capacity])
    loads, _ = _whole(given, complaints, "loads")
    complaints.close()
    count = len(nodes.demand)
    demand, backhaul, capacity = np.split(loads, [count, 2 * count])
    first = np.arange(nodes.depots, len(nodes.demand))
    farthest = int(metres.max(where=metres != UNREACHABLE, initial=0))
    service = convention.durations(nodes.service)
    # Nothing bounds the time of a file without windows; longer than this nothing takes.
    for_ever = min(MOST_S, int(seconds.max(initial=0)) * (len(first) + 1) + int(service.sum()) + 1)
    latest = np.where(np.isinf(nodes.closes), 0, nodes.closes)
    closes = np.where(np.isinf(nodes.closes), for_ever, convention.limits(latest))
    opens = convention.durations(nodes.opens)
    duration = np.where(np.isinf(fleet.duration), 0, fleet.duration)
    vehicle_cost = 0
    fixed = convention.amounts(fleet.fixed) * tens
    if fewest_vehicles:
        legs = len(first) + len(fleet.depot)
        vehicle_cost = 1 + legs * farthest * int(rates.max(initial=0)) + int(fixed.sum())
    row_of = np.full(len(nodes.demand), -1, dtype=np.int64)
    row_of[first] = np.arange(len(first))
    prize = convention.amounts(nodes.prize) * tens
    orders, change, issued = _orders(nodes, demand, backhaul, row_of, prize)
    problem = assemble(
        TravelRows(seconds, metres),
        TaskRows(
            place=first,
            service_s=service[first],
            open=[((int(opens[row]), int(closes[row])),) for row in first],
            change=change,
            issued=issued,
            release=_release(nodes, convention),
        ),
        orders,
        ShiftRows(
            start=fleet.depot,
            end=fleet.depot,
            opens=opens[fleet.depot],
            closes=closes[fleet.depot],
            capacity=capacity.T,
            metre_cost=rates,
            fixed_cost=fixed + vehicle_cost,
            duty_s=np.where(np.isinf(fleet.duration), MOST_S, convention.limits(duration)),
            refused=_refused(fleet, first),
        ),
        _reloads(fleet),
    )
    kinds = problem.of(Rule.TRIPS, trips.Columns)
    reloads = (kinds.place[kind] for kind in kinds.kind if kind >= 0)
    return Instance(
        name=sheet.name,
        kind=sheet.kind,
        problem=problem,
        label=(*first.tolist(), *reloads),
        prize=tuple(prize[first[orders.first]].tolist()),
        convention=str(convention),
        cost_scale=convention.per_unit * tens,
        vehicle_cost=vehicle_cost,
        lists_all=len(set(problem.shift_alike)) > 1,
    )


def _whole(values: Floats, complaints: Complaints, what: str) -> tuple[Rows, int]:
    """The least multiple of all that is whole, and how many times; ``inf`` is the most there is."""
    bounded = np.isfinite(values)
    kept = np.where(bounded, values, 0.0)
    for tens in _TENS:
        scaled = kept * tens
        whole = np.rint(scaled)
        if np.allclose(scaled, whole, rtol=1e-12, atol=1e-7):
            if whole.max(initial=0) > MOST_LOAD:
                complaints.say(0, what, f"{what} above {MOST_LOAD} cannot be counted", "S504")
            return np.where(bounded, whole, MOST_LOAD).astype(np.int64), tens
    complaints.say(
        0, what, f"{what} have more than six digits behind the point: round them", "S504"
    )
    return np.zeros(values.shape, dtype=np.int64), 1


def _orders(
    nodes: Nodes, demand: Rows, backhaul: Rows, row_of: Rows, prize: Rows
) -> tuple[OrderRows, Rows, Rows]:
    """Orders in the sequence of the file; the change of load of each task, and what is issued."""
    issued = demand.T[:, nodes.depots :].copy()
    change = backhaul.T[:, nodes.depots :] - issued
    drop = dict(nodes.pairs)
    dropped = set(drop.values())
    rows = [row for row in range(nodes.depots, len(demand)) if row not in dropped]
    for pick, down in nodes.pairs:
        change[:, row_of[pick]] = demand[pick]
        change[:, row_of[down]] = -demand[pick]
        issued[:, [row_of[pick], row_of[down]]] = 0
    penalty = [int(prize[row]) or MANDATORY for row in rows]
    return (
        OrderRows(
            first=row_of[rows],
            choices=[(int(row_of[drop[row]]),) if row in drop else () for row in rows],
            penalty=penalty,
        ),
        change,
        issued,
    )


def _release(nodes: Nodes, convention: Convention) -> Rows:
    """When trips may start; from the beginning is no limit."""
    release = convention.durations(nodes.release)[nodes.depots :]
    return np.where(release > 0, release, NO_LIMIT)


def _reloads(fleet: Fleet) -> ReloadRows:
    """One kind per depot; loading takes no time."""
    places = sorted({place for places in fleet.reloads for place in places})
    return ReloadRows(
        place=places,
        usable=np.array(
            [[place in of_vehicle for of_vehicle in fleet.reloads] for place in places],
            dtype=np.bool_,
        ).reshape(len(places), len(fleet.depot)),
        most=fleet.most_reloads,
    )


def _refused(fleet: Fleet, first: Rows) -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
    refused = np.zeros((len(first), len(fleet.depot)), dtype=np.bool_)
    for vehicle, rows in fleet.allowed.items():
        refused[:, vehicle] = ~np.isin(first, sorted(rows))
    return refused
