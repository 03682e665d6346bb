"""Who may use a street or pass a barrier, by OpenStreetMap's access tags."""

from collections.abc import Mapping

from logiroute.geo.loading.ways import (
    BICYCLE,
    BUS,
    DEFAULT_MODES,
    EMERGENCY,
    FOOT,
    HGV,
    MOTOR,
    MOTOR_KINDS,
)

#: Mode → access keys that bind it, from the general to the special; the last one present decides.
#: Source: OpenStreetMap wiki, "Key:access", hierarchy of land transport.
ACCESS_KEYS: dict[int, tuple[str, ...]] = {
    MOTOR: ("access", "vehicle", "motor_vehicle", "motorcar"),
    BICYCLE: ("access", "vehicle", "bicycle"),
    FOOT: ("access", "foot"),
    HGV: ("access", "vehicle", "motor_vehicle", "hgv"),
    BUS: ("access", "vehicle", "motor_vehicle", "psv", "bus"),
    EMERGENCY: ("access", "vehicle", "motor_vehicle", "emergency"),
}

_REFUSED = frozenset({"no", "private", "agricultural", "forestry", "military"})
#: Values that name the only kind of vehicle let through: ``motor_vehicle=psv``.
_ONLY: dict[str, int] = {"psv": BUS, "bus": BUS, "hgv": HGV, "emergency": EMERGENCY}
#: What ``emergency=*`` says about access; its other values name hydrants, landing sites, ….
_EMERGENCY_ACCESS = frozenset({"yes", "designated", "official", "permissive", "no"})

_ROUNDABOUT = frozenset({"roundabout", "circular"})
#: Tags for traffic of one mode against a one-way street, beside ``oneway:MODE=no``.
_CONTRAFLOW: dict[int, str] = {BICYCLE: "cycleway", BUS: "busway"}

#: Barriers that one drives through where no access tag refuses it.
_PASSABLE = frozenset(
    {
        "arch",
        "border_control",
        "bump_gate",
        "cattle_grid",
        "checkpoint",
        "entrance",
        "gate",
        "hampshire_gate",
        "height_restrictor",
        "kerb",
        "lift_gate",
        "no",
        "sally_port",
        "sliding_beam",
        "sliding_gate",
        "swing_gate",
        "toll_booth",
    }
)
#: Barriers that stop bicycles as well as motor vehicles, and those that stop everybody.
_STOPS_BICYCLES = frozenset(
    {"full-height_turnstile", "horse_stile", "kissing_gate", "stile", "turnstile"}
)
_STOPS_ALL = frozenset({"city_wall", "fence", "guard_rail", "hedge", "retaining_wall", "wall"})


def access_of(tags: Mapping[str, str]) -> tuple[int, int]:
    """Bits of the modes that may use a way as it is drawn and against it; (0, 0): no street.

    The more special access key wins, as OpenStreetMap's hierarchy says: ``access=no`` with
    ``motor_vehicle=yes`` is open to motor vehicles. The same holds for ``oneway:KEY``.
    """
    default = DEFAULT_MODES.get(tags.get("highway", ""), 0)
    if not default or tags.get("area") == "yes":
        return 0, 0
    both = [0, 0]
    for mode in ACCESS_KEYS:
        allowed = directions_of(tags, mode)
        for side, suffix in enumerate((":forward", ":backward")):
            said = _said(tags, mode, suffix, opens=bool(default & mode))
            if allowed[side] and (bool(default & mode) if said is None else said):
                both[side] |= mode
    return both[0], both[1]


def directions_of(tags: Mapping[str, str], mode: int) -> tuple[bool, bool]:
    """Whether one-way rules let a mode along the way as drawn, and against it.

    Both are False on a street whose direction changes by the hour (``reversible``). People on
    foot are bound by ``oneway:foot`` alone.
    """
    keys = ACCESS_KEYS[mode][1:]
    value = "" if mode == FOOT else tags.get("oneway", "")
    implied = tags.get("junction") in _ROUNDABOUT or tags.get("highway") == "motorway"
    if implied and mode != FOOT and not value:
        value = "yes"
    if tags.get(_CONTRAFLOW.get(mode, ""), "").startswith("opposite"):
        value = "no"
    for key in keys:
        value = tags.get(f"oneway:{key}", value)
    if value in ("yes", "true", "1"):
        return True, False
    if value in ("-1", "reverse"):
        return False, True
    if value in ("reversible", "alternating"):
        return False, False
    return True, True


def barrier_of(tags: Mapping[str, str]) -> int:
    """Bits of the modes that may not pass a node, by its ``barrier`` and access tags."""
    kind = tags.get("barrier", "")
    if not kind:
        return 0
    # A rising bollard goes down for those whom its access tags do not refuse.
    passable = kind in _PASSABLE or tags.get("bollard") == "rising"
    stopped = 0 if passable else MOTOR_KINDS
    if kind in _STOPS_BICYCLES:
        stopped |= BICYCLE
    elif kind in _STOPS_ALL:
        stopped |= BICYCLE | FOOT
    for mode in ACCESS_KEYS:
        said = _said(tags, mode, "", opens=True)
        if said is not None:
            stopped = stopped & ~mode if said else stopped | mode
    return stopped


def _said(tags: Mapping[str, str], mode: int, suffix: str, *, opens: bool) -> bool | None:
    """What the access tags say about a mode: open, closed, or nothing (None).

    ``opens`` says whether the general keys may open as well as close: ``access=yes`` does not
    make a footway a road; the mode's own keys do.
    """
    said: bool | None = None
    for key in ACCESS_KEYS[mode]:
        value = tags.get(key + suffix, tags.get(key)) if suffix else tags.get(key)
        if value is None or (key == "emergency" and value not in _EMERGENCY_ACCESS):
            continue
        if value in _REFUSED or not _ONLY.get(value, mode) & mode:
            said = False
        elif opens or key not in ("access", "vehicle"):
            said = True
    return said
