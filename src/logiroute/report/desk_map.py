"""The desk map: the whole plan on one page, for the people who steer the day."""

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from logiroute.atomic import write_text
from logiroute.model.backdrop import Backdrop
from logiroute.model.plan import Plan
from logiroute.model.scenario import Scenario
from logiroute.report import cards
from logiroute.report.closures import closures_of_day
from logiroute.report.deadlines import deadline_text, order_deadline
from logiroute.report.desk_data import desk_data, map_box
from logiroute.report.gathering import gathered
from logiroute.report.late import late_ones
from logiroute.report.missing import missing
from logiroute.report.page import folium_parts, render
from logiroute.report.palette import route_style, zone_styles
from logiroute.report.stop_view import StopView
from logiroute.report.suits import change_text
from logiroute.report.view import PlanView, RouteView, first_place_id
from logiroute.report.wording import Wording

#: Name of the Leaflet map among the page's scripts: folium's own ids are random.
MAP_ID = "desk"


def write_desk_map(
    scenario: Scenario,
    plan: Plan,
    path: Path | str,
    *,
    backdrop: Backdrop | None = None,
    lang: str = "en",
    proof: Mapping[str, object] | None = None,
) -> None:
    """Write the desk map, one HTML file that needs no network.

    Parameters
    ----------
    scenario, plan : Scenario, Plan
        The plan, traced if its routes are to follow streets, and what it is a plan of.
    path : Path or str
        The HTML file; replaced in one step.
    backdrop : Backdrop, optional
        Streets to draw under it.
    lang : str
        ``en`` or ``zh_CN``.
    proof : mapping, optional
        The auditor's proof; without it the page says that the plan is not audited.

    Raises
    ------
    LogirouteError
        Unknown language, or a page that would not be safe offline.
    """
    scenario, plan = gathered(scenario, plan)
    wording = Wording(scenario, lang)
    view = PlanView(scenario, plan)
    page = render(
        "desk.html",
        wording,
        scenario=scenario,
        plan=plan,
        data=desk_data(view, wording, backdrop),
        folium=folium_parts(_folium_map(view)),
        tiles=_tiles(view, wording),
        groups=_groups(view, wording),
        missing=missing(wording, plan),
        unserved=_unserved(view, wording),
        zone_key=_zone_key(view),
        place_kinds=_place_kinds(view, wording),
        closures=bool(closures_of_day(scenario)),
        audit=audit_line(wording, proof),
    )
    write_text(path, page)


def audit_line(wording: Wording, proof: Mapping[str, object] | None) -> dict[str, Any]:
    """What the page says about the audit.

    Parameters
    ----------
    wording : Wording
        Language of the text.
    proof : mapping or None
        As the auditor writes it: ``facts`` maps each rule to the number of facts checked, and
        ``clean`` is false if a violation was found.

    Returns
    -------
    dict
        ``ok`` and ``text``.
    """
    _ = wording.gettext
    if proof is None:
        return {"ok": False, "text": _("Not audited")}
    if not proof.get("clean", True):
        return {"ok": False, "text": _("The audit found violations")}
    facts = proof.get("facts")
    counts = (
        [count for count in facts.values() if isinstance(count, int)]
        if isinstance(facts, Mapping)
        else []
    )
    if not counts:
        return {"ok": True, "text": _("Audited: no violation")}
    text = _("Audited: {rules} rules, {facts} facts, no violation").format(
        rules=len(counts), facts=wording.number(sum(counts))
    )
    return {"ok": True, "text": text}


def _folium_map(view: PlanView) -> Any:
    """The bare map; everything on it is drawn by the page's scripts from inert data."""
    import folium

    west, south, east, north = map_box(view)
    fmap = folium.Map(
        location=[(south + north) / 2, (west + east) / 2],
        zoom_start=12,
        tiles=None,
        prefer_canvas=True,
        control_scale=False,
        zoom_control=False,
        min_zoom=8,
        max_zoom=19,
        # Fine steps: a plan fills the map, on a phone too.
        zoom_snap=0.1,
    )
    fmap._id = MAP_ID
    return fmap


