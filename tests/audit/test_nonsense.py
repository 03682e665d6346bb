"""No plan that can be read makes the auditor fail, and no changed figure goes unseen."""

import copy
import json
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import assume, given, reject, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from logiroute.audit.audit_plan import AuditResult, audit_plan
from logiroute.model.plan import Plan, Route
from logiroute.model.rules import Rule
from tests.audit.full_day import full_day, full_plan

DAY = full_day()
PLAN = full_plan(DAY)
DATA: dict[str, Any] = json.loads(PLAN.model_dump_json())
Path = tuple[str | int, ...]


def _audit(plan: Plan) -> AuditResult:
    return audit_plan(DAY.scenario, DAY.travel, plan)


def _paths(value: Any, path: Path = ()) -> list[Path]:
    """Every place in the JSON, containers too."""
    found = [path] if path else []
    entries: list[tuple[str | int, Any]] = []
    if isinstance(value, dict):
        entries = list(value.items())
    elif isinstance(value, list):
        entries = list(enumerate(value))
    for key, entry in entries:
        found += _paths(entry, (*path, key))
    return found


PATHS = _paths(DATA)


def _at(data: Any, path: Path) -> Any:
    for step in path:
        data = data[step]
    return data


def _changed(path: Path, value: Any) -> dict[str, Any]:
    data = copy.deepcopy(DATA)
    _at(data, path[:-1])[path[-1]] = value
    return data


ODD_TIMES = ["0001-01-01T00:00:00+08:00", "9999-12-31T23:59:59-08:00", "2022-04-01T06:05:00.5Z"]
ODD_NAMES = ["nobody", "A", "Q", "V", "t", "b", "west"]
KINDS = ["load", "unload", "board", "alight", "serve"]
LINES = [[], [[179.9, 89.9], [-180.0, -90.0]], [[114.3, 30.5]] * 3, [[114.3, 30.5]]]


def _odd(path: Path, old: Any) -> st.SearchStrategy[Any]:
    """Values of the right type that make no sense here."""
    if path[-1] == "geometry":
        return st.sampled_from(LINES)
    if path[-1] in ("lines", "parties", "tasks", "unserved", "gates", "reasons", "routes"):
        return st.just([])
    if path[-1] in ("arrive", "depart", "start", "end", "at", "created"):
        return st.sampled_from(ODD_TIMES)
    if path[-1] == "kind":
        return st.sampled_from(KINDS)
    if isinstance(old, int):
        return st.integers(0, 10**30)
    if isinstance(old, float):
        return st.floats(-80, 80)
    return st.sampled_from(ODD_NAMES)


@st.composite
def _mutated(draw: st.DrawFn) -> dict[str, Any]:
    """A copy with one to three entries replaced, removed, doubled or swapped."""
    data = copy.deepcopy(DATA)
    for _ in range(draw(st.integers(1, 3))):
        path = draw(st.sampled_from(_paths(data)))
        parent, last = _at(data, path[:-1]), path[-1]
        how = draw(st.sampled_from(["odd", "odd", "remove", "double", "swap"]))
        if not isinstance(parent, list) or not isinstance(last, int):
            parent[last] = draw(_odd(path, parent[last]))
        elif how == "remove":
            del parent[last]
        elif how == "double":
            parent.insert(last, copy.deepcopy(parent[last]))
        else:
            other = draw(st.integers(0, len(parent) - 1))
            parent[last], parent[other] = parent[other], parent[last]
    return data


@settings(max_examples=150, deadline=None)
@given(_mutated())
def test_any_readable_plan_can_be_audited(data: dict[str, Any]) -> None:
    try:
        plan = Plan.model_validate_json(json.dumps(data))
    except ValidationError:
        reject()  # the reader refuses it: nobody asks the auditor
    for found in _audit(plan).violations:
        assert found.text
        assert found.amount >= 0


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_trips_that_were_never_validated(data: st.DataObject) -> None:
    """Plans made in code can even have trips without stops and routes without trips."""
    route = PLAN.routes[0]
    trip = route.trips[0]
    keep = data.draw(st.integers(0, 3))
    legs = data.draw(st.integers(0, 5))
    cut = trip.model_copy(update={"stops": trip.stops[:keep], "legs": (trip.legs * 2)[:legs]})
    trips = data.draw(st.sampled_from([(), (cut,), (cut, trip), (trip, cut)]))
    routes: tuple[Route, ...] = (route.model_copy(update={"trips": trips}), PLAN.routes[1])
    result = _audit(PLAN.model_copy(update={"routes": routes}))
    assert not result.clean


TIMES = [p for p in PATHS if p[-1] in ("arrive", "depart")]
FIGURES = [p for p in PATHS if p[-1] in ("seconds", "metres", "cost", "penalty", "mass_g")]
FIGURES += [p for p in PATHS if p[-1] in ("quantity", "persons", "shift")]
NAMES = [p for p in PATHS if p[-1] in ("place_id", "from_id", "to_id", "order_id", "vehicle_id")]
NAMES += [p for p in PATHS if p[-1] in ("item_id", "gate_id", "scenario_id")]


def _seen(data: dict[str, Any]) -> bool:
    try:
        plan = Plan.model_validate_json(json.dumps(data))
    except ValidationError:
        return True
    return not _audit(plan).clean


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(TIMES), st.integers(-7200, 7200).filter(bool))
def test_any_changed_arrival_or_departure_is_seen(path: Path, seconds: int) -> None:
    *where, field = path
    old = _at(PLAN.model_dump(), (*where, field))
    assert _seen(_changed(path, (old + timedelta(seconds=seconds)).isoformat()))


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(FIGURES), st.integers(-500, 500).filter(bool))
def test_any_changed_figure_is_seen(path: Path, by: int) -> None:
    if path == ("run", "seconds"):
        return  # how long the search took is nobody's business here
    assert _seen(_changed(path, (_at(DATA, path) or 0) + by))


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(NAMES), st.sampled_from(["nobody", "A", "B", "Q", "D", "t", "b", "V", "W"]))
def test_any_changed_name_is_seen(path: Path, name: str) -> None:
    assume(_at(DATA, path) != name)
    assert _seen(_changed(path, name))


POINTS = [p[:-1] for p in PATHS if len(p) > 2 and p[-3] == "geometry" and p[-1] == 0]


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(POINTS), st.floats(0.002, 0.01), st.sampled_from([(1, 0), (0, 1), (-1, -1)]))
def test_any_moved_point_of_a_line_is_seen(
    path: Path, degrees: float, direction: tuple[int, int]
) -> None:
    lon, lat = _at(DATA, path)
    moved = [lon + degrees * direction[0], lat + degrees * direction[1]]
    assert _seen(_changed(path, moved))


@settings(max_examples=100, deadline=None)
@given(st.sampled_from([p for p in PATHS if isinstance(p[-1], int) and "geometry" not in p]))
def test_anything_left_out_is_seen(path: Path) -> None:
    data = copy.deepcopy(DATA)
    del _at(data, path[:-1])[path[-1]]
    assert _seen(data)


@pytest.mark.parametrize("clock", ODD_TIMES)
def test_years_no_calendar_has(clock: str) -> None:
    path = ("routes", 0, "trips", 0, "stops", 3, "arrive")
    found = _audit(Plan.model_validate_json(json.dumps(_changed(path, clock)))).violations
    assert Rule.TRAVEL in {violation.rule for violation in found}
