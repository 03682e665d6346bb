"""The Lua profile that makes OSRM drive the same streets at the same speeds as logiroute.

OSRM counts time in tenths of a second per straight piece of road, at least one, which is coarse
for pieces of a few metres. The profile therefore gives it speeds a hundred times too slow: its
tenth of a second is then our millisecond.
"""

from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from benchmarks.drivable import Drivable
from logiroute.geo.loading.access import ACCESS_KEYS
from logiroute.geo.loading.ways import MODE_BITS
from logiroute.geo.profiles import PROFILES

#: OSRM's seconds per real second.
SLOWNESS = 100

_TEMPLATE = """\
api_version = 4

-- Way id -> speed along the way and against it in km/h; 0 closed.
local speeds = {
%(speeds)s
}

-- Ids of nodes that nobody passes.
local barriers = {%(barriers)s}

function setup()
  return {
    properties = {
      weight_name = 'duration',
      weight_precision = 1,
      u_turn_penalty = 0,
      traffic_signal_penalty = 0,
      continue_straight_at_waypoint = false,
      use_turn_restrictions = %(restricted)s,
      process_call_tagless_node = false,
    },
    restrictions = {%(restrictions)s},
  }
end

function process_node(profile, node, result)
  if barriers[node:id()] then
    result.barrier = true
  end
end

function process_way(profile, way, result)
  local speed = speeds[way:id()]
  if not speed then
    return
  end
  -- The name tells on which street OSRM puts a place.
  result.name = tostring(way:id())
  if speed[1] > 0 then
    result.forward_mode = mode.driving
    result.forward_speed = speed[1] / %(slowness)d
  end
  if speed[2] > 0 then
    result.backward_mode = mode.driving
    result.backward_speed = speed[2] / %(slowness)d
  end
end

return {
  setup = setup,
  process_node = process_node,
  process_way = process_way,
}
"""


def vehicles_of(profile: str) -> tuple[str, ...]:
    """Suffixes of ``restriction:…`` and values of ``except`` that concern a profile.

    They are the keys by which logiroute reads restrictions, the most special first; none for
    people on foot, whom no turn restriction binds.
    """
    mode = PROFILES[profile].mode
    if PROFILES[profile].walking:
        return ()
    return tuple(key for key in reversed(ACCESS_KEYS[MODE_BITS[mode]]) if key != "access")


def way_speeds(
    drivable: Drivable, way: NDArray[np.int64], against: NDArray[np.bool_]
) -> dict[int, tuple[float, float]]:
    """Speeds of the ways of a file, as logiroute drives them.

    Parameters
    ----------
    drivable : Drivable
    way : ndarray of int64, shape (segments,)
        Way id of each segment in the file. A way of several segments gets the speed of the longest
        (they only differ by the rounding to milliseconds).
    against : ndarray of bool, shape (segments,)
        Whether the segment runs against its way as the file draws it.

    Returns
    -------
    dict of int to (float, float)
        Way id → km/h along the way and against it, 0 where it is closed; for `lua_profile`.
    """
    found: dict[int, tuple[float, float]] = {}
    usable = np.flatnonzero(drivable.usable)
    length = drivable.roads.length_m[usable]
    for segment in usable[np.argsort(length, kind="stable")].tolist():
        kmh = float(drivable.kmh[segment])
        ahead, back = (kmh if is_open else 0.0 for is_open in drivable.open[segment].tolist())
        found[int(way[segment])] = (back, ahead) if against[segment] else (ahead, back)
    return found


def lua_profile(
    speeds: Mapping[int, tuple[float, float]], profile: str, barriers: Iterable[int] = ()
) -> str:
    """Text of the Lua profile.

    Parameters
    ----------
    speeds : mapping of int to (float, float)
        Way id → km/h along the way and against it, 0 where it is closed. Ways that are not listed
        are no streets.
    profile : str
        One of `logiroute.geo.profiles.PROFILES`: whose turn restrictions hold.
    barriers : iterable of int
        Ids of nodes nobody passes.
    """
    vehicles = vehicles_of(profile)
    rows = (f"[{way}]={{{ahead:.6f},{back:.6f}}}" for way, (ahead, back) in speeds.items())
    return _TEMPLATE % {
        "speeds": ",\n".join(rows),
        "barriers": ",".join(f"[{node}]=true" for node in sorted(barriers)),
        "restricted": "true" if vehicles else "false",
        "restrictions": ", ".join(f"'{name}'" for name in vehicles),
        "slowness": SLOWNESS,
    }
