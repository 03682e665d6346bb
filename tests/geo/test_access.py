"""What access, one-way and limit tags mean: one line each."""

import numpy as np
import pytest

from logiroute.geo.loading.access import access_of, barrier_of
from logiroute.geo.loading.limits import length_limit, limits_of, speed_limit, weight_limit
from logiroute.geo.loading.ways import (
    BICYCLE,
    BUS,
    EMERGENCY,
    FOOT,
    HGV,
    MOTOR,
    MOTOR_KINDS,
    NO_LIMIT,
)

ALL = MOTOR_KINDS | BICYCLE | FOOT
STREET = {"highway": "residential"}


@pytest.mark.parametrize(
    ("tags", "modes"),
    [
        (STREET, ALL),
        ({"highway": "motorway_link"}, MOTOR_KINDS),
        ({"highway": "footway"}, FOOT),
        ({"highway": "pedestrian", "motor_vehicle": "yes"}, FOOT | MOTOR_KINDS),
        (STREET | {"access": "no"}, 0),
        (STREET | {"access": "private"}, 0),
        (STREET | {"access": "no", "motor_vehicle": "yes"}, MOTOR_KINDS),
        (STREET | {"motor_vehicle": "no"}, BICYCLE | FOOT),
        (STREET | {"motorcar": "no"}, ALL & ~MOTOR),
        (STREET | {"vehicle": "no"}, FOOT),
        (STREET | {"hgv": "no"}, ALL & ~HGV),
        (STREET | {"hgv": "delivery"}, ALL),
        (STREET | {"hgv": "destination"}, ALL),
        (STREET | {"access": "no", "hgv": "designated"}, HGV),
        (STREET | {"motor_vehicle": "no", "bus": "yes"}, BICYCLE | FOOT | BUS),
        (STREET | {"motor_vehicle": "no", "psv": "yes", "bus": "no"}, BICYCLE | FOOT),
        (STREET | {"vehicle": "private", "emergency": "yes"}, FOOT | EMERGENCY),
        (STREET | {"access": "permissive", "emergency": "fire_hydrant"}, ALL),
        (STREET | {"motor_vehicle": "psv"}, BICYCLE | FOOT | BUS),
        (STREET | {"motor_vehicle": "agricultural"}, BICYCLE | FOOT),
        ({"highway": "footway", "access": "yes"}, FOOT),
        ({"highway": "footway", "bicycle": "yes", "emergency": "yes"}, FOOT | BICYCLE | EMERGENCY),
        ({"highway": "service", "area": "yes"}, 0),
        ({"highway": "construction"}, 0),
        ({"building": "yes"}, 0),
    ],
)
def test_who_may_use_a_street(tags: dict[str, str], modes: int) -> None:
    assert access_of(tags) == (modes, modes)


@pytest.mark.parametrize(
    ("tags", "ahead", "back"),
    [
        ({"oneway": "yes"}, ALL, FOOT),
        ({"oneway": "1"}, ALL, FOOT),
        ({"oneway": "-1"}, FOOT, ALL),
        ({"oneway": "no"}, ALL, ALL),
        ({"oneway": "reversible"}, FOOT, FOOT),
        ({"junction": "roundabout"}, ALL, FOOT),
        ({"junction": "roundabout", "oneway": "no"}, ALL, ALL),
        ({"highway": "motorway"}, MOTOR_KINDS, 0),
        ({"highway": "motorway", "oneway": "no"}, MOTOR_KINDS, MOTOR_KINDS),
        ({"oneway": "yes", "oneway:bicycle": "no"}, ALL, FOOT | BICYCLE),
        ({"oneway": "yes", "cycleway": "opposite_lane"}, ALL, FOOT | BICYCLE),
        ({"oneway": "yes", "oneway:psv": "no"}, ALL, FOOT | BUS),
        ({"oneway": "yes", "oneway:bus": "no"}, ALL, FOOT | BUS),
        ({"oneway": "yes", "busway": "opposite_lane"}, ALL, FOOT | BUS),
        ({"oneway": "yes", "oneway:emergency": "no"}, ALL, FOOT | EMERGENCY),
        ({"oneway": "reversible", "oneway:bus": "no"}, FOOT | BUS, FOOT | BUS),
        ({"oneway": "yes", "oneway:foot": "yes"}, ALL, 0),
        ({"hgv:backward": "no"}, ALL, ALL & ~HGV),
        ({"motor_vehicle:forward": "no"}, FOOT | BICYCLE, ALL),
        ({"access:backward": "no"}, ALL, 0),
    ],
)
def test_who_may_drive_which_way(tags: dict[str, str], ahead: int, back: int) -> None:
    assert access_of(STREET | tags) == (ahead, back)


