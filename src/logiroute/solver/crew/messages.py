"""What caller and child process tell each other, and how it crosses a pipe."""

import os
import pickle
import select
import socket
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from logiroute.solver.crew.mapped import Layout
from logiroute.solver.problem import Routes

_LENGTH = struct.Struct("<Q")


@dataclass(frozen=True)
class Setup:
    """To a child, first of all: the problem.

    Attributes
    ----------
    layout : Layout
        Where the problem lies; its files come by `send_files`, in their order there.
    seed : int
    """

    layout: Layout
    seed: int


@dataclass(frozen=True)
class Stop:
    """To a child: come to an end with what you explore."""


@dataclass(frozen=True)
class Better:
    """From a child: routes better than all it told of before, and their cost units."""

    routes: Routes
    cost: int


@dataclass(frozen=True)
class Done:
    """From a child: its job is done; said for the first time when it has the problem.

    Attributes
    ----------
    result : object
        Of the job; at first, whether the search has yet to be compiled.
    """

    result: Any


@dataclass(frozen=True)
class Failed:
    """From a child: its job raised an error, and it ends."""

    error: str


@dataclass(frozen=True)
class Gone:
    """Of a child: it has ended, or its pipe has."""


class Channel:
    """Messages over two pipes, each a pickle led by its length.

    Parameters
    ----------
    read, write : int
        Descriptors; they stay open.
    """

    def __init__(self, read: int, write: int) -> None:
        self._read, self._write = read, write

    def send(self, message: object) -> None:
        """Send a message.

        Raises
        ------
        BrokenPipeError
            Nobody reads at the other end any more.
        """
        data = pickle.dumps(message)
        rest = memoryview(_LENGTH.pack(len(data)) + data)
        while rest:
            rest = rest[os.write(self._write, rest) :]

    def receive(self) -> Any:
        """The next message, or `Gone` at the end of the pipe."""
        head = self._exactly(_LENGTH.size)
        data = self._exactly(_LENGTH.unpack(head)[0]) if head else b""
        # Written by the other end of this class.
        return pickle.loads(data) if data else Gone()  # noqa: S301

    def waits(self) -> bool:
        """Whether there is something to receive."""
        return bool(select.select([self._read], [], [], 0)[0])

    def _exactly(self, size: int) -> bytes:
        """So many bytes, or none if the pipe ends before."""
        data = bytearray()
        while len(data) < size:
            part = os.read(self._read, min(size - len(data), 1 << 20))
            if not part:
                return b""
            data += part
        return bytes(data)


#: Files in one message; the system refuses more than 253.
_FILES_AT_ONCE = 64


def send_files(sender: socket.socket, files: Sequence[int]) -> None:
    """Let another process use open files, in their order."""
    for first in range(0, len(files), _FILES_AT_ONCE):
        socket.send_fds(sender, [b"f"], list(files[first : first + _FILES_AT_ONCE]))


def receive_files(receiver: socket.socket, count: int) -> list[int]:
    """So many files, by the numbers they have here; fewer if the sender is gone."""
    files: list[int] = []
    while len(files) < count:
        told, found, _, _ = socket.recv_fds(receiver, 1, _FILES_AT_ONCE)
        files += found
        if not told:
            break
    return files
