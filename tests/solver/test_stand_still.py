"""Tables of vehicles that stand still for some hours: long ways before and after, never in them."""

from datetime import datetime

import numpy as np

from logiroute.model.travel import UNREACHABLE, TravelTable
from logiroute.solver.stand_still import StandStill, standing_still
from tests.rules.day import at, window

STILL = StandStill((window("02:00", "05:00"),), 100_000)


def _table(*metres: int, start: datetime | None = None, end: datetime | None = None) -> TravelTable:
    """Ways of so many metres from one place to others, a minute a kilometre."""
    row = np.array([0, *metres], np.int32)
    square = np.minimum.outer(row, row)
    square[0], square[:, 0] = row, row
    return TravelTable(
        seconds=(square * 60 // 1000).astype(np.int32),
        metres=square.astype(np.int32),
        snapped=((114.3, 30.5),) * len(row),
        snap_metres=(0.0,) * len(row),
        valid_from=start,
        valid_to=end,
    )


def test_short_ways_need_no_other_table() -> None:
    table = _table(50_000, 100_000)
    assert standing_still((table,), STILL) == (table,)


def test_a_long_way_holds_before_and_after() -> None:
    whole = _table(50_000, 100_001)
    found = standing_still((whole,), STILL)
    spans = [(table.valid_from, table.valid_to) for table in found]
    assert spans == [(None, at("02:00")), (at("05:00"), None), (None, None)]
    assert [int(table.metres[0, 2]) for table in found] == [100_001, 100_001, UNREACHABLE]
    assert {int(table.metres[0, 1]) for table in found} == {50_000}


def test_a_table_of_a_part_is_cut_as_far_as_it_reaches() -> None:
    part = _table(120_000, start=at("01:00"), end=at("04:00"))
    found = standing_still((part,), STILL)
    spans = [(table.valid_from, table.valid_to) for table in found]
    assert spans == [(at("01:00"), at("02:00")), (at("01:00"), at("04:00"))]
    inside = _table(120_000, start=at("03:00"), end=at("04:00"))
    (shut,) = standing_still((inside,), STILL)
    assert int(shut.metres[0, 1]) == UNREACHABLE


def test_hours_that_a_table_does_not_meet_change_nothing() -> None:
    later = _table(120_000, start=at("05:00"), end=at("09:00"))
    assert standing_still((later,), STILL) == (later,)