@pytest.mark.parametrize(
    ("tags", "stopped"),
    [
        ({}, 0),
        ({"barrier": "bollard"}, MOTOR_KINDS),
        ({"barrier": "block"}, MOTOR_KINDS),
        ({"barrier": "cycle_barrier"}, MOTOR_KINDS),
        ({"barrier": "never heard of"}, MOTOR_KINDS),
        ({"barrier": "stile"}, MOTOR_KINDS | BICYCLE),
        ({"barrier": "wall"}, ALL),
        ({"barrier": "bollard", "bollard": "rising"}, 0),
        ({"barrier": "bollard", "emergency": "yes"}, MOTOR_KINDS & ~EMERGENCY),
        ({"barrier": "bollard", "bus": "yes", "bicycle": "no"}, (MOTOR_KINDS | BICYCLE) & ~BUS),
        ({"barrier": "gate"}, 0),
        ({"barrier": "lift_gate", "access": "permissive"}, 0),
        ({"barrier": "gate", "access": "private"}, ALL),
        ({"barrier": "gate", "access": "no", "foot": "yes", "bicycle": "yes"}, MOTOR_KINDS),
        ({"barrier": "gate", "motor_vehicle": "no", "hgv": "yes"}, MOTOR_KINDS & ~HGV),
        ({"barrier": "toll_booth"}, 0),
        ({"access": "no"}, 0),
    ],
)
def test_whom_a_barrier_stops(tags: dict[str, str], stopped: int) -> None:
    assert barrier_of(tags) == stopped


@pytest.mark.parametrize(
    ("text", "speed"),
    [("50", 50.0), ("30 mph", 48.28032), ("60 km/h", 60.0), ("12.5", 12.5)],
)
def test_speed_limits(text: str, speed: float) -> None:
    assert speed_limit(text) == pytest.approx(speed)


@pytest.mark.parametrize("text", ["", "signals", "CN:urban", "walk", "0"])
def test_speed_limits_that_are_none(text: str) -> None:
    assert np.isnan(speed_limit(text))


@pytest.mark.parametrize(
    ("text", "kg"),
    [
        ("7.5", 7500),
        ("7.5 t", 7500),
        ("7.5t", 7500),
        ("7500 kg", 7500),
        ("3 st", 2721),  # 2,721.55 kg
        ("10000 lbs", 4535),  # 4,535.9 kg
        ("4.35", 4350),  # which is a little less in binary
        ("none", NO_LIMIT),
        ("default", NO_LIMIT),
        ("", NO_LIMIT),
        ("0", None),
        ("7,5", None),
        ("bridge", None),
        ("3 stone", None),
    ],
)
def test_weight_limits(text: str, kg: int | None) -> None:
    assert weight_limit(text) == kg


@pytest.mark.parametrize(
    ("text", "cm"),
    [
        ("3.8", 380),
        ("3.8 m", 380),
        ("4.35", 435),
        ("380 cm", 380),
        ("3.999", 399),
        ("12'6\"", 381),
        ("12' 6''", 381),
        ("12'", 365),
        ("12 ft", 365),
        ("13 ft 6 in", 411),
        ("default", NO_LIMIT),
        ("below_default", NO_LIMIT),
        ("low", None),
        ("-2", None),
    ],
)
def test_length_limits(text: str, cm: int | None) -> None:
    assert length_limit(text) == cm


def test_the_lower_of_two_heights_counts_and_the_unread_are_counted() -> None:
    tags = {"maxheight": "4.2", "maxheight:physical": "4", "maxweight": "heavy"}
    assert limits_of(tags) == ((NO_LIMIT, 400, NO_LIMIT), 1)
