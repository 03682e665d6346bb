"""Beds: no site takes more people than it has beds, nor a class it does not take in."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
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
        beds are not counted it is absent.
    not_accepted : frozenset of int
        Tasks that would bring people to a place that does not take in their class, or their needs,
        or out of the county though they stay local.
    """

    arriving: tuple[int, ...]
    period: tuple[int, ...]
    beds: Mapping[tuple[int, int], int]
    not_accepted: frozenset[int]


def columns(frame: "Frame") -> Columns:
    """Read persons, beds and what each site takes in."""
    from logiroute.model.order import Transfer

    places = frame.scenario.places
    arriving = [0] * len(frame.task_order)
    refused = set()
    stay_local = frame.scenario.policy.stay_local
    for row, order in enumerate(frame.scenario.orders):
        if not isinstance(order, Transfer):
            continue
        local = bool(stay_local.whom(order.party.ages, order.party.needs))
        for task in frame.choices[row]:
            arriving[task] = min(order.party.persons, MOST_LOAD + 1)
            site = places[frame.task_place[task]]
            unfit = bool(site.accepts) and order.party.party_class not in site.accepts
            unfit = unfit or (site.off_county and local)
            if unfit or not set(site.refuses).isdisjoint(order.party.needs):
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
    )


def excerpt(problem: "Problem", rows: "Excerpt") -> Columns:
    """People of the tasks that are kept, and the beds that routes outside leave free."""
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
    )


def declare(routing: "Routing", problem: "Problem") -> None:
    """Close what is not accepted; sum the people of every site whose beds could run out."""
    columns = problem.of(RULE, Columns)
    guests: dict[tuple[int, int], list[int]] = {}
    for task, persons in enumerate(columns.arriving):
        key = (int(problem.task_place[task]), columns.period[task])
        beds = columns.beds.get(key, persons)
        if task in columns.not_accepted or beds < persons:
            routing.never(task)
        elif persons:
            for counted in counted_in(columns, *key):
                guests.setdefault(counted, []).append(task)
    for key, tasks in guests.items():
        persons_of = [columns.arriving[task] for task in tasks]
        if sum(persons_of) > columns.beds[key]:
            routing.at_most(tasks, persons_of, columns.beds[key])


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

    def of_route(_shift: int, tasks: Sequence[int]) -> Iterator[Draw]:
        for task in tasks:
            persons = columns.arriving[task]
            for key in counted_in(columns, place_of[task], columns.period[task]) if persons else ():
                yield Draw(task, key, persons)

    return Draws(dict(columns.beds.items()), of_route)


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
