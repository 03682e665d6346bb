"""Nights with 23 and 25 hours."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from logiroute.audit.audit_plan import audit_plan
from logiroute.model.place import Window
from logiroute.model.scenario import Scenario
from logiroute.solver.solve import solve
from tests.solver.tiny import call, day, travel, vehicle

BERLIN = ZoneInfo("Europe/Berlin")
SPRING, AUTUMN = (2022, 3, 27), (2022, 10, 30)


@pytest.mark.parametrize(("night", "hours"), [(SPRING, 3), (AUTUMN, 5)])
def test_windows_are_as_long_as_time_goes_by(night: tuple[int, int, int], hours: int) -> None:
    window = Window(
        start=datetime(*night, 1, tzinfo=BERLIN), end=datetime(*night, 5, tzinfo=BERLIN)
    )
    assert window.end - window.start == timedelta(hours=hours)
    assert window.start.isoformat() == datetime(*night, 1, tzinfo=BERLIN).isoformat()


def test_the_second_of_two_hours_of_one_name_is_later() -> None:
    half_past = datetime(*AUTUMN, 2, 30, tzinfo=BERLIN)
    window = Window(start=half_past, end=half_past.replace(fold=1))
    assert window.end - window.start == timedelta(hours=1)


@pytest.mark.parametrize("night", [SPRING, AUTUMN])
def test_a_night_of_another_length_is_planned_in_real_time(night: tuple[int, int, int]) -> None:
    """A call from half past one, one from five past three, 5 minutes' drive away."""

    def at(hour: int, minute: int) -> datetime:
        return datetime(*night, hour, minute, tzinfo=BERLIN)

    early = Window(start=at(1, 30), end=at(1, 40))
    late = Window(start=at(3, 5), end=at(4, 0))
    night_shift = vehicle(shifts=[Window(start=at(0, 30), end=at(6, 0))])
    calls = [
        call("early", "P20", windows=(early,), priority=1),
        call("late", "P25", windows=(late,), priority=1),
    ]
    scenario: Scenario = day(calls, [night_shift]).model_copy(update={"timezone": BERLIN.key})
    times = travel(scenario)
    plan = solve(scenario, times, seconds=None, iterations=5, in_process=True)
    assert not plan.unserved
    result = audit_plan(scenario, times, plan, geometry=False)
    assert result.clean, [str(violation) for violation in result.violations]
    (route,) = plan.routes
    assert route.seconds == (route.stops[-1].arrive - route.stops[0].arrive).total_seconds()
