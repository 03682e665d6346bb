"""Transfers with households become one transfer for each of them."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logiroute.files.cohorts import packed
from logiroute.files.day import inspect_day, read_scenario
from logiroute.model.order import Cohort, Transfer
from tests.files.day_builder import DayBuilder

#: A cohort in the sound day, whose only bus takes 24 contacts and whose only site 20.
PLANT = {
    "id": "T7",
    "kind": "transfer",
    "name": "Workers of plant 3",
    "origin": "P1",
    "party_class": "close_contact",
    "service_min": "12",
}


def cohort(day: DayBuilder, persons: int, households: str, **more: str) -> tuple[Transfer, ...]:
    """The parts that the cohort becomes."""
    day.tables["orders"].append(PLANT | {"persons": str(persons), "households": households} | more)
    scenario = read_scenario(day.write())
    (parts,) = scenario.cohorts.values()
    return parts


def test_households_stay_whole_and_have_ids_of_their_own(day: DayBuilder) -> None:
    parts = cohort(day, 13, "2|5 | 3×2", needs="child seat", contact="Mr Li")
    assert [(part.id, part.party.persons) for part in parts] == [
        ("T7/1", 5),
        ("T7/2", 3),
        ("T7/3", 3),
        ("T7/4", 2),
    ]
    assert {part.cohort for part in parts} == {Cohort(id="T7", persons=13, households=4)}
    assert {(part.name, part.contact, part.party.needs, part.asked_id) for part in parts} == {
        ("Workers of plant 3", "Mr Li", ("child seat",), "T7")
    }


def test_single_people_are_put_together(day: DayBuilder) -> None:
    # 230 for 24 seats are 10 runs, to one site: 11 groups, so 11 each of 1, 2, 4 and 8 people, and
    # 65 more: four of 16 and one of 1.
    parts = cohort(day, 230, "1x230")
    sizes = Counter(part.party.persons for part in parts)
    assert sizes == {16: 4, 8: 11, 4: 11, 2: 11, 1: 12}
    assert all(part.party.households == (1,) * part.party.persons for part in parts)


def test_work_counts_once_for_a_vehicle_full(day: DayBuilder) -> None:
    # 12 minutes for 24 seats are 30 s a head.
    parts = cohort(day, 24, "4|1x20")
    assert {part.service_s / part.party.persons for part in parts} == {30}


def test_a_small_cohort_shares_all_of_the_work(day: DayBuilder) -> None:
    parts = cohort(day, 6, "4|2")
    assert [part.service_s for part in parts] == [480, 240]


@pytest.mark.parametrize("rule", [{"exclusive": "yes"}, {"party_class": "positive"}])
def test_households_that_ride_alone_are_not_put_together(
    day: DayBuilder, rule: dict[str, str]
) -> None:
    day.tables["places"].append(
        day.tables["places"][3] | {"id": "H1", "kind": "hospital", "accepts": ""}
    )
    parts = cohort(day, 40, "1x40", destinations="H1", **rule)
    assert len(parts) == 40


def test_one_household_is_a_party_like_any_other(day: DayBuilder) -> None:
    day.tables["orders"].append(PLANT | {"persons": "3", "households": "3"})
    scenario = read_scenario(day.write())
    order = scenario.order["T7"]
    assert isinstance(order, Transfer)
    assert (order.cohort, order.party.households) == (None, ())
    assert not scenario.cohorts


def test_a_large_cohort_is_no_reason_for_warnings_but_a_large_household_is(
    day: DayBuilder,
) -> None:
    day.tables["orders"].append(PLANT | {"persons": "60", "households": "3x20"})
    assert not [p for p in inspect_day(day.write()).problems if p.row == 6]
    day.tables["orders"][-1]["households"] = "30x2"
    found = [p for p in inspect_day(day.write()).problems if p.row == 6]
    assert [(p.column, p.code) for p in found] == [("households", "S263"), ("households", "S270")]


@given(
    rooms=st.lists(st.integers(0, 60), min_size=1, max_size=20),
    most=st.integers(1, 80),
)
def test_no_room_is_left_for_being_put_together(rooms: list[int], most: int) -> None:
    """Rooms that take all people one by one take them in parts too, largest first."""
    parts = packed(sum(rooms), len(rooms), most)
    assert sum(parts) == sum(rooms)
    assert max(parts, default=0) <= most
    for part in parts:
        room = max(rooms)
        assert part <= room
        rooms[rooms.index(room)] -= part


@given(people=st.integers(0, 500), groups=st.integers(1, 40), most=st.integers(1, 80))
def test_parts_are_powers_of_two(people: int, groups: int, most: int) -> None:
    parts = packed(people, groups, most)
    assert (sum(parts), parts) == (people, sorted(parts, reverse=True))
    assert all(part.bit_count() == 1 and part <= most for part in parts)
