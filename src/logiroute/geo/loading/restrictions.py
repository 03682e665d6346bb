"""Turn restrictions: what the tags and members of their relations mean."""

from collections.abc import Mapping, Sequence

from logiroute.geo.loading.access import ACCESS_KEYS
from logiroute.geo.loading.ways import FOOT, MODE_BITS, Restriction
from logiroute.geo.loading.ways_builder import WaysBuilder

#: Why a restriction is not read, as `Roads.dropped` calls it.
CONDITIONAL = "turn restrictions that hold at some times only"
UNKNOWN = "turn restrictions of an unknown kind"
INCOMPLETE = "turn restrictions without from, via or to"
NOBODY = "turn restrictions that bind no vehicle"

_KINDS = frozenset(
    {
        "no_left_turn",
        "no_right_turn",
        "no_straight_on",
        "no_u_turn",
        "no_entry",
        "no_exit",
        "only_left_turn",
        "only_right_turn",
        "only_straight_on",
        "only_u_turn",
    }
)
#: Role, type of the member (``n`` or ``w``), id.
Member = tuple[str, str, int]


def _bound_by(key: str) -> int:
    """Modes that a vehicle key of OpenStreetMap speaks of: ``motor_vehicle``, ``psv``, ``hgv``."""
    return sum(mode for mode, keys in ACCESS_KEYS.items() if key in keys and key != "access")


_VEHICLES = sum(MODE_BITS.values()) & ~FOOT
_MODES_OF: dict[str, int] = {
    key: _bound_by(key) for keys in ACCESS_KEYS.values() for key in keys if key != "access"
}


def read_restriction(
    builder: WaysBuilder, tags: Mapping[str, str], members: Sequence[Member]
) -> None:
    """Add what a relation of ``type=restriction`` says, or count why it is left out.

    ``restriction`` binds every vehicle, ``restriction:KEY`` those of the access key, ``except``
    takes vehicles out. People on foot are never bound.
    """
    kinds: dict[str, int] = {}
    if kind := tags.get("restriction", ""):
        kinds[kind] = _VEHICLES & ~_excepted(tags)
    for key, modes in _MODES_OF.items():
        if kind := tags.get(f"restriction:{key}", ""):
            kinds[kind] = kinds.get(kind, 0) | modes & ~FOOT & ~_excepted(tags)
    roles = [
        tuple(ref for role, sort, ref in members if (role, sort) == wanted)
        for wanted in (("from", "w"), ("via", "w"), ("to", "w"), ("via", "n"))
    ]
    from_ways, via_ways, to_ways, via_nodes = roles
    if not kinds:
        conditional = any(key.endswith(":conditional") for key in tags)
        builder.dropped[CONDITIONAL if conditional else UNKNOWN] += 1
        return
    if not from_ways or not to_ways or (len(via_nodes) != 1 and not via_ways):
        builder.dropped[INCOMPLETE] += 1
        return
    for kind, modes in kinds.items():
        if kind not in _KINDS:
            builder.dropped[UNKNOWN] += 1
        elif not modes:
            builder.dropped[NOBODY] += 1
        else:
            via_node = None if via_ways else via_nodes[0]
            builder.restrictions.append(
                Restriction(kind, from_ways, to_ways, via_node, via_ways, modes)
            )


def _excepted(tags: Mapping[str, str]) -> int:
    excepted = 0
    for name in tags.get("except", "").split(";"):
        excepted |= _MODES_OF.get(name.strip(), 0)
    return excepted
