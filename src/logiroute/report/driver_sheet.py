"""One page per vehicle for whoever drives it: on a phone without network, or on paper."""

from collections import defaultdict
from pathlib import Path
from typing import Any

from logiroute.atomic import write_text
from logiroute.model.backdrop import Backdrop
from logiroute.model.plan import Plan
from logiroute.model.scenario import Scenario
from logiroute.report.cards import closure_card
from logiroute.report.closures import closures_near
from logiroute.report.driver_hours import driving_hours, suit_hours
from logiroute.report.driver_map import driver_map
from logiroute.report.driver_stop import stop_data
from logiroute.report.file_names import distinct_stems
from logiroute.report.gathering import gathered
from logiroute.report.lines import Streets
from logiroute.report.navigation import telephone
from logiroute.report.page import render
from logiroute.report.palette import route_style
from logiroute.report.view import PlanView, RouteView
from logiroute.report.wording import Wording

INDEX = "index"


def write_driver_sheets(
    scenario: Scenario,
    plan: Plan,
    directory: Path | str,
    *,
    backdrop: Backdrop | None = None,
    lang: str = "en",
) -> list[Path]:
    """Write a page for each vehicle that has a route, and an ``index.html`` that lists them.

    Parameters
    ----------
    scenario, plan : Scenario, Plan
        The plan, and what it is a plan of.
    directory : Path or str
        Folder of the pages; made if need be. Files are named after the vehicle ids.
    backdrop : Backdrop, optional
        Streets to draw under the small maps.
    lang : str
        ``en`` or ``zh_CN``.

    Returns
    -------
    list of Path
        The vehicles' pages, in the order of their first route in the plan.

    Raises
    ------
    LogirouteError
        Unknown language, or a page that would not be safe offline.
    """
    scenario, plan = gathered(scenario, plan)
    wording = Wording(scenario, lang)
    view = PlanView(scenario, plan)
    by_vehicle: dict[str, list[RouteView]] = defaultdict(list)
    for route in view.routes:
        by_vehicle[route.vehicle.id].append(route)
    directory = Path(directory)
    streets = Streets(backdrop)
    stems = distinct_stems(by_vehicle, taken=[INDEX])
    paths = [directory / f"{stem}.html" for stem in stems]
    for path, routes in zip(paths, by_vehicle.values(), strict=True):
        in_time = sorted(routes, key=lambda route: route.route.shift)
        page = render("driver.html", wording, **_page(view, wording, in_time, streets))
        write_text(path, page)
    entries = [
        {"file": path.name, **_index_row(wording, routes)}
        for path, routes in zip(paths, by_vehicle.values(), strict=True)
    ]
    index = render("driver_index.html", wording, scenario=scenario, plan=plan, entries=entries)
    write_text(directory / f"{INDEX}.html", index)
    return paths


def _index_row(wording: Wording, routes: list[RouteView]) -> dict[str, Any]:
    vehicle = routes[0].vehicle
    stops = sum(len(route.working_stops) for route in routes)
    return {
        "vehicle": vehicle,
        "class": wording.scenario.policy.vehicle_class(vehicle.vehicle_class).label,
        "crew": wording.gettext(", ").join(member.name for member in vehicle.crew),
        "times": wording.gettext(", ").join(wording.span(*route.duty) for route in routes),
        "stops": wording.ngettext("{count} stop", "{count} stops", stops).format(count=stops),
        "distance": wording.distance(sum(route.route.metres for route in routes)),
    }


def _page(
    view: PlanView, wording: Wording, routes: list[RouteView], streets: Streets
) -> dict[str, Any]:
    vehicle = routes[0].vehicle
    policy = view.scenario.policy
    return {
        "scenario": view.scenario,
        "plan": view.plan,
        "vehicle": vehicle,
        "vehicle_class": policy.vehicle_class(vehicle.vehicle_class).label,
        "crew": [
            {"name": member.name, "role": member.role, "phone": telephone(member.phone)}
            for member in vehicle.crew
        ],
        "hours": [*driving_hours(wording, vehicle), *suit_hours(wording, vehicle)],
        "attribution": streets.attribution,
        # With the date: a day is often a copy of the day before, with the same ids.
        "storage_key": f"logiroute:ticks:{view.scenario.id}:{view.scenario.date}:{vehicle.id}",
        "closed": bool(view.scenario.zones or view.scenario.closures),
        "shifts": [
            {
                "number": number,
                "times": wording.span(*route.duty),
                "distance": wording.distance(route.route.metres),
                "style": route_style(route.index),
                "map": driver_map(view, route, streets),
                "closures": [closure_card(wording, entry) for entry in closures_near(view, route)],
                "stops": [stop_data(wording, route, stop) for stop in route.stops],
            }
            for number, route in enumerate(routes, start=1)
        ],
    }
