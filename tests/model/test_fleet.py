"""Vehicles that cannot be."""

from datetime import UTC, datetime, timedelta

import pytest
from pydantic import ValidationError

from logiroute.model.fleet import Vehicle
from logiroute.model.place import Window

SIX = datetime(2022, 4, 1, 6, tzinfo=UTC)


def _vehicle(*shifts: tuple[int, int]) -> Vehicle:
    hours = [(SIX + timedelta(hours=start), SIX + timedelta(hours=end)) for start, end in shifts]
    return Vehicle(
        id="V",
        name="V",
        vehicle_class="van",
        profile="van",
        capacity={},
        shifts=tuple(Window(start=start, end=end) for start, end in hours),
        start_id="D",
        end_id="D",
    )


@pytest.mark.parametrize("shifts", [((0, 4), (3, 8)), ((3, 8), (0, 4)), ((0, 8), (2, 3))])
def test_a_vehicle_is_never_in_two_shifts_at_once(shifts: tuple[tuple[int, int], ...]) -> None:
    with pytest.raises(ValidationError, match="V: shifts overlap"):
        _vehicle(*shifts)


@pytest.mark.parametrize("shifts", [((0, 4), (4, 8)), ((5, 8), (0, 4)), ((0, 4),)])
def test_shifts_may_follow_each_other_in_any_order(shifts: tuple[tuple[int, int], ...]) -> None:
    assert len(_vehicle(*shifts).shifts) == len(shifts)


def test_several_shifts_begin_where_the_one_before_ended() -> None:
    vehicle = _vehicle((0, 4), (5, 8)).model_dump()
    with pytest.raises(ValidationError, match="V: its shifts end at E, and the next one starts"):
        Vehicle.model_validate(vehicle | {"end_id": "E"})
    Vehicle.model_validate(vehicle | {"end_id": "E", "shifts": vehicle["shifts"][:1]})
