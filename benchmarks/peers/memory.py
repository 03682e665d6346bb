"""Memory of several processes and all they start, looked at from outside.

What counts is what a machine has to have for them: memory that several processes map is there once.
Linux calls the sum of it PSS: a page that three processes map is a third of a page to each.
"""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

#: Seconds between two looks.
_EVERY_S = 0.5


@dataclass
class Peak:
    """The most seen so far."""

    kb: int = 0


@contextmanager
def peak_of_tree(roots: Sequence[int]) -> Iterator[Peak]:
    """Watch processes and their descendants meanwhile; what they share is counted once."""
    peak, over = Peak(), threading.Event()

    def watch() -> None:
        while not over.wait(_EVERY_S):
            peak.kb = max(peak.kb, sum(_share_kb(pid) for pid in _tree(roots)))

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield peak
    finally:
        over.set()
        watcher.join()


def _tree(roots: Sequence[int]) -> set[int]:
    """Processes and their descendants."""
    found, grown = set(roots), True
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                # The name of a program may hold blanks and brackets; what follows it does not.
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            parents[int(entry.name)] = int(fields[1])
    while grown:
        grown = False
        for pid, parent in parents.items():
            if parent in found and pid not in found:
                found.add(pid)
                grown = True
    return found


def _share_kb(pid: int) -> int:
    """Resident memory of a process, what it shares with others in equal parts."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
