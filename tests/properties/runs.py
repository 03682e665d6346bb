"""Random routes of runs: people board, go somewhere and alight; mostly a wash comes after it."""

from hypothesis import strategies as st

from logiroute.model.rules import Rule
from logiroute.solver.evaluate import Evaluator
from logiroute.solver.problem import Problem, Routes
from logiroute.solver.rules import cleaning, mixing
from logiroute.solver.rules import windows as opening
from tests.properties.scenarios import one_in


@st.composite
def runs_of(draw: st.DrawFn, evaluator: Evaluator) -> Routes:
    """Routes of one or two parties a run, with washes that start soon after they could."""
    problem = evaluator.problem
    routes: list[list[int]] = [[] for _ in range(problem.shifts)]
    waiting = list(draw(st.permutations(range(problem.orders))))
    free = {
        task
        for task, kind in enumerate(problem.of(Rule.CLEANING, cleaning.Columns).kind)
        if kind >= 0
    }
    while waiting:
        shift = draw(st.integers(0, problem.shifts - 1))
        run = [waiting.pop()]
        if draw(st.booleans()) and waiting:
            run.append(_companion(draw, problem, run[0], waiting))
        route = routes[shift]
        ins = [problem.first_task[order] for order in run]
        outs = [draw(st.sampled_from(problem.choices[order])) for order in run]
        if len(run) > 1 and draw(one_in(8)):
            # One gets out before the other gets in.
            route += [ins[0], outs[0], ins[1], outs[1]]
        else:
            route += ins + draw(st.permutations(outs))
        _wash(draw, evaluator, shift, route, free)
    return tuple(tuple(route) for route in routes)


def _companion(draw: st.DrawFn, problem: Problem, order: int, waiting: list[int]) -> int:
    """Another order to ride along, mostly of the same class."""
    class_of = problem.of(Rule.MIXING, mixing.Columns).party_class
    own = class_of[problem.first_task[order]]
    alike = [other for other in waiting if class_of[problem.first_task[other]] == own]
    found = draw(st.sampled_from(waiting if not alike or draw(one_in(8)) else alike))
    waiting.remove(found)
    return found


def _wash(
    draw: st.DrawFn, evaluator: Evaluator, shift: int, route: list[int], free: set[int]
) -> None:
    """Mostly, a wash: at about the earliest time that it may start, or as late as anybody likes."""
    columns = evaluator.problem.of(Rule.CLEANING, cleaning.Columns)
    needed = int(columns.need[columns.row[shift], route[-1]])
    if draw(one_in(12 if needed else 2)) or not free:
        return
    enough = 0 if draw(one_in(10)) else needed
    spans = evaluator.problem.of(Rule.WINDOWS, opening.Columns).open
    ready = evaluator.clock.hurried(shift, route).starts[-1]
    later = [
        task
        for task in sorted(free, key=lambda task: (spans[task], task))
        if spans[task]
        and columns.seconds[columns.kind[task]] >= enough
        and spans[task][-1][1] >= ready
    ]
    in_time = [
        task
        for task in later[draw(st.integers(0, 20)) :: 9]
        if evaluator.clock.hurried(shift, [*route, task]).starts[-1] <= spans[task][-1][1]
    ]
    soon = later[:40] if draw(one_in(10)) else in_time[:12]
    if soon:
        task = draw(st.sampled_from(soon))
        free.discard(task)
        route.append(task)
