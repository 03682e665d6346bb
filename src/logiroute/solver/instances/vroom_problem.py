"""A problem as VROOM's JSON, for those who want to ask VROOM."""

from typing import Any

import numpy as np

from logiroute.errors import ProblemError
from logiroute.model.rules import Rule
from logiroute.solver.bounds import MOST_S
from logiroute.solver.problem import Problem
from logiroute.solver.rules import (
    access,
    beds,
    capacity,
    cleaning,
    coverage,
    lifo,
    mixing,
    pairing,
    parties,
    service,
    shifts,
    slots,
    stock,
    suits,
    travel,
    trips,
    windows,
)

#: VROOM's times and costs are of 32 bits.
_MOST = 2**32 - 1


def vroom_problem(problem: Problem) -> dict[str, Any]:
    """A problem with the keys of VROOM's API.

    Costs are those of the problem, in its cost units. All orders weigh alike.

    Parameters
    ----------
    problem : Problem

    Raises
    ------
    ProblemError
        The problem has rules that VROOM does not know; says which.
    """
    wrong = _unknown(problem)
    if wrong:
        raise ProblemError(wrong)
    return _Writer(problem).document()


def _unknown(problem: Problem) -> list[str]:
    """Rules that VROOM does not know."""
    party = problem.of(Rule.PARTIES, parties.Columns)
    limits = problem.of(Rule.PAIRING, pairing.Columns)
    duty = problem.of(Rule.SHIFTS, shifts.Columns)
    guests = problem.of(Rule.BEDS, beds.Columns)
    trip = problem.of(Rule.TRIPS, trips.Columns)
    penalty = problem.of(Rule.COVERAGE, coverage.Columns).penalty
    rules = {
        "several set-downs for one order": any(len(tasks) > 1 for tasks in problem.choices),
        "orders of different penalties": len(set(penalty)) > 1,
        "groups and exclusive parties": bool(party.groups) or any(party.exclusive),
        "classes that never ride together": len(
            set(problem.of(Rule.MIXING, mixing.Columns).party_class) - {-1}
        )
        > 1,
        "limits of arrival and of time aboard": any(
            limit != -1 for limit in (*limits.arrive_by, *limits.max_aboard_s)
        ),
        "costs of set-downs": any(limits.cost),
        "depots that goods may not come from": bool(limits.wrong_depot.any()),
        "longest times on duty": any(most < MOST_S for most in duty.duty_s),
        "costs of time on duty": any(duty.second_cost),
        "room that is shared": bool(guests.not_accepted) or bool(guests.beds),
        "disinfection": problem.of(Rule.CLEANING, cleaning.Columns).any_need,
        "loads that leave at the rear only": problem.of(Rule.LIFO, lifo.Columns).binds,
        "protective suits": problem.of(Rule.SUITS, suits.Columns).worn,
        "docks": bool(problem.of(Rule.SLOTS, slots.Columns).places),
        "stock": problem.of(Rule.STOCK, stock.Columns).counted,
        "places that may be stood at in some hours only": any(
            problem.of(Rule.ACCESS, access.Columns).rooms
        ),
        "several trips a shift, and releases": any(kind >= 0 for kind in trip.kind)
        or any(second > 0 for second in trip.release),
        "tables for parts of a shift": any(problem.shift_parts),
        "times of stops": any(problem.of(Rule.SERVICE, service.Columns).stop_s),
        "tasks that may never start": not all(problem.of(Rule.WINDOWS, windows.Columns).open),
    }
    return [f"VROOM does not know {what}" for what, there in rules.items() if there]


class _Writer:
    """Tells a problem in VROOM's words."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._ways = problem.of(Rule.TRAVEL, travel.Columns)
        self._duty = problem.of(Rule.SHIFTS, shifts.Columns)
        self._loads = problem.of(Rule.CAPACITY, capacity.Columns)
        self._service_s = problem.of(Rule.SERVICE, service.Columns).service_s
        self._open = problem.of(Rule.WINDOWS, windows.Columns).open
        rates = zip(problem.shift_table.tolist(), self._ways.metre_cost, strict=True)
        self._profiles = {drive: f"table{drive[0]}x{drive[1]}" for drive in rates}
        refusal = problem.of(Rule.ACCESS, access.Columns).refusal != 0
        orders = zip(problem.first_task, problem.choices, strict=True)
        refused = [refusal[[first, *choices]].any(axis=0) for first, choices in orders]
        #: One skill for orders that are refused by the same shifts.
        self._skill: dict[bytes, int] = {}
        self._skills = [
            [self._skill.setdefault(row.tobytes(), len(self._skill))] if row.any() else []
            for row in refused
        ]

    def document(self) -> dict[str, Any]:
        """All of it."""
        problem = self._problem
        jobs, shipments = [], []
        for order, (first, choices) in enumerate(
            zip(problem.first_task, problem.choices, strict=True)
        ):
            change, issued = self._loads.change[:, first], self._loads.issued[:, first]
            told: dict[str, Any] = {"skills": self._skills[order]}
            if choices:
                steps = {"pickup": self._step(first), "delivery": self._step(choices[0])}
                shipments.append({**steps, "amount": change.tolist(), **told})
            else:
                loads = {"delivery": issued.tolist(), "pickup": (change + issued).tolist()}
                jobs.append({**self._step(first), **loads, **told})
        return {
            "vehicles": [self._vehicle(shift) for shift in range(problem.shifts)],
            "jobs": jobs,
            "shipments": shipments,
            "matrices": {
                name: {
                    "durations": self._ways.seconds[table].tolist(),
                    "costs": np.minimum(
                        self._ways.metres[table].astype(np.int64) * rate, _MOST
                    ).tolist(),
                }
                for (table, rate), name in self._profiles.items()
            },
        }

    def _vehicle(self, shift: int) -> dict[str, Any]:
        problem, duty = self._problem, self._duty
        drive = (int(problem.shift_table[shift]), self._ways.metre_cost[shift])
        skills = [
            number
            for refused, number in self._skill.items()
            if not np.frombuffer(refused, dtype=np.bool_)[shift]
        ]
        return {
            "id": shift,
            "profile": self._profiles[drive],
            "start_index": int(problem.shift_start[shift]),
            "end_index": int(problem.shift_end[shift]),
            "capacity": self._loads.capacity[:, shift].tolist(),
            "time_window": [duty.start[shift], min(duty.end[shift], _MOST)],
            "costs": {"fixed": duty.fixed_cost[shift]},
            "skills": skills,
        }

    def _step(self, task: int) -> dict[str, Any]:
        return {
            "id": task,
            "location_index": int(self._problem.task_place[task]),
            "service": self._service_s[task],
            "time_windows": [[opens, min(closes, _MOST)] for opens, closes in self._open[task]],
        }
