"""Live progress of a plan on the terminal."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from logiroute.planning import Stage
from logiroute.solver.progress import Phase
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

#: What a search may be at that takes its time without a better plan.
_PHASES = {
    Phase.COMPILE: "compiling the search for this machine, once: about a minute",
    Phase.RECOMBINE: "recombining routes",
    Phase.POLISH: "polishing",
    Phase.CHECK: "checking",
}


class _Bar:
    """Watches a plan being made; see `logiroute.planning.Watcher`."""

    def __init__(self, bar: Progress, seconds: float | None) -> None:
        self._bar = bar
        self._seconds = seconds
        self._task = bar.add_task("", total=None, detail="")
        self._phase = Phase.START

    def stage(self, stage: Stage) -> None:
        total = self._seconds if stage is Stage.SOLVE else None
        self._bar.update(self._task, description=_WORDS[stage], total=total, completed=0, detail="")
        self._say(_WORDS[stage])

    def progress(self, progress: SolveProgress) -> None:
        parts = []
        if progress.served:
            parts += [f"cost {progress.cost / 100:,.2f}"]
            parts += [f"{progress.served} of {progress.total} served"]
        if progress.phase in _PHASES:
            parts.append(_PHASES[progress.phase])
        self._bar.update(self._task, completed=progress.elapsed_s, detail=", ".join(parts))
        # Who sees no bar should know at least why nothing happens for a minute.
        if progress.phase is not self._phase and progress.phase is Phase.COMPILE:
            self._say(_PHASES[Phase.COMPILE].capitalize())
        self._phase = progress.phase

    def _say(self, line: str) -> None:
        if not self._bar.console.is_terminal:
            self._bar.console.print(f"{line} …")


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
