"""Travel: driving takes as long as the travel table says, on legs that join their stops."""

from collections.abc import Iterator

from logiroute.audit.beyond import fastest, is_beyond
from logiroute.audit.moments import duration
from logiroute.audit.record import LegReplay, Replay, RouteReplay
from logiroute.audit.violation import Violation
from logiroute.model.rules import Rule
from logiroute.units import COST_UNITS_PER_CENT, ceil_div

_RULE = Rule.TRAVEL


def check(replay: Replay) -> Iterator[Violation | None]:
    """Look at every leg, at the joints between trips, and at the sums."""
    for route in replay.routes:
        yield from _joints(replay, route)
        for leg in route.legs:
            yield from _leg(replay, route, leg)
        yield from _sums(route)
    stated, cost = replay.plan.cost, sum(route.route.cost for route in replay.routes)
    if stated == cost:
        yield None
    else:
        yield Violation(
            rule=_RULE,
            text=f"The plan says it costs {stated} cents, its routes add up to {cost}.",
            amount=abs(stated - cost),
            unit="cents",
        )


def _joints(replay: Replay, route: RouteReplay) -> Iterator[Violation | None]:
    for number, trip in enumerate(route.route.trips):
        extra = len(trip.legs) - (len(trip.stops) - 1)
        text = f"trip {number + 1} has {extra} legs more than it has ways between stops."
        yield route.breach(_RULE, text, amount=extra) if extra > 0 else None
    for before, stop in zip(route.stops, route.stops[1:], strict=False):
        if not stop.opens_trip:
            continue
        early = before.stated_depart - stop.stated_arrive
        if stop.stop.place_id != before.stop.place_id:
            text = f"a trip ends at {before.name} and the next begins at {stop.name}."
            yield route.breach(_RULE, text, stop=stop)
        elif early > 0:
            text = (
                f"the next trip begins at {stop.name} at {replay.clock(stop.stated_arrive)}, "
                f"{duration(early)} before the last one is over."
            )
            yield route.breach(_RULE, text, stop=stop, amount=early, unit="s")
        else:
            yield None


def _leg(replay: Replay, route: RouteReplay, leg: LegReplay) -> Iterator[Violation | None]:
    origin, target = leg.origin, leg.target
    way = f"from {origin.name} to {target.name}"
    if leg.leg is None:
        yield route.breach(_RULE, f"there is no leg {way}.", leg=leg)
    elif (leg.leg.from_id, leg.leg.to_id) != (origin.stop.place_id, target.stop.place_id):
        named = f"{replay.place_name(leg.leg.from_id)} to {replay.place_name(leg.leg.to_id)}"
        yield route.breach(_RULE, f"the leg {way} says it goes from {named}.", leg=leg)
    else:
        yield None
    if target.place is None:
        yield route.breach(_RULE, f"nobody knows a place {target.stop.place_id!r}.", leg=leg)
    elif route.vehicle is None or origin.place is None:
        return  # said elsewhere: shifts for the vehicle, the leg before for the place
    elif leg.table is None:
        text = (
            f"no travel table holds for it all the way {way}, leaving at "
            f"{replay.clock(origin.depart)}: what is open then may close before it is there."
        )
        yield route.breach(_RULE, text, leg=leg)
    elif leg.seconds is None or leg.metres is None:
        yield route.breach(_RULE, f"it may not drive {way}: no legal way.", leg=leg)
    else:
        if is_beyond(origin.place) or is_beyond(target.place):
            yield _declared(replay, route, leg, way)
        yield from _figures(route, leg, leg.seconds, leg.metres, way)
        yield _arrival(replay, route, leg, leg.seconds)


def _declared(replay: Replay, route: RouteReplay, leg: LegReplay, way: str) -> Violation | None:
    """Look whether the table's way to or from a place beyond the roads is as declared."""
    best = (0, 0) if leg.origin.place == leg.target.place else fastest(replay, leg)
    if best == (leg.seconds, leg.metres):
        return None
    text = f"the way {way} takes {leg.seconds} s and {leg.metres} m by the travel table; " + (
        "no exit that is declared for it can be reached."
        if best is None
        else f"by the exits that are declared for it {best[0]} s and {best[1]} m."
    )
    if best is None:
        return route.breach(_RULE, text, leg=leg)
    later, farther = (
        abs((had or 0) - own) for had, own in zip((leg.seconds, leg.metres), best, strict=True)
    )
    return route.breach(_RULE, text, leg=leg, amount=later or farther, unit="s" if later else "m")


def _figures(
    route: RouteReplay, leg: LegReplay, seconds: int, metres: int, way: str
) -> Iterator[Violation | None]:
    if leg.leg is None:
        return
    for what, stated, table, unit in (
        ("driving time", leg.leg.seconds, seconds, "s"),
        ("distance", leg.leg.metres, metres, "m"),
    ):
        text = f"{what} {way} is {table} {unit}, the plan says {stated}."
        amount = abs(stated - table)
        wrong = stated != table
        yield route.breach(_RULE, text, leg=leg, amount=amount, unit=unit) if wrong else None


def _arrival(replay: Replay, route: RouteReplay, leg: LegReplay, seconds: int) -> Violation | None:
    origin, target = leg.origin, leg.target
    # A departure stated before the work is done is a breach of service; an arrival that is right
    # for the real departure is then not a second breach.
    left = origin.stated_depart
    right = {left + seconds, max(left, origin.ready) + seconds}
    stated = target.stated_arrive
    if stated in right:
        return None
    expected = max(left, origin.ready) + seconds if stated > left + seconds else left + seconds
    off = stated - expected
    text = (
        f"is said to reach {target.name} at {replay.clock(stated)}; leaving {origin.name} at "
        f"{replay.clock(expected - seconds)} and driving {duration(seconds)} it is there at "
        f"{replay.clock(expected)}, {duration(off)} {'earlier' if off > 0 else 'later'}."
    )
    return route.breach(_RULE, text, stop=target, leg=leg, amount=abs(off), unit="s")


def _sums(route: RouteReplay) -> Iterator[Violation | None]:
    """Look at the totals: right if they fit the plan's own figures or the replayed ones."""
    stated = route.route
    metres = sum(
        leg.metres if leg.metres is not None else leg.leg.metres if leg.leg else 0
        for leg in route.legs
    )
    written = sum(leg.metres for leg in stated.legs)
    first, last = (route.stops[0], route.stops[-1]) if route.stops else (None, None)
    seconds = {last.depart - first.arrive} if first and last else {0}
    if first and last:
        seconds |= {
            last.stated_depart - first.stated_arrive,
            last.stated_arrive - first.stated_arrive,
        }
    yield _sum(route, "distance", stated.metres, {metres, written}, "m")
    yield _sum(route, "time on duty", stated.seconds, seconds, "s")
    if route.vehicle is None:
        return
    # Whether these two are right is looked at by rule pairing.
    of_orders = stated.late_cost + stated.extra_cost
    costs = {
        of_orders
        + ceil_div(
            route.vehicle.cost_units(metres=far, seconds=long, shifts=1), COST_UNITS_PER_CENT
        )
        for far in (metres, stated.metres)
        for long in (*seconds, stated.seconds)
    }
    yield _sum(route, "cost", stated.cost, costs, "cents")


def _sum(
    route: RouteReplay, what: str, stated: int, right: set[int], unit: str
) -> Violation | None:
    if stated in right:
        return None
    nearest = min(right, key=lambda value: abs(value - stated))
    text = f"{what} adds up to {nearest} {unit}, the plan says {stated}."
    return route.breach(_RULE, text, amount=abs(nearest - stated), unit=unit)
