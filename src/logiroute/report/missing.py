"""What vehicles are missing, in words."""

from collections.abc import Iterator

from logiroute.model.plan import Plan
from logiroute.model.shortage import NotCarried, Shortage
from logiroute.report.wording import Wording


def missing(wording: Wording, plan: Plan) -> list[str]:
    """All that is known of vehicles that are missing: what a plan has shown first."""
    return [*_short(wording, plan.shortage), *(not_carried(wording, of) for of in plan.not_carried)]


def _short(wording: Wording, shortage: Shortage | None) -> Iterator[str]:
    if shortage is None:
        return
    label = wording.scenario.policy.vehicle_class
    each = wording.gettext("{more} more {vehicle_class} like {vehicle} ({fleet} in all)")
    vehicles = wording.gettext(" and ").join(
        each.format(
            more=wording.number(entry.more),
            vehicle_class=label(entry.vehicle_class).label,
            vehicle=entry.vehicle_id,
            fleet=wording.number(entry.fleet),
        )
        for entry in shortage.vehicles
    )
    said = wording.ngettext(
        "Short of vehicles: with {vehicles}, {count} order more would be served.",
        "Short of vehicles: with {vehicles}, {count} orders more would be served.",
        shortage.orders,
    )
    yield said.format(vehicles=vehicles, count=wording.number(shortage.orders))


def not_carried(wording: Wording, of: NotCarried) -> str:
    """How many orders no vehicle of the fleet may do, and which classes may."""
    _, policy = wording.gettext, wording.scenario.policy
    what = [wording.order_kind(of.order_kind)]
    if of.party_class:
        what += [policy.party_class(of.party_class).label, wording.persons(of.persons)]
    said = wording.ngettext(
        "No vehicle of the fleet may do {count} order ({what}).",
        "No vehicle of the fleet may do {count} orders ({what}).",
        of.orders,
    ).format(count=wording.number(of.orders), what=" · ".join(what))
    labels = [policy.vehicle_class(name).label for name in of.vehicle_classes]
    may = (
        _("The policy lets {classes} do it; no plan has tried how many it takes.")
        if labels
        else _("Nor does the policy let any other class do it.")
    )
    return f"{said} {may.format(classes=_(' or ').join(labels))}"
