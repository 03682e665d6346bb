"""What the commands say on standard output."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import typer

from logiroute.errors import InputProblem

# Names of types only: the heavy packages behind them load inside the commands that need them.
if TYPE_CHECKING:
    from logiroute.audit.audit_plan import AuditResult
    from logiroute.geo.roads_summary import RoadsSummary
    from logiroute.geo.unreachable import Unreachable
    from logiroute.model.order import Order
    from logiroute.model.plan import Plan, Reason, Unserved
    from logiroute.model.scenario import Scenario
    from logiroute.model.shortage import Shortage
    from logiroute.report.view import PlanView


def count(number: int, what: str) -> str:
    """``1 order``, ``2 orders``."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def with_severity(problem: InputProblem) -> str:
    """``error: …`` or ``warning: …``."""
    return f"{problem.severity}: {problem}"


def print_plan(scenario: "Scenario", plan: "Plan") -> None:
    """Say what was planned and what was not."""
    from logiroute.report.gathering import gathered
    from logiroute.report.missing import not_carried
    from logiroute.report.view import PlanView
    from logiroute.report.wording import Wording

    scenario, plan = gathered(scenario, plan)
    view = PlanView(scenario, plan)
    vehicles = len({route.vehicle_id for route in plan.routes})
    metres = sum(route.metres for route in plan.routes)
    served = f"{len(view.served)} of {count(len(view.asked), 'order')} served"
    served += f", {view.in_part} more in part" if view.in_part else ""
    typer.echo(f"{scenario.title}: {served}")
    typer.echo(
        f"{count(len(plan.routes), 'route')} of {count(vehicles, 'vehicle')}, "
        f"{metres / 1000:,.1f} km, cost {plan.cost / 100:,.2f} {scenario.currency}"
    )
    _print_set_downs(view)
    for unserved in plan.unserved:
        order = scenario.order[unserved.order_id]
        typer.echo(f"not served: {_asked(scenario, order)} (priority {order.priority})")
        for line in _why(unserved):
            typer.echo(f"  {line}")
    if plan.shortage:
        typer.echo(_short_of(scenario, plan.shortage))
    for entry in plan.not_carried:
        typer.echo(not_carried(Wording(scenario, "en"), entry))


def _print_set_downs(view: "PlanView") -> None:
    """Say what of the cost is for lateness and for places, and who is late."""
    from logiroute.report.late import late_ones
    from logiroute.report.wording import Wording

    wording = Wording(view.scenario, "en")
    for what, cents in (
        ("for lateness", sum(route.late_cost for route in view.plan.routes)),
        ("for places", sum(route.extra_cost for route in view.plan.routes)),
    ):
        if cents:
            typer.echo(f"of the cost {what}: {cents / 100:,.2f} {view.scenario.currency}")
    for late in late_ones(view, wording):
        typer.echo(
            f"late: {_asked(view.scenario, late.order)}, {late.route.vehicle.id}, at "
            f"{late.stop.place.name} at {wording.clock(late.task.start)}, "
            f"{wording.duration(late.seconds)} after it was due"
        )


def _asked(scenario: "Scenario", order: "Order") -> str:
    """``T7 Workers of plant 3``; of a cohort with how many of it."""
    from logiroute.report.wording import Wording

    wording = Wording(scenario, "en")
    cohort = order.asked_id != order.id
    content = f": {wording.order_content(order)}" if cohort else ""
    return f"{wording.order_title(order)}{content}"


def _short_of(scenario: "Scenario", shortage: "Shortage") -> str:
    """``Short of vehicles: with 24 more transfer_bus like B1 (34 in all) …``."""
    more = " and ".join(
        f"{entry.more} more {entry.vehicle_class} like {entry.vehicle_id} ({entry.fleet} in all)"
        for entry in shortage.vehicles
    )
    rest = f"; {shortage.left_out:,} would still be left out" if shortage.left_out else ""
    served = count(shortage.orders, "order")
    if scenario.cohorts:
        served += " (each part of a cohort for one)"
    return f"short of vehicles: with {more}, {served} more would be served{rest}"


def _why(unserved: "Unserved") -> Iterator[str]:
    """The reasons that a change could remove, each in full; the classes that never may together."""
    from logiroute.report.cards import nearest_first

    near = [reason for reason in unserved.reasons if reason.remedy or reason.amount]
    for reason in nearest_first(near or unserved.reasons):
        yield _reason(reason)
    if near and (others := [reason for reason in unserved.reasons if reason not in near]):
        yield "not by " + ", ".join(f"{other.vehicle_class} [{other.rule}]" for other in others)


def _reason(reason: "Reason") -> str:
    remedy = f" Remedy: {reason.remedy}." if reason.remedy else ""
    return f"{reason.vehicle_class}: {reason.text} [{reason.rule}]{remedy}"


def print_roads(source: str, summary: "RoadsSummary") -> None:
    """Say what a road network holds."""
    (west, south), (east, north) = summary.bounds
    rows = [
        ("roads", source),
        ("segments", f"{summary.segments:,} between {summary.nodes:,} junctions"),
        ("length", f"{summary.kilometres:,.1f} km, {summary.one_way_km:,.1f} km of it one-way"),
        ("turns", f"{count(summary.bans, 'forbidden turn')}, {summary.bans_over_ways:,} over ways"),
        ("barriers", f"{summary.barriers:,} junctions that stop somebody"),
        ("limits", _limits(summary)),
        ("box", f"{west:.4f},{south:.4f} to {east:.4f},{north:.4f} (lon,lat WGS-84)"),
        *(("dropped", f"{left:,} {what}") for what, left in summary.dropped.items() if left),
        ("date", summary.date or "unknown"),
        ("source", f"{summary.source}, {summary.licence}"),
        ("attribution", summary.attribution),
        ("sha256", summary.hash),
    ]
    width = max(len(name) for name, _text in rows)
    for name, text in rows:
        typer.echo(f"{name:<{width}} {text}")
    width = max(len(name) for name in summary.by_class)
    for name, (segments, kilometres) in summary.by_class.items():
        typer.echo(f"  {name:<{width}} {segments:>9,} segments {kilometres:>11,.1f} km")


def _limits(summary: "RoadsSummary") -> str:
    return "segments with a limit: " + ", ".join(
        f"{number:,} of {what}" for what, number in summary.limits.items()
    )


def print_audit(result: "AuditResult") -> None:
    """Say what the auditor found."""
    facts = sum(result.facts.values())
    if result.clean:
        typer.echo(f"Audit: clean; {len(result.facts)} rules, {count(facts, 'fact')} checked")
        return
    typer.echo(f"Audit: {count(len(result.violations), 'violation')}")
    for violation in result.violations:
        typer.echo(f"  {violation}")


def print_unreachable(start: str, end: str, why: "Unreachable | None") -> None:
    """Say on standard error what stands in the way between two points."""
    typer.echo(f"no way from {start} to {end}:", err=True)
    if why is None:
        return
    for number, met in enumerate(why.obstructions, start=1):
        cure = f"; {met.cure}" if met.cure else ""
        where = f"{met.point[0]:.6f},{met.point[1]:.6f}"
        typer.echo(f"  {number}. {met.text}{cure} (at {where})", err=True)
    tried = "tried: without all this, the way is open"
    if not why.verified:
        tried = "whether that is all could not be tried"
    typer.echo(f"{tried}; nothing was written", err=True)
