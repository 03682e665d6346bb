"""Ctrl-C on the command line: the end of a search, or of the command."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import typer

from logiroute.cli_choices import EXIT_INTERRUPTED


@contextmanager
def interrupts() -> Iterator[list[int]]:
    """Take note of Ctrl-C while the block runs, and say in words when it ended the block.

    A search takes an interrupt as its end and returns the best plan so far; anywhere else it ends
    the command, and then nothing was written.

    Yields
    ------
    list of int
        One entry an interrupt.
    """
    seen: list[int] = []

    def note(number: int, frame: FrameType | None) -> None:
        seen.append(number)
        signal.default_int_handler(number, frame)

    before = signal.signal(signal.SIGINT, note)
    try:
        yield seen
    except KeyboardInterrupt:
        # Said here: typer ends a command that is interrupted without a word.
        typer.echo("interrupted; nothing was written", err=True)
        raise typer.Exit(EXIT_INTERRUPTED) from None
    finally:
        signal.signal(signal.SIGINT, before)
