"""Driving rules in policy files, and what the tables of a day say about drivers."""

from datetime import time

import pytest

from logiroute.errors import InputError
from logiroute.files.day import read_scenario
from logiroute.files.policy import parse_policy, read_policy
from logiroute.files.problems import Problems
from logiroute.model.driving import Hours
from tests.files.day_builder import DayBuilder
from tests.files.test_policy import SMALL

RULE = """
[driving_rules.coach]
label = "coach"
drive_min = 240
rest_min = 20
"""
HELD = SMALL.replace('label = "bus"\n', 'label = "bus"\ndriving_rule = "coach"\n')


def _refused(text: str) -> tuple[str, str, str]:
    problems = Problems()
    assert parse_policy(text, "mine.toml", problems) is None
    (problem,) = problems.sorted()
    return problem.column, problem.code, problem.message


def test_a_rule_in_minutes_hours_and_kilometres() -> None:
    text = (
        HELD
        + RULE
        + """
night = "22:00-06:00"
night_drive_min = 120.99
rest_parts_min = [15, 30.001]
day_drive_min = 480
week_drive_min = 2640
duty_min = 780
off_duty_min = 660
stands_still = "02:00-05:00"
stands_still_over_km = 100
disinfection_rests = true
"""
    )
    policy = parse_policy(text, "mine.toml", Problems())
    assert policy is not None
    rule = policy.driving_rule("bus")
    assert rule is not None
    assert (rule.drive_s, rule.rest_s, rule.night_drive_s) == (14_400, 1_200, 7_259)
    # What is needed is rounded up to a second.
    assert rule.rest_parts_s == (900, 1_801)
    assert (rule.day_drive_s, rule.week_drive_s) == (28_800, 158_400)
    assert (rule.duty_s, rule.off_duty_s) == (46_800, 39_600)
    assert rule.night == Hours(start=time(22), end=time(6))
    assert rule.stands_still == Hours(start=time(2), end=time(5))
    assert rule.stands_still_over_m == 100_000
    assert rule.disinfection_rests


def test_the_shipped_rules() -> None:
    policy = read_policy("cn-2022-9")
    coach, truck = policy.driving_rule("transfer_bus"), policy.driving_rule("general_truck")
    assert coach is not None
    assert (coach.drive_s, coach.rest_s, coach.night_drive_s) == (14_400, 1_200, 7_200)
    assert (coach.day_drive_s, coach.week_drive_s) == (28_800, 158_400)
    assert truck is not None
    assert (truck.drive_s, truck.rest_s, truck.night, truck.day_drive_s) == (
        *(14_400, 1_200),
        *(None, None),
    )
    assert policy.driving_rule("volunteer_on_foot") is None
    # Nobody is held to a rule by the plain policy.
    plain = read_policy("default")
    assert [rule.id for rule in plain.driving_rules] == ["eu_561"]
    assert {entry.driving_rule for entry in plain.vehicle_classes} == {None}


@pytest.mark.parametrize(
    ("line", "column", "words"),
    [
        ('night = "25:00-06:00"\nnight_drive_min = 5', "night", "hours such as"),
        ('night = "22-6"\nnight_drive_min = 5', "night", "hours such as"),
        ('night = "22:00-06:00"', "", "go together"),
        ("night_drive_min = 120", "", "go together"),
        ('stands_still = "02:00-02:00"', "stands_still", "hours such as"),
        ("stands_still = 2", "stands_still", "hours such as"),
        ("rest_parts_min = 15", "rest_parts_min", "[15, 30]"),
        ("rest_parts_min = [15]", "rest_parts_min", "two numbers of minutes"),
        ('rest_parts_min = [15, "x"]', "rest_parts_min", "number of minutes"),
        ("day_drive_min = 0", "day_drive_min", "cannot be kept"),
        ("stands_still_over_km = -1", "stands_still_over_km", "not between 0"),
        ("day_drive_s = 28800", "day_drive_s", 'did you mean "day_drive_min"'),
        ("off_duty_min = 0", "off_duty_min", "cannot be kept"),
        ("rest_parts_min = [0, 0]", "", "parts of a rest are shorter"),
        ("disinfection_rest = true", "disinfection_rest", 'did you mean "disinfection_rests"'),
    ],
)
def test_mistakes_in_a_rule(line: str, column: str, words: str) -> None:
    where, code, message = _refused(HELD + RULE + line + "\n")
    assert code == "S242"
    assert where.startswith("driving_rules.coach")
    assert column in where
    assert words in message


