"""VROOM's JSON as frozen data: the keys of its API, version 1.15, and nothing else.

See https://github.com/VROOM-Project/vroom/blob/master/docs/API.md.
"""

import difflib
import re
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from logiroute.solver.instances.complaints import Complaints

Count = Annotated[int, Field(ge=0)]
Amounts = tuple[Count, ...]
Spans = tuple[tuple[int, int], ...]
Square = list[list[Count]]
Point = tuple[float, float]


class _Keys(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Step(_Keys):
    """Where something is done, and how long it takes."""

    id: Count
    description: str | None = None
    location: Point | None = None
    location_index: Count | None = None
    setup: Count = 0
    service: Count = 0
    time_windows: Spans = ()
    setup_per_type: Any = None
    service_per_type: Any = None


class Job(Step):
    """Something done at one place."""

    delivery: Amounts = ()
    pickup: Amounts = ()
    skills: tuple[Count, ...] = ()
    priority: Annotated[int, Field(ge=0, le=100)] = 0


class Shipment(_Keys):
    """Something taken from one place to another."""

    pickup: Step
    delivery: Step
    amount: Amounts = ()
    skills: tuple[Count, ...] = ()
    priority: Annotated[int, Field(ge=0, le=100)] = 0


class Costs(_Keys):
    """What a vehicle costs: for its use, per hour and per kilometre of driving."""

    fixed: Count = 0
    per_hour: Count = 3600
    per_km: Count = 0
    per_task_hour: Any = None


class Vehicle(_Keys):
    """Who does it."""

    id: Count
    profile: str = "car"
    description: str | None = None
    start: Point | None = None
    start_index: Count | None = None
    end: Point | None = None
    end_index: Count | None = None
    capacity: Amounts = ()
    costs: Costs = Costs()
    skills: tuple[Count, ...] = ()
    type: str | None = None
    time_window: tuple[int, int] | None = None
    breaks: Any = None
    speed_factor: Annotated[float, Field(gt=0, le=5)] = 1.0
    max_tasks: Annotated[int, Field(ge=0)] | None = None
    max_travel_time: Any = None
    max_distance: Any = None
    steps: Any = None


class Matrices(_Keys):
    """What driving takes for one profile."""

    durations: Square | None = None
    distances: Square | None = None
    costs: Square | None = None


class Document(_Keys):
    """A whole problem."""

    jobs: tuple[Job, ...] = ()
    shipments: tuple[Shipment, ...] = ()
    vehicles: Annotated[tuple[Vehicle, ...], Field(min_length=1)]
    matrices: dict[str, Matrices] = {}
    matrix: Square | None = None


_NAMES = sorted(
    {
        name
        for kind in (Job, Shipment, Vehicle, Costs, Matrices, Document)
        for name in kind.model_fields
    }
)


def read_document(text: str, complaints: Complaints) -> Document:
    """Read a problem.

    Raises
    ------
    InputError
        It is no JSON, or has keys or values that VROOM's have not.
    """
    try:
        return Document.model_validate_json(text)
    except ValidationError as error:
        for found in error.errors(include_url=False, include_context=False):
            _say(complaints, found["loc"], found["type"], found["msg"], found["input"])
    complaints.close()
    raise AssertionError("unreachable")  # pragma: no cover - there is a complaint


def path_of(keys: tuple[str | int, ...]) -> str:
    """``jobs[3].time_windows``."""
    found = "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in keys)
    return found.removeprefix(".")


def _say(
    complaints: Complaints, keys: tuple[str | int, ...], kind: str, message: str, given: Any
) -> None:
    name = path_of(keys)
    if kind == "json_invalid":
        line = re.search(r"line (\d+)", message)
        complaints.say(int(line[1]) if line else 0, "", f"{message}; correct the JSON", "S502")
    elif kind == "extra_forbidden":
        near = difflib.get_close_matches(str(keys[-1]), _NAMES, 1)
        hint = f"did you mean {near[0]}?" if near else "delete it if it limits nothing"
        complaints.say(0, name, f"VROOM has no such key here; {hint}", "S506")
    elif kind == "missing":
        complaints.say(0, name, "it is missing; add it", "S503")
    else:
        shown = repr(given)[:40]
        complaints.say(0, name, f"{message[:1].lower()}{message[1:]}, got {shown}", "S502")
