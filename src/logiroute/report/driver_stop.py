"""A stop as the driver needs it: what to hand over to whom, how to get in, what is left aboard."""

import hashlib
from functools import lru_cache
from typing import Any

import segno
from markupsafe import Markup

from logiroute.model.order import Line, Transfer
from logiroute.model.plan import Task, TaskKind
from logiroute.report.cards import stop_windows
from logiroute.report.deadlines import deadline_text
from logiroute.report.navigation import geo_uri, navigation_links, telephone
from logiroute.report.palette import route_style
from logiroute.report.passages import (
    Passing,
    check_text,
    open_hours,
    pass_text,
    passings,
    scarce_text,
    way_there,
)
from logiroute.report.stop_view import StopView, order_of
from logiroute.report.suits import change_text
from logiroute.report.view import RouteView
from logiroute.report.wording import Wording


def stop_data(wording: Wording, route: RouteView, view: StopView) -> dict[str, Any]:
    """Everything the driver needs to know about a stop, in words."""
    place, stop = view.place, view.stop
    passed = passings(wording, route, view)
    links = {link.name: link.href for link in navigation_links(place)}
    return {
        "key": _stop_key(route, view),
        "role": view.role,
        "number": view.number,
        "style": route_style(route.index),
        "arrive": wording.clock(stop.arrive),
        "depart": wording.clock(stop.depart),
        "trip": _trip(wording, route, view),
        "window": stop_windows(wording, view) if view.between else "",
        "wait": wording.duration(view.wait_s) if view.wait_s else "",
        "suits": [change_text(wording, change) for change in view.changes],
        "name": place.name,
        "kind": wording.place_kind(place.kind),
        "address": place.address,
        "contact": place.contact,
        "phone": telephone(place.contact),
        "note": place.note,
        "drive": f"{wording.distance(view.leg.metres)} · {wording.duration(view.leg.seconds)}"
        if view.leg
        else "",
        "zones": wording.zone_names(view.leg.zones) if view.leg else "",
        "gates": _gates(wording, passed),
        "way": _way(wording, view),
        "tasks": [_task(wording, route, task) for task in view.work],
        "carry": _carry(wording, route) if view.role == "start" else [],
        "unapproved": _unapproved(wording, route, view),
        "loading": _loading(wording, route, view),
        "aboard": _lines(wording, stop.manifest.lines),
        "parties": [_party(wording, order_id) for order_id in stop.manifest.parties],
        "loads": wording.loads(stop.manifest.loads),
        "links": links,
        "qr": _qr(geo_uri(place)),
    }


def _stop_key(route: RouteView, view: StopView) -> str:
    """Names a stop by what is done there, so that ticks outlive a new plan with the same stop."""
    tasks = sorted(
        f"{task.kind.value} {task.order_id or _before(route, task)}" for task in view.stop.tasks
    )
    parts = [str(route.route.shift), view.role, view.place.id, *tasks]
    if view.role == "reload":
        parts.append(str(view.trip))
    return hashlib.sha256("\n".join(parts).encode("utf-8")).hexdigest()[:16]


def _before(route: RouteView, visit: Task) -> str:
    """What was done since the visit of its kind before, which tells them apart; else its number.

    Before a disinfection it is who got out; if nobody did, all that was worked on.
    """
    done: list[str] = []
    worked: list[str] = []
    number = 0
    for task in (task for stop in route.stops for task in stop.stop.tasks):
        if task is visit:
            break
        if task.kind is visit.kind:
            done, worked, number = [], [], number + 1
        elif task.order_id and (task.kind is TaskKind.ALIGHT or visit.kind is TaskKind.REST):
            done.append(task.order_id)
        elif task.order_id:
            worked.append(task.order_id)
    return " ".join(sorted(done or worked)) or f"#{number}"


def _trip(wording: Wording, route: RouteView, view: StopView) -> str:
    """Which trip starts here, where the route has several."""
    trips = len(route.route.trips)
    if trips == 1 or view.role not in ("start", "reload"):
        return ""
    return wording.gettext("Trip {trip} of {trips}").format(
        trip=wording.number(view.trip + 1), trips=wording.number(trips)
    )


def _gates(wording: Wording, passed: list[Passing]) -> list[dict[str, Any]]:
    return [
        {
            "name": entry.gate.name,
            "zone": wording.scenario.zone[entry.gate.zone_id].name,
            "at": wording.clock(entry.passage.at),
            "check": check_text(wording, entry),
            "hours": open_hours(wording, entry.gate),
            "scarce": scarce_text(wording, entry),
            "papers": wording.gettext(", ").join(entry.gate.papers),
            "passes": [pass_text(wording, leave) for leave in entry.passes],
            "note": entry.gate.note,
            "link": navigation_links(entry.gate)[0].href,
        }
        for entry in passed
    ]


