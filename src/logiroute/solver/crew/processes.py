"""Members of a crew that are processes of their own."""

import contextlib
import queue
from collections.abc import Sequence
from typing import Any

from logiroute.solver.crew.bench import Job
from logiroute.solver.crew.crew import CrewLostError, OnBetter, Overdue, never
from logiroute.solver.crew.mapped import MappedProblem
from logiroute.solver.crew.member import Member, Messages
from logiroute.solver.crew.messages import Better, Done, Failed, Setup, Stop
from logiroute.solver.crew.standby import Standby
from logiroute.solver.problem import Problem

#: Seconds between two looks at the clock while nothing arrives.
_TICK_S = 0.2


class Processes:
    """A child process for every member.

    Parameters
    ----------
    problem : Problem
    search : str
        A name of `logiroute.solver.searches.SEARCHES`.
    seeds : sequence of int
        One per member.
    standby : Standby, optional
        Of the same search; who stands by there is taken first.
    """

    def __init__(
        self,
        problem: Problem,
        search: str,
        seeds: Sequence[int],
        standby: Standby | None = None,
    ) -> None:
        self._messages: Messages = queue.SimpleQueue()
        self._children: dict[int, Member] = {}
        self._error = ""
        with contextlib.ExitStack() as on_error:
            on_error.callback(self.close)
            for number in range(len(seeds)):
                ready = None if standby is None else standby.take()
                self._children[number] = Member(search) if ready is None else ready
            with MappedProblem(problem) as mapped:
                for number, seed in enumerate(seeds):
                    setup = Setup(mapped.layout, seed)
                    self._children[number].begin(number, self._messages, setup)
            on_error.pop_all()
        self._busy = set(self._children)

    @property
    def members(self) -> Sequence[int]:
        """Who can be asked, in order."""
        return sorted(self._children)

    def ready(self, on_better: OnBetter) -> bool:
        """Wait for all to be ready; return whether their search has yet to be compiled."""
        return any(self.gather(on_better).values())

    def ask(self, member: int, job: Job) -> None:
        """Give a member a job."""
        self._busy.add(member)
        self._children[member].send(job)

    def gather(self, on_better: OnBetter, overdue: Overdue = never) -> dict[int, Any]:
        """Wait for all jobs; see `Crew.gather`."""
        results: dict[int, Any] = {}
        while self._busy:
            if overdue():
                self._dismiss(*self._busy)
                self._error = "no plan was found in time"
                break
            try:
                member, message = self._messages.get(timeout=_TICK_S)
            except queue.Empty:
                on_better(None)
                continue
            if isinstance(message, Better):
                on_better(message)
            elif isinstance(message, Done):
                self._busy.discard(member)
                results[member] = message.result
            elif isinstance(message, Failed):
                self._error = message.error
            elif member in self._children:
                self._bury(member)
        if not self._children:
            raise CrewLostError(self._error)
        return results

    def _bury(self, member: int) -> None:
        """Strike off a child that has ended by itself; its last words, if any, say why."""
        code = self._children[member].wait()
        self._error = self._error or f"the search process ended unexpectedly (exit code {code})"
        self._dismiss(member)

    def _dismiss(self, *members: int) -> None:
        for member in members:
            self._busy.discard(member)
            self._children.pop(member).end()

    def stop(self) -> None:
        """Let all who explore come to an end."""
        for member in self._busy:
            self._children[member].send(Stop())

    def close(self) -> None:
        """End all children."""
        self._dismiss(*self._children)

    def drain(self, on_better: OnBetter) -> None:
        """Take note of what was still on its way when all were ended."""
        while not self._messages.empty():
            _, message = self._messages.get()
            if isinstance(message, Better):
                on_better(message)
