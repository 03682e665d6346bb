"""Cleaning: after a transfer run, or work in a zone, the vehicle is disinfected.

Whoever goes straight there is looked at here as well, disinfected after or not.

A run is what happens from the first boarding to the disinfection. After work in a zone a vehicle
may go on to places of the same level or a higher one.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from logiroute.audit.bays import Cleaning, full_bays
from logiroute.audit.ground import Ground
from logiroute.audit.moments import duration
from logiroute.audit.parts import Part
from logiroute.audit.record import Replay, RouteReplay, StopReplay, TaskReplay
from logiroute.audit.soil import Soil, Soils
from logiroute.audit.violation import Violation
from logiroute.model.order import Order, Transfer
from logiroute.model.place import PlaceKind
from logiroute.model.rules import Rule

_RULE = Rule.CLEANING

#: Where a vehicle may stand for a rest before it is disinfected.
_UNCLEAN_KINDS = frozenset({PlaceKind.RELIEF_AREA, PlaceKind.DISINFECTION_STATION})


def check(replay: Replay) -> Iterator[Violation | None]:
    """Look at every run, at every disinfection, and at every station with counted bays."""
    cleanings: dict[str, list[Cleaning]] = defaultdict(list)
    soils = Soils(Ground(replay.scenario, replay.travel))
    for route in replay.routes:
        yield from _runs(replay, route, soils)
        for stop, task in route.works:
            if task.disinfects:
                cleanings[stop.stop.place_id].append(Cleaning(route, stop, task))
    for place in replay.scenario.places:
        if place.bays is not None:
            yield from full_bays(replay, place, place.bays, cleanings[place.id])


@dataclass
class _Run:
    """What a vehicle has carried, and where it has been, since it was last disinfected.

    Attributes
    ----------
    needs : dict of str to int
        What it was, such as ``"people of class contact"`` → seconds of disinfection after it.
    out : str
        After which people who have got out nothing may come but disinfection; empty if there are
        none, or if it is told already what came too early.
    level : int
        Highest level of the zones it has worked in after which it is disinfected; -1 for none, or
        if it is told.
    stop : str
        The last stop in such a zone; empty for none, or if it is told.
    work : str
        The last one of them at which nobody boarded or got out.
    boarded : dict of str to str
        Order whose people boarded in such a zone → that stop.
    told_of : bool
        Whether it is told already that it did not go straight there.
    """

    needs: dict[str, int] = field(default_factory=dict)
    out: str = ""
    level: int = -1
    stop: str = ""
    work: str = ""
    boarded: dict[str, str] = field(default_factory=dict)
    told_of: bool = False

    @property
    def due(self) -> str:
        """After what it has to be disinfected before its shift ends; empty if it has not."""
        return self.out or self.stop

    def tell(self) -> None:
        """Let it not be told twice."""
        self.out = self.stop = self.work = ""
        self.level = -1

    def leave(self, order: Order, part: Part, soil: Soil) -> None:
        """Note what a part of an order leaves; loading at a depot leaves nothing."""
        stop = f"a stop in {soil.zone}" if soil.seconds else ""
        if stop and part is not Part.ISSUE:
            self.needs[stop] = max(self.needs.get(stop, 0), soil.seconds)
            self.level, self.stop = max(self.level, soil.left), stop
            if not isinstance(order, Transfer):
                self.work = stop
            elif part is Part.PICK_UP:
                self.boarded[order.id] = stop
        if isinstance(order, Transfer) and part is Part.SET_DOWN and not self.out:
            self.out = stop or self.boarded.get(order.id, "")


def _runs(replay: Replay, route: RouteReplay, soils: Soils) -> Iterator[Violation | None]:
    """Look what comes after each run: each disinfection that is missing is told once."""
    run = _Run()
    for stop in route.stops:
        if stop.reloads and run.due and all(task.part is not Part.ISSUE for task in stop.tasks):
            yield _reloads_unclean(route, stop, run)
            run.tell()
        soil = soils.of(route, stop)
        for task in stop.tasks:
            order = task.order
            if task.disinfects:
                if run.due:
                    yield None
                yield from _disinfection(replay, route, stop, task, run)
                run = _after(run, task)
            elif task.rests:
                yield _rest(route, stop, run)
            elif order is None or task.part is None:
                continue  # told by rule coverage
            else:
                yield from _work(replay, route, stop, task, run, soil)
                run.leave(order, task.part, soil)
    if run.due:
        yield _ends_unclean(route, run)


def _after(run: _Run, task: TaskReplay) -> _Run:
    """What is still to be cleaned after a disinfection: of whoever was aboard meanwhile."""
    people = {f"people of class {name}" for name in task.aboard.persons}
    stops = {order: stop for order, stop in run.boarded.items() if order in task.aboard.parties}
    kept = people | set(stops.values())
    return _Run({what: run.needs.get(what, 0) for what in kept}, boarded=stops)


def _work(
    replay: Replay,
    route: RouteReplay,
    stop: StopReplay,
    task: TaskReplay,
    run: _Run,
    soil: Soil,
) -> Iterator[Violation | None]:
    """Look at one task of an order, and note its people."""
    order = task.order
    people = f"people of class {order.party.party_class}" if isinstance(order, Transfer) else ""
    seconds = replay.scenario.disinfect_s(order) if order is not None else 0
    if people and task.part is Part.SET_DOWN:
        if seconds:
            run.out = people
    else:
        yield from _other_work(replay, route, stop, task, run, soil)
    if people:
        run.needs[people] = seconds


def _too_early(task: TaskReplay, run: _Run, soil: Soil) -> str:
    """After what a task that lets nobody out comes too early; empty if it does not."""
    if run.out:
        return run.out
    if task.part is Part.ISSUE or run.level > soil.level:
        return run.stop
    boards = isinstance(task.order, Transfer) and task.part is Part.PICK_UP
    return run.work if boards else ""


def _other_work(
    replay: Replay,
    route: RouteReplay,
    stop: StopReplay,
    task: TaskReplay,
    run: _Run,
    soil: Soil,
) -> Iterator[Violation | None]:
    """Look at work that is no set-down: it does not come too early, and not amid a ride."""
    after = _too_early(task, run, soil)
    if after:
        text = (
            f"order {task.order_id} at {stop.name} comes too early: after {after} the vehicle must "
            f"be disinfected first."
        )
        yield route.breach(_RULE, text, stop=stop, order_id=task.order_id)
        run.tell()
        return
    if run.level >= 0:
        yield None
    own = task.order
    if not run.told_of and not (own is not None and replay.scenario.goes_straight(own)):
        round_about = _not_straight(replay, route, stop, task)
        if round_about is not None:
            run.told_of = True
            yield round_about


def _reloads_unclean(route: RouteReplay, stop: StopReplay, run: _Run) -> Violation:
    text = (
        f"a trip starts at {stop.name} too early: after {run.due} the vehicle must be disinfected "
        f"first."
    )
    return route.breach(_RULE, text, stop=stop)


def _ends_unclean(route: RouteReplay, run: _Run) -> Violation:
    last = route.stops[-1]
    text = (
        f"its shift ends at {last.name} too early: after {run.due} the vehicle must be disinfected "
        f"first."
    )
    return route.breach(_RULE, text, stop=last)


def _rest(route: RouteReplay, stop: StopReplay, run: _Run) -> Violation | None:
    """Before it is disinfected a vehicle stands at relief areas only, and at stations."""
    if not run.due or stop.place is None or stop.place.kind in _UNCLEAN_KINDS:
        return None
    text = (
        f"the driver rests at {stop.name} too early: after {run.due} the vehicle must be "
        f"disinfected first, or rest at a relief area."
    )
    return route.breach(_RULE, text, stop=stop)


def _not_straight(
    replay: Replay, route: RouteReplay, stop: StopReplay, task: TaskReplay
) -> Violation | None:
    """Other work while people are aboard who go straight to where they get out."""
    for name in sorted(task.before.parties):
        order = replay.scenario.order[name]
        if replay.scenario.goes_straight(order):
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
    strictest = max(run.needs, key=lambda what: run.needs[what], default="")
    needed = run.needs.get(strictest, 0)
    if takes < 0:
        text = (
            f"disinfecting at {stop.name} is said to end at {replay.clock(task.stated_end)}, "
            f"before it starts."
        )
    else:
        text = (
            f"is disinfected for {duration(takes)} at {stop.name}; after {strictest} it takes "
            f"{duration(needed)}."
        )
    short = needed - takes
    yield route.breach(_RULE, text, stop=stop, amount=short, unit="s") if short > 0 else None
