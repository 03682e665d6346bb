"""The judge of other people's plans, by hand and by trying every start."""

import itertools
from dataclasses import replace

import numpy as np
import pytest

from benchmarks.judge import INFINITE, judge
from benchmarks.peers.case import NONE, Case
from tests.benchmarks.cases_by_hand import on_a_line, with_pair, with_reloads


def _windows(case: Case, spans: list[list[tuple[int, int]]]) -> Case:
    return replace(
        case,
        span_row=np.cumsum([0, *map(len, spans)]),
        spans=np.array([span for of_task in spans for span in of_task]),
    )


def _fault(case: Case, routes: dict[int, list[int]]) -> str:
    verdict = judge(case, routes)
    assert verdict.cost == INFINITE
    return verdict.faults[0]


def test_metres_fixed_and_duty_are_paid() -> None:
    case = replace(
        on_a_line([3, 5, -4], shifts=2),
        service=np.array([10, 10, 10]),
        fixed_cost=np.array([7, 7]),
        second_cost=np.array([0, 2]),
    )
    # Out to 5 and back is 10 metres; to -4 and back is 8, in 8 + 10 seconds.
    verdict = judge(case, {0: [0, 1], 1: [2]})
    assert (verdict.cost, verdict.faults, verdict.driven) == (10 + 7 + 8 + 7 + 2 * 18, (), 2)


def test_a_shift_without_tasks_costs_nothing() -> None:
    case = replace(on_a_line([3], shifts=2), fixed_cost=np.array([7, 7]))
    assert judge(case, {0: [0], 1: []}).cost == 6 + 7


def test_no_plan_is_infinite() -> None:
    verdict = judge(on_a_line([3]), None)
    assert (verdict.cost, verdict.faults, verdict.left_out) == (INFINITE, ("no plan",), 1)


def test_prizes_are_paid_for_what_may_be_left_out_only() -> None:
    case = replace(on_a_line([3, 50]), penalty=np.array([9, 20]), required=np.array([1, 0]))
    verdict = judge(case, {0: [0]})
    assert (verdict.cost, verdict.left_out) == (6 + 20, 1)
    assert _fault(case, {0: [1]}) == "order 0 is left out"


def test_what_is_wrong_with_tasks() -> None:
    case = on_a_line([3, 5], shifts=2)
    assert "twice" in _fault(case, {0: [0, 1], 1: [1]})
    assert "twice" in _fault(case, {0: [0, 1, 1]})
    assert "no task 7" in _fault(case, {0: [0, 1, 7]})
    assert "no such shift" in _fault(case, {2: [0, 1]})
    refused = replace(case, refused=np.array([[0, 0], [1, 0]]))
    assert "may not do task 1" in _fault(refused, {0: [0, 1]})
    assert judge(refused, {0: [0], 1: [1]}).faults == ()


def test_no_way() -> None:
    case = on_a_line([3, 5])
    seconds = case.seconds.copy()
    seconds[0, 1, 2] = NONE
    case = replace(case, seconds=seconds)
    assert "no way" in _fault(case, {0: [0, 1]})
    assert judge(case, {0: [1, 0]}).faults == ()


def test_loads_of_deliveries_are_aboard_from_the_start() -> None:
    case = on_a_line([1, 2, 3], weight=4, capacity=11)
    assert "leaves with more" in _fault(case, {0: [0, 1, 2]})
    assert judge(replace(case, capacity=np.array([[12]])), {0: [0, 1, 2]}).faults == ()


def test_pairs() -> None:
    case = with_pair(on_a_line([1, 2, 3], shifts=2, capacity=1), 0, 2)
    # The delivery of task 1 is aboard until 2 metres; the pair is picked up at 1.
    assert "more aboard" in _fault(case, {0: [0, 1, 2]})
    assert judge(case, {0: [1, 0, 2]}).faults == ()
    assert "before it is picked up" in _fault(case, {0: [1, 2, 0]})
    assert "by another shift" in _fault(case, {0: [1, 0], 1: [2]})
    assert "by half" in _fault(case, {0: [1, 0]})


