"""Places, points and windows of time."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from logiroute.model.frozen import Frozen
from logiroute.model.moment import Moment
from logiroute.model.needs import needs_with

Longitude = Annotated[float, Field(ge=-180, le=180)]
Latitude = Annotated[float, Field(ge=-90, le=90)]

#: ``(lon, lat)`` in degrees, WGS-84, everywhere inside logiroute.
Point = tuple[Longitude, Latitude]

#: Identifiers are strings as written: leading zeros stay.
Id = Annotated[str, Field(min_length=1, max_length=80)]


class Window(Frozen):
    """A span of time, both ends allowed.

    Attributes
    ----------
    start, end : datetime
        Timezone-aware; ``end`` is not before ``start``.
    """

    start: Moment
    end: Moment

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.end < self.start:
            raise ValueError(f"window ends ({self.end}) before it starts ({self.start})")
        return self


class PlaceKind(StrEnum):
    """What a place is for."""

    DEPOT = "depot"
    SITE = "site"
    HAND_OVER = "hand_over"
    TRANSIT_STATION = "transit_station"
    QUARANTINE_SITE = "quarantine_site"
    HOSPITAL = "hospital"
    LABORATORY = "laboratory"
    DISINFECTION_STATION = "disinfection_station"
    RELIEF_AREA = "relief_area"
    EXIT = "exit"


#: Kinds a vehicle class with ``stop = "set_points"`` may stop at inside a zone.
SET_POINT_KINDS = frozenset({PlaceKind.HAND_OVER, PlaceKind.TRANSIT_STATION})

#: Kinds at which drivers rest if nothing else is said.
REST_KINDS = frozenset(
    {
        PlaceKind.DEPOT,
        PlaceKind.TRANSIT_STATION,
        PlaceKind.DISINFECTION_STATION,
        PlaceKind.RELIEF_AREA,
    }
)


#: Kinds at which the vehicles may be counted that work there at once.
DOCK_KINDS = frozenset(
    {
        PlaceKind.SITE,
        PlaceKind.HAND_OVER,
        PlaceKind.TRANSIT_STATION,
        PlaceKind.QUARANTINE_SITE,
        PlaceKind.HOSPITAL,
        PlaceKind.LABORATORY,
    }
)


class FreedBeds(Frozen):
    """Beds that become free during the day, when those who had them leave."""

    at: Moment
    beds: int = Field(gt=0)


#: Longest way beyond the roads: two days and what is driven in them.
MAX_APPROACH_S, MAX_APPROACH_M = 2 * 86_400, 5_000_000


class Approach(Frozen):
    """How a place beyond the roads that are loaded is reached from one of their exits, and left.

    Attributes
    ----------
    exit_id : str
        A place of kind `PlaceKind.EXIT`, where the road there leaves the loaded ones.
    seconds, metres : int
        From there to the place, and as much back.
    """

    exit_id: Id
    seconds: int = Field(ge=0, le=MAX_APPROACH_S)
    metres: int = Field(ge=0, le=MAX_APPROACH_M)


class Place(Frozen):
    """Somewhere a vehicle can stop.

    Attributes
    ----------
    windows : tuple of Window
        When work may start here; empty means always.
    stop_s : int
        Seconds every stop here costs before the work begins (parking, papers). At the start depot
        of a route: loading and briefing before it drives off. Not charged at the end of a route,
        unless the vehicle is disinfected there.
    beds : int or None
        Free beds, for places that take people; ``None`` means not counted.
    freed : tuple of FreedBeds
        Beds that come on top later, in any order, where beds are counted: whoever gets out from
        that moment on may have them.
    extra_cost : int
        What setting an order down here is said to cost beyond the way, in hundredths of the
        currency, once for every household of a party: the dearer, the less welcome.
    bed_turnover_s : int or None
        Where beds are counted: so long after somebody who had a bed here has been fetched by the
        plan, somebody else may have it; ``None``: nobody may.
    accepts : tuple of str
        Party classes taken in here; empty means every class.
    refuses : tuple of str
        Words: who has a need with one of them in it cannot be taken in here. Pregnant, infant, …
    off_county : bool
        People set down here are taken out of their county; see `StayLocal`.
    bays : int or None
        Vehicles that can be disinfected at once, at a disinfection station; ``None`` means not
        counted.
    docks : int or None
        Vehicles that can work here at once, from the time of their stop to the end of their last
        task, at a place of one of `DOCK_KINDS`; ``None`` means not counted.
    approaches : tuple of Approach
        Ways to a place beyond the roads; empty for places on them. A vehicle takes the one that is
        fastest in all, and zones are not looked at on it.
    rest : bool or None
        Whether drivers may rest here; ``None`` leaves it to the kind (`REST_KINDS`). At a relief
        area they may while people are aboard. Nobody rests where docks are counted.
    """

    id: Id
    name: str
    kind: PlaceKind
    point: Point
    windows: tuple[Window, ...] = ()
    stop_s: int = Field(default=0, ge=0)
    beds: int | None = Field(default=None, ge=0)
    freed: tuple[FreedBeds, ...] = ()
    extra_cost: int = Field(default=0, ge=0)
    bed_turnover_s: int | None = Field(default=None, ge=0)
    accepts: tuple[str, ...] = ()
    refuses: tuple[str, ...] = ()
    off_county: bool = False
    bays: int | None = Field(default=None, ge=1)
    docks: int | None = Field(default=None, ge=1)
    approaches: tuple[Approach, ...] = ()
    rest: bool | None = None
    address: str = ""
    contact: str = ""
    note: str = ""

    @model_validator(mode="after")
    def _frees_counted_beds(self) -> Self:
        if self.freed and self.beds is None:
            raise ValueError(f"place {self.id}: beds become free, but beds are not counted")
        if self.bed_turnover_s is not None and self.beds is None:
            raise ValueError(f"place {self.id}: beds are given again, but not counted")
        return self

    @model_validator(mode="after")
    def _approached_once_by_each(self) -> Self:
        exits = [approach.exit_id for approach in self.approaches]
        if len(set(exits)) < len(exits):
            raise ValueError(f"place {self.id}: an exit is given twice")
        return self

    @model_validator(mode="after")
    def _docks_are_for_work(self) -> Self:
        if self.docks is None:
            return self
        if self.kind not in DOCK_KINDS:
            raise ValueError(f"place {self.id}: docks of a {self.kind} are not counted")
        if self.rest:
            raise ValueError(f"place {self.id}: nobody rests where docks are counted")
        return self

    def refused(self, needs: Sequence[str]) -> tuple[str, ...]:
        """Needs of a party for which it cannot be taken in here; empty if there are none."""
        return needs_with(needs, self.refuses)

    @property
    def may_rest(self) -> bool:
        """Whether drivers may rest here."""
        usual = self.kind in REST_KINDS and self.docks is None
        return usual if self.rest is None else self.rest

    @property
    def most_beds(self) -> int | None:
        """Free beds at the end of the day if nobody came; ``None`` where they are not counted.

        Those of people whom the plan fetches come on top.
        """
        return None if self.beds is None else self.beds + sum(entry.beds for entry in self.freed)
