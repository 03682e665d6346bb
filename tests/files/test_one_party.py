"""One party that cannot be placed does not stop the day; a day that is wrong does."""

import pytest

from logiroute.errors import InputProblem
from logiroute.files.day import inspect_day, read_scenario
from logiroute.model.order import Transfer
from tests.files.day_builder import DayBuilder


def _two(day: DayBuilder, **other: str) -> None:
    """A second party beside that of the day."""
    first = day.tables["orders"][1] | {"together": ""}
    day.tables["orders"][1] = first
    day.tables["orders"].append(first | {"id": "O5"} | other)


def _found(day: DayBuilder) -> list[InputProblem]:
    return [p for p in inspect_day(day.write()).problems if p.code in ("S233", "S310", "S270")]


def _destinations(day: DayBuilder) -> dict[str, tuple[str, ...]]:
    orders = read_scenario(day.write()).orders
    return {order.id: order.destination_ids for order in orders if isinstance(order, Transfer)}


def test_an_infant_where_all_sites_are_off_county(day: DayBuilder) -> None:
    _two(day, needs="", ages="1|30|31")
    day.tables["orders"][1]["needs"] = ""
    day.tables["places"][3]["off_county"] = "yes"
    (problem,) = _found(day)
    assert (problem.row, problem.column, problem.code) == (6, "destinations", "S310")
    assert problem.message == (
        "it will be unserved: Q1 is off-county, and the party must stay local (age 1); Q2 has no "
        "free bed; name other places, or correct these"
    )
    # The plan says of both why they do not do.
    assert _destinations(day) == {"O2": ("Q1",), "O5": ("Q1", "Q2")}


@pytest.mark.parametrize("written", ["", "kind:quarantine_site", "Q1|Q2"])
def test_no_free_bed_is_said_as_it_is(day: DayBuilder, written: str) -> None:
    day.tables["places"][3] |= {"beds": "0", "beds_later": ""}
    day.tables["orders"][1]["destinations"] = written
    (problem,) = _found(day)
    assert problem.code == "S310"
    assert problem.message.startswith("it will be unserved: Q1 has no free bed; Q2 has no free bed")
    assert _destinations(day) == {"O2": ("Q1", "Q2")}


def test_a_bed_that_is_left_is_one(day: DayBuilder) -> None:
    day.tables["places"][3] |= {"beds": "0", "beds_later": "14:00+3"}
    assert _found(day) == []
    assert _destinations(day) == {"O2": ("Q1",)}


def test_who_is_at_the_only_place_already(day: DayBuilder) -> None:
    day.tables["orders"][1] |= {"origin": "Q1"}
    (problem,) = _found(day)
    assert "Q2 has no free bed" in problem.message
    assert _destinations(day) == {"O2": ("Q2",)}
    day.tables["orders"][1] |= {"destinations": "Q1"}
    (problem,) = _found(day)
    assert problem.message.startswith("it will be unserved: Q1 is where they are; ")
    assert _destinations(day) == {"O2": ("Q1",)}


def test_one_party_of_a_class_that_nobody_takes(day: DayBuilder) -> None:
    _two(day, party_class="secondary_contact", destinations="Q1")
    (problem,) = _found(day)
    assert (problem.row, problem.code) == (6, "S310")
    assert "Q1 does not accept secondary_contact" in problem.message


def test_a_whole_class_that_nobody_takes_is_an_error(day: DayBuilder) -> None:
    _two(day)
    day.tables["places"][3]["accepts"] = day.tables["places"][4]["accepts"] = "positive"
    found = _found(day)
    assert [(p.row, p.code) for p in found] == [(3, "S233"), (6, "S233")]
    assert "no destination accepts close_contact" in found[0].message
    # Not for want of a place for one of two.
    day.tables["places"][3]["accepts"] = "close_contact"
    day.tables["orders"][1]["destinations"] = "Q2"
    assert [(p.row, p.code) for p in _found(day)] == [(3, "S310")]


def test_a_kind_that_no_place_has_is_an_error(day: DayBuilder) -> None:
    _two(day, destinations="kind:hospital")
    (problem,) = _found(day)
    assert (problem.row, problem.code) == (6, "S233")
    assert "there is no place of kind hospital" in problem.message
