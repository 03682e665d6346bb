"""Who moves: from the words of a command to a mover, with everything wrong with them at once."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from math import inf

from logiroute.errors import InputError, InputProblem
from logiroute.files.clock import Clock, NotATimeError
from logiroute.files.problems import did_you_mean, shown
from logiroute.geo.engine import EngineName
from logiroute.geo.journeys import Mover
from logiroute.geo.profiles import PROFILES
from logiroute.geo.roads import Roads
from logiroute.model.fleet import Vehicle
from logiroute.model.scenario import Scenario
from logiroute.model.travel import Movement

#: A point farther than this from every street has no way, where no day says otherwise.
SNAP_LIMIT_M = 300.0


def mover_of(
    roads: Roads,
    scenario: Scenario | None = None,
    *,
    vehicle: str | None = None,
    profile: str | None = None,
    at: str | datetime | None = None,
    snap_limit_m: float | None = None,
    engine: EngineName = "cch",
    loaded: bool = False,
) -> Mover:
    """Someone who moves on the roads, by the rules of a day if one is given.

    Parameters
    ----------
    roads : Roads
    scenario : Scenario, optional
        The day whose zones, gates, closures and passes count.
    vehicle : str, optional
        Id of the day's vehicle that moves.
    profile : str, optional
        Without a day, a shipped profile (``car``, if not given). With one, stands for the vehicles
        of that profile, if all of them move alike.
    at : str or datetime, optional
        When the drive begins: ``06:30`` or ``2022-04-10 06:30`` on the day's clock, or a moment
        with a timezone. Not given: at any moment of the day.
    snap_limit_m : float, optional
        The day's own, or 300 m, if not given.
    engine : {"cch", "scipy"}
    loaded : bool
        With people aboard, or without: zones of the day may make a difference of that.

    Raises
    ------
    InputError
        S402, with everything that does not fit.
    """
    problems = choice_problems(
        scenario,
        vehicle=vehicle,
        profile=profile,
        at=at,
        snap_limit_m=snap_limit_m,
        loaded=loaded,
    )
    if problems:
        raise InputError(problems)
    if scenario is None:
        limit = SNAP_LIMIT_M if snap_limit_m is None else snap_limit_m
        return Mover(roads, profile or "car", snap_limit_m=limit, engine=engine)
    (movement,) = _movements(scenario, vehicle, profile)
    return Mover(
        roads,
        movement.profile,
        scenario,
        movement,
        _moment(scenario, at),
        float(scenario.snap_limit_m) if snap_limit_m is None else snap_limit_m,
        engine,
        loaded,
    )


def choice_problems(
    scenario: Scenario | None,
    *,
    vehicle: str | None = None,
    profile: str | None = None,
    at: str | datetime | None = None,
    snap_limit_m: float | None = None,
    loaded: bool = False,
) -> list[InputProblem]:
    """Everything that keeps `mover_of` from knowing who moves, where and when; S402."""
    found: list[InputProblem] = []
    if snap_limit_m is not None and not 0 < snap_limit_m < inf:
        found.append(option_problem("--snap-limit", f"{snap_limit_m:g} is no distance in metres"))
    if scenario is None:
        return [*found, *_without_day(vehicle, profile, at, loaded=loaded)]
    return [*found, *_whoever(scenario, vehicle, profile), *_whenever(scenario, at)]


def option_problem(option: str, message: str) -> InputProblem:
    """A problem of an option of the command line."""
    return InputProblem(option, 0, "", message, "S402")


def _without_day(
    vehicle: str | None, profile: str | None, at: str | datetime | None, *, loaded: bool
) -> Iterable[InputProblem]:
    if loaded:
        yield option_problem("--loaded", "only a day has zones that take note of it; add --day")
    for option, given in (("--vehicle", vehicle), ("--at", at)):
        if given is not None:
            yield option_problem(option, "only a day has vehicles and a clock; add --day")
    if profile is not None and profile not in PROFILES:
        hint = did_you_mean(profile, PROFILES)
        yield option_problem("--profile", f"unknown profile {shown(profile)}{hint}")


def _whenever(scenario: Scenario, at: str | datetime | None) -> Iterable[InputProblem]:
    try:
        moment = _moment(scenario, at)
    except NotATimeError as error:
        yield option_problem("--at", str(error))
        return
    day = scenario.horizon
    if moment is not None and not day.start <= moment < day.end:
        start, end = (side.astimezone(scenario.tz) for side in (day.start, day.end))
        yield option_problem(
            "--at",
            f"{moment.astimezone(scenario.tz):%Y-%m-%d %H:%M} is not in the day, which goes from "
            f"{start:%Y-%m-%d %H:%M} to {end:%Y-%m-%d %H:%M} (first to last shift)",
        )


def _moment(scenario: Scenario, at: str | datetime | None) -> datetime | None:
    if isinstance(at, datetime):
        if at.tzinfo is None:
            raise NotATimeError(f"{at} has no timezone; give it one, or write it as text")
        return at
    return None if at is None else Clock(scenario.date, scenario.tz).moment(at)


def _whoever(
    scenario: Scenario, vehicle: str | None, profile: str | None
) -> Iterable[InputProblem]:
    if vehicle is not None:
        chosen = scenario.vehicle.get(vehicle)
        if chosen is None:
            hint = did_you_mean(vehicle, scenario.vehicle)
            yield option_problem("--vehicle", f"the day has no vehicle {shown(vehicle)}{hint}")
        elif profile is not None and profile != chosen.profile:
            yield option_problem(
                "--profile",
                f"vehicle {vehicle} moves as {chosen.profile}, not as {profile}; leave --profile "
                "out, or name another vehicle",
            )
        return
    movements = _movements(scenario, vehicle, profile)
    if not movements:
        hint = did_you_mean(str(profile), [movement.profile for movement in scenario.movements])
        message = f"no vehicle of the day moves as {shown(profile)}{hint}"
        yield option_problem("--profile", message)
    elif len(movements) > 1:
        who = "the vehicles of the day" if profile is None else f"the vehicles that are {profile}"
        choice = "; ".join(_alike(scenario, movement) for movement in movements)
        yield option_problem(
            "--vehicle", f"{who} do not all move alike; name one of them with --vehicle: {choice}"
        )


def _movements(
    scenario: Scenario, vehicle: str | None, profile: str | None
) -> tuple[Movement, ...]:
    """The movements that may be meant; a known vehicle has one."""
    if vehicle is not None:
        return (scenario.movement(scenario.vehicle[vehicle]),)
    return tuple(movement for movement in scenario.movements if profile in (None, movement.profile))


def _alike(scenario: Scenario, movement: Movement) -> str:
    """``V01 (general_truck, van, 15 more alike)``."""
    alike: Sequence[Vehicle] = [
        vehicle for vehicle in scenario.vehicles if scenario.movement(vehicle) == movement
    ]
    more = f", {len(alike) - 1} more alike" if len(alike) > 1 else ""
    return f"{alike[0].id} ({movement.vehicle_class}, {movement.profile}{more})"
