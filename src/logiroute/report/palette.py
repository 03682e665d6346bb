"""Colours and line styles: readable with colour-blind eyes, never colour alone."""

from typing import NamedTuple

from logiroute.model.policy import Policy


class RouteStyle(NamedTuple):
    """How a route is drawn; ``dash`` in pixels as SVG and canvas take it, empty = solid."""

    colour: str
    ink: str
    dash: str


class ZoneStyle(NamedTuple):
    """How a zone class is drawn; ``pattern`` is a hatch: ``cross``, ``diagonal``, ``dots``."""

    colour: str
    pattern: str


#: After Okabe & Ito (Color Universal Design, 2008) and Paul Tol's "muted" scheme (technical note
#: SRON/EPS/TN/09-002), darkened so that each has a contrast of at least 4:1 to the pale ground;
#: the second value is the ink that reads on it.
_ROUTE_COLOURS = (
    ("#0067a5", "#ffffff"),
    ("#c1440e", "#ffffff"),
    ("#117733", "#ffffff"),
    ("#882255", "#ffffff"),
    ("#332288", "#ffffff"),
    ("#9a6a00", "#ffffff"),
    ("#aa4499", "#ffffff"),
    ("#1c766d", "#ffffff"),
    ("#5b6b00", "#ffffff"),
    ("#4d4d4d", "#ffffff"),
)

#: Ten colours three times over, told apart by the dash (and by the label on every stop).
_DASHES = ("", "18 6", "7 5")

#: From the strictest class down; further classes repeat the last.
_ZONE_STYLES = (
    ZoneStyle("#b3261e", "cross"),
    ZoneStyle("#c77700", "diagonal"),
    ZoneStyle("#7a7400", "dots"),
)


def route_style(index: int) -> RouteStyle:
    """The style of the route at a position in the plan, counted from 0."""
    colour, ink = _ROUTE_COLOURS[index % len(_ROUTE_COLOURS)]
    return RouteStyle(colour, ink, _DASHES[index // len(_ROUTE_COLOURS) % len(_DASHES)])


def zone_styles(policy: Policy) -> dict[str, ZoneStyle]:
    """The style of each zone class of a policy; classes of one level share a style."""
    levels = sorted({entry.level for entry in policy.zone_classes}, reverse=True)
    return {
        entry.id: _ZONE_STYLES[min(levels.index(entry.level), len(_ZONE_STYLES) - 1)]
        for entry in policy.zone_classes
    }
