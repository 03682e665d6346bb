"""The facts shown about a stop, a place, a gate or an unserved order, as labelled rows."""

from collections.abc import Iterable, Sequence
from typing import TypedDict

from logiroute.model.order import Order
from logiroute.model.place import Place, Window
from logiroute.model.plan import Reason, Task, Unserved
from logiroute.model.zone import Closure, Gate, Zone
from logiroute.report.deadlines import deadline_text, order_deadline
from logiroute.report.late import late_text
from logiroute.report.passages import (
    Passing,
    check_text,
    open_hours,
    passing_text,
    passings,
    scarce_text,
)
from logiroute.report.stop_view import StopView, order_of
from logiroute.report.suits import change_text
from logiroute.report.view import PlanView, RouteView, first_place_id, task_windows
from logiroute.report.wording import Wording

#: A label and what it says.
Row = tuple[str, str]


class Card(TypedDict):
    """What a pop-up on the map shows; plain text throughout."""

    kicker: str
    title: str
    rows: list[Row]


def _row(label: str, value: str) -> list[Row]:
    return [(label, value)] if value else []


def task_text(wording: Wording, task: Task) -> str:
    """``Unload: early meal × 120``, ``Alight: 3 persons · 40 min late``, ``Disinfect, 45 min``."""
    order = order_of(wording.scenario, task)
    if order is None:
        return wording.for_no_order(task)
    if task.lines and not task.persons:
        content = wording.lines(task.lines)
    else:
        content = wording.order_content(order)
    text = wording.gettext("{action}: {content}").format(
        action=wording.task_kind(task.kind), content=content
    )
    return " · ".join(filter(None, (text, late_text(wording, task))))


def stop_windows(wording: Wording, view: StopView) -> str:
    """When work at a stop may start: the windows of its orders, or else of the place."""
    found: list[Window] = []
    for task in view.stop.tasks:
        order = order_of(wording.scenario, task)
        found += task_windows(order, task) if order else ()
    unique = dict.fromkeys((w.start, w.end) for w in found or view.place.windows)
    return wording.spans(Window(start=start, end=end) for start, end in unique)


def stop_name(wording: Wording, view: StopView) -> str:
    """``3 · name``, or what start and end of a route, or of a further trip are called."""
    if view.role == "start":
        return wording.gettext("Start · {place}").format(place=view.place.name)
    if view.role == "end":
        return wording.gettext("End · {place}").format(place=view.place.name)
    if view.role == "reload":
        trip = wording.number(view.trip + 1)
        return wording.gettext("Trip {trip} · {place}").format(trip=trip, place=view.place.name)
    return f"{view.number} · {view.place.name}"


def stop_card(wording: Wording, route: RouteView, view: StopView) -> Card:
    """All about a stop."""
    _ = wording.gettext
    stop = view.stop
    rows: list[Row] = [
        (_("Planned"), f"{wording.clock(stop.arrive)} → {wording.clock(stop.depart)}"),
        *_row(_("Window"), stop_windows(wording, view)),
        *_row(_("Wait"), wording.duration(view.wait_s) if view.wait_s else ""),
    ]
    if view.leg is not None:
        driven = f"{wording.distance(view.leg.metres)} · {wording.duration(view.leg.seconds)}"
        rows.append((_("Leg"), driven))
        for passing in passings(wording, route, view):
            said = [passing_text(wording, passing), scarce_text(wording, passing)]
            rows.append((_("Gate"), " · ".join(filter(None, said))))
        rows += _row(_("Enters"), wording.zone_names(view.leg.zones))
    for task in view.work if view.between else ():
        order = order_of(wording.scenario, task)
        rows += _row(_("Order"), wording.order_title(order) if order else "")
        rows.append((_("Task"), task_text(wording, task)))
        rows += _row(_("Time limit"), deadline_text(wording, route, task))
        rows += _row(_("Contact"), order.contact if order else "")
        rows += _row(_("Note"), order.note if order else "")
        rows += _row(_("Priority"), str(order.priority) if order else "")
    rows += [(_("Suits"), change_text(wording, change)) for change in view.changes]
    if view.role == "reload":
        rows += _row(_("Load"), wording.lines(view.loaded))
    rows.append((_("Aboard after"), wording.loads(stop.manifest.loads)))
    return {
        "kicker": f"{route.label} · {route.vehicle.name}",
        "title": stop_name(wording, view),
        "rows": rows,
    }


def _left_beds(wording: Wording, view: PlanView, place: Place) -> str:
    """Beds that others may have of people whom the plan fetches from a place."""
    _ = wording.gettext
    visits = view.visits.get(place.id, ())
    leaving = sum(visit.task.persons for visit in visits if visit.task.kind == "board")
    fetched = _("fetched")
    return f" + {leaving} ({fetched})" if leaving else ""


