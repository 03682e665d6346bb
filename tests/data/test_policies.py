"""The shipped policies say what the rule book says."""

from itertools import pairwise

import pytest

from logiroute.files.policy import read_policy, shipped_policies
from logiroute.model.order import OrderKind
from logiroute.model.zone_access import LoadedAccess, ZoneAccess

FREE = ZoneAccess(enter="yes", stop="yes", through=True, leave="yes")
ON_TASK = ZoneAccess(enter="gate", stop="yes", through=False, leave="gate")
ON_TASK_AND_THROUGH = ZoneAccess(enter="gate", stop="yes", through=True, leave="gate")
#: The bus stops for its own party; a control zone it passes through without anybody aboard only.
FOR_ITS_PARTY = ZoneAccess(enter="gate", stop="party", through=False, leave="gate")
FOR_ITS_PARTY_OR_EMPTY = ZoneAccess(
    enter="gate", stop="party", through=True, leave="gate", loaded=LoadedAccess(through=False)
)
#: The sampling team: 20 minutes before it goes back to a lower level.
SAMPLING = ON_TASK.model_copy(update={"disinfect_s": 1_200})
SAMPLING_THROUGH = ON_TASK_AND_THROUGH.model_copy(update={"disinfect_s": 1_200})
LIVES_INSIDE = ZoneAccess(enter="no", stop="yes", through=True, leave="no")

#: Vehicle class → sealed, control, precaution; worked out by hand from the rule book's table.
CHINA = {
    "general_truck": (
        ZoneAccess(mainline_transit=True),
        ZoneAccess(enter="gate", stop="set_points", through=True, leave="gate"),
        FREE,
    ),
    "zone_shuttle": (LIVES_INSIDE, LIVES_INSIDE, FREE),
    "transfer_bus": (FOR_ITS_PARTY, FOR_ITS_PARTY_OR_EMPTY, FREE),
    "ambulance": (ON_TASK_AND_THROUGH, ON_TASK_AND_THROUGH, FREE),
    "sampling_team": (SAMPLING, SAMPLING_THROUGH, FREE),
    "volunteer_on_foot": (LIVES_INSIDE, LIVES_INSIDE, LIVES_INSIDE),
}


def test_which_policies_are_shipped() -> None:
    assert shipped_policies() == ["cn-2021-8", "cn-2022-9", "default"]


@pytest.mark.parametrize("name", ["cn-2021-8", "cn-2022-9"])
def test_access_is_that_of_the_rule_book(name: str) -> None:
    policy = read_policy(name)
    found = {
        vehicle.id: tuple(vehicle.zones[zone] for zone in ("sealed", "control", "precaution"))
        for vehicle in policy.vehicle_classes
    }
    assert found == CHINA
    assert {v.id for v in policy.vehicle_classes if v.stays_in_own_zone} == {
        "zone_shuttle",
        "volunteer_on_foot",
    }


@pytest.mark.parametrize("name", ["cn-2021-8", "cn-2022-9"])
def test_people_and_crews_are_those_of_the_rule_book(name: str) -> None:
    policy = read_policy(name)
    assert policy.party_class("positive").exclusive
    assert not policy.party_class("close_contact").exclusive
    bus = policy.vehicle_class("transfer_bus")
    assert bus.usable_seats(49, "close_contact") == 24
    assert bus.usable_seats(7, "secondary_contact") == 3
    assert bus.usable_seats(49, "released") == 49
    assert bus.order_kinds == (OrderKind.TRANSFER,)
    carry = {v.id for v in policy.vehicle_classes if "positive" in v.party_classes}
    assert carry == {"ambulance"}


@pytest.mark.parametrize("name", ["cn-2021-8", "cn-2022-9"])
def test_vehicles_are_disinfected_for_as_long_as_the_rule_book_says(name: str) -> None:
    # 30 minutes of contact and 15 of airing after every transfer run; 10 after who is not infected.
    after = {entry.id: entry.disinfect_s // 60 for entry in read_policy(name).party_classes}
    assert after == {
        "positive": 45,
        "close_contact": 45,
        "secondary_contact": 45,
        "released": 45,
        "patient": 10,
    }


@pytest.mark.parametrize("name", ["cn-2021-8", "cn-2022-9"])
def test_infants_the_very_old_the_pregnant_and_psychiatric_patients_stay_local(name: str) -> None:
    policy = read_policy(name)
    local = policy.stay_local
    assert [age for age in range(100) if local.whom((age,), ())] == [0, 1, 2, *range(80, 100)]
    for need in ("pregnant", "孕妇 pregnant", "psychiatric", "精神病人", "婴儿 infant", "very old"):
        assert local.whom((), (need,)) == (need,)
    assert local.whom((), ("wheelchair", "child seat", "轮椅")) == ()
    assert policy.accompanied_under_years == 14


def test_whoever_is_transferred_goes_straight_there() -> None:
    for name in ("cn-2021-8", "cn-2022-9"):
        assert all(entry.goes_straight for entry in read_policy(name).party_classes)
    assert not any(entry.goes_straight for entry in read_policy("default").party_classes)


def test_a_plain_emergency_keeps_nobody_local() -> None:
    policy = read_policy("default")
    assert policy.stay_local.whom((0, 100), ("pregnant", "psychiatric")) == ()
    assert policy.accompanied_under_years is None


def test_a_plain_emergency_asks_for_no_disinfection() -> None:
    assert {entry.disinfect_s for entry in read_policy("default").party_classes} == {0}


@pytest.mark.parametrize("name", ["cn-2021-8", "cn-2022-9", "default"])
def test_no_detour_is_worth_an_order_and_no_two_priorities_are_alike(name: str) -> None:
    penalties = read_policy(name).penalties
    assert sorted(penalties) == list(range(1, 10))
    in_order = [penalties[priority] for priority in sorted(penalties)]
    assert all(higher * 10 >= lower * 15 for higher, lower in pairwise(in_order))
    # A lorry at 5 a kilometre and 100 an hour needs 2,600 for a day of 20 hours and 120 km.
    assert in_order[-1] > 3 * 260_000


@pytest.mark.parametrize("name", ["cn-2021-8", "cn-2022-9", "default"])
def test_stricter_zones_never_allow_more(name: str) -> None:
    policy = read_policy(name)
    strict = sorted(policy.zone_classes, key=lambda zone: zone.level)
    crossing = {"no": 0, "pass": 1, "gate": 2, "yes": 3}
    stopping = {"no": 0, "set_points": 1, "party": 1, "yes": 2}
    for vehicle in policy.vehicle_classes:
        for mild, severe in pairwise(vehicle.zones[zone.id] for zone in strict):
            assert crossing[severe.enter] <= crossing[mild.enter]
            assert crossing[severe.leave] <= crossing[mild.leave]
            assert stopping[severe.stop] <= stopping[mild.stop]
            assert severe.through <= mild.through
