"""Who moves, from the words of a command."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from logiroute.errors import InputError
from logiroute.geo.roads import Roads
from logiroute.model.scenario import Scenario
from logiroute.mover_choice import choice_problems, mover_of
from tests.geo.drawn import OPEN, SHUT, START, grid, scenario, vehicle


@pytest.fixture(scope="module")
def roads(tmp_path_factory: pytest.TempPathFactory) -> Roads:
    return grid(tmp_path_factory.mktemp("grid"))


def day(classes: Sequence[str] = ("truck", "bus"), profiles: Sequence[str] = ("van",)) -> Scenario:
    vehicles = [
        vehicle(kind, profile).model_copy(update={"id": f"{kind}-{profile}-{number}"})
        for kind in classes
        for profile in profiles
        for number in (1, 2)
    ]
    return scenario({"A": (0, 0)}, access={"truck": SHUT, "bus": OPEN}, vehicles=vehicles)


def test_bare_roads_take_a_shipped_profile(roads: Roads) -> None:
    assert mover_of(roads).profile == "car"
    mover = mover_of(roads, profile="truck", snap_limit_m=50, engine="scipy")
    assert (mover.profile, mover.snap_limit_m, mover.engine) == ("truck", 50, "scipy")
    assert mover.scenario is None


def test_a_vehicle_brings_its_profile_class_and_the_days_limit(roads: Roads) -> None:
    mover = mover_of(roads, day(), vehicle="bus-van-2", at="2022-04-16 06:30")
    assert mover.movement is not None
    assert (mover.profile, mover.movement.vehicle_class, mover.snap_limit_m) == ("van", "bus", 60)
    assert mover.at == START + timedelta(minutes=30)
    assert mover_of(roads, day(), vehicle="bus-van-2", at=START).at == START


def test_a_profile_stands_for_vehicles_that_move_alike(roads: Roads) -> None:
    one_class = day(["truck"], ["van", "car"])
    assert mover_of(roads, one_class, profile="car").movement == one_class.movements[1]
    assert mover_of(roads, day(["bus"])).profile == "van"


@pytest.mark.parametrize(
    ("scene", "words", "said"),
    [
        (None, {"profile": "trk"}, ['--profile: unknown profile "trk"; did you mean "truck"?']),
        (
            None,
            {"vehicle": "V1", "at": "06:30"},
            ["--vehicle: only a day has vehicles", "--at: only a day has vehicles and a clock"],
        ),
        (
            day(),
            {"vehicle": "bus-van-3", "at": "late"},
            ['--vehicle: the day has no vehicle "bus-van-3"; did', "--at: expected a time like"],
        ),
        (
            day(),
            {"vehicle": "bus-van-1", "profile": "truck"},
            ["--profile: vehicle bus-van-1 moves as van, not as truck"],
        ),
        (day(), {"profile": "vna"}, ['--profile: no vehicle of the day moves as "vna"; did you']),
        (
            day(),
            {"profile": "van", "snap_limit_m": float("nan")},
            ["--snap-limit: nan is no distance", "--vehicle: the vehicles that are van do not all"],
        ),
        (
            day(),
            {},
            [
                "--vehicle: the vehicles of the day do not all move alike; name one of them with "
                "--vehicle: truck-van-1 (truck, van, 1 more alike); "
                "bus-van-1 (bus, van, 1 more alike) [S402]"
            ],
        ),
        (day(["bus"]), {"at": "05:59"}, ["--at: 2022-04-16 05:59 is not in the day, which goes"]),
        (day(["bus"]), {"at": "18:00"}, ["--at: 2022-04-16 18:00 is not in the day"]),
        (day(["bus"]), {"at": START.replace(tzinfo=None)}, ["--at: 2022-04-16 06:00:00 has no"]),
    ],
)
def test_what_does_not_fit_is_said_at_once(
    scene: Scenario | None, words: dict[str, object], said: list[str]
) -> None:
    problems = choice_problems(scene, **words)  # type: ignore[arg-type]
    assert len(problems) == len(said)
    for problem, text in zip(problems, said, strict=True):
        assert text in str(problem)
        assert problem.code == "S402"


def test_mover_of_raises_them(roads: Roads) -> None:
    with pytest.raises(InputError, match="only a day has vehicles"):
        mover_of(roads, vehicle="V1", at="06:30")
