"""The conductor of single questions: from roads, a day and two points to the way between."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from logiroute.errors import InputError, InputProblem, RoadsError, Severity
from logiroute.files.day import DayReport, inspect_day
from logiroute.files.whole_file import file_problems
from logiroute.geo.checks import gate_problems, profile_problems
from logiroute.geo.engine import EngineName
from logiroute.geo.journeys import Journey, Mover, journey
from logiroute.geo.loading.load import load_roads
from logiroute.geo.roads import Roads
from logiroute.geo.unreachable import Unreachable, why_unreachable
from logiroute.model.place import Point
from logiroute.model.scenario import Scenario
from logiroute.mover_choice import choice_problems, mover_of, option_problem
from logiroute.report.journey_geojson import GateMark, Way, way_geojson


@dataclass(frozen=True)
class Question:
    """Who moves, where and when, in the words of the command line; see `mover_of`."""

    roads: Path
    day: Path | None = None
    vehicle: str | None = None
    profile: str | None = None
    at: str | None = None
    snap_limit_m: float | None = None
    engine: EngineName = "cch"
    loaded: bool = False


@dataclass(frozen=True)
class Answer:
    """The way from one point to another, or why there is none.

    Attributes
    ----------
    way : Way or None
    geojson : dict
        The way as a FeatureCollection; empty if there is none.
    why_not : Unreachable or None
    """

    way: Way | None
    geojson: dict[str, Any]
    why_not: Unreachable | None
    warnings: tuple[InputProblem, ...]


def way_between(
    question: Question, start: str, end: str, out: Path | None = None, lang: str = "en"
) -> Answer:
    """Find the way from one point to another, or why there is none.

    Parameters
    ----------
    question : Question
    start, end : str
        ``LON,LAT`` in WGS-84.
    out : Path, optional
        Where the answer is to be written: judged here, written by the caller.
    lang : str
        Language of the directions.

    Raises
    ------
    InputError
        Everything that is wrong with files and options.
    """
    found = [] if out is None else file_problems(out, (question.roads, question.day))
    ends: list[Point] = []
    for option, given in (("--from", start), ("--to", end)):
        point = _point(given)
        if isinstance(point, str):
            found.append(option_problem(option, point))
        else:
            ends.append(point)
    mover, warnings = opened(question, found)
    driven = journey(mover, *ends)
    if driven is None:
        return Answer(None, {}, why_unreachable(mover, *ends), warnings)
    return Answer(_way(mover, driven), journey_geojson(mover, driven, lang), None, warnings)


def journey_geojson(mover: Mover, driven: Journey, lang: str = "en") -> dict[str, Any]:
    """A journey as a GeoJSON FeatureCollection: line with directions, and gates.

    Parameters
    ----------
    mover : Mover
        Who found it.
    driven : Journey
    lang : {"en", "zh_CN"}
        Language of the directions.

    Raises
    ------
    LogirouteError
        There is no catalog for this language.
    """
    about = {"profile": mover.profile}
    if mover.scenario is not None and mover.movement is not None:
        about |= {"scenario": mover.scenario.id, "vehicle_class": mover.movement.vehicle_class}
    about |= {"attribution": mover.roads.attribution, "licence": mover.roads.licence}
    return way_geojson(_way(mover, driven), about, lang)


def _way(mover: Mover, driven: Journey) -> Way:
    drawing, scenario = driven.drawing, mover.scenario
    way = Way(
        driven.seconds,
        driven.metres,
        driven.from_m,
        driven.to_m,
        drawing.geometry,
        steps=drawing.steps,
    )
    if scenario is None:
        return way
    return replace(
        way,
        gates=tuple(
            GateMark(scenario.gate[gate.gate_id], gate.after_s, gate.delay_s)
            for gate in drawing.gates
        ),
        zones=tuple(scenario.zone[zone_id] for zone_id in drawing.zones),
        depart=None if mover.at is None else mover.at.astimezone(scenario.tz),
    )


def opened(
    question: Question, found: Sequence[InputProblem]
) -> tuple[Mover, tuple[InputProblem, ...]]:
    """The mover a question is about, and the warnings on the way to it.

    Raises
    ------
    InputError
        With everything found before and here, if any of it is an error.
    """
    problems = [*found]
    report = None if question.day is None else inspect_day(question.day)
    problems += () if report is None else report.problems
    scenario = None if report is None else report.scenario
    if report is None or scenario is not None:
        problems += choice_problems(
            scenario,
            vehicle=question.vehicle,
            profile=question.profile,
            at=question.at,
            snap_limit_m=question.snap_limit_m,
            loaded=question.loaded,
        )
    try:
        roads = load_roads(question.roads)
    except RoadsError as error:
        raise InputError([*problems, InputProblem("ROADS", 0, "", str(error), "S304")]) from error
    if report is not None and scenario is not None:
        problems += _of_day_on_roads(report, scenario, roads)
    if any(problem.severity is Severity.ERROR for problem in problems):
        raise InputError(problems)
    mover = mover_of(
        roads,
        scenario,
        vehicle=question.vehicle,
        profile=question.profile,
        at=question.at,
        snap_limit_m=question.snap_limit_m,
        engine=question.engine,
        loaded=question.loaded,
    )
    return mover, tuple(problems)


def _of_day_on_roads(report: DayReport, scenario: Scenario, roads: Roads) -> Iterator[InputProblem]:
    for problem in (*profile_problems(scenario), *gate_problems(scenario, roads)):
        yield report.located(problem)


def _point(given: str) -> Point | str:
    """A point of the command line, or what is wrong with it."""
    try:
        lon, lat = (float(part) for part in given.split(","))
    except ValueError:
        return f'expected LON,LAT in degrees like 114.305,30.593, got "{given}"'
    if abs(lon) <= 180 and abs(lat) <= 90:
        return lon, lat
    return f"{given} is outside the world; longitude comes first, then latitude"
