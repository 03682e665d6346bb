"""Vehicles and the people in them."""

from itertools import pairwise
from typing import Self

from pydantic import Field, model_validator

from logiroute.model.frozen import Frozen
from logiroute.model.place import Id, Window
from logiroute.model.stock import Loads
from logiroute.model.zone import Pass
from logiroute.units import METRE_COST_FACTOR, PEOPLE, SECOND_COST_FACTOR

#: Words in the roles of those who drive.
_DRIVERS = ("driver", "司机", "驾驶员")


def drives(role: str) -> bool:
    """Whether who has a role in a crew drives."""
    return any(word in role.casefold() for word in _DRIVERS)


class CrewMember(Frozen):
    """A person on a vehicle."""

    id: Id
    name: str
    role: str = "driver"
    skills: tuple[str, ...] = ()
    phone: str = ""


class Vehicle(Frozen):
    """A vehicle with its day.

    Attributes
    ----------
    vehicle_class : str
        A vehicle class of the policy: decides kinds of order, zones and party classes.
    profile : str
        How it moves on roads: speeds, and the size that low bridges and weak roads ask for.
    capacity : dict of str to int
        Per load dimension; a dimension that is absent has capacity zero.
    shifts : tuple of Window
        Each shift is one route, from ``start_id`` back to ``end_id``; no two of them overlap. With
        several, ``end_id`` is ``start_id``: nothing else brings the vehicle back.
    fixed_cost, cost_per_km, cost_per_hour : int
        In hundredths of the currency; fixed per shift used, hours from start to end of duty.
    max_trips : int
        Most trips in a shift; before each but the first the vehicle loads again at a depot.
    reload_s : int
        Seconds of loading before a further trip, after the time that the stop costs by itself.
    reload_ids : tuple of str
        Depots where it may load for a further trip, or for its first if it does not start at a
        depot; empty means where it starts, if that is a depot.
    lifo : bool
        Whether it has a rear door only, so that goods that came aboard last leave first.
    own_zone_id : str or None
        The zone it lives in, for classes that never leave theirs.
    passes : tuple of Pass
        What it may show at gates where its class needs a pass.
    driven_day_s, driven_week_s : int
        Seconds that the driver who drove most has driven in the 24 hours, and in the 6 days,
        before the first shift.
    """

    id: Id
    name: str
    vehicle_class: str
    profile: str
    capacity: Loads
    shifts: tuple[Window, ...] = Field(min_length=1)
    start_id: Id
    end_id: Id
    fixed_cost: int = Field(default=0, ge=0)
    cost_per_km: int = Field(default=0, ge=0)
    cost_per_hour: int = Field(default=0, ge=0)
    max_trips: int = Field(default=1, ge=1)
    reload_s: int = Field(default=0, ge=0)
    reload_ids: tuple[Id, ...] = ()
    lifo: bool = False
    crew: tuple[CrewMember, ...] = ()
    own_zone_id: Id | None = None
    passes: tuple[Pass, ...] = ()
    driven_day_s: int = Field(default=0, ge=0)
    driven_week_s: int = Field(default=0, ge=0)
    plate: str = ""
    note: str = ""

    @model_validator(mode="after")
    def _once_at_a_time(self) -> Self:
        for first, second in pairwise(sorted(self.shifts, key=lambda shift: shift.start)):
            if second.start < first.end:
                raise ValueError(
                    f"vehicle {self.id}: shifts overlap: one from {first.start} to {first.end}, "
                    f"one from {second.start}"
                )
        if len(self.shifts) > 1 and self.start_id != self.end_id:
            raise ValueError(
                f"vehicle {self.id}: its shifts end at {self.end_id}, and the next one starts at "
                f"{self.start_id}"
            )
        return self

    @property
    def skills(self) -> frozenset[str]:
        """Every skill somebody of the crew has."""
        return frozenset(skill for member in self.crew for skill in member.skills)

    @property
    def drivers(self) -> int:
        """How many of the crew drive: one where nobody is said to."""
        return max(1, sum(drives(member.role) for member in self.crew))

    @property
    def people(self) -> int:
        """The most people that can be aboard: a driver at least, and every place taken."""
        places = sum(self.capacity.get(name, 0) for name in PEOPLE)
        return max(len(self.crew), 1) + places

    def cost_units(self, *, metres: int, seconds: int, shifts: int) -> int:
        """Cost of so much driving and duty, in units of 1/18,000 of a hundredth (exact).

        Parameters
        ----------
        metres, seconds, shifts : int
            Distance driven, time from start to end of duty, shifts used.
        """
        return (
            metres * self.cost_per_km * METRE_COST_FACTOR
            + seconds * self.cost_per_hour * SECOND_COST_FACTOR
            + shifts * self.fixed_cost * METRE_COST_FACTOR * 1000
        )
