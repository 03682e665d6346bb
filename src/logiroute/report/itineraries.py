"""Sheets of who drives where and when."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from logiroute.model.lateness import due_of
from logiroute.model.order import Order
from logiroute.model.plan import Task
from logiroute.model.stock import Loads
from logiroute.report.cards import stop_windows
from logiroute.report.deadlines import set_down_by
from logiroute.report.passages import passing_text, passings
from logiroute.report.sheets import Cell, Column, Style, Workbook
from logiroute.report.stop_view import StopView, order_of
from logiroute.report.suits import change_text
from logiroute.report.view import PlanView, RouteView
from logiroute.report.wording import Wording
from logiroute.units import CM3_PER_M3, GRAMS_PER_KG, MASS, PEOPLE, SEATS, VOLUME


def local(wording: Wording, moment: datetime) -> datetime:
    """Local time as Excel wants it: without a timezone."""
    return wording.local(moment).replace(tzinfo=None)


def kilograms(loads: Loads) -> Decimal:
    """Mass in kilograms."""
    return Decimal(loads.get(MASS, 0)) / GRAMS_PER_KG


def cubic_metres(loads: Loads) -> Decimal:
    """Volume in cubic metres."""
    return Decimal(loads.get(VOLUME, 0)) / CM3_PER_M3


def peak_columns(wording: Wording) -> list[Column]:
    """The highest mass, volume, persons and everything else of a route."""
    _ = wording.gettext
    return [
        Column(_("Most kg"), 10, Style.TENTH),
        Column(_("Most m³"), 9, Style.MONEY),
        Column(_("Most persons"), 9, Style.WHOLE),
        Column(_("Most other load"), 14),
    ]


def aboard_columns(wording: Wording) -> list[Column]:
    """All that is aboard: mass, volume, persons and everything else, whatever the row is about."""
    _ = wording.gettext
    return [
        Column(_("kg aboard"), 10, Style.TENTH),
        Column(_("m³ aboard"), 9, Style.MONEY),
        Column(_("Persons aboard"), 9, Style.WHOLE),
        Column(_("Other load aboard"), 14),
    ]


def load_cells(wording: Wording, loads: Loads) -> list[Cell]:
    """Cells for `peak_columns` and `aboard_columns`."""
    own = (MASS, VOLUME, SEATS)
    other = [wording.load(name, n) for name, n in sorted(loads.items()) if name not in own and n]
    return [
        kilograms(loads),
        cubic_metres(loads),
        sum(loads.get(name, 0) for name in PEOPLE),
        " · ".join(other) or None,
    ]


def routes(book: Workbook, view: PlanView, wording: Wording) -> None:
    """One row per route."""
    _ = wording.gettext
    columns = [
        Column(_("Vehicle"), 12),
        Column(_("Name"), 18),
        Column(_("Plate"), 12),
        Column(_("Vehicle class"), 16),
        Column(_("Shift"), 7, Style.WHOLE),
        Column(_("Crew"), 18),
        Column(_("Duty from"), 17, Style.MOMENT),
        Column(_("Duty to"), 17, Style.MOMENT),
        Column(_("Trips"), 8, Style.WHOLE),
        Column(_("Stops"), 8, Style.WHOLE),
        Column(_("Orders"), 8, Style.WHOLE),
        Column(_("km"), 9, Style.TENTH),
        Column(_("Duty hours"), 9, Style.TENTH),
        Column(f"{_('Cost')}, {wording.scenario.currency}", 12, Style.MONEY),
        Column(_("Fullest load"), 9, Style.PERCENT),
        *peak_columns(wording),
    ]
    book.table(_("Routes"), columns, (_route_row(route, wording) for route in view.routes))


def _route_row(route: RouteView, wording: Wording) -> list[Cell]:
    vehicle = route.vehicle
    return [
        vehicle.id,
        vehicle.name,
        vehicle.plate,
        wording.scenario.policy.vehicle_class(vehicle.vehicle_class).label,
        route.route.shift + 1,
        wording.gettext(", ").join(member.name for member in vehicle.crew),
        *(local(wording, moment) for moment in route.duty),
        len(route.route.trips),
        len(route.working_stops),
        len(route.order_ids),
        Decimal(route.route.metres) / 1000,
        Decimal(route.route.seconds) / 3600,
        Decimal(route.route.cost) / 100,
        Decimal(route.fill_percent) / 100,
        *load_cells(wording, route.peak),
    ]


def stops(book: Workbook, view: PlanView, wording: Wording) -> None:
    """One row per task; stops without any have one row."""
    _ = wording.gettext
    columns = [
        Column(_("Vehicle"), 12),
        Column(_("Shift"), 7, Style.WHOLE),
        Column(_("Trip"), 7, Style.WHOLE),
        Column(_("Stop"), 7, Style.WHOLE),
        Column(_("Place"), 10),
        Column(_("Name"), 26),
        Column(_("Kind"), 14),
        Column(_("Arrive"), 17, Style.MOMENT),
        Column(_("Work from"), 17, Style.MOMENT),
        Column(_("Depart"), 17, Style.MOMENT),
        Column(_("Window"), 14),
        Column(_("Wait, min"), 8, Style.TENTH),
        Column(_("Leg km"), 8, Style.TENTH),
        Column(_("Leg min"), 8, Style.TENTH),
        Column(_("Gates"), 30),
        Column(_("Zones entered"), 18),
        Column(_("Task"), 10),
        Column(_("Order"), 10),
        Column(_("Order name"), 24),
        Column(_("Content"), 30),
        Column(_("Priority"), 8, Style.WHOLE),
        Column(_("Set down by"), 17, Style.MOMENT),
        Column(_("Due"), 17, Style.MOMENT),
        Column(_("Contact"), 20),
        Column(_("Note"), 24),
        Column(_("Suits"), 30),
        *aboard_columns(wording),
    ]
    book.table(_("Stops"), columns, _stop_rows(view, wording))


def _stop_rows(view: PlanView, wording: Wording) -> Iterator[list[Cell]]:
    for route in view.routes:
        for stop in route.stops:
            for task in stop.stop.tasks or (None,):
                yield _stop_row(route, stop, task, wording)


def _stop_row(route: RouteView, view: StopView, task: Task | None, wording: Wording) -> list[Cell]:
    _ = wording.gettext
    order = order_of(wording.scenario, task) if task else None
    return [
        route.vehicle.id,
        route.route.shift + 1,
        view.trip + 1,
        view.number,
        view.place.id,
        view.place.name,
        wording.place_kind(view.place.kind),
        local(wording, view.stop.arrive),
        local(wording, task.start) if task else None,
        local(wording, view.stop.depart),
        stop_windows(wording, view) if view.between else None,
        Decimal(view.wait_s) / 60,
        Decimal(view.leg.metres) / 1000 if view.leg else None,
        Decimal(view.leg.seconds) / 60 if view.leg else None,
        _(", ").join(passing_text(wording, passing) for passing in passings(wording, route, view)),
        wording.zone_names(view.leg.zones) if view.leg else None,
        wording.task_kind(task.kind) if task else None,
        order.asked_id if order else None,
        order.name if order else None,
        _content(task, order, wording) if task else None,
        order.priority if order else None,
        *_limits(route, order, wording),
        order.contact if order else None,
        order.note if order else None,
        _suits(view, task, wording),
        *load_cells(wording, view.stop.manifest.loads),
    ]


def _limits(route: RouteView, order: Order | None, wording: Wording) -> list[Cell]:
    """Until when a task's people or things have to be set down, and when they should be."""
    latest = set_down_by(wording.scenario, route, order)
    due = None if order is None else due_of(wording.scenario, order)
    return [local(wording, moment) if moment else None for moment in (latest, due)]


def _suits(view: StopView, task: Task | None, wording: Wording) -> str:
    """Suits that change before a task; at the end of duty, after the last one."""
    last = view.stop.tasks[-1] if view.stop.tasks else None
    before = (task,) if task is not last else (task, None)
    changes = (change for change in view.changes if change.before in before)
    return " · ".join(change_text(wording, change) for change in changes)


def _content(task: Task, order: Order | None, wording: Wording) -> str:
    """What a task is about: goods, people, a visit, or the vehicle itself."""
    if order is None:
        return wording.for_no_order(task)
    return wording.lines(task.lines) if task.lines else wording.order_content(order)
