"""Control zones, the gates through their edges, blocked streets, and passes."""

from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Self

from pydantic import Field, model_validator

from logiroute.model.frozen import Frozen
from logiroute.model.moment import Moment
from logiroute.model.place import Id, Point, Window

if TYPE_CHECKING:
    from shapely import MultiPolygon

#: Closed ring of points, first equal to last.
Ring = tuple[Point, ...]

#: Exterior ring, then the rings of its holes (as in GeoJSON).
PolygonRings = tuple[Ring, ...]


class Timed(Frozen):
    """Something that is in force for a time.

    Attributes
    ----------
    valid_from, valid_to : datetime or None
        In force from (inclusive) to (exclusive); ``None`` is open-ended.
    """

    valid_from: Moment | None = None
    valid_to: Moment | None = None

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.valid_from and self.valid_to and self.valid_to <= self.valid_from:
            raise ValueError("valid_to is not after valid_from")
        return self

    def in_force(self, start: datetime, end: datetime) -> bool:
        """Whether it is in force at any moment of ``[start, end)``, or at ``start`` itself."""
        begun = self.valid_from is None or self.valid_from <= start or self.valid_from < end
        return begun and (self.valid_to is None or start < self.valid_to)

    def in_force_throughout(self, start: datetime, end: datetime) -> bool:
        """Whether it is in force at every moment of ``[start, end)``."""
        begun = self.valid_from is None or self.valid_from <= start
        return begun and (self.valid_to is None or end <= self.valid_to)


class Zone(Timed):
    """A polygon in which the policy restricts movement.

    Attributes
    ----------
    zone_class : str
        A zone class of the policy (``sealed``, ``control``, …).
    polygons : tuple
        GeoJSON ``MultiPolygon`` coordinates in WGS-84: polygons of rings of ``(lon, lat)``.
    speed_percent : int
        How fast streets inside are driven, in percent of what they are elsewhere.
    """

    id: Id
    name: str
    zone_class: str
    polygons: tuple[PolygonRings, ...] = Field(min_length=1)
    speed_percent: int = Field(default=100, ge=1, le=100)
    note: str = ""

    @cached_property
    def shape(self) -> "MultiPolygon":
        """The zone as a shapely geometry in degrees (lon, lat)."""
        from shapely import MultiPolygon, Polygon

        return MultiPolygon([Polygon(rings[0], rings[1:]) for rings in self.polygons])


class Gate(Frozen):
    """A permitted crossing of a zone's edge.

    Attributes
    ----------
    delay_s : int
        Seconds every vehicle loses in the check here, each time it passes.
    person_delay_s : int
        Seconds lost on top for each person aboard (see `Movement.people`).
    windows : tuple of Window
        When it is open, from the start (inclusive) to the end (exclusive) of each; empty means
        always.
    vehicle_classes : tuple of str
        Classes let through; empty means every class the policy lets use gates.
    papers : tuple of str
        What the driver must show; printed on the driver's page.
    """

    id: Id
    name: str
    zone_id: Id
    point: Point
    delay_s: int = Field(default=0, ge=0)
    person_delay_s: int = Field(default=0, ge=0)
    windows: tuple[Window, ...] = ()
    vehicle_classes: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    note: str = ""

    def open_during(self, start: datetime, end: datetime) -> bool:
        """Whether the gate is open at every moment of ``[start, end)``, and at ``start``.

        Windows that touch or overlap count as one.
        """
        if not self.windows:
            return True
        reached = start
        for window in sorted(self.windows, key=lambda entry: entry.start):
            if window.start <= reached < window.end:
                reached = window.end
        return reached > start and reached >= end


class Closure(Timed):
    """A blocked point of a street, or a blocked street; nobody passes.

    Attributes
    ----------
    line : tuple of Point
        One point: the street is blocked there. Two or more: every street along the line is blocked.
    """

    id: Id
    name: str
    line: tuple[Point, ...] = Field(min_length=1)
    note: str = ""


class Pass(Timed):
    """Leave for a vehicle to cross the edge of a zone at its gates, or at one gate.

    Attributes
    ----------
    zone_id, gate_id : str
        Exactly one is given, the other is empty.
    """

    zone_id: str = ""
    gate_id: str = ""

    @model_validator(mode="after")
    def _for_one_thing(self) -> Self:
        if bool(self.zone_id) == bool(self.gate_id):
            raise ValueError("a pass is for a zone or for a gate, one of both")
        return self

    def admits(self, gate: Gate, start: datetime, end: datetime) -> bool:
        """Whether its holder may pass a gate at every moment of ``[start, end)``."""
        named = gate.id == self.gate_id or gate.zone_id == self.zone_id
        return named and self.in_force_throughout(start, end)
