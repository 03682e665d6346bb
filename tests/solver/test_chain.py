"""Chains with legs that depend on the hour, against trying every second."""

from dataclasses import replace
from itertools import pairwise, product

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from logiroute.solver.bounds import MOST_S
from logiroute.solver.chain import Chain, Late
from logiroute.solver.leg import Departure, Leg, Option, between, preferred

#: Seconds of the smallest day.
_END = 24


def _option(first: int, last: int, seconds: int, metres: int = 0, table: int = 0) -> Option:
    return Option(first, last, seconds, metres, table)


def test_the_option_that_arrives_first() -> None:
    # 10 s until 30, 4 s from 50 on, 20 s at any time; ready a second after the time before it,
    # 2 s from arrival to the time after.
    leg = Leg([_option(0, 30, 10), _option(50, MOST_S, 4), _option(-MOST_S, MOST_S, 20)], 1, 2)
    assert [leg.earliest(time) for time in (-1, 29, 30, 32, 33, 48, 60)] == [
        12,
        42,
        53,
        55,
        56,
        56,
        67,
    ]
    assert [leg.latest(time) for time in (42, 43, 52, 55, 56, 60)] == [29, 29, 29, 32, 49, 53]
    assert leg.varies
    assert not Leg([_option(-MOST_S, MOST_S, 20)], 1, 2).varies


def test_a_leg_may_come_too_late() -> None:
    leg = Leg([_option(0, 30, 10), _option(40, 45, 5)], 5, 0)
    assert leg.departure(41) is None
    assert leg.late(41) == 1
    assert leg.departure(40) == Departure(45, 5, 0)


def test_of_equal_arrivals_the_one_of_fewer_metres() -> None:
    long, short = _option(0, 50, 10, 900, 0), _option(2, 50, 10, 700, 1)
    leg = Leg(preferred([long, short]), 0, 0)
    assert leg.departure(1) == Departure(1, 10, 0)
    assert leg.departure(2) == Departure(2, 10, 1)


def test_options_that_are_never_better_are_dropped() -> None:
    whole = _option(-MOST_S, MOST_S, 20, 500)
    better = _option(0, 30, 10, 900)
    assert preferred([better, whole]) == (whole, better)
    assert preferred([_option(0, 30, 25, 100), whole]) == (whole,)
    assert preferred([_option(0, 30, 20, 600), whole]) == (whole,)
    assert preferred([_option(0, 30, 20, 400), whole]) == (_option(0, 30, 20, 400), whole)


def test_options_between_bounds() -> None:
    options = [_option(0, 30, 10), _option(40, 60, 5)]
    assert [*between(options, 45, (15, 48))] == [_option(5, 30, 10), _option(40, 43, 5)]
    assert [*between(options, 39, (15, 48))] == [_option(5, 30, 10)]
    assert [*between(options, 3, (15, 48))] == []


@st.composite
def _chains(draw: st.DrawFn) -> Chain:
    size = draw(st.integers(2, 3))
    spans = []
    for _ in range(size):
        marks = draw(st.lists(st.integers(0, _END), min_size=2, max_size=4, unique=True))
        marks.sort()
        spans.append(tuple(zip(marks[::2], marks[1::2], strict=False)))
    spans[0] = spans[-1] = ((0, _END),)
    gaps, legs = [], {}
    for k in range(size - 1):
        options = [
            _option(first, first + draw(st.integers(0, 12)), draw(st.integers(0, 9)))
            for first in draw(st.lists(st.integers(0, 16), max_size=2))
        ]
        options.append(_option(-MOST_S, MOST_S, draw(st.integers(0, 12))))
        options = [*preferred(options)]
        if len(options) > 1 and draw(st.booleans()):
            options.pop()
        before, after = draw(st.integers(0, 2)), draw(st.integers(0, 2))
        gaps.append(before + min(option.seconds for option in options) + after)
        if draw(st.integers(0, 3)):
            legs[k] = Leg(options, before, after)
    limits = [(0, size - 1, draw(st.integers(3, 20)))] if draw(st.booleans()) else []
    if size == 3 and draw(st.booleans()):
        limits.append((0, 1, draw(st.integers(1, 10))))
    return Chain(gaps, [*spans], limits, legs)


def _legal(chain: Chain, times: tuple[int, ...]) -> bool:
    for k, (one, other) in enumerate(pairwise(times)):
        if k in chain.legs:
            after = chain.legs[k].earliest(one)
            if after is None or after > other:
                return False
        elif other - one < chain.gaps[k]:
            return False
    return all(
        any(opens <= time <= closes for opens, closes in spans)
        for time, spans in zip(times, chain.spans, strict=True)
    ) and all(times[j] - times[i] <= most for i, j, most in chain.limits)


@settings(deadline=None, max_examples=300)
@given(chain=_chains())
def test_no_times_are_better_than_those_found(chain: Chain) -> None:
    seconds = range(_END + 1)
    legal = [t for t in product(seconds, repeat=len(chain.spans)) if _legal(chain, t)]
    first = chain.earliest(0)
    if isinstance(first, Late):
        assert legal == []
        return
    assert tuple(first) == tuple(map(min, zip(*legal, strict=True)))
    found = chain.shortest(first)
    assert tuple(found) in legal
    best = min((times[-1] - times[0], times[-1]) for times in legal)
    assert (found[-1] - found[0], found[-1]) == best
    latest = chain.latest(_END)
    assert tuple(latest) == tuple(map(max, zip(*legal, strict=True)))


@settings(deadline=None, max_examples=300)
@given(chain=_chains())
def test_a_limit_is_too_tight_by_no_more_than_that(chain: Chain) -> None:
    first = chain.earliest(0)
    assume(isinstance(first, Late) and first.limit is not None)
    assert isinstance(first, Late)
    assert first.limit is not None
    i, j, most = first.limit
    free = replace(chain, limits=[limit for limit in chain.limits if limit != first.limit])
    seconds = range(_END + 1)
    legal = [t for t in product(seconds, repeat=len(chain.spans)) if _legal(free, t)]
    over = chain.over(first.limit, 0)
    if isinstance(over, Late):
        assert legal == []
    else:
        assert over == min(times[j] - times[i] for times in legal) - most
