"""Policies: the shipped ones read, and every mistake in one of your own is located."""

import re
from importlib import resources

import pytest

from logiroute.errors import InputError
from logiroute.files.policy import parse_policy, read_policy, shipped_policies
from logiroute.files.problems import Problems
from logiroute.model.order import OrderKind

SMALL = """\
id = "mine"
title = "Mine"

[penalties]
1 = 1000
2 = 10.505

[zone_classes.sealed]
label = "sealed"
level = 2

[party_classes.contact]
label = "contact"
exclusive = true

[vehicle_classes.bus]
label = "bus"
order_kinds = ["transfer"]
party_classes = ["contact"]
seat_percent = { contact = 50 }

[vehicle_classes.bus.zones.sealed]
enter = "gate"
stop = "yes"
through = false
leave = "gate"
"""


def found_in(text: str) -> list[tuple[int, str, str]]:
    problems = Problems()
    assert parse_policy(text, "mine.toml", problems) is None
    return [(p.row, p.column, p.code) for p in problems.sorted()]


@pytest.mark.parametrize("name", ["cn-2022-9", "cn-2021-8", "default"])
def test_shipped_policies_read(name: str) -> None:
    policy = read_policy(name)
    assert policy.id == name
    assert set(policy.penalties) == set(range(1, 10))
    assert policy.people_and_goods is False
    for entry in policy.vehicle_classes:
        assert set(entry.zones) == {zone.id for zone in policy.zone_classes}


def test_every_shipped_policy_is_tested_above() -> None:
    assert shipped_policies() == ["cn-2021-8", "cn-2022-9", "default"]


def test_small_policy() -> None:
    policy = parse_policy(SMALL, "mine.toml", Problems())
    assert policy is not None
    assert policy.penalties == {1: 100_000, 2: 1051}  # hundredths, rounded up
    bus = policy.vehicle_class("bus")
    assert bus.order_kinds == (OrderKind.TRANSFER,)
    assert bus.usable_seats(49, "contact") == 24
    assert policy.access("bus", "sealed").enter == "gate"
    assert policy.party_class("contact").exclusive
    assert not policy.people_and_goods


def test_a_policy_may_let_people_and_goods_share_a_shift() -> None:
    policy = parse_policy("people_and_goods = true\n" + SMALL, "mine.toml", Problems())
    assert policy is not None
    assert policy.people_and_goods
    assert found_in('people_and_goods = "never"\n' + SMALL) == [(1, "people_and_goods", "S242")]


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("[penalties]", "[penalty]", [(0, "penalties", "S242"), (4, "penalty", "S242")]),
        ("1 = 1000", "10 = 1000", [(5, "penalties.10", "S242")]),
        ("1 = 1000", "1 = -5", [(5, "penalties.1", "S242")]),
        ("1 = 1000", "1 = nan", [(5, "penalties.1", "S242")]),
        (
            "level = 2",
            "levl = 2",
            [(8, "zone_classes.sealed.level", "S242"), (10, "zone_classes.sealed.levl", "S242")],
        ),
        ('stop = "yes"', 'stop = "maybe"', [(24, "vehicle_classes.bus.zones.sealed.stop", "S242")]),
        (
            "seat_percent = { contact = 50 }",
            "seat_percent = { contact = 150 }",
            [(20, "vehicle_classes.bus.seat_percent", "S242")],
        ),
        (
            'party_classes = ["contact"]',
            'party_classes = ["contacts"]',
            [(19, "vehicle_classes.bus.party_classes", "S243")],
        ),
        (
            "[vehicle_classes.bus.zones.sealed]",
            "[vehicle_classes.bus.zones.seald]",
            [
                (16, "vehicle_classes.bus.zones.sealed", "S243"),
                (22, "vehicle_classes.bus.zones.seald", "S243"),
            ],
        ),
        ('["transfer"]', '["transfr"]', [(18, "vehicle_classes.bus.order_kinds.0", "S242")]),
        (
            'label = "bus"',
            'label = "bus"\nid = "x"',
            [(18, "vehicle_classes.bus.id", "S242")],
        ),
        ('title = "Mine"', "title = Mine", [(2, "", "S111")]),
        (
            'enter = "gate"',
            'enter = "passes"',
            [(23, "vehicle_classes.bus.zones.sealed.enter", "S242")],
        ),
        (
            "through = false",
            'through = false\nmainline_transit = "maybe"',
            [(26, "vehicle_classes.bus.zones.sealed.mainline_transit", "S242")],
        ),
    ],
)
def test_mistakes_are_located(old: str, new: str, found: list[tuple[int, str, str]]) -> None:
    assert old in SMALL
    assert found_in(SMALL.replace(old, new)) == sorted(found)


