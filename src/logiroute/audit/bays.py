"""How many vehicles are disinfected at a station at once."""

from collections.abc import Iterator
from dataclasses import dataclass

from logiroute.audit.record import Replay, RouteReplay, StopReplay, TaskReplay
from logiroute.audit.violation import Violation
from logiroute.model.place import Place
from logiroute.model.rules import Rule


@dataclass(frozen=True)
class Cleaning:
    """A disinfection, with where and in which route it is done."""

    route: RouteReplay
    stop: StopReplay
    task: TaskReplay


def full_bays(
    replay: Replay, place: Place, bays: int, cleanings: list[Cleaning]
) -> Iterator[Violation | None]:
    """Look at each disinfection when it starts; one bay too few for a while is told once.

    A bay is free again at the second in which a disinfection ends. It is told when most vehicles
    are too many, and of the one that came last.
    """
    inside: list[Cleaning] = []
    worst: tuple[int, Cleaning] | None = None
    for coming in sorted(cleanings, key=lambda cleaning: cleaning.task.start):
        start, end = coming.task.start, coming.task.end
        inside = [cleaning for cleaning in inside if cleaning.task.end > start]
        if worst is not None and len(inside) <= bays:
            yield _too_many(replay, place, bays, worst)
            worst = None
        if end > start:
            inside.append(coming)
        over = len(inside) - bays
        if over <= 0:
            yield None
        elif worst is None or over > worst[0]:
            worst = (over, coming)
    if worst is not None:
        yield _too_many(replay, place, bays, worst)


def _too_many(replay: Replay, place: Place, bays: int, worst: tuple[int, Cleaning]) -> Violation:
    over, cleaning = worst
    count = f"{bays} vehicle{'' if bays == 1 else 's'}"
    text = (
        f"from {replay.clock(cleaning.task.start)} on {bays + over} vehicles are disinfected at "
        f"{place.name} at once; it has room for {count}."
    )
    return cleaning.route.breach(
        Rule.CLEANING, text, stop=cleaning.stop, amount=over, unit="vehicles"
    )
