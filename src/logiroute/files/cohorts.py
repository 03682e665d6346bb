"""Cohorts: transfers that may be split, become one transfer for each household.

People who are a household each are put into parts of 1, 2, 4, … people, so that a plant of 230
workers is some sixty parts and not 230. No seat stays empty for that. Sizes that divide one
another fill given rooms best when the largest are put in first (Coffman, Garey and Johnson, Bin
packing with divisible item sizes, Journal of Complexity 3, 1987), and a part of ``s`` people finds
its room as long as all smaller parts together are ``s - 1`` people for each group that rides in one
run to one site. So of each size but the largest there are as many parts as there are such groups.
"""

from collections.abc import Iterator
from typing import NamedTuple

from logiroute.files.checks_destinations import destinations_of
from logiroute.files.rows_day import DayRows
from logiroute.files.rows_orders import OrderRow
from logiroute.files.suitable import fewest_seats
from logiroute.units import ceil_div


class CohortPart(NamedTuple):
    """Households of a cohort that stay together.

    Attributes
    ----------
    id : str
    households : tuple of int
        Their sizes.
    service_s : int
        Seconds of its work, at boarding and at alighting.
    """

    id: str
    households: tuple[int, ...]
    service_s: int


def is_cohort(row: OrderRow) -> bool:
    """Whether an order may be split."""
    return len(row.households) > 1


def part_id(row: OrderRow, number: int) -> str:
    """Id of a part; they are numbered from 1."""
    return f"{row.id}/{number}"


def parts_of(row: OrderRow, rows: DayRows) -> tuple[CohortPart, ...]:
    """The parts of a cohort, large ones first.

    The work of the order counts once for as many people as the smallest vehicle takes. It is
    shared by the head: who boards less than a vehicle full needs so much less.

    Parameters
    ----------
    row : OrderRow
        A cohort, in which no error was found.
    rows : DayRows
    """
    persons = sum(row.households)
    seats = fewest_seats(row, rows)
    full = min(persons, seats or persons)
    return tuple(
        CohortPart(
            id=part_id(row, number),
            households=households,
            service_s=ceil_div(row.service_min * sum(households), full),
        )
        for number, households in enumerate(_households(row, rows, seats), start=1)
    )


def _households(row: OrderRow, rows: DayRows, seats: int) -> Iterator[tuple[int, ...]]:
    """Households of each part."""
    singles = row.households.count(1)
    yield from ((size,) for size in row.households if size > 1)
    if not seats or _rides_alone(row, rows):
        yield from [(1,)] * singles
        return
    beds = [rows.most_beds(rows.place_of[name]) for name in destinations_of(row, rows)]
    persons = sum(row.households)
    groups = ceil_div(persons, seats) + _fewest_sites(persons, beds)
    yield from ((1,) * size for size in packed(singles, groups, max(beds, default=1)))


def _rides_alone(row: OrderRow, rows: DayRows) -> bool:
    classes = rows.policy.party_classes if rows.policy else ()
    return bool(row.exclusive) or any(
        entry.exclusive for entry in classes if entry.id == row.party_class
    )


def _fewest_sites(persons: int, beds: list[int]) -> int:
    """How many of the sites are needed to take all in, or all of them."""
    for number, free in enumerate(sorted(beds, reverse=True), start=1):
        persons -= free
        if persons <= 0:
            return number
    return len(beds)


def packed(people: int, groups: int, most: int) -> list[int]:
    """Sizes of parts of people of whom anyone may ride with anyone.

    Parameters
    ----------
    people : int
    groups : int
        How many groups they are expected to be split into.
    most : int
        No part is larger.

    Returns
    -------
    list of int
        Powers of two, largest first; of each but the largest at least ``groups``.
    """
    size = 1
    while 2 * size <= most and groups * (2 * size - 1) <= people:
        size *= 2
    smaller = [1 << step for step in range(size.bit_length() - 1)]
    whole, rest = divmod(people - groups * sum(smaller), size)
    over = [part for part in smaller if rest & part]
    return sorted([size] * whole + smaller * groups + over, reverse=True)
