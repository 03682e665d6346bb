"""Memory of several processes and all they start, looked at from outside."""

import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

#: Seconds between two looks.
_EVERY_S = 0.5
_PAGE_KB = os.sysconf("SC_PAGE_SIZE") // 1024


@dataclass
class Peak:
    """The most seen so far."""

    kb: int = 0


@contextmanager
def peak_of_tree(roots: Sequence[int]) -> Iterator[Peak]:
    """Watch processes and their descendants meanwhile; resident memory is summed over all."""
    peak, over = Peak(), threading.Event()

    def watch() -> None:
        while not over.wait(_EVERY_S):
            peak.kb = max(peak.kb, sum(_resident_kb(pid) for pid in _tree(roots)))

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


def _resident_kb(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE_KB
    except OSError:
        return 0