def test_pass_and_expressway() -> None:
    text = SMALL.replace('enter = "gate"', 'enter = "pass"\nmainline_transit = true')
    policy = parse_policy(text, "mine.toml", Problems())
    assert policy is not None
    access = policy.access("bus", "sealed")
    assert (access.enter, access.leave, access.mainline_transit) == ("pass", "gate", True)


def test_disinfection_and_time_aboard() -> None:
    text = SMALL.replace(
        "exclusive = true", "exclusive = true\ndisinfect_min = 12.01\nmax_aboard_min = 90.99"
    )
    policy = parse_policy(text, "mine.toml", Problems())
    assert policy is not None
    contact = policy.party_class("contact")
    # What is needed is rounded up to a second, what is allowed is rounded down.
    assert (contact.disinfect_s, contact.max_aboard_s) == (721, 5_459)
    plain = parse_policy(SMALL, "mine.toml", Problems())
    assert plain is not None
    assert (
        plain.party_class("contact").disinfect_s,
        plain.party_class("contact").max_aboard_s,
    ) == (
        0,
        None,
    )


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("disinfect_min", "-1", "not between 0"),
        ("disinfect_min", '"45"', "number of minutes"),
        ("disinfect_min", "true", "number of minutes"),
        ("disinfect_min", "nan", "not between 0"),
        ("disinfect_s", "2700", 'did you mean "disinfect_min"?'),
        ("max_aboard_min", "0", "cannot be kept"),
        ("max_aboard_min", "0.01", "cannot be kept"),
        ("max_aboard_min", "[240]", "number of minutes"),
        ("max_aboard", "240", 'did you mean "max_aboard_min"?'),
        ("due_after_notice_min", "0", "cannot be kept"),
        ("due_after_notice_s", "60", 'did you mean "due_after_notice_min"?'),
        ("same_day", "1.5", "bool"),
    ],
)
def test_times_of_a_party_class_are_minutes(key: str, value: str, words: str) -> None:
    problems = Problems()
    text = SMALL.replace("exclusive = true", f"exclusive = true\n{key} = {value}")
    assert parse_policy(text, "mine.toml", problems) is None
    (problem,) = problems.sorted()
    place = (problem.row, problem.column, problem.code)
    assert place == (15, f"party_classes.contact.{key}", "S242")
    assert words in problem.message


def test_disinfection_after_work_in_a_zone() -> None:
    text = SMALL.replace('enter = "gate"', 'enter = "gate"\ndisinfect_min = 19.99')
    policy = parse_policy(text, "mine.toml", Problems())
    assert policy is not None
    assert policy.access("bus", "sealed").disinfect_s == 1_200
    plain = parse_policy(SMALL, "mine.toml", Problems())
    assert plain is not None
    assert plain.access("bus", "sealed").disinfect_s == 0


def test_lateness() -> None:
    text = SMALL.replace('title = "Mine"', 'title = "Mine"\nlate_cost_per_hour = 80.505')
    keys = "due_after_notice_min = 90.99\nsame_day = true"
    policy = parse_policy(
        text.replace("exclusive = true", f"exclusive = true\n{keys}"), "mine.toml", Problems()
    )
    assert policy is not None
    contact = policy.party_class("contact")
    # Costs are rounded up, as others are, and what is allowed is rounded down.
    assert policy.late_cost_per_hour == 8_051
    assert (contact.due_after_notice_s, contact.same_day) == (5_459, True)
    plain = parse_policy(SMALL, "mine.toml", Problems())
    assert plain is not None
    contact = plain.party_class("contact")
    assert (contact.due_after_notice_s, contact.same_day) == (None, False)
    assert plain.late_cost_per_hour == 10_000


@pytest.mark.parametrize(
    ("value", "words"), [("-1", "not between 0"), ('"100"', "amount of money"), ("inf", "not be")]
)
def test_what_lateness_costs_is_an_amount_of_money(value: str, words: str) -> None:
    text = SMALL.replace('title = "Mine"', f'title = "Mine"\nlate_cost_per_hour = {value}')
    problems = Problems()
    assert parse_policy(text, "mine.toml", problems) is None
    (problem,) = problems.sorted()
    assert (problem.row, problem.column, problem.code) == (3, "late_cost_per_hour", "S242")
    assert words in problem.message


