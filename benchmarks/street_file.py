"""The file from which OSRM reads the same streets that a road network has."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import osmium
from numpy.typing import NDArray

from benchmarks.drivable import Drivable
from logiroute.geo.roads import Roads

_FIRST_OWN_RELATION = 10**11


@dataclass(frozen=True)
class StreetFile:
    """A file for OSRM, and which of its ids are which part of the network.

    Attributes
    ----------
    path : path
        ``.osm.pbf``.
    node : ndarray of int64, shape (vertices,)
        Node id of each vertex; segments that meet share it.
    way : ndarray of int64, shape (segments,)
        Way id of each segment.
    against : ndarray of bool, shape (segments,)
        Whether the segment runs against its way as the file draws it.
    unused : ndarray of int64, shape (pieces, 2)
        Straight pieces of its ways that the profile does not drive, as `pieces` gives them: they
        hang together with nothing, or it does not fit.
    """

    path: Path
    node: NDArray[np.int64]
    way: NDArray[np.int64]
    against: NDArray[np.bool_]
    unused: NDArray[np.int64]

    def pieces(self, roads: Roads, segments: NDArray[np.int64]) -> NDArray[np.int64]:
        """Node ids at both ends of all straight pieces of segments, each in both directions.

        Returns
        -------
        ndarray of int64, shape (pieces, 2)
        """
        return _pieces(self.node, roads, segments)

    def ends(self, roads: Roads) -> NDArray[np.int64]:
        """Node ids at the first and last vertex of each segment, shape (segments, 2)."""
        return np.stack([self.node[roads.offset[:-1]], self.node[roads.offset[1:] - 1]], axis=1)


def export_streets(drivable: Drivable, path: Path) -> StreetFile:
    """Write the streets of one profile as an OpenStreetMap file, a way per segment.

    Parameters
    ----------
    drivable : Drivable
    path : path
        ``.osm.pbf``; overwritten.
    """
    roads, usable = drivable.roads, drivable.usable
    node = np.arange(len(roads.micro), dtype=np.int64) + roads.nodes + 1
    node[roads.offset[:-1]] = roads.ends[:, 0] + 1
    node[roads.offset[1:] - 1] = roads.ends[:, 1] + 1
    way = np.arange(len(roads), dtype=np.int64) + 1
    written = np.flatnonzero(np.repeat(usable, np.diff(roads.offset)))
    ids, place = np.unique(node[written], return_index=True)
    where = (roads.micro[written[place]] / 1e6).tolist()
    against = np.zeros(len(roads), dtype=np.bool_)
    unused = _pieces(node, roads, np.flatnonzero(usable & ~drivable.used))
    file = StreetFile(path, node, way, against, unused)
    path.unlink(missing_ok=True)
    with osmium.SimpleWriter(str(path)) as writer:
        for one, lonlat in zip(ids.tolist(), where, strict=True):
            writer.add_node(osmium.osm.mutable.Node(id=one, location=tuple(lonlat), version=1))
        for segment in np.flatnonzero(usable).tolist():
            refs = node[roads.offset[segment] : roads.offset[segment + 1]].tolist()
            tags = {"highway": roads.classes[roads.highway[segment]]}
            writer.add_way(
                osmium.osm.mutable.Way(id=int(way[segment]), nodes=refs, tags=tags, version=1)
            )
        for relation in _no_u_turns(drivable, file):
            writer.add_relation(relation)
    return file


def copy_original(drivable: Drivable, source: Path, path: Path) -> StreetFile:
    """Copy the OpenStreetMap file of a network with all its restrictions.

    What is added are restrictions at `Drivable.false_dead_ends`.

    Parameters
    ----------
    drivable : Drivable
    source : path
        The OpenStreetMap file that its roads were read from.
    path : path
        ``.osm.pbf``; overwritten.

    Raises
    ------
    ValueError
        A vertex of the network is not in the file.
    """
    roads = drivable.roads
    node = np.full(len(roads.micro), -1, dtype=np.int64)
    against = np.zeros(len(roads), dtype=np.bool_)
    drawn: set[tuple[int, int]] = set()
    segments_of: dict[int, list[int]] = {}
    for segment, way in enumerate(roads.way_id.tolist()):
        segments_of.setdefault(way, []).append(segment)
    path.unlink(missing_ok=True)
    with osmium.SimpleWriter(str(path)) as writer:
        for entity in osmium.FileProcessor(str(source)).with_locations():
            writer.add(entity)
            if isinstance(entity, osmium.osm.Way) and entity.id in segments_of:
                refs = [
                    (ref.ref, (round(ref.lon * 1e6), round(ref.lat * 1e6)))
                    for ref in entity.nodes
                    if ref.location.valid()
                ]
                ids = [ref for ref, _ in refs]
                drawn.update((*pairwise(ids), *pairwise(ids[::-1])))
                for segment in segments_of[entity.id]:
                    part = slice(*roads.offset[segment : segment + 2].tolist())
                    node[part], against[segment] = _found(refs, roads.micro[part].tolist())
        if (node < 0).any():
            raise ValueError(f"{source}: not the file that {roads.source} was read from")
        used = _pieces(node, roads, np.flatnonzero(drivable.used)).tolist()
        unused = np.array(sorted(drawn - {(tail, head) for tail, head in used}), dtype=np.int64)
        file = StreetFile(path, node, roads.way_id, against, unused.reshape(-1, 2))
        for relation in _no_u_turns(drivable, file):
            writer.add_relation(relation)
    return file


def _pieces(
    node: NDArray[np.int64], roads: Roads, segments: NDArray[np.int64]
) -> NDArray[np.int64]:
    owner = np.repeat(np.arange(len(roads)), np.diff(roads.offset))
    first = np.flatnonzero((owner[:-1] == owner[1:]) & np.isin(owner[:-1], segments))
    ahead = np.stack([node[first], node[first + 1]], axis=1)
    return np.concatenate([ahead, ahead[:, ::-1]])


def _found(
    refs: list[tuple[int, tuple[int, int]]], vertices: list[list[int]]
) -> tuple[list[int], bool]:
    """Ids of the vertices of a segment in its way, and whether it runs against the way."""
    wanted = [tuple(vertex) for vertex in vertices]
    for way, against in ((refs, False), (refs[::-1], True)):
        spots = [spot for _, spot in way]
        for start in range(len(spots) - len(wanted) + 1):
            if spots[start : start + len(wanted)] == wanted:
                return [ref for ref, _ in way[start : start + len(wanted)]], against
    return [-1] * len(wanted), False


def _no_u_turns(drivable: Drivable, file: StreetFile) -> Iterator[osmium.osm.mutable.Relation]:
    """Restrictions that forbid turning back where OSRM would."""
    ends = file.ends(drivable.roads)
    for number, (segment, end) in enumerate(drivable.false_dead_ends().tolist()):
        way, via = int(file.way[segment]), int(ends[segment, end])
        yield osmium.osm.mutable.Relation(
            id=_FIRST_OWN_RELATION + number,
            version=1,
            members=[("w", way, "from"), ("n", via, "via"), ("w", way, "to")],
            tags={"type": "restriction", "restriction": "no_u_turn"},
        )
