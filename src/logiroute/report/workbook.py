"""The workbook: what depots, dispatchers and book-keepers work from."""

from pathlib import Path

from logiroute.atomic import write_bytes
from logiroute.model.plan import Plan
from logiroute.model.scenario import Scenario
from logiroute.model.shortage import Shortage
from logiroute.report import ledgers, papers
from logiroute.report.gathering import gathered
from logiroute.report.itineraries import routes, stops
from logiroute.report.late import late_ones
from logiroute.report.left_out import late, unserved
from logiroute.report.missing import not_carried
from logiroute.report.sheets import Column, Workbook
from logiroute.report.view import PlanView
from logiroute.report.wording import Wording


def write_workbook(scenario: Scenario, plan: Plan, path: Path | str, *, lang: str = "en") -> None:
    """Write the plan as an Excel workbook, in one step.

    Parameters
    ----------
    scenario, plan : Scenario, Plan
        The plan, and what it is a plan of.
    path : Path or str
        The ``.xlsx`` file.
    lang : str
        ``en`` or ``zh_CN``.

    Raises
    ------
    LogirouteError
        Unknown language.
    """
    scenario, plan = gathered(scenario, plan)
    wording = Wording(scenario, lang)
    view = PlanView(scenario, plan)
    _ = wording.gettext
    book = Workbook(title=scenario.title, created=scenario.date, footer=_("Page &P of &N"))
    _summary(book, view, wording)
    routes(book, view, wording)
    stops(book, view, wording)
    papers.gate_passages(book, view, wording)
    papers.passes(book, view, wording)
    ledgers.issue_slips(book, view, wording)
    ledgers.loading_order(book, view, wording)
    ledgers.manifests(book, view, wording)
    unserved(book, view, wording)
    late(book, view, wording)
    ledgers.stock(book, view, wording)
    write_bytes(path, book.content())


def _short(shortage: Shortage) -> str:
    """``26 × transfer_bus (36)``: so many more, and how many that makes."""
    return ", ".join(
        f"{entry.more} × {entry.vehicle_class} ({entry.fleet})" for entry in shortage.vehicles
    )


def _money(wording: Wording, cents: int) -> str:
    return wording.money(cents) if cents else ""


def _summary(book: Workbook, view: PlanView, wording: Wording) -> None:
    _ = wording.gettext
    scenario, plan = view.scenario, view.plan
    used = len({route.vehicle.id for route in view.routes})
    tardy = late_ones(view, wording)
    facts: list[tuple[str, str]] = [
        (_("Title"), scenario.title),
        (_("Date"), scenario.date.isoformat()),
        (_("Timezone"), scenario.timezone),
        (_("Planned at"), wording.stamp(plan.created)),
        (_("Policy"), scenario.policy.title),
        (_("Vehicles used"), f"{used} / {len(scenario.vehicles)}"),
        (_("Routes"), wording.number(len(view.routes))),
        (_("Orders served"), f"{len(view.served)} / {len(view.asked)}"),
        (_("Unserved orders"), wording.number(len(view.left_out))),
        (_("Short of vehicles"), _short(plan.shortage) if plan.shortage else ""),
        (_("No vehicle may"), "\n".join(not_carried(wording, of) for of in plan.not_carried)),
        (_("Distance"), wording.distance(view.metres)),
        (_("Duty time"), wording.duration(view.seconds)),
        (_("Cost"), wording.money(plan.cost)),
        (_("Set down late"), wording.number(len(tardy)) if tardy else ""),
        (_("Of the cost, for lateness"), _money(wording, sum(r.late_cost for r in plan.routes))),
        (_("Of the cost, for places"), _money(wording, sum(r.extra_cost for r in plan.routes))),
        (_("Penalty for unserved orders"), wording.money(plan.penalty)),
        (_("Search"), f"{plan.run.engine}, {_('seed')} {plan.run.seed}"),
        (_("Note"), scenario.note),
    ]
    columns = [Column(_("Fact"), 30), Column(_("Value"), 70)]
    book.table(_("Summary"), columns, [row for row in facts if row[1]])