def _tiles(view: PlanView, wording: Wording) -> list[dict[str, str]]:
    """The figures at the head of the panel."""
    _ = wording.gettext
    used = len({route.vehicle.id for route in view.routes})
    unserved = len(view.left_out)
    late = len(late_ones(view, wording))
    tardy = {"label": _("Late"), "value": wording.number(late), "of": "", "tone": "bad"}
    return [
        {
            "label": _("Vehicles used"),
            "value": wording.number(used),
            "of": wording.number(len(view.scenario.vehicles)),
            "tone": "",
        },
        {
            "label": _("Orders served"),
            "value": wording.number(len(view.served)),
            "of": wording.number(len(view.asked)),
            "tone": "",
        },
        {
            "label": _("Unserved"),
            "value": wording.number(unserved),
            "of": "",
            "tone": "bad" if unserved else "good",
        },
        *([tardy] if late else []),
        {"label": _("Distance"), "value": wording.distance(view.metres), "of": "", "tone": ""},
        {"label": _("Duty time"), "value": wording.hours(view.seconds), "of": "", "tone": ""},
        {"label": _("Cost"), "value": wording.money(view.plan.cost), "of": "", "tone": ""},
    ]


def _groups(view: PlanView, wording: Wording) -> list[dict[str, Any]]:
    """Routes by vehicle class, in the policy's order."""
    by_class: dict[str, list[RouteView]] = defaultdict(list)
    for route in view.routes:
        by_class[route.vehicle.vehicle_class].append(route)
    return [
        {
            "id": entry.id,
            "label": entry.label,
            "routes": [_route_row(route, wording) for route in by_class[entry.id]],
        }
        for entry in view.scenario.policy.vehicle_classes
        if entry.id in by_class
    ]


def _route_row(route: RouteView, wording: Wording) -> dict[str, Any]:
    _ = wording.gettext
    stops = len(route.working_stops)
    trips = len(route.route.trips)
    counts = [wording.ngettext("{count} stop", "{count} stops", stops).format(count=stops)]
    if trips > 1:
        counts.append(wording.ngettext("{count} trip", "{count} trips", trips).format(count=trips))
    return {
        "key": route.key,
        "label": route.label,
        "name": route.vehicle.name,
        "plate": route.vehicle.plate,
        "style": route_style(route.index),
        "times": wording.span(*route.duty),
        "facts": " · ".join([*counts, wording.distance(route.route.metres)]),
        "cost": wording.money(route.route.cost),
        "fill": route.fill_percent,
        "peak": wording.loads(route.peak),
        "stops": [
            {
                "number": stop.number,
                "role": stop.role,
                "name": cards.stop_name(wording, stop) if stop.role != "stop" else stop.place.name,
                "time": wording.clock(stop.stop.arrive),
                "window": cards.stop_windows(wording, stop) if stop.between else "",
                "tasks": _tasks(wording, route, stop),
                "loads": wording.lines(stop.loaded) if stop.role == "reload" else "",
            }
            for stop in route.stops
        ],
    }


def _tasks(wording: Wording, route: RouteView, stop: StopView) -> list[str]:
    """What is done at a stop, each line followed by its time limit, and where suits change."""
    lines = [change_text(wording, change) for change in stop.changes]
    for task in stop.work:
        lines += [cards.task_text(wording, task), deadline_text(wording, route, task)]
    return [line for line in lines if line]


def _unserved(view: PlanView, wording: Wording) -> list[dict[str, Any]]:
    found = []
    for entry in view.plan.unserved:
        order = view.scenario.order[entry.order_id]
        place = view.scenario.place[first_place_id(order)]
        found.append(
            {
                "title": wording.order_title(order),
                "place_id": place.id,
                "place": place.name,
                "kind": wording.order_kind(order.kind),
                "priority": order.priority,
                "content": wording.order_content(order),
                "window": wording.spans(order.windows),
                "limit": order_deadline(wording, order),
                "reasons": cards.reasons(wording, entry),
            }
        )
    return sorted(found, key=lambda row: row["priority"])


def _zone_key(view: PlanView) -> list[dict[str, str]]:
    styles = zone_styles(view.scenario.policy)
    used = {zone.zone_class for zone in view.scenario.zones}
    return [
        {
            "label": entry.label,
            "colour": styles[entry.id].colour,
            "pattern": styles[entry.id].pattern,
        }
        for entry in sorted(view.scenario.policy.zone_classes, key=lambda entry: -entry.level)
        if entry.id in used
    ]


def _place_kinds(view: PlanView, wording: Wording) -> list[dict[str, str]]:
    used = dict.fromkeys(place.kind for place in view.scenario.places)
    return [{"kind": kind.value, "label": wording.place_kind(kind)} for kind in used]
