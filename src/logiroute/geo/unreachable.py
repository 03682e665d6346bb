"""Why a place cannot be reached: what stands in the way, and what would open it."""

from collections.abc import Iterable
from typing import NamedTuple

from logiroute.geo.cures import without_it
from logiroute.geo.hindrances import Hindrance, Lifted
from logiroute.geo.journeys import Mover, journey
from logiroute.geo.obstruction_words import day_words, shown, street_words
from logiroute.geo.passages import Why
from logiroute.model.place import Point


class Obstruction(NamedTuple):
    """One thing in the way.

    Attributes
    ----------
    why : Why or None
        None where no street joins the points, or none is near.
    text : str
        What it is, for the dispatcher.
    cure : str
        What would open it; empty if nothing can.
    point : Point
        Where it is met.
    """

    why: Why | None
    text: str
    cure: str
    point: Point


class Unreachable(NamedTuple):
    """Why there is no way.

    Attributes
    ----------
    obstructions : tuple of Obstruction
        In driving order, on the way that has the fewest.
    verified : bool
        Whether all their cures together were tried and do open the way.
    """

    obstructions: tuple[Obstruction, ...]
    verified: bool


def why_unreachable(mover: Mover, start: Point, end: Point) -> Unreachable | None:
    """What keeps a mover from getting from one point to another; None if nothing does.

    Parameters
    ----------
    mover : Mover
    start, end : Point
        ``(lon, lat)``, WGS-84.

    Raises
    ------
    RoadsError
        No street is open to the profile.
    KeyError
        The profile is unknown.
    """
    if journey(mover, start, end) is not None:
        return None
    met: list[Hindrance] | None = None
    for window in mover.windows():
        lifted = Lifted(mover.streets(window))
        ends = []
        for point in (start, end):
            snap = lifted.snap(mover.roads.plane.metres([point])[0].tolist(), mover.snap_limit_m)
            if snap is None:
                text = f"no street lies within {mover.snap_limit_m:,.0f} m of {shown(point)}"
                cure = "correct its coordinates, or load roads that cover it"
                return Unreachable((Obstruction(None, text, cure, point),), verified=False)
            ends.append(snap)
        met = lifted.between(*ends)
        if met is None or met:
            break  # in an earlier window the way is open, but for a shorter time than it takes
    if not met:
        text = f"no street joins {shown(start)} and {shown(end)}: one of them is on an island"
        cure = "look at the road data there, or at the closures around it"
        return Unreachable((Obstruction(None, text, cure, end),), verified=False)
    obstructions = tuple(obstruction(mover, hindrance) for hindrance in met)
    return Unreachable(tuple(dict.fromkeys(obstructions)), _opens(mover, met, start, end))


def _opens(mover: Mover, met: Iterable[Hindrance], start: Point, end: Point) -> bool:
    """Whether the way is open once every cure is applied."""
    for cause in dict.fromkeys(hindrance.cause for hindrance in met):
        cured = without_it(mover, cause.why, cause.id)
        if cured is None:
            return False
        mover = cured
    return journey(mover, start, end) is not None


def obstruction(mover: Mover, hindrance: Hindrance) -> Obstruction:
    """A hindrance in words."""
    why, name = hindrance.cause
    point = (hindrance.lon, hindrance.lat)
    if why in (Why.ACCESS, Why.LIMIT, Why.TURN):
        text, cure = street_words(mover, why, int(name))
    elif mover.scenario is None or mover.movement is None:
        raise AssertionError("bare roads have no zones")
    else:
        text, cure = day_words(mover.scenario, mover.movement, why, name, loaded=mover.loaded)
    return Obstruction(why, text, cure, point)
