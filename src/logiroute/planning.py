"""The conductor: from a day folder to an audited plan in an output folder."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from logiroute.audit.audit_plan import AuditResult, audit_plan
from logiroute.audit.proof import proof, write_proof
from logiroute.errors import InputError, InputProblem, RoadsError, Severity
from logiroute.files.day import DayReport, inspect_day
from logiroute.files.plan_json import read_plan, write_plan
from logiroute.files.publish import check_out_folder, published_folder
from logiroute.geo.backdrop import backdrop
from logiroute.geo.checks import check_places, road_problems
from logiroute.geo.engine import EngineName
from logiroute.geo.loading.load import load_roads
from logiroute.geo.obstructed import name_obstructions
from logiroute.geo.roads import Roads
from logiroute.geo.trace import trace
from logiroute.geo.travel import travel_times
from logiroute.model.plan import Plan
from logiroute.model.scenario import Scenario
from logiroute.model.travel import TravelTimes
from logiroute.solver.budget import Budget
from logiroute.solver.crew.standby import stand_by
from logiroute.solver.searches import DEFAULT_SEARCH
from logiroute.solver.solve import solve

if TYPE_CHECKING:
    from logiroute.solver.progress import Progress

PLAN, DESK, DRIVERS = "plan.json", "desk.html", "drivers"
WORKBOOK, ROUTES, PROOF = "plan.xlsx", "routes.geojson", "proof.json"

#: Everything a plan puts into its output folder.
OUTPUTS = (PLAN, DESK, DRIVERS, WORKBOOK, ROUTES, PROOF)


class Stage(StrEnum):
    """Where the work on a plan stands."""

    READ = "read"
    ROADS = "roads"
    TRAVEL = "travel"
    SOLVE = "solve"
    TRACE = "trace"
    AUDIT = "audit"
    WRITE = "write"


class Watcher(Protocol):
    """Whoever wants to see a plan being made."""

    def stage(self, stage: Stage) -> None:
        """Take note that a stage begins."""

    def progress(self, progress: "Progress") -> None:
        """Take note of how far the search has come."""


class Unwatched:
    """Nobody looks."""

    def stage(self, stage: Stage) -> None:
        """Do nothing."""

    def progress(self, progress: "Progress") -> None:
        """Do nothing."""


@dataclass(frozen=True)
class PlanSettings:
    """How to search and in which language to write; see `logiroute.solve`."""

    seconds: float | None = 30.0
    iterations: int | None = None
    plateau_seconds: float | None = None
    seed: int = 0
    processes: int | None = None
    search: str = DEFAULT_SEARCH
    engine: EngineName = "cch"
    lang: str = "en"


@dataclass(frozen=True)
class Planned:
    """A plan that passed its audit, with what it was made from."""

    scenario: Scenario
    travel: TravelTimes
    plan: Plan
    result: AuditResult
    warnings: tuple[InputProblem, ...]


def check_day(day: Path) -> DayReport:
    """Find everything wrong with a day: its tables, its zones, and its places on the roads.

    Parameters
    ----------
    day : Path
        Day folder or workbook.

    Returns
    -------
    DayReport
        With the problems of files and roads together, in order of file and row.
    """
    report = inspect_day(day)
    if report.roads is None:
        return report
    try:
        roads = load_roads(report.roads)
    except RoadsError as error:
        found = [InputProblem("scenario", 0, "roads", str(error), "S304")]
    else:
        found = _road_problems(report, roads)
    return _with_problems(report, found)


def plan_day(
    day: Path,
    out: Path,
    settings: PlanSettings | None = None,
    watcher: Watcher | None = None,
) -> Planned:
    """Plan a day and write every output, or nothing.

    Parameters
    ----------
    day : Path
        Day folder or workbook.
    out : Path
        Folder for the outputs; an earlier plan in it is replaced as a whole.
    settings : PlanSettings, optional
        Time, iterations, seed, engine, language.
    watcher : Watcher, optional
        Told of stages and progress.

    Raises
    ------
    InputError
        The day or the output folder cannot be used; all problems at once.
    NoPlanError
        The search ended without any plan.
    AuditError
        The plan breaks a rule; nothing was written.
    """
    settings = settings or PlanSettings()
    watcher = watcher or Unwatched()
    check_out_folder(out, OUTPUTS)
    budget = Budget(settings.seconds, settings.iterations, None, settings.plateau_seconds)
    with stand_by(budget, settings.processes, settings.search) as standby:
        watcher.stage(Stage.READ)
        report = inspect_day(day)
        watcher.stage(Stage.ROADS)
        report, scenario, roads = _on_roads(report)
        watcher.stage(Stage.TRAVEL)
        travel = travel_times(scenario, roads, engine=settings.engine)
        watcher.stage(Stage.SOLVE)
        plan = solve(
            scenario,
            travel,
            seconds=settings.seconds,
            iterations=settings.iterations,
            plateau_seconds=settings.plateau_seconds,
            seed=settings.seed,
            processes=settings.processes,
            search=settings.search,
            on_progress=watcher.progress,
            standby=standby,
        )
    watcher.stage(Stage.TRACE)
    plan = trace(plan, scenario, roads, engine=settings.engine)
    plan = name_obstructions(plan, scenario, roads, engine=settings.engine)
    watcher.stage(Stage.AUDIT)
    result = audit_plan(scenario, travel, plan)
    result.raise_if_broken()
    watcher.stage(Stage.WRITE)
    evidence = proof(scenario, travel, plan, result, inputs=_input_hashes(day))
    with published_folder(out) as part:
        write_outputs(scenario, plan, roads, evidence, part, lang=settings.lang)
    return Planned(scenario, travel, plan, result, report.problems)


def write_outputs(
    scenario: Scenario,
    plan: Plan,
    roads: Roads,
    evidence: Mapping[str, object],
    folder: Path,
    *,
    lang: str = "en",
) -> None:
    """Write plan, maps, pages, workbook, exchange file and proof into a folder."""
    from logiroute.report.desk_map import write_desk_map
    from logiroute.report.driver_sheet import write_driver_sheets
    from logiroute.report.geojson import write_routes_geojson
    from logiroute.report.workbook import write_workbook

    streets = backdrop(roads, [*(place.point for place in scenario.places), *plan.points])
    write_plan(plan, folder / PLAN)
    write_desk_map(scenario, plan, folder / DESK, backdrop=streets, proof=evidence, lang=lang)
    write_driver_sheets(scenario, plan, folder / DRIVERS, backdrop=streets, lang=lang)
    write_workbook(scenario, plan, folder / WORKBOOK, lang=lang)
    write_routes_geojson(scenario, plan, folder / ROUTES)
    write_proof(evidence, folder / PROOF)


def audit_day(day: Path, plan_file: Path, *, engine: EngineName = "cch") -> AuditResult:
    """Audit any plan file against its day.

    Raises
    ------
    InputError
        Day or plan file cannot be read.
    """
    plan = read_plan(plan_file)
    _, scenario, roads = _on_roads(inspect_day(day))
    travel = travel_times(scenario, roads, engine=engine)
    return audit_plan(scenario, travel, plan)


def _on_roads(report: DayReport) -> tuple[DayReport, Scenario, Roads]:
    """A day held against its roads, fit to be planned.

    Raises
    ------
    InputError
        It is not; with every problem of files and roads.
    """
    if report.roads is None:
        raise InputError(report.problems)
    roads = load_roads(report.roads)
    report = _with_problems(report, _road_problems(report, roads))
    if report.scenario is None:
        raise InputError(report.problems)
    return report, report.scenario, roads


def _road_problems(report: DayReport, roads: Roads) -> list[InputProblem]:
    """Problems that only the roads show, each at its row."""
    if report.scenario is None:
        found = check_places(report.places, roads, report.snap_limit_m)
    else:
        found = road_problems(report.scenario, roads)
    return [report.located(problem) for problem in found]


def _with_problems(report: DayReport, found: list[InputProblem]) -> DayReport:
    problems = tuple(sorted({*report.problems, *found}))
    broken = any(problem.severity is Severity.ERROR for problem in found)
    return replace(report, problems=problems, scenario=None if broken else report.scenario)


def _input_hashes(day: Path) -> dict[str, str]:
    """SHA-256 of every input file, by name."""
    files = [day] if day.is_file() else sorted(p for p in day.iterdir() if p.is_file())
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}
