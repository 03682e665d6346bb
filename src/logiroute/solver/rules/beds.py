"""Beds: no site takes more people than it has beds, nor a class it does not take in."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from logiroute.model.rules import Rule
from logiroute.solver.bounds import MOST_LOAD
from logiroute.solver.draws import Draw, Draws
from logiroute.solver.miss import Miss, PlanCheck, RouteCheck

if TYPE_CHECKING:
    from logiroute.solver.excerpt import Excerpt
    from logiroute.solver.frame import Frame
    from logiroute.solver.problem import Problem
    from logiroute.solver.routing import Routing

RULE = Rule.BEDS


@dataclass(frozen=True)
class Columns:
    """People and beds.

    Attributes
    ----------
    arriving : tuple of int
        Per task: persons who stay at its place; 0 where nobody does.
    period : tuple of int
        Per task where somebody stays: the part of the day, see `periods`.
    beds : mapping of (int, int) to int
        Place and period → beds that are free by its begin: for all who come up to its end. Where
        beds are not counted it is absent. Of a part of a problem it may be negative: then people
        outside have beds of people whom the part has to fetch.
    not_accepted : frozenset of int
        Tasks that would bring people to a place that does not take in their class, or their needs,
        or out of the county though they stay local; or that leave them where they got in.
    leaving : mapping of int to (int, int)
        Pick-up task of people whose beds others may have → persons, and the period at its place
        from which on.
    """

    arriving: tuple[int, ...]
    period: tuple[int, ...]
    beds: Mapping[tuple[int, int], int]
    not_accepted: frozenset[int]
    leaving: Mapping[int, tuple[int, int]] = field(default_factory=dict)


def columns(frame: "Frame") -> Columns:
    """Read persons, beds and what each site takes in."""
    from logiroute.model.order import Transfer

    places = frame.scenario.places
    arriving = [0] * len(frame.task_order)
    refused, leaving = set(), {}
    stay_local = frame.scenario.policy.stay_local
    for row, order in enumerate(frame.scenario.orders):
        if not isinstance(order, Transfer):
            continue
        if row in frame.beds_left:
            task = frame.first_task[row]
            first = [period.first for period in frame.periods[frame.task_place[task]]]
            part = first.index(frame.beds_left[row].second)
            leaving[task] = min(order.party.persons, MOST_LOAD), part
        local = bool(stay_local.whom(order.party.ages, order.party.needs))
        for task in frame.choices[row]:
            arriving[task] = min(order.party.persons, MOST_LOAD + 1)
            site = places[frame.task_place[task]]
            unfit = bool(site.accepts) and order.party.party_class not in site.accepts
            unfit = unfit or (site.off_county and local) or site.id == order.origin_id
            if unfit or site.refused(order.party.needs):
                refused.add(task)
    return Columns(
        arriving=tuple(arriving),
        period=frame.task_period,
        beds={
            (place, part): period.beds
            for place, periods in enumerate(frame.periods)
            for part, period in enumerate(periods)
            if period.beds >= 0
        },
        not_accepted=frozenset(refused),
        leaving=leaving,
    )


def excerpt(problem: "Problem", rows: "Excerpt") -> Columns:
    """People of the tasks that are kept, and the beds that routes outside leave free or empty."""
    columns = problem.of(RULE, Columns)
    left = draws(problem).left(rows.outside)
    return Columns(
        arriving=rows.of_tasks(columns.arriving),
        period=rows.of_tasks(columns.period),
        beds={
            (rows.place_row[place], part): left[place, part]
            for place, part in columns.beds
            if place in rows.place_row
        },
        not_accepted=frozenset(
            rows.task_row[task] for task in columns.not_accepted if task in rows.task_row
        ),
        leaving={
            rows.task_row[task]: left
            for task, left in columns.leaving.items()
            if task in rows.task_row
        },
    )


def declare(routing: "Routing", problem: "Problem") -> None:
    """Close what is not accepted; sum the people of every site whose beds could run out."""
    columns = problem.of(RULE, Columns)
    place_of = problem.task_place.tolist()
    left: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for task, (persons, period) in columns.leaving.items():
        for counted in counted_in(columns, place_of[task], period):
            left.setdefault(counted, []).append((task, -persons))
    most = {
        key: beds - sum(persons for _, persons in left.get(key, ()))
        for key, beds in columns.beds.items()
    }
    guests: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for task, persons in enumerate(columns.arriving):
        key = (place_of[task], columns.period[task])
        if task in columns.not_accepted or most.get(key, persons) < persons:
            routing.never(task)
        elif persons:
            for counted in counted_in(columns, *key):
                guests.setdefault(counted, []).append((task, persons))
    for key, beds in columns.beds.items():
        coming, going = guests.get(key, []), left.get(key, [])
        if (coming or going) and sum(persons for _, persons in coming) > beds:
            tasks, persons_of = zip(*coming, *going, strict=True)
            routing.at_most(tasks, persons_of, beds)


def all_fetched(columns: Columns, place: Sequence[int]) -> Columns:
    """Beds as they would be if everybody whose beds others may have were fetched.

    Parameters
    ----------
    columns : Columns
    place : sequence of int
        Per task.
    """
    beds = dict(columns.beds)
    for task, (persons, period) in columns.leaving.items():
        for key in counted_in(columns, place[task], period):
            beds[key] += persons
    return replace(columns, beds=beds, leaving={})


def leavers(problem: "Problem") -> frozenset[int]:
    """Orders whose people leave beds to others, if they are fetched."""
    leaving = problem.of(RULE, Columns).leaving
    return frozenset(int(problem.task_order[task]) for task in leaving)


def may_be_left(problem: "Problem", miss: Miss) -> bool:
    """Whether only beds are lacking, on a day on which people may be fetched from some."""
    return (miss.rule, miss.why) == (RULE, "full") and bool(problem.of(RULE, Columns).leaving)


def counted_in(columns: Columns, place: int, period: int) -> Iterator[tuple[int, int]]:
    """Sums that people count in who come to a place in a period: up to its end, and later ones."""
    while (place, period) in columns.beds:
        yield place, period
        period += 1


def route_check(problem: "Problem") -> RouteCheck:
    """Nobody is brought where the class, or who needs what these people need, is not taken in."""
    refused = problem.of(RULE, Columns).not_accepted

    def check(_shift: int, tasks: Sequence[int]) -> Miss | None:
        for task in tasks:
            if task in refused:
                return Miss(RULE, task=task, why="not_accepted")
        return None

    return check


def draws(problem: "Problem") -> Draws:
    """Beds of the places where they are counted."""
    columns = problem.of(RULE, Columns)
    place_of = problem.task_place.tolist()

    leaving = columns.leaving

    def of_route(_shift: int, tasks: Sequence[int]) -> Iterator[Draw]:
        for task in tasks:
            persons = columns.arriving[task]
            for key in counted_in(columns, place_of[task], columns.period[task]) if persons else ():
                yield Draw(task, key, persons)
            if task in leaving:
                gone, period = leaving[task]
                for key in counted_in(columns, place_of[task], period):
                    yield Draw(task, key, -gone)

    return Draws(dict(columns.beds.items()), of_route, gives=bool(leaving))


def plan_check(problem: "Problem") -> PlanCheck:
    """Count the people brought to each site."""
    short_of = draws(problem).short

    def check(routes: Sequence[Sequence[int]]) -> Miss | None:
        short = short_of(routes)
        if short is None:
            return None
        draw, lacking = short
        return Miss(RULE, lacking, "persons", draw.task, "full")

    return check
