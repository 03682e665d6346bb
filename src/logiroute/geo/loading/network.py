"""Make a road network of the ways of a file: split, prune, measure."""

import numpy as np
from numpy.typing import NDArray
from pyproj import Geod
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from logiroute.errors import RoadsError
from logiroute.geo.loading.bans import turn_bans
from logiroute.geo.loading.ways import FOOT, Ways
from logiroute.geo.roads import Roads, numbered, packed

_OSM_ATTRIBUTION = "© OpenStreetMap contributors"


def build_roads(ways: Ways, source: str) -> Roads:
    """Split ways at junctions and keep the largest strongly connected network.

    Strong connection is judged for vehicles where they are allowed and for pedestrians elsewhere;
    each profile later drops what only others can reach (`logiroute.geo.graph`).

    Parameters
    ----------
    ways : Ways
    source : str
        Shown in messages and as provenance where the file names none.

    Raises
    ------
    RoadsError
        There is no street in the file.
    """
    usable = (ways.access[:, 0] | ways.access[:, 1]) > 0
    if not usable.any():
        raise RoadsError(f"{source}: no street in this file (no way with a highway class of use)")
    vertex, offset, owner = _split(ways, usable)
    node = ways.node[vertex]
    ends = np.stack([node[offset[:-1]], node[offset[1:] - 1]], axis=1)
    kept = _largest_component(ends, ways.access[owner])
    dropped = {
        "ways with no known use": int((~usable).sum()),
        "segments outside the largest connected network": int((~kept).sum()),
        **ways.dropped,
    }
    vertex = vertex[np.repeat(kept, np.diff(offset))]
    offset = np.concatenate([[0], np.cumsum(np.diff(offset)[kept])])
    owner = owner[kept]
    node_id, ends = np.unique(ends[kept], return_inverse=True)
    micro = ways.micro[vertex]
    classes, highway = numbered(ways.highway, owner)
    names, name = numbered(ways.name, owner, "")
    arrays: dict[str, NDArray[np.generic]] = {
        "micro": micro,
        "offset": offset.astype(np.int64),
        "ends": ends.reshape(-1, 2).astype(np.int32),
        "node_id": node_id,
        "way_id": ways.way_id[owner],
        "length_m": _lengths(micro, offset),
        "highway": highway.astype(np.int16),
        "name": name,
        "access": ways.access[owner],
        "maxspeed": ways.maxspeed[owner],
        "max_kg": ways.max_kg[owner],
        "max_height_cm": ways.max_height_cm[owner],
        "max_width_cm": ways.max_width_cm[owner],
        "bridge": ways.bridge[owner],
        "tunnel": ways.tunnel[owner],
        "mainline": ways.mainline[owner],
        "barrier": _barriers(ways, node_id),
    }
    bans, ignored = turn_bans(ways.restrictions, arrays)
    arrays |= bans
    dropped |= ignored
    texts: dict[str, object] = {
        "classes": classes,
        "names": names,
        "source": ways.notes.get("source") or source,
        "licence": ways.notes.get("licence") or "ODbL 1.0",
        "attribution": ways.notes.get("attribution") or _OSM_ATTRIBUTION,
        "date": ways.notes.get("date", ""),
    }
    return packed(arrays, texts, dropped)


def _split(
    ways: Ways, usable: NDArray[np.bool_]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Cut ways at junctions: vertex of the ways per new vertex, offsets, owning way."""
    way_of = np.repeat(np.arange(len(usable)), np.diff(ways.offset))
    chosen = np.flatnonzero(usable[way_of])
    _, index, uses = np.unique(ways.node[chosen], return_inverse=True, return_counts=True)
    first = np.zeros(len(way_of), dtype=np.bool_)
    last = first.copy()
    first[ways.offset[:-1][usable]] = True
    last[ways.offset[1:][usable] - 1] = True
    first, last = first[chosen], last[chosen]
    # A vertex in the middle of a way that others use too ends one segment and starts the next;
    # so does a barrier, because it is passed or not from one segment to the next.
    barred = np.isin(ways.node[chosen], np.fromiter(ways.barrier, np.int64, len(ways.barrier)))
    cut = ((uses[index] > 1) | barred) & ~first & ~last
    repeat = 1 + cut
    vertex = np.repeat(chosen, repeat)
    start_at = np.cumsum(repeat) - 1  # the later copy starts
    starts = start_at[first | cut]
    offset = np.append(starts, len(vertex)).astype(np.int64)
    return vertex, offset, way_of[vertex[starts]]


def _largest_component(ends: NDArray[np.int64], access: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Which segments lie in the largest strongly connected component."""
    ids, index = np.unique(ends, return_inverse=True)
    tail, head = index.reshape(-1, 2).T
    vehicles = access & ~np.uint8(FOOT)
    driven = vehicles.sum(axis=1, keepdims=True) > 0
    ahead, back = np.where(driven, vehicles, access).T > 0
    row = np.concatenate([tail[ahead], head[back]])
    column = np.concatenate([head[ahead], tail[back]])
    graph = coo_matrix((np.ones(len(row), np.int8), (row, column)), shape=(len(ids), len(ids)))
    _, label = connected_components(graph, directed=True, connection="strong")
    largest = int(np.bincount(label).argmax())
    kept: NDArray[np.bool_] = (label[tail] == largest) & (label[head] == largest)
    if not kept.any():
        # Only possible if no two junctions can reach each other: keep what is there.
        kept[:] = True
    return kept


def _lengths(micro: NDArray[np.int32], offset: NDArray[np.int64]) -> NDArray[np.float64]:
    """Length of each segment on the WGS-84 ellipsoid (Karney's geodesics, by pyproj), metres."""
    lon, lat = micro.astype(np.float64).T / 1e6
    _, _, step = Geod(ellps="WGS84").inv(lon[:-1], lat[:-1], lon[1:], lat[1:])
    step = np.append(step, 0.0)
    step[offset[1:] - 1] = 0.0
    lengths: NDArray[np.float64] = np.add.reduceat(step, offset[:-1])
    return lengths


def _barriers(ways: Ways, node_id: NDArray[np.int64]) -> NDArray[np.uint8]:
    """Whom each node of the network stops."""
    barrier = np.zeros(len(node_id), dtype=np.uint8)
    ids = np.fromiter(ways.barrier, np.int64, len(ways.barrier))
    index = np.minimum(np.searchsorted(node_id, ids), len(node_id) - 1)
    here = node_id[index] == ids
    stopped = np.fromiter(ways.barrier.values(), np.uint8, len(ways.barrier))
    barrier[index[here]] = stopped[here]
    return barrier
