"""The plan: routes, trips, stops with tasks, legs, and what is unserved."""

from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from logiroute.model.frozen import Frozen
from logiroute.model.moment import Moment
from logiroute.model.order import Line
from logiroute.model.place import Id, Point
from logiroute.model.rules import Rule
from logiroute.model.shortage import NotCarried, Shortage
from logiroute.model.stock import Loads


class TaskKind(StrEnum):
    """What is done at a stop."""

    LOAD = "load"  # goods come aboard (depot, or a collection's origin)
    UNLOAD = "unload"  # goods leave the vehicle
    BOARD = "board"  # a party gets in
    ALIGHT = "alight"  # a party gets out
    SERVE = "serve"  # a call is done
    DISINFECT = "disinfect"  # the vehicle is disinfected, for no order
    REST = "rest"  # the driver rests, for no order


#: What is done for the vehicle or its crew, without goods or people.
FOR_NO_ORDER = frozenset({TaskKind.DISINFECT, TaskKind.REST})


class Task(Frozen):
    """One thing done at a stop: for one order, or for the vehicle and its crew.

    Attributes
    ----------
    order_id : str or None
        ``None`` for disinfecting and for rests, which have no goods and no persons either, and
        for nothing else.
    start, end : datetime
        When the work runs; ``start`` is what windows are held against.
    """

    kind: TaskKind
    order_id: Id | None = None
    start: Moment
    end: Moment
    lines: tuple[Line, ...] = ()
    persons: int = 0

    @model_validator(mode="after")
    def _for_an_order_or_none(self) -> Self:
        if self.kind in FOR_NO_ORDER:
            what = "disinfecting" if self.kind is TaskKind.DISINFECT else "a rest"
            if self.order_id is not None:
                raise ValueError(f"{what} is done for no order, not for {self.order_id!r}")
            if self.lines or self.persons:
                raise ValueError(f"{what} is done with no goods and no persons")
        elif self.order_id is None:
            raise ValueError(f"a task of kind {self.kind.value!r} needs an order_id")
        return self


class Manifest(Frozen):
    """What is aboard when a vehicle leaves a stop.

    Attributes
    ----------
    lines : tuple of Line
        Goods by item, sorted by item id.
    parties : tuple of str
        Transfer orders whose party is aboard, sorted.
    loads : dict of str to int
        Per load dimension, in base units; ``seats`` counts who is seated.
    """

    lines: tuple[Line, ...] = ()
    parties: tuple[Id, ...] = ()
    loads: Loads = Field(default_factory=dict)


class Stop(Frozen):
    """One halt at one place.

    Attributes
    ----------
    arrive, depart : datetime
        At the first stop of a route ``arrive`` is the start of duty.
    tasks : tuple of Task
        In the order they are done; empty at a depot where nothing is handled.
    manifest : Manifest
        What is aboard on leaving.
    """

    place_id: Id
    arrive: Moment
    depart: Moment
    tasks: tuple[Task, ...] = ()
    manifest: Manifest = Manifest()


class GatePassage(Frozen):
    """A gate a leg passes, when it gets there, and the seconds the check takes."""

    gate_id: Id
    at: Moment
    delay_s: int = Field(default=0, ge=0)


class Maneuver(StrEnum):
    """What a driver does at the start of a step."""

    DEPART = "depart"
    CONTINUE = "continue"
    SLIGHT_LEFT = "slight_left"
    LEFT = "left"
    SHARP_LEFT = "sharp_left"
    SLIGHT_RIGHT = "slight_right"
    RIGHT = "right"
    SHARP_RIGHT = "sharp_right"
    U_TURN = "u_turn"
    GATE = "gate"
    ARRIVE = "arrive"


class Step(Frozen):
    """A part of a leg along one street.

    Attributes
    ----------
    street : str
        Name as the road data has it, empty if it has none.
    metres : int
        From this manoeuvre to the next.
    gate_id : str
        For `Maneuver.GATE`, the gate.
    """

    maneuver: Maneuver
    street: str = ""
    metres: int = Field(default=0, ge=0)
    gate_id: str = ""


