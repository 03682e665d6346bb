"""Members of a crew that are processes of their own."""

import contextlib
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Sequence
from typing import IO, Any

from logiroute.solver.crew import child
from logiroute.solver.crew.bench import Job
from logiroute.solver.crew.crew import CrewLostError, OnBetter, Overdue, never
from logiroute.solver.crew.mapped import MappedProblem
from logiroute.solver.crew.messages import Better, Channel, Done, Failed, Gone, Setup, Stop
from logiroute.solver.problem import Problem

#: Seconds between two looks at the clock while nothing arrives.
_TICK_S = 0.2

#: What members say, with their number.
_Messages = queue.SimpleQueue[tuple[int, Any]]


class Processes:
    """A child process for every member.

    Parameters
    ----------
    problem : Problem
    search : str
        A name of `logiroute.solver.searches.SEARCHES`.
    seeds : sequence of int
        One per member.
    """

    def __init__(self, problem: Problem, search: str, seeds: Sequence[int]) -> None:
        self._messages: _Messages = queue.SimpleQueue()
        self._children: dict[int, _Child] = {}
        self._error = ""
        with MappedProblem(problem) as mapped, contextlib.ExitStack() as on_error:
            on_error.callback(self.close)
            for member in range(len(seeds)):
                self._children[member] = _Child(member, mapped.layout.files, self._messages)
            for member, seed in enumerate(seeds):
                setup = Setup(mapped.layout, search, seed)
                self._children[member].send(setup)
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


class _Child:
    """One child process.

    Parameters
    ----------
    member : int
    files : sequence of int
        Descriptors that it inherits.
    messages : queue
        Where to put what it says.
    """

    def __init__(self, member: int, files: Sequence[int], messages: _Messages) -> None:
        paths = os.pathsep.join(path for path in sys.path if path)
        self._process = subprocess.Popen(  # noqa: S603 - this interpreter, on `child`
            [sys.executable, "-c", child.CHILD],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": paths},
            pass_fds=files,
            bufsize=0,
        )
        self._in, self._out = _pipe(self._process.stdin), _pipe(self._process.stdout)
        self._channel = Channel(self._out.fileno(), self._in.fileno())
        self._reader = threading.Thread(target=self._read, args=(member, messages), daemon=True)
        self._reader.start()

    def _read(self, member: int, messages: _Messages) -> None:
        message: object = None
        while not isinstance(message, Gone):
            message = self._channel.receive()
            messages.put((member, message))

    def send(self, message: object) -> None:
        """Say something; to one that has ended, nothing: its end is told."""
        with contextlib.suppress(BrokenPipeError):
            self._channel.send(message)

    def wait(self) -> int:
        """The exit code of a child that is about to end."""
        return self._process.wait()

    def end(self) -> None:
        """End it now."""
        self._process.kill()
        self._process.wait()
        self._reader.join()
        self._in.close()
        self._out.close()


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    if stream is None:  # pragma: no cover - both streams are asked for as pipes
        raise RuntimeError("the child was started without pipes")
    return stream
