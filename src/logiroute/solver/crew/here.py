"""Members of a crew in this process."""

from collections.abc import Sequence
from typing import Any

from logiroute.solver.crew.bench import Bench, Job
from logiroute.solver.crew.crew import OnBetter, Overdue, never
from logiroute.solver.crew.messages import Better
from logiroute.solver.problem import Problem, Routes
from logiroute.solver.searches import SEARCHES


class Here:
    """Does all jobs in this process, one after the other.

    Parameters
    ----------
    problem : Problem
    search : str
    seeds : sequence of int
        One per member.
    """

    def __init__(self, problem: Problem, search: str, seeds: Sequence[int]) -> None:
        self._cold = SEARCHES[search].is_cold()
        self._on_better: OnBetter = _ignore
        self._stop = False
        self._jobs: dict[int, Job] = {}
        self._benches = [
            Bench(problem, search, seed, self._tell, lambda: self._stop) for seed in seeds
        ]

    def _tell(self, routes: Routes, cost: int) -> None:
        self._on_better(Better(routes, cost))

    def close(self) -> None:
        """Let go of everything."""
        self._benches.clear()

    def drain(self, on_better: OnBetter) -> None:
        """Nothing is ever on its way."""

    @property
    def members(self) -> Sequence[int]:
        """Who can be asked."""
        return range(len(self._benches))

    def ready(self, _on_better: OnBetter) -> bool:
        """Whether the search has yet to be compiled."""
        return self._cold

    def ask(self, member: int, job: Job) -> None:
        """Note a job for a member."""
        self._jobs[member] = job

    def gather(self, on_better: OnBetter, overdue: Overdue = never) -> dict[int, Any]:
        """Do all jobs; see `Crew.gather`."""
        del overdue  # jobs keep their own time
        self._on_better, self._stop = on_better, False
        jobs, self._jobs = self._jobs, {}
        return {member: job.run(self._benches[member]) for member, job in sorted(jobs.items())}

    def stop(self) -> None:
        """Let whoever explores come to an end."""
        self._stop = True


def _ignore(_: Better | None) -> None:
    """Take note of nothing."""
