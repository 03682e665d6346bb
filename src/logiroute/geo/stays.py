"""Which zones a path gets into on its way."""

from collections.abc import Iterable

from logiroute.geo.crossings import TOLERANCE_M, ZoneCut
from logiroute.geo.paths import DrivenPath
from logiroute.geo.roads import Roads

#: Driven so far inside without a break, a path has entered; less is a matter of centimetres.
_LEAST_M = 2 * TOLERANCE_M


def entered(roads: Roads, path: DrivenPath, cuts: Iterable[ZoneCut]) -> tuple[str, ...]:
    """Zones a path gets into from outside, in the order in which it does.

    A zone that is left and entered again counts twice; the one it starts in does not count.
    """
    found = [(at, cut.zone_id) for cut in cuts for at in _entries(roads, path, cut)]
    return tuple(zone_id for _, zone_id in sorted(found))


def _entries(roads: Roads, path: DrivenPath, cut: ZoneCut) -> list[float]:
    """Metres from the start of the path to each place where it gets in."""
    stretches: list[tuple[float, float]] = []
    driven = 0.0
    for piece in path.pieces:
        length = float(roads.span_m[piece.segment])
        for low, high in cut.inside_of.get(piece.segment, ()):
            ahead = (low, high) if piece.forward else (1.0 - high, 1.0 - low)
            first, last = max(ahead[0], piece.start), min(ahead[1], piece.end)
            if first < last:
                begin = driven + (first - piece.start) * length
                end = driven + (last - piece.start) * length
                if stretches and begin - stretches[-1][1] <= TOLERANCE_M:
                    stretches[-1] = (stretches[-1][0], end)
                else:
                    stretches.append((begin, end))
        driven += (piece.end - piece.start) * length
    return [begin for begin, end in stretches if begin > TOLERANCE_M and end - begin > _LEAST_M]
