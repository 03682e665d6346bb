"""Plans as JSON: the same plan is always the same bytes."""

import json
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from logiroute.errors import InputError
from logiroute.files.decode import read_text
from logiroute.files.problems import InputLocation, Problems, did_you_mean
from logiroute.files.whole_file import write_whole
from logiroute.model.plan import Plan

#: 0.1 m, finer than any street is drawn.
_DECIMALS = 6


def write_plan(plan: Plan, path: Path | str) -> None:
    """Write a plan; an older file stays whole until the new one is complete.

    Keys stand in the order of the model, loads in alphabetical order, points with six decimals.

    Parameters
    ----------
    plan : Plan
        What to write.
    path : Path or str
        Where.

    Raises
    ------
    InputError
        S115, the file cannot be written.
    """
    write_whole(Path(path), (_render(plan.model_dump(mode="json"), "") + "\n").encode())


def read_plan(path: Path | str) -> Plan:
    """Read a plan, made here or by hand.

    Parameters
    ----------
    path : Path or str
        A file as `write_plan` writes it.

    Raises
    ------
    InputError
        Missing or malformed; each problem says the path in the JSON, as in
        ``routes[0].trips[0].stops[2].arrive``.
    """
    path = Path(path)
    at = InputLocation(path.name)
    problems = Problems()
    text = read_text(path, at, problems)
    if text is None:
        raise InputError(problems.sorted())
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        row = getattr(error, "lineno", 0)
        reason = getattr(error, "msg", "it cannot be read")
        problems.error(
            "S251", InputLocation(at.file, row), "", f"the plan is not valid JSON ({reason})"
        )
        raise InputError(problems.sorted()) from error
    try:
        plan = Plan.model_validate(data)
    except ValidationError as error:
        for detail in error.errors(include_url=False, include_input=False):
            message = _sentence(str(detail["type"]), str(detail["msg"]), detail["loc"])
            problems.error("S251", at, _path(detail["loc"]), message)
        raise InputError(problems.sorted()) from error
    _check_legs(plan, at, problems)
    problems.raise_errors()
    return plan


def _check_legs(plan: Plan, at: InputLocation, problems: Problems) -> None:
    """Between any two stops there must be a leg; nothing can be replayed otherwise."""
    for r, route in enumerate(plan.routes):
        for t, trip in enumerate(route.trips):
            if len(trip.legs) != len(trip.stops) - 1:
                problems.error(
                    "S251",
                    at,
                    f"routes[{r}].trips[{t}].legs",
                    f"{len(trip.stops)} stops need {len(trip.stops) - 1} legs, there are "
                    f"{len(trip.legs)}; add or delete legs",
                )


def _path(loc: tuple[int | str, ...]) -> str:
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in loc)
    return text.removeprefix(".")


def _sentence(kind: str, message: str, loc: tuple[int | str, ...]) -> str:
    name = str(loc[-1]) if loc else "plan"
    if kind == "extra_forbidden":
        return f"unknown key {name}{did_you_mean(name, _keys_at(loc))}"
    if kind == "missing":
        return f"the key {name} is missing; add it"
    message = message.removeprefix("Value error, ")
    return message[:1].lower() + message[1:]


def _keys_at(loc: tuple[int | str, ...]) -> list[str]:
    """The keys that the plan's schema knows where a key was found."""
    whole = Plan.model_json_schema()
    found = [whole]
    for part in loc[:-1]:
        below = (
            schema.get("items", {})
            if isinstance(part, int)
            else schema.get("properties", {}).get(part)
            for schema in found
        )
        found = [one for schema in below if schema for one in _resolved(schema, whole["$defs"])]
    return sorted({name for schema in found for name in schema.get("properties", {})})


def _resolved(schema: dict[str, Any], known: dict[str, Any]) -> list[dict[str, Any]]:
    """What a part of the schema stands for: itself, what it refers to, or one of several."""
    if "$ref" in schema:
        return [known[schema["$ref"].rpartition("/")[2]]]
    if "anyOf" in schema:
        return [one for each in schema["anyOf"] for one in _resolved(each, known)]
    return [schema]


def _render(value: Any, indent: str, key: str = "") -> str:
    """JSON a person can read and edit: one line per value, but geometry on one line."""
    if key == "geometry":
        return json.dumps([[round(x, _DECIMALS) for x in point] for point in value])
    inner = indent + " "
    if isinstance(value, dict) and value:
        names = sorted(value) if key == "loads" else value
        items = [
            f"{json.dumps(n, ensure_ascii=False)}: {_render(value[n], inner, n)}" for n in names
        ]
        return "{\n" + ",\n".join(inner + item for item in items) + f"\n{indent}}}"
    if isinstance(value, list) and value:
        items = [_render(item, inner) for item in value]
        return "[\n" + ",\n".join(inner + item for item in items) + f"\n{indent}]"
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