@pytest.mark.parametrize(
    ("old", "new", "column", "words"),
    [
        ("drive_min = 240\n", "", "drive_min", "the key drive_min is missing"),
        ("drive_min = 240", "drive_min = 0", "drive_min", "more than 0"),
        ("rest_min = 20", "rest_min = 0", "rest_min", "more than 0"),
        ("rest_min = 20", 'rest_min = "20"', "rest_min", "number of minutes"),
    ],
)
def test_what_a_rule_cannot_do_without(old: str, new: str, column: str, words: str) -> None:
    where, _, message = _refused(HELD + RULE.replace(old, new))
    assert where == f"driving_rules.coach.{column}"
    assert words in message


def test_hours_as_people_write_them() -> None:
    line = 'night = "22:00 – 24:00"\nnight_drive_min = 60\n'
    policy = parse_policy(HELD + RULE + line, "mine.toml", Problems())
    assert policy is not None
    assert policy.driving_rules[0].night == Hours(start=time(22), end=time(0))


def test_a_class_names_a_rule_that_is_there() -> None:
    column, code, message = _refused(HELD.replace('"coach"', '"couch"') + RULE)
    assert (column, code) == ("vehicle_classes.bus.driving_rule", "S243")
    assert 'did you mean "coach"' in message


def test_columns_about_drivers(day: DayBuilder) -> None:
    day.tables["vehicles"][1] |= {"driven_day_min": "90.5", "driven_week_min": "1800"}
    day.tables["places"][0] |= {"rest": "no"}
    day.tables["places"][1] |= {"rest": "是"}
    scenario = read_scenario(day.write())
    vehicle = scenario.vehicles[1]
    assert (vehicle.driven_day_s, vehicle.driven_week_s) == (5_430, 108_000)
    assert [place.may_rest for place in scenario.places[:2]] == [False, True]


@pytest.mark.parametrize(
    ("table", "column", "cell", "code"),
    [
        ("vehicles", "driven_day_min", "-5", "S203"),
        ("vehicles", "driven_day_min", "an hour", "S203"),
        ("places", "rest", "maybe", "S206"),
    ],
)
def test_mistakes_in_the_columns(
    day: DayBuilder, table: str, column: str, cell: str, code: str
) -> None:
    day.tables[table][0] |= {column: cell}
    with pytest.raises(InputError) as raised:
        read_scenario(day.write())
    (problem,) = raised.value.problems
    assert (problem.column, problem.row) == (column, 2)
    assert problem.code[:2] == code[:2]


def test_shifts_too_close_for_a_crew(day: DayBuilder) -> None:
    text = read_policy_text()
    day.policy = text.replace('driving_rule = "cn_coach"', 'driving_rule = "eu_561"')
    day.scenario["policy"] = "own.toml"
    for row in day.tables["vehicles"]:
        if row["vehicle_class"] == "transfer_bus":
            row |= {"shifts": "05:00-08:00|12:00-18:00", "end": ""}
    with pytest.raises(InputError) as raised:
        read_scenario(day.write())
    (problem,) = raised.value.problems
    assert (problem.code, problem.column) == ("S246", "shifts")
    assert "11 h" in problem.message


def read_policy_text() -> str:
    """The shipped policy as it is written."""
    from importlib import resources

    return (resources.files("logiroute") / "policies" / "cn-2022-9.toml").read_text("utf-8")
