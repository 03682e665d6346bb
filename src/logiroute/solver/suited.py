"""When the crew of a route is in protective suits, and when it changes.

Suits are put on at the place of the first order after the start of duty or a wash, just before the
work: waiting and driving before it are done without. They are taken off before a wash and at the
end of duty. So a stint lies between two known times of a route, and beginning it later is always
possible by waiting at the place.
"""

from collections.abc import Iterator, Sequence
from enum import IntEnum
from typing import NamedTuple

from logiroute.solver.bounds import MOST_S
from logiroute.solver.role import Role


class Suits(NamedTuple):
    """What the crew of a shift is held to; nothing where it wears no suits.

    Attributes
    ----------
    on_s, off_s : int
        Seconds in which suits are put on and taken off.
    most_s : int
        Longest time from the first work to when they are off; `MOST_S` where there is no limit.
    """

    on_s: int = 0
    off_s: int = 0
    most_s: int = MOST_S

    @property
    def worn(self) -> bool:
        """Whether anything takes time, or is limited."""
        return self != NO_SUITS


#: Of shifts whose crews wear none.
NO_SUITS = Suits()


class Dress(IntEnum):
    """What a task means to what the crew wears."""

    ANY = 0  #: reloads and rests are done in whatever they wear
    WORK = 1  #: work on an order: in suits
    BERTH = 2  #: a dock is taken in suits, for the work after it
    OFF = 3  #: before a wash suits are taken off


_OF_ROLE = {
    Role.RELOAD: Dress.ANY,
    Role.REST: Dress.ANY,
    Role.BERTH: Dress.BERTH,
    Role.WASH: Dress.OFF,
}


def dress_of(role: int) -> Dress:
    """What a task of a `Role` means."""
    return _OF_ROLE.get(Role(role), Dress.WORK)


def changing_s(suits: Suits, dress: Sequence[int], tasks: Sequence[int], position: int) -> int:
    """Seconds in which the crew changes just before a task of a route.

    Parameters
    ----------
    suits : Suits
        Of its shift.
    dress : sequence of int
        Per task, a `Dress`.
    tasks : sequence of int
    position : int
        Of the task in the route; one past the last for the end of duty.
    """
    here = Dress.OFF if position == len(tasks) else dress[tasks[position]]
    if here == Dress.ANY:
        return 0
    before = position - 1
    while before >= 0 and dress[tasks[before]] == Dress.ANY:
        before -= 1
    worn = before >= 0 and dress[tasks[before]] != Dress.OFF
    if here == Dress.OFF:
        return suits.off_s if worn else 0
    return 0 if worn else suits.on_s


def stints(dress: Sequence[int], tasks: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Positions of the first work in suits, and of the wash that ends it or one past the last."""
    begun = -1
    for position, task in enumerate(tasks):
        if begun < 0 and dress[task] == Dress.WORK:
            begun = position
        elif begun >= 0 and dress[task] == Dress.OFF:
            yield begun, position
            begun = -1
    if begun >= 0:
        yield begun, len(tasks)
