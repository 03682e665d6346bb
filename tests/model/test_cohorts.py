"""Cohorts and their parts in the model."""

import pytest
from pydantic import ValidationError

from logiroute.model.order import Cohort, Party
from tests.rules.day import Day, cohort, day, depot, quarantine, site, transfer, vehicle

PARTS = cohort("T", "A", "Q", parts=[(3,), (1, 1, 1, 1)])


def _day(*orders: object) -> Day:
    places = [depot(), site("A"), quarantine("Q")]
    return day(places, [vehicle()], orders, {})  # type: ignore[arg-type]


def test_the_parts_of_a_cohort_are_what_was_ordered() -> None:
    made = _day(*PARTS, transfer("t", "A", "Q"))
    assert made.scenario.cohorts == {Cohort(id="T", persons=7, households=5): tuple(PARTS)}
    with pytest.raises(ValidationError, match="its parts are 3 persons in 1 households, not 7"):
        _day(PARTS[0])


def test_a_cohort_shares_its_id_with_no_order() -> None:
    with pytest.raises(ValidationError, match="order 'T' is given 2 times"):
        _day(*PARTS, transfer("T", "A", "Q"))


def test_a_cohort_is_of_no_group() -> None:
    with pytest.raises(ValidationError, match="it may be split, so it is of no group"):
        _day(*cohort("T", "A", "Q", parts=[(3,), (1, 1, 1, 1)], together="g"))


def test_what_leaving_out_costs() -> None:
    made = _day(*PARTS, transfer("t", "A", "Q", persons=9))
    assert [made.scenario.penalty(order) for order in made.scenario.orders] == [
        50_000,
        200_000,
        50_000,
    ]


@pytest.mark.parametrize("households", [(2,), (3, 1), (3, 0)])
def test_everybody_is_in_one_household(households: tuple[int, ...]) -> None:
    with pytest.raises(ValidationError, match="households of"):
        Party(persons=3, party_class="contact", households=households)
