"""What all routes draw from in common: free beds, goods in stock, bays and docks."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

#: Names one thing that is drawn from, within its rule.
Source = tuple[int, ...]


class Draw(NamedTuple):
    """A task of a route takes some of a source."""

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
    """

    most: Mapping[Source, int]
    of_route: Callable[[int, Sequence[int]], Iterator[Draw]]

    def short(self, routes: Sequence[Sequence[int]]) -> tuple[Draw, int] | None:
        """The first draw for which too little is left, and how much is lacking then."""
        left: dict[Source, int] = {}
        for shift, tasks in enumerate(routes):
            for draw in self.of_route(shift, tasks):
                had = left.get(draw.source, self.most.get(draw.source, 0))
                rest = left[draw.source] = had - draw.amount
                if rest < 0:
                    return draw, -rest
        return None

    def left(self, routes: Sequence[Sequence[int]]) -> dict[Source, int]:
        """What routes leave of each source."""
        left = dict(self.most)
        for shift, tasks in enumerate(routes):
            for draw in self.of_route(shift, tasks):
                left[draw.source] = left.get(draw.source, 0) - draw.amount
        return left
