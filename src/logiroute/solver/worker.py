"""A search in a process of its own: progress, cancelling, and the best plan never lost.

OR-Tools holds the interpreter's lock while it searches, so a thread would freeze the caller. The
child is a fresh interpreter started on this module: it never imports the caller's main script,
which lets ``solve`` be called from a notebook, a test or a script without a main guard. Problem
and results cross its standard streams as pickles, each led by its length.
"""

import contextlib
import ctypes
import os
import pickle
import queue
import signal
import struct
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, Any

from logiroute.errors import NoPlanError
from logiroute.solver.budget import Budget
from logiroute.solver.problem import Problem, Routes

#: What the child runs. As ``-m`` this module would exist twice there, with different classes.
_CHILD = "import sys; from logiroute.solver.worker import child_main; sys.exit(child_main())"

_LENGTH = struct.Struct("<Q")

#: Seconds between two looks at the clock while nothing arrives.
_TICK_S = 0.2

#: Seconds between two looks of the child whether its caller is still there.
_WATCH_S = 1.0

#: A child that has not ended so long after its time is up is stopped; its best plan counts.
_GRACE_S = 2.0
_GRACE_SHARE = 0.05


@dataclass(frozen=True)
class Started:
    """The search begins."""


@dataclass(frozen=True)
class Better:
    """A plan better than all before."""

    routes: Routes


@dataclass(frozen=True)
class Ended:
    """The search is over; ``error`` is empty if it ended by itself."""

    error: str = ""


@dataclass(frozen=True)
class Request:
    """What the child is asked to do."""

    problem: Problem
    budget: Budget
    seed: int


#: Called with the routes of every better plan, and with None when only time has passed.
OnEvent = Callable[[Routes | None], None]


def _send(stream: IO[bytes], message: object) -> None:
    data = pickle.dumps(message)
    stream.write(_LENGTH.pack(len(data)) + data)
    stream.flush()


def _receive(stream: IO[bytes]) -> Any:
    """The next message, or None at the end of the stream."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    data = stream.read(length)
    if len(data) < length:
        return None
    return pickle.loads(data)  # noqa: S301 - written by the other end of this module


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    if stream is None:  # pragma: no cover - both streams are asked for as pipes
        raise RuntimeError("the child was started without pipes")
    return stream


def search_in_process(request: Request, on_event: OnEvent) -> Routes:
    """Search here and now.

    Raises
    ------
    NoPlanError
        The search told of no plan.
    """
    from logiroute.solver.search import OrToolsSearch, Search

    best: list[Routes] = []

    def on_better(routes: Routes) -> None:
        best[:] = [routes]
        on_event(routes)

    search: Search = OrToolsSearch()
    search.run(request.problem, request.budget, request.seed, on_better)
    if not best:
        raise NoPlanError("the search ended without a plan")
    return best[0]


def search_in_child(request: Request, on_event: OnEvent) -> Routes:
    """Search in a child process until it ends, its time is up, or the user interrupts.

    Parameters
    ----------
    request : Request
    on_event : callable
        Told of every better plan, and called about five times a second in between. A
        KeyboardInterrupt it raises stops the search like one from the keyboard.

    Raises
    ------
    NoPlanError
        The child ended, crashed or was interrupted before it told of any plan; carries its
        message.
    """
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    with subprocess.Popen(  # noqa: S603 - this interpreter, on this module
        [sys.executable, "-c", _CHILD],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment,
    ) as child:
        return _Conductor(child, request, on_event).best()


class _Conductor:
    """The caller's side of one child."""

    def __init__(
        self, child: "subprocess.Popen[bytes]", request: Request, on_event: OnEvent
    ) -> None:
        self._child = child
        self._request = request
        self._on_event = on_event
        self._messages: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._best: Routes | None = None
        self._deadline: float | None = None

    def best(self) -> Routes:
        """Run the child to its end and return the last plan it told of."""
        reader = threading.Thread(target=self._read, daemon=True)
        error = "the search was interrupted before it had a plan"
        try:
            reader.start()
            # A child that dies at once leaves a broken pipe; its end says why.
            with contextlib.suppress(BrokenPipeError):
                _send(_pipe(self._child.stdin), self._request)
            error = self._follow()
        except KeyboardInterrupt:
            pass
        finally:
            self._child.terminate()
            self._child.wait()
            reader.join()
            self._drain()
        if self._best is None:
            raise NoPlanError(error or "the search ended without a plan")
        return self._best

    def _read(self) -> None:
        try:
            while (message := _receive(_pipe(self._child.stdout))) is not None:
                self._messages.put(message)
        finally:
            self._messages.put(None)

    def _follow(self) -> str:
        """Pass on what the child tells; return its error, empty if there was none."""
        while True:
            try:
                message = self._messages.get(timeout=_TICK_S)
            except queue.Empty:
                if self._deadline is not None and time.monotonic() > self._deadline:
                    return "no plan was found in time"
                self._on_event(None)
                continue
            if message is None:
                code = self._child.wait()
                return f"the search process ended unexpectedly (exit code {code})"
            if isinstance(message, Started):
                seconds = self._request.budget.seconds
                if seconds is not None:
                    self._deadline = time.monotonic() + seconds * (1 + _GRACE_SHARE) + _GRACE_S
            elif isinstance(message, Better):
                self._best = message.routes
                self._on_event(message.routes)
            elif isinstance(message, Ended):
                return message.error

    def _drain(self) -> None:
        """Take the plans that were still on their way."""
        while not self._messages.empty():
            message = self._messages.get()
            if isinstance(message, Better):
                self._best = message.routes


def _end_with(caller: int) -> None:
    """Let this process end soon after its caller, however that ends.

    A thread looks every second, but gets a turn only when the search accepts a move. On Linux the
    kernel sees to it as well: option 1 of ``prctl``, ``PR_SET_PDEATHSIG``.
    """
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(1, signal.SIGKILL)

    def watch() -> None:
        while os.getppid() == caller:
            time.sleep(_WATCH_S)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def child_main() -> int:
    """The child's side: read a request, search, tell; return the exit code."""
    # Standard output carries messages only: whatever else is printed goes to standard error.
    messages = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    # An interrupt from the keyboard reaches the whole group; the caller ends this process.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _end_with(os.getppid())
    request = _receive(sys.stdin.buffer)
    if not isinstance(request, Request):
        return 1

    def on_event(routes: Routes | None) -> None:
        if routes is not None:
            _send(messages, Better(routes))

    try:
        _send(messages, Started())
        search_in_process(request, on_event)
        _send(messages, Ended())
    except BrokenPipeError:
        return 1
    except Exception as error:
        traceback.print_exc()
        _send(messages, Ended(f"{type(error).__name__}: {error}"))
        return 1
    return 0
