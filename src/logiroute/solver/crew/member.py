"""The caller's side of one child process."""

import contextlib
import os
import queue
import socket
import subprocess
import sys
import threading
from typing import IO, Any

from logiroute.solver.crew import child
from logiroute.solver.crew.messages import Channel, Gone, Setup, send_files

#: What members say, with their number.
Messages = queue.SimpleQueue[tuple[int, Any]]


class Member:
    """A child process, which loads what its search needs before it gets a problem.

    Parameters
    ----------
    search : str
        A name of `logiroute.solver.searches.SEARCHES`.
    """

    def __init__(self, search: str) -> None:
        paths = os.pathsep.join(path for path in sys.path if path)
        self._files, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - this interpreter, on `child`
                [sys.executable, "-c", child.CHILD, search, str(theirs.fileno())],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env={**os.environ, "PYTHONPATH": paths},
                pass_fds=[theirs.fileno()],
                bufsize=0,
            )
        self._in, self._out = _pipe(self._process.stdin), _pipe(self._process.stdout)
        self._channel = Channel(self._out.fileno(), self._in.fileno())
        self._reader: threading.Thread | None = None

    def begin(self, number: int, messages: Messages, setup: Setup) -> None:
        """Hand over the problem; from now on all it says is put there, with a number."""
        self._reader = threading.Thread(target=self._read, args=(number, messages), daemon=True)
        self._reader.start()
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            send_files(self._files, setup.layout.files)
            self._channel.send(setup)

    def _read(self, number: int, messages: Messages) -> None:
        message: object = None
        while not isinstance(message, Gone):
            message = self._channel.receive()
            messages.put((number, message))

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
        if self._reader is not None:
            self._reader.join()
        self._files.close()
        self._in.close()
        self._out.close()


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    if stream is None:  # pragma: no cover - both streams are asked for as pipes
        raise RuntimeError("the child was started without pipes")
    return stream
