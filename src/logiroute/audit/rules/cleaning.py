"""Cleaning: after a transfer run the vehicle is disinfected before anything else.

A run is what happens from the first boarding to the disinfection.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from logiroute.audit.moments import duration
from logiroute.audit.parts import Part
from logiroute.audit.record import Replay, RouteReplay, StopReplay, TaskReplay
from logiroute.audit.violation import Violation
from logiroute.model.order import Order, Transfer
from logiroute.model.place import Place, PlaceKind
from logiroute.model.rules import Rule

_RULE = Rule.CLEANING

#: Where a vehicle may stand for a rest before it is disinfected.
_UNCLEAN_KINDS = frozenset({PlaceKind.RELIEF_AREA, PlaceKind.DISINFECTION_STATION})


def check(replay: Replay) -> Iterator[Violation | None]:
    """Look at every run, at every disinfection, and at every station with counted bays."""
    cleanings: dict[str, list[_Cleaning]] = defaultdict(list)
    for route in replay.routes:
        yield from _runs(replay, route)
        for stop, task in route.works:
            if task.disinfects:
                cleanings[stop.stop.place_id].append(_Cleaning(route, stop, task))
    for place in replay.scenario.places:
        if place.bays is not None:
            yield from _bays(replay, place, place.bays, cleanings[place.id])


@dataclass
class _Run:
    """What a vehicle has carried since it was last disinfected.

    Attributes
    ----------
    needs : dict of str to int
        Party class → seconds of disinfection after it.
    out : str
        Class of the people who have got out, after whom nothing may come but disinfection; empty
        if there are none, or if it is told already what came too early.
    told_of : bool
        Whether it is told already that it did not go straight there.
    """

    needs: dict[str, int] = field(default_factory=dict)
    out: str = ""
    told_of: bool = False


def _runs(replay: Replay, route: RouteReplay) -> Iterator[Violation | None]:
    """Look what comes after each run: each disinfection that is missing is told once."""
    run = _Run()
    for stop, task in route.works:
        order = task.order
        if task.disinfects:
            if run.out:
                yield None
            yield from _disinfection(replay, route, stop, task, run)
            run = _Run({name: run.needs.get(name, 0) for name in task.aboard.persons})
        elif task.rests:
            yield _rest(route, stop, run)
        elif order is None or task.part is None:
            continue  # told by rule coverage
        elif isinstance(order, Transfer) and task.part is Part.SET_DOWN:
            if _soils(replay, order):
                run.out = order.party.party_class
        else:
            yield from _other_work(replay, route, stop, task, run)
        if isinstance(order, Transfer):
            run.needs[order.party.party_class] = replay.scenario.disinfect_s(order)
    if run.out:
        yield _ends_unclean(route, run)


def _other_work(
    replay: Replay, route: RouteReplay, stop: StopReplay, task: TaskReplay, run: _Run
) -> Iterator[Violation | None]:
    """Look at work that is no set-down: it comes before the run's first, and not amid a ride."""
    if run.out:
        text = (
            f"order {task.order_id} at {stop.name} comes too early: after people of class "
            f"{run.out} the vehicle must be disinfected first."
        )
        yield route.breach(_RULE, text, stop=stop, order_id=task.order_id)
        run.out = ""
    elif not run.told_of and not (task.order is not None and _soils(replay, task.order)):
        round_about = _not_straight(replay, route, stop, task)
        if round_about is not None:
            run.told_of = True
            yield round_about


def _ends_unclean(route: RouteReplay, run: _Run) -> Violation:
    last = route.stops[-1]
    text = (
        f"its shift ends at {last.name} too early: after people of class {run.out} the vehicle "
        f"must be disinfected first."
    )
    return route.breach(_RULE, text, stop=last)


def _rest(route: RouteReplay, stop: StopReplay, run: _Run) -> Violation | None:
    """Before it is disinfected a vehicle stands at relief areas only, and at stations."""
    if not run.out or stop.place is None or stop.place.kind in _UNCLEAN_KINDS:
        return None
    text = (
        f"the driver rests at {stop.name} too early: after people of class {run.out} the vehicle "
        f"must be disinfected first, or rest at a relief area."
    )
    return route.breach(_RULE, text, stop=stop)


def _soils(replay: Replay, order: Order) -> bool:
    """Whether a vehicle needs disinfection after an order."""
    return replay.scenario.disinfect_s(order) > 0


def _not_straight(
    replay: Replay, route: RouteReplay, stop: StopReplay, task: TaskReplay
) -> Violation | None:
    """Other work while people are aboard who go straight to where they get out."""
    for name in sorted(task.before.parties):
        order = replay.scenario.order[name]
        if isinstance(order, Transfer) and _soils(replay, order):
            text = (
                f"{task.what} is done at {stop.name} while the people of order {name} are aboard: "
                f"they must be taken straight to where they get out."
            )
            return route.breach(_RULE, text, stop=stop, order_id=task.order_id)
    return None


def _disinfection(
    replay: Replay, route: RouteReplay, stop: StopReplay, task: TaskReplay, run: _Run
) -> Iterator[Violation | None]:
    """Look where a disinfection is done, who is aboard meanwhile, and how long it takes."""
    station = PlaceKind.DISINFECTION_STATION
    text = f"is disinfected at {stop.name}, which is no disinfection station."
    wrong = stop.place is not None and stop.place.kind is not station
    yield route.breach(_RULE, text, stop=stop) if wrong else None
    aboard = sorted(task.aboard.parties)
    text = f"is disinfected at {stop.name} while the people of {', '.join(aboard)} are aboard."
    persons = task.aboard.persons.total()
    yield (
        route.breach(_RULE, text, stop=stop, order_id=aboard[0], amount=persons, unit="persons")
        if aboard
        else None
    )
    takes = task.stated_end - task.stated_start
    strictest = max(run.needs, key=lambda name: run.needs[name], default="")
    needed = run.needs.get(strictest, 0)
    if takes < 0:
        text = (
            f"disinfecting at {stop.name} is said to end at {replay.clock(task.stated_end)}, "
            f"before it starts."
        )
    else:
        text = (
            f"is disinfected for {duration(takes)} at {stop.name}; after people of class "
            f"{strictest} it takes {duration(needed)}."
        )
    short = needed - takes
    yield route.breach(_RULE, text, stop=stop, amount=short, unit="s") if short > 0 else None


@dataclass(frozen=True)
class _Cleaning:
    """A disinfection, with where and in which route it is done."""

    route: RouteReplay
    stop: StopReplay
    task: TaskReplay


def _bays(
    replay: Replay, place: Place, bays: int, cleanings: list[_Cleaning]
) -> Iterator[Violation | None]:
    """Look at each disinfection when it starts; one bay too few for a while is told once.

    A bay is free again at the second in which a disinfection ends. It is told when most vehicles
    are too many, and of the one that came last.
    """
    inside: list[_Cleaning] = []
    worst: tuple[int, _Cleaning] | None = None
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


def _too_many(replay: Replay, place: Place, bays: int, worst: tuple[int, _Cleaning]) -> Violation:
    over, cleaning = worst
    count = f"{bays} vehicle{'' if bays == 1 else 's'}"
    text = (
        f"from {replay.clock(cleaning.task.start)} on {bays + over} vehicles are disinfected at "
        f"{place.name} at once; it has room for {count}."
    )
    return cleaning.route.breach(_RULE, text, stop=cleaning.stop, amount=over, unit="vehicles")
