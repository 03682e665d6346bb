"""Street lines drawn under a map: geography to report, without either knowing the other."""

from dataclasses import dataclass

from logiroute.model.place import Point


@dataclass(frozen=True)
class StreetLine:
    """A drawn street.

    Attributes
    ----------
    points : tuple of Point
        Simplified line, WGS-84.
    rank : int
        0 motorway and trunk, 1 primary, 2 secondary, 3 tertiary, 4 the rest.
    name : str
        Street name, empty if unknown.
    """

    points: tuple[Point, ...]
    rank: int
    name: str = ""


@dataclass(frozen=True)
class Backdrop:
    """All street lines of a map, and whom to thank for them."""

    lines: tuple[StreetLine, ...]
    attribution: str
