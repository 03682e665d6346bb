"""What the desk map draws: plain data for its scripts, every text still unescaped."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from operator import itemgetter
from typing import Any

from logiroute.model.backdrop import Backdrop
from logiroute.model.order import Order, Transfer
from logiroute.model.place import Point
from logiroute.model.zone import Zone
from logiroute.report import cards
from logiroute.report.closures import closures_of_day
from logiroute.report.lines import Box, Streets, box_around, encode, points_of
from logiroute.report.palette import route_style, zone_styles
from logiroute.report.passages import passings_by_gate
from logiroute.report.view import PlanView, RouteView, first_place_id
from logiroute.report.wording import Wording


def desk_data(view: PlanView, wording: Wording, backdrop: Backdrop | None) -> dict[str, Any]:
    """Everything drawn or found on the desk map."""
    box, streets = map_box(view), Streets(backdrop)
    return {
        "bounds": [[box[1], box[0]], [box[3], box[2]]],
        "attribution": streets.attribution,
        "words": words(wording),
        "streets": _streets(streets, box),
        "zones": _zones(view, wording),
        "gates": _gates(view, wording),
        "closures": [
            {
                "id": entry.id,
                "line": [_latlon(point) for point in entry.line],
                "card": cards.closure_card(wording, entry),
            }
            for entry in closures_of_day(view.scenario)
        ],
        "places": [
            {
                "id": place.id,
                "kind": place.kind.value,
                "at": _latlon(place.point),
                "name": place.name,
                "card": cards.place_card(wording, view, place),
            }
            for place in view.scenario.places
        ],
        "routes": [_route(route, wording) for route in view.routes],
        "unserved": _unserved(view, wording),
        "search": list(_search_entries(view, wording)),
    }


def words(wording: Wording) -> dict[str, str]:
    """Texts the scripts need by themselves."""
    _ = wording.gettext
    return {
        "no_match": _("Nothing found"),
        "zoom_in": _("Zoom in"),
        "zoom_out": _("Zoom out"),
    }


def map_box(view: PlanView) -> Box:
    """What the map has to show: routes, places, zones."""
    points: list[Point] = [place.point for place in view.scenario.places]
    for route in view.routes:
        for leg in route.route.legs:
            points += leg.geometry
    for zone in view.scenario.zones:
        for rings in zone.polygons:
            points += rings[0]
    return box_around(points, 0.01, least=0.001)


def _latlon(point: Point) -> list[float]:
    return [round(point[1], 6), round(point[0], 6)]


def _streets(streets: Streets, box: Box) -> list[list[str]]:
    return [
        [encode(line.tolist()) for line in points_of(streets.inside(_sheet(box), rank))]
        for rank in streets.RANKS
    ]


def _sheet(box: Box) -> Box:
    """A wider box than the plan's: streets go on to the edge of a wide or a tall window."""
    west, south, east, north = box
    side = 0.75 * max(east - west, north - south)
    lon, lat = (west + east) / 2, (south + north) / 2
    return lon - 1.3 * side, lat - side, lon + 1.3 * side, lat + side


def _zones(view: PlanView, wording: Wording) -> list[dict[str, Any]]:
    styles = zone_styles(view.scenario.policy)
    levels = {entry.id: entry.level for entry in view.scenario.policy.zone_classes}
    # The stricter zone is drawn last, on top.
    ordered = sorted(view.scenario.zones, key=lambda zone: (levels[zone.zone_class], zone.id))
    found = []
    for zone in ordered:
        style = styles[zone.zone_class]
        found.append(
            {
                "id": zone.id,
                "rings": [
                    [[_latlon(point) for point in ring] for ring in rings]
                    for rings in zone.polygons
                ],
                "colour": style.colour,
                "pattern": style.pattern,
                "label_at": _northern_edge(zone),
                "card": cards.zone_card(wording, zone),
            }
        )
    return found


def _gates(view: PlanView, wording: Wording) -> list[dict[str, Any]]:
    passed = passings_by_gate(view, wording)
    return [
        {
            "id": gate.id,
            "at": _latlon(gate.point),
            "card": cards.gate_card(wording, gate, passed.get(gate.id, ())),
        }
        for gate in view.scenario.gates
    ]


def _northern_edge(zone: Zone) -> list[float]:
    """Where the zone's name stands: on its northernmost corner, so that its inside stays free."""
    return _latlon(max((point for rings in zone.polygons for point in rings[0]), key=itemgetter(1)))


def _route(route: RouteView, wording: Wording) -> dict[str, Any]:
    style = route_style(route.index)
    return {
        "key": route.key,
        "label": route.label,
        "colour": style.colour,
        "ink": style.ink,
        "dash": style.dash,
        "path": encode(route.path),
        "stops": [
            {
                "number": stop.number,
                "at": _latlon(stop.place.point),
                "place": stop.place.id,
                "card": cards.stop_card(wording, route, stop),
            }
            for stop in route.working_stops
        ],
    }


def _unserved(view: PlanView, wording: Wording) -> list[dict[str, Any]]:
    by_place = defaultdict(list)
    for entry in view.plan.unserved:
        order = view.scenario.order[entry.order_id]
        by_place[first_place_id(order)].append((order, entry))
    return [
        {
            "place": place_id,
            "at": _latlon(view.scenario.place[place_id].point),
            "orders": [order.id for order, _entry in found],
            "card": cards.unserved_card(
                wording, [order for order, _ in found], [entry for _, entry in found]
            ),
        }
        for place_id, found in by_place.items()
    ]


def _search_entries(view: PlanView, wording: Wording) -> Iterable[dict[str, Any]]:
    """What the search box finds: vehicles, places with their addresses, orders."""
    for route in view.routes:
        vehicle = route.vehicle
        yield {
            "text": f"{route.label} {vehicle.name}",
            "detail": vehicle.plate,
            "kind": wording.gettext("Vehicle"),
            "route": route.key,
        }
    for place in view.scenario.places:
        yield {
            "text": place.name,
            "detail": " · ".join(part for part in (place.id, place.address) if part),
            "kind": wording.place_kind(place.kind),
            "place": place.id,
        }
    for closure in closures_of_day(view.scenario):
        yield {
            "text": closure.name,
            "detail": " · ".join(filter(None, (closure.id, wording.validity(closure)))),
            "kind": cards.closure_kind(wording, closure),
            "closure": closure.id,
        }
    stops: Mapping[str, tuple[str, int]] = {
        task.order_id: (route.key, stop.number)
        for route in reversed(view.routes)
        for stop in reversed(route.working_stops)
        for task in stop.stop.tasks
        if task.order_id is not None
    }
    for order in view.scenario.orders:
        place = view.scenario.place[first_place_id(order)]
        entry: dict[str, Any] = {
            "text": wording.order_title(order),
            "detail": f"{place.name} · {_found(wording, order)}",
            "kind": wording.order_kind(order.kind),
        }
        if order.id in stops:
            entry["route"], entry["stop"] = stops[order.id]
        else:
            entry["place"] = place.id
        yield entry


def _found(wording: Wording, order: Order) -> str:
    """What the line of an order in the search box says: of people, no more than who they are."""
    if isinstance(order, Transfer):
        return wording.party_content(order)
    return wording.order_content(order)
