"""Who does the jobs of a search: what the conductor sees of them."""

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from logiroute.solver.crew.bench import Job
from logiroute.solver.crew.messages import Better

#: Called with better routes from a member, and with None when only time has passed.
OnBetter = Callable[[Better | None], None]

#: Whether nobody is to be waited for any longer.
Overdue = Callable[[], bool]


def never() -> bool:
    """Jobs may take as long as they take."""
    return False


class CrewLostError(Exception):
    """Nobody is left to do a job; says what the last one said."""


class Crew(Protocol):
    """Members that do jobs, known by their number from 0."""

    @property
    def members(self) -> Sequence[int]:
        """Who can be asked, in order."""

    def ready(self, on_better: OnBetter) -> bool:
        """Wait for all to be ready; return whether their search has yet to be compiled.

        Raises
        ------
        CrewLostError
            No member is left.
        """

    def ask(self, member: int, job: Job) -> None:
        """Give a member a job; one at a time."""

    def gather(self, on_better: OnBetter, overdue: Overdue = never) -> dict[int, Any]:
        """Wait for all jobs; results by member, without those who ended before they were done.

        Parameters
        ----------
        on_better : callable
        overdue : callable
            Whether to wait no longer, and to end whoever is not done.

        Raises
        ------
        CrewLostError
            No member is left.
        """

    def stop(self) -> None:
        """Let all who explore come to an end."""

    def close(self) -> None:
        """End all members."""

    def drain(self, on_better: OnBetter) -> None:
        """Take note of what was still on its way when all were ended."""