class Leg(Frozen):
    """Driving between two consecutive stops.

    Attributes
    ----------
    seconds, metres : int
        Of the path; ``arrive - depart`` of the stops around it.
    geometry : tuple of Point
        The path in WGS-84, empty until traced.
    gates : tuple of GatePassage
        Gates passed, in order.
    zones : tuple of str
        Zones entered, in order.
    steps : tuple of Step
        Turn by turn, empty until traced.
    """

    from_id: Id
    to_id: Id
    seconds: int = Field(ge=0)
    metres: int = Field(ge=0)
    geometry: tuple[Point, ...] = ()
    gates: tuple[GatePassage, ...] = ()
    zones: tuple[Id, ...] = ()
    steps: tuple[Step, ...] = ()


class Trip(Frozen):
    """Depot to depot: ``legs[i]`` joins ``stops[i]`` and ``stops[i + 1]``."""

    stops: tuple[Stop, ...] = Field(min_length=2)
    legs: tuple[Leg, ...] = Field(min_length=1)


class Route(Frozen):
    """One vehicle's shift; ``shift`` is its index in the vehicle's shifts.

    Attributes
    ----------
    cost : int
        In hundredths of the currency, with the next two.
    late_cost, extra_cost : int
        Of the cost, what is for orders set down after they were due, and for the places where.
    """

    vehicle_id: Id
    shift: int = Field(ge=0)
    trips: tuple[Trip, ...] = Field(min_length=1)
    metres: int = Field(ge=0)
    seconds: int = Field(ge=0)
    cost: int = Field(ge=0)
    late_cost: int = Field(default=0, ge=0)
    extra_cost: int = Field(default=0, ge=0)

    @property
    def stops(self) -> tuple[Stop, ...]:
        """All stops of all trips, in order."""
        return tuple(stop for trip in self.trips for stop in trip.stops)

    @property
    def legs(self) -> tuple[Leg, ...]:
        """All legs of all trips, in order."""
        return tuple(leg for trip in self.trips for leg in trip.legs)


class Reason(Frozen):
    """Why one vehicle class could not serve an order.

    Attributes
    ----------
    rule : Rule
        The rule that stands in the way.
    amount, unit : int, str
        By how much (``0`` and empty where it is yes or no), e.g. 420 and ``s``.
    text : str
        A sentence for the dispatcher.
    remedy : str
        The smallest change that was tried and found to serve it; empty if none was found.
    """

    vehicle_class: str
    rule: Rule
    amount: int = 0
    unit: str = ""
    text: str
    remedy: str = ""


class Unserved(Frozen):
    """An order that is not in the plan, with reasons by vehicle class."""

    order_id: Id
    reasons: tuple[Reason, ...] = ()


class SolverRun(Frozen):
    """How the plan was found."""

    engine: str
    seed: int
    seconds: float | None = None
    iterations: int | None = None


class Plan(Frozen):
    """A day's plan.

    Attributes
    ----------
    created : datetime
        The only field that differs between two identical runs.
    cost : int
        Sum over routes, in hundredths of the currency.
    penalty : int
        Sum of the penalties of unserved orders, same unit.
    """

    scenario_id: Id
    created: Moment
    run: SolverRun
    routes: tuple[Route, ...] = ()
    unserved: tuple[Unserved, ...] = ()
    shortage: Shortage | None = None
    not_carried: tuple[NotCarried, ...] = ()
    cost: int = Field(default=0, ge=0)
    penalty: int = Field(default=0, ge=0)

    @property
    def points(self) -> tuple[Point, ...]:
        """Every vertex of every traced leg, in order of routes and legs."""
        return tuple(point for route in self.routes for leg in route.legs for point in leg.geometry)
