"""Reading a policy file into `logiroute.model.policy.Policy`."""

import re
from collections.abc import Iterable, Mapping
from functools import partial
from importlib import resources
from pathlib import Path

from pydantic import BaseModel, ValidationError

from logiroute.errors import InputError
from logiroute.files.decode import decode, read_text
from logiroute.files.folder import parse_toml
from logiroute.files.policy_checks import check_policy
from logiroute.files.policy_units import degrees, in_file, in_units, money, section_of
from logiroute.files.problems import InputLocation, Problems, did_you_mean, shown
from logiroute.files.toml_lines import line_of, lines_of
from logiroute.model.driving import DrivingRule
from logiroute.model.policy import PartyClass, Policy, StayLocal, VehicleClass, ZoneClass
from logiroute.model.zone_access import LoadedAccess, ZoneAccess

_MODELS: dict[str, type[BaseModel]] = {
    "zone_classes": ZoneClass,
    "party_classes": PartyClass,
    "vehicle_classes": VehicleClass,
    "driving_rules": DrivingRule,
}

#: Keys of a driving rule that are hours of every day; a key that is an amount of money.
_HOURS, _LATE = ("night", "stands_still"), "late_cost_per_hour"
_CLOCK = r"((?:[01]\d|2[0-3]):[0-5]\d|24:00)"
_CLOCKS = re.compile(rf"\s*{_CLOCK}\s*[-–]\s*{_CLOCK}\s*")

#: What stands for hours that cannot be read, so that one error is said of them.
_SOME_HOURS = {"start": "00:00", "end": "12:00"}


def shipped_policies() -> list[str]:
    """Names of the policies that come with logiroute."""
    folder = resources.files("logiroute") / "policies"
    return sorted(
        entry.name.removesuffix(".toml")
        for entry in folder.iterdir()
        if entry.name.endswith(".toml")
    )


def read_policy(name: str) -> Policy:
    """A policy that comes with logiroute.

    Raises
    ------
    InputError
        There is none of that name.
    """
    problems = Problems()
    policy = load_policy(name, Path(), InputLocation("policy"), "", problems)
    problems.raise_errors()
    if policy is None:  # unreachable: no policy always leaves an error
        raise InputError(problems.sorted())
    return policy


def load_policy(
    name: str, base: Path, at: InputLocation, key: str, problems: Problems
) -> Policy | None:
    """The policy a scenario names, or ``None`` after noting why there is none.

    Parameters
    ----------
    name : str
        A shipped policy, or a path to a ``.toml`` file.
    base : Path
        Folder that the path is relative to.
    at, key : InputLocation, str
        Where the name is written.
    problems : Problems
        Where problems go.
    """
    if name.casefold().endswith(".toml"):
        path = base / name.replace("\\", "/")
        where = InputLocation(path.name)
        try:
            there = path.is_file()
        except (OSError, ValueError):
            there = False
        if not there:
            problems.error("S101", at, key, f"there is no policy file {shown(name)}; add it")
            return None
        text = read_text(path, where, problems)
    elif name in shipped_policies():
        where = InputLocation(f"{name}.toml")
        data = (resources.files("logiroute") / "policies" / where.file).read_bytes()
        text = decode(data, where, problems)
    else:
        problems.error(
            "S241",
            at,
            key,
            f"there is no policy {shown(name)}{did_you_mean(name, shipped_policies())}",
        )
        return None
    return None if text is None else parse_policy(text, where.file, problems)


def parse_policy(text: str, file: str, problems: Problems) -> Policy | None:
    """Policy of a TOML text, or ``None`` after noting every problem with its line."""
    at = InputLocation(file)
    data = parse_toml(text, at, problems)
    if data is None:
        return None
    notes = _Notes(file, lines_of(text), problems)
    entries = {name: _entries(data.get(name, {}), name, notes) for name in _MODELS}
    for section, of_section in entries.items():
        for entry in of_section:
            _in_units(section, entry, notes)
    penalties = _penalties(data.get("penalties"), notes)
    shaped: dict[str, object] = {**data, **entries, "penalties": penalties}
    if _LATE in shaped:
        shaped[_LATE] = money(shaped[_LATE], partial(notes.add, "S242", (_LATE,))) or 0
    if "hot_from_c" in data:
        note = partial(notes.add, "S242", ("hot_from_c",))
        shaped["hot_from_c"] = degrees(data["hot_from_c"], note)
    try:
        policy = Policy.model_validate(shaped)
    except ValidationError as error:
        for detail in error.errors(include_url=False, include_input=False):
            notes.refused(_named(detail["loc"], shaped), str(detail["type"]), str(detail["msg"]))
        return None
    before = notes.count
    check_policy(policy, notes.add, notes.warn)
    return policy if not notes.failed and notes.count == before else None


