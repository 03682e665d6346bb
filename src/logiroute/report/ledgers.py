"""Sheets of goods: what leaves which depot on which trip, where it lies, what stays."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

from logiroute.model.order import Call, Delivery, Line, Transfer
from logiroute.model.plan import Stop, TaskKind, Trip
from logiroute.model.scenario import Scenario
from logiroute.report.deadlines import set_down_by
from logiroute.report.itineraries import (
    aboard_columns,
    cubic_metres,
    kilograms,
    load_cells,
    local,
)
from logiroute.report.sheets import Cell, Column, Style, Workbook
from logiroute.report.stop_view import order_of
from logiroute.report.view import PlanView, RouteView
from logiroute.report.wording import Wording


def _loaded(scenario: Scenario, stop: Stop) -> dict[str, tuple[Line, ...]]:
    """Lines by order that a depot hands out at a stop."""
    return {
        order.id: task.lines
        for task in stop.tasks
        if task.kind is TaskKind.LOAD
        and isinstance(order := order_of(scenario, task), Delivery | Call)
    }


def _trips(view: PlanView) -> Iterator[tuple[RouteView, int, Trip]]:
    for route in view.routes:
        for number, trip in enumerate(route.route.trips, start=1):
            yield route, number, trip


def issue_slips(book: Workbook, view: PlanView, wording: Wording) -> None:
    """Item totals per depot and trip; each slip begins a new page on paper."""
    _ = wording.gettext
    columns = [
        Column(_("Depot"), 10),
        Column(_("Name"), 24),
        Column(_("Vehicle"), 12),
        Column(_("Plate"), 12),
        Column(_("Shift"), 7, Style.WHOLE),
        Column(_("Trip"), 7, Style.WHOLE),
        Column(_("Departs"), 17, Style.MOMENT),
        Column(_("Item"), 12),
        Column(_("Item name"), 24),
        Column(_("Quantity"), 11, Style.WHOLE),
        Column(_("kg"), 10, Style.TENTH),
        Column(_("m³"), 9, Style.MONEY),
        Column(_("Issued"), 14),
        Column(_("Checked"), 14),
    ]
    slips: list[tuple[tuple[str, str, int, int], list[list[Cell]]]] = []
    for route, number, trip in _trips(view):
        first = trip.stops[0]
        sums: dict[str, int] = defaultdict(int)
        for lines in _loaded(view.scenario, first).values():
            for line in lines:
                sums[line.item_id] += line.quantity
        rows: list[list[Cell]] = []
        for item_id, quantity in sorted(sums.items()):
            item = view.scenario.item[item_id]
            rows.append(
                [
                    first.place_id,
                    view.scenario.place[first.place_id].name,
                    route.vehicle.id,
                    route.vehicle.plate,
                    route.route.shift + 1,
                    number,
                    local(wording, first.depart),
                    item_id,
                    item.name,
                    quantity,
                    quantity * kilograms(item.unit_loads),
                    quantity * cubic_metres(item.unit_loads),
                    None,
                    None,
                ]
            )
        if rows:
            slips.append(((first.place_id, route.vehicle.id, route.route.shift, number), rows))
    slips.sort(key=lambda slip: slip[0])
    every: list[list[Cell]] = []
    breaks: list[int] = []
    for _key, rows in slips:
        breaks.append(len(every))
        every += rows
    book.table(_("Issue slips"), columns, every, page_breaks=breaks)


def loading_order(book: Workbook, view: PlanView, wording: Wording) -> None:
    """What goes in first is delivered last."""
    _ = wording.gettext
    columns = [
        Column(_("Depot"), 10),
        Column(_("Vehicle"), 12),
        Column(_("Shift"), 7, Style.WHOLE),
        Column(_("Trip"), 7, Style.WHOLE),
        Column(_("Departs"), 17, Style.MOMENT),
        Column(_("Load as number"), 9, Style.WHOLE),
        Column(_("Stop"), 7, Style.WHOLE),
        Column(_("Place"), 10),
        Column(_("Name"), 26),
        Column(_("Order"), 10),
        Column(_("Item"), 12),
        Column(_("Item name"), 24),
        Column(_("Quantity"), 11, Style.WHOLE),
    ]
    rows: list[list[Cell]] = []
    breaks: list[int] = []
    for route, number, trip in _trips(view):
        first = trip.stops[0]
        loaded = _loaded(view.scenario, first)
        if loaded:
            breaks.append(len(rows))
        position = 0
        for stop in reversed(route.stops_of_trip(number - 1)):
            for task in reversed(stop.stop.tasks):
                if task.kind is TaskKind.LOAD or task.order_id not in loaded:
                    continue
                position += 1
                rows += [
                    [
                        first.place_id,
                        route.vehicle.id,
                        route.route.shift + 1,
                        number,
                        local(wording, first.depart),
                        position,
                        stop.number,
                        stop.place.id,
                        stop.place.name,
                        task.order_id,
                        line.item_id,
                        view.scenario.item[line.item_id].name,
                        line.quantity,
                    ]
                    for line in loaded[task.order_id]
                ]
    book.table(_("Loading order"), columns, rows, page_breaks=breaks)


def manifests(book: Workbook, view: PlanView, wording: Wording) -> None:
    """What is aboard on leaving each stop: a row per item and party, or one that says empty."""
    _ = wording.gettext
    columns = [
        Column(_("Vehicle"), 12),
        Column(_("Shift"), 7, Style.WHOLE),
        Column(_("Trip"), 7, Style.WHOLE),
        Column(_("Stop"), 7, Style.WHOLE),
        Column(_("Place"), 10),
        Column(_("Name"), 26),
        Column(_("Departs"), 17, Style.MOMENT),
        Column(_("Aboard"), 34),
        Column(_("Quantity"), 11, Style.WHOLE),
        Column(_("Set down by"), 17, Style.MOMENT),
        *aboard_columns(wording),
    ]
    rows: list[list[Cell]] = []
    breaks: list[int] = []
    for route in view.routes:
        breaks.append(len(rows))
        for stop in route.stops:
            manifest = stop.stop.manifest
            aboard: list[tuple[str, int, datetime | None]] = [
                (view.scenario.item[line.item_id].name, line.quantity, None)
                for line in manifest.lines
            ]
            aboard += [_party(route, id_, wording) for id_ in manifest.parties]
            for name, quantity, by in aboard or [(_("empty"), 0, None)]:
                rows.append(
                    [
                        route.vehicle.id,
                        route.route.shift + 1,
                        stop.trip + 1,
                        stop.number,
                        stop.place.id,
                        stop.place.name,
                        local(wording, stop.stop.depart),
                        name,
                        quantity,
                        by,
                        *load_cells(wording, manifest.loads),
                    ]
                )
    book.table(_("Manifest"), columns, rows, page_breaks=breaks)


def _party(route: RouteView, order_id: str, wording: Wording) -> tuple[str, int, datetime | None]:
    """Who a party is, how many, and when they have to be set down at the latest."""
    order = wording.scenario.order[order_id]
    persons = order.party.persons if isinstance(order, Transfer) else 0
    by = set_down_by(wording.scenario, route, order)
    text = f"{wording.order_title(order)}: {wording.order_content(order)}"
    return text, persons, None if by is None else local(wording, by)


def stock(book: Workbook, view: PlanView, wording: Wording) -> None:
    """Opening − out = closing for every depot and item that is counted or moved."""
    _ = wording.gettext
    columns = [
        Column(_("Depot"), 10),
        Column(_("Name"), 24),
        Column(_("Item"), 12),
        Column(_("Item name"), 24),
        Column(_("Opening"), 11, Style.WHOLE),
        Column(_("Out"), 11, Style.WHOLE),
        Column(_("Closing"), 11, Style.WHOLE),
        Column(_("Reserve"), 11, Style.WHOLE),
        Column(_("Free after the plan"), 12, Style.WHOLE),
    ]
    counted = {(entry.depot_id, entry.item_id): entry for entry in view.scenario.stock}
    rows: list[list[Cell]] = []
    for depot_id, item_id in sorted({*counted, *view.issued}):
        entry = counted.get((depot_id, item_id))
        out = view.issued.get((depot_id, item_id), 0)
        rows.append(
            [
                depot_id,
                view.scenario.place[depot_id].name,
                item_id,
                view.scenario.item[item_id].name,
                entry.quantity if entry else None,
                out,
                entry.quantity - out if entry else None,
                entry.reserve if entry else None,
                entry.available - out if entry else None,
            ]
        )
    book.table(_("Stock"), columns, rows)