def _way(wording: Wording, view: StopView) -> list[tuple[str, str]]:
    """Turn by turn: what is done, as a class of the style sheet, and the sentence."""
    if view.leg is None:
        return []
    steps, sentences = view.leg.steps, way_there(wording, view.leg)
    return [
        (step.maneuver.value, sentence) for step, sentence in zip(steps, sentences, strict=True)
    ]


def _carry(wording: Wording, route: RouteView) -> list[str]:
    """What to take along for the gates of a shift: their papers, and the vehicle's passes."""
    shift = route.vehicle.shifts[route.route.shift]
    passed = [entry for stop in route.stops for entry in passings(wording, route, stop)]
    papers = dict.fromkeys(paper for entry in passed for paper in entry.gate.papers)
    passes = (
        pass_text(wording, leave)
        for leave in route.vehicle.passes
        if leave.in_force(shift.start, shift.end)
    )
    return [*papers, *passes]


def _unapproved(wording: Wording, route: RouteView, view: StopView) -> str:
    """Who may not go yet: of the whole shift where it starts, else of those who board here."""
    boards = (
        task.order_id
        for stop in (route.stops if view.role == "start" else (view,))
        for task in stop.stop.tasks
        if task.kind is TaskKind.BOARD and task.order_id
    )
    orders = [wording.scenario.order[order_id] for order_id in boards]
    waiting = [order for order in orders if isinstance(order, Transfer) and not order.approved]
    if not waiting:
        return ""
    return wording.gettext("Not approved yet, ask the desk first: {orders}").format(
        orders=wording.gettext(", ").join(dict.fromkeys(map(wording.order_title, waiting)))
    )


def _task(wording: Wording, route: RouteView, task: Task) -> dict[str, Any]:
    order = order_of(wording.scenario, task)
    party = order if isinstance(order, Transfer) else None
    return {
        "kind": wording.task_kind(task.kind),
        "icon": task.kind.value,
        "order": wording.order_title(order) if order else "",
        "lines": _lines(wording, task.lines),
        "party": wording.party_content(party) if party else "",
        "needs": wording.to_mind(party) if party else (),
        "own": "" if order else wording.for_no_order(task),
        "times": "" if order else wording.span(task.start, task.end),
        "contact": order.contact if order else "",
        "phone": telephone(order.contact) if order else "",
        "note": order.note if order else "",
        "to": _set_down(route, task),
        "by": deadline_text(wording, route, task),
    }


def _set_down(route: RouteView, task: Task) -> str:
    """Where what is picked up here is set down; empty for everything else."""
    if task.kind not in (TaskKind.BOARD, TaskKind.LOAD):
        return ""
    for stop in route.stops:
        for later in stop.stop.tasks:
            if later.order_id == task.order_id and later.kind in (
                TaskKind.ALIGHT,
                TaskKind.UNLOAD,
            ):
                return stop.place.name
    return ""


def _lines(wording: Wording, lines: tuple[Line, ...]) -> list[dict[str, str]]:
    return [
        {
            "name": wording.scenario.item[line.item_id].name,
            "quantity": wording.number(line.quantity),
        }
        for line in lines
    ]


def _party(wording: Wording, order_id: str) -> str:
    order = wording.scenario.order[order_id]
    return f"{wording.order_content(order)} · {wording.order_title(order)}"


def _loading(wording: Wording, route: RouteView, view: StopView) -> dict[str, Any]:
    """What comes aboard for a trip, in sum and in the order to put it in: last stop first.

    With a rear door only, there is no other order.
    """
    of_order = {task.order_id: task.lines for task in view.loading}
    last_first = [
        {
            "number": stop.number or "",
            "place": stop.place.name,
            "lines": _lines(wording, of_order[task.order_id]),
        }
        for stop in reversed(route.stops_of_trip(view.trip) if of_order else ())
        for task in reversed(stop.work)
        if task.order_id in of_order and task.kind in (TaskKind.UNLOAD, TaskKind.SERVE)
    ]
    sums = _lines(wording, view.loaded)
    return {"sums": sums, "order": last_first, "binds": route.vehicle.lifo}


@lru_cache(maxsize=512)
def _qr(text: str) -> Markup:
    """A QR code as inline SVG; segno writes digits and path data only."""
    code = segno.make(text, error="m", micro=False)
    drawing = code.svg_inline(scale=2, border=1, svgclass="qr", lineclass=None)
    return Markup(drawing)  # noqa: S704 - made of numbers by segno
