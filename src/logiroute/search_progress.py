"""How far the search on an instance has come, in a line on standard error."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from logiroute.solving import OnProgress, Standing

#: Seconds between two lines where a line cannot be written over.
_LINES_S = 1.0


def in_words(standing: "Standing") -> str:
    """``cost 1,234.5, 12 routes, 3 orders not served``."""
    routes = f"{standing.routes:,} route{'' if standing.routes == 1 else 's'}"
    orders = f", {standing.unserved:,} order{'' if standing.unserved == 1 else 's'} not served"
    return f"cost {standing.cost:,f}, {routes}{orders if standing.unserved else ''}"


@contextmanager
def search_progress() -> Iterator["OnProgress"]:
    """Show the best routes so far while the block runs: one line that changes, if stderr can."""
    changes = sys.stderr.isatty()
    told: list[tuple[float, Standing | None]] = [(-_LINES_S, None)]

    def show(elapsed_s: float, best: "Standing | None") -> None:
        last_s, last = told[0]
        words = "no routes yet" if best is None else in_words(best)
        if changes:
            # Back to the start of the line, and away with what was on it.
            print(f"\r\x1b[K{elapsed_s:6.1f} s: {words}", end="", file=sys.stderr, flush=True)  # noqa: T201
        elif best is not None and best != last and elapsed_s - last_s >= _LINES_S:
            print(f"{elapsed_s:6.1f} s: {words}", file=sys.stderr, flush=True)  # noqa: T201
            told[0] = (elapsed_s, best)

    try:
        yield show
    finally:
        if changes:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)  # noqa: T201
