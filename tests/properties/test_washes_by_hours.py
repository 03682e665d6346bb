"""Where ways are open at some hours only, counting the bays takes no legal route away.

All times are whole minutes, as the planner's bays are: what one vehicle may do at a station that is
never full, it may do at one with a bay.
"""

from collections.abc import Sequence
from itertools import combinations, pairwise

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from logiroute.model.driving import DrivingRule
from logiroute.solver.evaluate import Evaluator
from logiroute.solver.miss import Miss
from logiroute.solver.problem import build_problem
from logiroute.solver.recreate.washer import Washer
from tests.counts import examples
from tests.rules.day import (
    Day,
    by_hours,
    day,
    depot,
    policy,
    quarantine,
    relief,
    site,
    station,
    transfer,
    vehicle,
    window,
)

_PAIRS = ["-".join(pair) for pair in combinations("DABQWR", 2)]

#: Pick-up and set-down of s, then those of t.
_ROUTES = ((0, 1), (2, 3), (0, 1, 2, 3), (2, 3, 0, 1), (0, 2, 1, 3))


def _clock(minute: int) -> str:
    return f"{6 + minute // 60:02}:{minute % 60:02}"


@st.composite
def _days(draw: st.DrawFn) -> tuple[Day, Day]:
    """A day whose station is never full, and the same with one bay."""
    minutes = {pair: draw(st.integers(1, 25)) for pair in _PAIRS}
    shut = draw(st.sets(st.sampled_from(_PAIRS), max_size=6))
    turns = sorted(draw(st.sets(st.integers(0, 300), min_size=2, max_size=4)))
    parts = []
    for begins, ends in pairwise(turns):
        barred = draw(st.sets(st.sampled_from(_PAIRS), max_size=2))
        ways = {pair: value for pair, value in minutes.items() if pair not in barred}
        parts.append((_clock(begins), _clock(ends), ways))
    classes = [draw(st.sampled_from(("contact", "released"))) for _ in range(2)]
    held = draw(st.booleans())
    rule = DrivingRule(id="rule", label="the rule", drive_s=3_000, rest_s=900) if held else None
    suited = draw(st.sampled_from((None, {"suit_on_s": 300, "suit_off_s": 600})))
    found = []
    for bays in (None, 1):
        made = day(
            [
                depot(),
                site("A"),
                site("B"),
                quarantine("Q"),
                station("W", stop_s=120, bays=bays),
                relief("R", stop_s=60),
            ],
            [vehicle(shifts=[window("06:00", "11:00")], per_hour=60)],
            [
                transfer(name, origin, "Q", party_class=party_class)
                for name, origin, party_class in zip("st", "AB", classes, strict=True)
            ],
            {pair: value for pair, value in minutes.items() if pair not in shut},
            rules=policy(disinfect={"contact": 45, "released": 10}, driving=rule, suits=suited),
        )
        found.append(by_hours(made, *parts))
    return found[0], found[1]


def _may_be(made: Day, tasks: Sequence[int]) -> bool:
    problem = build_problem(made.scenario, made.travel)
    evaluator, washer = Evaluator(problem), Washer(problem)
    washer.beside(((),), 0)
    ways = washer.ways(0, tasks)
    return any(not isinstance(evaluator.timetable(0, way), Miss) for way in ways)


@settings(
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    max_examples=examples(100, 2000),
)
@given(days=_days(), tasks=st.sampled_from(_ROUTES))
def test_a_bay_of_its_own_is_as_good_as_any_number(
    days: tuple[Day, Day], tasks: tuple[int, ...]
) -> None:
    never_full, one_bay = days
    legal = _may_be(never_full, tasks)
    event(f"{'legal' if legal else 'illegal'}, {len(tasks)} tasks")
    assert _may_be(one_bay, tasks) == legal
