"""The child's side: a process that does jobs until its caller ends.

OR-Tools holds the interpreter's lock while it searches, so a thread would freeze the caller. The
child is a fresh interpreter started on this module: it never imports the caller's main script,
which lets a search be started from a notebook, a test or a script without a main guard.
"""

import contextlib
import ctypes
import importlib
import os
import signal
import socket
import sys
import threading
import time
import traceback

from logiroute.solver.crew.bench import Bench
from logiroute.solver.crew.mapped import map_problem
from logiroute.solver.crew.messages import (
    Better,
    Channel,
    Done,
    Failed,
    Gone,
    Setup,
    Stop,
    receive_files,
)
from logiroute.solver.problem import Routes
from logiroute.solver.searches import SEARCHES, Kind

#: What a child runs. As ``-m`` this module would exist twice there, with different classes.
CHILD = "import sys; from logiroute.solver.crew.child import child_main; sys.exit(child_main())"

#: Seconds between two looks whether the caller is still there.
_WATCH_S = 1.0


def _end_with(caller: int) -> None:
    """Let this process end soon after its caller, however that ends.

    A thread looks every second, but gets a turn only when the search lets go of the interpreter.
    On Linux the kernel sees to it as well: option 1 of ``prctl``, ``PR_SET_PDEATHSIG``.
    """
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(1, signal.SIGKILL)

    def watch() -> None:
        while os.getppid() == caller:
            time.sleep(_WATCH_S)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _without_linear_algebra() -> None:
    """Let numba do without scipy's linear algebra, which no kernel here calls.

    With the first kernel that it loads it looks whether it is there, by loading it: an eighth of
    all the processor time to the first plan of 1,000 stops. In a process of our own nobody else
    misses it, and whoever imports it later gets it.
    """
    name = "scipy.linalg"
    if "numba" not in sys.modules or name in sys.modules:
        return
    sys.modules[name] = None  # type: ignore[assignment]  # Python's word for: not to be had
    try:
        importlib.import_module("numba.np.arraymath")
    finally:
        del sys.modules[name]


def _channel() -> Channel:
    """The pipes to the caller: what else is printed goes to standard error."""
    write = os.dup(sys.stdout.fileno())
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return Channel(sys.stdin.fileno(), write)


def child_main() -> int:
    """Load a search, read a problem, then do jobs; return the exit code.

    The last two arguments of the process are the name of the search and the socket by which the
    files of the problem come.
    """
    channel = _channel()
    # An interrupt from the keyboard reaches the whole group; the caller ends this process.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _end_with(os.getppid())
    try:
        _work(channel)
    except BrokenPipeError:
        return 1
    except Exception as error:
        traceback.print_exc()
        with contextlib.suppress(BrokenPipeError):
            channel.send(Failed(f"{type(error).__name__}: {error}"))
        return 1
    return 0


def _work(channel: Channel) -> None:
    search, files = sys.argv[-2], socket.socket(fileno=int(sys.argv[-1]))
    cold = _load(SEARCHES[search])
    setup = channel.receive()
    if not isinstance(setup, Setup):
        return
    stop = False

    def tell(routes: Routes, cost: int) -> None:
        channel.send(Better(routes, cost))

    def stopped() -> bool:
        nonlocal stop
        # While a job is done nothing but an end comes: of the job or of the pipe.
        stop = stop or (channel.waits() and isinstance(channel.receive(), Stop | Gone))
        return stop

    with files:
        problem = map_problem(setup.layout, receive_files(files, len(setup.layout.files)))
    bench = Bench(problem, search, setup.seed, tell, stopped)
    channel.send(Done(cold))
    while not isinstance(job := channel.receive(), Gone):
        # A stop that comes after the end of its job is no job.
        if not isinstance(job, Stop):
            stop = False
            channel.send(Done(job.run(bench)))


def _load(kind: Kind) -> bool:
    """Load what a search needs; return whether it has yet to be compiled."""
    cold = kind.is_cold()
    _without_linear_algebra()
    if not cold:
        kind.load()
    return cold