class _Notes:
    """Where the problems of one policy file go."""

    def __init__(self, file: str, lines: Mapping[tuple[str, ...], int], problems: Problems) -> None:
        self.file, self.lines, self.problems = file, lines, problems
        self.count = 0

    @property
    def failed(self) -> bool:
        return self.count > 0

    def add(self, code: str, path: Iterable[str], message: str) -> None:
        keys = tuple(path)
        self.count += 1
        at = InputLocation(self.file, line_of(self.lines, keys))
        self.problems.error(code, at, ".".join(keys), message)

    def warn(self, code: str, path: Iterable[str], message: str) -> None:
        keys = tuple(path)
        at = InputLocation(self.file, line_of(self.lines, keys))
        self.problems.warn(code, at, ".".join(keys), message)

    def refused(self, path: tuple[str, ...], kind: str, message: str) -> None:
        key = path[-1] if path else ""
        if kind == "extra_forbidden":
            self.add("S242", path, f"unknown key {shown(key)}{did_you_mean(key, _keys_at(path))}")
            return
        key = in_file(section_of(path), key) if path else ""
        path = (*path[:-1], key)
        if kind == "missing":
            self.add("S242", path, f"the key {key} is missing; add it")
        else:
            said = message.removeprefix("Value error, ")
            self.add("S242", path, said[:1].lower() + said[1:])


def _penalties(given: object, notes: _Notes) -> dict[int, int]:
    """Priority → hundredths of the currency."""
    if not isinstance(given, dict) or not given:
        notes.add("S242", ("penalties",), "write one line per priority, such as 1 = 1000000")
        return {}
    found: dict[int, int] = {}
    for key, value in given.items():
        path = ("penalties", str(key))
        if str(key) not in set("123456789"):
            notes.add("S242", path, f"{shown(key)} is no priority; priorities go from 1 to 9")
            continue
        amount = money(value, partial(notes.add, "S242", path))
        if amount is not None:
            found[int(key)] = amount
    return found


def _in_units(section: str, entry: dict[str, object], notes: _Notes) -> None:
    """Put an entry into the units of the model, and its hours into their form."""
    path = (section, str(entry["id"]))
    _scale(section, entry, path, notes)
    zones = entry.get("zones") if section == "vehicle_classes" else None
    for name, access in zones.items() if isinstance(zones, dict) else ():
        if isinstance(access, dict):
            _scale("zones", access, (*path, "zones", name), notes)
    for key in _HOURS if section == "driving_rules" else ():
        given = entry.pop(key, None)
        found = _CLOCKS.fullmatch(given) if isinstance(given, str) else None
        if found is not None and found[1] != found[2]:
            clocks = (clock.replace("24:00", "00:00") for clock in found.groups())
            entry[key] = dict(zip(("start", "end"), clocks, strict=True))
        elif given is not None:
            entry[key] = _SOME_HOURS
            notes.add(
                "S242", (*path, key), f'expected hours such as "22:00-06:00", got {shown(given)}'
            )


def _scale(section: str, entry: dict[str, object], path: tuple[str, ...], notes: _Notes) -> None:
    """Put the numbers of a table into the units of the model."""
    in_units(
        section,
        entry,
        lambda key, text: notes.add("S242", (*path, key), text),
        lambda key, text: notes.refused((*path, key), "extra_forbidden", text),
    )


def _entries(given: object, section: str, notes: _Notes) -> list[dict[str, object]]:
    """``[section.id] …`` as a list of tables that know their id."""
    if not isinstance(given, dict):
        notes.add("S242", (section,), f"write tables such as [{section}.name]")
        return []
    found: list[dict[str, object]] = []
    for name, entry in given.items():
        if not isinstance(entry, dict):
            notes.add("S242", (section, name), f"write a table [{section}.{name}]")
        elif "id" in entry:
            notes.add("S242", (section, name, "id"), "the id stands in the table's name; delete it")
        else:
            found.append({"id": name, **entry})
    return found


def _named(loc: tuple[int | str, ...], shaped: Mapping[str, object]) -> tuple[str, ...]:
    """Pydantic's location with the ids of classes instead of their numbers."""
    path = [str(part) for part in loc]
    if len(loc) > 1 and isinstance(loc[1], int):
        entries = shaped[str(loc[0])]
        if isinstance(entries, list):
            path[1] = str(entries[loc[1]]["id"])
    return tuple(path)


def _keys_at(path: tuple[str, ...]) -> list[str]:
    """Keys known where an unknown one was found."""
    model: type[BaseModel] = Policy
    if len(path) > 1:
        model = StayLocal if path[0] == "stay_local" else _MODELS[path[0]]
    if "zones" in path[:-1]:
        model = LoadedAccess if path[-2] == "loaded" else ZoneAccess
    names = [in_file(section_of(path), name) for name in model.model_fields]
    return [name for name in names if model is Policy or name != "id"]
