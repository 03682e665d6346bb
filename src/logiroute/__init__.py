"""logiroute: routing for supply and transfer logistics that never breaks a zone boundary.

The way from a day folder to its maps::

    read_scenario → load_roads → travel_times → solve → trace → audit_plan → write_*

Every name here loads its module on first use, so that importing the package stays light.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from logiroute.answering import journey_geojson as journey_geojson
    from logiroute.audit.audit_plan import AuditResult as AuditResult
    from logiroute.audit.audit_plan import audit_plan as audit_plan
    from logiroute.audit.proof import proof as proof
    from logiroute.audit.proof import write_proof as write_proof
    from logiroute.errors import AuditError as AuditError
    from logiroute.errors import InputError as InputError
    from logiroute.errors import InputProblem as InputProblem
    from logiroute.errors import LogirouteError as LogirouteError
    from logiroute.errors import NoPlanError as NoPlanError
    from logiroute.errors import RoadsError as RoadsError
    from logiroute.files.day import read_scenario as read_scenario
    from logiroute.files.matrix_file import write_matrix_csv as write_matrix_csv
    from logiroute.files.matrix_file import write_matrix_npz as write_matrix_npz
    from logiroute.files.plan_json import read_plan as read_plan
    from logiroute.files.plan_json import write_plan as write_plan
    from logiroute.files.points_file import read_points_file as read_points_file
    from logiroute.files.workbook_out import day_to_workbook as day_to_workbook
    from logiroute.geo.backdrop import backdrop as backdrop
    from logiroute.geo.journeys import Mover as Mover
    from logiroute.geo.journeys import journey as journey
    from logiroute.geo.journeys import matrix as matrix
    from logiroute.geo.loading.fetch import fetch_roads as fetch_roads
    from logiroute.geo.loading.interop import from_networkx as from_networkx
    from logiroute.geo.loading.interop import to_geodataframes as to_geodataframes
    from logiroute.geo.loading.interop import to_networkx as to_networkx
    from logiroute.geo.loading.load import load_roads as load_roads
    from logiroute.geo.loading.save import save_roads as save_roads
    from logiroute.geo.roads import Roads as Roads
    from logiroute.geo.trace import trace as trace
    from logiroute.geo.travel import travel_times as travel_times
    from logiroute.geo.unreachable import why_unreachable as why_unreachable
    from logiroute.model.plan import Plan as Plan
    from logiroute.model.scenario import Scenario as Scenario
    from logiroute.model.travel import TravelTimes as TravelTimes
    from logiroute.mover_choice import mover_of as mover_of
    from logiroute.planning import PlanSettings as PlanSettings
    from logiroute.planning import audit_day as audit_day
    from logiroute.planning import check_day as check_day
    from logiroute.planning import plan_day as plan_day
    from logiroute.report.desk_map import write_desk_map as write_desk_map
    from logiroute.report.directions import direction_lines as direction_lines
    from logiroute.report.driver_sheet import write_driver_sheets as write_driver_sheets
    from logiroute.report.geojson import write_routes_geojson as write_routes_geojson
    from logiroute.report.gpx import write_routes_gpx as write_routes_gpx
    from logiroute.report.workbook import write_workbook as write_workbook
    from logiroute.solver.crew.standby import Standby as Standby
    from logiroute.solver.instances.read import read_instance as read_instance
    from logiroute.solver.solve import solve as solve
    from logiroute.solver.solve_problem import solve_problem as solve_problem

__version__ = "0.1.0"

_HOME = {
    "AuditError": "errors",
    "AuditResult": "audit.audit_plan",
    "InputError": "errors",
    "InputProblem": "errors",
    "LogirouteError": "errors",
    "Mover": "geo.journeys",
    "NoPlanError": "errors",
    "Plan": "model.plan",
    "PlanSettings": "planning",
    "Roads": "geo.roads",
    "RoadsError": "errors",
    "Scenario": "model.scenario",
    "Standby": "solver.crew.standby",
    "TravelTimes": "model.travel",
    "audit_day": "planning",
    "audit_plan": "audit.audit_plan",
    "backdrop": "geo.backdrop",
    "check_day": "planning",
    "day_to_workbook": "files.workbook_out",
    "direction_lines": "report.directions",
    "fetch_roads": "geo.loading.fetch",
    "from_networkx": "geo.loading.interop",
    "journey": "geo.journeys",
    "journey_geojson": "answering",
    "load_roads": "geo.loading.load",
    "matrix": "geo.journeys",
    "mover_of": "mover_choice",
    "plan_day": "planning",
    "proof": "audit.proof",
    "read_instance": "solver.instances.read",
    "read_plan": "files.plan_json",
    "read_points_file": "files.points_file",
    "read_scenario": "files.day",
    "save_roads": "geo.loading.save",
    "solve": "solver.solve",
    "solve_problem": "solver.solve_problem",
    "to_geodataframes": "geo.loading.interop",
    "to_networkx": "geo.loading.interop",
    "trace": "geo.trace",
    "travel_times": "geo.travel",
    "why_unreachable": "geo.unreachable",
    "write_desk_map": "report.desk_map",
    "write_driver_sheets": "report.driver_sheet",
    "write_matrix_csv": "files.matrix_file",
    "write_matrix_npz": "files.matrix_file",
    "write_plan": "files.plan_json",
    "write_proof": "audit.proof",
    "write_routes_geojson": "report.geojson",
    "write_routes_gpx": "report.gpx",
    "write_workbook": "report.workbook",
}

__all__ = sorted(_HOME)


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module 'logiroute' has no attribute {name!r}")
    value = getattr(import_module(f"logiroute.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