@pytest.mark.parametrize("name", ["cn-2021-8", "cn-2022-9"])
def test_close_contacts_are_there_within_twelve_hours_and_the_same_day(name: str) -> None:
    policy = read_policy(name)
    contact = policy.party_class("close_contact")
    assert (contact.due_after_notice_s, contact.same_day) == (43_200, True)
    others = [entry for entry in policy.party_classes if entry.id != "close_contact"]
    assert not any(entry.due_after_notice_s or entry.same_day for entry in others)


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("disinfect_min", "-1", "not between 0"),
        ("disinfect_min", '"20"', "number of minutes"),
        ("disinfect_min", "inf", "not between 0"),
        ("disinfect_s", "1200", 'did you mean "disinfect_min"?'),
        ("disinfect", "20", 'did you mean "disinfect_min"?'),
    ],
)
def test_minutes_after_a_zone_are_located(key: str, value: str, words: str) -> None:
    problems = Problems()
    text = SMALL.replace('enter = "gate"', f'enter = "gate"\n{key} = {value}')
    assert parse_policy(text, "mine.toml", problems) is None
    (problem,) = problems.sorted()
    column = f"vehicle_classes.bus.zones.sealed.{key}"
    assert (problem.column, problem.code) == (column, "S242")
    assert words in problem.message


def test_nothing_is_disinfected_where_nobody_stops() -> None:
    problems = Problems()
    text = SMALL.replace('stop = "yes"', 'stop = "no"\ndisinfect_min = 20')
    assert text != SMALL
    assert parse_policy(text, "mine.toml", problems) is None
    (problem,) = problems.sorted()
    assert (problem.column, problem.code) == ("vehicle_classes.bus.zones.sealed", "S242")
    assert "leave disinfect_min out" in problem.message


def test_who_stays_local() -> None:
    text = SMALL.replace(
        "[penalties]",
        'accompanied_under_years = 12\n\n[stay_local]\nunder_years = 2\nneeds = ["Infant"]\n\n'
        "[penalties]",
    )
    policy = parse_policy(text, "mine.toml", Problems())
    assert policy is not None
    assert policy.accompanied_under_years == 12
    local = policy.stay_local
    assert local.whom((1, 2, 130), ("an infant", "wheelchair")) == ("age 1", "an infant")
    plain = parse_policy(SMALL, "mine.toml", Problems())
    assert plain is not None
    assert plain.accompanied_under_years is None
    assert plain.stay_local.whom((0, 130), ("an infant",)) == ()


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("under_year = 2", 'did you mean "under_years"?'),
        ("under_years = -1", "greater than or equal to 0"),
        ('from_years = "old"', "integer"),
        ("needs = 3", "tuple"),
    ],
)
def test_mistakes_about_who_stays_local(line: str, words: str) -> None:
    problems = Problems()
    text = SMALL.replace("[penalties]", f"[stay_local]\n{line}\n\n[penalties]")
    assert parse_policy(text, "mine.toml", problems) is None
    (problem,) = problems.sorted()
    key = line.split(" ", maxsplit=1)[0]
    assert (problem.row, problem.column, problem.code) == (5, f"stay_local.{key}", "S242")
    assert words in problem.message


def test_did_you_mean() -> None:
    problems = Problems()
    parse_policy(SMALL.replace("enter =", "entr ="), "mine.toml", problems)
    assert 'did you mean "enter"?' in problems.sorted()[0].message
    problems = Problems()
    text = SMALL.replace("through = false", "through = false\nmainline_transt = true")
    parse_policy(text, "mine.toml", problems)
    assert 'did you mean "mainline_transit"?' in problems.sorted()[0].message
    with pytest.raises(InputError, match='did you mean "cn-2022-9"'):
        read_policy("cn-2022")


def test_a_name_never_reaches_other_files() -> None:
    with pytest.raises(InputError) as caught:
        read_policy("../policies/default")
    assert [problem.code for problem in caught.value.problems] == ["S241"]


LOADED = (
    SMALL
    + """
[vehicle_classes.bus.zones.sealed.loaded]
enter = "pass"
stop = "party"
"""
)


def test_stricter_while_people_are_aboard() -> None:
    policy = parse_policy(LOADED, "mine.toml", Problems())
    assert policy is not None
    entry = policy.access("bus", "sealed")
    assert (entry.enter, entry.stop) == ("gate", "yes")
    loaded = entry.with_people
    assert (loaded.enter, loaded.stop, loaded.leave) == ("pass", "party", "gate")


@pytest.mark.parametrize(
    ("old", "new", "row", "key"),
    [
        ('enter = "pass"', 'enter = "yes"', 22, "zones.sealed"),
        ('enter = "pass"', 'entr = "pass"', 29, "zones.sealed.loaded.entr"),
        ('enter = "pass"', "disinfect_min = 5", 29, "zones.sealed.loaded.disinfect_min"),
        ('enter = "pass"', 'enter = "maybe"', 29, "zones.sealed.loaded.enter"),
        ('enter = "pass"', "mainline_transit = true", 22, "zones.sealed"),
    ],
)
def test_mistakes_under_loaded(old: str, new: str, row: int, key: str) -> None:
    assert found_in(LOADED.replace(old, new)) == [(row, f"vehicle_classes.bus.{key}", "S242")]


