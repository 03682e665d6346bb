"""Live progress of a plan on the terminal."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from logiroute.planning import Stage

if TYPE_CHECKING:
    from logiroute.solver.progress import Progress as SolveProgress

_WORDS = {
    Stage.READ: "Reading the day",
    Stage.ROADS: "Loading roads",
    Stage.TRAVEL: "Travel times",
    Stage.SOLVE: "Planning",
    Stage.TRACE: "Tracing the legs",
    Stage.AUDIT: "Auditing",
    Stage.WRITE: "Writing",
}


class _Bar:
    """Watches a plan being made; see `logiroute.planning.Watcher`."""

    def __init__(self, bar: Progress, seconds: float | None) -> None:
        self._bar = bar
        self._seconds = seconds
        self._task = bar.add_task("", total=None, detail="")

    def stage(self, stage: Stage) -> None:
        total = self._seconds if stage is Stage.SOLVE else None
        self._bar.update(self._task, description=_WORDS[stage], total=total, completed=0, detail="")
        if not self._bar.console.is_terminal:
            self._bar.console.print(f"{_WORDS[stage]} …")

    def progress(self, progress: "SolveProgress") -> None:
        detail = f"cost {progress.cost / 100:,.2f}, {progress.served} of {progress.total} served"
        self._bar.update(self._task, completed=progress.elapsed_s, detail=detail)


@contextmanager
def plan_progress(seconds: float | None) -> Iterator[_Bar]:
    """Show a bar on stderr while the block runs; plain lines where stderr is no terminal.

    Parameters
    ----------
    seconds : float or None
        Length of the search, if it is limited by time.
    """
    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[detail]}"),
    )
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as bar:
        yield _Bar(bar, seconds)
