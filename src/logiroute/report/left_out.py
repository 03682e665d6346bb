"""Sheets of what is left undone, and of what is done late."""

from decimal import Decimal

from logiroute.model.lateness import due_of
from logiroute.report.cards import reasons
from logiroute.report.deadlines import order_deadline
from logiroute.report.itineraries import local
from logiroute.report.late import late_ones
from logiroute.report.sheets import Cell, Column, Style, Workbook
from logiroute.report.view import PlanView, first_place_id
from logiroute.report.wording import Wording


def unserved(book: Workbook, view: PlanView, wording: Wording) -> None:
    """One row per reason; an order without reasons has one row."""
    _ = wording.gettext
    columns = [
        Column(_("Order"), 10),
        Column(_("Order name"), 24),
        Column(_("Kind"), 12),
        Column(_("Priority"), 8, Style.WHOLE),
        Column(_("Place"), 10),
        Column(_("Name"), 26),
        Column(_("Content"), 30),
        Column(_("Window"), 16),
        Column(_("Time limit"), 24),
        Column(_("Contact"), 20),
        Column(_("Note"), 24),
        Column(_("Vehicle class"), 16),
        Column(_("Rule"), 16),
        Column(_("By how much"), 14),
        Column(_("Reason"), 46),
        Column(_("What would serve it"), 36),
    ]
    rows: list[list[Cell]] = []
    for entry in view.plan.unserved:
        order = view.scenario.order[entry.order_id]
        place = view.scenario.place[first_place_id(order)]
        about: list[Cell] = [
            order.asked_id,
            order.name,
            wording.order_kind(order.kind),
            order.priority,
            place.id,
            place.name,
            wording.order_content(order),
            wording.spans(order.windows),
            order_deadline(wording, order),
            order.contact,
            order.note,
        ]
        found = reasons(wording, entry)
        rows += [
            [
                *about,
                reason["vehicle_class"],
                reason["rule"],
                reason["excess"],
                reason["text"],
                reason["remedy"],
            ]
            for reason in found
        ]
        if not found:
            rows.append([*about, *[None] * 5])
    book.table(_("Unserved"), columns, rows)


def late(book: Workbook, view: PlanView, wording: Wording) -> None:
    """One row per order that is late; no sheet where none is."""
    _ = wording.gettext
    columns = [
        Column(_("Order"), 10),
        Column(_("Order name"), 24),
        Column(_("Content"), 30),
        Column(_("Priority"), 8, Style.WHOLE),
        Column(_("Vehicle"), 12),
        Column(_("Place"), 10),
        Column(_("Name"), 26),
        Column(_("Due"), 17, Style.MOMENT),
        Column(_("Work from"), 17, Style.MOMENT),
        Column(_("Late, min"), 10, Style.TENTH),
    ]
    rows: list[list[Cell]] = []
    for entry in late_ones(view, wording):
        due = due_of(view.scenario, entry.order)
        rows.append(
            [
                entry.order.asked_id,
                entry.order.name,
                wording.order_content(entry.order),
                entry.order.priority,
                entry.route.vehicle.id,
                entry.stop.place.id,
                entry.stop.place.name,
                local(wording, due) if due else None,
                local(wording, entry.task.start),
                Decimal(entry.seconds) / 60,
            ]
        )
    if rows:
        book.table(_("Late"), columns, rows)
