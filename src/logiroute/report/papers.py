"""Sheets of the gates that are passed, and of the papers the drivers carry for them."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from logiroute.report.itineraries import local
from logiroute.report.passages import Passing, open_hours, pass_target, passings, scarce_text
from logiroute.report.sheets import Cell, Column, Style, Workbook
from logiroute.report.view import PlanView, RouteView
from logiroute.report.wording import Wording


def gate_passages(book: Workbook, view: PlanView, wording: Wording) -> None:
    """One row each time a vehicle passes a gate."""
    _ = wording.gettext
    columns = [
        Column(_("Vehicle"), 12),
        Column(_("Plate"), 12),
        Column(_("Shift"), 7, Style.WHOLE),
        Column(_("Gate"), 12),
        Column(_("Name"), 24),
        Column(_("Zone"), 24),
        Column(_("At the gate"), 17, Style.MOMENT),
        Column(_("Check, min"), 8, Style.TENTH),
        Column(_("Through"), 17, Style.MOMENT),
        Column(_("Open"), 18),
        Column(_("Closing soon"), 26),
        Column(_("Papers"), 26),
        Column(_("Pass valid"), 20),
        Column(_("On the way to"), 26),
    ]
    rows = (
        _passage_row(passing, wording)
        for route in view.routes
        for stop in route.stops
        for passing in passings(wording, route, stop)
    )
    book.table(_("Gate passages"), columns, rows)


def _passage_row(passing: Passing, wording: Wording) -> list[Cell]:
    _ = wording.gettext
    vehicle, gate = passing.route.vehicle, passing.gate
    valid = (wording.validity(leave) or _("the whole day") for leave in passing.passes)
    return [
        vehicle.id,
        vehicle.plate,
        passing.route.route.shift + 1,
        gate.id,
        gate.name,
        wording.scenario.zone[gate.zone_id].name,
        local(wording, passing.passage.at),
        Decimal(passing.passage.delay_s) / 60,
        local(wording, passing.through),
        open_hours(wording, gate),
        scarce_text(wording, passing),
        _(", ").join(gate.papers),
        _(", ").join(valid),
        passing.stop.place.name,
    ]


def passes(book: Workbook, view: PlanView, wording: Wording) -> None:
    """One row per pass of a vehicle that drives: what to hand out in the morning."""
    _ = wording.gettext
    columns = [
        Column(_("Vehicle"), 12),
        Column(_("Name"), 18),
        Column(_("Plate"), 12),
        Column(_("Crew"), 18),
        Column(_("Pass for"), 12),
        Column(_("Zone or gate"), 26),
        Column(_("Valid from"), 17, Style.MOMENT),
        Column(_("Valid to"), 17, Style.MOMENT),
        Column(_("First needed"), 17, Style.MOMENT),
        Column(_("Issued"), 14),
    ]
    book.table(_("Passes"), columns, _pass_rows(view, wording))


def _pass_rows(view: PlanView, wording: Wording) -> Iterator[list[Cell]]:
    routes_of: dict[str, list[RouteView]] = defaultdict(list)
    for route in view.routes:
        routes_of[route.vehicle.id].append(route)
    for vehicle_id, routes in routes_of.items():
        vehicle = view.scenario.vehicle[vehicle_id]
        passed = [
            passing
            for route in routes
            for stop in route.stops
            for passing in passings(wording, route, stop)
        ]
        for leave in vehicle.passes:
            used = [entry.passage.at for entry in passed if leave in entry.passes]
            yield [
                vehicle.id,
                vehicle.name,
                vehicle.plate,
                wording.gettext(", ").join(member.name for member in vehicle.crew),
                leave.zone_id or leave.gate_id,
                pass_target(wording, leave),
                local(wording, leave.valid_from) if leave.valid_from else None,
                local(wording, leave.valid_to) if leave.valid_to else None,
                local(wording, min(used)) if used else None,
                None,
            ]
