"""Control zones and the gates through their edges."""

from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Self

from pydantic import Field, model_validator

from logiroute.model.frozen import Frozen
from logiroute.model.moment import Moment
from logiroute.model.place import Id, Point

if TYPE_CHECKING:
    from shapely import MultiPolygon

#: Closed ring of points, first equal to last.
Ring = tuple[Point, ...]

#: Exterior ring, then the rings of its holes (as in GeoJSON).
PolygonRings = tuple[Ring, ...]


class Zone(Frozen):
    """A polygon in which the policy restricts movement.

    Attributes
    ----------
    zone_class : str
        A zone class of the policy (``sealed``, ``control``, …).
    polygons : tuple
        GeoJSON ``MultiPolygon`` coordinates in WGS-84: polygons of rings of ``(lon, lat)``.
    valid_from, valid_to : datetime or None
        In force from (inclusive) to (exclusive); ``None`` is open-ended.
    """

    id: Id
    name: str
    zone_class: str
    polygons: tuple[PolygonRings, ...] = Field(min_length=1)
    valid_from: Moment | None = None
    valid_to: Moment | None = None
    note: str = ""

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.valid_from and self.valid_to and self.valid_to <= self.valid_from:
            raise ValueError("valid_to is not after valid_from")
        return self

    @cached_property
    def shape(self) -> "MultiPolygon":
        """The zone as a shapely geometry in degrees (lon, lat)."""
        from shapely import MultiPolygon, Polygon

        return MultiPolygon([Polygon(rings[0], rings[1:]) for rings in self.polygons])

    def in_force(self, start: datetime, end: datetime) -> bool:
        """Whether the zone is in force at any moment of ``[start, end]``."""
        return (self.valid_from is None or self.valid_from <= end) and (
            self.valid_to is None or start < self.valid_to
        )


class Gate(Frozen):
    """A permitted crossing of a zone's edge.

    Attributes
    ----------
    delay_s : int
        Seconds every vehicle loses in the check here, each time it passes.
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
    vehicle_classes: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    note: str = ""