def place_card(wording: Wording, view: PlanView, place: Place) -> Card:
    """All about a place, with who comes when."""
    _ = wording.gettext
    rows: list[Row] = [("ID", place.id)]
    rows += _row(_("Address"), place.address)
    rows += _row(_("Open"), wording.spans(place.windows))
    if place.beds is not None:
        arriving = sum(
            visit.task.persons
            for visit in view.visits.get(place.id, ())
            if visit.task.kind == "alight"
        )
        later = "".join(f" + {entry.beds} ({wording.clock(entry.at)})" for entry in place.freed)
        if place.bed_turnover_s is not None:
            later += _left_beds(wording, view, place)
        rows.append((_("Beds"), f"{arriving} / {place.beds}{later}"))
    if place.bays is not None:
        rows.append((_("Bays"), wording.number(place.bays)))
    if place.docks is not None:
        rows.append((_("Docks"), wording.number(place.docks)))
    rows += _row(_("Contact"), place.contact)
    rows += _row(_("Note"), place.note)
    for visit in view.visits.get(place.id, ())[:12]:
        when = wording.clock(visit.task.start)
        rows.append((f"{when} {visit.route.label}", task_text(wording, visit.task)))
    kinds = [wording.place_kind(place.kind), *([_("off-county")] if place.off_county else [])]
    return {"kicker": " · ".join(kinds), "title": place.name, "rows": rows}


def gate_card(wording: Wording, gate: Gate, passed: Sequence[Passing] = ()) -> Card:
    """All about a gate, with who passes when."""
    _ = wording.gettext
    zone = wording.scenario.zone[gate.zone_id]
    policy = wording.scenario.policy
    classes = [policy.vehicle_class(entry).label for entry in gate.vehicle_classes]
    checks = gate.delay_s or gate.person_delay_s
    rows: list[Row] = [
        (_("Zone"), zone.name),
        *_row(_("Open"), open_hours(wording, gate)),
        *_row(_("Delay"), gate_delay(wording, gate)),
        *_row(_("Papers"), _(", ").join(gate.papers)),
        *_row(_("Admits"), _(", ").join(classes)),
        *_row(_("Note"), gate.note),
    ]
    for passing in passed[:12]:
        said = [check_text(wording, passing), scarce_text(wording, passing)]
        when = wording.clock(passing.passage.at)
        rows.append((f"{when} {passing.route.label}", " · ".join(filter(None, said))))
    return {"kicker": _("Checkpoint") if checks else _("Gate"), "title": gate.name, "rows": rows}


def gate_delay(wording: Wording, gate: Gate) -> str:
    """``3 min per vehicle, 20 s per person``."""
    _ = wording.gettext
    parts = (
        (gate.delay_s, _("{duration} per vehicle")),
        (gate.person_delay_s, _("{duration} per person")),
    )
    return _(", ").join(
        text.format(duration=wording.seconds(seconds)) for seconds, text in parts if seconds
    )


def zone_card(wording: Wording, zone: Zone) -> Card:
    """All about a zone."""
    _ = wording.gettext
    speed = _("{percent}% of what is driven elsewhere").format(percent=zone.speed_percent)
    return {
        "kicker": wording.scenario.policy.zone_class(zone.zone_class).label,
        "title": zone.name,
        "rows": [
            ("ID", zone.id),
            *_row(_("In force"), wording.validity(zone)),
            *_row(_("Speed"), speed if zone.speed_percent < 100 else ""),
            *_row(_("Note"), zone.note),
        ],
    }


def closure_kind(wording: Wording, closure: Closure) -> str:
    """Whether a point of a street or a street is blocked."""
    if len(closure.line) > 1:
        return wording.gettext("Blocked street")
    return wording.gettext("Blocked point")


def closure_card(wording: Wording, closure: Closure) -> Card:
    """All about a closure."""
    _ = wording.gettext
    return {
        "kicker": closure_kind(wording, closure),
        "title": closure.name,
        "rows": [
            ("ID", closure.id),
            (_("In force"), wording.validity(closure) or _("the whole day")),
            *_row(_("Note"), closure.note),
        ],
    }


class ReasonText(TypedDict):
    """One reason in words."""

    vehicle_class: str
    rule: str
    excess: str
    text: str
    remedy: str


def nearest_first(found: Iterable[Reason]) -> list[Reason]:
    """Reasons with a remedy first, then those by some amount, then the plain prohibitions."""
    return sorted(found, key=lambda reason: (not reason.remedy, not reason.amount))


def reasons(wording: Wording, unserved: Unserved) -> list[ReasonText]:
    """Why an order is unserved, by vehicle class, the nearest miss first."""
    return [
        {
            "vehicle_class": _class_label(wording, reason.vehicle_class),
            "rule": wording.rule(reason.rule),
            "excess": wording.excess(reason.amount, reason.unit),
            "text": reason.text,
            "remedy": reason.remedy,
        }
        for reason in nearest_first(unserved.reasons)
    ]


def _class_label(wording: Wording, vehicle_class: str) -> str:
    labels = {entry.id: entry.label for entry in wording.scenario.policy.vehicle_classes}
    return labels.get(vehicle_class, vehicle_class)


def unserved_card(wording: Wording, orders: Sequence[Order], why: Iterable[Unserved]) -> Card:
    """The unserved orders of one place."""
    _ = wording.gettext
    rows: list[Row] = []
    for order, entry in zip(orders, why, strict=True):
        rows.append((_("Order"), wording.order_title(order)))
        rows.append((wording.order_kind(order.kind), wording.order_content(order)))
        windows = wording.spans(order.windows)
        rows += _row(_("Window"), windows)
        rows += _row(_("Time limit"), order_deadline(wording, order))
        rows += _row(_("Contact"), order.contact)
        rows += _row(_("Note"), order.note)
        for reason in reasons(wording, entry):
            rows.append((reason["vehicle_class"], f"{reason['rule']} {reason['excess']}".strip()))
    return {
        "kicker": _("Unserved"),
        "title": wording.scenario.place[first_place_id(orders[0])].name,
        "rows": rows,
    }
