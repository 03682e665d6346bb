"""Names of the shipped profiles, and the changes a day makes to them."""

from pydantic import Field

from logiroute.model.frozen import Frozen
from logiroute.model.place import Id

#: Profiles that come with logiroute; ``truck`` is a middle truck.
SHIPPED_PROFILES: tuple[str, ...] = (
    "car",
    "van",
    "truck_4t",
    "truck_10t",
    "truck_18t",
    "truck",
    "bus",
    "ambulance",
    "bicycle_cart",
    "foot",
)

#: Classes of streets, as OpenStreetMap's tag ``highway`` names them.
HIGHWAY_CLASSES: tuple[str, ...] = (
    "motorway",
    "motorway_link",
    "trunk",
    "trunk_link",
    "primary",
    "primary_link",
    "secondary",
    "secondary_link",
    "tertiary",
    "tertiary_link",
    "unclassified",
    "residential",
    "living_street",
    "service",
    "road",
    "track",
    "cycleway",
    "path",
    "pedestrian",
    "footway",
    "steps",
)


class ProfileChange(Frozen):
    """A profile of the day's own, made from a shipped one (or that one itself, changed).

    Attributes
    ----------
    id : str
        What vehicles name it by; the same as ``base`` to change a shipped profile.
    base : str
        The shipped profile it starts from.
    height_cm, width_cm, weight_kg : int or None
        Size that is held against the limits of roads; ``None`` keeps the base's.
    speed_percent : int
        All speeds of the base, in percent.
    speeds_kmh : dict of str to float
        Highway class → km/h, instead of the base's.
    turn_s : int or None
        Seconds each turn off the straight way costs; ``None`` keeps the base's.
    """

    id: Id
    base: Id
    height_cm: int | None = Field(default=None, gt=0)
    width_cm: int | None = Field(default=None, gt=0)
    weight_kg: int | None = Field(default=None, gt=0)
    speed_percent: int = Field(default=100, ge=1, le=300)
    speeds_kmh: dict[str, float] = Field(default_factory=dict)
    turn_s: int | None = Field(default=None, ge=0)