def test_a_misspelt_key_under_loaded_is_compared_with_those_that_belong_there() -> None:
    problems = Problems()
    parse_policy(LOADED.replace('enter = "pass"', "thrugh = false"), "mine.toml", problems)
    (problem,) = problems.sorted()
    assert problem.message == 'unknown key "thrugh"; did you mean "through"?'


def test_straight_there() -> None:
    for given, straight in (("true", True), ("false", False)):
        text = SMALL.replace("exclusive = true", f"disinfect_min = 5\nstraight_there = {given}")
        policy = parse_policy(text, "mine.toml", Problems())
        assert policy is not None
        assert policy.party_class("contact").goes_straight is straight
    # Left out, whoever is followed by a disinfection does.
    washed = parse_policy(SMALL.replace("exclusive = true", "disinfect_min = 5"), "m", Problems())
    assert washed is not None
    assert washed.party_class("contact").goes_straight
    text = SMALL.replace("exclusive = true", 'straight_there = "maybe"')
    assert found_in(text) == [(14, "party_classes.contact.straight_there", "S242")]


BUS = 'order_kinds = ["transfer"]'


def _bus_with(lines: str, above: str = "") -> str:
    return above + SMALL.replace(BUS, f"{BUS}\n{lines}")


def test_suits_of_a_vehicle_class() -> None:
    keys = "suit_on_min = 6.001\nsuit_off_min = 3\nsuit_max_min = 90.99\nsuit_max_hot_min = 30"
    problems = Problems()
    policy = parse_policy(_bus_with(keys, "hot_from_c = 34.9\n"), "mine.toml", problems)
    assert policy is not None, problems.sorted()
    bus = policy.vehicle_class("bus")
    # Needs are rounded up, limits and what counts as hot down.
    assert (bus.suit_on_s, bus.suit_off_s) == (361, 180)
    assert (bus.suit_max_s, bus.suit_max_hot_s) == (5_459, 1_800)
    assert policy.hot_from_c == 34
    assert bus.wears_suits


@pytest.mark.parametrize(
    ("lines", "above", "key", "said"),
    [
        ("suit_max_min = 0", "", "suit_max_min", "leave the key out"),
        ("suit_on_min = -1", "", "suit_on_min", "not between 0"),
        ("suit_off_min = true", "", "suit_off_min", "number of minutes"),
        ("suit_max_s = 60", "", "suit_max_s", 'did you mean "suit_max_min"?'),
        ("suit_max_hot_min = 60", "", "suit_max_hot_min", "add hot_from_c"),
    ],
)
def test_mistakes_about_suits(lines: str, above: str, key: str, said: str) -> None:
    problems = Problems()
    assert parse_policy(_bus_with(lines, above), "mine.toml", problems) is None
    (problem,) = problems.sorted()
    assert (problem.code, problem.column) == ("S242", f"vehicle_classes.bus.{key}")
    assert said in problem.message


@pytest.mark.parametrize("degrees", ['"35"', "true", "inf", "350"])
def test_when_it_is_hot_is_a_temperature(degrees: str) -> None:
    assert found_in(f"hot_from_c = {degrees}\n{SMALL}") == [(1, "hot_from_c", "S242")]


@pytest.mark.parametrize("name", ["cn-2022-9", "cn-2021-8"])
def test_suits_of_the_chinese_policies_can_be_switched_on(name: str) -> None:
    """The example in the comments is one: with its keys under a class the policy reads."""
    text = (resources.files("logiroute") / "policies" / f"{name}.toml").read_text("utf-8")
    assert not any(entry.wears_suits for entry in read_policy(name).vehicle_classes)
    keys = re.findall(r"^#   (suit_\w+ = \d+)", text, re.M)
    (hot,) = re.findall(r"^#   (hot_from_c = \d+)", text, re.M)
    assert len(keys) == 4
    bus = "[vehicle_classes.transfer_bus]\n"
    problems = Problems()
    on = hot + "\n" + text.replace(bus, bus + "\n".join(keys) + "\n")
    policy = parse_policy(on, "mine.toml", problems)
    assert policy is not None, problems.sorted()
    own = policy.vehicle_class("transfer_bus")
    assert (own.suit_on_s, own.suit_max_s, own.suit_max_hot_s) == (600, 14_400, 7_200)
