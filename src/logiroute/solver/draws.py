"""What all routes draw from in common: free beds, goods in stock, bays and docks.

Whoever gives some back, as people do who leave their beds, draws a negative amount.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

#: Names one thing that is drawn from, within its rule.
Source = tuple[int, ...]


class Draw(NamedTuple):
    """A task of a route takes some of a source, or gives some."""

    task: int
    source: Source
    amount: int


@dataclass(frozen=True)
class Draws:
    """Sources of one rule, and what routes draw from them.

    Attributes
    ----------
    most : mapping of Source to int
        What there is of each; of a source that is absent there is nothing.
    of_route : callable
        Shift and its tasks → what each of them draws.
    gives : bool
        Whether some draws are negative.
    """

    most: Mapping[Source, int]
    of_route: Callable[[int, Sequence[int]], Iterator[Draw]]
    gives: bool = False

    def short(self, routes: Sequence[Sequence[int]]) -> tuple[Draw, int] | None:
        """The first draw for which too little is left, and how much is lacking then.

        What is given anywhere counts for all.
        """
        left: dict[Source, int] = {}
        for shift, tasks in enumerate(routes if self.gives else ()):
            for draw in self.of_route(shift, tasks):
                if draw.amount < 0:
                    had = left.get(draw.source, self.most.get(draw.source, 0))
                    left[draw.source] = had - draw.amount
        for shift, tasks in enumerate(routes):
            for draw in self.of_route(shift, tasks):
                if draw.amount < 0:
                    continue
                had = left.get(draw.source, self.most.get(draw.source, 0))
                rest = left[draw.source] = had - draw.amount
                if rest < 0:
                    return draw, -rest
        # Routes elsewhere may have taken more than there is, and count on what is given here.
        for source, most in self.most.items() if self.gives else ():
            if left.get(source, most) < 0:
                return Draw(-1, source, 0), -left.get(source, most)
        return None

    def left(self, routes: Sequence[Sequence[int]]) -> dict[Source, int]:
        """What routes leave of each source."""
        left = dict(self.most)
        for shift, tasks in enumerate(routes):
            for draw in self.of_route(shift, tasks):
                left[draw.source] = left.get(draw.source, 0) - draw.amount
        return left