def test_windows_are_waited_for_and_closed_ones_missed() -> None:
    case = _windows(on_a_line([10, 20]), [[(0, 5), (30, 31)], [(41, 41)]])
    assert judge(case, {0: [0, 1]}).cost == 40
    late = _windows(on_a_line([10, 20]), [[(0, 5), (32, 33)], [(41, 41)]])
    assert "too late" in _fault(late, {0: [0, 1]})
    short = replace(case, closes=np.array([60]))
    assert "too late" in _fault(short, {0: [0, 1]})
    assert judge(replace(case, closes=np.array([61])), {0: [0, 1]}).faults == ()


def test_duty_starts_as_late_as_it_pays() -> None:
    case = _windows(on_a_line([10]), [[(100, 200)]])
    paid = replace(case, second_cost=np.array([1]))
    # Setting out at 90 there is no waiting: 20 metres and 20 seconds.
    assert judge(paid, {0: [0]}).cost == 40
    assert judge(replace(case, max_duty=np.array([20])), {0: [0]}).faults == ()
    assert "20 on duty, 19 allowed" in _fault(replace(case, max_duty=np.array([19])), {0: [0]})


def test_trips_reload_and_wait_for_what_they_bring() -> None:
    case = with_reloads(on_a_line([10, 20], weight=6, capacity=10), 1)
    assert "leaves with more" in _fault(case, {0: [0, 1]})
    assert judge(case, {0: [0, 2, 1]}).cost == 20 + 40
    released = replace(case, release=np.array([NONE, 50]), closes=np.array([90]))
    # Back at 20, it waits until 50 to load what is brought to 20: home at 90.
    assert judge(released, {0: [0, 2, 1]}).faults == ()
    assert "too late" in _fault(replace(released, closes=np.array([89])), {0: [0, 2, 1]})
    # Brought on the first trip, the first trip waits: 50 + 40 + 20.
    assert "too late" in _fault(released, {0: [1, 2, 0]})
    assert judge(replace(released, closes=np.array([110])), {0: [1, 2, 0]}).faults == ()
    assert "2 trips" in _fault(replace(case, max_trips=np.array([1])), {0: [0, 2, 1]})


def test_a_reload_takes_its_time() -> None:
    case = with_reloads(on_a_line([10, 20], weight=6, capacity=10, closes=65), 1)
    case = replace(case, service=np.array([0, 0, 5]))
    assert judge(case, {0: [0, 2, 1]}).faults == ()
    assert "too late" in _fault(replace(case, closes=np.array([64])), {0: [0, 2, 1]})


@pytest.mark.parametrize("seed", range(40))
def test_least_duty_is_that_of_trying_every_start(seed: int) -> None:
    rng = np.random.default_rng(seed)
    count, last = 4, 60
    case = on_a_line(rng.integers(-6, 7, count).tolist(), closes=last)
    spans = []
    for _ in range(count):
        edges = np.sort(rng.choice(last, 4, replace=False))
        spans.append([(int(edges[0]), int(edges[1])), (int(edges[2]), int(edges[3]))])
    case = replace(
        _windows(case, spans),
        service=rng.integers(0, 4, count),
        second_cost=np.array([1000]),
        release=rng.integers(-1, 12, count),
    )
    for tasks in itertools.permutations(range(count)):
        duties = [_duty_from(case, list(tasks), start) for start in range(last + 1)]
        legal = [duty for duty in duties if duty is not None]
        verdict = judge(case, {0: list(tasks)})
        metres = judge(replace(case, second_cost=np.array([0])), {0: list(tasks)}).cost
        assert verdict.cost == (min(legal) * 1000 + metres if legal else INFINITE)


def _duty_from(case: Case, tasks: list[int], start: int) -> int | None:
    """Second by second."""
    if start < max(case.release[tasks]):
        return None
    now, here = start, 0
    for task in tasks:
        now += int(case.seconds[0, here, case.place[task]])
        while not any(opens <= now <= closes for opens, closes in case.windows(task)):
            now += 1
            if now > case.closes[0]:
                return None
        now += int(case.service[task])
        here = int(case.place[task])
    now += int(case.seconds[0, here, 0])
    return now - start if now <= case.closes[0] else None
